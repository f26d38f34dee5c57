//! What stands in the way of a cashout, or is worth knowing, each with the button that mends it.

use ipc::{Action, MappingTarget, Notice};
use ledger::{Currency, Problem, Role};
use store::{DocumentSummary, State};
use sync::{Cause, JournalPlan};

/// What keeps journals from being sent, each thing once.
pub(super) fn blockers(journals: &[JournalPlan], currency: Currency) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for journal in journals {
        for blocker in &journal.review.blockers {
            let mut notice = notice(&blocker.problem);
            if let Problem::UnmappedGlCode { code } = &blocker.problem {
                notice.message = format!("Unmapped GL codes: {code} {}", blocker.waiting(currency));
            }
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }
    notices
}

/// A problem with the button that mends it.
pub(crate) fn notice(problem: &Problem) -> Notice {
    Notice {
        code: problem.code().to_owned(),
        message: problem.sentence(),
        hint: None,
        actions: mends_of(problem),
    }
}

/// The buttons that mend a problem: those that need more than its cause says come first.
fn mends_of(problem: &Problem) -> Vec<Action> {
    let first = if let Problem::PaymentsNotEnabled { account_id, .. } = problem {
        Some(Action::EnablePayments { account: account_id.as_str().into() })
    } else if let Problem::TrackingOptionMissing { category, option, .. } = problem {
        Some(Action::CreateTrackingOption { category: category.clone(), option: option.clone() })
    } else {
        None
    };
    first.into_iter().chain(mends(&Cause::of(problem))).collect()
}

/// What keeps documents that were closed before from being sent, each cause once.
pub(super) fn of_documents(documents: &[DocumentSummary]) -> Vec<Notice> {
    let waiting = documents.iter().filter(|one| matches!(one.state, State::Held | State::Rejected));
    let mut notices: Vec<Notice> = Vec::new();
    for reason in waiting.filter_map(|document| document.reason.as_ref()) {
        let cause = Cause::from_key(&reason.cause);
        let notice = Notice {
            code: if let Cause::Problem { code, .. } = &cause { code.clone() } else { cause.key() },
            message: reason.message.clone(),
            hint: None,
            actions: mends(&cause),
        };
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

/// The buttons that mend a cause.
pub(super) fn mends(cause: &Cause) -> Vec<Action> {
    match cause {
        Cause::Problem { concern, name, .. } => match concern.as_str() {
            "gl_code" => vec![Action::map_gl_code(name.as_str())],
            "role" => vec![Action::map_role(name.as_str())],
            "tender" => vec![Action::map_tender(name.as_str())],
            "bank" if name.is_empty() => vec![Action::map_role(Role::Bank.key())],
            "bank" => vec![Action::map_bank(name.as_str())],
            "tax" | "tax_set" => {
                vec![Action::Map { target: MappingTarget::Tax { tax: name.as_str().into() } }]
            }
            "no_tax_type" => vec![Action::Map { target: MappingTarget::NoTaxType }],
            "tracking" => {
                vec![Action::Map { target: MappingTarget::Tracking { field: name.clone() } }]
            }
            "contact" if !name.is_empty() => {
                vec![Action::ChooseContact { customer: name.clone() }]
            }
            _ => vec![Action::RefreshChart],
        },
        Cause::Approval => vec![Action::CheckApprovals],
        Cause::Reconnect | Cause::Permission => vec![Action::Connect],
        Cause::Refused
        | Cause::FoundDifferent
        | Cause::FoundSeveral
        | Cause::FoundNotPosted
        | Cause::MaybeThere
        | Cause::Gone
        | Cause::NoAnswer
        | Cause::ClockRanAhead
        | Cause::Offline
        | Cause::XeroDown
        | Cause::Limit
        | Cause::NothingToPost
        | Cause::OwnFault
        | Cause::ByHand => Vec::new(),
    }
}

/// What works, though a bookkeeper may want to know.
pub(super) fn warnings(journals: &[JournalPlan], currency: Currency) -> Vec<Notice> {
    let plain = |code: &str, message: String| Notice {
        code: code.to_owned(),
        message,
        hint: None,
        actions: Vec::new(),
    };
    let mut notices = Vec::new();
    for journal in journals {
        notices.extend(journal.review.warnings.iter().map(|said| plain("account", said.clone())));
        let cents = journal.review.tax_difference();
        if !cents.is_zero() {
            // Tax is a credit: what Xero adds is negative.
            let how = if cents.is_negative() { "more" } else { "less" };
            let message = format!(
                "Xero works tax out line by line and will come to {} {how} than the till collected.",
                cents.abs().display(currency)
            );
            notices.push(plain("tax_rounding", message));
        }
    }
    notices.dedup();
    notices
}
