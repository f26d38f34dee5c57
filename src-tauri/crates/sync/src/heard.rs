//! What is left of Xero's limits, as last heard, kept in the book: the next process begins where
//! this one was, and a person can be told before anything is sent.

use chrono::{DateTime, TimeZone as _, Utc};
use store::Book;
use world::World;
use xero::{Budget, Client, RateLimit, Uuid};

use crate::error::Error;
use crate::outbox::on_book;

/// The setting's name of what was last heard.
const HEARD_SETTING: &str = "xero-limits";
/// Stands for what is not known.
const UNKNOWN: &str = "-";

/// What Xero last said is left of an organisation's limits, to whichever process of this book.
/// Nothing is known where that was said later than `now`: the clock was set back since.
///
/// # Errors
/// When the book cannot be read.
pub fn last_heard(book: &Book, tenant: Uuid, now: DateTime<Utc>) -> Result<Budget, store::Error> {
    let kept = book.setting(HEARD_SETTING)?;
    let heard = kept.and_then(|kept| read(kept.strip_prefix(&format!("{tenant} "))?));
    Ok(heard.filter(|heard| heard.learnt_at.is_some_and(|at| at <= now)).unwrap_or_default())
}

/// Lets a client begin where the last process was.
pub(crate) async fn take_over(book: &Book, client: &Client, world: &World) -> Result<(), Error> {
    let (tenant, now) = (client.tenant(), world.now());
    let heard = on_book(book, move |book| last_heard(book, tenant, now)).await?;
    client.limits().take_over(heard);
    Ok(())
}

/// Keeps what a client was told, where that is new.
pub(crate) async fn keep(book: &Book, client: &Client) -> Result<(), Error> {
    let heard = client.limits().snapshot();
    if heard.learnt_at.is_none() {
        return Ok(());
    }
    let line = format!("{} {}", client.tenant(), written(&heard));
    on_book(book, move |book| {
        if book.setting(HEARD_SETTING)?.as_deref() == Some(line.as_str()) {
            return Ok(());
        }
        book.set_setting(HEARD_SETTING, Some(&line))
    })
    .await
}

/// A budget on one line; times in milliseconds.
fn written(heard: &Budget) -> String {
    let time = |at: Option<DateTime<Utc>>| text(at.map(|at| at.timestamp_millis()));
    [
        time(heard.learnt_at),
        text(heard.minute_remaining),
        time(heard.minute_since),
        text(heard.day_remaining),
        time(heard.day_since),
        text(heard.app_minute_remaining),
        text(heard.blocked.map(|(limit, _)| key(limit))),
        time(heard.blocked.map(|(_, until)| until)),
    ]
    .join(" ")
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

/// Reads what [`written`] wrote; nothing where another version wrote it.
fn read(line: &str) -> Option<Budget> {
    let words: Vec<&str> = line.split(' ').collect();
    let [learnt, minute, minute_since, day, day_since, app, limit, until] = words.as_slice() else {
        return None;
    };
    let blocked = match (limit_of(limit), time(until)?) {
        (Some(limit), Some(until)) => Some((limit, until)),
        (_, _) => None,
    };
    Some(Budget {
        minute_remaining: count(minute)?,
        minute_since: time(minute_since)?,
        day_remaining: count(day)?,
        day_since: time(day_since)?,
        app_minute_remaining: count(app)?,
        learnt_at: time(learnt)?,
        blocked,
    })
}

fn count(word: &str) -> Option<Option<u32>> {
    if word == UNKNOWN { Some(None) } else { word.parse().ok().map(Some) }
}

fn time(word: &str) -> Option<Option<DateTime<Utc>>> {
    if word == UNKNOWN {
        return Some(None);
    }
    Utc.timestamp_millis_opt(word.parse().ok()?).single().map(Some)
}

const LIMITS: [RateLimit; 5] = [
    RateLimit::Minute,
    RateLimit::Day,
    RateLimit::AppMinute,
    RateLimit::Concurrent,
    RateLimit::Other,
];

const fn key(limit: RateLimit) -> &'static str {
    match limit {
        RateLimit::Minute => "minute",
        RateLimit::Day => "day",
        RateLimit::AppMinute => "app-minute",
        RateLimit::Concurrent => "concurrent",
        RateLimit::Other => "other",
    }
}

fn limit_of(word: &str) -> Option<RateLimit> {
    LIMITS.into_iter().find(|limit| key(*limit) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_reads_back_as_it_was_written() {
        let at = |ms| Utc.timestamp_millis_opt(ms).single();
        let mut heard = vec![Budget::default()];
        for (place, limit) in LIMITS.into_iter().enumerate() {
            let place = u32::try_from(place).expect("small");
            heard.push(Budget {
                minute_remaining: Some(place),
                minute_since: at(1_795_000_000_123),
                day_remaining: (place > 1).then_some(900 + place),
                day_since: at(1_794_000_000_000).filter(|_| place > 1),
                app_minute_remaining: Some(9_999),
                learnt_at: at(1_795_000_000_456),
                blocked: at(1_795_000_060_000).map(|until| (limit, until)),
            });
        }
        for one in heard {
            assert_eq!(read(&written(&one)), Some(one), "{one:?}");
        }
    }

    #[test]
    fn a_line_of_another_version_says_nothing() {
        for line in ["", "1", "- - - - - - - x", "- - - - - - - - -", "- many - - - - - -"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
