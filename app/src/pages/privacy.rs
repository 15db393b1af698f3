use leptos::prelude::*;

use super::accessibility::list;
use crate::text::{
    privacy::{self as words, Days},
    site,
};
use crate::ui::{Label, Layout, Section};

/// What the notice is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyPage {
    pub institution: String,
    /// "Reloj de demostración: ..." when the demo clock is shifted.
    pub demo_clock: Option<String>,
    /// How long the service is configured to keep things.
    pub days: Days,
}

/// `/privacidad`: the simplified notice, then the whole one, as the law orders them.
#[component]
pub fn Privacy(page: PrivacyPage) -> impl IntoView {
    let institution = page.institution.clone();
    view! {
        <Layout institution=page.institution section=Section::Other demo_clock=page.demo_clock>
            <div class="p-prose">
                <h1>{words::TITLE}</h1>
                <p class="p-lead">{words::LEAD}</p>
                <Label>{words::DRAFT}</Label>
                <Short institution=institution />
                <Whole days=page.days />
            </div>
        </Layout>
    }
}

#[component]
fn Short(institution: String) -> impl IntoView {
    let parts = [
        (words::WHO, words::who(&institution)),
        (words::WHAT, words::WHAT_TEXT.to_owned()),
        (words::WHY, words::WHY_TEXT.to_owned()),
        (words::SHARED, words::SHARED_TEXT.to_owned()),
        (words::REFUSE, words::REFUSE_TEXT.to_owned()),
    ];
    view! {
        <h2 id="simplificado">{words::SHORT}</h2>
        {parts.map(|(title, text)| view! { <h3>{title}</h3><p>{text}</p> }).into_iter().collect_view()}
    }
}

#[component]
fn Whole(days: Days) -> impl IntoView {
    view! {
        <h2 id="integral">{words::WHOLE}</h2>
        <h3>{words::BASIS}</h3>
        {list(&words::BASIS_LIST)}
        <h3>{words::KEPT}</h3>
        <Periods days />
        <h3>{words::RIGHTS}</h3>
        <p>{words::RIGHTS_TEXT}</p>
        <p>{words::RIGHTS_WHERE} " " <a href=site::PHONE_LINK>{site::PHONE}</a></p>
        <h3>{words::COOKIES}</h3>
        <p>{words::COOKIES_TEXT}</p>
        <h3>{words::CHANGES}</h3>
        <p>{words::CHANGES_TEXT}</p>
    }
}

#[component]
fn Periods(days: Days) -> impl IntoView {
    let rows = words::periods(days)
        .map(|(what, period)| view! { <tr><th scope="row">{what}</th><td>{period}</td></tr> })
        .into_iter()
        .collect_view();
    view! {
        <table class="p-table p-table--words">
            <caption class="p-visually-hidden">{words::PERIODS_NAME}</caption>
            <thead>
                <tr>{words::PERIOD_HEADS.map(|head| view! { <th scope="col">{head}</th> })}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
