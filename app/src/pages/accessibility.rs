use leptos::prelude::*;

use super::PlainPage;
use crate::text::{accessibility as words, site};
use crate::ui::{Layout, Section};

/// `/accesibilidad`: what we ask of ourselves, what was tested, what is missing, how to complain.
#[component]
pub fn Accessibility(page: PlainPage) -> impl IntoView {
    view! {
        <Layout institution=page.institution section=Section::Other demo_clock=page.demo_clock>
            <div class="p-prose">
                <h1>{words::TITLE}</h1>
                <p class="p-lead">{words::LEAD}</p>
                <h2>{words::BAR}</h2>
                <p>{words::BAR_TEXT}</p>
                <h2>{words::WORKS}</h2>
                {list(&words::WORKS_LIST)}
                <h2>{words::TESTED}</h2>
                {list(&words::TESTED_LIST)}
                <h2>{words::MISSING}</h2>
                {list(&words::MISSING_LIST)}
                <h2>{words::COMPLAIN}</h2>
                <p>{words::COMPLAIN_TEXT}</p>
                <p>{words::CALL} " " <a href=site::PHONE_LINK>{site::PHONE}</a></p>
                <p><a href="/chat">{words::WRITE}</a></p>
            </div>
        </Layout>
    }
}

/// A bulleted list of sentences.
pub fn list(sentences: &'static [&'static str]) -> impl IntoView {
    view! { <ul>{sentences.iter().map(|sentence| view! { <li>{*sentence}</li> }).collect_view()}</ul> }
}
