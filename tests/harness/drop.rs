//! A file manager's half of drag and drop, over the X protocol (XDND 5): WebDriver has none.

use std::path::{Path, PathBuf};

use x11rb::CURRENT_TIME;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::wait::PATIENCE;

/// How often the pointer moves before the window must have said that it takes the file.
const MOVES_MAX: usize = 200;
/// The version of the protocol we speak.
const VERSION: u32 = 5;

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndAware, XdndEnter, XdndPosition, XdndStatus, XdndDrop, XdndFinished,
        XdndSelection, XdndActionCopy, URI: b"text/uri-list",
    }
}

/// Drags `file` over the window on `display` and lets go.
pub(super) async fn drop_file(display: String, file: PathBuf) {
    let dragging = tokio::task::spawn_blocking(move || {
        let drag = Drag::begin(&display, &file);
        drag.over();
        drag.let_go();
    });
    let dragged = tokio::time::timeout(PATIENCE, dragging).await;
    dragged.expect("the window answers a drag").expect("the file is dropped");
}

/// A drag under way.
struct Drag {
    x: RustConnection,
    atoms: Atoms,
    /// Our own window, never shown: the source.
    source: Window,
    target: Window,
    /// The middle of the target, on the screen.
    pointer: (i16, i16),
    uri: String,
}

impl Drag {
    fn begin(display: &str, file: &Path) -> Self {
        let (x, screen) = x11rb::connect(Some(display)).expect("the display can be reached");
        let atoms = Atoms::new(&x).expect("atoms are asked").reply().expect("atoms are had");
        let screen = &x.setup().roots[screen];
        let (root, visual) = (screen.root, screen.root_visual);
        let source = x.generate_id().expect("an id is free");
        let aux = CreateWindowAux::new().override_redirect(1);
        x.create_window(0, source, root, 0, 0, 1, 1, 0, WindowClass::INPUT_OUTPUT, visual, &aux)
            .expect("our window is made");
        x.set_selection_owner(source, atoms.XdndSelection, CURRENT_TIME)
            .expect("the selection is ours");
        let (target, pointer) = aware_window(&x, root, atoms.XdndAware);
        let uri = format!("file://{}\r\n", file.display());
        Self { x, atoms, source, target, pointer, uri }
    }

    /// Moves over the window until it says that it takes the file.
    fn over(&self) {
        self.send(self.atoms.XdndEnter, [VERSION << 24, self.atoms.URI, 0, 0]);
        for nudge in 0..MOVES_MAX {
            let (across, down) = self.pointer;
            let down = u32::try_from(down).expect("on the screen") + (nudge % 2) as u32;
            let place = u32::try_from(across).expect("on the screen") << 16 | down;
            let copy = self.atoms.XdndActionCopy;
            self.send(self.atoms.XdndPosition, [0, place, CURRENT_TIME, copy]);
            let status = self.answer(self.atoms.XdndStatus);
            if status[1] & 1 == 1 {
                return;
            }
        }
        panic!("the window does not take files");
    }

    fn let_go(&self) {
        self.send(self.atoms.XdndDrop, [0, CURRENT_TIME, 0, 0]);
        self.answer(self.atoms.XdndFinished);
    }

    fn send(&self, kind: Atom, [a, b, c, d]: [u32; 4]) {
        let message = ClientMessageEvent::new(32, self.target, kind, [self.source, a, b, c, d]);
        self.x.send_event(false, self.target, EventMask::NO_EVENT, message).expect("it is sent");
        self.x.flush().expect("it is sent");
    }

    /// Waits for a message of the target, and hands the file's address over when it asks.
    fn answer(&self, kind: Atom) -> [u32; 5] {
        loop {
            let event = self.x.wait_for_event().expect("the display answers");
            if let Event::SelectionRequest(request) = &event {
                self.hand_over(request);
            }
            if let Event::ClientMessage(message) = &event
                && message.type_ == kind
            {
                return message.data.as_data32();
            }
        }
    }

    fn hand_over(&self, request: &SelectionRequestEvent) {
        let (to, property) = (request.requestor, request.property);
        let knows = request.target == self.atoms.URI;
        if knows {
            let uri = self.uri.as_bytes();
            self.x
                .change_property8(PropMode::REPLACE, to, property, self.atoms.URI, uri)
                .expect("the address is handed over");
        }
        let told = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: to,
            selection: request.selection,
            target: request.target,
            property: if knows { property } else { AtomEnum::NONE.into() },
        };
        self.x.send_event(false, to, EventMask::NO_EVENT, told).expect("it is told");
        self.x.flush().expect("it is told");
    }
}

/// The window that says it takes drops, and its middle.
fn aware_window(x: &RustConnection, root: Window, aware: Atom) -> (Window, (i16, i16)) {
    let tree = x.query_tree(root).expect("windows are asked").reply().expect("windows are had");
    let is_aware = |window: &Window| {
        let property = x.get_property(false, *window, aware, AtomEnum::ANY, 0, 1);
        let property = property.ok().and_then(|cookie| cookie.reply().ok());
        property.is_some_and(|property| property.type_ != u32::from(AtomEnum::NONE))
    };
    let window = tree.children.into_iter().find(is_aware).expect("a window takes drops");
    let place = x.get_geometry(window).expect("it is asked").reply().expect("it has a place");
    let middle = |start: i16, length: u16| start + i16::try_from(length / 2).unwrap_or(0);
    (window, (middle(place.x, place.width), middle(place.y, place.height)))
}
