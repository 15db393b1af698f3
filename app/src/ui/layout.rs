use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::text::site;

/// Which of the menu's entries a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Calculator,
    Chat,
    Account,
    /// A page the menu does not list.
    Other,
}

/// Everything around a public page's content.
///
/// Accessibility: a skip link first; landmarks `header`, `nav`, `main`, `footer`, one each; the present page
/// is marked with `aria-current`; order and names are the same on every page (WCAG 2.4.1, 3.2.3, 3.2.6).
#[component]
pub fn Layout<C: IntoView + 'static>(
    institution: String,
    section: Section,
    demo_clock: Option<String>,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <div class="p-page">
            <a class="p-skip" href="#contenido">{site::SKIP}</a>
            <Header institution=institution.clone() section=section demo_clock=demo_clock />
            <main class="p-main" id="contenido" tabindex="-1">
                <div class="p-wide">{children.into_inner()()}</div>
            </main>
            <Footer institution=institution />
        </div>
    }
}

#[component]
fn Header(institution: String, section: Section, demo_clock: Option<String>) -> impl IntoView {
    view! {
        <header class="p-header">
            {demo_clock.map(|text| view! { <p class="p-clock">{text}</p> })}
            <div class="p-wide p-header__row">
                <Brand institution=institution />
                <nav class="p-nav" aria-label=site::NAV>
                    <NavLink href="/calculadora" here=section == Section::Calculator text=site::NAV_CALCULATOR />
                    <NavLink href="/chat" here=section == Section::Chat text=site::NAV_CHAT />
                    <NavLink href="/mi-cuenta" here=section == Section::Account text=site::NAV_ACCOUNT />
                </nav>
            </div>
        </header>
    }
}

#[component]
fn NavLink(href: &'static str, here: bool, text: &'static str) -> impl IntoView {
    view! { <a class="p-nav__link" href=href aria-current=here.then_some("page")>{text}</a> }
}

/// The text mark. The bridge is Puente's; the institute's own logo is not ours to draw.
///
/// Accessibility: one link named by its words; the drawing is decoration.
#[component]
pub fn Brand(institution: String) -> impl IntoView {
    view! {
        <a class="p-brand" href="/">
            <svg class="p-brand__mark" viewBox="0 0 40 28" aria-hidden="true" focusable="false" fill="currentColor">
                <path d="M0 12C11 3 29 3 40 12v15h-7v-5a5 5 0 0 0-10 0v5h-6v-5a5 5 0 0 0-10 0v5H0z"></path>
            </svg>
            <span>"Puente " <span class="p-brand__of">"· " {institution}</span></span>
        </a>
    }
}

#[component]
fn Footer(institution: String) -> impl IntoView {
    view! {
        <footer class="p-footer">
            <div class="p-wide p-footer__row">
                <p class="p-footer__guard">
                    <Icon glyph=Glyph::Shield />
                    <span>{site::guard(&institution)}</span>
                </p>
                <nav class="p-footer__links" aria-label=site::FOOTER_NAV>
                    <a href="/privacidad">{site::PRIVACY}</a>
                    <a href="/accesibilidad">{site::ACCESSIBILITY}</a>
                    <a href="/integrar">{site::INTEGRATE}</a>
                </nav>
            </div>
        </footer>
    }
}
