//! Rows that know which of them changed since they were last saved, so that saving one document
//! does not cost as much as all of them. Nothing is ever removed.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Clone)]
pub(crate) struct Rows<T> {
    rows: Vec<T>,
    changed: BTreeSet<usize>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), changed: BTreeSet::new() }
    }
}

impl<T> Deref for Rows<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<T> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let rows: Vec<T> = rows.into_iter().collect();
        Self { changed: (0..rows.len()).collect(), rows }
    }
}

impl<T> Rows<T> {
    pub(crate) fn push(&mut self, row: T) {
        self.changed.insert(self.rows.len());
        self.rows.push(row);
    }

    /// Puts `row` in the place of the first that is the `same`, or at the end.
    pub(crate) fn put(&mut self, row: T, same: impl Fn(&T) -> bool) {
        match self.find_mut(same) {
            Some(old) => *old = row,
            None => self.push(row),
        }
    }

    /// The first row that is `wanted`; it counts as changed.
    pub(crate) fn find_mut(&mut self, wanted: impl Fn(&T) -> bool) -> Option<&mut T> {
        let index = self.rows.iter().position(wanted)?;
        self.changed.insert(index);
        self.rows.get_mut(index)
    }
}

/// Rows of any kind, as the disk sees them.
pub(crate) trait Table {
    /// Each row that changed since the last call, with its place.
    fn changes(&mut self) -> serde_json::Result<Vec<(usize, Value)>>;

    /// Puts a row back in its place. Rows come in the order they were made.
    fn restore(&mut self, place: usize, row: Value) -> serde_json::Result<()>;
}

impl<T: Serialize + DeserializeOwned> Table for Rows<T> {
    fn changes(&mut self) -> serde_json::Result<Vec<(usize, Value)>> {
        let changed = std::mem::take(&mut self.changed);
        let row = |place: usize| Ok((place, serde_json::to_value(&self.rows[place])?));
        changed.into_iter().map(row).collect()
    }

    fn restore(&mut self, place: usize, row: Value) -> serde_json::Result<()> {
        let row = serde_json::from_value(row)?;
        match self.rows.get_mut(place) {
            Some(old) => *old = row,
            None => self.rows.push(row),
        }
        self.changed.insert(place);
        Ok(())
    }
}
