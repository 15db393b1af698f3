//! New work: a tone, a sentence for screen readers, the number in the window's title.

use leptos::prelude::*;

use super::browser;
use super::desk::Desk;
use super::store::{self, News};
use crate::text::console as words;

const MUTED: &str = "puente:sin-sonido";

pub fn start(desk: Desk) {
    desk.muted.set(browser::setting(MUTED));
    for gesture in ["pointerdown", "keydown"] {
        window_event_listener_untyped(gesture, |_| browser::allow_sound());
    }
    let count = Memo::new(move |_| desk.queue.with(store::badge));
    Effect::new(move |_| browser::set_title(&words::window_title(count.get())));
}

pub fn tell(desk: Desk, news: &News) {
    if news.is_empty() {
        return;
    }
    if !desk.muted.get_untracked() {
        browser::tone();
    }
    let arrived = news.arrived.iter().map(|topic| words::arrived(topic));
    let wrote = news.wrote.iter().map(|topic| words::wrote(topic));
    desk.say(arrived.chain(wrote).collect::<Vec<_>>().join(". "));
}

/// The switch's new position is heard at once.
pub fn toggle_sound(desk: Desk) {
    let muted = !desk.muted.get_untracked();
    desk.muted.set(muted);
    browser::set_setting(MUTED, muted);
    if !muted {
        browser::tone();
    }
}
