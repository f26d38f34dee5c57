//! Who in Xero a customer is: found, made once, or asked for.

use ledger::{Customer, Kind};
use serde_json::{Value, json};
use store::{DocumentId, NewTransaction, State, keys};
use sync::{
    CONTACTS_SETTING, Candidate, Replanned, STAFF_TIPS_SETTING, Until, candidates, create_contact,
    link_contact, retry,
};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::{event, payout};

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn charge(id: &str, customer: Customer) -> NewTransaction {
    let mut charge = event(Kind::AccountCharge, id, 20, "Boats 100.00");
    charge.transaction.customer = Some(customer);
    charge
}

fn called(name: &str) -> Customer {
    Customer { name: name.to_owned(), ..Customer::default() }
}

fn anneke() -> Customer {
    called("Anneke Larsen")
}

impl Desk {
    async fn contacts(&self) -> Vec<Value> {
        self.books().await["Contacts"].as_array().unwrap().clone()
    }

    /// The names of the contacts that somebody's documents are made out to.
    async fn made_out_to(&self) -> Vec<String> {
        let books = self.books().await;
        let tables = ["Invoices", "CreditNotes", "BankTransactions"];
        let documents = tables.iter().flat_map(|table| books[*table].as_array().unwrap());
        documents.map(|one| one["Contact"]["Name"].as_str().unwrap().to_owned()).collect()
    }
}

impl Office {
    fn message(&self, id: DocumentId) -> String {
        self.document(id).summary.reason.unwrap().message
    }

    async fn choose(&self, customer: &Customer, chosen: &Candidate) {
        link_contact(&self.book, &self.world, customer, chosen, "Ana").await.unwrap();
    }

    /// What one charge came to: its document and its state.
    async fn charged(&self, customer: Customer) -> (DocumentId, State) {
        self.record(&[charge("C-1", customer)]);
        self.run(Until::Empty).await;
        let document = &self.live()[0];
        (document.id, document.state)
    }
}

#[tokio::test]
async fn a_contact_of_the_very_name_is_taken() {
    for name in ["Anneke Larsen", "anneke larsen"] {
        let (desk, office) = mapped().await;
        desk.control(json!({ "add_contact": { "name": name } }));
        let (id, state) = office.charged(anneke()).await;
        assert_eq!(state, State::Posted, "{}", office.message(id));
        assert_eq!(desk.contacts().await.len(), 1);
        assert_eq!(desk.made_out_to().await, [name]);
        let link = office.book.contact_of(&anneke()).unwrap().unwrap();
        assert_eq!((link.name.as_str(), link.who.as_str()), (name, "daybook"));
    }
}

#[tokio::test]
async fn a_customer_is_asked_about_once() {
    let (desk, office) = mapped().await;
    office.record(&[charge("C-1", anneke()), charge("C-2", anneke())]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2);
    let asked = desk.wire.count("GET Contacts");
    assert_eq!(desk.wire.count("PUT Contacts"), 1);
    office.record(&[charge("C-3", anneke())]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_eq!(desk.wire.count("GET Contacts"), asked, "the book knows who it is");
    assert_eq!(desk.contacts().await.len(), 1);
}

#[tokio::test]
async fn where_several_are_alike_a_person_says_which() {
    let (desk, office) = mapped().await;
    for name in ["Anneke Larssen", "Annecke Larsen"] {
        desk.control(json!({ "add_contact": { "name": name } }));
    }
    let (id, state) = office.charged(anneke()).await;
    assert_eq!(state, State::Held);
    assert_eq!(office.cause(id), "contact_unsure:contact:Anneke Larsen");
    let message = office.message(id);
    assert!(message.contains("Anneke Larssen or Annecke Larsen"), "{message}");
    office.run(Until::Empty).await;
    assert_eq!(office.state(id), State::Held, "nothing is guessed later either");
    assert_eq!(office.message(id), message, "and what was found is still said");

    let found = candidates(&office.client, &anneke()).await.unwrap();
    let second = found.iter().find(|one| one.name == "Annecke Larsen").unwrap();
    office.choose(&anneke(), second).await;
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.made_out_to().await, ["Annecke Larsen"]);
    assert_eq!(desk.contacts().await.len(), 2);
}

