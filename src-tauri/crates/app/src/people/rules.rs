//! Who may do what: one table of every command.
//!
//! The commands are those of `ipc`'s list and those only the command line has. One without a row
//! does not compile.

use store::PersonRole;

/// What a command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The least role that may; anybody at all where none is said, signed in or not.
    pub(crate) role: Option<PersonRole>,
    /// What it does, after "may"; nothing where it only looks. What does something is audited.
    pub(crate) deed: Option<&'static str>,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        /// Every command, by its name on the wire; below the last of `ipc`'s list those that only
        /// the command line has.
        #[expect(non_camel_case_types, reason = "the names are those of the list")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Command {
            $($name,)*
            check,
            back_up,
            record,
            set_setting,
            set_location_rule,
            run_outbox,
        }

        impl Command {
            /// The commands of the window.
            pub(crate) const OF_WINDOW: &[Self] = &[$(Self::$name),*];

            /// Its name.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::check => "check",
                    Self::back_up => "back_up",
                    Self::record => "record",
                    Self::set_setting => "set_setting",
                    Self::set_location_rule => "set_location_rule",
                    Self::run_outbox => "run_outbox",
                }
            }
        }
    };
}
ipc::with_commands!(commands);

macro_rules! rules {
    ($($command:ident: $who:ident $($deed:literal)?;)*) => {
        impl Command {
            /// What it asks for.
            pub(crate) const fn rule(self) -> Rule {
                match self {
                    $(Self::$command => Rule { role: $who(), deed: rules!(@ $($deed)?) },)*
                }
            }
        }
    };
    (@) => { None };
    (@ $deed:literal) => { Some($deed) };
}

rules! {
    status: anybody;
    people: anybody;
    // Each tells the audit log itself, by the name of who signs in or out.
    sign_in: anybody;
    sign_out: anybody;
    still_here: anybody;
    add_person: administrator "add a person";
    save_person: administrator "change a person";
    // One's own; another's takes an administrator, which is looked at where it is done.
    set_pin: front_desk "set a PIN";
    set_lock_after: administrator "decide when an idle window is locked";
    audit_log: bookkeeper;

    start_practice: administrator "go to the practice company";
    // Nothing is done to either book: the real one asks for itself who is there.
    leave_practice: anybody;
    connect_start: administrator "connect to Xero";
    connect_status: front_desk;
    connect_cancel: administrator "stop connecting to Xero";
    list_organisations: administrator;
    use_organisation: administrator "choose the organisation";
    disconnect: administrator "disconnect from Xero";
    set_client_id: administrator "change the client id of the Xero app";
    open_simulator: front_desk;

    cashout: front_desk;
    cashout_line_transactions: front_desk;
    sync_cashout: front_desk "close days and send them to Xero";
    sync_now: front_desk "send what waits to Xero";
    attention: front_desk;
    retry_document: bookkeeper "send a document again";
    retry_cause: bookkeeper "send again what waits for one cause";
    hold_document: bookkeeper "hold a document";
    skip_document: bookkeeper "skip a document";
    keep_document: bookkeeper "keep in Xero what was to be taken back";
    undo_preview: front_desk;
    undo_document: bookkeeper "take a document back out of Xero";
    move_to_cashout: bookkeeper "move a part into the cashout";
    check_approvals: bookkeeper "look in Xero for approved drafts";
    backups: administrator;
    restore_backup: administrator "put a backup in the place of the book";
    save_bundle: front_desk "save a diagnostic bundle";
    take_over_found: bookkeeper "take over what was found in Xero";
    dismiss_found: bookkeeper "say that what was found in Xero is another thing";
    drifts: front_desk;
    check_drift: bookkeeper "look in Xero for what was changed there";
    accept_drift: bookkeeper "take what is in Xero as right";
    repost_drift: bookkeeper "post again what was changed in Xero";
    documents: front_desk;
    document: front_desk;
    open_document: front_desk;

    chart: front_desk;
    refresh_chart: bookkeeper "read the chart of accounts again";
    mappings: front_desk;
    candidates: front_desk;
    set_role: bookkeeper "give a role its account";
    set_gl_code: bookkeeper "give a GL code its account";
    set_tax: bookkeeper "say where a tax goes";
    set_tender: bookkeeper "give a tender its account";
    set_bank: bookkeeper "give a bank account its account in Xero";
    set_tracking: bookkeeper "say how lines are tracked";
    set_no_tax_type: bookkeeper "choose the tax type of lines without tax";
    create_tracking_option: bookkeeper "create a tracking option in Xero";
    enable_payments: bookkeeper "let payments be made to an account in Xero";
    accept_suggestions: bookkeeper "take suggested accounts";
    contacts: front_desk;
    contact_choices: front_desk;
    link_contact: bookkeeper "say which contact a customer is";
    unlink_contact: bookkeeper "take a customer's contact away";
    rates: front_desk;
    set_rate: bookkeeper "enter a rate";

    transactions: front_desk;
    transaction: front_desk;
    // As whoever may record may correct. What is in Xero takes a bookkeeper, which is looked at
    // where it is done.
    withdraw_transaction: front_desk "withdraw a transaction";
    pick_file: front_desk;
    import_preview: front_desk;
    import_run: front_desk "import a file";
    // What it cancels says so; it must not wait for the book, which that work is writing.
    cancel_run: front_desk;
    sync_log: front_desk;
    settings: front_desk;
    // The client id among them takes an administrator, which is looked at where it is done.
    set_settings: bookkeeper "change how things are posted";
    locations: front_desk;
    add_location: administrator "add a location";
    save_location: administrator "change a location";
    set_posting_mode: bookkeeper "change how sales reach Xero";
    export: bookkeeper "write a file of the book";

    check: front_desk;
    back_up: bookkeeper "copy the book to a file";
    record: front_desk "record transactions";
    set_setting: bookkeeper "change a setting";
    set_location_rule: administrator "change a rule of a location";
    run_outbox: front_desk "send what waits to Xero";
}

const fn anybody() -> Option<PersonRole> {
    None
}

const fn front_desk() -> Option<PersonRole> {
    Some(PersonRole::FrontDesk)
}

const fn bookkeeper() -> Option<PersonRole> {
    Some(PersonRole::Bookkeeper)
}

const fn administrator() -> Option<PersonRole> {
    Some(PersonRole::Administrator)
}

impl Rule {
    /// Whether a role is enough.
    pub(crate) fn lets(self, role: Option<PersonRole>) -> bool {
        self.role.is_none_or(|least| role.is_some_and(|role| role >= least))
    }

    /// What it does or looks at, after "may".
    pub(crate) const fn words(self) -> &'static str {
        match self.deed {
            Some(deed) => deed,
            None => "look at this",
        }
    }
}
