//! The pages as the server writes them.

use protocol::staff::{Channel, Desk, Me};

use super::*;
use crate::render::render;
use crate::text::console as words;

fn page(view: ConsoleView, me: Option<bool>) -> ConsolePage {
    let desk = Desk { id: "pp".into(), name: "Préstamos".into() };
    let me = me.map(|must_change_password| Me {
        username: "ana".into(),
        display_name: "Ana".into(),
        desks: vec![desk.clone()],
        must_change_password,
    });
    ConsolePage {
        institution: "ISSEG".into(),
        queue: me.is_some().then(|| store::tests::queue(&["a"], &["b"], &["c"])),
        me,
        desks: vec![desk],
        notice: None,
        success: None,
        username: "ana <b>".into(),
        view,
        utc_offset_minutes: -360,
        now: 5 * 60_000,
        demo_clock: None,
        demo_accounts: vec![],
    }
}

fn html(page: ConsolePage) -> String {
    render(move || view! { <Console page=page /> })
}

#[test]
fn nobody_signed_in_sees_the_way_in() {
    for view in [ConsoleView::SignIn, ConsoleView::Queue, ConsoleView::Password] {
        let html = html(page(view, None));
        assert!(html.contains(r#"action="/consola/entrar""#), "{html}");
        assert!(html.contains(r#"autocomplete="current-password""#));
        assert!(html.contains("ana &lt;b&gt;"), "the name written comes back, escaped");
        assert!(!html.contains(words::DEMO_ACCOUNTS));
    }
}

#[test]
fn the_demo_shows_its_accounts() {
    let accounts = vec!["ana / tres caballos verdes".to_owned()];
    let html = html(ConsolePage { demo_accounts: accounts, ..page(ConsoleView::SignIn, None) });
    assert!(html.contains("ana / tres caballos verdes"));
}

#[test]
fn a_password_chosen_by_others_is_changed_before_anything_else() {
    let html = html(page(ConsoleView::Queue, Some(true)));
    assert!(html.contains(r#"action="/consola/clave""#) && html.contains(words::MUST_CHANGE));
    assert!(!html.contains("p-queue"));
    assert!(!html.contains(words::BACK_TO_CONSOLE));
}

#[test]
fn a_code_makes_a_first_password() {
    let html = html(page(ConsoleView::FirstPassword, None));
    assert!(html.contains(r#"autocomplete="one-time-code""#) && html.contains(r#"name="repeat""#));
}

#[test]
fn the_queue_is_readable_before_the_program_runs() {
    let html = html(page(ConsoleView::Queue, Some(false)));
    for text in [words::MINE, words::WAITING, words::OTHERS, "Tema b", "Municipio de ejemplo", "5 min"] {
        assert!(html.contains(text), "{text}");
    }
    assert!(html.contains("La atiende Ana"));
    assert!(!html.contains("<script"));
    assert_eq!(html.matches(r#"tabindex="0" aria-current"#).count(), 0, "nothing is open");
}

#[test]
fn channel_window_member_and_stopped_lines_are_words() {
    let mut page = page(ConsoleView::Queue, Some(false));
    let queue = page.queue.as_mut().expect("signed in");
    queue.stopped_lines = vec!["La línea PP no puede enviar.".into()];
    let item = &mut queue.waiting[0];
    item.channel = Channel::Whatsapp;
    item.origin = "WhatsApp PP".into();
    item.window_until = Some(page.now + 90 * 60_000);
    queue.mine[0].member = Some("María López".into());
    let html = html(page);
    for text in ["WhatsApp PP", "Web · Municipio de ejemplo", "María López", "La línea PP no puede enviar."]
    {
        assert!(html.contains(text), "{text}");
    }
    assert!(html.contains("p-window--soon") && html.contains("Se puede responder hasta"), "{html}");
}

#[test]
fn what_went_wrong_and_well_is_said() {
    let notice = Some("El usuario o la contraseña no coinciden.".to_owned());
    let html = html(ConsolePage { notice, ..page(ConsoleView::SignIn, None) });
    assert!(html.contains(r#"role="alert""#) && html.contains("no coinciden"));
}
