//! Builds Square exports with real header lines and invented rows.

use std::collections::BTreeMap;

pub(crate) const YEAR_2018: &str = include_str!("headers/square_transactions_2018_37col.csv");
pub(crate) const YEAR_2022: &str = include_str!("headers/square_transactions_2022_41col.csv");
pub(crate) const YEAR_2026: &str = include_str!("headers/square_transactions_2026_55col.csv");

/// 2019's columns, as `formats.md` describes them.
pub(crate) const YEAR_2019: &str = "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,\
Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,\
Square Gift Card,Installment,Other Tender,Other Tender Type,Other Tender Note,Fees,Net Total,\
Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,\
Description,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,\
Device Nickname,Deposit ID,Deposit Date,Deposit Details,Fee Percentage Rate,Fee Fixed Rate,\
Refund Reason";

pub(crate) const ALL_YEARS: [&str; 4] = [YEAR_2018, YEAR_2019, YEAR_2022, YEAR_2026];

/// One row, as cells by header name; a header the row does not name is blank.
#[derive(Clone)]
pub(crate) struct FileRow(BTreeMap<&'static str, String>);

impl FileRow {
    pub(crate) fn set(mut self, header: &'static str, cell: &str) -> Self {
        self.0.insert(header, cell.to_owned());
        self
    }

    pub(crate) fn cell(&self, header: &str) -> &str {
        self.0.get(header).map_or("", String::as_str)
    }
}

/// A card payment of 112.00: 100.00 of boats and 12.00 of tax.
pub(crate) fn sale() -> FileRow {
    FileRow(BTreeMap::new())
        .set("Date", "2026-08-14")
        .set("Time", "12:59:30")
        .set("Time Zone", "Pacific Time (US & Canada)")
        .set("Gross Sales", "$100.00")
        .set("Discounts", "$0.00")
        .set("Net Sales", "$100.00")
        .set("Tax", "$12.00")
        .set("Tip", "$0.00")
        .set("Total Collected", "$112.00")
        .set("Card", "$112.00")
        .set("Cash", "$0.00")
        .set("Fees", "($3.05)")
        .set("Net Total", "$108.95")
        .set("Transaction ID", "T1")
        .set("Payment ID", "P1")
        .set("Event Type", "Payment")
        .set("Location", "Main Dock")
        .set("Transaction Status", "Complete")
}

/// A refund of 33.60 of it, by card.
pub(crate) fn refund() -> FileRow {
    sale()
        .set("Time", "15:10:00")
        .set("Gross Sales", "($30.00)")
        .set("Net Sales", "($30.00)")
        .set("Tax", "($3.60)")
        .set("Total Collected", "($33.60)")
        .set("Card", "($33.60)")
        .set("Fees", "$0.00")
        .set("Net Total", "($33.60)")
        .set("Payment ID", "P2")
        .set("Event Type", "Refund")
}

/// A file of these rows under a header line, cells between `delimiter`s.
pub(crate) fn file_with(header: &str, delimiter: u8, rows: &[FileRow]) -> Vec<u8> {
    let headers: Vec<&str> = header.trim().split(',').collect();
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(&headers).expect("a record is written to memory");
    for row in rows {
        let cells = headers.iter().map(|header| row.cell(header));
        writer.write_record(cells).expect("a record is written to memory");
    }
    writer.into_inner().expect("memory is flushed")
}

pub(crate) fn file(header: &str, rows: &[FileRow]) -> Vec<u8> {
    file_with(header, b',', rows)
}
