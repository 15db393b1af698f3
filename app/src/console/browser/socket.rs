//! The page's one socket. Frames that are not ours are left out.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::location;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use super::SocketEvent;

thread_local! {
    static SOCKET: RefCell<Option<Socket>> = const { RefCell::new(None) };
}

struct Socket {
    line: WebSocket,
    _opened: Closure<dyn FnMut(Event)>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Drop for Socket {
    /// A socket that was given up tells nothing more: its late `close` must not end its successor.
    fn drop(&mut self) {
        self.line.set_onopen(None);
        self.line.set_onmessage(None);
        self.line.set_onclose(None);
        let _ = self.line.close();
    }
}

/// Opens a socket to our own origin in place of the former one.
pub fn open_socket(path: &str, tell: impl Fn(SocketEvent) + 'static) {
    let tell = Rc::new(tell);
    match address(path).and_then(|url| WebSocket::new(&url).ok()) {
        Some(socket) => {
            let socket = listen(socket, tell);
            SOCKET.with_borrow_mut(|slot| *slot = Some(socket));
        }
        None => tell(SocketEvent::Closed),
    }
}

pub fn send_socket(text: &str) {
    SOCKET.with_borrow(|slot| {
        if let Some(socket) = slot {
            // A socket that is closing says so by its own event.
            let _ = socket.line.send_with_str(text);
        }
    });
}

pub fn close_socket() {
    SOCKET.with_borrow_mut(|slot| *slot = None);
}

fn address(path: &str) -> Option<String> {
    let place = location();
    let scheme = if place.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}{path}", place.host().ok()?))
}

fn listen(socket: WebSocket, tell: Rc<impl Fn(SocketEvent) + 'static>) -> Socket {
    let to_open = Rc::clone(&tell);
    let opened = Closure::new(move |_: Event| to_open(SocketEvent::Opened));
    let to_frame = Rc::clone(&tell);
    let message = Closure::new(move |event: MessageEvent| {
        let frame = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
        if let Some(frame) = frame {
            to_frame(SocketEvent::Frame(frame));
        }
    });
    let closed = Closure::new(move |_: CloseEvent| tell(SocketEvent::Closed));
    socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
    Socket { line: socket, _opened: opened, _message: message, _closed: closed }
}
