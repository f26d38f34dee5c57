//! Everything that must survive a restart, and nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::books::{Organisation, TABLES};
use crate::clock::Clock;
use crate::ids::Ids;
use crate::reply::Reply;
use crate::rows::{Rows, Table};
use crate::signin::SignIn;
use crate::{DEFAULT_CLIENT_ID, Error, Options, seed};

/// The whole simulator.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) client_id: String,
    pub(crate) sign_in: SignIn,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) remembered: Remembered,
}

impl State {
    pub(crate) fn seeded(options: &Options) -> Result<Self, Error> {
        let clock = Clock::new(options.frozen_at);
        let mut ids = Ids::new(options.seed);
        let organisations =
            seed::organisations(&options.orgs, &options.scenario, &mut ids, clock.now())?;
        Ok(Self {
            sign_in: SignIn::new(ids.uuid()),
            client_id: options.client_id.clone().unwrap_or_else(|| DEFAULT_CLIENT_ID.to_owned()),
            clock,
            ids,
            organisations,
            remembered: Remembered::default(),
        })
    }

    /// What a log is restored into.
    pub(crate) fn empty() -> Self {
        Self {
            clock: Clock::new(None),
            ids: Ids::new(None),
            client_id: String::new(),
            sign_in: SignIn::new(Uuid::nil()),
            organisations: Vec::new(),
            remembered: Remembered::default(),
        }
    }

    /// What changed since the last call; `sign_in` says whether that may have. Small things are
    /// given whole each time.
    pub(crate) fn changes(&mut self, sign_in: bool) -> serde_json::Result<Vec<Change>> {
        let mut changes = vec![
            Change::whole("clock", 0, &self.clock)?,
            Change::whole("ids", 0, &self.ids)?,
            Change::whole("client_id", 0, &self.client_id)?,
        ];
        if sign_in {
            changes.push(Change::whole("sign_in", 0, &self.sign_in)?);
        }
        changes.extend(Change::rows("remembered", 0, &mut self.remembered.rows)?);
        for (index, organisation) in self.organisations.iter_mut().enumerate() {
            changes.push(Change::whole("organisation", index, organisation)?);
            for name in TABLES {
                let table = organisation.books.table(name).expect("TABLES names tables");
                changes.extend(Change::rows(name, index, table)?);
            }
        }
        Ok(changes)
    }

    /// Applies one change read from disk.
    pub(crate) fn restore(&mut self, change: Change) -> serde_json::Result<()> {
        let Change(name, index, place, value) = change;
        match name.as_str() {
            "clock" => self.clock = serde_json::from_value(value)?,
            "ids" => self.ids = serde_json::from_value(value)?,
            "client_id" => self.client_id = serde_json::from_value(value)?,
            "sign_in" => self.sign_in = serde_json::from_value(value)?,
            "remembered" => self.remembered.rows.restore(place, value)?,
            "organisation" => {
                let organisation: Organisation = serde_json::from_value(value)?;
                match self.organisations.get_mut(index) {
                    Some(old) => {
                        let books = std::mem::take(&mut old.books);
                        *old = Organisation { books, ..organisation };
                    }
                    None => self.organisations.push(organisation),
                }
            }
            table => {
                let organisation = self.organisations.get_mut(index);
                let table = organisation.and_then(|known| known.books.table(table));
                let unknown = || serde::de::Error::custom(format!("unknown table {name}"));
                table.ok_or_else(unknown)?.restore(place, value)?;
            }
        }
        Ok(())
    }

    /// By tenant id, or by the key it was seeded under; the only one when nothing is named.
    pub(crate) fn organisation(&self, named: Option<&str>) -> Option<usize> {
        let Some(named) = named else {
            return (!self.organisations.is_empty()).then_some(0);
        };
        self.organisations.iter().position(|organisation| {
            organisation.id.to_string().eq_ignore_ascii_case(named)
                || organisation.key.eq_ignore_ascii_case(named)
        })
    }

    pub(crate) fn tenant(&self, id: Uuid) -> Option<usize> {
        self.organisations.iter().position(|organisation| organisation.id == id)
    }
}

/// One row of one table of one organisation, as it is now: table, organisation, place, value.
#[derive(Serialize, Deserialize)]
pub(crate) struct Change(String, usize, usize, Value);

impl Change {
    fn whole(name: &str, index: usize, value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self(name.to_owned(), index, 0, serde_json::to_value(value)?))
    }

    fn rows(name: &str, index: usize, table: &mut dyn Table) -> serde_json::Result<Vec<Self>> {
        let rows = table.changes()?.into_iter();
        Ok(rows.map(|(place, value)| Self(name.to_owned(), index, place, value)).collect())
    }
}

/// How long a key is remembered, counted from its first use (facts §5).
const REMEMBERED_FOR: TimeDelta = TimeDelta::minutes(6);

/// Idempotency keys and the answers they stand for, errors too.
#[derive(Default)]
pub(crate) struct Remembered {
    rows: Rows<Memory>,
}

#[derive(Serialize, Deserialize)]
struct Memory {
    key: String,
    since: DateTime<Utc>,
    fingerprint: String,
    reply: Reply,
}

/// What is known of a key.
pub(crate) enum Recall {
    New,
    /// The same request: its stored answer.
    Same(Reply),
    /// The key belongs to another request.
    Different,
}

impl Memory {
    fn is_alive(&self, now: DateTime<Utc>) -> bool {
        now - self.since < REMEMBERED_FOR
    }
}

impl Remembered {
    pub(crate) fn recall(&self, key: &str, fingerprint: &str, now: DateTime<Utc>) -> Recall {
        match self.rows.iter().find(|memory| memory.key == key && memory.is_alive(now)) {
            None => Recall::New,
            Some(memory) if memory.fingerprint == fingerprint => Recall::Same(memory.reply.clone()),
            Some(_) => Recall::Different,
        }
    }

    /// Takes the place of a key that has expired, so that there are never more than six minutes'
    /// worth of them.
    pub(crate) fn remember(
        &mut self,
        key: String,
        fingerprint: String,
        reply: Reply,
        since: DateTime<Utc>,
    ) {
        let memory = Memory { key, since, fingerprint, reply };
        self.rows.put(memory, |old| !old.is_alive(since));
    }
}
