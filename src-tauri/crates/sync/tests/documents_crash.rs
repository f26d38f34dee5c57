//! The program dies between any two steps of putting each kind of document into Xero, or of taking
//! it out; then it is started again.

use std::sync::Arc;

use sync::Until;

use crate::scenes::{Scene, scenes};
use crate::wire::Crash;

/// More points than a run has, so that a fault of the loop ends.
const POINTS_MAX: u32 = 400;
/// More runs than a recovery needs.
const RUNS_MAX: u32 = 24;

/// Crashes the posting of a scene at its n-th point, starts again and checks; for n = 1, 2 … by
/// steps of `every`, until a run ends without reaching its point.
async fn crash_while_posting(scene: &Scene, fault: Option<&str>, first: u32, every: usize) {
    for at in (first..POINTS_MAX).step_by(every) {
        let desk = scene.desk().await;
        if let Some(fault) = fault {
            desk.wire.fail_first_tries(fault);
        }
        let crash = Arc::new(Crash::at(at));
        let crashed = {
            let office = desk.office_that(crash.clone());
            scene.close(&office);
            tokio::select! {
                _ = office.run(Until::Empty) => false,
                () = crash.happens() => true,
            }
        };
        let office = desk.office();
        scene.close(&office);
        for _ in 0..RUNS_MAX {
            if office.run(Until::Empty).await.blocked_by.is_none() {
                break;
            }
            desk.advance(91);
        }
        scene.assert_posted(&desk, &office, &format!("crashed at {at} with {fault:?}")).await;
        if !crashed {
            return;
        }
    }
    panic!("{} has fewer than {POINTS_MAX} points", scene.name);
}

/// The same while everything of a scene is undone, the asking for it included.
async fn crash_while_undoing(scene: &Scene, fault: Option<&str>, first: u32, every: usize) {
    for at in (first..POINTS_MAX).step_by(every) {
        let desk = scene.desk().await;
        scene.post(&desk.office()).await;
        if let Some(fault) = fault {
            desk.wire.fail_first_tries(fault);
        }
        let crash = Arc::new(Crash::at(at));
        let crashed = {
            let office = desk.office_that(crash.clone());
            let undo = async {
                office.undo_everything().await;
                office.run(Until::Empty).await
            };
            tokio::select! {
                _ = undo => false,
                () = crash.happens() => true,
            }
        };
        let office = desk.office();
        for _ in 0..RUNS_MAX {
            office.run(Until::Empty).await;
            if office.live().is_empty() {
                break;
            }
            desk.advance(91);
            // Whoever starts the program again clicks again, too.
            for document in office.live() {
                drop(office.outbox.undo(document.id).await);
            }
        }
        scene.assert_undone(&desk, &office, &format!("crashed at {at} with {fault:?}")).await;
        if !crashed {
            return;
        }
    }
    panic!("{} has fewer than {POINTS_MAX} points", scene.name);
}

/// The scenes that are crashed at every point; the others at every eighth, each from another one
/// on.
const WHOLE: [&str; 3] = [
    "a payment above what is owed",
    "a credit note set off against its invoice",
    "a payout abroad",
];
const EVERY: usize = 8;
/// What may happen to each write beside the crash, in turn.
const FAULTS: [Option<&str>; 3] =
    [None, Some(r#"{ "kind": "loss_after_commit" }"#), Some(r#"{ "kind": "loss_before" }"#)];

fn whole() -> impl Iterator<Item = Scene> {
    scenes().into_iter().filter(|scene| WHOLE.contains(&scene.name))
}

/// The other scenes, each with its fault and its first point.
fn others() -> impl Iterator<Item = (Scene, Option<&'static str>, u32)> {
    let others = scenes().into_iter().filter(|scene| !WHOLE.contains(&scene.name));
    let turns = FAULTS.into_iter().cycle().zip((1..=8).cycle());
    others.zip(turns).map(|(scene, (fault, first))| (scene, fault, first))
}

#[tokio::test]
async fn a_crash_anywhere_leaves_each_document_in_xero_once() {
    for scene in whole() {
        crash_while_posting(&scene, None, 1, 1).await;
    }
}

#[tokio::test]
async fn a_crash_and_a_lost_answer_leave_each_document_in_xero_once() {
    for scene in whole() {
        crash_while_posting(&scene, FAULTS[1], 1, 5).await;
        crash_while_posting(&scene, FAULTS[2], 3, 5).await;
    }
}

#[tokio::test]
async fn a_crash_leaves_documents_of_every_kind_in_xero_once() {
    for (scene, fault, first) in others() {
        crash_while_posting(&scene, fault, first, EVERY).await;
    }
}

#[tokio::test]
async fn a_crash_anywhere_in_an_undo_leaves_nothing_in_xero() {
    for scene in whole() {
        crash_while_undoing(&scene, None, 1, 2).await;
        crash_while_undoing(&scene, FAULTS[1], 2, 2).await;
    }
}

#[tokio::test]
async fn a_crash_in_an_undo_of_any_kind_leaves_nothing_in_xero() {
    for (scene, fault, first) in others() {
        crash_while_undoing(&scene, fault, first, EVERY).await;
    }
}
