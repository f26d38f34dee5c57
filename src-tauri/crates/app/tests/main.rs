//! The use cases over a real book, a real sign-in and the simulator over HTTP.

mod practice;

use std::sync::Arc;

use app::{App, Config, Headless};
use serde_json::Value;

/// An application in a folder of its own.
struct Desk {
    app: Arc<App>,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// Opens the practice company.
    async fn practice() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config {
            data_dir: Some(folder.path().join("book")),
            key_dir: Some(folder.path().join("keys")),
            file_vault_only: true,
            open_practice: true,
            ..Config::default()
        };
        let app = App::start(config, Arc::new(Headless { no_browser: true })).await;
        Self { app, _folder: folder }
    }

    /// Asks as the window does: by name, in JSON.
    async fn ask(&self, command: &str, payload: Value) -> Value {
        self.try_ask(command, payload).await.unwrap_or_else(|fault| panic!("{command}: {fault:?}"))
    }

    async fn try_ask(&self, command: &str, payload: Value) -> Result<Value, ipc::Fault> {
        self.app.dispatch(command, payload).await
    }
}
