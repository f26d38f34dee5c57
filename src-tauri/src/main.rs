//! Daybook's window. The only crate that says `tauri`.
//!
//! It opens the book through `app`, hands every request of the webview to `app`'s dispatcher, and
//! passes events back. It decides nothing about books, documents or Xero.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desk;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

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
}

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
    match window::run(arguments.data_dir, arguments.practice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            eprintln!("Daybook's window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
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
