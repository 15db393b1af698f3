use leptos::prelude::*;
use protocol::account::{ContinuePage, Next};

use crate::text::account as words;
use crate::ui::{ButtonLink, Glyph, Icon, Layout, Look, Section};

/// `/chat/continuar`: the widget's conversation has become a page of its own; with or without a name from here.
///
/// Accessibility: two links whose words say what happens, each with a sentence about what it means.
#[component]
pub fn Continue(page: ContinuePage) -> impl IntoView {
    let sign_in = format!("/entrar?next={}", Next::Chat.key());
    let lead = words::continue_lead(&page.desk);
    view! {
        <Layout institution=page.institution section=Section::Chat demo_clock=page.demo_clock>
            <div class="p-account p-account--narrow">
                <div>
                    <h1>{words::CONTINUE_TITLE}</h1>
                    <p class="p-lead">{lead}</p>
                </div>
                <div class="p-way">
                    <p>{words::CONTINUE_SIGNED_TEXT}</p>
                    <ButtonLink href=sign_in><Icon glyph=Glyph::Person />{words::CONTINUE_SIGNED}</ButtonLink>
                </div>
                <div class="p-way">
                    <p>{words::CONTINUE_TEXT}</p>
                    <ButtonLink href="/chat" look=Look::Quiet>{words::CONTINUE}<Icon glyph=Glyph::Arrow /></ButtonLink>
                </div>
            </div>
        </Layout>
    }
}
