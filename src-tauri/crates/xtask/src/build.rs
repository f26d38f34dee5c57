//! One build of the workspace, and where cargo put what it made.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Deserializer, Value};

use crate::repo::{Repo, SELECTION, shown};

/// What to build of the selected packages.
#[derive(Clone, Copy)]
pub(crate) enum Targets {
    /// The programs people start.
    Programs,
    /// Those, and every test.
    All,
}

/// An executable cargo made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Executable {
    /// The package's folder, where cargo would run its tests.
    pub(crate) package_dir: PathBuf,
    /// The name of the target, for example `daybook`.
    pub(crate) target: String,
    /// Whether it is a test harness rather than the program itself.
    pub(crate) is_test: bool,
    /// The file.
    pub(crate) path: PathBuf,
}

/// Builds, showing cargo's progress, and returns the executables.
///
/// # Errors
/// When the build fails or cargo's report cannot be read.
pub(crate) fn build(repo: &Repo, targets: Targets) -> Result<Vec<Executable>> {
    let mut command = repo.cargo(&["build"]);
    command.args(SELECTION).arg("--message-format=json-render-diagnostics");
    command.arg(match targets {
        Targets::Programs => "--bins",
        Targets::All => "--all-targets",
    });
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {}", shown(&command)))?;
    let report = child.stdout.take().context("cargo was started without a pipe")?;
    let mut executables = Vec::new();
    for message in Deserializer::from_reader(BufReader::new(report)).into_iter() {
        let message: Value = message.context("cargo's report is not JSON")?;
        executables.extend(executable(&message));
    }
    let status = child.wait().context("cargo could not be waited for")?;
    if !status.success() {
        bail!("the build failed: {} ended with {status}", shown(&command));
    }
    Ok(executables)
}

/// The program called `name` among `executables`.
///
/// # Errors
/// When the workspace has none.
pub(crate) fn program<'a>(executables: &'a [Executable], name: &str) -> Result<&'a Path> {
    executables
        .iter()
        .find(|executable| !executable.is_test && executable.target == name)
        .map(|executable| executable.path.as_path())
        .with_context(|| format!("the build made no program called {name}"))
}

fn executable(message: &Value) -> Option<Executable> {
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    Some(Executable {
        path: PathBuf::from(message["executable"].as_str()?),
        package_dir: Path::new(message["manifest_path"].as_str()?).parent()?.to_owned(),
        target: message["target"]["name"].as_str()?.to_owned(),
        is_test: message["profile"]["test"].as_bool()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_artifact_with_an_executable_is_one_and_others_are_not() {
        let mut message = json!({
            "reason": "compiler-artifact",
            "manifest_path": "/d/cli/Cargo.toml",
            "target": {"name": "daybook"},
            "profile": {"test": false},
            "executable": "/t/daybook",
        });
        let expected = Executable {
            package_dir: "/d/cli".into(),
            target: "daybook".into(),
            is_test: false,
            path: "/t/daybook".into(),
        };
        assert_eq!(executable(&message), Some(expected));
        message["executable"] = Value::Null;
        assert_eq!(executable(&message), None, "a library has no executable");
    }
}
