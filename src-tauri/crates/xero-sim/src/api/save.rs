//! Writing the elements of a request one after the other, in both ways of `summarizeErrors`.

use super::{Answer, Ask, Outcome, Refusal};
use crate::wire::Node;

/// What became of one element.
pub(super) struct Saved {
    /// The thing as it was kept, or as it was refused: then with an id of zeros when it is new.
    pub(super) node: Node,
    /// Why it was refused. It was kept when there are none.
    pub(super) errors: Vec<String>,
    /// Validation errors that a draft may be kept with, said in a 200 too.
    pub(super) tolerated: Vec<String>,
    /// Said in a 200, and easily mistaken for success (facts §6.6).
    pub(super) warnings: Vec<String>,
}

impl Saved {
    pub(super) fn new(node: Node, errors: Vec<String>) -> Self {
        Self { node, errors, tolerated: Vec::new(), warnings: Vec::new() }
    }

    fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    fn node(mut self, collection: &str, with_status: bool) -> Node {
        let refused = self.is_refused();
        if with_status {
            let word = match (refused, self.warnings.is_empty() && self.tolerated.is_empty()) {
                (true, _) => "ERROR",
                (false, false) => "WARNING",
                (false, true) => "OK",
            };
            let flag = match collection {
                "Invoices" | "CreditNotes" => "HasErrors",
                _ => "HasValidationErrors",
            };
            self.node.push("StatusAttributeString", Node::text(word));
            self.node.push(flag, Node::Bool(refused));
        }
        if !self.warnings.is_empty() {
            self.node.push("Warnings", Node::messages(&self.warnings));
        }
        let errors = [self.errors, self.tolerated].concat();
        if !errors.is_empty() {
            self.node.push("ValidationErrors", Node::messages(&errors));
        }
        self.node
    }
}

/// Saves each element, which sees what those before it did. Unless `summarizeErrors=false`, one
/// refused element refuses them all, and nothing has happened.
pub(super) fn each<T>(
    ask: &mut Ask<'_>,
    collection: &'static str,
    elements: &[T],
    mut save: impl FnMut(&mut Ask<'_>, &T) -> Saved,
) -> Outcome {
    if elements.is_empty() {
        return Err(Refusal::says(&format!("At least one of {collection} must be provided.")));
    }
    let summarizes = ask.summarizes_errors();
    // A refused element changes nothing, so one alone needs no way back.
    let before = (summarizes && elements.len() > 1).then(|| ask.organisation.books.clone());
    let saved: Vec<Saved> = elements.iter().map(|element| save(ask, element)).collect();
    if summarizes && saved.iter().any(Saved::is_refused) {
        if let Some(before) = before {
            ask.organisation.books = before;
        }
        let refused = saved.into_iter().filter(Saved::is_refused);
        return Err(Refusal::Invalid(refused.map(|s| s.node(collection, false)).collect()));
    }
    let nodes = saved.into_iter().map(|saved| saved.node(collection, !summarizes)).collect();
    Ok(Answer::of(collection, nodes))
}
