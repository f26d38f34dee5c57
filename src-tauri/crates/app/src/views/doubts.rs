//! What of some days was recorded as it was said and may be a mistake, in sentences. It stands in
//! nobody's way: only a person knows.

use chrono::NaiveDate;
use ipc::Notice;
use ledger::{Amount, Currency};
use store::Doubt;

/// Each doubt as a notice.
pub(super) fn notices(doubts: &[Doubt], currency: Currency) -> Vec<Notice> {
    doubts.iter().map(|doubt| notice(doubt, currency)).collect()
}

/// That a day has not come yet, where it has not: a year typed wrong, or a clock set back.
pub(super) fn to_come(day: NaiveDate, today: NaiveDate) -> Option<Notice> {
    (day > today).then(|| {
        Notice {
        code: "to_come".to_owned(),
        message: format!("{day} has not come yet: today is {today}."),
        hint: Some(
            "Xero takes documents of days to come. Look at the dates, and at this computer's clock."
                .to_owned(),
        ),
        actions: Vec::new(),
    }
    })
}

fn notice(doubt: &Doubt, currency: Currency) -> Notice {
    let words = |amount: &Amount| amount.display(currency);
    let (code, message, hint) = match doubt {
        Doubt::Booking { booking, balance } => {
            let deposit = words(balance);
            let message = format!(
                "Booking {booking} would have a deposit of {deposit}: more of it was used, kept or \
                 given back than was paid."
            );
            ("overdrawn", message, None)
        }
        Doubt::Customer { customer, balance } => {
            let ahead = words(balance);
            let message = format!(
                "{customer} would have {ahead} paid ahead: more of it was used or given back than \
                 was paid."
            );
            ("overdrawn", message, None)
        }
        Doubt::Bond { bond, balance } => {
            let stands = words(balance);
            let message = format!(
                "Bond {bond} would stand at {stands}: more was returned or kept than was taken."
            );
            ("overdrawn", message, None)
        }
        Doubt::GiftCard { gift_card, balance } => {
            let stands = words(balance);
            let message = format!(
                "Gift card {gift_card} would stand at {stands}: more was given back than it was \
                 sold for."
            );
            ("overdrawn", message, None)
        }
        Doubt::Invoice { invoice, customer } => {
            let message = format!(
                "The account refund of {customer} names the invoice {invoice}, which the book does \
                 not know: it would be set off against nothing."
            );
            ("unknown_invoice", message, None)
        }
        Doubt::Count { till, over, tills } => {
            let (message, hint) = all_over(till.as_deref(), &words(over), tills);
            ("all_over", message, Some(hint.to_owned()))
        }
        Doubt::CountedTwice { till, over, together } => {
            let (over, together) = (words(over), words(together));
            let message = format!(
                "All drawers were counted together, which books {together} as over or short; {till} \
                 was counted after that, which books {over} once more."
            );
            let hint = "If it is the same money, send the count of the till again under its own id \
                        and without the till: then it is a recount of all.";
            ("counted_twice", message, Some(hint.to_owned()))
        }
    };
    Notice { code: code.to_owned(), message, hint, actions: Vec::new() }
}

fn all_over(till: Option<&str>, over: &str, tills: &[String]) -> (String, &'static str) {
    let Some(till) = till else {
        let message = format!(
            "The drawers were counted and the book knows of no cash in them: all of the {over} \
             would be over."
        );
        return (message, "If it is the float, record that as a float change before the count.");
    };
    if tills.iter().any(|one| one == till) {
        let message = format!(
            "{till} was counted and the book knows of no cash in it: all of the {over} would be \
             over."
        );
        return (message, "If it is the float, record that as a float change before the count.");
    }
    let named = match tills {
        [] => "Sales of the day name no till.".to_owned(),
        some => format!("Sales of the day name: {}.", some.join(", ")),
    };
    let message = format!(
        "{till} was counted but nothing was sold at it: all of the {over} would be over. {named}"
    );
    (message, "Send the count again under its own id with the till that was meant, or without one.")
}
