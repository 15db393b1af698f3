//! The conversation as a file, and the code on the clipboard.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, HtmlAnchorElement, HtmlDocument, HtmlElement, HtmlTextAreaElement, Url,
};

use super::super::session::Session;
use super::http;
use crate::text::chat as words;

/// "Guardar una copia". The token travels in a header, so the file comes by fetch and is handed on from here.
pub fn save_copy(session: Session) {
    spawn_local(async move {
        let saved = match http::transcript(&session.token_now()).await {
            Ok(text) => download(&text).is_ok(),
            Err(_) => false,
        };
        if !saved {
            session.notice.set(words::COPY_FAILED.to_owned());
        }
    });
}

fn download(text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(words::COPY_FILE);
    link.click();
    // The browser needs the address a moment longer to start reading.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(30),
    );
    Ok(())
}

/// "Copiar código". A frame has no right to `navigator.clipboard` unless its host gives it; a selection may
/// always be copied.
pub fn copy_code(session: Session, copied: RwSignal<bool>) {
    let code = session.store.with_untracked(|store| store.talk().map(|talk| talk.resume_code.clone()));
    let done = code.is_some_and(|code| copy(&code).unwrap_or(false));
    copied.set(done);
    // The button may be gone by then, and its signal with it.
    set_timeout(
        move || {
            let _ = copied.try_set(false);
        },
        std::time::Duration::from_secs(3),
    );
}

fn copy(text: &str) -> Result<bool, JsValue> {
    let before = document().active_element();
    let field: HtmlTextAreaElement = document().create_element("textarea")?.unchecked_into();
    field.set_value(text);
    let body = document().body().ok_or(JsValue::NULL)?;
    body.append_child(&field)?;
    field.select();
    let done = document().unchecked_into::<HtmlDocument>().exec_command("copy");
    field.remove();
    if let Some(element) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    done
}
