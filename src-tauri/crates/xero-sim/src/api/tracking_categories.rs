//! `/TrackingCategories`: reading them, making them, renaming and archiving (facts §10.3). The
//! wordings are ours but that of the taken name.

use uuid::Uuid;

use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{TrackingCategory, TrackingOption};
use crate::wire::{Field, Malformed, Node};

const NAME: &str = "TrackingCategories";
/// The longest name of a category or an option.
const MAX_NAME: usize = 100;
/// How many options a category may have; widely quoted, not documented (facts §10.3).
const MAX_OPTIONS: usize = 100;
const MAX_ACTIVE: usize = 2;
const MAX_CATEGORIES: usize = 4;
const TAKEN: &str = "Please enter a unique Name.";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => {
            let all = ask.call.param("includeArchived") == Some("true");
            let tracking = &ask.organisation.books.tracking;
            let nodes = tracking.iter().filter(|category| all || category.active).map(node);
            let mut nodes = query::filter(ask.call, nodes.collect())?;
            query::sort(ask.call, "Name", &mut nodes)?;
            Ok(Answer::of(NAME, nodes))
        }
        ("GET", [id]) => {
            let category = find(ask, id)?;
            Ok(Answer::of(NAME, vec![node(category)]))
        }
        ("PUT", []) => create(ask),
        ("POST", [id]) => change(ask, id),
        ("PUT", [id, "Options"]) => add_options(ask, id),
        ("POST", [id, "Options", option]) => change_option(ask, id, option),
        ("DELETE", [_, ..]) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

fn find<'a>(ask: &'a mut Ask<'_>, id: &str) -> Result<&'a mut TrackingCategory, Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let tracking = &mut ask.organisation.books.tracking;
    tracking.find_mut(|category| category.id == id).ok_or(Refusal::NotFound)
}

/// A category or an option as it was sent: a new name, or a new status.
struct Change {
    name: Option<String>,
    active: Option<bool>,
}

fn read(field: &Field<'_>) -> Result<Change, Malformed> {
    let status = |word: &str| match word {
        "ACTIVE" => Some(true),
        "ARCHIVED" => Some(false),
        _ => None,
    };
    Ok(Change {
        name: field.text("Name")?,
        active: field.convert("Status", "Xero.API.Library..TrackingStatus", status)?,
    })
}

/// The one change of the body.
fn only(ask: &Ask<'_>, collection: &str) -> Result<Change, Refusal> {
    let mut changes = ask.elements(collection, read)?;
    match (changes.pop(), changes.is_empty()) {
        (Some(change), true) => Ok(change),
        _ => Err(Refusal::says("Exactly one must be provided per request.")),
    }
}

fn create(ask: &mut Ask<'_>) -> Outcome {
    let change = only(ask, NAME)?;
    let name = change.name.unwrap_or_default();
    check_name(&name)?;
    let id = ask.ids.uuid();
    let all = &mut ask.organisation.books.tracking;
    if all.iter().any(|known| known.name.eq_ignore_ascii_case(&name)) {
        return Err(Refusal::says(TAKEN));
    }
    let active = all.iter().filter(|known| known.active).count();
    if active >= MAX_ACTIVE || all.len() >= MAX_CATEGORIES {
        return Err(Refusal::says("An organisation cannot have more tracking categories."));
    }
    let category = TrackingCategory { id, name, active: true, options: Vec::new() };
    let node = node(&category);
    all.push(category);
    Ok(Answer::of(NAME, vec![node]))
}

fn change(ask: &mut Ask<'_>, id: &str) -> Outcome {
    let change = only(ask, NAME)?;
    let mut category = find(ask, id)?.clone();
    let others = || {
        let all = ask.organisation.books.tracking.iter();
        all.filter(|known| known.id != category.id)
    };
    if let Some(name) = &change.name {
        check_name(name)?;
        if others().any(|known| known.name.eq_ignore_ascii_case(name)) {
            return Err(Refusal::says(TAKEN));
        }
    }
    let wakes = change.active == Some(true) && !category.active;
    if wakes && others().filter(|known| known.active).count() >= MAX_ACTIVE {
        return Err(Refusal::says("An organisation cannot have more tracking categories."));
    }
    category.name = change.name.unwrap_or(category.name);
    category.active = change.active.unwrap_or(category.active);
    let node = node(&category);
    *find(ask, id)? = category;
    Ok(Answer::of(NAME, vec![node]))
}

fn add_options(ask: &mut Ask<'_>, id: &str) -> Outcome {
    let names = ask.elements("Options", |option| option.text("Name"))?;
    let new: Vec<(Uuid, String)> =
        names.into_iter().map(|name| (ask.ids.uuid(), name.unwrap_or_default())).collect();
    let category = find(ask, id)?;
    for (_, name) in &new {
        check_name(name)?;
        if category.options.iter().any(|option| option.name.eq_ignore_ascii_case(name)) {
            return Err(Refusal::says(TAKEN));
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

fn change_option(ask: &mut Ask<'_>, id: &str, option_id: &str) -> Outcome {
    let change = only(ask, "Options")?;
    let option_id: Uuid = option_id.parse().map_err(|_| Refusal::NotFound)?;
    let category = find(ask, id)?;
    if let Some(name) = &change.name {
        check_name(name)?;
        let mut others = category.options.iter().filter(|known| known.id != option_id);
        if others.any(|known| known.name.eq_ignore_ascii_case(name)) {
            return Err(Refusal::says(TAKEN));
        }
    }
    let mut options = category.options.iter_mut();
    let found = options.find(|known| known.id == option_id).ok_or(Refusal::NotFound)?;
    if let Some(name) = change.name {
        found.name = name;
    }
    found.active = change.active.unwrap_or(found.active);
    Ok(Answer::of("Options", vec![option(found)]))
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() || name.chars().count() > MAX_NAME {
        return Err(Refusal::says("The tracking name must have 1 to 100 characters."));
    }
    Ok(())
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
