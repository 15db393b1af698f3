use leptos::prelude::*;

use super::{Glyph, Icon};

/// One thing to correct: the field's id and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub field: &'static str,
    pub text: String,
}

/// What is to be corrected in a form that came back.
///
/// Accessibility: first thing in `main` after the heading, `role="alert"`, each line a link that moves to its
/// field (WCAG 3.3.1, 3.3.3); the same sentence stands beside the field.
#[component]
pub fn ErrorSummary(#[prop(into)] title: String, faults: Vec<Fault>) -> impl IntoView {
    let lines = faults
        .into_iter()
        .map(|fault| view! { <li><a href=format!("#{}", fault.field)>{fault.text}</a></li> })
        .collect_view();
    view! {
        <div class="p-summary" role="alert" tabindex="-1">
            <h2 class="p-summary__title">
                <Icon glyph=Glyph::Alert />
                {title}
            </h2>
            <ul>{lines}</ul>
        </div>
    }
}
