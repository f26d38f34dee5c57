//! Every bug on purpose, each convicted or not.

use simulate::{Seeds, play_many};
use world::{Bug, plant};

use crate::arguments::Arguments;

/// Plants each bug in turn, and plays histories until one is convicted.
pub(crate) fn convict_all(arguments: &Arguments) -> bool {
    // A panic is a conviction like any other here, and is told with it.
    std::panic::set_hook(Box::new(|_| {}));
    let Arguments { from, count, threads, .. } = *arguments;
    println!("from seed {from}");
    let is_meant =
        |bug: &Bug| arguments.only.as_ref().is_none_or(|only| format!("{bug:?}") == *only);
    let mut missed = 0;
    for bug in Bug::ALL.into_iter().filter(is_meant) {
        plant(Some(bug));
        let seeds = Seeds { from, count, until_convicted: true };
        let report = play_many(seeds, threads, &|_| {});
        plant(None);
        match report.convictions.first() {
            Some(conviction) => {
                let histories = conviction.seed - from + 1;
                println!("{bug:?}: convicted after {histories} histories: {conviction}");
            }
            None => {
                println!("{bug:?}: NOT convicted in {count} histories");
                missed += 1;
            }
        }
    }
    missed == 0
}
