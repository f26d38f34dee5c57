//! `/TrackingCategories`: reading them, and adding options (facts §10.3).

use uuid::Uuid;

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{TrackingCategory, TrackingOption};
use crate::wire::Node;

/// The longest name of an option.
const MAX_NAME: usize = 100;
/// How many options a category may have; widely quoted, not documented (facts §10.3).
const MAX_OPTIONS: usize = 100;

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => {
            let all = ask.call.param("includeArchived") == Some("true");
            let tracking = &ask.organisation.books.tracking;
            let nodes = tracking.iter().filter(|category| all || category.active).map(node);
            let mut nodes = query::filter(ask.call, nodes.collect())?;
            query::sort(ask.call, "Name", &mut nodes)?;
            Ok(Answer::of("TrackingCategories", nodes))
        }
        ("GET", [id]) => {
            let category = find(ask, id)?;
            Ok(Answer::of("TrackingCategories", vec![node(category)]))
        }
        ("PUT", [id, "Options"]) => add_options(ask, id),
        ("PUT" | "POST" | "DELETE", _) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

fn find<'a>(ask: &'a mut Ask<'_>, id: &str) -> Result<&'a mut TrackingCategory, Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let tracking = &mut ask.organisation.books.tracking;
    tracking.find_mut(|category| category.id == id).ok_or(Refusal::NotFound)
}

fn add_options(ask: &mut Ask<'_>, id: &str) -> Outcome {
    let names = ask.elements("Options", |option| option.text("Name"))?;
    let new: Vec<(Uuid, String)> =
        names.into_iter().map(|name| (ask.ids.uuid(), name.unwrap_or_default())).collect();
    let category = find(ask, id)?;
    for (_, name) in &new {
        let is_taken = category.options.iter().any(|option| option.name.eq_ignore_ascii_case(name));
        if name.trim().is_empty() || name.chars().count() > MAX_NAME {
            return Err(Refusal::says("The tracking option name must have 1 to 100 characters."));
        }
        if is_taken {
            return Err(Refusal::says("Please enter a unique Name."));
        }
    }
    if category.options.len() + new.len() > MAX_OPTIONS {
        return Err(Refusal::says("A tracking category cannot have more than 100 options."));
    }
    let made: Vec<TrackingOption> =
        new.into_iter().map(|(id, name)| TrackingOption { id, name, active: true }).collect();
    category.options.extend(made.iter().cloned());
    Ok(Answer::of("Options", made.iter().map(option).collect()))
}

fn node(category: &TrackingCategory) -> Node {
    Node::Object(vec![
        ("Name", Node::text(&category.name)),
        ("Status", Node::text(status(category.active))),
        ("TrackingCategoryID", Node::id(category.id)),
        ("Options", Node::list(category.options.iter().map(option))),
    ])
}

fn option(option: &TrackingOption) -> Node {
    Node::Object(vec![
        ("TrackingOptionID", Node::id(option.id)),
        ("Name", Node::text(&option.name)),
        ("Status", Node::text(status(option.active))),
    ])
}

fn status(active: bool) -> &'static str {
    if active { "ACTIVE" } else { "ARCHIVED" }
}
