//! What a person does about a refusal of Xero's: its sentence says what is wrong, and seldom what
//! to do.

use xero::{Error as Failure, Refusal};

/// What to do about a failure, in the order of Xero's sentences; empty for one that only a person
/// can judge.
pub(super) fn mends(failure: &Failure) -> Vec<&'static str> {
    let Failure::Invalid { messages } = failure else { return Vec::new() };
    let mut mends = Vec::new();
    for mend in messages.iter().filter_map(|sentence| mend_of(sentence)) {
        if !mends.contains(&mend) {
            mends.push(mend);
        }
    }
    mends
}

fn mend_of(sentence: &str) -> Option<&'static str> {
    Refusal::of(sentence).map(|refusal| mend(&refusal)).or_else(|| of_mapping(sentence))
}

const fn mend(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::ContactArchived => {
            "Restore the contact in Xero, or choose another one here; then retry."
        }
        Refusal::ContactNameTaken => "Choose the contact of that name here; then retry.",
        Refusal::ContactMissing => {
            "The contact is not in Xero any more. Choose another one here; then retry."
        }
        Refusal::InvoiceLimitReached => {
            "The organisation's plan allows no more this month. Change the plan in Xero, or retry \
             next month."
        }
        Refusal::PaymentsNotEnabled => {
            "In Xero, open the account in the chart of accounts and tick \"Enable payments to this \
             account\"; then retry."
        }
        Refusal::ExceedsOutstanding => {
            "Somebody paid or credited it in Xero. Take that back there and retry, or skip this \
             one."
        }
        Refusal::HasPayments => "Take the payment or credit back in Xero; then retry.",
        Refusal::Reconciled => "Unreconcile it in Xero; then retry.",
        Refusal::PeriodLocked { .. } => {
            "Move the lock date in Xero, or let locked days go to the next open day; then retry."
        }
        Refusal::CurrencyNotSubscribed { .. } => {
            "Add the currency in Xero, or choose a bank account in the base currency; then retry."
        }
        Refusal::WrongStatus => {
            "Somebody changed it in Xero meanwhile. Look at it there; then retry, or undo it here."
        }
        Refusal::NumberTaken => "Change the next number in Xero's invoice settings; then retry.",
        Refusal::DocumentMissing => {
            "It is not in Xero any more. Undo it here, so that what it holds is open again."
        }
    }
}

/// What is mended in the chart or in the mapping. Xero says these of lines, by the account's code
/// (facts §13).
fn of_mapping(sentence: &str) -> Option<&'static str> {
    let words = sentence.to_ascii_lowercase();
    let says = |part: &str| words.contains(part);
    if says("has been archived, or has been deleted") {
        return Some("Restore the account in Xero, or choose another one here; then retry.");
    }
    if says("account code") || says("account must be valid") {
        let tax = says("taxtype code");
        return Some(if tax {
            "Choose another tax rate for it here, or another account; then retry."
        } else {
            "Choose another account for it here; then retry."
        });
    }
    if says("taxtype code") || says("tax rate must be valid") {
        return Some("Choose another tax rate for it here; then retry.");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::mends;

    fn of(sentences: &[&str]) -> Vec<&'static str> {
        let messages = sentences.iter().map(|one| (*one).to_owned()).collect();
        mends(&xero::Error::Invalid { messages })
    }

    #[test]
    fn what_is_said_twice_is_mended_once() {
        let account = "Account code '999' is not a valid code for this document.";
        assert_eq!(of(&[account, account]).len(), 1);
        assert_eq!(of(&[account, "Something nobody has seen before"]).len(), 1);
        assert!(of(&["Something nobody has seen before"]).is_empty());
    }

    #[test]
    fn a_tax_type_that_does_not_suit_its_account_is_no_fault_of_the_accounts_code() {
        let told = of(&["The TaxType code 'INPUT' cannot be used with account code '201'."]);
        assert_eq!(told, ["Choose another tax rate for it here, or another account; then retry."]);
    }
}
