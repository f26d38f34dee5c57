//! Recording by hand: transactions of Daybook's own JSON, without a file.

use ipc::{Code, Fault, ImportOutcome, Reject};
use serde_json::{Deserializer, Value};
use store::{NewTransaction, Pushed};

use crate::App;
use crate::fault::{fault, of_book, sentence};
use crate::import::{Choices, Corrections, outcome_of_recording, read_options};
use crate::open_book::OpenBook;
use crate::people::{Command, Subject, Who};

/// The largest text of transactions taken at once; more is a file to import.
pub const RECORD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How much of a refused value is shown.
const REJECT_TEXT: usize = 200;

impl App {
    /// Records transactions of Daybook's own JSON: one object, a list of them, or one after the
    /// other. One without an id gets one, one without a time has happened now. `line` of what is
    /// refused counts the values from 1.
    ///
    /// # Errors
    /// When the text is not JSON or the book fails: nothing was recorded then. Values that break
    /// the schema are in the answer, and the others are recorded.
    pub async fn record(&self, text: &str) -> Result<ImportOutcome, Fault> {
        let command = Command::record;
        self.guarded(command, Subject::default(), async |who| self.take_down(text, who).await).await
    }

    async fn take_down(&self, text: &str, who: &Who) -> Result<ImportOutcome, Fault> {
        if text.len() > RECORD_BYTES_MAX {
            return Err(fault(
                Code::FileUnreadable,
                "That is too much to record at once. Nothing was recorded; import it as a file.",
            ));
        }
        let values = values(text)?;
        let who = who.clone();
        let recorded = self.on_book(move |open| record(open, values, &who)).await?;
        self.queue_what_was_recorded().await;
        self.announce().await;
        Ok(recorded)
    }
}

fn values(text: &str) -> Result<Vec<Value>, Fault> {
    let mut values = Vec::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(many)) => values.extend(many),
            Ok(one) => values.push(one),
            Err(error) => {
                let message = format!("This is not JSON: {error}. Nothing was recorded.");
                return Err(fault(Code::InvalidInput, message));
            }
        }
    }
    if values.is_empty() {
        return Err(fault(Code::InvalidInput, "There is no transaction in this."));
    }
    Ok(values)
}

fn record(open: &OpenBook, values: Vec<Value>, who: &Who) -> Result<ImportOutcome, Fault> {
    let options = read_options(open, &Choices::default(), None)?;
    let mut refused = Vec::new();
    let mut days = Vec::new();
    let mut corrections = Corrections::default();
    let mut recorder = open.book.recorder(None, open.now()).map_err(of_book)?;
    for (number, value) in (1..).zip(values) {
        let value = completed(open, value);
        let reject = |reason: String| Reject {
            line: number,
            reason,
            text: value.to_string().chars().take(REJECT_TEXT).collect(),
        };
        let read = match imports::transaction(&value, &options) {
            Ok(read) => read,
            Err(reason) => {
                refused.push(reject(reason.to_string()));
                continue;
            }
        };
        let new = NewTransaction { transaction: read.transaction, raw: Some(read.raw) };
        match corrections.push(&mut recorder, &new).map_err(of_book)? {
            Pushed::Recorded(_) => days.push(new.transaction.business_date),
            Pushed::Refused(reason) => refused.push(reject(sentence(&reason))),
        }
    }
    open.claim_with(&recorder)?;
    corrections.note(open, &recorder, who, "the desk")?;
    let recorded = recorder.commit().map_err(of_book)?;
    let range = days.iter().min().copied().zip(days.iter().max().copied());
    Ok(outcome_of_recording(&recorded, refused, range))
}

/// Gives what is recorded at the desk the id and the time that the desk leaves to us.
fn completed(open: &OpenBook, mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        let now = open.now();
        fields.entry("id").or_insert_with(|| open.world.id().to_string().into());
        fields.entry("at").or_insert_with(|| now.to_rfc3339().into());
    }
    value
}
