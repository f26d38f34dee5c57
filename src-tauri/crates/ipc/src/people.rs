//! Who works with the book, who is at this window, and what was done by whom.

use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use crate::{Cursor, Day, Instant, PersonId};

/// What a person may do. Each role may do what the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PersonRole {
    /// Records, imports, counts, closes days, and looks at everything.
    FrontDesk,
    /// Keeps mappings, contacts, rates and documents right, decides how things are posted, and
    /// writes files of the book, too.
    Bookkeeper,
    /// Connects to Xero, and decides on locations and people, too.
    Administrator,
}

/// A PIN on its way in: it is never sent to the window, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq, TS)]
#[ts(type = r#"string & { readonly brand: "Pin" }"#)]
pub struct Pin(String);

impl Pin {
    /// A PIN as it was typed.
    #[must_use]
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    /// What was typed.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

impl<'de> Deserialize<'de> for Pin {
    /// By way of any value: serde's own complaint about a number would show it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(typed) => Ok(Self(typed)),
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::Array(_)
            | serde_json::Value::Object(_) => Err(serde::de::Error::custom("a PIN is a text")),
        }
    }
}

/// Somebody who works with the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name, unlike anybody else's.
    pub name: String,
    /// What they may do.
    pub role: PersonRole,
    /// Whether they may sign in.
    pub active: bool,
    /// When their PIN may be tried again, after wrong ones; absent when it may be now.
    pub waits_until: Option<Instant>,
}

/// Everybody who works with the book, by name; nobody where nobody signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct People {
    /// The people. Those who may not sign in any more are among them, except while nobody has
    /// signed in.
    pub people: Vec<Person>,
    /// What saving brought, in a sentence.
    pub message: Option<String>,
}

/// Adds a person. The first is an administrator, and signed in at once: from then on somebody
/// signs in at every window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddPerson {
    /// Their name; not one that is taken.
    pub name: String,
    /// What they may do.
    pub role: PersonRole,
    /// Their PIN: 4 to 12 digits.
    pub pin: Pin,
}

/// Keeps a person's name and role, and whether they may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavePerson {
    /// Who.
    pub id: PersonId,
    /// Their name; not one that is taken.
    pub name: String,
    /// What they may do.
    pub role: PersonRole,
    /// Whether they may sign in.
    pub active: bool,
}

/// Gives a person another PIN: their own by anybody, anyone's by an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPin {
    /// Whose.
    pub id: PersonId,
    /// The new PIN: 4 to 12 digits.
    pub pin: Pin,
    /// The PIN of who asks: whoever finds a window open must not be able to change one.
    pub own: Pin,
}

/// Signs a person in, in the place of whoever was.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// Who.
    pub person: PersonId,
    /// Their PIN.
    pub pin: Pin,
}

/// Who is at this window, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AtWindow {
    /// Whether somebody has to sign in: true as soon as the book has people.
    pub people_sign_in: bool,
    /// Who has signed in.
    pub person: Option<Person>,
    /// The commands that would be refused now, for buttons to hide or to disable.
    #[ts(type = "(keyof Commands)[]")]
    pub may_not: Vec<String>,
    /// After how many idle minutes whoever is signed in is signed out; 15 where nobody decided it,
    /// never where absent.
    pub lock_after_minutes: Option<u32>,
}

/// Decides after how many idle minutes whoever is signed in is signed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockAfter {
    /// So many; never when absent.
    pub minutes: Option<u32>,
}

/// Asks for the audit log, newest first. What is absent or empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditLogRequest {
    /// Part of who, what, an id or the message.
    pub search: Option<String>,
    /// Of this name only.
    pub who: Option<String>,
    /// The first day, in UTC.
    pub from: Option<Day>,
    /// The last day, in UTC.
    pub to: Option<Day>,
    /// With this outcome only.
    pub outcome: Option<AuditOutcome>,
    /// Where to go on; the start when absent.
    pub cursor: Option<Cursor>,
}

/// What came of what somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// Who asked may not do it.
    Refused,
    /// It could not be done.
    Failed,
    /// The program ended before it was, or it goes on still.
    Open,
}

/// A page of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditLogPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where the next page starts, if there is one.
    pub next: Option<Cursor>,
    /// The end of the log's chain: another one than was written down before means a lost entry.
    pub mark: Option<String>,
}

/// One thing somebody did. PINs, tokens and codes are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its number in the log, as a string.
    pub id: String,
    /// When it was begun.
    pub at: Instant,
    /// Who did it, by the name they had then; "desk" where nobody signs in.
    pub who: String,
    /// The command.
    pub command: String,
    /// What it was, in a sentence.
    pub what: String,
    /// The ids of what it was about.
    pub ids: Vec<String>,
    /// What came of it.
    pub outcome: AuditOutcome,
    /// Why it was refused or failed.
    pub message: Option<String>,
}
