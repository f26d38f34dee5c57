//! One method a command of `ipc`'s list; most hand over to the file that knows.
//!
//! They are on [`Allowed`], behind the guard: who calls has been asked who they are and whether
//! they may. The methods of these names on [`crate::App`] are made in `people/guard.rs`.

use ipc::{
    AcceptSuggestions, AddLocation, Attention, Candidates, Cashout, CashoutRequest, CauseRef,
    Chart, ChartRefresh, ConnectStart, Connection, ContactChoices, Contacts, CreateTrackingOption,
    CustomerRef, Document, DocumentPage, DocumentRef, DocumentsRequest, Done, EnablePayments,
    ExportRequest, Exported, Fault, ImportOutcome, ImportPreview, ImportPreviewRequest, ImportRun,
    LineTransactionsRequest, LinkContact, Location, Locations, MappingTarget, Mappings,
    MappingsSaved, NoArguments, Organisation, OrganisationRef, PartRef, PickFile, PickedFile,
    PostingModeChange, Rate, Rates, Run, SetBank, SetClientId, SetGlCode, SetNoTaxType,
    SetPostingMode, SetRole, SetTax, SetTender, SetTracking, Settings, SkipDocument, Status,
    SyncCashout, SyncLogPage, SyncLogRequest, SyncOutcome, Transaction, TransactionPage,
    TransactionRef, TransactionsRequest, UndoPreview, UnlinkContact, WithdrawTransaction,
};

use crate::fault::{fault, internal};
use crate::people::Allowed;
use crate::posting::free_held;
use crate::views::{self, chart};
use crate::{
    choices, connect, contacts, convert, location_rules, locations, mending, rates, settings,
    status,
};

/// Commands about the book as a whole and the connection.
#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn status(&self, _request: NoArguments) -> Result<Status, Fault> {
        let signed_in = self.open().await?.signed_in().await;
        self.on_book(move |open| status::shown(open, signed_in.as_ref())).await
    }

    pub async fn start_practice(&self, request: Run) -> Result<Status, Fault> {
        self.open_practice(None, &request.run).await?;
        self.status(NoArguments {}).await
    }

    pub async fn leave_practice(&self, _request: NoArguments) -> Result<Status, Fault> {
        let open = self.open_real().await?;
        if open.is_practice() {
            return Err(fault(
                ipc::Code::NotFound,
                "There is no other book to go back to: this folder is the practice company's own. \
                 Nothing was changed.",
            ));
        }
        self.status(NoArguments {}).await
    }

    pub async fn connect_start(&self, request: ConnectStart) -> Result<Connection, Fault> {
        let open = self.open().await?;
        let how = connect::HowTo { client_id: request.client_id, ..Default::default() };
        connect::start(&open, how, &self.who).await
    }

    pub async fn connect_status(&self, _request: NoArguments) -> Result<Connection, Fault> {
        self.on_book(connect::status).await
    }

    pub async fn connect_cancel(&self, _request: NoArguments) -> Result<Connection, Fault> {
        let open = self.open().await?;
        connect::stop(&open)?;
        connect::status(&open)
    }

    pub async fn list_organisations(
        &self,
        _request: NoArguments,
    ) -> Result<Vec<Organisation>, Fault> {
        connect::organisations(&*self.open().await?).await
    }

    pub async fn use_organisation(&self, request: OrganisationRef) -> Result<Connection, Fault> {
        connect::use_organisation(&self.open().await?, request.id.as_str()).await
    }

    pub async fn disconnect(&self, _request: NoArguments) -> Result<Done, Fault> {
        connect::disconnect(&self.open().await?).await?;
        Ok(Done {})
    }

    pub async fn set_client_id(&self, request: SetClientId) -> Result<Done, Fault> {
        self.on_book(move |open| settings::set_client_id(&open.book, &request.client_id)).await?;
        Ok(Done {})
    }

    pub async fn open_simulator(&self, _request: NoArguments) -> Result<Done, Fault> {
        let open = self.open().await?;
        let url = open.simulator_url().map(str::to_owned).ok_or_else(|| {
            fault(ipc::Code::NotFound, "This book's organisation is not a simulated one.")
        })?;
        self.browse(url).await
    }

    pub async fn settings(&self, _request: NoArguments) -> Result<Settings, Fault> {
        self.on_book(|open| settings::shown(&open.book)).await
    }

    pub async fn set_settings(&self, request: Settings) -> Result<Settings, Fault> {
        let who = self.who.clone();
        let shown = self.on_book(move |open| {
            settings::refuse_other_client_id(open, &who, request.client_id.as_deref())?;
            settings::save(&open.book, &request)?;
            location_rules::follow_everywhere(open)?;
            settings::shown(&open.book)
        });
        let shown = shown.await?;
        self.queue_what_was_recorded().await;
        Ok(shown)
    }

    pub async fn locations(&self, _request: NoArguments) -> Result<Locations, Fault> {
        self.on_book(|open| locations::all_shown(&open.book, open.now())).await
    }

    pub async fn add_location(&self, request: AddLocation) -> Result<Locations, Fault> {
        self.on_book(move |open| {
            locations::add(&open.book, &request.name)?;
            locations::all_shown(&open.book, open.now())
        })
        .await
    }

    pub async fn save_location(&self, request: Location) -> Result<Locations, Fault> {
        self.on_book(move |open| {
            locations::save(open, &request)?;
            // Another tax way may be what a held day was waiting for.
            free_held(open);
            locations::all_shown(&open.book, open.now())
        })
        .await
    }

    pub async fn set_posting_mode(
        &self,
        request: SetPostingMode,
    ) -> Result<PostingModeChange, Fault> {
        let changed = self.on_book(move |open| location_rules::set_mode(open, &request)).await?;
        self.queue_what_was_recorded().await;
        Ok(changed)
    }

    pub async fn rates(&self, _request: NoArguments) -> Result<Rates, Fault> {
        self.on_book(|open| rates::shown(&open.book, None)).await
    }

    pub async fn set_rate(&self, request: Rate) -> Result<Rates, Fault> {
        let who = self.who.name.clone();
        let rates = self.on_book(move |open| rates::set(open, &request, &who)).await?;
        self.queue_what_was_recorded().await;
        Ok(rates)
    }

    pub async fn contacts(&self, _request: NoArguments) -> Result<Contacts, Fault> {
        self.on_book(|open| contacts::shown(&open.book, None)).await
    }

    pub async fn contact_choices(&self, request: CustomerRef) -> Result<ContactChoices, Fault> {
        contacts::choices(&*self.open().await?, &request.customer).await
    }

    pub async fn link_contact(&self, request: LinkContact) -> Result<Contacts, Fault> {
        contacts::link(&self.open().await?, &request, &self.who.name).await
    }

    pub async fn unlink_contact(&self, request: UnlinkContact) -> Result<Contacts, Fault> {
        self.on_book(move |open| contacts::unlink(open, &request.id)).await
    }

    pub async fn export(&self, request: ExportRequest) -> Result<Exported, Fault> {
        self.write_export(request).await
    }

    pub async fn cancel_run(&self, request: Run) -> Result<Done, Fault> {
        self.runs.cancel(&request.run);
        Ok(Done {})
    }

    /// Opens an address in the person's browser.
    async fn browse(&self, url: String) -> Result<Done, Fault> {
        let host = std::sync::Arc::clone(&self.host);
        let opened = tokio::task::spawn_blocking(move || host.open_url(&url)).await;
        match opened.map_err(|error| internal(&error))? {
            Ok(()) => Ok(Done {}),
            Err(error) => Err(fault(ipc::Code::NotFound, crate::fault::sentence(&error))),
        }
    }
}

