//! Contacts against the simulator, and what an older sign-in may not do.

use xero::{ContactStatus, Endpoint, Error, NewContact, Outcome, Refusal, Retry};
use xero_sim::{FaultKind, Scenario};

use crate::desk::Desk;

fn named(name: &str) -> Vec<u8> {
    let name = name.to_owned();
    xero::contact_body(&NewContact { name, contact_number: None, email: None })
}

#[tokio::test]
async fn a_contact_is_made_found_in_any_case_and_read() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let new = NewContact {
        name: "Jo “Barnacle” O'Neill & Sons".to_owned(),
        contact_number: Some("C-17".to_owned()),
        email: Some("jo@example.com".to_owned()),
    };
    assert!(client.find_contacts_by_name(&new.name).await.expect("looked up").is_empty());
    let made = client.send_contact(&xero::contact_body(&new), "k").await.expect("made");
    assert!(made.warnings.is_empty());
    for name in [new.name.clone(), new.name.to_uppercase()] {
        let found = client.find_contacts_by_name(&name).await.expect("looked up");
        assert_eq!(found, std::slice::from_ref(&made.value), "{name}");
    }
    let read = client.contact(made.value.contact_id).await.expect("read");
    assert_eq!(
        (&read.name, &read.contact_number, &read.email),
        (&new.name, &new.contact_number, &new.email)
    );
    assert_eq!(read.status, Some(ContactStatus::Active));
    let typed = client.search_contacts("barnacle").await.expect("searched");
    assert_eq!(typed.len(), 1);
}

#[tokio::test]
async fn a_name_that_cannot_be_filtered_for_is_found_all_the_same() {
    let desk = Desk::open().await;
    let name = r#"Jo "Barnacle" O\Neill"#;
    desk.client.send_contact(&named(name), "k-1").await.expect("made");
    desk.client.send_contact(&named(&format!("{name} Junior")), "k-2").await.expect("made");
    let found = desk.client.find_contacts_by_name(&name.to_lowercase()).await.expect("found");
    assert_eq!(found.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), [name]);
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_and_known_as_such() {
    let desk = Desk::open().await;
    desk.client.send_contact(&named("Jo Neill"), "k-1").await.expect("made");
    let error = desk.client.send_contact(&named("JO NEILL"), "k-2").await.expect_err("taken");
    assert_eq!(
        (error.outcome(), error.refusals()),
        (Outcome::Refused, vec![Refusal::ContactNameTaken])
    );
    assert_eq!(desk.client.find_contacts_by_name("jo neill").await.expect("found").len(), 1);
}

#[tokio::test]
async fn a_lost_answer_about_a_contact_is_settled_by_its_name() {
    for (fault, done) in [(FaultKind::LossBefore, false), (FaultKind::LossAfterCommit, true)] {
        let desk = Desk::open().await;
        desk.arm(fault.clone(), "/Contacts");
        let error = desk.client.send_contact(&named("Jo Neill"), "k").await.expect_err("lost");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}");
        let found = desk.client.find_contacts_by_name("Jo Neill").await.expect("looked up");
        assert_eq!(found.len(), usize::from(done), "{fault:?}");
        desk.client.send_contact(&named("Jo Neill"), "k").await.expect("the same again");
        let found = desk.client.find_contacts_by_name("Jo Neill").await.expect("looked up");
        assert_eq!(found.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_contact_has_a_history() {
    let desk = Desk::open().await;
    let made = desk.client.send_contact(&named("Jo Neill"), "k-1").await.expect("made").value;
    let note = xero::history_note_body("Made by Daybook");
    let (endpoint, id) = (Endpoint::Contacts, made.contact_id);
    desk.client.add_history_note(endpoint, id, &note, "k-2").await.expect("noted");
    let notes = desk.client.history_notes(endpoint, id).await.expect("listed");
    assert!(notes.iter().any(|note| note.details == "Made by Daybook"), "{notes:?}");
}

#[tokio::test]
async fn a_sign_in_with_fewer_scopes_is_told_that_one_is_missing() {
    let older =
        ["openid", "offline_access", "accounting.manualjournals", "accounting.settings.read"];
    let desk = Desk::with(Scenario::default(), &older).await;
    desk.client.organisation().await.expect("what it may");
    let error = desk.client.send_contact(&named("Jo Neill"), "k").await.expect_err("may not");
    assert!(matches!(error, Error::MissingScope), "{error:?}");
    assert_eq!((error.outcome(), error.retry()), (Outcome::NotDone, Retry::AfterSigningIn));
    let error = desk.client.find_contacts_by_name("Jo Neill").await.expect_err("may not");
    assert!(matches!(error, Error::MissingScope), "{error:?}");
    let kept = desk.client.session().tokens().await.expect("kept").expect("signed in");
    assert!(kept.missing_scopes().contains(&"accounting.contacts"));
}

#[tokio::test]
async fn an_account_is_opened_for_payments_and_an_option_added() {
    let desk = Desk::open().await;
    let clearing = desk.account("Revenue Clearing").await;
    assert!(!clearing.enable_payments_to_account);
    let body = xero::account_payments_body(clearing.account_id);
    let changed = desk.client.send_account_update(clearing.account_id, &body, "k-1").await;
    assert!(changed.expect("changed").value.enable_payments_to_account);
    let after = desk.account("Revenue Clearing").await;
    assert_eq!(
        (after.code, after.name, after.tax_type),
        (clearing.code, clearing.name, clearing.tax_type)
    );

    let categories = desk.client.tracking_categories().await.expect("read");
    let category = categories.first().expect("a seeded category").tracking_category_id;
    let new = xero::NewTrackingOption { name: "North Dock".to_owned() };
    let body = xero::tracking_option_body(&new);
    let made = desk.client.send_tracking_option(category, &body, "k-2").await.expect("added");
    let categories = desk.client.tracking_categories().await.expect("read");
    let options = categories.iter().flat_map(|category| &category.options);
    assert!(options.into_iter().any(|option| *option == made.value));
}

#[tokio::test]
async fn what_may_be_done_and_in_which_currencies_is_told() {
    for multicurrency in [true, false] {
        let scenario = Scenario { multicurrency, foreign_bank: true, ..Scenario::default() };
        let desk = Desk::with(scenario, xero::SCOPES).await;
        let actions = desk.client.organisation_actions().await.expect("read");
        let may = |name: &str| actions.iter().find(|action| action.name == name).map(|a| a.allowed);
        assert_eq!(may("CreateInvoicePayment"), Some(true), "{actions:?}");
        assert_eq!(may("CreateApprovedBill"), Some(false), "{actions:?}");
        assert_eq!(may("UseMulticurrency"), Some(multicurrency), "{actions:?}");
        let currencies = desk.client.currencies().await.expect("read");
        let has = |code: &str| currencies.iter().any(|currency| currency.code == code);
        assert_eq!((has("CAD"), has("USD")), (true, multicurrency), "{currencies:?}");
    }
}
