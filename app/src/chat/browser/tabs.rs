//! The same chat in two tabs. A tab that begins, resumes or ends a conversation tells the others its token:
//! same origin, same partition and same page, so nobody hears it who could not read it anyway. A panel that our
//! own site frames shares the partition with `/chat`, and must not hear of a conversation that is known to be
//! somebody's.

use leptos::prelude::WithUntracked as _;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::super::session::Session;
use super::{http, live};

thread_local! {
    static CHANNEL: std::cell::RefCell<Option<BroadcastChannel>> = const { std::cell::RefCell::new(None) };
}

pub fn listen(session: Session) {
    // Missing in old Safari, refused where storage is: then tabs meet by the cookie, at the next message.
    let Ok(channel) = BroadcastChannel::new(&format!("puente:{}", session.action(""))) else { return };
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(token) = event.data().as_string().filter(|token| is_token(token)) {
            heard(session, token);
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // Lives as long as the page.
    hear.forget();
    CHANNEL.replace(Some(channel));
}

/// Tells the other tabs which conversation this one is in, or that it changed.
pub fn tell(session: Session) {
    let token = JsValue::from_str(&session.token_now());
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            let _ = channel.post_message(&token);
        }
    });
}

fn heard(session: Session, token: String) {
    if token == session.token_now() {
        spawn_local(async move {
            live::catch_up(session).await;
        });
    } else {
        spawn_local(join(session, token));
    }
}

/// An open conversation of its own is never given up; but the token may be a new one for the same, and the same
/// may have ended over there.
async fn join(session: Session, token: String) {
    if let Ok(conversation) = http::conversation(&token, 0, false).await
        && (!session.listens() || session.store.with_untracked(|store| store.is_same(&conversation)))
    {
        session.adopt(token, conversation);
    }
    live::catch_up(session).await;
}

fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
