//! Which backups are kept.

use std::collections::BTreeSet;
use std::fs;

use chrono::Datelike;

use super::{BackupFile, BackupKind};

/// The last backup of so many days is kept.
const DAYS_KEPT: usize = 7;
/// The last backup of so many weeks.
const WEEKS_KEPT: usize = 4;
/// The last backup of so many months.
const MONTHS_KEPT: usize = 12;
/// All backups before so many upgrades.
const UPGRADES_KEPT: usize = 3;
/// The last damaged copy of so many days, beside the first one there is.
const DAMAGED_DAYS_KEPT: usize = 7;

/// Removes the backups that are kept no longer. One that cannot be removed stays, and is told.
pub(super) fn remove_others(all: &[BackupFile]) {
    for file in others(all) {
        match fs::remove_file(&file.path) {
            Ok(()) => tracing::info!(backup = %file.path.display(), "a backup is kept no longer"),
            Err(error) => {
                tracing::warn!(%error, backup = %file.path.display(), "a backup stays");
            }
        }
    }
}

/// The backups that are kept no longer. Days, weeks and months without any do not count: after a
/// winter the last ones of the season are still there.
fn others(all: &[BackupFile]) -> Vec<&BackupFile> {
    let mut newest_first: Vec<&BackupFile> = all.iter().collect();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    let daily = |file: &&BackupFile| file.kind == BackupKind::Daily;
    let days: Vec<&BackupFile> = newest_first.iter().copied().filter(daily).collect();
    let mut kept: BTreeSet<&BackupFile> = BTreeSet::new();
    kept.extend(last_of_each(&days, DAYS_KEPT, |file| file.date));
    kept.extend(last_of_each(&days, WEEKS_KEPT, |file| file.date.iso_week()));
    kept.extend(last_of_each(&days, MONTHS_KEPT, |file| (file.date.year(), file.date.month())));
    let mut steps: Vec<u32> = newest_first.iter().filter_map(|file| step(file)).collect();
    steps.sort_unstable_by(|one, other| other.cmp(one));
    steps.dedup();
    steps.truncate(UPGRADES_KEPT);
    let of_upgrade = |file: &&&BackupFile| step(file).is_some_and(|step| steps.contains(&step));
    kept.extend(newest_first.iter().filter(of_upgrade).copied());
    // They take no backup's place. The first is the nearest to what was recorded.
    let is_damaged = |file: &&BackupFile| file.kind == BackupKind::Damaged;
    let damaged: Vec<&BackupFile> = newest_first.iter().copied().filter(is_damaged).collect();
    kept.extend(last_of_each(&damaged, DAMAGED_DAYS_KEPT, |file| file.date));
    kept.extend(damaged.last());
    newest_first.into_iter().filter(|file| !kept.contains(file)).collect()
}

const fn step(file: &BackupFile) -> Option<u32> {
    match file.kind {
        BackupKind::Daily | BackupKind::Damaged => None,
        BackupKind::BeforeUpgrade(step) => Some(step),
    }
}

/// The newest of each of the `count` newest spans that have any.
fn last_of_each<'a, Span: PartialEq>(
    newest_first: &[&'a BackupFile],
    count: usize,
    span: impl Fn(&BackupFile) -> Span,
) -> Vec<&'a BackupFile> {
    let mut last: Vec<&BackupFile> = Vec::new();
    for file in newest_first {
        if last.len() == count {
            break;
        }
        if last.last().is_none_or(|other| span(other) != span(file)) {
            last.push(file);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chrono::{Days, NaiveDate};

    use super::{BackupFile, BackupKind, others};

    fn file(kind: BackupKind, date: NaiveDate) -> BackupFile {
        BackupFile { date, kind, number: 1, path: PathBuf::from(format!("{kind:?} {date}")) }
    }

    /// A backup a day, pruned each day, as it happens.
    fn after(days: u64, closed: impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
        let mut all: Vec<BackupFile> = Vec::new();
        for date in first.iter_days().take_while(|date| *date < first + Days::new(days)) {
            if closed(date) {
                continue;
            }
            all.push(file(BackupKind::Daily, date));
            let gone: Vec<BackupFile> = others(&all).into_iter().cloned().collect();
            all.retain(|file| !gone.contains(file));
        }
        all.into_iter().map(|file| file.date).collect()
    }

    #[test]
    fn a_year_of_days_leaves_7_days_4_weeks_and_12_months() {
        let kept = after(700, |_| false);
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        // The last day is Tuesday, 2026-12-01.
        let days: Vec<NaiveDate> =
            (0..7).rev().map(|back| day("2026-12-01") - Days::new(back)).collect();
        let weeks = [day("2026-11-15"), day("2026-11-22")];
        let months = [
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
        ];
        let expected: Vec<NaiveDate> =
            months.into_iter().map(day).chain(weeks).chain(days).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn after_a_winter_the_last_days_of_the_season_are_there() {
        let winter = |date: NaiveDate| {
            let spring = NaiveDate::from_ymd_opt(2025, 5, 1).expect("a date");
            let autumn = NaiveDate::from_ymd_opt(2025, 10, 1).expect("a date");
            date < spring || date >= autumn && date < spring + Days::new(365)
        };
        let kept = after(365 + 120 + 2, winter);
        let of_season = kept.iter().filter(|date| date.to_string().starts_with("2025-09"));
        assert!(of_season.count() >= 4, "{kept:?}");
    }

    #[test]
    fn the_backups_before_the_last_three_upgrades_are_kept() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
        let all: Vec<BackupFile> = (5..=9)
            .map(|step| file(BackupKind::BeforeUpgrade(step), date - Days::new(u64::from(step))))
            .collect();
        let gone: Vec<BackupKind> = others(&all).into_iter().map(|file| file.kind).collect();
        assert_eq!(gone, [BackupKind::BeforeUpgrade(5), BackupKind::BeforeUpgrade(6)]);
    }
}
