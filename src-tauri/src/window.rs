//! The window's life: one instance, one window, one command.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use app::{App, Config};
use tauri::{Manager, RunEvent, State, WebviewUrl, WebviewWindowBuilder};

use crate::desk::Desk;

/// The smallest size at which every screen still shows what it must.
const MIN_SIZE: (f64, f64) = (960.0, 640.0);

/// Opens the window and returns when it has been closed.
///
/// # Errors
/// When the webview, the display or the bundled pages cannot be had.
pub(crate) fn run(data_dir: Option<PathBuf>, practice: bool) -> tauri::Result<()> {
    let mut config = Config::from_environment();
    config.open_practice = practice;
    config.background = true;
    if data_dir.is_some() {
        config.data_dir = data_dir;
    }
    let one_a_book = tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments, _folder| show(app))
        .dbus_id(instance_id(&config))
        .build();
    tauri::Builder::default()
        .plugin(one_a_book)
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(move |tauri_app| {
            let host = Arc::new(Desk::new(tauri_app.handle().clone()));
            tauri_app.manage(tauri::async_runtime::block_on(App::start(config, host)));
            open_window(tauri_app)?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|handle, event| {
            if let RunEvent::Exit = event
                && let Some(app) = handle.try_state::<Arc<App>>()
            {
                // Given up first: a start during the orderly end is a first one.
                tauri_plugin_single_instance::destroy(handle);
                tauri::async_runtime::block_on(app.shut_down());
            }
        });
    Ok(())
}

/// The name a second start finds the first by, of its own for each book's folder: a demo beside the
/// real book is another program. Only Linux tells them apart; elsewhere there is one in all.
fn instance_id(config: &Config) -> String {
    let folder = config.book_dir();
    let mut hasher = DefaultHasher::new();
    std::path::absolute(&folder).unwrap_or(folder).hash(&mut hasher);
    format!("app.daybook.desktop.book{:016x}", hasher.finish())
}

fn open_window(tauri_app: &tauri::App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(tauri_app, "main", WebviewUrl::default())
        .title("Daybook")
        .inner_size(1280.0, 820.0)
        .min_inner_size(MIN_SIZE.0, MIN_SIZE.1)
        .build()?;
    Ok(())
}

/// A second start brings the first window forward instead of opening another on the same book.
fn show(app: &tauri::AppHandle) {
    let Some(window) = app.get_webview_window("main") else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought forward");
    }
}

/// The one command: a name of `ipc`'s list and its request.
#[tauri::command]
async fn rpc(
    app: State<'_, Arc<App>>,
    command: String,
    payload: serde_json::Value,
) -> Result<serde_json::Value, ipc::Fault> {
    app.dispatch(&command, payload).await
}
