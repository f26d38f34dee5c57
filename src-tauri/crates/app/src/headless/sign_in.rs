//! Signing in from a terminal: begin, tell the address, wait.

use std::time::Duration;

use ipc::{Code, Connection, Fault, NoArguments, Organisation, OrganisationRef};

use crate::connect::HowTo;
use crate::fault::{fault, invalid};
use crate::people::{Command, Subject, Who};
use crate::{App, connect};

/// How to sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInOptions {
    /// The client id of the user's own Xero app; kept in the settings once it has signed in.
    pub client_id: Option<String>,
    /// The loopback port to wait on; the registered ones in turn when absent.
    pub port: Option<u16>,
    /// How long to wait for the browser.
    pub patience: Option<Duration>,
}

/// What a sign-in came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The organisations it opened to us.
    pub organisations: Vec<Organisation>,
    /// The one in use; nothing while a person has to choose.
    pub in_use: Option<OrganisationRef>,
}

impl App {
    /// Begins a sign-in and returns the address of its page. The browser is opened where the host
    /// opens browsers.
    ///
    /// # Errors
    /// When there is no client id, no port is free, or the book cannot be opened.
    pub async fn sign_in_begin(&self, options: SignInOptions) -> Result<String, Fault> {
        self.guarded(Command::connect_start, Subject::default(), async |who| {
            self.begin_sign_in(options, who).await
        })
        .await
    }

    async fn begin_sign_in(&self, options: SignInOptions, who: &Who) -> Result<String, Fault> {
        let open = self.open().await?;
        let ports = options.port.map(|port| vec![port]);
        let SignInOptions { client_id, port: _, patience } = options;
        match connect::start(&open, HowTo { client_id, ports, patience }, who).await? {
            Connection::Waiting { authorize_url, .. } => Ok(authorize_url),
            Connection::Failed { fault } => Err(fault),
            Connection::Idle | Connection::Choose { .. } | Connection::Connected { .. } => {
                Err(fault(Code::SignInFailed, "The sign-in ended before it began."))
            }
        }
    }

    /// Waits for the sign-in under way, and uses the organisation named by id or name, or the
    /// only one there is.
    ///
    /// # Errors
    /// When it was refused or took too long, or the organisation named is not among those opened.
    pub async fn sign_in_end(&self, organisation: Option<&str>) -> Result<SignedIn, Fault> {
        self.refuse_unless_allowed(Command::connect_start).await?;
        let open = self.open().await?;
        connect::ended(&open).await;
        // Whoever waited was there all the time.
        open.seat.touch(open.now());
        if let Connection::Failed { fault } = connect::status(&open)? {
            return Err(fault);
        }
        if let Some(words) = organisation {
            self.use_organisation_named(words).await?;
        }
        let organisations = self.list_organisations(NoArguments {}).await?;
        let in_use = organisations.iter().find(|one| one.in_use);
        let in_use =
            in_use.map(|one| OrganisationRef { id: one.id.clone(), name: one.name.clone() });
        Ok(SignedIn { organisations, in_use })
    }

    /// Uses an organisation by its id or its name.
    ///
    /// # Errors
    /// When the sign-in did not open one of that name.
    pub async fn use_organisation_named(&self, words: &str) -> Result<OrganisationRef, Fault> {
        let organisations = self.list_organisations(NoArguments {}).await?;
        let wanted = ledger::normalise(words);
        let found = organisations
            .into_iter()
            .find(|one| one.id.as_str() == wanted || ledger::normalise(&one.name) == wanted)
            .map(|one| OrganisationRef { id: one.id, name: one.name })
            .ok_or_else(|| {
                let message = format!("This sign-in opened no organisation \"{words}\".");
                invalid("organisation", message)
            })?;
        self.use_organisation(found.clone()).await?;
        Ok(found)
    }
}
