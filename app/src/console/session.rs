//! Two minutes before a session ends by itself the person is asked whether to go on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::staff::SessionEnd;

use super::browser;
use super::desk::Desk;
use super::fetch::{API, why};
use super::pace::Wanted;
use crate::text::console as words;
use crate::ui::{Glyph, Icon};

const WARNING_MS: i64 = 2 * 60_000;

/// Accessibility: an alert with one button, in the page and not over it: what is being written goes on.
#[component]
pub fn SessionWarning(desk: Desk) -> impl IntoView {
    let near = Memo::new(move |_| near(desk.queue.with(|queue| queue.session_ends), desk.now.get()));
    view! {
        <div role="alert">
            {move || near.get().map(|end| view! {
                <div class="p-banner">
                    <Icon glyph=Glyph::Clock />
                    <p>{if end.moves { words::SESSION_IDLE } else { words::SESSION_OVER }}</p>
                    {end.moves.then(|| view! {
                        <button type="button" on:click=move |_| stay(desk)>{words::STAY}</button>
                    })}
                </div>
            })}
        </div>
    }
}

/// The end, once it is so near that it is said.
fn near(end: Option<SessionEnd>, now: i64) -> Option<SessionEnd> {
    end.filter(|end| end.at - now <= WARNING_MS)
}

/// Doing something prolongs the session; the next look at the queue brings the new end.
fn stay(desk: Desk) {
    spawn_local(async move {
        if let Err(failure) = browser::post::<_, ()>(&format!("{API}/session/stay"), &()).await {
            let _ = why(failure);
        }
        desk.refresh(Wanted::QUEUE);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_comes_two_minutes_before() {
        let end = SessionEnd { at: 10 * WARNING_MS, moves: true };
        assert_eq!(near(Some(end), end.at - WARNING_MS - 1), None);
        assert_eq!(near(Some(end), end.at - WARNING_MS), Some(end));
        assert_eq!(near(Some(end), end.at + 1), Some(end));
        assert_eq!(near(None, 0), None);
    }
}
