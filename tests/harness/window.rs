//! A window under a driver, as a person sees it: what is shown, what can be pressed.

use std::time::Duration;

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::wait::{A_MOMENT, PATIENCE, patiently};

/// How often Tab is pressed in search of something: more than any page has to stop at.
const TABS_MAX: usize = 150;

/// A page in a window. Clones are the same window.
#[derive(Clone)]
pub(crate) struct Window {
    pub(super) client: Client,
    pub(super) journey: &'static str,
}

/// The selector of what carries this `data-testid`.
pub(crate) fn test_id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

impl Window {
    pub(super) fn new(client: Client, journey: &'static str) -> Self {
        Self { client, journey }
    }

    /// Looks until `look` finds something. In vain it takes a picture and says what was seen.
    pub(crate) async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, look).await
    }

    async fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        look: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        if let Some(found) = patiently(patience, look).await {
            return found;
        }
        let picture = self.picture(&format!("failed-{}", self.journey)).await;
        let text = self.client.execute("return document.body.innerText", vec![]).await;
        let text = text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
        panic!("waited in vain for {what}; see {}\n{text}", picture.display());
    }

    /// Waits until something is shown.
    pub(crate) async fn see(&self, css: &str) -> Element {
        self.see_within(PATIENCE, css).await
    }

    /// The same, for what may take its time.
    pub(crate) async fn see_within(&self, patience: Duration, css: &str) -> Element {
        self.until_within(patience, &format!("{css} to be shown"), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    /// Waits until nothing of it is there any more.
    pub(crate) async fn see_no(&self, css: &str) {
        self.until(&format!("{css} to be gone"), async || {
            (self.count(css).await == 0).then_some(())
        })
        .await;
    }

    /// Waits until what is at `css` says `words`.
    pub(crate) async fn see_words(&self, css: &str, words: &str) {
        self.until(&format!("{css} to say \"{words}\""), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            // What is not drawn has all its words as `innerText`, as if it were.
            if !element.is_displayed().await.ok()? {
                return None;
            }
            // As it is drawn; the driver's own text leaves out what is cut off after some lines.
            let drawn = element.prop("innerText").await.ok()??;
            let drawn = drawn.split_whitespace().collect::<Vec<_>>().join(" ");
            drawn.contains(words).then_some(())
        })
        .await;
    }

    /// How many there are just now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.map_or(0, |found| found.len())
    }

    /// What is written at `css`, once it is shown.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.see(css).await;
        self.until(&format!("the words at {css}"), async || {
            self.client.find(Locator::Css(css)).await.ok()?.text().await.ok()
        })
        .await
    }

    /// Clicks, once it is shown, can be pressed, and has stopped moving away.
    pub(crate) async fn click(&self, css: &str) {
        self.until(&format!("{css} to be clicked"), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            if !element.is_enabled().await.ok()? {
                return None;
            }
            match element.click().await {
                Ok(()) => Some(()),
                // Drawn anew, still hidden or under something: the next look may do better.
                Err(CmdError::Standard(_)) => None,
                Err(error) => panic!("{css} could not be clicked: {error}"),
            }
        })
        .await;
    }

    /// Clicks until `shown` is there: where everything is drawn anew under the pointer a click may
    /// meet its neighbour, and whoever meant the other one clicks again.
    pub(crate) async fn click_until(&self, css: &str, shown: &str) {
        self.until(&format!("{shown} to be shown by {css}"), async || {
            self.click(css).await;
            let is_shown = async || (self.count(shown).await > 0).then_some(());
            patiently(A_MOMENT, is_shown).await
        })
        .await;
    }

    /// Two clicks where the middle of `css` is, as fast as a mouse makes them.
    pub(crate) async fn double_click(&self, css: &str) {
        let element = self.see(css).await;
        let down = || PointerAction::Down { button: MOUSE_BUTTON_LEFT };
        let up = || PointerAction::Up { button: MOUSE_BUTTON_LEFT };
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned());
        let clicks = mouse.then(over).then(down()).then(up()).then(down()).then(up());
        self.client.perform_actions(clicks).await.expect("the mouse clicks twice");
    }

    /// Replaces what a field holds.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        self.click(css).await;
        self.select_all().await;
        self.keys(text).await;
    }

    /// Selects all that the field with the focus holds, so that the next key replaces it.
    pub(crate) async fn select_all(&self) {
        let (control, all) = (char::from(Key::Control), 'a');
        let keyboard = KeyActions::new("keyboard".to_owned());
        let keys = keyboard
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value: all })
            .then(KeyAction::Up { value: all })
            .then(KeyAction::Up { value: control });
        self.client.perform_actions(keys).await.expect("keys can be pressed together");
    }

    /// Presses a key, wherever the focus is.
    pub(crate) async fn press(&self, key: impl Into<char>) {
        let value = key.into();
        let keyboard = KeyActions::new("keyboard".to_owned());
        let press = keyboard.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(press).await.expect("a key can be pressed");
    }

    /// Presses the keys of `text` one after the other, wherever the focus is.
    pub(crate) async fn keys(&self, text: &str) {
        for key in text.chars() {
            self.press(key).await;
        }
    }

    /// Goes on with Tab until the focus is at `css`.
    pub(crate) async fn tab_to(&self, css: &str) {
        self.see(css).await;
        let at = "return document.activeElement?.matches(arguments[0]) === true";
        for _ in 0..TABS_MAX {
            if self.run(at, vec![json!(css)]).await == Value::Bool(true) {
                return;
            }
            self.press(Key::Tab).await;
        }
        let picture = self.picture(&format!("failed-{}", self.journey)).await;
        panic!("Tab never came to {css}; see {}", picture.display());
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.client.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Asks the program what the page could ask it, and returns its answer.
    pub(crate) async fn ask(&self, command: &str, payload: Value) -> Value {
        let answer = self.try_to_ask(command, payload).await;
        answer.unwrap_or_else(|fault| panic!("{command} was refused: {fault:#}"))
    }

    /// The same, where the program may refuse: then with the fault.
    pub(crate) async fn try_to_ask(&self, command: &str, payload: Value) -> Result<Value, Value> {
        let script = "const [command, payload, tell] = arguments; \
            window.__TAURI_INTERNALS__.invoke('rpc', { command, payload })\
            .then((ok) => tell({ ok }), (fault) => tell({ fault }))";
        let answer = self.client.execute_async(script, vec![json!(command), payload]).await;
        let mut answer = answer.unwrap_or_else(|error| panic!("{command}: {error}"));
        match answer.get_mut("fault") {
            Some(fault) => Err(fault.take()),
            None => Ok(answer["ok"].take()),
        }
    }
}
