//! One socket, from its opening to its end. It carries ticks, and rows this page lacks; sending is by POST.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::chat::{ClientFrame, Conversation, ServerFrame};
use protocol::limits::SOCKET_SILENCE_MS;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, WebSocket};

use super::super::session::Session;
use super::super::store::Store;
use super::live;
use crate::json;

const LOOK_EVERY: Duration = Duration::from_secs(3);

thread_local! {
    /// Ends the present socket's [`hold`].
    static LINE: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// When the server was last heard.
    static HEARD_AT: Cell<f64> = const { Cell::new(0.0) };
}

/// Ends the present socket, whatever its state.
pub fn drop_line() {
    if let Some(end) = LINE.take() {
        let _ = end.call0(&JsValue::NULL);
    }
}

/// A line that died while the machine slept says nothing: its silence does.
pub fn drop_if_silent() {
    if js_sys::Date::now() - HEARD_AT.get() > f64::from(SOCKET_SILENCE_MS) {
        drop_line();
    }
}

/// Opens a socket and keeps it until it ends; whether the server said anything on it.
pub async fn hold(session: Session) -> bool {
    let Some(socket) = address().and_then(|url| WebSocket::new(&url).ok()) else { return false };
    HEARD_AT.set(js_sys::Date::now());
    let ended = Promise::new(&mut |resolve, _| {
        LINE.replace(Some(resolve));
    });
    let heard = std::rc::Rc::new(Cell::new(false));
    let handlers = Handlers::attach(session, &socket, heard.clone());
    let watch = set_interval_with_handle(drop_if_silent, LOOK_EVERY);
    let _ = JsFuture::from(ended).await;
    if let Ok(watch) = watch {
        watch.clear();
    }
    handlers.detach(&socket);
    let _ = socket.close();
    heard.get()
}

fn address() -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/api/v1/chat/live", location.host().ok()?))
}

struct Handlers {
    open: Closure<dyn FnMut()>,
    message: Closure<dyn FnMut(MessageEvent)>,
    end: Closure<dyn FnMut()>,
}

impl Handlers {
    fn attach(session: Session, socket: &WebSocket, heard: std::rc::Rc<Cell<bool>>) -> Self {
        let (greeted, answered) = (socket.clone(), socket.clone());
        let handlers = Self {
            open: Closure::new(move || say(&greeted, &hello(session))),
            message: Closure::new(move |event: MessageEvent| {
                HEARD_AT.set(js_sys::Date::now());
                heard.set(true);
                hear(session, &answered, &event);
            }),
            end: Closure::new(drop_line),
        };
        socket.set_onopen(Some(handlers.open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(handlers.message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(handlers.end.as_ref().unchecked_ref()));
        socket.set_onerror(Some(handlers.end.as_ref().unchecked_ref()));
        handlers
    }

    /// Before the closures are freed: a late event must not call into nothing.
    fn detach(self, socket: &WebSocket) {
        socket.set_onopen(None);
        socket.set_onmessage(None);
        socket.set_onclose(None);
        socket.set_onerror(None);
        drop(self);
    }
}

fn hello(session: Session) -> ClientFrame {
    ClientFrame::Hello { token: session.token_now(), after: session.store.with_untracked(Store::held) }
}

fn say(socket: &WebSocket, frame: &ClientFrame) {
    if let Ok(json) = serde_json::to_string(frame) {
        let _ = socket.send_with_str(&json);
    }
}

fn hear(session: Session, socket: &WebSocket, event: &MessageEvent) {
    let frame = event.data().as_string().and_then(|text| json::read(&text));
    match frame {
        Some(ServerFrame::Tick) => {
            session.offline.set(false);
            say(socket, &ClientFrame::Alive);
        }
        Some(ServerFrame::Update { conversation }) => update(session, conversation),
        Some(ServerFrame::Gone) => {
            session.store.update(Store::expire);
            drop_line();
        }
        None => {}
    }
}

fn update(session: Session, conversation: Conversation) {
    live::take(session, conversation);
    if session.store.with_untracked(Store::lacks_rows) {
        spawn_local(async move {
            live::catch_up(session).await;
        });
    }
}
