//! The organisation, its accounts, tax rates and tracking categories.

use http::Method;

use super::{Answer, Call, Client};
use crate::error::Error;
use crate::wire::{Account, NewAccount, Organisation, TaxRate, TrackingCategory};

/// The bytes of an account's creation; one account per request (facts §10.1).
#[must_use]
pub fn account_body(account: &NewAccount) -> Vec<u8> {
    serde_json::to_vec(account).expect("an account is plain JSON")
}

impl Client {
    /// The organisation, with its lock dates and base currency.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn organisation(&self) -> Result<Organisation, Error> {
        Ok(self.element(&Call::get("/Organisation")).await?.value)
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
        self.element(&Call::write(Method::PUT, "/Accounts", &body, key)).await
    }
}
