//! What is decided, by words: settings and the rules of locations.

use ipc::{Fault, LocationId, Locations, NoArguments, PostingMode, PostingModeChange};

use crate::fault::{invalid, of_book};
use crate::people::{Command, Subject};
use crate::{App, location_rules, locations, settings};

/// How sales reach Xero, in the words that may be typed for it.
const MODES: [(&str, PostingMode); 2] =
    [("daily-journal", PostingMode::DailyJournal), ("invoices", PostingMode::Invoices)];

impl App {
    /// Every setting a person may change, with its value.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn all_settings(&self) -> Result<Vec<(&'static str, Option<String>)>, Fault> {
        self.refuse_unless_allowed(Command::settings).await?;
        self.on_book(|open| settings::all(&open.book)).await
    }

    /// One setting by its key.
    ///
    /// # Errors
    /// When there is no such setting.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Fault> {
        self.refuse_unless_allowed(Command::settings).await?;
        let key = key.to_owned();
        self.on_book(move |open| settings::by_key(&open.book, &key)).await
    }

    /// Sets one setting by its key; an empty value takes it away. What is open follows.
    ///
    /// # Errors
    /// When there is no such setting or the value is none of its words.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Fault> {
        let (key, value) = (key.to_owned(), value.to_owned());
        let subject = settings::subject(&key, &value);
        self.guarded(Command::set_setting, subject, async |who| {
            let who = who.clone();
            self.on_book(move |open| {
                if settings::is_client_id(&key) {
                    settings::refuse_other_client_id(open, &who, Some(&value))?;
                }
                settings::set_by_key(&open.book, &key, &value)?;
                if settings::decides_posting(&key) {
                    location_rules::follow_everywhere(open)?;
                }
                Ok(())
            })
            .await?;
            self.queue_what_was_recorded().await;
            Ok(())
        })
        .await
    }

    /// Every rule of a location by its key, with its value.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn location_rules(
        &self,
        location: &LocationId,
    ) -> Result<Vec<(&'static str, Option<String>)>, Fault> {
        self.refuse_unless_allowed(Command::locations).await?;
        let id = crate::convert::read_location(location)?;
        self.on_book(move |open| {
            let kept = open.book.location_settings(id).map_err(of_book)?;
            let value = |key: &str| {
                kept.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
            };
            let shown = location_rules::known_keys().into_iter().chain([store::keys::MODE_FROM]);
            Ok(shown.map(|key| (key, value(key))).collect())
        })
        .await
    }

    /// Sets one rule of a location by its key; an empty value takes it away. What is open follows.
    ///
    /// # Errors
    /// When there is no such rule or the value is none of its words.
    pub async fn set_location_rule(
        &self,
        location: &LocationId,
        key: &str,
        value: &str,
    ) -> Result<Locations, Fault> {
        let id = crate::convert::read_location(location)?;
        let (key, value) = (key.to_owned(), value.to_owned());
        let subject = Subject::of(format!("{key} {value}"));
        self.guarded(Command::set_location_rule, subject, async |_| {
            self.on_book(move |open| match location_rules::set_by_key(open, id, &key, &value)? {
                true => Ok(()),
                false => {
                    let known = location_rules::known_keys().join(", ");
                    let message = format!("There is no rule \"{key}\". There are: {known}.");
                    Err(invalid("key", message))
                }
            })
            .await?;
            self.queue_what_was_recorded().await;
            Ok(())
        })
        .await?;
        self.locations(NoArguments {}).await
    }

    /// Changes how a location's sales reach Xero, in words.
    ///
    /// # Errors
    /// When the word is none, or the day is closed already.
    pub async fn set_mode(
        &self,
        location: &LocationId,
        word: &str,
        from: Option<&str>,
        confirmed: bool,
    ) -> Result<PostingModeChange, Fault> {
        let wanted = word.trim().to_lowercase();
        let mode = MODES.iter().find(|(known, _)| *known == wanted).ok_or_else(|| {
            let known = MODES.map(|(known, _)| known).join(" or ");
            invalid("value", format!("\"{word}\" is not a posting mode. It is {known}."))
        })?;
        self.refuse_unless_allowed(Command::set_posting_mode).await?;
        let id = crate::convert::read_location(location)?;
        let today = self.on_book(move |open| {
            Ok(locations::today(&open.book.location(id).map_err(of_book)?, open.now()))
        });
        let today = today.await?;
        let from = from.map(|text| super::days::read_date(text, today, "from")).transpose()?;
        self.set_posting_mode(ipc::SetPostingMode {
            location: location.clone(),
            mode: mode.1,
            from: from.map(crate::convert::day),
            confirmed,
        })
        .await
    }
}
