//! axe-core in the page itself, under the program's own content security policy.

use std::fs;

use serde_json::{Value, json};

use super::window::Window;

/// Where npm puts it.
const AXE: &str = "../ui/node_modules/axe-core/axe.min.js";

/// The rules of WCAG 2.2, levels A and AA, and those everybody agrees on besides.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

impl Window {
    /// What stands in the way of people who see, hear or move otherwise; one sentence each.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        let axe = fs::read_to_string(AXE).unwrap_or_else(|error| panic!("{AXE}: {error}"));
        self.run(&format!("{axe}; return null"), vec![]).await;
        // What React Aria has read out speaks of elements that may be gone.
        let script = "const [tags, tell] = arguments; \
            axe.run({ exclude: ['[data-live-announcer]'] }, { runOnly: tags, resultTypes: ['violations'] })\
            .then(({ violations, passes }) => tell({ violations, passes: passes.length }),\
            (error) => tell(String(error)))";
        let found = self.client.execute_async(script, vec![json!(RULES)]).await;
        let found = found.expect("axe can be run");
        assert_ne!(found["passes"].as_u64().unwrap_or(0), 0, "axe looked at nothing: {found}");
        let violations = found["violations"].as_array().expect("axe lists what it found");
        violations.iter().flat_map(sentences).collect()
    }
}

fn sentences(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let sentence = |node: &Value| {
        let summary = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
        format!("{}: {} {summary}", violation["id"], node["target"])
    };
    nodes.iter().map(sentence).collect()
}
