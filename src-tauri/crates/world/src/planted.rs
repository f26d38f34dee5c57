//! Bugs on purpose, for the build of the simulation that proves the simulation can find them.
//!
//! Each is one mistake a protocol like the outbox's is known for. In every other build
//! [`planted`] is a constant `false` and the compiler takes the mistakes out again: the feature
//! `planted` is `simulate`'s alone, `cargo xtask tidy` refuses it anywhere else, and `app`, which
//! every shipped program is made of, does not compile with it.

/// Whether this build can have planted bugs at all.
pub const CAN_BE_PLANTED: bool = cfg!(feature = "planted");

/// A mistake in the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Bug {
    /// The attempt is committed after its request, not before.
    NoWriteAhead = 1,
    /// A try without an answer is repeated under a new key.
    NewKeyOnRetry,
    /// What had no answer is taken for absent without Xero being asked.
    NoLookUp,
    /// What had no answer is taken for posted.
    PostedWithoutAnswer,
    /// What a cashout sums up is claimed without being compared with what was summed up.
    ClaimsNotAtomic,
    /// A look-up comes at once, while the request may still be on its way.
    LookUpTooEarly,
    /// Xero's limit of calls is taken for a refusal of the document.
    LimitIsRefusal,
    /// A time-out is taken for a request that never left.
    TimeoutNeverLeft,
    /// New tokens are used and never saved.
    TokensNotSaved,
    /// A void without an answer is taken for done: what it held is free again.
    VoidBelieved,
    /// A journal's amounts lose their sign on the wire.
    SignLost,
    /// What stands in the book is not compared with its seal.
    SealNotChecked,
    /// What was being sent by a process that died is taken for never sent.
    CrashNeverSent,
    /// What Xero answered is believed without being compared with what was meant.
    AnswerBelieved,
    /// Any process may send, whoever holds the lease.
    LeaseNotChecked,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::NoWriteAhead,
        Self::NewKeyOnRetry,
        Self::NoLookUp,
        Self::PostedWithoutAnswer,
        Self::ClaimsNotAtomic,
        Self::LookUpTooEarly,
        Self::LimitIsRefusal,
        Self::TimeoutNeverLeft,
        Self::TokensNotSaved,
        Self::VoidBelieved,
        Self::SignLost,
        Self::SealNotChecked,
        Self::CrashNeverSent,
        Self::AnswerBelieved,
        Self::LeaseNotChecked,
    ];
}

#[cfg(feature = "planted")]
static PLANTED: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(0);

/// Plants a bug in this process, in the place of any other; none takes it out.
#[cfg(feature = "planted")]
pub fn plant(bug: Option<Bug>) {
    let number = bug.map_or(0, |bug| bug as u8);
    PLANTED.store(number, std::sync::atomic::Ordering::SeqCst);
}

/// Whether this bug is planted just now.
#[cfg(feature = "planted")]
#[must_use]
pub fn planted(bug: Bug) -> bool {
    PLANTED.load(std::sync::atomic::Ordering::Relaxed) == bug as u8
}

/// Whether this bug is planted: never, in this build.
#[cfg(not(feature = "planted"))]
#[must_use]
pub const fn planted(_bug: Bug) -> bool {
    false
}
