//! What Xero would refuse (facts §13), sentence by sentence: prevented before anything is sent,
//! explained after with what to do, or never provoked because of what we send.

use ledger::{Kind, Role, TaxSet, TaxWay};
use serde_json::{Value, json};
use store::{DocumentId, MapEntry, NewTransaction, State};
use sync::{Cause, Replanned, UndoOutcome, Until, refresh_chart, retry};

use crate::desk::{Circumstances, Desk, Office};
use crate::scenes::scenes;
use crate::till::event;

/// Every sentence of facts §13 about the documents made here, with what is done about it.
const SENTENCES: [(&str, What); 32] = [
    ("is not a valid code for this document", What::Explained(wrong_account)),
    ("is not a valid code for this document", What::Prevented(unknown_code)),
    ("is not a valid code for this document", What::Prevented(bank_in_a_journal)),
    ("is not a valid code for this document", What::Prevented(receivable_in_a_journal)),
    ("has been archived, or has been deleted", What::Explained(archived_account)),
    ("has been archived, or has been deleted", What::Prevented(archived_before)),
    ("has been removed as it does not match", What::Elsewhere), // a_remark_of_xeros_is_not_success
    ("Account code must be specified", What::Prevented(unknown_code)),
    ("cannot be used with account code", What::Explained(retyped_account)),
    ("cannot be used with account code", What::Prevented(unfit_tax_type)),
    ("does not exist or cannot be used for this type", What::Explained(archived_tax_rate)),
    ("does not exist or cannot be used for this type", What::Prevented(ended_tax_rate)),
    ("Account must be valid. Tax rate must be valid.", What::NeverSent("\"ItemCode\"")),
    ("must equal total credits", What::Elsewhere), // what_does_not_balance_is_refused_here
    ("Error converting value \"NO_TAX\"", What::NeverSent("NO_TAX")),
    ("The status 'VOID' cannot be applied", What::NeverSent("\"VOID\"")),
    ("One or more line items must be specified", What::NeverSent("\"LineItems\":[]")),
    ("A Contact must be specified", What::NeverSent("\"ContactID\":\"00000000-")),
    ("is already assigned to another contact", What::Elsewhere), // contacts: somebody_was_faster
    ("must be un-archived", What::Explained(archived_contact)),
    ("Invoice # must be unique", What::NeverSent("\"InvoiceNumber\"")),
    ("not of valid status for modification", What::Elsewhere), // a_document_voided_while_…
    ("not of valid status for creation", What::NeverSent("\"PAID\"")),
    (
        "has payments or credit notes allocated to it",
        What::Elsewhere, // a_payment_made_while_an_invoice_is_undone_…
    ),
    ("exceeds the amount outstanding", What::Explained(paid_by_somebody)),
    ("invalid for making a payment", What::Explained(payments_disabled)),
    ("invalid for making a payment", What::Prevented(payments_not_enabled)),
    ("only be made against Authorised", What::Explained(voided_by_somebody)),
    ("description field is mandatory", What::NeverSent("\"Description\":\"\"")),
    ("Email address must be valid", What::Elsewhere), // contacts: an_address_that_is_none_…
    ("lock date", What::Explained(locked_meanwhile)),
    ("reached the limit of invoices", What::Explained(no_more_invoices)),
];

