//! `cargo xtask`: sets the machine up, shows the program, and checks everything.
//!
//! It is a program and not a folder of scripts because scripts differ between systems and have
//! no tests. It may know `ipc`, whose types it writes out for the window, and no other crate of
//! ours: it must build and be of use while the rest does not compile.

mod audit;
mod build;
mod codegen;
mod demo;
mod repo;
mod setup;
mod simulate;
mod steps;
mod suite;
mod tally;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;

use repo::Repo;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--headless]    set up, build, and open the practice company; with no display, or with
                       --headless, do its day in the terminal and print what was posted
  test [--quick]       check everything; --quick leaves out the window and the documentation
  setup                install and build what the others need; they do it by themselves
  simulate [ARGUMENTS]  play histories of desks: --seeds N [--from SEED] [--threads N], or with
                       --planted the same over bugs on purpose until each is convicted, or with
                       --crossings kills at every fail point under every fault
  fuzz [ARGUMENTS]     give every reader damaged bytes: --executions N [--seed S] [--from N]
  kill [--times N]     kill the real program so often over a bad line
  audit                what is known of the dependencies: needs cargo-deny, and the network
  codegen [--check]    write ui/src/ipc/generated.ts from the crate ipc, or say that it is stale
  tidy                 the house rules that no other tool checks";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["demo"] => in_repo(|repo| demo::run(repo, demo::Show::WhereTheMachineCan)),
        ["demo", "--headless"] => in_repo(|repo| demo::run(repo, demo::Show::InTheTerminal)),
        ["test"] => test(suite::Depth::Everything),
        ["test", "--quick"] => test(suite::Depth::Quick),
        ["setup"] => in_repo(|repo| setup::run(repo, setup::Need::ToTest)),
        ["audit"] => in_repo(audit::run),
        ["codegen"] => in_repo(codegen::write),
        ["codegen", "--check"] => in_repo(codegen::check),
        ["tidy"] => in_repo(tidy::run),
        ["simulate", rest @ ..] => in_repo(|repo| simulate::play(repo, rest)),
        ["fuzz", rest @ ..] => in_repo(|repo| simulate::fuzz(repo, rest)),
        ["kill"] => in_repo(|repo| simulate::kill(repo, "1000")),
        ["kill", "--times", times] => in_repo(|repo| simulate::kill(repo, times)),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("\n{error:#}");
        ExitCode::FAILURE
    })
}

fn in_repo(command: impl FnOnce(&Repo) -> Result<()>) -> Result<ExitCode> {
    command(&Repo::find()?)?;
    Ok(ExitCode::SUCCESS)
}

/// Unlike the other commands it has said all there is to say when it fails: its last line is
/// the count, either way.
fn test(depth: suite::Depth) -> Result<ExitCode> {
    let tally = suite::run(&Repo::find()?, depth);
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
