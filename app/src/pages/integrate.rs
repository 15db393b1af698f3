use std::fmt::Write as _;

use leptos::prelude::*;
use protocol::chat::Topic;

use super::accessibility::list;
use crate::text::integrate as words;
use crate::ui::{Button, Field, Layout, ScrollTable, Section, described_by, escaped};

/// A registered site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub key: String,
    pub name: String,
    pub origins: Vec<String>,
}

/// The loader's address that never changes, with its `sha384-...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedScript {
    pub url: String,
    pub integrity: String,
}

/// What the webmaster's page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegratePage {
    pub institution: String,
    pub demo_clock: Option<String>,
    /// Our own origin, `https://puente.isseg.gob.mx`, without a slash at the end.
    pub origin: String,
    /// Sites one may choose; outside the demo a webmaster types the key instead of choosing it.
    pub sites: Vec<Site>,
    pub topics: Vec<Topic>,
    /// The form's `sitio`, `tema` and `espacio`, as received or their defaults.
    pub site: String,
    pub topic: String,
    pub offset: String,
    pub pinned: Option<PinnedScript>,
    /// A page with the launcher on it, such as the demo's municipal page.
    pub preview_url: Option<String>,
    /// What the preview frame shows: `/w/{site}` only opens inside registered origins.
    pub frame_url: Option<String>,
}

/// `/integrar`: choose, copy, try; then what a careful webmaster asks. A GET form, no script.
///
/// Accessibility: code stands in named read-only fields one can select whole; the preview frame has a title.
#[component]
pub fn Integrate(page: IntegratePage) -> impl IntoView {
    view! {
        <Layout institution=page.institution.clone() section=Section::Other demo_clock=page.demo_clock.clone()>
            <h1>{words::TITLE}</h1>
            <p class="p-lead">{words::LEAD}</p>
            <div class="p-integrate">
                <Choose page=page.clone() />
                <Copy page=page.clone() />
            </div>
            <Try page=page.clone() />
            <div class="p-prose">
                <Frame page=page.clone() />
                <Pinned pinned=page.pinned.clone() site=page.site.clone() />
                <Attributes />
                <Csp origin=page.origin.clone() />
                <Refused page=page />
            </div>
        </Layout>
    }
}

#[component]
fn Choose(page: IntegratePage) -> impl IntoView {
    view! {
        <form class="p-integrate__form" method="get" action="/integrar#codigo">
            <h2>{words::CHOOSE}</h2>
            <Field id="sitio" label=words::SITE hint=words::SITE_HINT.to_owned()>
                <input class="p-field__input" id="sitio" name="sitio" list="sitios" autocomplete="off"
                    spellcheck="false" maxlength="60" value=page.site aria-describedby=described_by("sitio") />
            </Field>
            <datalist id="sitios">
                {page.sites.into_iter().map(|site| view! { <option value=site.key>{site.name}</option> }).collect_view()}
            </datalist>
            <Field id="tema" label=words::TOPIC>
                <TopicSelect topics=page.topics topic=page.topic />
            </Field>
            <Field id="espacio" label=words::OFFSET hint=words::OFFSET_HINT.to_owned() suffix="px">
                <input class="p-field__input" id="espacio" name="espacio" inputmode="numeric" autocomplete="off"
                    maxlength="4" value=page.offset aria-describedby=described_by("espacio") />
            </Field>
            <Button>{words::MAKE}</Button>
        </form>
    }
}

#[component]
fn TopicSelect(topics: Vec<Topic>, topic: String) -> impl IntoView {
    let options = topics
        .into_iter()
        .map(|each| {
            let selected = each.id == topic;
            view! { <option value=each.id selected=selected>{each.name}</option> }
        })
        .collect_view();
    view! {
        <select class="p-field__input" id="tema" name="tema" aria-describedby=described_by("tema")>
            <option value="">{words::ANY_TOPIC}</option>
            {options}
        </select>
    }
}

#[component]
fn Copy(page: IntegratePage) -> impl IntoView {
    let code = snippet(&page);
    view! {
        <section class="p-integrate__copy" id="codigo">
            <h2>{words::COPY}</h2>
            <Code id="html" label=words::SNIPPET hint=words::SNIPPET_HINT code=code rows="6" />
        </section>
    }
}

/// Code to copy.
#[component]
fn Code(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    code: String,
    rows: &'static str,
) -> impl IntoView {
    view! {
        <Field id=id label=label hint=hint.to_owned()>
            <textarea class="p-field__input p-field__code" id=id readonly=true rows=rows spellcheck="false"
                aria-describedby=described_by(id) inner_html=escaped(&code)></textarea>
        </Field>
    }
}

