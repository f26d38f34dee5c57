//! PINs: what one may be, and its hash, by argon2id with a salt of its own.
//!
//! A PIN is short: its hash slows down whoever has copied the book, and stops nobody for long. It
//! keeps people apart at a desk; what protects the book's file is the account of the system.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use ipc::{Fault, Pin};
use store::PinHash;
use world::Entropy;

use crate::fault::{internal, invalid};

/// The fewest and the most digits of a PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=12;
/// Random bytes of a salt, as the standard of PIN hashes recommends.
const SALT_BYTES: usize = 16;

/// The hash of a new PIN: a text with its own salt and costs, those argon2's authors recommend
/// (19 MiB, two passes).
pub(super) fn hash(pin: &Pin, entropy: &dyn Entropy) -> Result<PinHash, Fault> {
    let typed = pin.secret();
    if !DIGITS.contains(&typed.len()) || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("pin", "A PIN has 4 to 12 digits. Nothing was changed."));
    }
    if typed.bytes().all(|byte| typed.starts_with(char::from(byte))) {
        let message = "A PIN of one digit over and over is guessed first. Nothing was changed.";
        return Err(invalid("pin", message));
    }
    let mut salt = [0; SALT_BYTES];
    entropy.fill(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(typed.as_bytes(), &salt);
    Ok(PinHash(hash.map_err(|error| internal(&error))?.to_string()))
}

/// Whether a PIN is the one behind a hash; in the same time, whichever it is.
pub(super) fn is_right(pin: &Pin, hash: &PinHash) -> bool {
    Argon2::default().verify_password(pin.secret().as_bytes(), hash.0.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use world::SeededEntropy;

    use super::*;

    #[test]
    fn a_hash_opens_to_its_pin_only_and_is_another_each_time() {
        let entropy = SeededEntropy::new(7);
        let first = hash(&Pin::new("4711"), &entropy).expect("a PIN");
        assert!(first.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", first.0);
        assert!(!first.0.contains("4711"));
        assert!(is_right(&Pin::new("4711"), &first));
        for wrong in ["4712", "471", "", "47110"] {
            assert!(!is_right(&Pin::new(wrong), &first), "{wrong}");
        }
        assert_ne!(first, hash(&Pin::new("4711"), &entropy).expect("the same PIN"));
        assert!(!is_right(&Pin::new("4711"), &PinHash("damaged".to_owned())));
    }

    #[test]
    fn a_pin_has_four_to_twelve_digits_and_not_one_over_and_over() {
        for wrong in ["", "123", "12a4", "1234567890123", "0000", "１２３４", " 1234"] {
            let refused = hash(&Pin::new(wrong), &SeededEntropy::new(7)).expect_err(wrong);
            assert_eq!(refused.field.as_deref(), Some("pin"), "{wrong}");
            assert!(wrong.is_empty() || !refused.message.contains(wrong), "{}", refused.message);
        }
    }
}
