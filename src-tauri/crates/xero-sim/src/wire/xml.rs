//! Answers as XML, Xero's default. Members are elements; a list's elements carry its singular.

use quick_xml::escape::escape;

use super::{Node, two_places};

pub(super) fn document(root: &str, node: &Node) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    element(&mut out, root, node);
    out
}

fn element(out: &mut String, name: &str, node: &Node) {
    let text = match node {
        Node::Null => return,
        Node::Bool(value) => value.to_string(),
        Node::Int(value) => value.to_string(),
        Node::Amount(value) => two_places(*value),
        Node::Rate(value) => format!("{value:.4}"),
        Node::Number(value) => value.normalize().to_string(),
        Node::Text(text) => escape(text.as_str()).into_owned(),
        Node::Date(date) => format!("{date}T00:00:00"),
        Node::Instant(at) => at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        Node::List(nodes) => {
            let mut inner = String::new();
            for node in nodes {
                element(&mut inner, singular(name), node);
            }
            inner
        }
        Node::Object(members) => {
            let mut inner = String::new();
            for (name, node) in members {
                element(&mut inner, name, node);
            }
            inner
        }
    };
    for part in ["<", name, ">", &text, "</", name, ">"] {
        out.push_str(part);
    }
}

fn singular(list: &str) -> &str {
    match list {
        "TrackingCategories" | "Tracking" => "TrackingCategory",
        "Elements" => "DataContractBase",
        "Addresses" => "Address",
        "Currencies" => "Currency",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}
