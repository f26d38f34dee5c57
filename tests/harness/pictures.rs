//! Pictures of what is on the screen.

use std::fs;
use std::path::{Path, PathBuf};

use super::window::Window;

/// A small laptop, in pixels across and down.
pub(crate) const SMALL: (u32, u32) = (1024, 700);
/// A large screen.
pub(crate) const LARGE: (u32, u32) = (1920, 1200);

/// What fits well on a page of text.
const README_SIZE: (u32, u32) = (1360, 1080);
/// Beside the tests, and not in the repository.
const FOLDER: &str = "screenshots";
/// The one picture that is: the README shows it.
const README: &str = "../src-tauri/docs/images/cashout.png";
/// Makes that picture anew although it is there.
const UPDATE: &str = "DAYBOOK_UPDATE_SCREENSHOTS";

impl Window {
    /// Makes the window so large, and waits until its page is.
    pub(crate) async fn resize(&self, (width, height): (u32, u32)) {
        self.client.set_window_rect(0, 0, width, height).await.expect("a window has a size");
        self.until(&format!("a window {width} across"), async || {
            let across = self.client.execute("return window.innerWidth", vec![]).await.ok()?;
            (across.as_u64()? == u64::from(width)).then_some(())
        })
        .await;
    }

    /// Takes a picture called `name`.
    pub(crate) async fn picture(&self, name: &str) -> PathBuf {
        let path = Path::new(FOLDER).join(format!("{name}.png"));
        self.take(&path).await;
        path.canonicalize().unwrap_or(path)
    }

    /// Takes the picture of the README, where it is missing or wanted anew.
    pub(crate) async fn picture_for_the_readme(&self) {
        let wanted = std::env::var_os(UPDATE).is_some_and(|value| value == "1");
        if wanted || !Path::new(README).exists() {
            self.resize(README_SIZE).await;
            self.take(Path::new(README)).await;
        }
    }

    async fn take(&self, path: &Path) {
        // The driver gives the last frame that was drawn: two frames later all is.
        let drawn = "const done = arguments[arguments.length - 1]; \
            requestAnimationFrame(() => requestAnimationFrame(() => done(null)))";
        self.client.execute_async(drawn, vec![]).await.expect("the page is drawn");
        let picture = self.client.screenshot().await.expect("a picture can be taken");
        fs::create_dir_all(path.parent().expect("a picture lies in a folder"))
            .and_then(|()| fs::write(path, picture))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
