//! Making payments and allocations: what they take, and at which rate (facts §8, §10.4).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    Account, Allocation, Books, Document, Open, Organisation, Payment, cents, day_rate, rate,
    to_base,
};

/// A payment before its currencies are worked out.
pub(crate) struct NewPayment<'a> {
    pub(crate) id: Uuid,
    pub(crate) document: &'a Document,
    pub(crate) account: &'a Account,
    pub(crate) date: NaiveDate,
    /// In the document's currency.
    pub(crate) amount: Decimal,
    /// In the account's currency; worked out when absent.
    pub(crate) bank_amount: Option<Decimal>,
    /// Units of the document's currency for one of the base currency; the day's when absent.
    pub(crate) rate: Option<Decimal>,
    pub(crate) reference: String,
    pub(crate) reconciled: bool,
    pub(crate) now: DateTime<Utc>,
}

/// One amount in three currencies.
struct Converted {
    bank_amount: Decimal,
    base: Decimal,
    rate: Decimal,
}

impl Organisation {
    /// The payment, or why its account cannot make it.
    pub(crate) fn settle(&self, new: NewPayment<'_>) -> Result<Payment, String> {
        let converted = self.convert(&new)?;
        let comes_in = new.document.kind.is_settled_by_receiving();
        Ok(Payment {
            id: new.id,
            document: new.document.id,
            account: new.account.id,
            date: new.date,
            amount: new.amount,
            bank_amount: converted.bank_amount,
            base: if comes_in { converted.base } else { -converted.base },
            rate: converted.rate,
            reference: new.reference,
            reconciled: new.reconciled,
            deleted: false,
            taken: Open::of(&self.books).take(new.document, new.amount),
            updated: new.now,
        })
    }

    fn convert(&self, new: &NewPayment<'_>) -> Result<Converted, String> {
        let base = &self.base_currency;
        let (theirs, ours) = (&new.document.currency, self.currency_of(new.account));
        let amount = new.amount;
        let day = |currency: &str| day_rate(base, currency).unwrap_or(Decimal::ONE);
        if theirs == base {
            let bank_amount = if ours == base {
                amount
            } else {
                new.bank_amount.unwrap_or_else(|| cents(amount * day(ours)))
            };
            return Ok(Converted { bank_amount, base: amount, rate: Decimal::ONE });
        }
        if ours == theirs {
            let rate = rate(new.rate.unwrap_or_else(|| day(theirs)));
            return Ok(Converted { bank_amount: amount, base: to_base(amount, rate), rate });
        }
        if ours != base {
            return Err("The account is of neither the document's currency nor the base currency."
                .to_owned());
        }
        let told = new.bank_amount.and_then(|told| amount.checked_div(told));
        let rate = rate(new.rate.or(told).unwrap_or_else(|| day(theirs)));
        if rate.is_zero() {
            return Err("The BankAmount is too large for the Amount.".to_owned());
        }
        let bank_amount = match (new.rate, new.bank_amount) {
            (None, Some(told)) => told,
            (_, _) => to_base(amount, rate),
        };
        Ok(Converted { bank_amount, base: bank_amount, rate })
    }

    /// A bank account's own currency, or the base currency.
    pub(crate) fn currency_of<'a>(&'a self, account: &'a Account) -> &'a str {
        account.currency.as_deref().unwrap_or(&self.base_currency)
    }
}

impl Books {
    /// A part of a credit for an invoice, dated like the later of the two (facts §8).
    pub(crate) fn allocation(
        &self,
        id: Uuid,
        credit: &Document,
        invoice: &Document,
        amount: Decimal,
    ) -> Allocation {
        let open = Open::of(self);
        Allocation {
            id,
            credit: credit.id,
            invoice: invoice.id,
            amount,
            date: credit.date.max(invoice.date),
            deleted: false,
            from_credit: open.take(credit, amount),
            from_invoice: open.take(invoice, amount),
        }
    }
}
