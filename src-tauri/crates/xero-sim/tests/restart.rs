//! The same port and state give the same books and tokens.

use serde_json::json;
use xero_sim::{Error, Options, serve};

use crate::desk::{Desk, SCOPES, client, journal, options, sign_in};

/// Starts a simulator again on a state folder, and goes on with the tokens of `desk`.
async fn again(desk: Desk, kept: &Options) -> Desk {
    let Desk { running, http: _, access, refresh, tenant } = desk;
    running.stop().await;
    Desk { running: serve(kept.clone()).await.unwrap(), http: client(), access, refresh, tenant }
}

#[tokio::test]
async fn a_restart_keeps_books_tokens_keys_and_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let state_dir = Some(folder.path().to_owned());
    let kept = Options { state_dir, seed: None, ..options() };
    let desk = Desk::with(kept.clone()).await;
    let organisations = desk.running.organisations();
    let first = desk.put_once("key-1", &journal("Cashout")).await;
    desk.advance(90);

    let desk = again(desk, &kept).await;
    assert_eq!(desk.running.organisations(), organisations);
    assert_eq!(desk.balance("Boats").await, "-100.00");
    let replay = desk.put_once("key-1", &journal("Cashout")).await;
    assert_eq!(replay.text, first.text, "token and key still known");
    let second = desk.posted("Another").await;
    assert_ne!(second["ManualJournalID"], first.journal()["ManualJournalID"]);
    assert_eq!(second["UpdatedDateUTC"], "/Date(1791230490000+0000)/");
}

#[tokio::test]
async fn an_answered_write_is_on_disk_before_its_answer() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Options { state_dir: Some(folder.path().to_owned()), ..options() };
    let desk = Desk::with(kept).await;
    desk.posted("Cashout").await;
    // What a simulator killed now would find: another one, on a copy of the folder.
    let copy = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let found = Options { state_dir: Some(copy.path().to_owned()), ..options() };
    let found = serve(found).await.unwrap();
    let books = crate::desk::books(&client(), &found.url()).await;
    assert_eq!(books["ManualJournals"][0]["Narration"], "Cashout");
}

#[tokio::test]
async fn half_a_line_at_the_end_of_the_log_is_a_write_that_never_was() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Options { state_dir: Some(folder.path().to_owned()), ..options() };
    let mut desk = Desk::with(kept.clone()).await;
    desk.posted("Cashout").await;
    for narration in ["Second", "Third"] {
        let log = folder.path().join("xero-sim.log");
        let mut text = std::fs::read_to_string(&log).unwrap();
        text.push_str("[[\"journals\",0,1,{\"id\":\"00");
        std::fs::write(&log, text).unwrap();
        desk = again(desk, &kept).await;
        desk.posted(narration).await;
    }
    let desk = again(desk, &kept).await;
    assert_eq!(desk.books().await["ManualJournals"].as_array().unwrap().len(), 3);
    assert_eq!(desk.balance("Boats").await, "-300.00");
}

#[tokio::test]
async fn a_state_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xero-sim.log");
    std::fs::write(&file, "{}\n").unwrap();
    let kept = Options { state_dir: Some(folder.path().to_owned()), ..options() };
    assert!(matches!(serve(kept).await.unwrap_err(), Error::StateUnreadable { .. }));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "{}\n");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids_and_tokens() {
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let running = serve(options()).await.unwrap();
        tokens.push(json!([running.organisations(), sign_in(&client(), &running, SCOPES).await]));
    }
    assert_eq!(tokens[0], tokens[1]);
}

/// What the simulator wrote before it knew contacts, invoices and the rest, with fewer accounts.
const BEFORE_DOCUMENTS: &str = include_str!("state_before_documents.jsonl");

#[tokio::test]
async fn a_state_from_before_there_were_documents_still_loads() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("xero-sim.log"), BEFORE_DOCUMENTS).unwrap();
    let kept = Options { state_dir: Some(folder.path().to_owned()), ..options() };
    let mut desk = Desk::with(kept.clone()).await;
    for name in ["Jo", "Al"] {
        assert_eq!(desk.balance("Boats").await, "-100.00");
        desk.put("Contacts", &json!({ "Name": name })).await.one("Contacts");
        desk = again(desk, &kept).await;
    }
    assert_eq!(desk.books().await["Contacts"].as_array().unwrap().len(), 2);
}
