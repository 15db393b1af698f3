use leptos::prelude::*;
use protocol::account::SignInPage;

use super::outcome::Outcome;
use crate::text::{account as words, site};
use crate::ui::{
    Button, ButtonLink, Card, ErrorSummary, Fault, Field, Glyph, Icon, Layout, Look, Section, described_by,
};

/// `/entrar`: CURP and password; how one comes by a password; how not to be deceived.
///
/// Accessibility: what went wrong stands first and leads to its field; fields carry their autocomplete names, so
/// that password managers fill them (WCAG 1.3.5, 3.3.8); pasting is never hindered; capitals and blanks in the
/// CURP do not matter.
#[component]
pub fn SignIn(page: SignInPage) -> impl IntoView {
    let guard = site::guard(&page.institution);
    let accounts = page.demo_accounts.clone();
    view! {
        <Layout institution=page.institution.clone() section=Section::Account demo_clock=page.demo_clock.clone()>
            <div class="p-account p-account--narrow">
                <div>
                    <h1>{words::SIGN_IN_TITLE}</h1>
                    <p class="p-lead">{words::SIGN_IN_LEAD}</p>
                </div>
                <Outcome notice=None success=page.success.clone() />
                {page.notice.clone().map(summary)}
                <Card><Form page=page /></Card>
                <p class="p-account__guard">
                    <Icon glyph=Glyph::Shield />
                    <span>{guard}</span>
                </p>
                <section class="p-account__help">
                    <h2>{words::ACCESS}</h2>
                    <p>{words::ACCESS_TEXT}</p>
                    <p><ButtonLink look=Look::Quiet href="/entrar/primera-clave">{words::HAVE_CODE}</ButtonLink></p>
                </section>
                <DemoAccounts accounts=accounts />
            </div>
        </Layout>
    }
}

/// Whatever is wrong, it is mended from the first field on.
fn summary(text: String) -> impl IntoView {
    view! { <ErrorSummary title=words::WRONG faults=vec![Fault { field: "curp", text }] /> }
}

#[component]
fn Form(page: SignInPage) -> impl IntoView {
    let wrong = page.notice.is_some();
    let error = page.notice.filter(|_| page.curp_fault).unwrap_or_default();
    view! {
        <form class="p-account__form" method="post" action="/entrar">
            <input type="hidden" name="next" value=page.next.key() />
            <Field id="curp" label=words::CURP hint=words::CURP_HINT.to_owned() error=error>
                <input class="p-field__input p-account__curp" id="curp" name="curp" type="text" required=true
                    autocomplete="username" autocapitalize="characters" spellcheck="false"
                    maxlength="40" value=page.curp aria-invalid=wrong.to_string()
                    aria-describedby=described_by("curp") />
            </Field>
            <Field id="clave" label=words::PASSWORD>
                <input class="p-field__input" id="clave" name="password" type="password" required=true
                    autocomplete="current-password" aria-describedby=described_by("clave") />
            </Field>
            <Button>{words::SIGN_IN}</Button>
        </form>
    }
}

#[component]
fn DemoAccounts(accounts: Vec<String>) -> impl IntoView {
    (!accounts.is_empty()).then(|| {
        let lines =
            accounts.into_iter().map(|account| view! { <li><code>{account}</code></li> }).collect_view();
        view! {
            <section class="p-account__help">
                <h2>{words::DEMO_ACCOUNTS}</h2>
                <ul role="list">{lines}</ul>
            </section>
        }
    })
}
