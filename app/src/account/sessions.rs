use leptos::prelude::*;
use protocol::account::{CLOSE_ALL, CLOSE_OTHERS, Session};

use super::loan::Today;
use crate::text::account as words;
use crate::ui::{Glyph, Icon};

/// Where the account is open, and a way to close each.
///
/// Accessibility: the present session is marked in words; each button's name says which session it closes.
#[component]
pub fn Sessions(sessions: Vec<Session>, today: Today) -> impl IntoView {
    let several = sessions.len() > 1;
    let items = sessions.into_iter().map(|session| item(session, today)).collect_view();
    let together = several.then(|| {
        view! {
            <div class="p-account__actions">
                <Close id=CLOSE_OTHERS.to_owned() words=words::CLOSE_OTHERS />
                <Close id=CLOSE_ALL.to_owned() words=words::CLOSE_ALL />
            </div>
        }
    });
    view! {
        <section class="p-sessions" aria-labelledby="sesiones">
            <h2 id="sesiones">{words::SESSIONS}</h2>
            <p>{words::SESSIONS_TEXT}</p>
            <ul role="list" class="p-sessions__list">{items}</ul>
            {together}
        </section>
    }
}

fn item(session: Session, today: Today) -> impl IntoView {
    let times = words::session_times(session.started_at, session.seen_at, today.offset_minutes, today.now);
    let name = words::close_session(&session.device);
    let way = if session.current {
        view! { <span class="p-sessions__here"><Icon glyph=Glyph::Check />{words::THIS_SESSION}</span> }
            .into_any()
    } else {
        view! { <Close id=session.id words=words::CLOSE name=name /> }.into_any()
    };
    view! {
        <li class="p-sessions__item">
            <div>
                <p class="p-sessions__device">{session.device}</p>
                <p class="p-sessions__times">{times}</p>
            </div>
            {way}
        </li>
    }
}

/// `name` when the words alone would not say which.
#[component]
fn Close(id: String, words: &'static str, #[prop(optional, into)] name: Option<String>) -> impl IntoView {
    view! {
        <form method="post" action="/mi-cuenta/sesiones">
            <input type="hidden" name="close" value=id />
            <button class="p-button p-button--quiet" type="submit" aria-label=name>{words}</button>
        </form>
    }
}