#[component]
fn Try(page: IntegratePage) -> impl IntoView {
    let link = page.preview_url.map(|url| view! { <p><a href=url>{words::PREVIEW_OPEN}</a></p> });
    let frame = page.frame_url.map(|url| {
        view! {
            <p>{words::PREVIEW_TEXT}</p>
            <iframe class="p-integrate__frame" src=url title=words::NOSCRIPT></iframe>
        }
    });
    let nothing = link.is_none() && frame.is_none();
    view! {
        <section class="p-integrate__try" hidden=nothing>
            <h2>{words::PREVIEW}</h2>
            {link}
            {frame}
        </section>
    }
}

#[component]
fn Frame(page: IntegratePage) -> impl IntoView {
    view! {
        <h2>{words::FRAME}</h2>
        <p>{words::FRAME_TEXT}</p>
        <Code id="marco" label=words::FRAME_NAME code=frame_code(&page) rows="4" />
    }
}

#[component]
fn Pinned(pinned: Option<PinnedScript>, site: String) -> impl IntoView {
    pinned.map(|pinned| {
        let code = pinned_code(&pinned, &site);
        view! {
            <h2>{words::PINNED}</h2>
            <p>{words::PINNED_TEXT}</p>
            <Code id="huella" label=words::PINNED_NAME code=code rows="5" />
        }
    })
}

#[component]
fn Attributes() -> impl IntoView {
    let rows = words::ATTRIBUTE_ROWS
        .map(|(name, why)| view! { <tr><th scope="row"><code>{name}</code></th><td>{why}</td></tr> })
        .into_iter()
        .collect_view();
    view! {
        <h2>{words::ATTRIBUTES}</h2>
        <ScrollTable name=words::ATTRIBUTES_NAME>
            <table class="p-table p-table--words">
                <thead><tr>{words::ATTRIBUTE_HEADS.map(|head| view! { <th scope="col">{head}</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
    }
}

#[component]
fn Csp(origin: String) -> impl IntoView {
    view! {
        <h2>{words::CSP}</h2>
        <p>{words::CSP_TEXT}</p>
        <Code id="csp" label=words::CSP_NAME code=format!("script-src {origin};\nframe-src {origin};") rows="2" />
    }
}

#[component]
fn Refused(page: IntegratePage) -> impl IntoView {
    let origins = page
        .sites
        .into_iter()
        .find(|site| site.key == page.site)
        .map(|site| view! { <p>{words::ORIGINS} " " <code>{site.origins.join("  ")}</code></p> });
    view! {
        <h2>{words::REFUSED}</h2>
        {list(&words::REFUSED_LIST)}
        {origins}
    }
}

/// The line to paste. What a person typed is only put into it when it can be a key or a number.
fn snippet(page: &IntegratePage) -> String {
    let site = key(&page.site);
    let mut attributes = String::new();
    for (name, value) in [("data-topic", key(&page.topic)), ("data-offset", number(&page.offset))] {
        if !value.is_empty() {
            let _ = write!(attributes, " {name}=\"{value}\"");
        }
    }
    let origin = &page.origin;
    format!(
        "<script src=\"{origin}/embed.js\" data-site=\"{site}\"{attributes} defer></script>\n\
         <noscript><a href=\"{origin}/w/{site}\">{}</a></noscript>",
        words::NOSCRIPT
    )
}

fn frame_code(page: &IntegratePage) -> String {
    format!(
        "<iframe src=\"{}/w/{}\" title=\"Chat\" width=\"384\" height=\"640\" style=\"border:0;max-width:100%\"></iframe>",
        page.origin,
        key(&page.site)
    )
}

fn pinned_code(pinned: &PinnedScript, site: &str) -> String {
    format!(
        "<script src=\"{}\" integrity=\"{}\" crossorigin=\"anonymous\" data-site=\"{}\" defer></script>",
        pinned.url,
        pinned.integrity,
        key(site)
    )
}

fn key(written: &str) -> String {
    written.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn number(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> IntegratePage {
        IntegratePage {
            institution: "ISSEG".into(),
            demo_clock: None,
            origin: "https://puente.example".into(),
            sites: Vec::new(),
            topics: Vec::new(),
            site: "demo".into(),
            topic: String::new(),
            offset: String::new(),
            pinned: None,
            preview_url: None,
            frame_url: None,
        }
    }

    #[test]
    fn the_shortest_line_has_only_the_key() {
        let code = snippet(&page());
        assert!(code.starts_with(
            "<script src=\"https://puente.example/embed.js\" data-site=\"demo\" defer></script>\n<noscript>"
        ));
    }

    #[test]
    fn nothing_typed_breaks_out_of_its_attribute() {
        let typed = IntegratePage {
            site: "de\"mo><x".into(),
            topic: "pp' onload".into(),
            offset: "6 4px".into(),
            ..page()
        };
        let code = snippet(&typed);
        assert!(code.contains("data-site=\"demox\" data-topic=\"pponload\" data-offset=\"64\" defer"));
    }
}
