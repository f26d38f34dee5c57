//! `GET /TaxRates` (facts §10.2).

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::TaxRate;
use crate::wire::Node;

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => {
            let nodes = ask.organisation.books.tax_rates.iter().map(node).collect();
            let mut nodes = query::filter(ask.call, nodes)?;
            query::sort(ask.call, "Name", &mut nodes)?;
            Ok(Answer::of("TaxRates", nodes))
        }
        ("PUT" | "POST", []) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

fn node(rate: &TaxRate) -> Node {
    let components = rate.components.iter().map(|component| {
        Node::Object(vec![
            ("Name", Node::text(&component.name)),
            ("Rate", Node::Rate(component.rate)),
            ("IsCompound", Node::Bool(false)),
            ("IsNonRecoverable", Node::Bool(false)),
        ])
    });
    Node::Object(vec![
        ("Name", Node::text(&rate.name)),
        ("TaxType", Node::text(&rate.tax_type)),
        ("CanApplyToAssets", Node::Bool(rate.assets)),
        ("CanApplyToEquity", Node::Bool(rate.equity)),
        ("CanApplyToExpenses", Node::Bool(rate.expenses)),
        ("CanApplyToLiabilities", Node::Bool(rate.liabilities)),
        ("CanApplyToRevenue", Node::Bool(rate.revenue)),
        ("DisplayTaxRate", Node::Rate(rate.effective())),
        ("EffectiveRate", Node::Rate(rate.effective())),
        ("Status", Node::text(if rate.active { "ACTIVE" } else { "DELETED" })),
        ("TaxComponents", Node::list(components)),
    ])
}