/// Commands about days, documents and what needs a person.
#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn cashout(&self, request: CashoutRequest) -> Result<Cashout, Fault> {
        self.on_book(move |open| {
            views::cashout::review(&open.book, &request, &open.links(), Some(open.now()))
        })
        .await
    }

    pub async fn cashout_line_transactions(
        &self,
        request: LineTransactionsRequest,
    ) -> Result<TransactionPage, Fault> {
        self.on_book(move |open| views::transactions::of_line(&open.book, &request)).await
    }

    pub async fn sync_cashout(&self, request: SyncCashout) -> Result<SyncOutcome, Fault> {
        self.close_and_send(&request, &self.who.name).await
    }

    pub async fn sync_now(&self, request: Run) -> Result<SyncOutcome, Fault> {
        self.send_all(&request.run).await
    }

    pub async fn attention(&self, _request: NoArguments) -> Result<Attention, Fault> {
        let signed_in = self.open().await?.signed_in().await;
        self.on_book(move |open| views::attention::shown(open, signed_in.as_ref())).await
    }

    pub async fn retry_document(&self, request: DocumentRef) -> Result<SyncOutcome, Fault> {
        self.retry(convert::read_document(&request.document)?).await
    }

    pub async fn retry_cause(&self, request: CauseRef) -> Result<SyncOutcome, Fault> {
        self.retry_all_of(request.cause.as_str()).await
    }

    pub async fn hold_document(&self, request: DocumentRef) -> Result<Document, Fault> {
        self.hold(convert::read_document(&request.document)?).await
    }

    pub async fn skip_document(&self, request: SkipDocument) -> Result<Document, Fault> {
        self.skip(convert::read_document(&request.document)?, &request.why).await
    }

    pub async fn keep_document(&self, request: DocumentRef) -> Result<Document, Fault> {
        self.keep(convert::read_document(&request.document)?).await
    }

    pub async fn undo_preview(&self, request: DocumentRef) -> Result<UndoPreview, Fault> {
        self.preview_undo(convert::read_document(&request.document)?).await
    }

    pub async fn undo_document(&self, request: DocumentRef) -> Result<SyncOutcome, Fault> {
        self.undo(convert::read_document(&request.document)?).await
    }

    pub async fn move_to_cashout(&self, request: PartRef) -> Result<Done, Fault> {
        self.put_into_cashout(&request).await?;
        Ok(Done {})
    }

    pub async fn check_approvals(&self, _request: NoArguments) -> Result<SyncOutcome, Fault> {
        self.look_at_drafts().await
    }

    pub async fn documents(&self, request: DocumentsRequest) -> Result<DocumentPage, Fault> {
        self.on_book(move |open| views::documents::list(&open.book, &request, &open.links())).await
    }

    pub async fn document(&self, request: DocumentRef) -> Result<Document, Fault> {
        let id = convert::read_document(&request.document)?;
        self.on_book(move |open| views::documents::one(&open.book, id, &open.links())).await
    }

    pub async fn open_document(&self, request: DocumentRef) -> Result<Done, Fault> {
        let document = self.document(request).await?;
        let link = document.summary.link.ok_or_else(|| {
            fault(
                ipc::Code::NotFound,
                "This document is not in Xero yet, so there is no page of it.",
            )
        })?;
        self.open().await?.ensure_simulator().await?;
        self.browse(link).await
    }
}

