use leptos::prelude::*;

use crate::text::glossary;
pub use crate::text::glossary::Term;

/// "Saldo: ¿qué es esto?", near a word that not everybody knows. In a line of figures only its mark is seen.
///
/// Accessibility: a native `details`, so it opens by keyboard and without script; its name carries the word it
/// explains, since several stand on one page (WCAG 2.4.4, 2.5.3).
#[component]
pub fn WhatIs(term: Term) -> impl IntoView {
    view! {
        <details class="p-whatis">
            <summary class="p-whatis__ask">
                <span class="p-whatis__words">{term.name()} ": " {glossary::ASK}</span>
            </summary>
            <p class="p-whatis__meaning">{term.meaning()}</p>
        </details>
    }
}
