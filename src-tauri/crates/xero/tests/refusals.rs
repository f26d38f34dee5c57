//! The sentences of facts §13 that something can be done about, and those that only look so.

use xero::{Error, Lock, Refusal};

use crate::support::{answer, failure_of};

fn period(lock: Lock, until: &str) -> Refusal {
    Refusal::PeriodLocked { lock, until: until.parse().ok() }
}

#[test]
fn a_sentence_that_can_be_acted_on_is_recognised() {
    let currency = |code: &str| Refusal::CurrencyNotSubscribed { currency: Some(code.to_owned()) };
    for (sentence, meaning) in [
        (
            "The contact with the specified contact details has been archived. The contact must be \
             un-archived before creating new invoices or credit notes.",
            Refusal::ContactArchived,
        ),
        (
            "The contact name Jo is already assigned to another contact. The contact name must be \
             unique across all active contacts.",
            Refusal::ContactNameTaken,
        ),
        ("You have reached the limit of invoices you can approve", Refusal::InvoiceLimitReached),
        ("Account type is invalid for making a payment to/from.", Refusal::PaymentsNotEnabled),
        (
            "Payment amount exceeds the amount outstanding on this document",
            Refusal::ExceedsOutstanding,
        ),
        (
            "The status VOIDED cannot be applied to the invoice because it has payments or credit \
             notes allocated to it.",
            Refusal::HasPayments,
        ),
        (
            "This document cannot be edited as it has a payment or credit note allocated to it.",
            Refusal::HasPayments,
        ),
        (
            "The document date cannot be before the period lock date, currently set at 30-Nov-2018",
            period(Lock::Period, "2018-11-30"),
        ),
        (
            "The document date cannot be before the end of year lock date, currently set at \
             31-Mar-2018.",
            period(Lock::EndOfYear, "2018-03-31"),
        ),
        ("Users Organisation is not subscribed to currency NZD", currency("NZD")),
        ("Organisation is not subscribed to currency EUR", currency("EUR")),
        ("Invoice not of valid status for modification", Refusal::WrongStatus),
        ("Invoice not of valid status for creation", Refusal::WrongStatus),
        ("The status 'VOID' cannot be applied to the document", Refusal::WrongStatus),
        ("Payments can only be made against Authorised documents", Refusal::WrongStatus),
        ("This payment has already been deleted.", Refusal::WrongStatus),
        (
            "This payment cannot be deleted as it has been reconciled with a bank statement line.",
            Refusal::Reconciled,
        ),
        ("Invoice # must be unique.", Refusal::NumberTaken),
        ("Credit Note # must be unique.", Refusal::NumberTaken),
        ("This invoice number must be unique.", Refusal::NumberTaken),
        ("Document could not be found", Refusal::DocumentMissing),
        ("The contact with the specified ContactID could not be found", Refusal::ContactMissing),
        (
            "An existing Credit Note with the specified CreditNoteID could not be found",
            Refusal::DocumentMissing,
        ),
    ] {
        assert_eq!(Refusal::of(sentence), Some(meaning), "{sentence}");
    }
}

#[test]
fn any_other_sentence_is_left_to_a_person() {
    for sentence in [
        "",
        "Account code '800' is not a valid code for this document.",
        "Account code '476' has been archived, or has been deleted. Each line item must reference \
         a valid account.",
        "The TaxType code 'OUTPUT2' cannot be used with account code '610'.",
        "The tax rate could not be found",
        "Email address must be valid",
        "Order number must be unique",
        "The description field is mandatory for each line item.",
        "A Contact must be specified for this type of transaction",
        "The Total for this document must be greater than or equal to zero.",
    ] {
        assert_eq!(Refusal::of(sentence), None, "{sentence}");
    }
}

#[test]
fn a_lock_or_currency_that_cannot_be_read_is_still_known_as_one() {
    let lock = Refusal::of("The document date cannot be before the period lock date");
    assert_eq!(lock, Some(Refusal::PeriodLocked { lock: Lock::Period, until: None }));
    let currency = Refusal::of("Organisation is not subscribed to currency 'dollars'");
    assert_eq!(currency, Some(Refusal::CurrencyNotSubscribed { currency: None }));
}

#[tokio::test]
async fn a_refusal_tells_all_its_known_sentences_in_order_and_keeps_the_words() {
    let error = failure_of(&answer(400, include_bytes!("fixtures/400_validation.json"))).await;
    assert_eq!(
        error.refusals(),
        [period(Lock::Period, "2018-11-30"), period(Lock::EndOfYear, "2018-11-30")]
    );
    assert!(error.to_string().contains("Account code '800' is not a valid code"));
}

#[tokio::test]
async fn what_is_no_refusal_of_a_rule_has_no_known_sentences() {
    let malformed = r#"{"ErrorNumber":14,"Type":"PostDataInvalidException",
        "Message":"Payment amount exceeds the amount outstanding on this document"}"#;
    let error = failure_of(&answer(400, malformed)).await;
    assert!(matches!(error, Error::Malformed { .. }), "{error:?}");
    assert!(error.refusals().is_empty());
    assert!(failure_of(&answer(404, "Document could not be found")).await.refusals().is_empty());
}
