use leptos::prelude::*;

use crate::text::error::said;
use crate::ui::{ButtonLink, Layout, Section};

/// An error as a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorView {
    pub institution: String,
    pub status: u16,
    pub demo_clock: Option<String>,
}

/// What happened, what was kept, what to do: one action.
///
/// Accessibility: the `h1` says it in words; the number is there for whoever is asked on the phone.
#[component]
pub fn ErrorPage(page: ErrorView) -> impl IntoView {
    let said = said(page.status);
    view! {
        <Layout institution=page.institution section=Section::Other demo_clock=page.demo_clock>
            <div class="p-error">
                <p class="p-error__number">{format!("Error {}", page.status)}</p>
                <h1>{said.title}</h1>
                <p class="p-lead">{said.what}</p>
                <p>{said.kept}</p>
                <p><ButtonLink href=said.href>{said.action}</ButtonLink></p>
            </div>
        </Layout>
    }
}
