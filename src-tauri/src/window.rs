//! The window's life: one instance, one window, one command.

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
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| show(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(move |tauri_app| {
            let mut config = Config::from_environment();
            config.open_practice = practice;
            config.background = true;
            if data_dir.is_some() {
                config.data_dir = data_dir;
            }
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
                tauri::async_runtime::block_on(app.shut_down());
            }
        });
    Ok(())
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
