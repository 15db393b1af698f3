//! The pages of a derechohabiente, and what the chat says of who speaks and of WhatsApp.
#![cfg(feature = "ssr")]

use app::account::{Account, Continue, FirstPassword, SignIn};
use app::chat::Chat;
use app::render::render;
use leptos::prelude::*;
use protocol::account::{
    AccountPage, ContinuePage, FirstPasswordPage, Loan, Next, Payment, Session, SignInPage,
};
use protocol::chat::{ChatPage, Conversation, Opening, Standing, Topic};

/// Friday 27 March 2026, 16:05 in Guanajuato.
const NOW: i64 = 1_774_649_100_000;

fn sign_in(page: SignInPage) -> String {
    render(move || view! { <SignIn page=page /> })
}

fn account(page: AccountPage) -> String {
    let page = AccountPage { institution: "ISSEG".into(), utc_offset_minutes: -360, now: NOW, ..page };
    render(move || view! { <Account page=page /> })
}

fn payment(number: u32, date: &str) -> Payment {
    Payment {
        number,
        date: date.into(),
        total: "1231.32".into(),
        principal: "834.88".into(),
        interest: "341.76".into(),
        iva: "54.68".into(),
        overdue: false,
    }
}

fn loan() -> Loan {
    Loan {
        folio: "PP-2026-0001".into(),
        name: "Préstamo personal".into(),
        topic: Some("pp".into()),
        amount: "60000.00".into(),
        balance: "50012.40".into(),
        annual_rate_pct: "13.67".into(),
        iva_pct: "16".into(),
        term: 59,
        paid: 12,
        level_payment: "1231.32".into(),
        next: vec![payment(13, "2026-03-31"), payment(14, "2026-04-15")],
        last_payment_on: Some("2028-02-29".into()),
        as_of: NOW,
        notes: vec!["Las fechas siguen una regla de ejemplo.".into()],
    }
}

fn session(id: &str, device: &str, current: bool) -> Session {
    Session { id: id.into(), device: device.into(), started_at: NOW - 3_600_000, seen_at: NOW, current }
}

#[test]
fn every_page_has_one_heading_its_landmarks_and_nothing_inline() {
    let pages = [
        sign_in(SignInPage {
            institution: "ISSEG".into(),
            notice: Some("No".into()),
            ..SignInPage::default()
        }),
        render(
            || view! { <FirstPassword page=FirstPasswordPage { institution: "ISSEG".into(), ..FirstPasswordPage::default() } /> },
        ),
        render(
            || view! { <Continue page=ContinuePage { institution: "ISSEG".into(), ..ContinuePage::default() } /> },
        ),
        account(AccountPage {
            loans: vec![loan()],
            sessions: vec![session("a", "Chrome", true)],
            ..AccountPage::default()
        }),
    ];
    for html in pages {
        assert_eq!(html.matches("<h1").count(), 1);
        for landmark in
            ["<header", "<main", "<footer", "nunca pide anticipos, contraseñas ni su llave privada"]
        {
            assert!(html.contains(landmark), "{landmark}");
        }
        for inline in ["<script", " style=\"", " onclick", "<style"] {
            assert!(!html.contains(inline), "{inline} would need a hole in the CSP");
        }
    }
}

