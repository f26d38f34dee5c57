//! The counts on the sheet. A drawer that was counted again books only what an earlier count of its
//! day did not; the sheet says what the drawer is over or short by, which is all of them together.

use chrono::NaiveDate;
use ipc::Fault;
use ledger::{Amount, Count, Currency, Kind, Target, Transaction};
use reports::{CashCount, CountOutcome, Denomination, Recount};
use store::{Book, Location, TransactionDetail, TransactionFilter};

use super::local;
use crate::fault::of_book;

/// How many counts of some days are shown.
const COUNTS_MAX: u32 = 200;

/// A count as it stands, with what it books.
struct Found {
    transaction: Transaction,
    over: Amount,
}

/// The counts of some days, a till each: the last one counts, earlier ones are shown with it.
pub(super) fn shown(
    book: &Book,
    location: &Location,
    (from, to): (NaiveDate, NaiveDate),
    currency: Currency,
) -> Result<Vec<CashCount>, Fault> {
    let found = found(book, location, (from, to))?;
    let mut counts: Vec<CashCount> = Vec::new();
    for (place, one) in (1..).zip(&found) {
        let Some(count) = &one.transaction.extras.count else { continue };
        let of_drawer = found.iter().take(place).filter(|other| tells_of(other, one));
        let over: Amount = of_drawer.map(|other| other.over).sum();
        let made = made(one, count, over, location, currency);
        match counts.iter_mut().find(|one| one.till == made.till) {
            Some(before) => {
                let earlier = std::mem::replace(before, made);
                before.recounts = earlier.recounts;
                before.recounts.push(Recount {
                    by: earlier.counted_by,
                    at: earlier.counted_at,
                    counted: earlier.counted,
                    over_short: earlier.over_short,
                });
            }
            None => counts.push(made),
        }
    }
    Ok(counts)
}

/// The counts that stand, in the order in which each knows the earlier ones.
fn found(
    book: &Book,
    location: &Location,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Found>, Fault> {
    let filter = TransactionFilter {
        location: Some(location.id),
        from: Some(from),
        to: Some(to),
        kinds: vec![Kind::CashCount],
        ..TransactionFilter::default()
    };
    let rows = book.transactions(&filter, None, COUNTS_MAX).map_err(of_book)?.rows;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        let detail = book.transaction(row.id).map_err(of_book)?;
        if detail.stands() {
            found.push(Found { transaction: row.transaction, over: booked(&detail) });
        }
    }
    found.sort_by_key(|one| (one.transaction.at, one.transaction.till.is_none()));
    Ok(found)
}

/// What a count itself books as over or short.
fn booked(detail: &TransactionDetail) -> Amount {
    let legs = detail.parts.iter().flat_map(|part| &part.legs);
    let in_drawer = legs.filter(|leg| matches!(leg.target, Target::Tender(_)));
    in_drawer.map(|leg| leg.amount).sum()
}

/// Whether what a count found is part of what is over or short by another of the same day: of the
/// same till, or of any where all were counted together.
fn tells_of(found: &Found, of: &Found) -> bool {
    let (found, of) = (&found.transaction, &of.transaction);
    found.business_date == of.business_date && (of.till.is_none() || of.till == found.till)
}

