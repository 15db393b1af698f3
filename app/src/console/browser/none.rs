use std::future::{Future, ready};

use super::{Failure, SocketEvent};

pub fn get<T>(_path: &str) -> impl Future<Output = Result<T, Failure>> + use<T> {
    ready(Err(Failure::Offline))
}

pub fn post<B, T>(_path: &str, _body: &B) -> impl Future<Output = Result<Option<T>, Failure>> + use<B, T> {
    ready(Err(Failure::Offline))
}

pub fn open_socket(_path: &str, _tell: impl Fn(SocketEvent) + 'static) {}

pub fn send_socket(_text: &str) {}

pub fn close_socket() {}

pub fn allow_sound() {}

pub fn tone() {}

pub fn now() -> i64 {
    0
}

pub fn random() -> f64 {
    0.0
}

pub fn uuid() -> Option<String> {
    None
}

pub fn focus(_id: &str) {}

pub fn scroll_to_end(_id: &str) {}

pub fn is_at_end(_id: &str) -> bool {
    true
}

pub fn show_dialog(_id: &str) {}

pub fn close_dialog(_id: &str) {}

pub fn set_title(_title: &str) {}

pub fn is_visible() -> bool {
    true
}

pub fn on_visible(_act: impl Fn() + Clone + 'static) {}

pub fn leave() {}

pub fn kept<T>(_key: &str) -> Option<T> {
    None
}

pub fn keep<T>(_key: &str, _value: Option<&T>) {}

pub fn forget_all(_prefix: &str) {}

pub fn setting(_key: &str) -> bool {
    false
}

pub fn set_setting(_key: &str, _on: bool) {}
