//! The sums of a Square row. Which of the possible ones holds says what its columns mean.
//!
//! Square has put service charges inside Net Sales and beside it, inside Gross Sales and beside
//! it, and signs discounts and partial refunds either way. A row is believed only when it adds up.

use ledger::{Amount, Currency};

use crate::reject::{Reject, Sums};

/// The figures of a row, signed as in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) gross: Option<Amount>,
    pub(super) discounts: Amount,
    pub(super) service: Amount,
    pub(super) net: Amount,
    pub(super) gift_cards: Amount,
    pub(super) tax: Amount,
    pub(super) tip: Amount,
    pub(super) partial_refunds: Amount,
    pub(super) total: Amount,
    pub(super) tenders: Vec<(String, Amount)>,
}

/// What a row says once its columns are understood. Every part of the bill is here once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bill {
    /// Sales before the discount, without service charges.
    pub(super) sales: Amount,
    /// The discount, as an amount that lowers the sales.
    pub(super) discount: Amount,
    pub(super) service: Amount,
    pub(super) gift_cards: Amount,
    pub(super) tax: Amount,
    pub(super) tip: Amount,
    /// Given back by amount and not by item: lowers the bill of a payment.
    pub(super) partial_refunds: Amount,
}

impl Figures {
    /// Every figure with its sign turned: a refund's figures are below zero.
    pub(super) fn turned(mut self) -> Self {
        let figures = [
            &mut self.discounts,
            &mut self.service,
            &mut self.net,
            &mut self.gift_cards,
            &mut self.tax,
            &mut self.tip,
            &mut self.partial_refunds,
            &mut self.total,
        ];
        let tenders = self.tenders.iter_mut().map(|(_, amount)| amount);
        for figure in figures.into_iter().chain(self.gross.as_mut()).chain(tenders) {
            *figure = -*figure;
        }
        self
    }

    /// Whether there is not a figure in it.
    pub(super) fn is_nothing(&self) -> bool {
        let plain = [
            self.gross.unwrap_or_default(),
            self.discounts,
            self.service,
            self.net,
            self.gift_cards,
            self.tax,
            self.tip,
            self.partial_refunds,
            self.total,
        ];
        plain.iter().all(|figure| figure.is_zero()) && self.tenders.is_empty()
    }

    /// Finds the reading in which the row adds up.
    pub(super) fn bill(&self, currency: Currency) -> Result<Bill, Reject> {
        let (service_inside, partial_refunds) = self.total_reading(currency)?;
        let (sales, discount) = self.net_reading(service_inside, currency)?;
        let paid: Amount = self.tenders.iter().map(|(_, amount)| amount).sum();
        if paid != self.total {
            let parts: Vec<_> =
                self.tenders.iter().map(|(name, amount)| (name.as_str(), *amount)).collect();
            let tried = if parts.is_empty() {
                vec!["paid with anything".to_owned()]
            } else {
                vec![sum(&parts, currency)]
            };
            return Err(does_not_add_up(("Total Collected", self.total), tried, currency));
        }
        Ok(Bill {
            sales,
            discount,
            service: self.service,
            gift_cards: self.gift_cards,
            tax: self.tax,
            tip: self.tip,
            partial_refunds,
        })
    }

    /// Whether Net Sales has the service charges in it, and the partial refunds as they add up.
    fn total_reading(&self, currency: Currency) -> Result<(bool, Amount), Reject> {
        let mut tried = Vec::new();
        // Beside the sales; shown of what the sales already say; beside them with its sign turned.
        for partial_refunds in [self.partial_refunds, Amount::ZERO, -self.partial_refunds] {
            for (inside, service) in [(true, Amount::ZERO), (false, self.service)] {
                let parts = [
                    ("Net Sales", self.net),
                    ("Service Charges", service),
                    ("Gift Card Sales", self.gift_cards),
                    ("Tax", self.tax),
                    ("Tip", self.tip),
                    ("Partial Refunds", partial_refunds),
                ];
                if parts.iter().map(|(_, amount)| *amount).sum::<Amount>() == self.total {
                    return Ok((inside, partial_refunds));
                }
                tried.push(sum(&parts, currency));
            }
        }
        Err(does_not_add_up(("Total Collected", self.total), tried, currency))
    }

    /// The sales before discount and without service charges, and the discount.
    fn net_reading(
        &self,
        service_inside: bool,
        currency: Currency,
    ) -> Result<(Amount, Amount), Reject> {
        let inside = if service_inside { self.service } else { Amount::ZERO };
        let Some(gross) = self.gross else {
            let discount = self.discounts.abs();
            return Ok((self.net + discount - inside, discount));
        };
        let mut tried = Vec::new();
        for discounts in [self.discounts, -self.discounts] {
            for (sales, service) in [(gross - self.service, inside - self.service), (gross, inside)]
            {
                if sales + discounts + inside == self.net {
                    return Ok((sales, -discounts));
                }
                let parts = [
                    ("Gross Sales", gross),
                    ("Discounts", discounts),
                    ("Service Charges", service),
                ];
                tried.push(sum(&parts, currency));
            }
        }
        Err(does_not_add_up(("Net Sales", self.net), tried, currency))
    }
}

fn does_not_add_up(
    (name, amount): (&str, Amount),
    mut tried: Vec<String>,
    currency: Currency,
) -> Reject {
    tried.dedup();
    let mut seen = Vec::new();
    tried.retain(|sum| {
        !seen.contains(sum) && {
            seen.push(sum.clone());
            true
        }
    });
    let figure = format!("{name} {}", amount.display(currency));
    Reject::DoesNotAddUp(Sums { figure, tried })
}

/// "Net Sales 30.00 + Tax 2.10 = 32.10", parts of zero left out.
fn sum(parts: &[(&str, Amount)], currency: Currency) -> String {
    let total: Amount = parts.iter().map(|(_, amount)| *amount).sum();
    let shown: Vec<String> = parts
        .iter()
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(name, amount)| format!("{name} {}", amount.display(currency)))
        .collect();
    if shown.is_empty() {
        return total.display(currency);
    }
    format!("{} = {}", shown.join(" + "), total.display(currency))
}
