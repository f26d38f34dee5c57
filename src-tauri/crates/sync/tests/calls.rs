//! The plan of calls, for every kind of document and any state of Xero's limits. That it is what
//! sending really costs is counted in `season.rs`.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Customer, DocumentKind};
use proptest::prelude::*;
use store::Operation;
use sync::{CallPlan, ContactPolicy, Load, plan_calls};
use xero::Budget;

use crate::desk::start;

const KINDS: [DocumentKind; 6] = [
    DocumentKind::ManualJournal,
    DocumentKind::Invoice,
    DocumentKind::CreditNote,
    DocumentKind::Payment,
    DocumentKind::Allocation,
    DocumentKind::BankTransaction,
];
const CHART: u32 = 4;

fn journals(count: u32) -> Load {
    let mut load = Load::default();
    for _ in 0..count {
        load.add(DocumentKind::ManualJournal, Operation::Create, false);
    }
    load
}

fn heard(minute: Option<u32>, day: Option<u32>) -> Budget {
    Budget {
        minute_remaining: minute,
        minute_since: minute.map(|_| start()),
        day_remaining: day,
        day_since: day.map(|_| start()),
        learnt_at: Some(start()),
        ..Budget::default()
    }
}

fn plan(load: &Load, minute: Option<u32>, day: Option<u32>) -> CallPlan {
    plan_calls(load, &heard(minute, day), start())
}

#[test]
fn each_kind_costs_its_write_and_what_is_looked_at_first() {
    let cost = |kind, operation, was_tried| {
        let mut load = Load::default();
        load.add(kind, operation, was_tried);
        plan(&load, None, None).calls - CHART
    };
    for kind in KINDS {
        let is_allocation = kind == DocumentKind::Allocation;
        let is_journal = kind == DocumentKind::ManualJournal;
        assert_eq!(cost(kind, Operation::Create, false), 1 + u32::from(is_allocation), "{kind:?}");
        assert_eq!(cost(kind, Operation::Create, true), 2, "{kind:?}");
        assert_eq!(cost(kind, Operation::Void, false), 2 + u32::from(is_journal), "{kind:?}");
    }
}

#[test]
fn a_customer_is_looked_for_once_by_name_and_words_and_made() {
    let customer = Customer { id: None, name: "North Shore Tours".to_owned(), email: None };
    let mut load = journals(1);
    let alone = plan(&load, None, None).calls;
    load.add_customer(&customer, ContactPolicy::Create);
    load.add_customer(
        &Customer { name: "north shore tours".to_owned(), ..customer.clone() },
        ContactPolicy::Create,
    );
    assert_eq!(plan(&load, None, None).calls - alone, 2 + 3 + 1);
    load.add_customer(&customer, ContactPolicy::Ask);
    assert_eq!(plan(&load, None, None).calls - alone, 2 + 3);
}

#[test]
fn a_season_takes_as_many_minutes_as_it_waits_for() {
    let season = plan(&journals(200), None, Some(3_120));
    assert_eq!((season.documents, season.calls, season.today), (200, 204, 200));
    assert!(season.only_journals && !season.is_beyond_today());
    assert!((Duration::from_secs(180)..=Duration::from_secs(240)).contains(&season.takes));
    let nothing = plan(&Load::default(), Some(0), Some(0));
    assert_eq!(
        (nothing.calls, nothing.takes, nothing.is_beyond_today()),
        (0, Duration::ZERO, false)
    );
}

#[test]
fn what_was_heard_of_a_window_that_has_ended_says_nothing() {
    let later = |seconds| -> DateTime<Utc> { start() + TimeDelta::seconds(seconds) };
    let of = |now| {
        let plan = plan_calls(&journals(9), &heard(Some(7), Some(60)), now);
        (plan.minute_left, plan.day_left)
    };
    assert_eq!(of(later(59)), (Some(7), Some(60)));
    assert_eq!(of(later(61)), (None, Some(60)));
    assert_eq!(of(later(86_401)), (None, None));
}

proptest! {
    #[test]
    fn the_plan_never_promises_more_than_xero_allows(
        kinds in prop::collection::vec((0..KINDS.len(), any::<bool>(), any::<bool>()), 1..900),
        minute in prop::option::of(0_u32..=60),
        day in prop::option::of(0_u32..=5_000),
    ) {
        let mut load = Load::default();
        for (kind, is_void, was_tried) in &kinds {
            let operation = if *is_void { Operation::Void } else { Operation::Create };
            load.add(KINDS[*kind], operation, *was_tried);
        }
        let plan = plan(&load, minute, day);
        let documents = u32::try_from(kinds.len()).unwrap();
        prop_assert_eq!(plan.documents, documents);
        prop_assert!(plan.calls >= documents + CHART);
        prop_assert!(plan.today <= documents);
        let ours = day.map(|left| left.saturating_sub(xero::DAY_RESERVE));
        prop_assert_eq!(plan.is_beyond_today(), ours.is_some_and(|ours| plan.calls > ours));
        // No more goes in the minutes it takes than those minutes have.
        let calls = ours.map_or(plan.calls, |ours| plan.calls.min(ours));
        let minutes = u32::try_from(plan.takes.as_secs() / 60).unwrap();
        prop_assert!(calls <= minute.unwrap_or(60) + minutes * xero::CALLS_A_MINUTE);
        // A document more is never cheaper, and a fuller minute never slower.
        load.add(DocumentKind::Payment, Operation::Create, false);
        prop_assert!(plan_calls(&load, &heard(minute, day), start()).calls > plan.calls);
        let full = plan_calls(&load, &heard(Some(60), day), start());
        prop_assert!(full.takes <= plan_calls(&load, &heard(minute, day), start()).takes);
    }
}
