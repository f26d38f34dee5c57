//! Transactions as the command line finds them: by filters in words, and one by what it is called.

use ipc::{
    Code, Fault, Posting, Transaction, TransactionFilter, TransactionId, TransactionKind,
    TransactionPage, TransactionRef, TransactionsRequest, WithdrawTransaction,
};

use super::days::{DaysAsked, read_date};
use crate::App;
use crate::convert::day;
use crate::fault::{fault, of_book, with_hint};
use crate::locations;
use crate::open_book::OpenBook;
use crate::people::Command;

/// How many pages of transactions are read at most.
const PAGES_MAX: usize = 1_000;

/// What names a transaction by its number, whatever the sources call theirs.
const NUMBER: char = '#';

/// Which transactions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionsAsked {
    /// Of these business dates and this location; of all where it says nothing.
    pub days: DaysAsked,
    /// In these states; in any where there are none.
    pub states: Vec<Posting>,
    /// Of these kinds; of any where there are none.
    pub kinds: Vec<TransactionKind>,
    /// With this written on them.
    pub search: Option<String>,
    /// No more than this many.
    pub limit: u32,
}

impl App {
    /// The transactions asked for, newest first, with how many there are in all.
    ///
    /// # Errors
    /// When a location or a date is wrong.
    pub async fn transactions_asked(
        &self,
        asked: &TransactionsAsked,
    ) -> Result<TransactionPage, Fault> {
        self.refuse_unless_allowed(Command::transactions).await?;
        let (wanted, most) = (asked.clone(), usize::try_from(asked.limit).unwrap_or(usize::MAX));
        let filter = self.on_book(move |open| filter(open, wanted)).await?;
        let mut request = TransactionsRequest { filter, cursor: None };
        let mut found = self.transactions(request.clone()).await?;
        for _ in 1..PAGES_MAX {
            request.cursor = found.next.take();
            if request.cursor.is_none() || found.transactions.len() >= most {
                break;
            }
            let page = self.transactions(request.clone()).await?;
            found.transactions.extend(page.transactions);
            found.next = page.next;
        }
        found.transactions.truncate(most);
        Ok(found)
    }

    /// One transaction with all that is known of it, by its number or by its source's id.
    ///
    /// # Errors
    /// When there is none, or when several are called so.
    pub async fn transaction_named(&self, words: &str) -> Result<Transaction, Fault> {
        let transaction = self.transaction_id_of(words).await?;
        self.transaction(TransactionRef { transaction }).await
    }

    /// Withdraws a transaction, by its number or by its source's id.
    ///
    /// # Errors
    /// When there is none, the reason is empty, or it cannot be withdrawn.
    pub async fn withdraw_named(&self, words: &str, why: String) -> Result<Transaction, Fault> {
        let transaction = self.transaction_id_of(words).await?;
        self.withdraw_transaction(WithdrawTransaction { transaction, why }).await
    }

    /// Finds a transaction by its number or by its source's id; of one that was corrected, the
    /// latest.
    pub(crate) async fn transaction_id_of(&self, words: &str) -> Result<TransactionId, Fault> {
        self.refuse_unless_allowed(Command::transaction).await?;
        let words = words.trim().to_owned();
        self.on_book(move |open| named(open, &words)).await
    }
}

fn filter(open: &OpenBook, asked: TransactionsAsked) -> Result<TransactionFilter, Fault> {
    let DaysAsked { location, from, to } = asked.days;
    let place = match &location {
        Some(name) => locations::named(&open.book, name)?,
        None => locations::default_location(&open.book)?,
    };
    let today = locations::today(&place, open.now());
    let read = |text: &Option<String>, field| {
        text.as_deref().map(|text| read_date(text, today, field).map(day)).transpose()
    };
    Ok(TransactionFilter {
        search: asked.search,
        from: read(&from, "from")?,
        to: read(&to, "to")?,
        location: location.map(|_| place.id.to_string().into()),
        kinds: asked.kinds,
        postings: asked.states,
        ..TransactionFilter::default()
    })
}

fn named(open: &OpenBook, words: &str) -> Result<TransactionId, Fault> {
    let (only_number, bare) = match words.strip_prefix(NUMBER) {
        Some(number) => (true, number),
        None => (false, words),
    };
    let by_number = match bare.parse().map(store::TransactionId) {
        Ok(id) => open.book.has_transaction(id).map_err(of_book)?.then_some(id),
        Err(_) => None,
    };
    let mut found = Vec::new();
    if by_number.is_none() || !only_number {
        found = open.book.transactions_called(words).map_err(of_book)?;
    }
    // A number that is one of the revisions of what is called so means the same.
    found.extend(by_number);
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [id] => Ok(id.to_string().into()),
        [] => {
            let message = format!("There is no transaction \"{words}\" in this book.");
            Err(with_hint(fault(Code::NotFound, message), "daybook transactions list names them."))
        }
        several => {
            let numbers: Vec<_> = several.iter().map(|id| format!("{NUMBER}{id}")).collect();
            let message = format!("\"{words}\" may be {}.", numbers.join(" or "));
            Err(with_hint(fault(Code::InvalidInput, message), "Say which, by its number."))
        }
    }
}
