//! Causes: why a document waits, as a short text in the book that groups what is mended together.

use ledger::{Concern, Problem, Role};

/// Why a document is held, was refused, is unknown or waits. Its key is what the book keeps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A [`Problem`] of the plan. Mended in the mapping, the chart or the lock date; the document
    /// is then planned again by itself.
    Problem {
        /// [`Problem::code`]: `unmapped_gl_code`, `period_locked`, …
        code: String,
        /// The kind of row that mends it ([`ledger::Concern::key`]).
        concern: String,
        /// Which row ([`ledger::Concern::name`]); empty where there is only one.
        name: String,
    },
    /// Xero refused it and said why.
    Refused,
    /// Xero has a journal of this narration that is not what was to be posted.
    FoundDifferent,
    /// Xero has several journals of this narration.
    FoundSeveral,
    /// The journal is in Xero, but voided, deleted or a draft.
    FoundNotPosted,
    /// The book was put back, and Xero has something of its making that may be the same.
    MaybeThere,
    /// A posted journal that was to be voided is not in Xero any more.
    Gone,
    /// No answer came: it is looked up when its settle time is over.
    NoAnswer,
    /// It was last sent by a clock that ran ahead: nobody knows when. It is looked up first.
    ClockRanAhead,
    /// Nothing could be sent: no connection.
    Offline,
    /// Xero is not available, or had a fault of its own.
    XeroDown,
    /// A limit of calls is reached.
    Limit,
    /// The sign-in has ended or lacks a permission: a person signs in again.
    Reconnect,
    /// The signed-in person may not do this in Xero.
    Permission,
    /// It waits in Xero as a draft.
    Approval,
    /// The sums netted out to nothing.
    NothingToPost,
    /// Daybook itself could not go on with it.
    OwnFault,
    /// A person holds it.
    ByHand,
}

/// The causes that have no parts, with their keys.
const PLAIN: [(Cause, &str); 17] = [
    (Cause::Refused, "refused"),
    (Cause::FoundDifferent, "found_different"),
    (Cause::FoundSeveral, "found_several"),
    (Cause::FoundNotPosted, "found_not_posted"),
    (Cause::MaybeThere, "maybe_there"),
    (Cause::Gone, "gone"),
    (Cause::NoAnswer, "no_answer"),
    (Cause::ClockRanAhead, "clock_ran_ahead"),
    (Cause::Offline, "offline"),
    (Cause::XeroDown, "xero_down"),
    (Cause::Limit, "limit"),
    (Cause::Reconnect, "reconnect"),
    (Cause::Permission, "permission"),
    (Cause::Approval, "approval"),
    (Cause::NothingToPost, "nothing_to_post"),
    (Cause::OwnFault, "own_fault"),
    (Cause::ByHand, "by_hand"),
];

/// The kind of row that mends a contact ([`ledger::Concern::key`]).
const CONTACT: &str = "contact";
/// The kind of row whose names are ours.
const ROLE: &str = "role";
/// What a reason is told as that is none of ours.
const OTHER: &str = "other";

impl Cause {
    /// The text the book keeps: `unmapped_gl_code:gl_code:6545`, `offline`.
    #[must_use]
    pub fn key(&self) -> String {
        if let Self::Problem { code, concern, name } = self {
            return format!("{code}:{concern}:{name}");
        }
        let row = PLAIN.iter().find(|(cause, _)| cause == self);
        row.map(|(_, key)| (*key).to_owned()).unwrap_or_default()
    }

    /// Reads a key; a text that is none of ours is a person's own reason.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        if let Some((cause, _)) = PLAIN.iter().find(|(_, plain)| *plain == key) {
            return cause.clone();
        }
        let mut parts = key.splitn(3, ':').map(str::to_owned);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(code), Some(concern), Some(name)) => Self::Problem { code, concern, name },
            _ => Self::ByHand,
        }
    }

    /// A key as it may leave the book: without the row it names, which may be a customer, unless
    /// that is a role. A person's own reason is `other`.
    #[must_use]
    pub fn without_names(key: &str) -> String {
        let Self::Problem { code, concern, name } = Self::from_key(key) else {
            let plain = PLAIN.iter().find(|(_, plain)| *plain == key);
            return plain.map_or(OTHER, |(_, plain)| plain).to_owned();
        };
        let (code, concern) = (code.as_str(), concern.as_str());
        if !Problem::CODES.contains(&code) || !Concern::KEYS.contains(&concern) {
            return OTHER.to_owned();
        }
        match Role::ALL.into_iter().find(|role| concern == ROLE && role.key() == name) {
            Some(role) => format!("{code}:{concern}:{role}"),
            None => format!("{code}:{concern}"),
        }
    }

    /// The cause of a problem of the plan.
    #[must_use]
    pub fn of(problem: &Problem) -> Self {
        let concern = problem.concern();
        Self::Problem {
            code: problem.code().to_owned(),
            concern: concern.key().to_owned(),
            name: concern.name().to_owned(),
        }
    }

    /// Whether it is the customer's contact in Xero that is not known or cannot be used.
    #[must_use]
    pub fn is_about_a_contact(&self) -> bool {
        matches!(self, Self::Problem { concern, .. } if concern == CONTACT)
    }

    /// Whether planning the document again can mend it, without asking anybody.
    #[must_use]
    pub fn mended_by_planning(&self) -> bool {
        match self {
            Self::Problem { .. } => true,
            Self::Refused
            | Self::FoundDifferent
            | Self::FoundSeveral
            | Self::FoundNotPosted
            | Self::MaybeThere
            | Self::Gone
            | Self::NoAnswer
            | Self::ClockRanAhead
            | Self::Offline
            | Self::XeroDown
            | Self::Limit
            | Self::Reconnect
            | Self::Permission
            | Self::Approval
            | Self::NothingToPost
            | Self::OwnFault
            | Self::ByHand => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cause;

    #[test]
    fn a_key_leaves_the_book_without_whom_it_names() {
        for (key, told) in [
            ("offline", "offline"),
            ("unmapped_gl_code:gl_code:6545", "unmapped_gl_code:gl_code"),
            ("contact_unsure:contact:Anneke: Larsen", "contact_unsure:contact"),
            ("unmapped_role:role:tips-payable", "unmapped_role:role:tips-payable"),
            ("unmapped_role:role:Anneke Larsen", "unmapped_role:role"),
            ("unmapped_tender:tender:tips-payable", "other"),
            ("Anneke:contact:Larsen", "other"),
            ("contact_unsure:Anneke:Larsen", "other"),
            ("Anneke Larsen paid twice", "other"),
            ("", "other"),
        ] {
            assert_eq!(Cause::without_names(key), told, "{key}");
        }
    }
}
