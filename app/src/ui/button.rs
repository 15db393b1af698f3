use leptos::prelude::*;

/// How much a button asks for attention; one `Primary` a screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Primary,
    Quiet,
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "p-button",
            Self::Quiet => "p-button p-button--quiet",
            Self::Danger => "p-button p-button--danger",
        }
    }
}

/// A button. Name, value and handlers are spread onto it: `<Button attr:name="paso" on:click=...>`.
///
/// Accessibility: a real `<button>`, at least 44 px high, its words say what happens; never disabled to
/// express "not yet" (the form answers with what is missing instead).
#[component]
pub fn Button<C: IntoView + 'static>(
    #[prop(optional)] look: Look,
    /// `submit`, or `button` for what only the browser does.
    #[prop(default = "submit")]
    kind: &'static str,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <button class=look.class() type=kind>
            {children.into_inner()()}
        </button>
    }
}

/// A link that looks like a button, for going somewhere.
///
/// Accessibility: a real link, so it can be opened in a tab and is announced as what it is.
#[component]
pub fn ButtonLink<C: IntoView + 'static>(
    #[prop(optional)] look: Look,
    #[prop(into)] href: String,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <a class=look.class() href=href>
            {children.into_inner()()}
        </a>
    }
}
