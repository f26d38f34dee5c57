//! What a request to Xero may meet.

use xero::Request;

/// What a request meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Unreachable,
    LostBefore,
    LostAfter,
    Late,
    VeryLate,
    Twice,
    Torn,
    NotXero,
    Swapped,
    LimitMinute,
    LimitDay,
    LimitOther,
    ServerError,
    ServerErrorCommitted,
    Unauthorised,
    Offline,
    TokensLost,
}

/// The fates of a request, but for the last two kinds, which are rare or need a refresh.
pub(crate) const FATES: [Fate; 15] = [
    Fate::Unreachable,
    Fate::LostBefore,
    Fate::LostAfter,
    Fate::LostAfter,
    Fate::Late,
    Fate::Late,
    Fate::Twice,
    Fate::Torn,
    Fate::NotXero,
    Fate::Swapped,
    Fate::LimitMinute,
    Fate::LimitOther,
    Fate::ServerError,
    Fate::ServerErrorCommitted,
    Fate::Unauthorised,
];

impl Fate {
    /// All of them.
    pub(crate) const ALL: [Self; 17] = [
        Self::Unreachable,
        Self::LostBefore,
        Self::LostAfter,
        Self::Late,
        Self::VeryLate,
        Self::Twice,
        Self::Torn,
        Self::NotXero,
        Self::Swapped,
        Self::LimitMinute,
        Self::LimitDay,
        Self::LimitOther,
        Self::ServerError,
        Self::ServerErrorCommitted,
        Self::Unauthorised,
        Self::Offline,
        Self::TokensLost,
    ];

    /// What it is called in the totals.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::LostBefore => "lost before commit",
            Self::LostAfter => "lost after commit",
            Self::Late => "late",
            Self::VeryLate => "later than the settle time",
            Self::Twice => "delivered twice",
            Self::Torn => "torn body",
            Self::NotXero => "not Xero's answer",
            Self::Swapped => "another document's answer",
            Self::LimitMinute => "429 minute",
            Self::LimitDay => "429 day",
            Self::LimitOther => "429 other",
            Self::ServerError => "5xx before commit",
            Self::ServerErrorCommitted => "5xx after commit",
            Self::Unauthorised => "401",
            Self::Offline => "organisation offline",
            Self::TokensLost => "rotated tokens lost",
        }
    }
}

/// A fault that is meant, in the place of those that chance decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meant {
    pub(crate) fate: Fate,
    /// Whether everything from the first request on meets it, or that one alone.
    pub(crate) lasts: bool,
    has_begun: bool,
}

impl Meant {
    pub(crate) const fn new(fate: Fate, lasts: bool) -> Self {
        Self { fate, lasts, has_begun: false }
    }

    /// It begins with the first write that can meet it.
    pub(crate) fn meets(&mut self, request: &Request) -> Option<Fate> {
        let is_write = request.method() != "GET";
        let is_meant = is_write && is_of_tokens(request) == (self.fate == Fate::TokensLost);
        let first = is_meant && !self.has_begun;
        self.has_begun |= is_meant;
        let can_meet = (self.fate != Fate::TokensLost || is_of_tokens(request))
            && (self.fate != Fate::Swapped || request.method() == "PUT");
        (first || (self.lasts && self.has_begun && can_meet)).then_some(self.fate)
    }
}

/// Whether a request is for tokens.
pub(crate) fn is_of_tokens(request: &Request) -> bool {
    request.uri().path().ends_with("/connect/token")
}
