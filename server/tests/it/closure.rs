//! Out of hours: what the assistant says, and how often.

use crate::{
    meta::{ROSA, conversations, say, stored, words},
    support::{DAY, HOUR, OUT_OF_HOURS, Server, at},
};

#[tokio::test]
async fn a_closure_is_told_once_on_whatsapp_and_the_next_one_again() {
    let server = Server::at(OUT_OF_HOURS).await;
    say(&server, "wamid.1", ROSA, "¿Cuánto debo?").await;
    server.pass_time(HOUR);
    say(&server, "wamid.2", ROSA, "¿Hola?").await;
    server.pass_time(3 * DAY);
    say(&server, "wamid.3", ROSA, "¿Hay alguien?").await;
    let told = "Recibimos su mensaje y ya está en la fila de Préstamos personales. Abre el lunes 6 de abril, 9:00. \
                Para que podamos responderle por aquí, escríbanos de nuevo ese día a partir de esa hora.";
    assert_eq!(words(&server).await, ["¿Cuánto debo?", told, "¿Hola?", "¿Hay alguien?"]);
    server.app.clock.set(at("2026-04-06T12:00"));
    say(&server, "wamid.4", ROSA, "Buen día").await;
    server.app.clock.set(at("2026-04-06T16:00"));
    say(&server, "wamid.5", ROSA, "¿Siguen ahí?").await;
    say(&server, "wamid.6", ROSA, "Bueno, mañana").await;
    let all = words(&server).await;
    assert_eq!(all.len(), 8, "{all:?}");
    assert!(
        all[6].ends_with("Abre el martes 7 de abril, 9:00. Le responderemos por aquí."),
        "within the 24 hours of WhatsApp: {}",
        all[6]
    );
}

#[tokio::test]
async fn the_web_chat_keeps_the_same_rule() {
    let server = Server::at("2026-11-18T15:00").await;
    let citizen = server.citizen();
    citizen.say("pp", "antes de cerrar").await;
    server.app.clock.set(at("2026-11-18T15:31"));
    let sent = citizen.add("y después").await;
    assert_eq!(sent.conversation.last_seq, 3, "the answer knows what the assistant said");
    citizen.add("Gracias").await;
    let texts = citizen.texts().await;
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(
        texts[2].ends_with("Abre el jueves 19 de noviembre, 9:00. Le responderemos aquí mismo."),
        "{}",
        texts[2]
    );
    server.app.clock.set(at("2026-11-19T15:31"));
    citizen.add("otro día").await;
    assert_eq!(citizen.texts().await.len(), 6, "another closure");
}

#[tokio::test]
async fn whoever_is_being_attended_is_told_nothing() {
    let server = Server::at("2026-11-18T15:29").await;
    let ana = server.staff("ana", &["pp"]).await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    server.app.clock.set(at("2026-11-18T15:30"));
    citizen.add("¿Sigue ahí?").await;
    assert_eq!(citizen.texts().await.len(), 2);
    ana.act(&id, "release").await;
    citizen.add("¿Y ahora?").await;
    assert_eq!(citizen.texts().await.len(), 4);
}

#[tokio::test]
async fn a_line_may_close_earlier_than_its_topic() {
    let server = Server::with(&[("lines.pp.calendar", "ventanilla")]).await;
    server.app.clock.set(at("2026-11-18T15:00"));
    say(&server, "wamid.1", ROSA, "hola").await;
    let [row] = &conversations(&server).await[..] else { panic!("one conversation") };
    assert_eq!(stored(&server, &row.id).await.len(), 2);
    assert_eq!(row.told_opening, Some(at("2026-11-19T09:00")));
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    assert_eq!(citizen.texts().await.len(), 1, "the topic itself is open");
}
