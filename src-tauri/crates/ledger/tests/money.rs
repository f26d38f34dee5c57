//! Amounts, and sharing them out (accounting §8.8).

use ledger::{Amount, allocate};
use proptest::prelude::*;

use crate::books::cad;
use crate::invariants::config;

fn minor(amounts: &[i64]) -> Vec<Amount> {
    amounts.iter().copied().map(Amount::from_minor).collect()
}

#[test]
fn odd_cents_go_to_the_largest_remainder_then_in_order() {
    assert_eq!(allocate(cad("1.00"), &minor(&[1, 1, 1])), Some(minor(&[34, 33, 33])));
    assert_eq!(allocate(cad("-1.00"), &minor(&[1, 1, 1])), Some(minor(&[-34, -33, -33])));
    assert_eq!(allocate(cad("0.02"), &minor(&[1, 3])), Some(minor(&[0, 2])));
    assert_eq!(allocate(cad("0.10"), &minor(&[-1, 2])), Some(minor(&[-10, 20])));
    assert_eq!(allocate(cad("0.10"), &minor(&[1, -2])), Some(minor(&[-10, 20])));
    assert_eq!(allocate(cad("-0.10"), &minor(&[1, -2])), Some(minor(&[10, -20])));
}

#[test]
fn nothing_can_be_shared_over_no_weight() {
    assert_eq!(allocate(cad("1.00"), &[]), None);
    assert_eq!(allocate(cad("1.00"), &minor(&[1, -1])), None);
    assert_eq!(allocate(Amount::ZERO, &minor(&[1, -1])), Some(minor(&[0, 0])));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn shares_sum_to_the_total_and_are_less_than_a_cent_off(
        total in -10_000_000_i64..10_000_000,
        weights in prop::collection::vec(-1000_i64..2_000, 1..8),
        turn in any::<prop::sample::Index>(),
    ) {
        let whole: i64 = weights.iter().sum();
        prop_assume!(whole != 0);
        let shares = allocate(Amount::from_minor(total), &minor(&weights)).expect("a weight");
        prop_assert_eq!(shares.iter().sum::<Amount>(), Amount::from_minor(total));
        for (share, weight) in shares.iter().zip(&weights) {
            let off = i128::from(share.minor()) * i128::from(whole)
                - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < i128::from(whole.abs()), "{share:?} of {weight}");
        }
        let mut turned = weights.clone();
        turned.rotate_left(turn.index(weights.len()));
        let again = allocate(Amount::from_minor(total), &minor(&turned)).expect("a weight");
        let sorted = |weights: &[i64], shares: &[Amount]| {
            let mut pairs: Vec<_> = weights.iter().copied().zip(shares.iter().copied()).collect();
            pairs.sort_unstable();
            pairs
        };
        prop_assert_eq!(sorted(&weights, &shares), sorted(&turned, &again));
    }
}