/// What is done about a sentence.
#[derive(Clone, Copy)]
enum What {
    /// Somebody provokes it between our checks and the write: refused, explained, mended, sent.
    Explained(fn() -> Interrupted),
    /// The plan sees it coming: held with its cause, and nothing is sent.
    Prevented(fn() -> Foreseen),
    /// It is about bytes that are in no body of ours.
    NeverSent(&'static str),
    /// It has a test of its own, named beside it.
    Elsewhere,
}

struct Interrupted {
    circumstances: Circumstances,
    /// What is in Xero already.
    earlier: Vec<NewTransaction>,
    events: Vec<NewTransaction>,
    /// The write, what somebody does right before it, and what takes that back.
    call: &'static str,
    control: fn(&Office) -> Value,
    mended_by: Mend,
    /// What the person is told to do.
    told: &'static str,
}

/// What mends it in Xero, from the simulator's books.
type Mend = fn(&Office, &Value) -> Value;

struct Foreseen {
    circumstances: Circumstances,
    events: Vec<NewTransaction>,
    prepare: fn(&Desk, &Office),
    cause: &'static str,
}

fn usual() -> Circumstances {
    Circumstances { mapped: true, ..Circumstances::default() }
}

fn australian() -> Circumstances {
    Circumstances { country: "au", way: TaxWay::XeroComputes, ..usual() }
}

fn deposit() -> Vec<NewTransaction> {
    vec![event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17")]
}

fn charge() -> Vec<NewTransaction> {
    vec![event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen")]
}

fn in_australia() -> Vec<NewTransaction> {
    let mut charge = event(Kind::AccountCharge, "C-1", 20, "Boats 100.00 GST 10.00; customer Bo");
    charge.transaction.currency = "AUD".parse().unwrap();
    vec![charge]
}

fn payment() -> NewTransaction {
    event(Kind::AccountPayment, "P", 20, "pay Card 100.00; customer Anneke_Larsen")
}

fn interrupted(
    events: Vec<NewTransaction>,
    call: &'static str,
    (control, mended_by): (fn(&Office) -> Value, Mend),
    told: &'static str,
) -> Interrupted {
    let (circumstances, earlier) = (usual(), Vec::new());
    Interrupted { circumstances, earlier, events, call, control, mended_by, told }
}

fn of_payment(controls: (fn(&Office) -> Value, Mend), told: &'static str) -> Interrupted {
    let payment = interrupted(vec![payment()], "PUT Payments", controls, told);
    Interrupted { earlier: charge(), ..payment }
}

fn boats_are(account_type: &str) -> Value {
    json!({ "retype_account": { "account": "Boats", "to": account_type } })
}

fn wrong_account() -> Interrupted {
    let to_bank = |_: &Office| boats_are("BANK");
    let back = |_: &Office, _: &Value| boats_are("REVENUE");
    interrupted(charge(), "PUT Invoices", (to_bank, back), "Choose another account for it here")
}

fn archived_account() -> Interrupted {
    let archive = |_: &Office| json!({ "archive_account": "Deferred Revenue" });
    let restore = |_: &Office, _: &Value| json!({ "restore_account": "Deferred Revenue" });
    interrupted(deposit(), "PUT ManualJournals", (archive, restore), "Restore the account in Xero")
}

fn retyped_account() -> Interrupted {
    let retype = |_: &Office| boats_are("EXPENSE");
    let back = |_: &Office, _: &Value| boats_are("REVENUE");
    let told = "Choose another tax rate for it here, or another account";
    Interrupted {
        circumstances: australian(),
        ..interrupted(in_australia(), "PUT Invoices", (retype, back), told)
    }
}

/// A rate cannot be made active again in the simulator: another one is chosen.
fn archived_tax_rate() -> Interrupted {
    let archive = |_: &Office| json!({ "archive_tax_rate": "OUTPUT" });
    let choose = |office: &Office, _: &Value| {
        let other = Some("EXEMPTOUTPUT".to_owned());
        office.map(&[MapEntry::TaxType(TaxSet::of(["GST"]), other)]);
        json!({})
    };
    let told = "Choose another tax rate for it here";
    Interrupted {
        circumstances: australian(),
        ..interrupted(in_australia(), "PUT Invoices", (archive, choose), told)
    }
}

fn archived_contact() -> Interrupted {
    let archive = |_: &Office| json!({ "archive_contact": "Anneke Larsen" });
    let restore = |_: &Office, _: &Value| json!({ "restore_contact": "Anneke Larsen" });
    interrupted(charge(), "PUT Invoices", (archive, restore), "Restore the contact in Xero")
}

fn paid_by_somebody() -> Interrupted {
    let pay = |office: &Office| {
        let invoice = xero_id(office, 0);
        json!({ "pay_invoice": { "id": invoice, "account": "Till", "amount": "40.00" } })
    };
    let delete =
        |_: &Office, books: &Value| json!({ "delete_payment": books["Payments"][0]["PaymentID"] });
    let told = "Somebody paid or credited it in Xero";
    of_payment((pay, delete), told)
}

fn payments_disabled() -> Interrupted {
    let disable = |_: &Office| json!({ "disable_payments": "Card Clearing" });
    let enable = |_: &Office, _: &Value| json!({ "enable_payments": "Card Clearing" });
    let told = "tick \"Enable payments to this account\"";
    of_payment((disable, enable), told)
}

fn voided_by_somebody() -> Interrupted {
    let void = |office: &Office| json!({ "void_invoice": xero_id(office, 0) });
    // What somebody voided does not come back: the payment is given up.
    let nothing = |_: &Office, _: &Value| Value::Null;
    of_payment((void, nothing), "Somebody changed it in Xero")
}

fn locked_meanwhile() -> Interrupted {
    let lock = |_: &Office| json!({ "lock_date": "2026-11-20" });
    let unlock = |_: &Office, _: &Value| json!({ "lock_date": "" });
    interrupted(charge(), "PUT Invoices", (lock, unlock), "Move the lock date in Xero")
}

fn no_more_invoices() -> Interrupted {
    let none = |_: &Office| json!({ "approve_limit": 0 });
    let any = |_: &Office, _: &Value| json!({ "approve_limit": null });
    interrupted(charge(), "PUT Invoices", (none, any), "allows no more this month")
}

fn foreseen(
    events: Vec<NewTransaction>,
    prepare: fn(&Desk, &Office),
    cause: &'static str,
) -> Foreseen {
    Foreseen { circumstances: usual(), events, prepare, cause }
}

fn unknown_code() -> Foreseen {
    let charge = event(Kind::AccountCharge, "C-1", 20, "6545 100.00; customer Anneke_Larsen");
    foreseen(vec![charge], |_, _| {}, "unmapped_gl_code:gl_code:6545")
}

fn bank_in_a_journal() -> Foreseen {
    let map = |_: &Desk, office: &Office| office.map_role(Role::CardClearing, "Till");
    foreseen(deposit(), map, "account_wrong_type:role:card-clearing")
}

fn receivable_in_a_journal() -> Foreseen {
    let map = |_: &Desk, office: &Office| office.map_role(Role::ArControl, "Accounts Receivable");
    let check_in = event(Kind::CheckIn, "C", 20, "Boats 100.00; booking B-17");
    foreseen(vec![check_in], map, "account_system:role:ar-control")
}

fn archived_before() -> Foreseen {
    let archive = |desk: &Desk, _: &Office| desk.control(json!({ "archive_account": "Boats" }));
    foreseen(charge(), archive, "account_archived:gl_code:Boats")
}

fn unfit_tax_type() -> Foreseen {
    let map = |_: &Desk, office: &Office| {
        let expenses = Some("INPUT".to_owned());
        office.map(&[MapEntry::TaxType(TaxSet::of(["GST"]), expenses)]);
    };
    let cause = "tax_type_invalid:tax_set:GST";
    Foreseen { circumstances: australian(), ..foreseen(in_australia(), map, cause) }
}

fn ended_tax_rate() -> Foreseen {
    let archive = |desk: &Desk, _: &Office| desk.control(json!({ "archive_tax_rate": "OUTPUT" }));
    let cause = "tax_type_invalid:tax_set:GST";
    Foreseen { circumstances: australian(), ..foreseen(in_australia(), archive, cause) }
}

fn payments_not_enabled() -> Foreseen {
    let map = |_: &Desk, office: &Office| office.map_role(Role::CardClearing, "Revenue Clearing");
    foreseen([charge(), vec![payment()]].concat(), map, "payments_not_enabled:tender:Card")
}

fn xero_id(office: &Office, place: usize) -> Value {
    json!(office.live()[place].xero_id)
}

async fn opened(circumstances: Circumstances) -> (Desk, Office) {
    let desk = Desk::under(circumstances).await;
    let office = desk.office();
    if circumstances.country == "au" {
        let usual = Some("OUTPUT".to_owned());
        office.map(&[MapEntry::TaxType(TaxSet::of(["GST"]), usual)]);
    }
    (desk, office)
}

async fn is_explained(sentence: &str, what: &Interrupted) {
    let (desk, office) = opened(what.circumstances).await;
    office.record(&what.earlier);
    office.run(Until::Empty).await;
    office.record(&what.events);
    let writes = desk.wire.count(what.call);
    desk.wire.just_before(what.call, (what.control)(&office));
    let report = office.run(Until::Empty).await;
    let [id] = report.rejected[..] else { panic!("{sentence}: {report:?}") };
    assert_eq!(office.cause(id), Cause::Refused.key(), "{sentence}");
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains(sentence), "{message}");
    assert!(message.contains(what.told), "{message}");
    assert_eq!(office.run(Until::Empty).await.posted, [], "{sentence}: a person must act");
    assert_eq!(desk.wire.count(what.call), writes + 1, "{sentence}: never repeated by itself");

    let mend = (what.mended_by)(&office, &desk.books().await);
    if mend.is_null() {
        assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::Undone, "{sentence}");
        return;
    }
    desk.control(mend);
    refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
    assert_eq!(
        retry(&office.book, id, office.world.now()).unwrap(),
        Replanned::Ready,
        "{sentence}"
    );
    assert_eq!(office.run(Until::Empty).await.posted, [id], "{sentence}");
    let attempts = office.document(id).attempts;
    assert_ne!(attempts[0].key, attempts[1].key, "the old key remembers the refusal");
    office.assert_sound();
}

async fn is_prevented(sentence: &str, what: &Foreseen) {
    let (desk, office) = opened(what.circumstances).await;
    office.record(&what.events);
    (what.prepare)(&desk, &office);
    office.run(Until::Empty).await;
    let held: Vec<DocumentId> = office
        .live()
        .iter()
        .filter(|one| one.state == State::Held)
        .map(|document| document.id)
        .collect();
    let [id] = held[..] else { panic!("{sentence}: {:?}", office.troubles()) };
    assert_eq!(office.cause(id), what.cause, "{sentence}");
    assert_eq!(office.document(id).attempts.len(), 0, "{sentence}: refused before it was sent");
}

/// Every body that is sent for anything that happens at the desk, and for taking it back.
async fn bodies() -> Vec<String> {
    let mut bodies = Vec::new();
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        let ids: Vec<DocumentId> = office.live().iter().map(|document| document.id).collect();
        office.undo_everything().await;
        office.run(Until::Empty).await;
        for id in ids {
            bodies.extend(office.document(id).attempts.into_iter().map(|attempt| attempt.body));
        }
    }
    bodies
}

#[tokio::test]
async fn every_known_refusal_is_prevented_or_explained() {
    let bodies = bodies().await;
    for (sentence, what) in SENTENCES {
        match what {
            What::Explained(make) => is_explained(sentence, &make()).await,
            What::Prevented(make) => is_prevented(sentence, &make()).await,
            What::NeverSent(bytes) => {
                let sent = bodies.iter().find(|body| body.contains(bytes));
                assert_eq!(sent, None, "{sentence}");
            }
            What::Elsewhere => {}
        }
    }
}
