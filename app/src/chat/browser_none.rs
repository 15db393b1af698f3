//! What `browser` offers, for the server: it renders and never acts.

use leptos::html;
use leptos::prelude::{NodeRef, RwSignal};

use super::session::Session;

pub fn start(_session: Session) {}
pub fn submit(_session: Session) {}
pub fn retry(_session: Session, _client_id: &str) {}
pub fn end(_session: Session) {}
pub fn save_copy(_session: Session) {}
pub fn copy_code(_session: Session, _copied: RwSignal<bool>) {}
pub fn resume(_session: Session) {}
pub fn begin_again(_session: Session) {}
pub fn note_scroll(_session: Session) {}
pub fn scroll_down(_session: Session) {}
pub fn enter_sends() -> bool {
    false
}
pub fn focus_summary(_menu: NodeRef<html::Details>) {}
