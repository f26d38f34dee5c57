//! PINs at a terminal: typed unseen, or left in the environment for scripts. Never an argument,
//! which every program on the machine could read.

use std::io::{IsTerminal, stderr, stdin};

use ipc::{Fault, Pin};

use crate::failure::wrong;

/// Where a script leaves the PIN of who signs in.
const PIN: &str = "DAYBOOK_PIN";
/// Where a script leaves a PIN that is to be set.
const NEW_PIN: &str = "DAYBOOK_NEW_PIN";

/// The PIN of who signs in.
pub(crate) fn of(name: &str) -> Result<Pin, Fault> {
    match left_in(PIN) {
        Some(pin) => Ok(pin),
        None => typed(&format!("PIN of {name}: "), PIN),
    }
}

/// A PIN that is to be set, typed twice.
pub(crate) fn new(name: &str) -> Result<Pin, Fault> {
    if let Some(pin) = left_in(NEW_PIN) {
        return Ok(pin);
    }
    let pin = typed(&format!("New PIN of {name}: "), NEW_PIN)?;
    match typed("The same again: ", NEW_PIN)? == pin {
        true => Ok(pin),
        false => Err(wrong("The two PINs differ. Nothing was changed.")),
    }
}

fn left_in(variable: &str) -> Option<Pin> {
    std::env::var(variable).ok().filter(|pin| !pin.is_empty()).map(Pin::new)
}

fn typed(prompt: &str, variable: &str) -> Result<Pin, Fault> {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        let message = "There is no terminal to type a PIN at. Nothing was changed.";
        let hint = Some(format!("Leave it in the environment as {variable}."));
        return Err(Fault { hint, ..wrong(message) });
    }
    rpassword::prompt_password(prompt)
        .map(Pin::new)
        .map_err(|error| wrong(format!("The PIN could not be read: {error}.")))
}