#[tokio::test]
async fn the_same_address_for_mail_is_worth_asking() {
    let (desk, office) = mapped().await;
    let larsen = json!({ "name": "A. Larsen Holding", "email": "anneke@example.com" });
    desk.control(json!({ "add_contact": larsen }));
    let email = Some("Anneke@example.com".to_owned());
    let (id, state) = office.charged(Customer { email, ..anneke() }).await;
    assert_eq!(state, State::Held);
    assert!(office.message(id).contains("A. Larsen Holding"), "{}", office.message(id));
}

#[tokio::test]
async fn somebody_quite_different_is_no_reason_to_ask() {
    let (desk, office) = mapped().await;
    for name in ["Larsen Marine Ltd", "Anneke Visser", "Bo Larsen"] {
        desk.control(json!({ "add_contact": { "name": name } }));
    }
    assert_eq!(office.charged(anneke()).await.1, State::Posted);
    assert_eq!(desk.made_out_to().await, ["Anneke Larsen"]);
}

#[tokio::test]
async fn a_contact_nobody_has_is_made_once_whatever_happens_to_the_answer() {
    for fault in ["loss_before", "loss_after_commit", "torn_body", "duplicate_delivery"] {
        let (desk, office) = mapped().await;
        let fault = json!({ "kind": fault, "method": "PUT", "path": "Contacts", "times": 1 });
        desk.fault(&fault);
        office.record(&[charge("C-1", anneke())]);
        office.run(Until::Empty).await;
        office.run(Until::Empty).await;
        assert_eq!(office.live()[0].state, State::Posted, "{fault}: {:?}", office.troubles());
        assert_eq!(desk.contacts().await.len(), 1, "{fault}");
    }
}

#[tokio::test]
async fn somebody_who_was_faster_made_the_contact_that_is_taken() {
    let (desk, office) = mapped().await;
    desk.wire.just_before("PUT Contacts", json!({ "add_contact": { "name": "Anneke Larsen" } }));
    assert_eq!(office.charged(anneke()).await.1, State::Posted);
    assert_eq!(desk.contacts().await.len(), 1);
}

#[tokio::test]
async fn an_archived_contact_is_said_with_what_to_do() {
    let (desk, office) = mapped().await;
    desk.control(json!({ "add_contact": { "name": "Anneke Larsen" } }));
    desk.control(json!({ "archive_contact": "Anneke Larsen" }));
    let (id, state) = office.charged(anneke()).await;
    assert_eq!(state, State::Held);
    let told = "The contact Anneke Larsen is archived in Xero. Restore it there, or choose another";
    assert!(office.message(id).starts_with(told), "{}", office.message(id));
    assert_eq!(desk.wire.count("PUT Contacts"), 0, "none of that name is made beside it");

    desk.control(json!({ "restore_contact": "Anneke Larsen" }));
    assert!(matches!(retry(&office.book, id, office.world.now()).unwrap(), Replanned::Blocked(_)));
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.contacts().await.len(), 1);
}

#[tokio::test]
async fn a_linked_contact_that_was_merged_away_is_chosen_anew() {
    let (desk, office) = mapped().await;
    office.charged(anneke()).await;
    desk.control(json!({ "add_contact": { "name": "Larsen Holding" } }));
    let merge = json!({ "contact": "Anneke Larsen", "to": "Larsen Holding" });
    desk.control(json!({ "merge_contact": merge }));
    office.record(&[charge("C-2", anneke())]);
    let report = office.run(Until::Empty).await;
    let [id] = report.rejected[..] else { panic!("{report:?}") };
    assert!(office.message(id).contains("choose another one here"), "{}", office.message(id));

    let holding = candidates(&office.client, &called("Larsen Holding")).await.unwrap();
    office.choose(&anneke(), &holding[0]).await;
    assert_eq!(retry(&office.book, id, office.world.now()).unwrap(), Replanned::Ready);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.made_out_to().await, ["Larsen Holding", "Larsen Holding"]);
}

