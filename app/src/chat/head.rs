use leptos::ev;
use leptos::prelude::*;

use super::banners::CopyCode;
use super::browser;
use super::session::Session;
use super::whatsapp::{Offer, WhatsApp};
use crate::text::chat as words;
use crate::ui::{Glyph, Icon};

/// Who answers, whether they are there, what can be done with the conversation, and the way out.
///
/// Accessibility: the desk's name is the page's `h1`; open or closed is said in words beside its dot.
#[component]
pub fn Head(session: Session) -> impl IntoView {
    let institution = session.page(|page| words::title(&page.institution));
    let title = Signal::derive(move || session.desk().unwrap_or_else(|| institution.clone()));
    view! {
        <header class="p-chat__head">
            {(!session.framed()).then(|| view! { <HomeLink /> })}
            <div class="p-chat__names">
                <h1 class="p-chat__title">{title}</h1>
                <Status session=session />
            </div>
            <Menu session=session />
            {session.framed().then(|| view! { <CloseButton /> })}
        </header>
    }
}

#[component]
fn HomeLink() -> impl IntoView {
    view! {
        <a class="p-chat__close" href="/" aria-label=words::HOME>
            <Icon glyph=Glyph::Back />
        </a>
    }
}

/// What it does is in `public/chat-boot.js`, which is there before the program.
#[component]
fn CloseButton() -> impl IntoView {
    view! {
        <button class="p-chat__close" type="button" data-close="" aria-label=words::CLOSE>
            <Icon glyph=Glyph::Close />
        </button>
    }
}

/// Whose words these are, and the way to the account. Only at `/chat`: in another site's frame nobody is asked
/// who they are, nor told.
#[component]
pub fn MemberLine(session: Session) -> impl IntoView {
    let (own_page, member) = session.page(|page| (page.base == "/chat", page.member.clone()));
    own_page.then(|| {
        let (href, link) = match member {
            Some(_) => ("/mi-cuenta", words::ACCOUNT),
            None => ("/entrar", words::SIGN_IN),
        };
        view! {
            <p class="p-chat__member">
                <span>{member.map(|name| words::speaks_as(&name))}</span>
                <a href=href>{link}</a>
            </p>
        }
    })
}

#[component]
fn Status(session: Session) -> impl IntoView {
    let class = move || match session.opening() {
        Some(opening) if opening.open => "p-chat__status p-chat__status--open",
        _ => "p-chat__status p-chat__status--closed",
    };
    let class = Signal::derive(move || class().to_owned());
    let text = Signal::derive(move || session.opening().map(|opening| opening.text).unwrap_or_default());
    let hidden = Signal::derive(move || session.opening().is_none());
    view! {
        <p class=class hidden=hidden>
            <span class="p-chat__dot" aria-hidden="true"></span>
            <span>{text}</span>
        </p>
    }
}

/// What can be done with the conversation. `<details>` opens without a program.
///
/// Accessibility: Escape closes it and gives the focus back; ending asks once more in place.
#[component]
fn Menu(session: Session) -> impl IntoView {
    let menu = NodeRef::<leptos::html::Details>::new();
    let hidden = Signal::derive(move || !session.stored.get());
    let on_key = move |event: ev::KeyboardEvent| {
        let open = menu.get_untracked().is_some_and(|menu| menu.open());
        if open && event.key() == "Escape" {
            // Or the panel would close with it.
            event.prevent_default();
            close(menu);
            browser::focus_summary(menu);
        }
    };
    view! {
        <details class="p-chat__menu" hidden=hidden node_ref=menu on:keydown=on_key>
            <summary aria-label=words::MENU>
                <Icon glyph=Glyph::Menu />
            </summary>
            <div class="p-chat__menu-list">
                <SaveCopy session=session class="" />
                <CodeEntry session=session />
                {session.framed().then(|| view! { <OpenPage session=session /> })}
                <WhatsApp session=session offer=Offer::Always />
                <EndEntry session=session menu=menu />
            </div>
        </details>
    }
}

fn close(menu: NodeRef<leptos::html::Details>) {
    if let Some(menu) = menu.get_untracked() {
        menu.set_open(false);
    }
}

/// Saves the conversation as a text file; the server writes it.
#[component]
pub fn SaveCopy(session: Session, class: &'static str) -> impl IntoView {
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        browser::save_copy(session);
    };
    view! {
        <form method="post" action=session.action("/copia") on:submit=save>
            <input type="hidden" name="token" autocomplete="off" value=session.token_field() />
            <button class=class type="submit">
                <Icon glyph=Glyph::Download />
                {words::SAVE_COPY}
            </button>
        </form>
    }
}

#[component]
fn CodeEntry(session: Session) -> impl IntoView {
    view! {
        <details class="p-chat__entry">
            <summary>
                <Icon glyph=Glyph::Key />
                {words::CODE}
            </summary>
            <div class="p-chat__entry-body">
                <p>{words::CODE_HELP}</p>
                <strong class="p-code">{session.code_text()}</strong>
                <CopyCode session=session />
            </div>
        </details>
    }
}

/// The same conversation as a page of its own, in a new tab, where one can also sign in. Cookie jars of a frame
/// and of a page are not the same: the server answers with a ticket for one use.
#[component]
fn OpenPage(session: Session) -> impl IntoView {
    view! {
        <form method="post" action=session.action("/abrir") target="_blank">
            <input type="hidden" name="token" autocomplete="off" value=session.token_field() />
            <button type="submit">
                <Icon glyph=Glyph::Arrow />
                {words::OPEN_PAGE}
            </button>
        </form>
    }
}

#[component]
fn EndEntry(session: Session, menu: NodeRef<leptos::html::Details>) -> impl IntoView {
    let end = move |event: ev::SubmitEvent| {
        event.prevent_default();
        close(menu);
        browser::end(session);
    };
    let over = Signal::derive(move || session.over.get().is_some());
    view! {
        <details class="p-chat__entry" hidden=over>
            <summary>
                <Icon glyph=Glyph::Exit />
                {words::END}
            </summary>
            <form class="p-chat__entry-body" method="post" action=session.action("/terminar") on:submit=end>
                <p>{words::END_HELP}</p>
                <input type="hidden" name="token" autocomplete="off" value=session.token_field() />
                <button class="p-chat__sure" type="submit">{words::END_SURE}</button>
            </form>
        </details>
    }
}
