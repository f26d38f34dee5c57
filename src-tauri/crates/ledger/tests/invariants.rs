//! The invariants of accounting §8 that concern sales, refunds and the cashout, over random
//! transactions. A failure prints its seed and keeps it beside this file.

use std::collections::BTreeMap;

use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    Amount, Kind, Line, LineAccount, Resolver, Target, Tax, TaxWay, Tender, Transaction, allocate,
    post, refund_share,
};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::books::{chart, mapping, review, sent, story, tender, totals, transaction};

/// Enough cases to meet the odd cents, few enough to be done in seconds.
pub(crate) fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(1_000)
    }
}

const BOTH: [TaxWay; 2] = [XeroComputes, TaxLines];

/// A line of up to 1,000.00 with a discount in a third of the cases and none to two taxes.
fn a_line() -> impl Strategy<Value = Line> {
    let code = prop::sample::select(vec!["Boats", "boats ", "210", "6545", "Sales"]);
    let discount = prop_oneof![2 => Just(0_i64), 1 => 0..=100_i64];
    (code, 0..100_000_i64, discount, 0..3_usize).prop_map(|(code, net, percent, taxes)| {
        let net = Amount::from_minor(net);
        let discount = Amount::from_minor(net.minor() * percent / 100);
        let base = (net - discount).minor();
        let taxes = [("GST", 5), ("PST", 7)].into_iter().take(taxes).map(|(code, percent)| Tax {
            code: code.to_owned(),
            amount: Amount::from_minor((base * percent + 50) / 100),
        });
        Line {
            description: code.to_owned(),
            account: LineAccount::Gl(code.to_owned()),
            net,
            discount,
            taxes: taxes.collect(),
            ..transaction(Kind::Sale, "Boats 1.00").lines.remove(0)
        }
    })
}

/// A sale or refund, paid with one to three tenders.
fn a_transaction(kind: impl Strategy<Value = Kind>) -> impl Strategy<Value = Transaction> {
    let lines = prop::collection::vec(a_line(), 1..5);
    let shares = [0..10_i64, 0..10_i64, 1..10_i64];
    (kind, lines, 0..2_000_i64, 0..500_i64, shares).prop_map(
        |(kind, lines, tip, surcharge, shares)| {
            let mut made = transaction(kind, "Boats 1.00");
            made.lines = lines;
            made.tip = Amount::from_minor(tip);
            made.surcharge = Amount::from_minor(surcharge);
            let weights = shares.map(Amount::from_minor);
            made.tenders = ["Cash", "Voucher", "Card"]
                .into_iter()
                .zip(allocate(made.billed(), &weights).expect("a weight"))
                .map(|(name, amount)| tender(name, amount))
                .collect();
            made
        },
    )
}

fn either() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Sale, Kind::Refund])
}

/// What each account takes, leg by leg, without the cashout's own summing.
fn by_account(transactions: &[Transaction], way: TaxWay) -> BTreeMap<String, Amount> {
    let (chart, mapping) = (chart(), mapping());
    let resolver = Resolver::new(&chart, &mapping, way);
    let mut accounts = BTreeMap::<String, Amount>::new();
    for total in totals(transactions) {
        if way == XeroComputes && matches!(total.target, Target::Tax(_)) {
            continue;
        }
        let found =
            resolver.account_for(&total.target, &total.tax_set, &total.tags).expect("mapped");
        *accounts.entry(found.account.name.clone()).or_default() +=
            sent(&total.target, total.amount, total.tax, way);
    }
    accounts.retain(|_, amount| !amount.is_zero());
    accounts
}

