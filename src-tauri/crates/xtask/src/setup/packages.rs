//! Debian's packages: what is missing is installed when this may, else the command is printed.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::Need;
use crate::repo::{output, run};

/// To compile and link the program: a C compiler for SQLite and ring, and the webview.
const TO_BUILD: [&str; 4] =
    ["build-essential", "pkg-config", "libgtk-3-dev", "libwebkit2gtk-4.1-dev"];

/// To drive its window where nobody looks: the webview's driver, a display, a session bus. And the
/// programs our reports are for, which read them back: hledger, beancount, and what takes the text
/// out of a PDF.
const TO_TEST: [&str; 6] =
    ["webkit2gtk-driver", "xvfb", "dbus", "hledger", "beancount", "poppler-utils"];

const ELSEWHERE: &str = "\
This system's steps are written in README.md and have not been tried by us; going on.";

/// Installs what is missing.
pub(super) fn ensure(need: Need) -> Result<()> {
    if !cfg!(target_os = "linux") || !starts("dpkg-query", &["--version"]) {
        println!("{ELSEWHERE}");
        return Ok(());
    }
    let mut wanted = TO_BUILD.to_vec();
    if need == Need::ToTest {
        wanted.extend(TO_TEST);
    }
    let missing = missing(&wanted, &installed()?);
    if missing.is_empty() {
        println!("Debian's packages are there");
        return Ok(());
    }
    println!("Missing: {}", missing.join(" "));
    let Some(as_root) = way_to_root()? else {
        bail!(
            "this may not install them. Type\n\n    sudo apt-get update && \
             sudo apt-get install --no-install-recommends {}\n\nand start again",
            missing.join(" ")
        );
    };
    run(&mut apt_get(as_root, &["update"]))?;
    let mut install = apt_get(as_root, &["install", "--yes", "--no-install-recommends"]);
    run(install.args(&missing)).context("Debian's packages could not be installed")
}

/// The names of the packages dpkg has installed whole, one a line with its state before.
fn installed() -> Result<String> {
    output(&mut command("dpkg-query", &["--show", "--showformat=${db:Status-Abbrev} ${Package}\n"]))
}

fn missing<'a>(wanted: &[&'a str], installed: &str) -> Vec<&'a str> {
    let is_there = |name: &&str| {
        installed.lines().any(|line| {
            line.split_once(' ')
                .is_some_and(|(state, package)| state.starts_with("ii") && package.trim() == *name)
        })
    };
    wanted.iter().copied().filter(|name| !is_there(name)).collect()
}

/// The words before `apt-get` that make it root's, or `None` where that needs a password.
fn way_to_root() -> Result<Option<&'static [&'static str]>> {
    if output(&mut command("id", &["-u"]))?.trim() == "0" {
        return Ok(Some(&[]));
    }
    Ok(starts("sudo", &["-n", "true"]).then_some(&["sudo", "-n"]))
}

fn apt_get(as_root: &[&str], args: &[&str]) -> Command {
    let words: Vec<&str> =
        [as_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], args].concat();
    command(words[0], &words[1..])
}

/// Whether a program is there and ends well, whatever it prints.
fn starts(program: &str, args: &[&str]) -> bool {
    let mut quiet = command(program, args);
    quiet.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_is_half_installed_or_removed_is_missing() {
        let installed = "ii  xvfb\nrc  dbus\niU  pkg-config\nii  libgtk-3-dev\n";
        let wanted = ["xvfb", "dbus", "pkg-config", "libgtk-3-dev", "webkit2gtk-driver"];
        assert_eq!(missing(&wanted, installed), ["dbus", "pkg-config", "webkit2gtk-driver"]);
    }

    #[test]
    fn sudo_comes_before_everything_it_should_raise() {
        let command = apt_get(&["sudo", "-n"], &["update"]);
        assert_eq!(
            crate::repo::shown(&command),
            "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"
        );
    }
}
