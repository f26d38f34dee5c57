//! Counts by name, for as many names as a person would look at.

use std::collections::{BTreeMap, HashMap};

use crate::reject::quoted;
use crate::report::OTHERS;

/// How many names are told apart. A file that has more was not written by a desk.
pub(crate) const NAMES_MAX: usize = 1_000;

/// Values by name. Where a name is in it is found before its row is told and used after, so that
/// a name costs nothing but a look.
pub(crate) struct Tally<T> {
    places: HashMap<String, usize>,
    values: Vec<T>,
}

/// Where a name is.
#[derive(Clone, Copy)]
pub(crate) struct Place(usize);

impl<T: Default + PartialEq> Tally<T> {
    pub(crate) fn new() -> Self {
        Self { places: HashMap::new(), values: Vec::new() }
    }

    /// The place of a name; one of all the others where there are too many.
    pub(crate) fn place(&mut self, name: &str) -> Place {
        if let Some(place) = self.places.get(name) {
            return Place(*place);
        }
        let name = quoted(name);
        let name = if self.values.len() < NAMES_MAX { name.as_str() } else { OTHERS };
        if let Some(place) = self.places.get(name) {
            return Place(*place);
        }
        self.places.insert(name.to_owned(), self.values.len());
        self.values.push(T::default());
        Place(self.values.len() - 1)
    }

    pub(crate) fn at(&mut self, place: Place) -> &mut T {
        &mut self.values[place.0]
    }

    /// By name, those that nothing was counted for left out.
    pub(crate) fn finish(mut self) -> BTreeMap<String, T> {
        let named = self.places.into_iter();
        named
            .map(|(name, place)| (name, std::mem::take(&mut self.values[place])))
            .filter(|(_, value)| *value != T::default())
            .collect()
    }
}
