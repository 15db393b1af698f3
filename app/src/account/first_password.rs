use leptos::prelude::*;
use protocol::account::FirstPasswordPage;

use super::outcome::Outcome;
use crate::text::{account as words, site};
use crate::ui::{Button, Card, Field, Glyph, Icon, Layout, Section, described_by};

/// `/entrar/primera-clave`: a one-use code from the counter sets the password.
///
/// Accessibility: the rule stands beside the field before it is broken; a code that was typed comes back, a
/// password never does.
#[component]
pub fn FirstPassword(page: FirstPasswordPage) -> impl IntoView {
    let guard = site::guard(&page.institution);
    view! {
        <Layout institution=page.institution section=Section::Account demo_clock=page.demo_clock>
            <div class="p-account p-account--narrow">
                <div>
                    <h1>{words::FIRST_TITLE}</h1>
                    <p class="p-lead">{words::FIRST_LEAD}</p>
                </div>
                <Outcome notice=page.notice success=None />
                <Card>
                    <form class="p-account__form" method="post" action="/entrar/primera-clave">
                        <Field id="codigo" label=words::CODE hint=words::CODE_HINT.to_owned()>
                            <input class="p-field__input" id="codigo" name="code" type="text" required=true
                                autocomplete="one-time-code" autocapitalize="characters"
                                spellcheck="false" maxlength="60" value=page.code
                                aria-describedby=described_by("codigo") />
                        </Field>
                        <NewPassword id="clave" name="password" label=words::NEW_PASSWORD
                            hint=words::NEW_PASSWORD_HINT />
                        <NewPassword id="repetida" name="repeat" label=words::REPEAT hint="" />
                        <Button>{words::SAVE_PASSWORD}</Button>
                    </form>
                </Card>
                <p class="p-account__guard">
                    <Icon glyph=Glyph::Shield />
                    <span>{guard}</span>
                </p>
                <p><a class="p-account__link" href="/entrar">{words::NO_CODE}</a></p>
            </div>
        </Layout>
    }
}

#[component]
fn NewPassword(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
) -> impl IntoView {
    view! {
        <Field id=id label=label hint=hint.to_owned()>
            <input class="p-field__input" id=id name=name type="password" required=true
                autocomplete="new-password" aria-describedby=described_by(id) />
        </Field>
    }
}