fn made(
    found: &Found,
    count: &Count,
    over: Amount,
    location: &Location,
    currency: Currency,
) -> CashCount {
    let transaction = &found.transaction;
    let words = |amount: Amount| amount.display(currency);
    let piece = |piece: &ledger::Piece| Denomination {
        value: words(piece.value),
        count: piece.count.to_string(),
        amount: i64::try_from(piece.count)
            .ok()
            .and_then(|count| piece.value.minor().checked_mul(count))
            .map_or_else(String::new, |minor| words(Amount::from_minor(minor))),
    };
    CashCount {
        till: transaction.till.clone().unwrap_or_default(),
        counted_by: transaction.staff.clone().unwrap_or_default(),
        counted_at: local(transaction.at, location),
        denominations: count.pieces.iter().map(piece).collect(),
        expected: words(count.counted - over),
        counted: words(count.counted),
        over_short: words(over),
        outcome: match over.minor() {
            0 => CountOutcome::Exact,
            1.. => CountOutcome::Over,
            _ => CountOutcome::Short,
        },
        reason: count.reason.clone().unwrap_or_default(),
        recounts: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
    use ledger::{Extras, SourceId, TaxWay};
    use store::{NewLocation, NewTransaction};

    use super::*;

    fn evening() -> DateTime<Utc> {
        "2026-11-20T17:00:00Z".parse().unwrap()
    }

    /// A drawer that the till says 540.00 should be in.
    fn count(id: &str, till: Option<&str>, minutes: i64, counted: i64) -> NewTransaction {
        let count = Count {
            counted: Amount::from_minor(counted),
            expected: Some(Amount::from_minor(54_000)),
            float_to_leave: None,
            pieces: Vec::new(),
            reason: None,
        };
        let at = evening() + TimeDelta::minutes(minutes);
        let transaction = Transaction {
            source: SourceId { source: "till".to_owned(), id: id.to_owned() },
            kind: Kind::CashCount,
            at,
            business_date: at.date_naive(),
            location: "Main Dock".to_owned(),
            till: till.map(str::to_owned),
            staff: Some("Ana".to_owned()),
            customer: None,
            booking: None,
            currency: Currency::CAD,
            lines: Vec::new(),
            tenders: Vec::new(),
            tip: Amount::ZERO,
            surcharge: Amount::ZERO,
            refund_of: None,
            invoice: None,
            note: None,
            department: None,
            class: None,
            extras: Extras { count: Some(count), ..Extras::default() },
        };
        NewTransaction { transaction, raw: None }
    }

    fn sheet(counts: &[NewTransaction]) -> Vec<CashCount> {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::open(folder.path(), evening()).unwrap();
        let dock = NewLocation {
            name: "Main Dock".to_owned(),
            zone: "UTC".to_owned(),
            day_end: NaiveTime::MIN,
            tax_way: TaxWay::TaxLines,
        };
        let dock = book.add_location(&dock).unwrap();
        for count in counts {
            assert_eq!(book.record(std::slice::from_ref(count), evening()).unwrap().1, []);
        }
        let (location, day) = (book.location(dock).unwrap(), evening().date_naive());
        shown(&book, &location, (day, day), Currency::CAD).unwrap()
    }

    fn said(count: &CashCount) -> (&str, &str, &str, CountOutcome) {
        (&count.expected, &count.counted, &count.over_short, count.outcome)
    }

    #[test]
    fn a_short_drawer_counted_again_is_short_on_the_sheet() {
        let counts = sheet(&[
            count("C-1", Some("Front"), 0, 53_500),
            count("C-2", Some("Front"), 10, 53_500),
        ]);
        assert_eq!(counts.len(), 1);
        assert_eq!(said(&counts[0]), ("540.00", "535.00", "-5.00", CountOutcome::Short));
        assert_eq!(counts[0].recounts[0].over_short, "-5.00");
    }

    #[test]
    fn a_shortage_that_is_found_again_is_gone_and_its_first_count_keeps_it() {
        let counts = sheet(&[count("C-1", None, 0, 53_500), count("C-2", None, 10, 54_000)]);
        assert_eq!(said(&counts[0]), ("540.00", "540.00", "0.00", CountOutcome::Exact));
        assert_eq!(counts[0].recounts[0].over_short, "-5.00");
    }

    #[test]
    fn all_tills_together_are_short_by_what_any_of_them_is() {
        let counts =
            sheet(&[count("C-1", Some("Front"), 0, 53_500), count("C-2", None, 10, 53_500)]);
        let outcomes = counts.iter().map(|one| one.over_short.as_str());
        assert_eq!(outcomes.collect::<Vec<_>>(), ["-5.00", "-5.00"]);
    }

    #[test]
    fn what_was_corrected_is_no_recount() {
        let counts = sheet(&[count("C-1", None, 0, 53_500), count("C-1", None, 0, 53_900)]);
        assert_eq!(said(&counts[0]), ("540.00", "539.00", "-1.00", CountOutcome::Short));
        assert!(counts[0].recounts.is_empty());
    }
}
