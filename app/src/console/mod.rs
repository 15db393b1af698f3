//! The desks' console at `/consola`: signing in, one's password, the queue and the conversations.

mod actions;
mod alerts;
mod browser;
mod channel;
mod composer;
mod conversation;
mod delivery;
mod desk;
mod fetch;
mod ids;
mod keys;
mod live;
mod message;
mod pace;
mod pass;
mod password;
mod password_field;
mod person;
mod queue;
mod queue_item;
mod session;
mod shell;
mod sign_in;
mod store;
mod timeline;
mod toolbar;
mod window;

use leptos::prelude::*;
use protocol::staff::{ConsolePage, ConsoleView};

use password::{ChangePassword, FirstPassword};
use shell::Shell;
use sign_in::SignIn;

/// Chooses the page. Whoever is not signed in sees the way in; whoever must change the password sees only that.
///
/// Accessibility: each page has one `h1`, its landmarks, and works by keyboard alone; what needs the program
/// is shown once it runs.
#[component]
pub fn Console(page: ConsolePage) -> impl IntoView {
    let must_change = page.me.as_ref().map(|me| me.must_change_password);
    match (must_change, page.view) {
        (None, ConsoleView::FirstPassword) => view! { <FirstPassword page=page /> }.into_any(),
        (None, _) => view! { <SignIn page=page /> }.into_any(),
        (Some(true), _) | (Some(false), ConsoleView::Password) => {
            view! { <ChangePassword page=page /> }.into_any()
        }
        (Some(false), _) => view! { <Shell page=page /> }.into_any(),
    }
}

#[cfg(all(test, feature = "ssr"))]
#[path = "page_tests.rs"]
mod tests;
