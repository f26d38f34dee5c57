//! What a request to Xero may meet.

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
