use leptos::prelude::*;
use protocol::staff::ConsolePage;

use super::password_field::PasswordField;
use crate::text::console as words;
use crate::ui::{Card, Field, Glyph, Icon, described_by};

/// The way in: a form that works before the program and without it.
///
/// Accessibility: what went wrong stands first and is announced; fields carry their autocomplete names so that
/// password managers fill them (WCAG 1.3.5, 3.3.8); pasting is never hindered.
#[component]
pub fn SignIn(page: ConsolePage) -> impl IntoView {
    view! {
        <Gate institution=page.institution title=words::TITLE demo_clock=page.demo_clock>
            <Outcome notice=page.notice success=page.success />
            <Card>
                <form method="post" action="/consola/entrar">
                    <p>{words::SIGN_IN_LEAD}</p>
                    <Field id="usuario" label=words::USERNAME>
                        <input class="p-field__input" id="usuario" name="username" type="text" required=true
                            autocomplete="username" autocapitalize="none" spellcheck="false" value=page.username
                            aria-describedby=described_by("usuario") />
                    </Field>
                    <PasswordField id="clave" name="password" label=words::PASSWORD autocomplete="current-password" />
                    <button class="p-button p-button--wide" type="submit">{words::SIGN_IN}</button>
                </form>
            </Card>
            <a class="p-signin__link" href="/consola/primera-clave">{words::HAVE_CODE}</a>
            <DemoAccounts accounts=page.demo_accounts />
        </Gate>
    }
}

/// What stands around every form before the queue.
#[component]
pub fn Gate(
    institution: String,
    title: &'static str,
    demo_clock: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <main class="p-signin">
            <header class="p-signin__head">
                <p class="p-signin__of">"Puente · " {institution}</p>
                <h1>{title}</h1>
            </header>
            {demo_clock.map(|text| view! { <p class="p-banner">{text}</p> })}
            {children()}
        </main>
    }
}

/// What became of the last form.
#[component]
pub fn Outcome(notice: Option<String>, success: Option<String>) -> impl IntoView {
    let notice = notice.map(|text| {
        view! {
            <div class="p-banner p-banner--error" role="alert">
                <Icon glyph=Glyph::Alert />
                <p>{text}</p>
            </div>
        }
    });
    let success = success.map(|text| {
        view! {
            <div class="p-banner p-banner--success" role="status">
                <Icon glyph=Glyph::Check />
                <p>{text}</p>
            </div>
        }
    });
    view! { <div class="p-signin__outcome">{notice} {success}</div> }
}

#[component]
fn DemoAccounts(accounts: Vec<String>) -> impl IntoView {
    (!accounts.is_empty()).then(|| {
        let lines =
            accounts.into_iter().map(|account| view! { <li><code>{account}</code></li> }).collect_view();
        view! {
            <section class="p-signin__demo">
                <h2 class="p-signin__demo-title">{words::DEMO_ACCOUNTS}</h2>
                <ul role="list">{lines}</ul>
            </section>
        }
    })
}