/// The refunds that give a sale back in `parts` steps at the given hundredths, the tip and the
/// surcharge with the last.
fn refunds(sale: &Transaction, mut hundredths: Vec<i64>) -> Vec<Transaction> {
    let paid: Amount = sale.lines.iter().map(Line::payable).sum();
    if paid.is_zero() {
        hundredths.clear();
    }
    hundredths.sort_unstable();
    hundredths.push(100);
    let weights: Vec<Amount> = sale.tenders.iter().map(|one| one.amount).collect();
    let mut before = Amount::ZERO;
    let mut tendered = vec![Amount::ZERO; weights.len()];
    let last = hundredths.len() - 1;
    let step = |(index, hundredth): (usize, i64)| {
        let after = Amount::from_minor(paid.minor() * hundredth / 100);
        let mut refund = Transaction { kind: Kind::Refund, ..sale.clone() };
        refund.lines = refund_share(&sale.lines, before, after - before).expect("within the sale");
        if index != last {
            (refund.tip, refund.surcharge) = (Amount::ZERO, Amount::ZERO);
        }
        let extras = sale.billed() - paid;
        let so_far = if index == last { after + extras } else { after };
        let shares = allocate(so_far, &weights).unwrap_or_else(|| weights.clone());
        for ((one, share), took) in refund.tenders.iter_mut().zip(shares).zip(&mut tendered) {
            one.amount = share - *took;
            *took = share;
        }
        before = after;
        refund
    };
    hundredths.into_iter().enumerate().map(step).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_part_sums_to_zero_in_both_ways(one in a_transaction(either())) {
        for part in post(&one, &story()).expect("valid") {
            for way in BOTH {
                let sum: Amount =
                    part.legs.iter().map(|leg| sent(&leg.target, leg.amount, leg.tax, way)).sum();
                prop_assert_eq!(sum, Amount::ZERO, "{:?} {:?}", way, part);
            }
        }
    }

    #[test]
    fn a_journal_is_balanced_and_the_sum_of_its_parts_in_any_order(
        transactions in prop::collection::vec(a_transaction(either()), 1..8),
        order in any::<prop::sample::Index>(),
    ) {
        let (chart, mapping) = (chart(), mapping());
        for way in BOTH {
            let mut legs = totals(&transactions);
            let made = review(&chart, &mapping, way, &legs);
            prop_assert_eq!(&made.blockers, &Vec::new());
            let lines = made.lines.iter().map(|one| &one.line);
            prop_assert_eq!(lines.clone().map(|line| line.amount).sum::<Amount>(), Amount::ZERO);
            let mut accounts = BTreeMap::<String, Amount>::new();
            for line in lines {
                *accounts.entry(line.account_name.clone()).or_default() += line.amount;
            }
            accounts.retain(|_, amount| !amount.is_zero());
            prop_assert_eq!(accounts, by_account(&transactions, way));
            let turns = order.index(legs.len().max(1));
            legs.rotate_left(turns);
            legs.reverse();
            prop_assert_eq!(review(&chart, &mapping, way, &legs), made);
        }
    }

    #[test]
    fn a_sale_refunded_to_its_tenders_leaves_nothing_however_many_parts(
        sale in a_transaction(Just(Kind::Sale)),
        hundredths in prop::collection::vec(0..=100_i64, 0..4),
    ) {
        let mut all = refunds(&sale, hundredths);
        all.push(sale);
        for way in BOTH {
            prop_assert_eq!(by_account(&all, way), BTreeMap::new());
        }
    }

    #[test]
    fn a_refund_to_other_tenders_leaves_only_clearing_accounts_that_cancel_out(
        sale in a_transaction(Just(Kind::Sale)),
    ) {
        let mut refund = Transaction { kind: Kind::Refund, ..sale.clone() };
        let name = "Cash".to_owned();
        refund.tenders = vec![Tender { name, amount: sale.billed(), foreign: None }];
        for way in BOTH {
            let left = by_account(&[sale.clone(), refund.clone()], way);
            prop_assert!(left.keys().all(|name| name.ends_with("Clearing")), "{:?}", left);
            prop_assert_eq!(left.values().sum::<Amount>(), Amount::ZERO);
        }
    }
}