#[test]
fn the_sign_in_form_keeps_the_curp_and_never_a_password() {
    let page = SignInPage {
        curp: "\"><b>XEXX".into(),
        next: Next::Chat,
        notice: Some("Escriba las 18 letras y números de su CURP.".into()),
        curp_fault: true,
        ..SignInPage::default()
    };
    let html = sign_in(page);
    for said in [
        "href=\"#curp\"",
        "autocomplete=\"username\"",
        "autocomplete=\"current-password\"",
        "autocapitalize=\"characters\"",
        "name=\"next\" value=\"chat\"",
        "aria-invalid=\"true\"",
        "href=\"/entrar/primera-clave\"",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert_eq!(html.matches("Escriba las 18 letras").count(), 2, "in the summary and beside the field");
    assert!(!html.contains("<b>XEXX") && !html.contains("onpaste"));
    let password = html.split("<input").find(|input| input.contains("type=\"password\"")).expect("a field");
    assert!(!password.split('>').next().expect("its tag").contains("value="));
    assert!(!html.contains("Cuentas de demostración"));
}

#[test]
fn a_refusal_that_is_not_about_the_curp_stands_only_in_the_summary() {
    let page = SignInPage { notice: Some("No coinciden.".into()), ..SignInPage::default() };
    assert_eq!(sign_in(page).matches("No coinciden.").count(), 1);
}

#[test]
fn demo_accounts_are_shown_when_there_are_some() {
    let page = SignInPage { demo_accounts: vec!["CURP1 / clave".into()], ..SignInPage::default() };
    assert!(sign_in(page).contains("<code>CURP1 / clave</code>"));
}

#[test]
fn a_loan_says_what_is_next_and_what_is_left() {
    let html = account(AccountPage { name: "María".into(), loans: vec![loan()], ..AccountPage::default() });
    for said in [
        "Hola, María",
        "$1,231.32",
        "el martes 31 de marzo",
        "miércoles 15 de abril",
        "$50,012.40",
        "Ha hecho 12 de 59 pagos",
        "29 de febrero de 2028",
        "max=\"59\" value=\"12\"",
        "Las fechas siguen una regla de ejemplo.",
        "href=\"/chat?tema=pp\"",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert_eq!(html.matches("<th scope=\"row\">").count(), 2);
    assert!(!html.contains("No tiene préstamos"));
}

#[test]
fn a_settled_loan_asks_for_nothing() {
    let settled = Loan { paid: 59, balance: "0.00".into(), next: Vec::new(), ..loan() };
    let html = account(AccountPage { loans: vec![settled], ..AccountPage::default() });
    assert!(html.contains("Ya terminó de pagar este préstamo") && !html.contains("Su próximo pago"));
}

#[test]
fn an_overdue_payment_is_said_in_words() {
    let late = Loan { next: vec![Payment { overdue: true, ..payment(13, "2026-03-15") }], ..loan() };
    let html = account(AccountPage { loans: vec![late], ..AccountPage::default() });
    assert!(html.contains("pendiente") && html.contains("Pago que esperábamos antes"));
}

#[test]
fn without_loans_there_is_something_to_do() {
    let html = account(AccountPage::default());
    assert!(html.contains("No tiene préstamos registrados") && html.contains("href=\"/calculadora\""));
}

#[test]
fn sessions_say_which_one_is_closed() {
    let sessions = vec![session("a", "Chrome en Android", true), session("b", "Firefox en Windows", false)];
    let html = account(AccountPage { sessions, ..AccountPage::default() });
    assert_eq!(html.matches("Esta sesión").count(), 1);
    assert!(html.contains("aria-label=\"Cerrar la sesión de Firefox en Windows\""));
    for close in ["value=\"b\"", "value=\"others\"", "value=\"all\""] {
        assert!(html.contains(close), "{close}");
    }
    assert!(!html.contains("value=\"a\""), "the present one is left by signing out");
    let alone =
        account(AccountPage { sessions: vec![session("a", "Chrome", true)], ..AccountPage::default() });
    assert!(!alone.contains("value=\"others\""), "nothing to close");
}

fn chat(page: ChatPage) -> String {
    render(move || view! { <Chat page=page /> })
}

fn chat_page(base: &str, open: bool) -> ChatPage {
    let framed = base != "/chat";
    ChatPage {
        site: "isseg".into(),
        base: base.into(),
        framed,
        origins: Vec::new(),
        institution: "ISSEG".into(),
        topics: vec![Topic {
            id: "pp".into(),
            name: "Préstamos personales".into(),
            icon: "banknote".into(),
            whatsapp: Some("https://wa.me/524731000387".into()),
        }],
        topic: Some("pp".into()),
        openings: vec![Opening { open, text: "Horario".into() }],
        token: "a".repeat(64),
        client_id: "c".into(),
        draft: String::new(),
        conversation: None,
        notice: None,
        cookieless: false,
        utc_offset_minutes: -360,
        now: NOW,
        demo_clock: None,
        member: None,
    }
}

/// The links that are not hidden themselves; a part around them may be.
fn whatsapp_links(html: &str) -> Vec<&str> {
    let is_shown = |part: &&str| {
        let tag = part.split('>').next().unwrap_or_default();
        tag.contains("p-chat__whatsapp") && !tag.contains("hidden")
    };
    html.split("<div").filter(is_shown).collect()
}

#[test]
fn whatsapp_is_offered_when_the_desk_is_closed_and_quietly_when_it_is_open() {
    for open in [true, false] {
        let html = chat(chat_page("/w/demo", open));
        let links = whatsapp_links(&html);
        // One on the first screen, one in the menu; the closed desk's banner is of a conversation.
        assert_eq!(links.len(), if open { 2 } else { 3 }, "open: {open}");
        for link in links {
            assert!(link.contains("href=\"https://wa.me/524731000387\" target=\"_blank\" rel=\"noopener\""));
            assert!(link.contains("Se abre WhatsApp con la línea de Préstamos personales."));
        }
    }
}

#[test]
fn whatsapp_is_not_offered_without_a_line_or_a_topic() {
    let mut page = chat_page("/chat", false);
    page.topics[0].whatsapp = None;
    assert!(whatsapp_links(&chat(page)).is_empty());
    let undecided = ChatPage { topic: None, ..chat_page("/chat", false) };
    assert!(whatsapp_links(&chat(undecided)).is_empty());
}

#[test]
fn a_conversation_offers_its_own_topics_line() {
    let conversation = Conversation {
        topic: "pp".into(),
        desk: "Préstamos".into(),
        opening: Opening { open: false, text: "Abre el lunes".into() },
        standing: Standing::Waiting { place: 1 },
        last_seq: 0,
        messages: Vec::new(),
        resume_code: "7K2M-9QXA-4T8B-VW3C".into(),
    };
    let page = ChatPage { topic: None, conversation: Some(conversation), ..chat_page("/chat", true) };
    assert!(!whatsapp_links(&chat(page)).is_empty());
}

#[test]
fn who_speaks_is_said_at_chat_and_never_in_the_widget() {
    let own = chat(ChatPage { member: Some("María".into()), ..chat_page("/chat", true) });
    assert!(own.contains("Conversa como María") && own.contains("href=\"/mi-cuenta\""));
    let anonymous = chat(chat_page("/chat", true));
    assert!(anonymous.contains("href=\"/entrar\"") && !anonymous.contains("Conversa como"));
    let widget = chat(ChatPage { member: Some("María".into()), ..chat_page("/w/demo", true) });
    for own in ["María", "/mi-cuenta", "\"/entrar"] {
        assert!(!widget.contains(own), "{own}");
    }
}

#[test]
fn the_panel_opens_a_page_with_its_token_in_the_body() {
    let html = chat(chat_page("/w/demo", true));
    let form = html.split("<form").find(|form| form.contains("/w/demo/abrir")).expect("the form");
    assert!(form.contains("target=\"_blank\"") && form.contains("name=\"token\""));
    assert!(!html.contains("/chat/reanudar"));
    assert!(!chat(chat_page("/chat", true)).contains("/abrir"));
}
