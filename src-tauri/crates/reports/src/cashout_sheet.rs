//! What the sheet of a closed day says. Every figure and time comes as the text it is shown as,
//! so that the sheet and the screen cannot differ in how they write one.

/// The sheet of one cashout: a location's day, or range of days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CashoutSheet {
    /// The business's name.
    pub business: String,
    /// The location's name.
    pub location: String,
    /// The day or days: "Saturday 21 November 2026".
    pub days: String,
    /// ISO 3166 country of the business: it decides between A4 and US Letter.
    pub country: String,
    /// ISO 4217 code of every amount here.
    pub currency: String,
    /// Where the days stand: "Posted to Xero".
    pub state: String,
    /// Who closed them and when, once somebody has.
    pub closed: Option<Closed>,
    /// When this sheet was made, in local time, where it should say so. The bytes depend on it.
    pub made_at: Option<String>,
    /// What was taken.
    pub totals: SheetTotals,
    /// The journals made of them: one, or several where the range was split.
    pub journals: Vec<SheetJournal>,
    /// The cash counts, a till each.
    pub counts: Vec<CashCount>,
    /// What is posted by documents of its own.
    pub separately: Vec<SeparateLine>,
}

/// The closing of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closed {
    /// Who closed it.
    pub by: String,
    /// When, in local time: "21 Nov 2026, 18:42".
    pub at: String,
}

/// What was taken, and how it divides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetTotals {
    /// All that the till took.
    pub taken: String,
    /// The half that is in the journals.
    pub in_cashout: String,
    /// The half that is posted separately.
    pub separately: String,
    /// By way of paying.
    pub by_tender: Vec<TenderLine>,
    /// By kind of amount: sales, refunds, discounts, taxes, tips.
    pub by_category: Vec<CategoryLine>,
}

/// What was paid in one way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TenderLine {
    /// The way of paying.
    pub tender: String,
    /// How many transactions were paid so.
    pub transactions: String,
    /// Paid to the business.
    pub taken: String,
    /// Paid back.
    pub refunded: String,
    /// The one less the other.
    pub net: String,
}

/// What one kind of amount comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CategoryLine {
    /// The kind, or a part of it by name.
    pub label: String,
    /// Whether it is a part of the line above, such as GST of Tax.
    pub is_part: bool,
    /// How many transactions have it.
    pub transactions: String,
    /// The sum.
    pub amount: String,
}

/// A journal as it was sent, or will be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetJournal {
    /// Its narration.
    pub narration: String,
    /// Its date.
    pub date: String,
    /// Its state: "Posted".
    pub state: String,
    /// What Xero knows it by; empty before it does.
    pub reference: String,
    /// Its lines.
    pub lines: Vec<SheetLine>,
    /// The sum of the debit column.
    pub debits: String,
    /// The sum of the credit column.
    pub credits: String,
}

/// A line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetLine {
    /// The account's code; may be empty.
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// What it is made of.
    pub description: String,
    /// The tax type.
    pub tax_type: String,
    /// Tracking options: "Region: North".
    pub tracking: String,
    /// The debit; empty on a credit.
    pub debit: String,
    /// The credit; empty on a debit.
    pub credit: String,
}

/// The count of a till.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CashCount {
    /// The till's name.
    pub till: String,
    /// Who counted; may be empty.
    pub counted_by: String,
    /// When, in local time; may be empty.
    pub counted_at: String,
    /// What was counted, piece by piece; empty where only the sum was.
    pub denominations: Vec<Denomination>,
    /// What should have been there.
    pub expected: String,
    /// What was.
    pub counted: String,
    /// The difference.
    pub over_short: String,
    /// Which way it goes.
    pub outcome: CountOutcome,
    /// Why it differs, as somebody wrote it; may be empty.
    pub reason: String,
    /// Earlier counts of the same till and day, first to last.
    pub recounts: Vec<Recount>,
}

/// Coins or notes of one value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Denomination {
    /// What one is worth.
    pub value: String,
    /// How many there were.
    pub count: String,
    /// What they come to.
    pub amount: String,
}

/// How a count compares with what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountOutcome {
    /// To the cent.
    #[default]
    Exact,
    /// More was there.
    Over,
    /// Less was there.
    Short,
}

/// A count that was made again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recount {
    /// Who counted.
    pub by: String,
    /// When, in local time.
    pub at: String,
    /// What was counted.
    pub counted: String,
    /// How it differed.
    pub over_short: String,
}

/// Something posted by a document of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeparateLine {
    /// What it is: "Deposit, booking B-1042, A. Larsen".
    pub title: String,
    /// Its state.
    pub state: String,
    /// What the till took with it.
    pub amount: String,
}
