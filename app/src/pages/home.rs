use leptos::prelude::*;
use protocol::chat::{Opening, Topic};

use crate::text::{home as words, site};
use crate::ui::{ButtonLink, Glyph, Icon, Layout, Look, Section};

/// What the first page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePage {
    pub institution: String,
    pub topics: Vec<Topic>,
    /// Opening of each topic's desk, in the order of `topics`.
    pub openings: Vec<Opening>,
    /// "Lunes a viernes, de 9:00 a 15:30".
    pub hours: String,
    pub demo_clock: Option<String>,
}

/// `/`: the three things one can do, then the desks by topic, hours, and how not to be deceived.
///
/// Accessibility: one `h1`, an `h2` a block; each topic is one link of its whole card's size whose name says
/// topic and opening.
#[component]
pub fn Home(page: HomePage) -> impl IntoView {
    view! {
        <Layout institution=page.institution.clone() section=Section::Other demo_clock=page.demo_clock>
            <div class="p-hero">
                <div class="p-hero__words">
                    <h1 class="p-hero__title">{words::TITLE}</h1>
                    <p class="p-lead">{words::LEAD}</p>
                </div>
                <Hills />
            </div>
            <div class="p-ways">
                <section class="p-way p-way--first">
                    <h2><Icon glyph=Glyph::Calculator large=true />{words::CALCULATE}</h2>
                    <p>{words::CALCULATE_TEXT}</p>
                    <ButtonLink href="/calculadora">{words::CALCULATE_GO}<Icon glyph=Glyph::Arrow /></ButtonLink>
                </section>
                <section class="p-way">
                    <h2><Icon glyph=Glyph::Bubble large=true />{words::WRITE}</h2>
                    <p>{words::WRITE_TEXT}</p>
                    <ButtonLink href="/chat" look=Look::Quiet>{words::WRITE_GO}<Icon glyph=Glyph::Arrow /></ButtonLink>
                </section>
                <section class="p-way">
                    <h2><Icon glyph=Glyph::Receipt large=true />{words::ACCOUNT}</h2>
                    <p>{words::ACCOUNT_TEXT}</p>
                    <ButtonLink href="/mi-cuenta" look=Look::Quiet>{words::ACCOUNT_GO}<Icon glyph=Glyph::Arrow /></ButtonLink>
                </section>
            </div>
            <Topics topics=page.topics openings=page.openings />
            <Facts institution=page.institution hours=page.hours />
        </Layout>
    }
}

#[component]
fn Topics(topics: Vec<Topic>, openings: Vec<Opening>) -> impl IntoView {
    let openings = openings.into_iter().map(Some).chain(std::iter::repeat(None));
    let links =
        topics.into_iter().zip(openings).map(|(topic, opening)| topic_link(topic, opening)).collect_view();
    view! {
        <section class="p-desks" aria-labelledby="temas">
            <h2 id="temas">{words::TOPICS}</h2>
            <ul role="list" class="p-desks__list">{links}</ul>
        </section>
    }
}

fn topic_link(topic: Topic, opening: Option<Opening>) -> impl IntoView {
    let state = opening.map(|opening| {
        let glyph = if opening.open { Glyph::Check } else { Glyph::Clock };
        let class = if opening.open { "p-desk__state p-desk__state--open" } else { "p-desk__state" };
        view! { <span class=class><Icon glyph=glyph />{opening.text}</span> }
    });
    view! {
        <li>
            <a class="p-desk" href=format!("/chat?tema={}", topic.id)>
                <span class="p-desk__icon"><Icon glyph=Glyph::named(&topic.icon) large=true /></span>
                <span class="p-desk__words">
                    <span class="p-desk__name">{topic.name}</span>
                    {state}
                </span>
            </a>
        </li>
    }
}

#[component]
fn Facts(institution: String, hours: String) -> impl IntoView {
    view! {
        <div class="p-facts-row">
            <section>
                <h2><Icon glyph=Glyph::Clock />{words::HOURS}</h2>
                <p>{hours}</p>
            </section>
            <section>
                <h2><Icon glyph=Glyph::Phone />{words::PHONE}</h2>
                <p><a href=site::PHONE_LINK>{site::PHONE}</a></p>
            </section>
            <section>
                <h2><Icon glyph=Glyph::Shield />{words::SAFE}</h2>
                <p>{site::guard(&institution)} " " {words::SAFE_TEXT}</p>
            </section>
        </div>
    }
}

/// Guanajuato's hills, houses and a bridge: drawn for this page, in the palette's own colours.
///
/// Accessibility: decoration, hidden from readers.
#[component]
fn Hills() -> impl IntoView {
    view! {
        <svg class="p-hills" viewBox="0 0 480 220" aria-hidden="true" focusable="false">
            <path class="p-hills__far" d="M0 150C60 96 110 70 168 92c40-46 96-64 150-30 48-22 110 0 162 58v100H0z"></path>
            <path class="p-hills__near" d="M0 176c70-44 130-46 190-22 60-36 130-36 180-8 40-14 76-6 110 14v60H0z"></path>
            <g class="p-hills__walls">
                <path d="M96 122h34v34H96zM196 96h40v44h-40zM262 84h30v52h-30zM318 112h40v36h-40zM384 124h30v30h-30zM148 104h28v44h-28z"></path>
            </g>
            <g class="p-hills__roofs">
                <path d="M92 122l21-16 21 16zM192 96l24-18 24 18zM314 112l24-17 24 17zM144 104l18-14 18 14z"></path>
                <path d="M262 84c0-11 7-18 15-20 8 2 15 9 15 20z"></path>
            </g>
            <path class="p-hills__windows" d="M106 132h6v10h-6zM118 132h6v10h-6zM206 108h7v12h-7zM220 108h7v12h-7zM274 98h6v12h-6zM328 122h7v11h-7zM342 122h7v11h-7zM396 134h7v9h-7zM158 116h7v11h-7z"></path>
            <path class="p-hills__water" d="M0 190h480v30H0z"></path>
            <path class="p-hills__bridge" d="M0 168C130 136 350 136 480 168v52h-40v-18a32 32 0 0 0-64 0v18h-104v-26a32 32 0 0 0-64 0v26H104v-18a32 32 0 0 0-64 0v18H0z"></path>
        </svg>
    }
}
