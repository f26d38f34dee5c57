//! The client against the simulator, over real HTTP after a real sign-in.

use xero::{Endpoint, Error, JournalStatus, NewAttachment, Outcome, TokenVault as _};
use xero_sim::{Control, FaultKind};

use crate::desk::Desk;

#[tokio::test]
async fn a_sign_in_opens_the_organisation_and_its_chart() {
    let desk = Desk::open().await;
    let organisation = desk.client.organisation().await.expect("read");
    assert_eq!(organisation.base_currency, "CAD");
    assert_eq!(desk.account("Till").await.account_type, xero::AccountType::Bank);
    assert!(!desk.client.tax_rates().await.expect("read").is_empty());
    desk.client.tracking_categories().await.expect("read");
    let connections = desk.client.session().connections(None).await.expect("listed");
    assert!(connections.iter().any(|connection| connection.tenant_id == desk.client.tenant()));
}

#[tokio::test]
async fn a_journal_is_posted_found_read_annotated_and_voided() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 2026-10-05 & “Main St” + 4K7Q2M").await;
    let posted = desk.client.create_manual_journal(&journal, "key-1").await.expect("posted");
    assert_eq!((posted.warnings.len(), &posted.value.status), (0, &JournalStatus::Posted));
    let id = posted.value.manual_journal_id;

    let [found] = &desk.found(&journal.narration).await[..] else { panic!("one journal") };
    let read = desk.client.manual_journal(id).await.expect("read");
    assert_eq!(found, &read);
    assert_eq!(read.date, journal.date);
    for (sent, kept) in journal.journal_lines.iter().zip(&read.journal_lines) {
        assert_eq!((sent.line_amount, &sent.account_code), (kept.line_amount, &kept.account_code));
    }

    let note = xero::history_note_body("Posted by Daybook");
    desk.client
        .add_history_note(Endpoint::ManualJournals, id, &note, "key-2")
        .await
        .expect("noted");
    let notes = desk.client.history_notes(Endpoint::ManualJournals, id).await.expect("listed");
    assert!(notes.iter().any(|note| note.details == "Posted by Daybook"), "{notes:?}");

    desk.client.void_manual_journal(&read, "key-3").await.expect("voided");
    let read = desk.client.manual_journal(id).await.expect("read");
    assert_eq!(read.status, JournalStatus::Voided);
}

#[tokio::test]
async fn a_handover_sheet_is_put_on_a_journal_and_the_journal_found_among_the_changed() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    let posted = desk.client.create_manual_journal(&journal, "key-1").await.expect("posted").value;
    let (endpoint, id) = (Endpoint::ManualJournals, posted.manual_journal_id);
    let sheet = NewAttachment::new("Handover.pdf", "application/pdf", vec![7; 10]).expect("a file");
    desk.client.attach(endpoint, id, &sheet, "key-2").await.expect("put there");
    let again = desk.client.attach(endpoint, id, &sheet, "key-2").await.expect("replayed");
    let files = desk.client.attachments(endpoint, id).await.expect("listed");
    assert_eq!(files, [again.value]);

    let at = posted.updated_at.expect("a time") - chrono::TimeDelta::hours(1);
    let changed = desk.client.manual_journals_modified_since(1, at).await.expect("read");
    assert_eq!(
        changed.elements.iter().map(|found| found.manual_journal_id).collect::<Vec<_>>(),
        [id]
    );
    assert_eq!(changed.elements[0].journal_lines, posted.journal_lines);
}

#[tokio::test]
async fn what_xero_refuses_is_told_in_its_words_and_not_done() {
    let desk = Desk::open().await;
    for forbidden in ["Accounts Receivable", "Till"] {
        let mut journal = desk.cashout(&format!("Refused for {forbidden}")).await;
        let account = desk.account(forbidden).await;
        journal.journal_lines[0].account_code = None;
        journal.journal_lines[0].account_id = Some(account.account_id);
        let error = desk.client.create_manual_journal(&journal, forbidden).await;
        let error = error.expect_err("refused");
        assert_eq!(error.outcome(), Outcome::Refused);
        assert!(matches!(&error, Error::Invalid { messages } if !messages.is_empty()), "{error:?}");
        assert!(desk.found(&journal.narration).await.is_empty());
    }
}

