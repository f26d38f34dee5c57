//! The granular scopes, the only ones an app created since 2 March 2026 may ask for (facts §2.6).

/// Scopes about the user and the session.
const IDENTITY: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Scopes that also exist with `.read` at the end.
const WRITABLE: [&str; 7] = [
    "accounting.manualjournals",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
];

const REPORTS: [&str; 9] = [
    "aged",
    "balancesheet",
    "banksummary",
    "budgetsummary",
    "executivesummary",
    "profitandloss",
    "trialbalance",
    "taxreports",
    "tenninetynine",
];

/// Whether the app may ask for `scope`. Broad ones (`accounting.transactions`) it may not, nor the
/// premium `accounting.journals.read`.
pub(super) fn is_known(scope: &str) -> bool {
    let base = scope.strip_suffix(".read").unwrap_or(scope);
    let report = scope.strip_prefix("accounting.reports.").and_then(|r| r.strip_suffix(".read"));
    IDENTITY.contains(&scope)
        || WRITABLE.contains(&base)
        || report.is_some_and(|report| REPORTS.contains(&report))
}
