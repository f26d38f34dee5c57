//! `/Currencies`: the base currency and those added beside it (facts §10.4).

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Currency, currency_name};
use crate::wire::Node;

const NAME: &str = "Currencies";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => {
            let organisation = &*ask.organisation;
            let added = organisation.books.currencies.iter().map(|currency| &currency.code);
            let all = [&organisation.base_currency].into_iter().chain(added);
            let nodes = all.map(|code| node(code)).collect();
            let mut nodes = query::filter(ask.call, nodes)?;
            query::sort(ask.call, "Code", &mut nodes)?;
            Ok(Answer::of(NAME, nodes))
        }
        ("PUT", []) => add(ask),
        _ => Err(Refusal::NotFound),
    }
}

/// The wordings are ours.
fn add(ask: &mut Ask<'_>) -> Outcome {
    let mut codes = ask.elements(NAME, |field| field.text("Code"))?;
    let (Some(Some(code)), true) = (codes.pop(), codes.is_empty()) else {
        return Err(Refusal::says("Exactly one currency must be provided per request."));
    };
    let organisation = &mut *ask.organisation;
    if !organisation.multicurrency {
        let text = "The plan of the organisation does not include multiple currencies.";
        return Err(Refusal::says(text));
    }
    if currency_name(&code).is_none() {
        return Err(Refusal::says(&format!("The currency {code} does not exist.")));
    }
    let has_it = organisation.books.currencies.iter().any(|known| known.code == code);
    if has_it || code == organisation.base_currency {
        return Err(Refusal::says(&format!("The organisation already has the currency {code}.")));
    }
    let node = node(&code);
    organisation.books.currencies.push(Currency { code });
    Ok(Answer::of(NAME, vec![node]))
}

fn node(code: &str) -> Node {
    let name = currency_name(code).unwrap_or(code);
    Node::Object(vec![("Code", Node::text(code)), ("Description", Node::text(name))])
}