#[tokio::test]
async fn whatever_happens_to_an_answer_the_look_up_tells_what_was_done() {
    let lost = |committed| FaultKind::ServerError { status: 503, committed };
    for (fault, done) in [
        (FaultKind::LossBefore, false),
        (FaultKind::LossAfterCommit, true),
        (FaultKind::TornBody, true),
        (lost(true), true),
        (lost(false), false),
    ] {
        let desk = Desk::open().await;
        let journal = desk.cashout("Cashout 4K7Q2M").await;
        desk.arm(fault.clone(), "/ManualJournals");
        let error = desk.client.create_manual_journal(&journal, "key").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        assert_eq!(desk.found(&journal.narration).await.len(), usize::from(done), "{fault:?}");
    }
}

#[tokio::test]
async fn the_same_bytes_with_the_same_key_are_one_journal() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    let body = xero::manual_journal_body(&journal);
    let first = desk.client.send_manual_journal(&body, "key").await.expect("posted");
    let second = desk.client.send_manual_journal(&body, "key").await.expect("replayed");
    assert_eq!(first, second);
    assert_eq!(desk.found(&journal.narration).await.len(), 1);
    let other = xero::manual_journal_body(&desk.cashout("Another").await);
    let error = desk.client.send_manual_journal(&other, "key").await.expect_err("refused");
    assert!(matches!(error, Error::KeyUsedDifferently), "{error:?}");
}

#[tokio::test]
async fn an_ended_token_is_renewed_without_anybody_noticing() {
    let desk = Desk::open().await;
    desk.control(Control { expire_tokens: true, ..Control::default() });
    desk.client.organisation().await.expect("renewed on the way");
    assert!(desk.vault.load().await.unwrap().expect("kept").previous_refresh.is_some());
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_is_survived() {
    let desk = Desk::open().await;
    desk.control(Control { expire_tokens: true, ..Control::default() });
    desk.arm(FaultKind::RefreshResponseLost, "/connect/token");
    let error = desk.client.organisation().await.expect_err("the answer was lost");
    assert!(matches!(error, Error::NotReached(_)), "{error:?}");
    desk.client.organisation().await.expect("the old refresh token still works");
}

#[tokio::test]
async fn withdrawn_consent_and_a_lost_connection_are_told_apart() {
    let desk = Desk::open().await;
    desk.control(Control { disconnect: true, ..Control::default() });
    let error = desk.client.organisation().await.expect_err("disconnected");
    assert!(matches!(error, Error::Disconnected), "{error:?}");

    let desk = Desk::open().await;
    desk.control(Control { revoke: true, ..Control::default() });
    let error = desk.client.organisation().await.expect_err("revoked");
    assert!(matches!(error, Error::SignInExpired), "{error:?}");
    assert!(desk.vault.load().await.unwrap().is_none());
}

#[tokio::test]
async fn without_the_reporting_role_the_reason_is_told() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    desk.control(Control { reporting_role: Some(false), ..Control::default() });
    let error = desk.client.create_manual_journal(&journal, "key").await.expect_err("refused");
    assert!(matches!(error, Error::NotPermitted { .. }), "{error:?}");
}

#[tokio::test]
async fn disconnecting_and_signing_out_end_in_xero_too() {
    let desk = Desk::open().await;
    let session = desk.client.session();
    let connection = session.connections(None).await.expect("listed").remove(0);
    session.disconnect(connection.id).await.expect("ended");
    session.disconnect(connection.id).await.expect("gone is gone");
    let left = session.connections(None).await.expect("listed");
    assert!(left.iter().all(|other| other.id != connection.id));
    session.sign_out().await.expect("revoked");
    let error = desk.client.organisation().await.expect_err("signed out");
    assert!(matches!(error, Error::NotSignedIn), "{error:?}");
}

#[tokio::test]
async fn the_budget_of_the_organisation_is_learnt() {
    let desk = Desk::open().await;
    desk.client.organisation().await.expect("read");
    let budget = desk.client.limits().snapshot();
    assert!(budget.minute_remaining.is_some_and(|left| left < 60), "{budget:?}");
    assert!(budget.day_remaining.is_some_and(|left| left < 1_000), "{budget:?}");
}