#[tokio::test]
async fn where_a_person_wants_to_be_asked_none_is_made() {
    let (desk, office) = mapped().await;
    office.book.set_setting(CONTACTS_SETTING, Some("ask")).unwrap();
    let (id, state) = office.charged(anneke()).await;
    assert_eq!(state, State::Held);
    let told = "Anneke Larsen has no contact in Xero. Create one, or choose another.";
    assert_eq!(office.message(id), told);
    assert_eq!(desk.wire.count("PUT Contacts"), 0);

    let made = create_contact(&office.client, &office.world, &anneke()).await.unwrap();
    office.choose(&anneke(), &made).await;
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.made_out_to().await, ["Anneke Larsen"]);
}

#[tokio::test]
async fn a_contact_of_the_very_name_needs_no_person_where_one_wants_to_be_asked() {
    let (desk, office) = mapped().await;
    office.book.set_setting(CONTACTS_SETTING, Some("ask")).unwrap();
    desk.control(json!({ "add_contact": { "name": "Anneke Larsen" } }));
    assert_eq!(office.charged(anneke()).await.1, State::Posted);
}

#[tokio::test]
async fn who_is_asked_about_keeps_nobody_else_waiting() {
    let (desk, office) = mapped().await;
    desk.control(json!({ "add_contact": { "name": "Anneke Larssen" } }));
    office.record(&[charge("C-1", anneke()), charge("C-2", called("Bo Chen"))]);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.held.len(), report.posted.len()), (1, 1));
    assert_eq!(desk.made_out_to().await, ["Bo Chen"]);
}

#[tokio::test]
async fn an_address_that_is_none_keeps_no_contact_from_being_made() {
    for address in ["anneke", "anneke@", "anneke@läufer.example"] {
        let (desk, office) = mapped().await;
        let email = Some(address.to_owned());
        let (_, state) = office.charged(Customer { email, ..anneke() }).await;
        assert_eq!(state, State::Posted, "{address}: {:?}", office.troubles());
        assert_eq!(desk.contacts().await[0]["EmailAddress"], "", "{address}");
    }
}

#[tokio::test]
async fn a_name_with_quotation_marks_is_found_and_made_like_any_other() {
    let (desk, office) = mapped().await;
    let bo = || called("Bo \"Captain\" O'Neil");
    assert_eq!(office.charged(bo()).await.1, State::Posted, "{:?}", office.troubles());
    let (desk2, office2) = mapped().await;
    desk2.control(json!({ "add_contact": { "name": bo().name } }));
    assert_eq!(office2.charged(bo()).await.1, State::Posted, "{:?}", office2.troubles());
    assert_eq!((desk.contacts().await.len(), desk2.contacts().await.len()), (1, 1));
}

#[tokio::test]
async fn a_contact_renamed_in_xero_stays_the_customers() {
    let (desk, office) = mapped().await;
    office.charged(anneke()).await;
    let rename = json!({ "contact": "Anneke Larsen", "to": "Larsen, Anneke" });
    desk.control(json!({ "rename_contact": rename }));
    office.record(&[charge("C-2", anneke())]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_eq!(desk.contacts().await.len(), 1);
}

#[tokio::test]
async fn the_desks_own_moves_have_contacts_of_their_own() {
    let (desk, office) = mapped().await;
    office.book.set_setting(STAFF_TIPS_SETTING, Some("The crew")).unwrap();
    office.record(&[
        event(Kind::BankDeposit, "B", 20, "pay Cash 500.00"),
        event(Kind::TipPayout, "T", 20, "pay Cash 40.00; from_bank"),
        payout("P-9", 20, ("100.00", "3.00", "97.00"), |_| {}),
    ]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 3);
    assert_eq!(desk.made_out_to().await, ["Cash banking", "The crew", "Square"]);
}

#[tokio::test]
async fn who_gave_no_name_is_the_locations_walk_in_customer() {
    let (desk, office) = mapped().await;
    office.book.set_location_setting(office.dock, keys::MODE, Some("invoices")).unwrap();
    office.record(&[event(Kind::Sale, "S-1", 20, "Boats 10.00; pay Cash 10.00")]);
    office.run(Until::Empty).await;
    office.book.set_location_setting(office.dock, keys::WALK_IN, Some("Dock sales")).unwrap();
    office.record(&[event(Kind::Sale, "S-2", 20, "Boats 10.00; pay Cash 10.00")]);
    office.run(Until::Empty).await;
    assert_eq!(desk.made_out_to().await, ["Walk-in customer", "Dock sales"]);
}
