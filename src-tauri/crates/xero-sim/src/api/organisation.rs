//! `GET /Organisation` (facts §10.5).

use super::{Answer, Ask, Outcome, Refusal};
use crate::books::Organisation;
use crate::wire::Node;

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => Ok(Answer::of("Organisations", vec![node(ask.organisation)])),
        ("GET", ["Actions"]) => Ok(Answer::of("Actions", actions(ask.organisation))),
        _ => Err(Refusal::NotFound),
    }
}

fn node(organisation: &Organisation) -> Node {
    let text = |text: &str| Node::text(text);
    let (day, month) = organisation.year_end;
    let mut node = Node::Object(vec![
        ("Name", text(&organisation.name)),
        ("LegalName", text(&organisation.name)),
        ("PaysTax", Node::Bool(true)),
        ("Version", text(&organisation.version)),
        ("OrganisationType", text("COMPANY")),
        ("BaseCurrency", text(&organisation.base_currency)),
        ("CountryCode", text(&organisation.country)),
        ("IsDemoCompany", Node::Bool(false)),
        ("OrganisationStatus", text("ACTIVE")),
        ("FinancialYearEndDay", Node::Int(i64::from(day))),
        ("FinancialYearEndMonth", Node::Int(i64::from(month))),
        ("SalesTaxBasis", text("ACCRUALS")),
        ("DefaultSalesTax", text("Tax Exclusive")),
        ("DefaultPurchasesTax", text("Tax Exclusive")),
        ("CreatedDateUTC", Node::Instant(organisation.created)),
        ("Timezone", text(&organisation.timezone)),
        ("OrganisationEntityType", text("COMPANY")),
        ("ShortCode", text(&organisation.short_code)),
        ("OrganisationID", Node::id(organisation.id)),
        ("Edition", text("BUSINESS")),
        ("Class", text(class(organisation))),
        ("Addresses", Node::List(vec![])),
        ("Phones", Node::List(vec![])),
        ("ExternalLinks", Node::List(vec![])),
        ("PaymentTerms", Node::Object(vec![])),
    ]);
    // Present only where one is set.
    for (name, date) in [
        ("PeriodLockDate", organisation.period_lock),
        ("EndOfYearLockDate", organisation.year_lock),
    ] {
        if let Some(date) = date {
            node.push(name, Node::Date(date));
        }
    }
    node
}

/// The plan; the one with a cap on invoices is what is called Early (facts §3).
fn class(organisation: &Organisation) -> &'static str {
    match (organisation.approve_limit, organisation.multicurrency) {
        (Some(_), _) => "STARTER",
        (None, true) => "PREMIUM",
        (None, false) => "STANDARD",
    }
}

/// What the plan and the user's role allow (facts §2.7, §10.4); the names of Xero's
/// specification, and two that others report.
fn actions(organisation: &Organisation) -> Vec<Node> {
    [
        ("CreateDraftInvoice", true),
        ("CreateApprovedInvoice", true),
        ("CreateInvoicePayment", true),
        ("AttachFilesIntoInvoice", true),
        ("CreateRepeatingInvoice", false),
        ("CreateDraftBill", false),
        ("CreateApprovedBill", false),
        ("CreateRepeatingBill", false),
        ("CreateDraftQuote", false),
        ("CreateSentQuote", false),
        ("CreateDraftPurchaseOrder", false),
        ("CreateApprovedPurchaseOrder", false),
        ("UseMulticurrency", organisation.multicurrency),
        ("CreateManualJournal", organisation.reporting_role),
        ("ApproveTransactionsBeforePeriodLockDate", false),
    ]
    .into_iter()
    .map(|(name, allowed)| {
        let status = if allowed { "ALLOWED" } else { "NOT-ALLOWED" };
        Node::Object(vec![("Name", Node::text(name)), ("Status", Node::text(status))])
    })
    .collect()
}
