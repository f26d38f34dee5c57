//! Who may import whom in `ui/src`: features stand beside each other, the kit below them, and
//! one file knows the host. And what no page does: compute with money, make markup or code of a
//! text, ask anybody but the program.

use super::Violation;
use super::source::{Source, lines_saying};

const ROOT: &str = "ui/src/";

/// The only file that knows that the window is Tauri's.
const HOST: &str = "ui/src/ipc/host/tauri.ts";

/// Ways to make a number of a text. Amounts are texts, and are added in Rust.
const MAKING_NUMBERS: [&str; 2] = ["parseFloat", "toFixed"];

/// Ways to make markup or code of a text, such as a customer's name.
const RUNNING_TEXT: [&str; 9] = [
    "dangerouslySetInnerHTML",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "createContextualFragment",
    "document.write",
    "srcDoc",
    "eval",
    "new Function",
];

/// Ways out of the window that are not the program's.
const ASKING_OTHERS: [&str; 5] =
    ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon"];

/// Refuses imports against the grain, and words that no page says.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    sources
        .iter()
        .filter(|source| source.path.starts_with(ROOT) && source.is_written_by_hand())
        .filter(|source| ["ts", "tsx"].contains(&source.extension()))
        .flat_map(|source| [imports(source), words(source)].concat())
        .collect()
}

fn imports(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for specifier in specifiers(line) {
            if let Some(why) = refusal(&source.path, specifier) {
                violations.push(Violation::new(&source.path, index + 1, why));
            }
        }
    }
    violations
}

/// What a line imports: the quoted text behind `from`, `import` or `import(`.
fn specifiers(line: &str) -> impl Iterator<Item = &str> {
    ["from ", "import ", "import(", "mock("].into_iter().filter_map(|word| {
        let (_, after) = line.split_once(word)?;
        let quote = after.chars().next().filter(|c| ['"', '\''].contains(c))?;
        after[1..].split(quote).next()
    })
}

fn refusal(path: &str, specifier: &str) -> Option<String> {
    if specifier.starts_with("@tauri-apps") && path != HOST {
        return Some(format!("only {HOST} knows Tauri"));
    }
    let target = resolve(path, specifier)?;
    let of = |path: &str| path.strip_prefix(ROOT).unwrap_or_default().to_owned();
    let (here, there) = (of(path), of(&target));
    if let (Some(ours), Some(theirs)) = (feature(&here), feature(&there))
        && ours != theirs
    {
        return Some(format!("the feature {ours} may not know the feature {theirs}"));
    }
    let is_above_the_kit = there.starts_with("ipc/") || there.starts_with("features/");
    (here.starts_with("kit/") && is_above_the_kit).then(|| format!("the kit may not know {there}"))
}

/// The folder below `features/` that a path of `ui/src` lies in.
fn feature(path: &str) -> Option<&str> {
    path.strip_prefix("features/")?.split('/').next()
}

/// Where a relative specifier, or one from the root by `@/` or `~/`, leads.
fn resolve(path: &str, specifier: &str) -> Option<String> {
    if let Some(rest) = specifier.strip_prefix("@/").or_else(|| specifier.strip_prefix("~/")) {
        return Some(format!("{ROOT}{rest}"));
    }
    if !specifier.starts_with('.') {
        return None;
    }
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

fn words(source: &Source) -> Vec<Violation> {
    let code = source.shipped_code();
    let refused = |word: &str, why: &str| {
        let message = format!("`{word}`: {why}");
        let found: Vec<usize> = lines_saying(&code, word).collect();
        found.into_iter().map(move |line| Violation::new(&source.path, line, message.clone()))
    };
    let numbers = MAKING_NUMBERS.map(|word| (word, "figures come from Rust as texts"));
    let texts = RUNNING_TEXT.map(|word| (word, "a text is shown, and never runs"));
    let others = ASKING_OTHERS.map(|word| (word, "a page asks the program, and nobody else"));
    let all = numbers.into_iter().chain(texts).chain(others);
    all.flat_map(|(word, why)| refused(word, why)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text.to_owned());
        check(&[source]).into_iter().map(|violation| violation.message).collect()
    }

    #[test]
    fn a_feature_may_not_know_another() {
        let path = "ui/src/features/cashout/Page.tsx";
        let expected = ["the feature cashout may not know the feature mappings"];
        assert_eq!(messages(path, "import { a } from \"../mappings/a\";"), expected);
        assert_eq!(messages(path, "import { a } from '@/features/mappings/a';"), expected);
        assert!(messages(path, "import { a } from \"./parts/a\";").is_empty());
        assert!(messages(path, "import { a } from \"../../kit/Button\";").is_empty());
    }

    #[test]
    fn the_kit_knows_neither_the_program_nor_its_features() {
        let path = "ui/src/kit/Button.tsx";
        assert_eq!(messages(path, "import \"../ipc/call\";"), ["the kit may not know ipc/call"]);
        assert_eq!(messages(path, "} from \"../features/log/Row\";").len(), 1);
        assert!(messages(path, "import { a } from \"./Dialog\";").is_empty());
    }

    #[test]
    fn one_file_knows_the_host() {
        let text = "import { invoke } from \"@tauri-apps/api/core\";";
        assert_eq!(messages("ui/src/app/App.tsx", text).len(), 1);
        assert!(messages(HOST, text).is_empty());
    }

    #[test]
    fn a_figure_is_never_made_a_number() {
        assert_eq!(messages("ui/src/kit/Money.tsx", "parseFloat(amount)").len(), 1);
        assert!(messages("ui/src/kit/Money.test.tsx", "parseFloat(amount)").is_empty());
    }
    #[test]
    fn a_text_is_never_markup_or_code_and_nobody_else_is_asked() {
        let path = "ui/src/features/log/Row.tsx";
        for text in [
            "<p dangerouslySetInnerHTML={{ __html: name }} />",
            "node.innerHTML = name;",
            "eval(name);",
            "new Function(name)();",
            "void fetch(address);",
            "new WebSocket(address);",
        ] {
            assert_eq!(messages(path, text).len(), 1, "{text}");
        }
        assert!(messages(path, "query.refetch(); // not fetch, no eval").is_empty());
        assert!(messages("ui/src/test/hostile.test.tsx", "page.innerHTML = name;").is_empty());
    }
}
