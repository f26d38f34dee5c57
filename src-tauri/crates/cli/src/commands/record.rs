//! `daybook record`: transactions by hand or from another program.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use app::App;
use app::headless::RECORD_BYTES_MAX;
use ipc::Fault;
use serde_json::{Map, Value, json};

use crate::commands::import::show_recorded;
use crate::failure::{Exit, of_read, wrong};
use crate::printer::Printer;

/// The kinds of transaction, as the schema names them.
pub(crate) const KINDS: [&str; 24] = [
    "sale",
    "refund",
    "booking_payment",
    "booking_refund",
    "check_in",
    "cancellation",
    "account_charge",
    "account_payment",
    "account_refund",
    "balance_payment",
    "balance_write_off",
    "tip_payout",
    "paid_out",
    "paid_in",
    "float_change",
    "cash_count",
    "bank_deposit",
    "processor_payout",
    "gift_card_sale",
    "gift_card_refund",
    "bond_taken",
    "bond_returned",
    "bond_kept",
    "deposit_move",
];

/// What may be typed after `record`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What happened.
    #[arg(value_parser = KINDS, required_unless_present = "input")]
    kind: Option<String>,
    /// Where `--json FILE` arrives; see `untangled`.
    #[arg(long, hide = true, conflicts_with = "kind")]
    input: Option<PathBuf>,
    #[command(flatten)]
    fields: Fields,
}

/// One transaction in flags. Whatever takes more is JSON.
#[derive(Debug, clap::Args)]
struct Fields {
    /// Its id; made up when absent. Recording one id twice adds nothing.
    #[arg(long)]
    id: Option<String>,
    /// When, with its offset or in the location's time; now when absent.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The location's name.
    #[arg(long)]
    location: Option<String>,
    /// The till.
    #[arg(long)]
    till: Option<String>,
    /// Who was at the desk.
    #[arg(long)]
    staff: Option<String>,
    /// The customer's name.
    #[arg(long)]
    customer: Option<String>,
    /// The booking.
    #[arg(long)]
    booking: Option<String>,
    /// The currency of the amounts.
    #[arg(long)]
    currency: Option<String>,
    /// A line: its GL code and its amount without tax. May be given several times.
    #[arg(long = "line", value_name = "GL-CODE=NET")]
    lines: Vec<String>,
    /// What the line is. Of one line only.
    #[arg(long)]
    description: Option<String>,
    /// The discount shown apart. Of one line only.
    #[arg(long)]
    discount: Option<String>,
    /// A tax of the line. Of one line only; may be given several times.
    #[arg(long = "tax", value_name = "CODE=AMOUNT")]
    taxes: Vec<String>,
    /// A way of paying. May be given several times.
    #[arg(long = "tender", value_name = "NAME=AMOUNT")]
    tenders: Vec<String>,
    /// The tip.
    #[arg(long)]
    tip: Option<String>,
    /// The card surcharge.
    #[arg(long)]
    surcharge: Option<String>,
    /// The id of the sale this refunds.
    #[arg(long, value_name = "ID")]
    refund_of: Option<String>,
    /// The invoice this pays or credits.
    #[arg(long)]
    invoice: Option<String>,
    /// The department.
    #[arg(long)]
    department: Option<String>,
    /// The class.
    #[arg(long)]
    class: Option<String>,
    /// A remark.
    #[arg(long)]
    note: Option<String>,
    /// What the kind has beyond these: kept=20.00, paid_from=bank. May be given several times.
    #[arg(long = "with", value_name = "FIELD=VALUE")]
    more: Vec<String>,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let text = match (args.input, args.kind) {
        (Some(file), _) => read(&file, RECORD_BYTES_MAX)?,
        (None, Some(kind)) => args.fields.into_value(&kind)?.to_string(),
        (None, None) => {
            return Err(wrong("Say what happened: daybook record KIND or --json FILE."));
        }
    };
    let recorded = app.record(&text).await?;
    Ok(show_recorded(&recorded, &[], "Transaction", printer))
}

/// Reads a whole text, but never more than `most` bytes and one.
pub(super) fn read(file: &std::path::Path, most: usize) -> Result<String, Fault> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    let read = match file.as_os_str() == "-" {
        true => io::stdin().lock().take(most).read_to_string(&mut text),
        false => File::open(file).and_then(|file| file.take(most).read_to_string(&mut text)),
    };
    read.map_err(|error| of_read(file, &error))?;
    Ok(text)
}

impl Fields {
    /// The transaction as a value of the schema, which is where it is checked.
    fn into_value(self, kind: &str) -> Result<Value, Fault> {
        let mut lines = pairs(&self.lines, "line", "gl_code", "net")?;
        let of_the_line = [
            ("description", self.description.map(Value::from)),
            ("discount", self.discount.map(Value::from)),
            ("taxes", some(pairs(&self.taxes, "tax", "code", "amount")?)),
        ];
        for (field, value) in of_the_line {
            let Some(value) = value else { continue };
            match lines.as_mut_slice() {
                [Value::Object(line)] => drop(line.insert(field.to_owned(), value)),
                _ => {
                    let message = format!("{field} needs exactly one --line; say more as --json.");
                    return Err(wrong(message));
                }
            }
        }
        let mut fields = Map::new();
        fields.insert("kind".to_owned(), kind.into());
        let texts = [
            ("id", self.id),
            ("at", self.at),
            ("location", self.location),
            ("till", self.till),
            ("staff", self.staff),
            ("booking", self.booking),
            ("currency", self.currency),
            ("tip", self.tip),
            ("surcharge", self.surcharge),
            ("refund_of", self.refund_of),
            ("invoice", self.invoice),
            ("department", self.department),
            ("class", self.class),
            ("note", self.note),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text?.into())));
        let parts = [
            ("customer", self.customer.map(|name| json!({ "name": name }))),
            ("lines", some(lines)),
            ("tenders", some(pairs(&self.tenders, "tender", "name", "amount")?)),
        ];
        let parts = parts.into_iter().filter_map(|(field, value)| Some((field, value?)));
        fields.extend(texts.chain(parts).map(|(field, value)| (field.to_owned(), value)));
        for text in &self.more {
            let (field, value) = split(text, "with")?;
            let nested = value.starts_with(['{', '[']).then(|| serde_json::from_str(value));
            let value = match nested {
                Some(Ok(value)) => value,
                Some(Err(_)) | None => Value::from(value),
            };
            fields.insert(field.to_owned(), value);
        }
        Ok(Value::Object(fields))
    }
}

fn some(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

/// Reads `NAME=AMOUNT`s into objects of two fields.
fn pairs(texts: &[String], flag: &str, name: &str, amount: &str) -> Result<Vec<Value>, Fault> {
    texts
        .iter()
        .map(|text| {
            let (left, right) = split(text, flag)?;
            Ok(json!({ name: left, amount: right }))
        })
        .collect()
}

/// Names may have an equals sign in them; amounts have none.
fn split<'a>(text: &'a str, flag: &str) -> Result<(&'a str, &'a str), Fault> {
    let (name, value) = match flag {
        "with" => text.split_once('='),
        _ => text.rsplit_once('='),
    }
    .ok_or_else(|| wrong(format!("\"--{flag} {text}\" has no equals sign.")))?;
    Ok((name.trim(), value.trim()))
}
