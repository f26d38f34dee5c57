//! The one list of commands.
//!
//! [`with_commands!`](crate::with_commands) hands the list to any macro: here it becomes
//! [`NAMES`] and the TypeScript, in `app` the dispatcher. A command without a handler there does
//! not compile, nor a window that calls one that is not here.

/// The one list of commands. Hands `name(Request) -> Answer` lines to the macro it is given;
/// every command can also fail with a [`Fault`](crate::Fault).
///
/// ```
/// macro_rules! count {
///     ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
///         [$(stringify!($name)),*].len()
///     };
/// }
/// assert_eq!(ipc::with_commands!(count), ipc::NAMES.len());
/// ```
#[macro_export]
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            /// Where this book stands.
            status($crate::NoArguments) -> $crate::Status,

            /// Who works with the book; also asked by a window at which nobody has signed in.
            people($crate::NoArguments) -> $crate::People,
            /// Signs a person in with their PIN, in the place of whoever was.
            sign_in($crate::SignIn) -> $crate::Status,
            /// Signs out whoever is signed in.
            sign_out($crate::NoArguments) -> $crate::Status,
            /// Says that whoever is signed in is still there: a key was pressed, a pointer moved.
            /// The window says so at most twice a minute.
            still_here($crate::NoArguments) -> $crate::Done,
            /// Adds a person. From the first on, somebody signs in.
            add_person($crate::AddPerson) -> $crate::People,
            /// Keeps a person's name and role, and whether they may sign in.
            save_person($crate::SavePerson) -> $crate::People,
            /// Gives a person another PIN.
            set_pin($crate::SetPin) -> $crate::People,
            /// Decides after how many idle minutes whoever is signed in is signed out.
            set_lock_after($crate::LockAfter) -> $crate::Status,
            /// Who did what, and what came of it.
            audit_log($crate::AuditLogRequest) -> $crate::AuditLogPage,

            /// Starts the simulator and makes the practice company's book, or goes back to it.
            start_practice($crate::Run) -> $crate::Status,
            /// Goes back from the practice company, which stays as it is, to the book beside it.
            leave_practice($crate::NoArguments) -> $crate::Status,
            /// Opens the system browser to sign in. `connect_status` tells how it goes.
            connect_start($crate::ConnectStart) -> $crate::Connection,
            /// How far the sign-in has come.
            connect_status($crate::NoArguments) -> $crate::Connection,
            /// Stops waiting for the browser; refused where it has come back already.
            connect_cancel($crate::NoArguments) -> $crate::Connection,
            /// The organisations the sign-in has opened to us.
            list_organisations($crate::NoArguments) -> Vec<$crate::Organisation>,
            /// Uses an organisation, and reads its chart.
            use_organisation($crate::OrganisationRef) -> $crate::Connection,
            /// Ends the connection and forgets the sign-in. The book stays as it is.
            disconnect($crate::NoArguments) -> $crate::Done,
            /// Keeps the client id of the user's own Xero app.
            set_client_id($crate::SetClientId) -> $crate::Done,
            /// Opens the simulator's page of its books in the system browser.
            open_simulator($crate::NoArguments) -> $crate::Done,

            /// The review of a day or a range.
            cashout($crate::CashoutRequest) -> $crate::Cashout,
            /// The transactions in a line of a reviewed journal.
            cashout_line_transactions($crate::LineTransactionsRequest) -> $crate::TransactionPage,
            /// Closes a range, queues its documents and sends them.
            sync_cashout($crate::SyncCashout) -> $crate::SyncOutcome,
            /// Sends all that waits.
            sync_now($crate::Run) -> $crate::SyncOutcome,

            /// All that needs a person.
            attention($crate::NoArguments) -> $crate::Attention,
            /// Looks a document up in Xero and sends it again if it is not there.
            retry_document($crate::DocumentRef) -> $crate::SyncOutcome,
            /// The same for all that waits for one cause.
            retry_cause($crate::CauseRef) -> $crate::SyncOutcome,
            /// Keeps a queued document back until it is retried.
            hold_document($crate::DocumentRef) -> $crate::Document,
            /// Gives a document up, with a reason.
            skip_document($crate::SkipDocument) -> $crate::Document,
            /// Keeps in Xero what was to be taken back and could not: the undo is given up.
            keep_document($crate::DocumentRef) -> $crate::Document,
            /// What undoing a document takes with it, and what stays.
            undo_preview($crate::DocumentRef) -> $crate::UndoPreview,
            /// Takes a document back out of Xero and gives its transactions back.
            undo_document($crate::DocumentRef) -> $crate::SyncOutcome,
            /// Puts what would have a document of its own into the cashout of its day.
            move_to_cashout($crate::PartRef) -> $crate::Done,
            /// Looks in Xero whether drafts were approved.
            check_approvals($crate::NoArguments) -> $crate::SyncOutcome,
            /// The backups of this book, and what putting one back left to be decided.
            backups($crate::NoArguments) -> $crate::Backups,
            /// Puts a backup in the place of the book, which is kept aside.
            restore_backup($crate::RestoreBackup) -> $crate::Backups,
            /// Writes a file that helps to find a fault, with nothing of what is in the book.
            save_bundle($crate::SaveBundle) -> $crate::SavedBundle,
            /// Takes over what Xero has in the place of a document that may be the same.
            take_over_found($crate::DocumentRef) -> $crate::SyncOutcome,
            /// Says that what was found in Xero is another thing; the document is sent.
            dismiss_found($crate::DismissFound) -> $crate::SyncOutcome,
            /// What in Xero is not as it was posted.
            drifts($crate::DriftRequest) -> $crate::Drifts,
            /// Looks in Xero for it now.
            check_drift($crate::Run) -> $crate::Drifts,
            /// Takes what is in Xero as right.
            accept_drift($crate::DriftRef) -> $crate::Drifts,
            /// Has it taken out of Xero and posted again.
            repost_drift($crate::DriftRef) -> $crate::SyncOutcome,
            /// The documents made for Xero.
            documents($crate::DocumentsRequest) -> $crate::DocumentPage,
            /// One of them with all that is known of it.
            document($crate::DocumentRef) -> $crate::Document,
            /// Opens a posted document in the system browser.
            open_document($crate::DocumentRef) -> $crate::Done,

            /// The chart as last read.
            chart($crate::NoArguments) -> $crate::Chart,
            /// Reads the chart from Xero again.
            refresh_chart($crate::NoArguments) -> $crate::ChartRefresh,
            /// Every mapping, and what is in use without one.
            mappings($crate::NoArguments) -> $crate::Mappings,
            /// What could be chosen for one of them.
            candidates($crate::MappingTarget) -> $crate::Candidates,
            /// Gives a role its account.
            set_role($crate::SetRole) -> $crate::MappingsSaved,
            /// Gives a GL code its account.
            set_gl_code($crate::SetGlCode) -> $crate::MappingsSaved,
            /// Says where a tax goes.
            set_tax($crate::SetTax) -> $crate::MappingsSaved,
            /// Gives a way of paying its own clearing account.
            set_tender($crate::SetTender) -> $crate::MappingsSaved,
            /// Gives a bank account that the desk calls by a name its account in Xero.
            set_bank($crate::SetBank) -> $crate::MappingsSaved,
            /// Lets a field decide how lines are tracked.
            set_tracking($crate::SetTracking) -> $crate::MappingsSaved,
            /// Chooses the tax type of lines without tax.
            set_no_tax_type($crate::SetNoTaxType) -> $crate::MappingsSaved,
            /// Creates a tracking option in Xero.
            create_tracking_option($crate::CreateTrackingOption) -> $crate::MappingsSaved,
            /// Lets payments be made to an account, in Xero.
            enable_payments($crate::EnablePayments) -> $crate::MappingsSaved,
            /// Takes suggestions.
            accept_suggestions($crate::AcceptSuggestions) -> $crate::MappingsSaved,

            /// Every customer who has a contact in Xero.
            contacts($crate::NoArguments) -> $crate::Contacts,
            /// The contacts a customer may be.
            contact_choices($crate::CustomerRef) -> $crate::ContactChoices,
            /// Says which contact a customer is, or has one created.
            link_contact($crate::LinkContact) -> $crate::Contacts,
            /// Takes a customer's contact away.
            unlink_contact($crate::UnlinkContact) -> $crate::Contacts,
            /// The rates entered, newest first.
            rates($crate::NoArguments) -> $crate::Rates,
            /// Enters a day's rate of a currency; what waited for it is posted.
            set_rate($crate::Rate) -> $crate::Rates,

            /// Transactions, searched and filtered.
            transactions($crate::TransactionsRequest) -> $crate::TransactionPage,
            /// One of them with all that is known of it.
            transaction($crate::TransactionRef) -> $crate::Transaction,
            /// Withdraws one that was recorded by mistake; what of it is in Xero is taken back.
            withdraw_transaction($crate::WithdrawTransaction) -> $crate::Transaction,
            /// Asks the person for a file.
            pick_file($crate::PickFile) -> $crate::PickedFile,
            /// Reads a file without recording anything.
            import_preview($crate::ImportPreviewRequest) -> $crate::ImportPreview,
            /// Records what was previewed.
            import_run($crate::ImportRun) -> $crate::ImportOutcome,
            /// Cancels a piece of long work.
            cancel_run($crate::Run) -> $crate::Done,

            /// Every exchange with Xero.
            sync_log($crate::SyncLogRequest) -> $crate::SyncLogPage,
            /// The policies of this book.
            settings($crate::NoArguments) -> $crate::Settings,
            /// Keeps the policies of this book.
            set_settings($crate::Settings) -> $crate::Settings,
            /// Every location.
            locations($crate::NoArguments) -> $crate::Locations,
            /// Adds a location.
            add_location($crate::AddLocation) -> $crate::Locations,
            /// Keeps a location's name, zone, day end, tax way and rules.
            save_location($crate::Location) -> $crate::Locations,
            /// Changes how a location's sales reach Xero, from a business date on.
            set_posting_mode($crate::SetPostingMode) -> $crate::PostingModeChange,
            /// Writes a file of the book.
            export($crate::ExportRequest) -> $crate::Exported,
        }
    };
}

macro_rules! declare_names {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        /// The names of all commands, in the order of the list.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}
with_commands!(declare_names);
