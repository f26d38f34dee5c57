//! The organisation, what may be done in it, its accounts, tax rates, tracking categories and
//! currencies.

use http::Method;
use serde_json::json;
use uuid::Uuid;

use super::body::{of_one, to_bytes};
use super::{Answer, Call, Client};
use crate::error::Error;
use crate::wire::{
    Account, Action, Currency, NewAccount, NewTrackingOption, Organisation, TaxRate,
    TrackingCategory, TrackingOption,
};

/// The bytes of an account's creation; one account per request (facts §10.1).
#[must_use]
pub fn account_body(account: &NewAccount) -> Vec<u8> {
    to_bytes(account)
}

/// The bytes that let an account take payments; what is not sent stays as it is (facts §8).
#[must_use]
pub fn account_payments_body(account: Uuid) -> Vec<u8> {
    let change = json!({ "AccountID": account, "EnablePaymentsToAccount": true });
    of_one("Accounts", &change)
}

/// The bytes of a tracking option's creation.
#[must_use]
pub fn tracking_option_body(option: &NewTrackingOption) -> Vec<u8> {
    to_bytes(option)
}

impl Client {
    /// The organisation, with its lock dates and base currency.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn organisation(&self) -> Result<Organisation, Error> {
        self.element(&Call::get("/Organisation")).await
    }

    /// What this sign-in may do here, by the person's role and the organisation's plan.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn organisation_actions(&self) -> Result<Vec<Action>, Error> {
        Ok(self.elements(&Call::get("/Organisation/Actions")).await?.elements)
    }

    /// The currencies the organisation uses, its own among them.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn currencies(&self) -> Result<Vec<Currency>, Error> {
        Ok(self.elements(&Call::get("/Currencies")).await?.elements)
    }

    /// The whole chart, archived accounts too; Xero does not page it.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        Ok(self.elements(&Call::get("/Accounts")).await?.elements)
    }

    /// All tax rates.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn tax_rates(&self) -> Result<Vec<TaxRate>, Error> {
        Ok(self.elements(&Call::get("/TaxRates")).await?.elements)
    }

    /// The tracking categories with their options, archived ones too.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn tracking_categories(&self) -> Result<Vec<TrackingCategory>, Error> {
        let call = Call::get("/TrackingCategories").query(&[("includeArchived", "true")]);
        Ok(self.elements(&call).await?.elements)
    }

    /// Creates an account. Needs the scope `accounting.settings`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with “Please enter a unique Name.” for one that exists, and any other
    /// of a write.
    pub async fn create_account(
        &self,
        account: &NewAccount,
        key: &str,
    ) -> Result<Answer<Account>, Error> {
        let body = account_body(account);
        self.written(&Call::write(Method::PUT, "/Accounts", &body, key)).await
    }

    /// Changes an account, with bytes of [`account_payments_body`], kept or fresh. Needs the scope
    /// `accounting.settings`.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the chart says so.
    pub async fn send_account_update(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<Account>, Error> {
        self.written(&Call::write(Method::POST, format!("/Accounts/{id}"), body, key)).await
    }

    /// Adds an option to a tracking category, from bytes of [`tracking_option_body`], kept or
    /// fresh. Needs the scope `accounting.settings`.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when [`Client::tracking_categories`] has the name.
    pub async fn send_tracking_option(
        &self,
        category: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<TrackingOption>, Error> {
        let path = format!("/TrackingCategories/{category}/Options");
        self.written(&Call::write(Method::PUT, path, body, key)).await
    }
}
