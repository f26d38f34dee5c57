//! Where things are on this machine. The only place that reads the environment.

use std::path::PathBuf;

/// What a start is told from outside.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The folder of the book; the platform's data folder when absent.
    pub data_dir: Option<PathBuf>,
    /// The folder of key files, apart from the book; the platform's configuration folder when
    /// absent.
    pub key_dir: Option<PathBuf>,
    /// Other origins than Xero's three hosts: `DAYBOOK_XERO_API`, `…_LOGIN`, `…_IDENTITY`.
    pub origins: OriginOverrides,
    /// The client id of the user's own Xero app, where the environment says one.
    pub client_id: Option<String>,
    /// The port of this machine that a sign-in comes back to, instead of the first of the usual
    /// ones that is free: `DAYBOOK_REDIRECT_PORT`. The Xero app has to have it registered.
    pub redirect_port: Option<u16>,
    /// Never ask the system's keychain: `DAYBOOK_VAULT=file`.
    pub file_vault_only: bool,
    /// Open the practice company at once.
    pub open_practice: bool,
    /// The practice company's book is the folder itself, not one beside the real book.
    pub practice_in_place: bool,
    /// A worker sends what waits by itself, and the book last used is opened: the window.
    pub background: bool,
}

/// Origins that replace Xero's, for the simulator and for tests.
#[derive(Debug, Clone, Default)]
pub struct OriginOverrides {
    /// Replaces `https://api.xero.com`.
    pub api: Option<String>,
    /// Replaces `https://login.xero.com`.
    pub login: Option<String>,
    /// Replaces `https://identity.xero.com`.
    pub identity: Option<String>,
}

impl Config {
    /// Reads the environment.
    #[must_use]
    pub fn from_environment() -> Self {
        Self {
            data_dir: variable("DAYBOOK_DATA_DIR").map(PathBuf::from),
            key_dir: variable("DAYBOOK_KEY_DIR").map(PathBuf::from),
            origins: OriginOverrides {
                api: variable("DAYBOOK_XERO_API"),
                login: variable("DAYBOOK_XERO_LOGIN"),
                identity: variable("DAYBOOK_XERO_IDENTITY"),
            },
            client_id: variable("DAYBOOK_XERO_CLIENT_ID"),
            redirect_port: variable("DAYBOOK_REDIRECT_PORT").and_then(|port| port.parse().ok()),
            file_vault_only: variable("DAYBOOK_VAULT").as_deref() == Some("file"),
            ..Self::default()
        }
    }

    /// The folder of the book.
    #[must_use]
    pub fn book_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| {
            platform().map_or_else(|| PathBuf::from("daybook"), |dirs| dirs.data_dir().to_owned())
        })
    }

    /// Whether there is a book in that folder, and not only the place for a new one.
    #[must_use]
    pub fn has_book(&self) -> bool {
        self.book_dir().join(store::Book::FILE).exists()
    }

    /// The folder of the practice company's book, beside the real one and never the same.
    #[must_use]
    pub fn practice_dir(&self) -> PathBuf {
        self.book_dir().join("practice")
    }

    /// The ports of this machine that a sign-in may come back to, in the order they are tried.
    #[must_use]
    pub fn redirect_ports(&self) -> Vec<u16> {
        self.redirect_port.map_or_else(|| xero::LOOPBACK_PORTS.to_vec(), |port| vec![port])
    }

    /// The folder of key files: never inside the book's, so that a copy of the book alone opens
    /// no sign-in.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.key_dir.clone().unwrap_or_else(|| {
            platform().map_or_else(
                || self.book_dir().with_extension("keys"),
                |dirs| dirs.config_dir().join("keys"),
            )
        })
    }

    /// The folder where this machine keeps how far each of its books had come: with the keys, so
    /// that no copy of a book brings it along.
    #[must_use]
    pub fn marks(&self) -> PathBuf {
        self.keys().join("marks")
    }
}

fn platform() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("app", "Daybook", "daybook")
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}
