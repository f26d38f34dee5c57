//! Allocation: an amount shared out over parts, to the last cent.

use crate::money::Amount;

/// Shares `total` out in proportion to `weights`, by largest remainder.
///
/// The shares sum to `total` and each differs from its exact share by less than one minor unit.
/// Of two equal remainders the larger weight is served first, of two equal weights the earlier, so
/// that the order of the weights changes nothing but who of two equals gets the odd cent
/// (accounting §5, §8.8). Weights may have either sign.
///
/// Nothing when there is something to share and the weights sum to zero.
#[must_use]
pub fn allocate(total: Amount, weights: &[Amount]) -> Option<Vec<Amount>> {
    if total.is_zero() {
        return Some(vec![Amount::ZERO; weights.len()]);
    }
    let whole: Amount = weights.iter().sum();
    if whole.is_zero() {
        return None;
    }
    let (magnitude, whole) = (i128::from(total.abs().minor()), i128::from(whole.minor()));
    let mut floors = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let weight = i128::from(weight.minor()).checked_mul(whole.signum());
        let product = weight.and_then(|weight| weight.checked_mul(magnitude));
        let product = product.expect("two amounts multiply within 128 bits");
        floors.push(Amount::from_i128(product.div_euclid(whole.abs())));
        remainders.push((product.rem_euclid(whole.abs()), product, index));
    }
    let short = total.abs() - floors.iter().sum();
    let short = usize::try_from(short.minor()).expect("floors never exceed the total");
    remainders.sort_unstable_by_key(|&(remainder, product, index)| {
        (std::cmp::Reverse(remainder), std::cmp::Reverse(product), index)
    });
    for &(_, _, index) in remainders.iter().take(short) {
        floors[index] += Amount::from_minor(1);
    }
    if total.is_negative() {
        floors.iter_mut().for_each(|share| *share = -*share);
    }
    Some(floors)
}
