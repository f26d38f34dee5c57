//! Daybook's window. The only crate that says `tauri`.
//!
//! It opens the book through `app`, hands every request of the webview to `app`'s dispatcher, and
//! passes events back. It decides nothing about books, documents or Xero.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desk;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

/// What the window is started with.
#[derive(Debug, Parser)]
#[command(name = "daybook-desktop", version, about = "The day of a rental desk, into Xero")]
struct Arguments {
    /// The folder of the book; the platform's data folder when absent.
    #[arg(long, env = "DAYBOOK_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Opens the practice company at once.
    #[arg(long)]
    practice: bool,
    /// How often this start has found a window that was just closing.
    #[arg(long, hide = true, default_value_t = 0)]
    start_again: u32,
}

/// How often a start waits for a window that is closing, and how long each time.
const STARTS_MAX: u32 = 8;
const CLOSING_TAKES: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    if let Err(sentence) = display_is_there() {
        tracing::error!("{sentence}");
        eprintln!("{sentence}");
        return ExitCode::from(2);
    }
    match window::run(arguments.data_dir.clone(), arguments.practice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let error = match again(&error, &arguments) {
                Some(failed) => failed.into(),
                None => error,
            };
            tracing::error!(%error, "the window could not be opened");
            eprintln!("Daybook's window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Starts anew where the first window was found and then closed before it could be brought
/// forward. The process stays the same; it returns only when that is not so or cannot be done.
#[cfg(unix)]
fn again(error: &tauri::Error, arguments: &Arguments) -> Option<std::io::Error> {
    use std::os::unix::process::CommandExt;
    let closing = matches!(error, tauri::Error::PluginInitialization(plugin, _)
        if plugin == "single-instance");
    if !closing || arguments.start_again >= STARTS_MAX {
        return None;
    }
    std::thread::sleep(CLOSING_TAKES);
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return Some(error),
    };
    let mut command = std::process::Command::new(program);
    if let Some(folder) = &arguments.data_dir {
        command.arg("--data-dir").arg(folder);
    }
    if arguments.practice {
        command.arg("--practice");
    }
    let tries = arguments.start_again + 1;
    Some(command.args(["--start-again", &tries.to_string()]).exec())
}

#[cfg(not(unix))]
fn again(_error: &tauri::Error, _arguments: &Arguments) -> Option<std::io::Error> {
    None
}

/// GTK ends the program with a panic where there is no display; a sentence is kinder.
#[cfg(target_os = "linux")]
fn display_is_there() -> Result<(), &'static str> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err("There is no display to open Daybook's window on. \
         `daybook` does everything the window does from the command line.")
}

#[cfg(not(target_os = "linux"))]
fn display_is_there() -> Result<(), &'static str> {
    Ok(())
}
