//! A month of every kind of transaction, synced day by day, compared account by account with the
//! simulator's own ledger and with what the transactions alone say, and undone again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod calendar;
mod company;
mod shadow;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{Amount, Currency, DocumentKind, Kind, TaxWay, Transaction};
use serde_json::{Value, json};
use store::{Document, State};

use accounts::{Balances, of_documents, of_simulator};
use company::{Company, season};
use shadow::{Rules, Shadow};

/// The currency of the one transaction that waits, and a rate for it.
const RATE: &str = "1.3655";

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_of_every_kind_in_the_practice_company_is_the_same_in_both_ledgers() {
    let seed = 1;
    println!("seed {seed}");
    let company = Company::practice(seed, date(2026, 11, 30)).await;
    company.map_the_unmapped_code().await;
    let month = company.season.month();
    for day in company.days() {
        company.sync(day).await;
    }
    // The deposit of an account pays an invoice: Xero has to be told that this account may.
    let held = states(&company.documents()).remove(&State::Held).unwrap_or_default();
    assert_eq!(held.len(), 1, "{held:#?}");
    assert!(held[0].starts_with("Payments cannot be made to 810 Deferred Revenue"), "{held:#?}");
    company.allow_payments_to("Deferred Revenue").await;
    company.sync_now().await;
    see_all_posted(&company);
    let shadow = Shadow::of(&month, Rules::default());
    see_open_items(&company, &shadow).await;
    see_both_halves(&company, &shadow).await;
    see_one_wait(&company, &month).await;
    see_all_undone(&company).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_a_paid_invoice_for_each_sale_and_revenue_by_the_day() {
    let seed = 20_261;
    println!("seed {seed}");
    let company = Company::of(season(seed, date(2027, 1, 12), 4)).await;
    let month = company.season.month();
    company.map_all().await;
    company.map_the_unmapped_code().await;
    for account in ["Deferred Revenue", "Gift Cards", "Revenue Clearing"] {
        company.allow_payments_to(account).await;
    }
    let first = company.season.month_begins();
    company.choose_rule("recognition", "by-day");
    company.post_invoices_from(first).await;
    record_and_sync(&company, &month, &company.days()).await;
    see_all_posted(&company);
    let kinds: Vec<_> = company.documents().iter().map(|one| one.summary.kind).collect();
    let invoices = kinds.iter().filter(|kind| **kind == DocumentKind::Invoice).count();
    let sales = month.iter().filter(|one| one.kind == Kind::Sale).count();
    assert!(invoices > sales, "{invoices} invoices for {sales} sales and the accounts");
    let by_day_until = Some(company.season.today);
    let shadow = Shadow::of(&month, Rules { by_day_until, ..Rules::default() });
    assert!(shadow.billed_ahead().minor() > 0, "something is earned only next month");
    let recognised = company.documents().iter().filter(|one| is_recognition(one)).count();
    assert!(recognised > 0, "something was earned in its second month");
    see_open_items(&company, &shadow).await;
    see_all_undone(&company).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_where_xero_works_out_the_tax_and_everything_is_decided_the_other_way() {
    let seed = 7;
    println!("seed {seed}");
    let company = Company::of(season(seed, date(2027, 3, 9), 20)).await;
    let month = company.season.month();
    company.tax_way(TaxWay::XeroComputes);
    company.map_all().await;
    company.map_taxes_of_way_a();
    company.allow_payments_to("Deferred Revenue").await;
    company.choose_rule("invoice-balances", "yes");
    company.choose_rule("chargebacks", "owed");
    company.choose_rule("cancellation-tax", "GST=5,PST=7");
    record_and_sync(&company, &month, &company.days()).await;
    see_all_posted(&company);
    let ways = company.documents().into_iter().map(|one| one.entry.tax_way);
    assert!(ways.filter(|way| *way == TaxWay::XeroComputes).count() > 100);
    let rules = Rules {
        invoices_balances: true,
        chargebacks_owed: true,
        cancellation_tax: 12,
        by_day_until: None,
    };
    let shadow = Shadow::of(&month, rules);
    see_open_items(&company, &shadow).await;
    // Taken back and posted again day by day, the books are the same.
    company.undo_everything().await;
    for day in company.days() {
        let outcome = company.sync_again(day).await;
        assert_eq!(outcome["settled"], true, "{day}: {outcome:#}");
    }
    see_open_items(&company, &shadow).await;
    see_all_undone(&company).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_changes_its_ways_is_taken_back_by_its_opposite_where_it_is_locked() {
    let seed = 99;
    println!("seed {seed}");
    let company = Company::of(season(seed, date(2027, 3, 9), 6)).await;
    let month = company.season.month();
    company.map_all().await;
    company.map_the_unmapped_code().await;
    for account in ["Deferred Revenue", "Gift Cards", "Revenue Clearing"] {
        company.allow_payments_to(account).await;
    }
    for key in ["deposits", "check-ins"] {
        company.desk.app.set_setting(key, "with-cashout").await.unwrap();
    }
    let days = company.days();
    let (journals, invoices) = days.split_at(days.len() / 2);
    record_and_sync(&company, &month, journals).await;
    company.post_invoices_from(invoices[0]).await;
    company.choose_rule("invoice-balances", "yes");
    record_and_sync(&company, &month, invoices).await;
    see_all_posted(&company);
    let mut open = Shadow::of(&month, Rules::default()).open_items();
    let balances = see_same_balances(&company).await;
    // Owed balances are on the one account or the other, as it was when each began.
    let owed = ["Rental Receivables", "Accounts Receivable"];
    let ought: Amount = owed.iter().filter_map(|account| open.remove(*account)).sum();
    assert_eq!(owed.iter().filter_map(|account| balances.get(*account)).sum::<Amount>(), ought);
    see_balances(&balances, &open);

    company.lock_until(invoices[5]).await;
    let refused = company.undo_what_can_be().await;
    // Nothing is the opposite of a payment that went straight into the bank.
    assert!(!refused.is_empty());
    see_same_balances(&company).await;
    // What was taken back stays set off against its opposite: that moves nothing.
    let is_set_off = |one: &Document| one.summary.reference.starts_with("Set-off of ");
    let stays = company.documents().into_iter().filter(|one| {
        let stays = one.summary.state == State::Posted && one.summary.about.reverses.is_none();
        stays && !is_set_off(one)
    });
    for one in stays {
        let kind = one.summary.kind;
        let is_of_account = matches!(kind, DocumentKind::Invoice | DocumentKind::Payment);
        assert!(is_of_account && refused.contains(&one.summary.id), "{}", one.summary.reference);
    }
    company.desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pays_an_invoice_of_before_posting_began_says_so_and_goes_once_that_is_posted() {
    let company = Company::of(season(1, date(2026, 11, 30), 1)).await;
    let month = company.season.month();
    company.map_all().await;
    company.record(&month);
    let payment = month.iter().find(|one| one.kind == Kind::AccountPayment).unwrap();
    let charge = payment.invoice.as_ref().unwrap();
    let charge = month.iter().find(|one| one.source.id == *charge).unwrap();
    let (charged, paid) = (charge.business_date, payment.business_date);
    company.desk.app.set_setting("posting-starts", &paid.to_string()).await.unwrap();

    let outcome = company.sync(paid).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    let said = format!(
        "It goes after the invoice of {charged}, which is not in Xero yet. Sync {charged} first."
    );
    let review = company.desk.review(&paid.to_string()).await;
    let separately = review["postedSeparately"].as_array().unwrap();
    assert!(separately.iter().any(|one| one["message"] == said), "{separately:#?}");

    let before = charged.to_string();
    let outcome = company.desk.sync(&before, &before).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    let review = company.desk.review(&paid.to_string()).await;
    let separately = review["postedSeparately"].as_array().unwrap();
    assert!(separately.iter().all(|one| one["state"] == "posted"), "{separately:#?}");
}

fn is_recognition(document: &Document) -> bool {
    document.part.as_ref().is_some_and(|part| part.part.0.starts_with("20"))
}

/// Each day is recorded, and closed in its evening.
async fn record_and_sync(company: &Company, month: &[Transaction], days: &[NaiveDate]) {
    for day in days {
        let its: Vec<Transaction> =
            month.iter().filter(|one| one.business_date == *day).cloned().collect();
        company.record(&its);
        let outcome = company.sync(*day).await;
        assert_eq!(outcome["settled"], true, "{day}: {outcome:#}");
    }
}

fn states(documents: &[Document]) -> BTreeMap<State, Vec<String>> {
    let mut states: BTreeMap<State, Vec<String>> = BTreeMap::new();
    for one in documents {
        let why = one.summary.reason.as_ref().map(|reason| reason.message.clone());
        states.entry(one.summary.state).or_default().push(why.unwrap_or_default());
    }
    states
}

/// Every document is posted, and was sent once.
fn see_all_posted(company: &Company) {
    let documents = company.documents();
    let states = states(&documents);
    assert_eq!(states.keys().collect::<Vec<_>>(), [&State::Posted], "{states:#?}");
    for document in &documents {
        assert_eq!(document.attempts.len(), 1, "{}", document.summary.reference);
    }
    println!("{} documents", documents.len());
}

/// The simulator's ledger, the documents' and the transactions' own tell the same.
async fn see_open_items(company: &Company, shadow: &Shadow) {
    let simulator = see_same_balances(company).await;
    see_balances(&simulator, &shadow.open_items());
    assert_eq!(simulator["Cash Clearing"], shadow.counted(), "the drawer as it was counted");
}

fn see_balances(has: &Balances, ought: &Balances) {
    for (account, amount) in ought {
        assert_eq!(has.get(account).copied().unwrap_or_default(), *amount, "{account}");
    }
}

async fn see_same_balances(company: &Company) -> Balances {
    let chart = company.book.chart().unwrap().unwrap().chart;
    let own = of_documents(&company.documents(), &chart);
    let simulator = of_simulator(&company.books().await);
    assert_eq!(own, simulator, "the documents and the simulator's ledger");
    assert!(simulator.values().sum::<Amount>().is_zero());
    simulator
}

/// What the cashout takes and what is posted separately is together what the desk took.
async fn see_both_halves(company: &Company, shadow: &Shadow) {
    for day in company.days() {
        let review = company.desk.review(&day.to_string()).await;
        assert_eq!(review["taken"], shadow.taken_on(day).display(Currency::CAD), "{day}");
    }
}

/// One transaction waits for a rate; with one it goes into the books of its day.
async fn see_one_wait(company: &Company, month: &[Transaction]) {
    let waits = company.waiting();
    let [waits] = waits.as_slice() else { panic!("{waits:#?}") };
    let one = month.iter().find(|one| one.source.id == *waits).unwrap();
    let day = one.business_date;
    let rate = json!({ "currency": "USD", "day": day.to_string(), "rate": RATE });
    company.desk.ask("set_rate", rate).await;
    let outcome = company.sync(day).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    assert!(company.waiting().is_empty());
    see_all_posted(company);
    see_same_balances(company).await;
}

/// Everything taken back leaves nothing behind, in no account and in no list.
async fn see_all_undone(company: &Company) {
    company.undo_everything().await;
    let states = states(&company.documents());
    assert_eq!(states.keys().collect::<Vec<_>>(), [&State::Undone], "{states:#?}");
    let books = company.books().await;
    assert_eq!(of_simulator(&books), Balances::new());
    for (list, gone) in [
        ("ManualJournals", "VOIDED"),
        ("Invoices", "VOIDED"),
        ("CreditNotes", "VOIDED"),
        ("Payments", "DELETED"),
        ("BankTransactions", "DELETED"),
    ] {
        let list = books[list].as_array().unwrap();
        assert!(!list.is_empty());
        let left: Vec<&Value> = list.iter().filter(|one| one["Status"] != gone).collect();
        assert!(left.is_empty(), "{left:#?}");
    }
    company.desk.app.shut_down().await;
}
