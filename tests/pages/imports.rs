//! A till's export, and the dialogs that take it in.

use serde_json::json;

use crate::harness::{Window, test_id};

/// The columns of a Square transactions export of 2022.
const COLUMNS: &str = "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,\
Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,\
Square Gift Card,Other Tender,Other Tender Type,Other Tender Note,Fees,Net Total,Transaction ID,\
Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,Description,Event Type,\
Deposit ID,Location,Dining Option,Fee Percentage Rate,Fee Fixed Rate,Refund Reason,Discount Name,\
Transaction Status,Cash App";

/// A row: what stands in some of the columns; the others are empty.
type Row<'a> = &'a [(&'a str, &'a str)];

/// Three sales of `day`, one of them paid partly in cash, and a refund: 1,438.46 in all.
pub(crate) fn export(day: &str) -> String {
    export_of(&[
        &[
            ("Date", day),
            ("Time", "09:15:00"),
            ("Gross Sales", "$120.00"),
            ("Net Sales", "$120.00"),
            ("Tax", "$14.40"),
            ("Total Collected", "$134.40"),
            ("Card", "$134.40"),
            ("Payment ID", "P-1"),
            ("Event Type", "Payment"),
        ],
        &[
            ("Date", day),
            ("Time", "11:40:10"),
            ("Gross Sales", "$1,149.00 "),
            ("Net Sales", "$1,149.00 "),
            ("Tax", "$137.88"),
            ("Total Collected", "$1,286.88"),
            ("Card", "$1,000.00"),
            ("Cash", "$286.88"),
            ("Payment ID", "P-2"),
            ("Event Type", "Payment"),
        ],
        &[
            ("Date", day),
            ("Time", "15:02:59"),
            ("Gross Sales", "$40.00"),
            ("Net Sales", "$40.00"),
            ("Tax", "$4.80"),
            ("Tip", "$6.00"),
            ("Total Collected", "$50.80"),
            ("Cash", "$50.80"),
            ("Payment ID", "P-3"),
            ("Event Type", "Payment"),
        ],
        &[
            ("Date", day),
            ("Time", "16:20:00"),
            ("Gross Sales", "($30.02)"),
            ("Net Sales", "($30.02)"),
            ("Tax", "($3.60)"),
            ("Total Collected", "($33.62)"),
            ("Card", "($33.62)"),
            ("Payment ID", "R-1"),
            ("Event Type", "Refund"),
        ],
    ])
}

/// The same, with a last row nobody can read.
pub(crate) fn export_with_a_bad_row(day: &str) -> String {
    let row = [("Date", "the day after"), ("Net Sales", "$1.00"), ("Payment ID", "P-9")];
    format!("{}{}", export(day), line(&row))
}

fn export_of(rows: &[Row<'_>]) -> String {
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{COLUMNS}\n{rows}")
}

fn line(row: Row<'_>) -> String {
    let value = |column| row.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text);
    let values: Vec<String> =
        COLUMNS.split(',').map(|column| format!("\"{}\"", value(column))).collect();
    format!("{}\n", values.join(","))
}

/// Answers, in the open preview, what such a file does not say itself.
pub(crate) async fn answer_what_it_does_not_say(window: &Window) {
    window.fill(&test_id("import-revenue"), "Boats").await;
    window.fill(&test_id("import-tax"), "GST=5, PST=7").await;
    window.click(&test_id("import-apply")).await;
    window.see_no(&test_id("import-needs")).await;
}

/// Records `path` without looking at it.
pub(crate) async fn record(window: &Window, path: &str) {
    let shares = json!([{ "tax": "GST", "rate": "5" }, { "tax": "PST", "rate": "7" }]);
    let options = json!({
        "profile": null,
        "revenue": "Boats",
        "tax": { "kind": "split", "shares": shares },
        "location": null,
    });
    let preview = window.ask("import_preview", json!({ "path": path, "options": options })).await;
    assert_eq!(preview["needs"], json!([]), "{preview:#}");
    let run = json!({ "preview": preview["id"], "run": "recording" });
    let outcome = window.ask("import_run", run).await;
    assert_ne!(outcome["recorded"], json!(0), "{outcome:#}");
}
