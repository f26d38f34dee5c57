//! Xero's lists of words, each open at its end: a word that is newer than this program is kept
//! as it came, so that one new account type does not hide the whole chart.

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
            /// A word this version does not know, as Xero wrote it.
            Other(String),
        }

        impl $name {
            /// The word as Xero writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    unknown => Self::Other(unknown.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(from)?;
                Ok(Self::from(&*word))
            }
        }
    };
}

words! {
    /// What an account is (facts §10.1). Only some may be on a journal (facts §1.1).
    AccountType {
        Bank = "BANK",
        Current = "CURRENT",
        CurrentLiability = "CURRLIAB",
        Depreciation = "DEPRECIATN",
        DirectCosts = "DIRECTCOSTS",
        Equity = "EQUITY",
        Expense = "EXPENSE",
        Fixed = "FIXED",
        Inventory = "INVENTORY",
        Liability = "LIABILITY",
        NonCurrent = "NONCURRENT",
        OtherIncome = "OTHERINCOME",
        Overheads = "OVERHEADS",
        Prepayment = "PREPAYMENT",
        Revenue = "REVENUE",
        Sales = "SALES",
        TermLiability = "TERMLIAB",
        Payg = "PAYG",
    }
}

words! {
    /// The side of the books an account is on.
    AccountClass {
        Asset = "ASSET",
        Equity = "EQUITY",
        Expense = "EXPENSE",
        Liability = "LIABILITY",
        Revenue = "REVENUE",
    }
}

words! {
    /// Whether an account may be used.
    AccountStatus { Active = "ACTIVE", Archived = "ARCHIVED", Deleted = "DELETED" }
}

words! {
    /// An account that Xero itself posts to (facts §1.1, §10.1).
    SystemAccount {
        Debtors = "DEBTORS",
        Creditors = "CREDITORS",
        BankCurrencyGain = "BANKCURRENCYGAIN",
        Gst = "GST",
        GstOnImports = "GSTONIMPORTS",
        Historical = "HISTORICAL",
        RealisedCurrencyGain = "REALISEDCURRENCYGAIN",
        RetainedEarnings = "RETAINEDEARNINGS",
        Rounding = "ROUNDING",
        TrackingTransfers = "TRACKINGTRANSFERS",
        UnpaidExpenseClaims = "UNPAIDEXPCLM",
        UnrealisedCurrencyGain = "UNREALISEDCURRENCYGAIN",
        WagePayables = "WAGEPAYABLES",
    }
}

words! {
    /// Whether a tax rate may be used: only an active one (facts §10.2).
    TaxRateStatus {
        Active = "ACTIVE",
        Deleted = "DELETED",
        Archived = "ARCHIVED",
        Pending = "PENDING",
    }
}

words! {
    /// Whether a tracking category or option may be used.
    TrackingStatus { Active = "ACTIVE", Archived = "ARCHIVED", Deleted = "DELETED" }
}

words! {
    /// The state of a manual journal; only a posted one is in the ledger (facts §6.3).
    JournalStatus {
        Draft = "DRAFT",
        Posted = "POSTED",
        Deleted = "DELETED",
        Voided = "VOIDED",
        Archived = "ARCHIVED",
    }
}

words! {
    /// Whether line amounts hold tax. Xero's default for journals is `NoTax`, which leaves the
    /// tax return empty (facts §6.5), so it is always sent.
    LineAmountTypes {
        Exclusive = "Exclusive",
        Inclusive = "Inclusive",
        NoTax = "NoTax",
    }
}

words! {
    /// Whose document it is: ours to a customer, or a supplier's to us.
    InvoiceType { Receivable = "ACCREC", Payable = "ACCPAY" }
}

words! {
    /// Whose credit note it is.
    CreditNoteType { Receivable = "ACCRECCREDIT", Payable = "ACCPAYCREDIT" }
}

words! {
    /// The state of an invoice or a credit note; only an authorised or paid one is in the ledger
    /// (facts §7.1).
    InvoiceStatus {
        Draft = "DRAFT",
        Submitted = "SUBMITTED",
        Authorised = "AUTHORISED",
        Paid = "PAID",
        Voided = "VOIDED",
        Deleted = "DELETED",
    }
}

words! {
    /// The state of a payment, which is made or taken back and never changed (facts §8).
    PaymentStatus { Authorised = "AUTHORISED", Deleted = "DELETED" }
}

words! {
    /// What a payment pays (facts §8).
    PaymentType {
        OfInvoice = "ACCRECPAYMENT",
        OfBill = "ACCPAYPAYMENT",
        OfCreditNote = "ARCREDITPAYMENT",
        OfSupplierCredit = "APCREDITPAYMENT",
        OfOverpayment = "AROVERPAYMENTPAYMENT",
        OfPrepayment = "ARPREPAYMENTPAYMENT",
        OfSupplierOverpayment = "APOVERPAYMENTPAYMENT",
        OfSupplierPrepayment = "APPREPAYMENTPAYMENT",
    }
}

words! {
    /// Which way the money goes. Overpayments, prepayments and transfers, which we make none of
    /// and which cannot be deleted this way, stay as Xero writes them (facts §9).
    BankTransactionType { Receive = "RECEIVE", Spend = "SPEND" }
}

words! {
    /// The state of a bank transaction, which has no draft: it is in the ledger at once (facts §9).
    BankTransactionStatus { Authorised = "AUTHORISED", Deleted = "DELETED", Voided = "VOIDED" }
}

words! {
    /// Whether a contact may be used: only an active one may be on a new document (facts §13).
    ContactStatus { Active = "ACTIVE", Archived = "ARCHIVED", ForgottenByLaw = "GDPRREQUEST" }
}