/// Commands about the chart, the mapping, transactions, imports and the log.
#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn chart(&self, _request: NoArguments) -> Result<Chart, Fault> {
        self.on_book(|open| chart::shown(&open.book)).await
    }

    pub async fn refresh_chart(&self, _request: NoArguments) -> Result<ChartRefresh, Fault> {
        let open = self.open().await?;
        open.refresh_chart().await?;
        open.wake();
        self.on_book(|open| {
            let changes = chart::changes(&open.book)?;
            Ok(ChartRefresh { chart: chart::shown(&open.book)?, changes })
        })
        .await
    }

    pub async fn mappings(&self, _request: NoArguments) -> Result<Mappings, Fault> {
        self.on_book(|open| views::mappings::shown(&open.book)).await
    }

    pub async fn candidates(&self, request: MappingTarget) -> Result<Candidates, Fault> {
        self.on_book(move |open| choices::candidates(&open.book, &request)).await
    }

    pub async fn set_role(&self, request: SetRole) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_role(open, &request, &who)).await
    }

    pub async fn set_gl_code(&self, request: SetGlCode) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_gl_code(open, &request, &who)).await
    }

    pub async fn set_tax(&self, request: SetTax) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_tax(open, &request, &who)).await
    }

    pub async fn set_tender(&self, request: SetTender) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_tender(open, &request, &who)).await
    }

    pub async fn set_bank(&self, request: SetBank) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_bank(open, &request, &who)).await
    }

    pub async fn set_tracking(&self, request: SetTracking) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_tracking(open, &request, &who)).await
    }

    pub async fn set_no_tax_type(&self, request: SetNoTaxType) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::set_no_tax_type(open, &request, &who)).await
    }

    pub async fn create_tracking_option(
        &self,
        request: CreateTrackingOption,
    ) -> Result<MappingsSaved, Fault> {
        mending::create_option(&self.open().await?, &request, &self.who.name).await
    }

    pub async fn enable_payments(&self, request: EnablePayments) -> Result<MappingsSaved, Fault> {
        mending::enable_payments(&self.open().await?, &request, &self.who.name).await
    }

    pub async fn accept_suggestions(
        &self,
        request: AcceptSuggestions,
    ) -> Result<MappingsSaved, Fault> {
        let who = self.who.name.clone();
        self.on_book(move |open| choices::accept(open, &request, &who)).await
    }

    pub async fn transactions(
        &self,
        request: TransactionsRequest,
    ) -> Result<TransactionPage, Fault> {
        self.on_book(move |open| views::transactions::list(&open.book, &request)).await
    }

    pub async fn transaction(&self, request: TransactionRef) -> Result<Transaction, Fault> {
        let role = self.who.role;
        self.on_book(move |open| views::transaction::one(&open.book, &request, &open.links(), role))
            .await
    }

    pub async fn withdraw_transaction(
        &self,
        request: WithdrawTransaction,
    ) -> Result<Transaction, Fault> {
        self.withdraw(request, &self.who).await
    }

    pub async fn pick_file(&self, _request: PickFile) -> Result<PickedFile, Fault> {
        let host = std::sync::Arc::clone(&self.host);
        let picked = tokio::task::spawn_blocking(move || host.pick_file()).await;
        let path = picked.map_err(|error| internal(&error))?;
        Ok(PickedFile { path: path.map(|path| path.to_string_lossy().into_owned()) })
    }

    pub async fn import_preview(
        &self,
        request: ImportPreviewRequest,
    ) -> Result<ImportPreview, Fault> {
        self.preview(request).await
    }

    pub async fn import_run(&self, request: ImportRun) -> Result<ImportOutcome, Fault> {
        self.import(request, &self.who).await
    }

    pub async fn sync_log(&self, request: SyncLogRequest) -> Result<SyncLogPage, Fault> {
        self.on_book(move |open| views::sync_log::list(&open.book, &request, &open.links())).await
    }
}
