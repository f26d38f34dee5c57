//! A name of its own for every account, whatever accounts are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::general_ledger::Account;

/// Gives each account the name that `base` makes of it, and tells apart those that come out alike.
///
/// Alike names all get a mark made from the account's id, so that a name depends neither on the
/// order of the accounts nor on when the file is written.
pub(crate) fn unique(accounts: &[Account], base: impl Fn(&Account) -> String) -> Vec<String> {
    let mut names: Vec<String> = accounts.iter().map(base).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &names {
        *uses.entry(name).or_default() += 1;
    }
    let alike: Vec<bool> = names.iter().map(|name| uses[name.as_str()] > 1).collect();
    for ((name, alike), account) in names.iter_mut().zip(alike).zip(accounts) {
        if alike {
            *name = format!("{name}-{:08x}", mark(&account.id));
        }
    }
    number_the_rest(&mut names, accounts);
    names
}

/// A mark may still meet a name that ends just so, or another mark.
fn number_the_rest(names: &mut [String], accounts: &[Account]) {
    let mut by_id: Vec<usize> = (0..names.len()).collect();
    by_id.sort_by_key(|at| &accounts[*at].id);
    let mut taken = BTreeSet::new();
    for at in by_id {
        // One more than there are names: one of them is free.
        let free = (1..=names.len() + 1)
            .map(|number| match number {
                1 => names[at].clone(),
                _ => format!("{}-{number}", names[at]),
            })
            .find(|name| !taken.contains(name));
        names[at] = free.expect("there are more numbers than names");
        taken.insert(names[at].clone());
    }
}

/// FNV-1a over the id, folded to 32 bits: short, and the same everywhere and always.
fn mark(id: &str) -> u32 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let hash = id.bytes().fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    u32::try_from((hash >> 32) ^ (hash & 0xffff_ffff)).expect("it was folded to 32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, name: &str) -> Account {
        let kind = ledger::AccountType::Bank;
        Account { id: id.into(), code: String::new(), name: name.into(), kind }
    }

    fn unique_names(accounts: &[Account]) -> Vec<String> {
        unique(accounts, |account| account.name.clone())
    }

    #[test]
    fn a_name_nobody_else_has_stays_as_it_is() {
        assert_eq!(unique_names(&[account("1", "a"), account("2", "b")]), ["a", "b"]);
    }

    #[test]
    fn alike_names_are_told_apart_the_same_way_in_any_order() {
        let (one, two) = (account("1", "a"), account("2", "a"));
        let forwards = unique_names(&[one.clone(), two.clone()]);
        let mut backwards = unique_names(&[two, one]);
        backwards.reverse();
        assert_ne!(forwards[0], forwards[1]);
        assert_eq!(forwards, backwards);
    }

    #[test]
    fn a_name_that_looks_like_a_mark_is_told_apart_too() {
        let marked = unique_names(&[account("1", "a"), account("2", "a")]).remove(0);
        let names = unique_names(&[account("1", "a"), account("2", "a"), account("3", &marked)]);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 3, "{names:?}");
    }
}
