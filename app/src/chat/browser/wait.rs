//! Pauses that something can cut short.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const LONGEST_MS: f64 = 30_000.0;
const FIRST_MS: f64 = 500.0;

/// Who pauses; each has one pause at a time.
#[derive(Debug, Clone, Copy)]
pub enum Sleeper {
    Line,
    Sender,
}

thread_local! {
    static SLEEPERS: RefCell<[Option<Function>; 2]> = const { RefCell::new([None, None]) };
}

/// Rests until the time has passed or [`wake`] is called.
pub async fn rest(sleeper: Sleeper, ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        put(sleeper, Some(resolve));
    });
    let _ = JsFuture::from(promise).await;
    put(sleeper, None);
}

pub fn wake(sleeper: Sleeper) {
    if let Some(resolve) = put(sleeper, None) {
        let _ = resolve.call0(&JsValue::NULL);
    }
}

fn put(sleeper: Sleeper, resolve: Option<Function>) -> Option<Function> {
    SLEEPERS.with_borrow_mut(|slots| std::mem::replace(&mut slots[sleeper as usize], resolve))
}

/// Full jitter: anything from nothing to twice as long each time, so that a thousand pages that lost the
/// server together do not come back together.
pub fn backoff(tries: u32) -> i32 {
    let ceiling = (FIRST_MS * 2_f64.powi(tries.min(10).cast_signed())).min(LONGEST_MS);
    #[expect(clippy::cast_possible_truncation, reason = "at most 30,000")]
    let ms = (js_sys::Math::random() * ceiling) as i32;
    ms
}
