//! What each kind of item becomes.

use sea_orm::EntityTrait;
use serde_json::{Value, json};
use server::store::entities::{message::Author, wa_message};

use crate::{
    meta::{
        BETO, ROSA, body, change, conversations, deliver, events, item, messages, reasons, say, statuses,
        stored, take_in, tally, text, words,
    },
    support::{DAY, HOUR, MINUTE, OUT_OF_HOURS, SECOND, Server, at, rows},
};

#[tokio::test]
async fn a_message_waits_at_its_lines_desk_with_its_own_time_and_window() {
    let server = Server::start().await;
    let sent = server.app.clock.now() - 3 * MINUTE;
    let stamps =
        [json!((sent / SECOND).to_string()), json!(sent / SECOND), json!(sent.to_string()), json!(sent)];
    for (n, stamp) in stamps.into_iter().enumerate() {
        let mut message = text(&server, &format!("wamid.{n}"), ROSA, "¿Cuánto debo?");
        message["timestamp"] = stamp;
        take_in(&server, messages(&server, "pp", &[message])).await;
    }
    let [row] = &conversations(&server).await[..] else { panic!("one conversation") };
    assert_eq!((row.window_until, row.queued_at), (Some(sent + DAY), sent));
    assert_eq!((row.last_seq, row.citizen_seq, row.preview.as_str()), (4, 4, "¿Cuánto debo?"));
    assert!(stored(&server, &row.id).await.iter().all(|message| message.at == sent));
    let ana = server.staff("ana", &["pp"]).await;
    let queue = ana.queue().await;
    assert_eq!(
        (queue.waiting[0].line.as_deref(), queue.waiting[0].window_until),
        (Some("PP"), Some(sent + DAY))
    );
}

#[tokio::test]
async fn a_window_never_shrinks_and_a_clock_ahead_does_not_stretch_it() {
    let server = Server::start().await;
    let now = server.app.clock.now();
    say(&server, "wamid.1", ROSA, "uno").await;
    let mut old = text(&server, "wamid.2", ROSA, "dos, de hace una hora");
    old["timestamp"] = json!(now - HOUR);
    let mut ahead = text(&server, "wamid.3", BETO, "de mañana");
    ahead["timestamp"] = json!(now + DAY);
    take_in(&server, messages(&server, "pp", &[old, ahead])).await;
    let windows: Vec<_> =
        conversations(&server).await.into_iter().map(|row| row.window_until.unwrap()).collect();
    assert_eq!(windows, [now + DAY, now + DAY + MINUTE]);
}

#[tokio::test]
async fn an_album_of_three_is_one_conversation() {
    let server = Server::start().await;
    let image = |id: &str, caption: Value| {
        item(&server, id, ROSA, &json!({"type": "image", "image": {"id": "1", "caption": caption}}))
    };
    let album =
        [image("wamid.1", json!("mi recibo")), image("wamid.2", json!(null)), image("wamid.3", json!(null))];
    take_in(&server, messages(&server, "pp", &album)).await;
    let bare = "[Imagen]\nAquí todavía no es posible abrirla.";
    let named = "[Imagen] con el texto: mi recibo\nAquí todavía no es posible abrirla.";
    assert_eq!(words(&server).await, [named, bare, bare]);
    let [row] = &conversations(&server).await[..] else { panic!("one conversation") };
    let known = wa_message::Entity::find_by_id(("pp".to_owned(), "wamid.1".to_owned()));
    let known = known.one(server.app.store.reader()).await.unwrap().unwrap();
    assert_eq!((known.conversation_id.as_ref(), known.seq), (Some(&row.id), Some(1)));
    assert!(known.item.unwrap().contains("\"id\":\"1\""), "the media id is kept for later");
}

#[tokio::test]
async fn every_kind_is_something_a_desk_can_read() {
    let server = Server::start().await;
    let card = |name: &str| json!({"name": {"formatted_name": name}, "phones": [{"phone": "473"}]});
    let said = [
        json!({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "1", "title": "Saldo"}}}),
        json!({"type": "button", "button": {"payload": "p", "text": "Sí"}}),
        json!({"type": "location", "location": {"latitude": 0, "longitude": 0}}),
        json!({"type": "contacts", "contacts": [card("Ana"), card("Eva"), card("Luz")]}),
        json!({"type": "interactive"}),
        json!({"type": "unsupported", "unsupported": {"type": "poll"}}),
        json!({"type": "hologram", "hologram": {}}),
    ];
    let said: Vec<Value> =
        said.iter().enumerate().map(|(n, of)| item(&server, &format!("wamid.{n}"), ROSA, of)).collect();
    take_in(&server, messages(&server, "pp", &said)).await;
    let words = words(&server).await;
    let starts = [
        "Saldo",
        "Sí",
        "[Ubicación]\nCoordenadas: 0, 0",
        "[3 contactos compartidos]\nAna: 473",
        "[Mensaje",
        "[Mensaje",
        "[Mensaje",
    ];
    assert_eq!(words.len(), starts.len());
    for (words, start) in words.iter().zip(starts) {
        assert!(words.starts_with(start), "{words}");
    }
    let [row] = &conversations(&server).await[..] else { panic!("one conversation") };
    assert!(stored(&server, &row.id).await.iter().all(|message| message.author == Author::Citizen));
}

fn reaction(server: &Server, id: &str, emoji: &Value) -> Value {
    item(
        server,
        id,
        ROSA,
        &json!({"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": emoji}}),
    )
}

#[tokio::test]
async fn a_reaction_is_no_turn() {
    let server = Server::start().await;
    say(&server, "wamid.1", ROSA, "hola").await;
    let before = conversations(&server).await;
    server.pass_time(HOUR);
    let edit = json!({"original_message_id": "wamid.1", "message": {"type": "text", "text": {"body": "hola, hola"}}});
    let happened = [
        reaction(&server, "wamid.2", &json!("👍")),
        reaction(&server, "wamid.3", &json!("")),
        item(&server, "wamid.4", ROSA, &json!({"type": "edit", "edit": edit})),
        item(
            &server,
            "wamid.5",
            ROSA,
            &json!({"type": "revoke", "revoke": {"original_message_id": "wamid.1"}}),
        ),
        item(
            &server,
            "wamid.6",
            ROSA,
            &json!({"type": "system", "system": {"type": "customer_identity_changed"}}),
        ),
    ];
    for _ in 0..2 {
        take_in(&server, messages(&server, "pp", &happened)).await;
    }
    assert_eq!(conversations(&server).await, before, "no turn, no window");
    let events = events(&server).await;
    let seqs: Vec<_> = events.iter().map(|event| event.message_seq).collect();
    assert_eq!(seqs, [Some(1), Some(1), Some(1), Some(1), None]);
    let starts = [
        "Reaccionó con 👍",
        "Quitó su reacción",
        "Editó un mensaje. Ahora dice: hola, hola",
        "Eliminó",
        "WhatsApp avisa",
    ];
    for (event, start) in events.iter().zip(starts) {
        assert!(event.text.starts_with(start), "{}", event.text);
    }
    assert_eq!(words(&server).await, ["hola"], "the original stays");
    let ana = server.staff("ana", &["pp"]).await;
    assert_eq!(ana.open(&before[0].id).await.events.len(), 5);
}

#[tokio::test]
async fn a_reaction_of_somebody_without_a_conversation_is_quarantined() {
    let server = Server::start().await;
    take_in(&server, messages(&server, "pp", &[reaction(&server, "wamid.2", &json!("👍"))])).await;
    assert_eq!(reasons(&server).await, ["no_conversation"]);
    assert_eq!(rows(&server, "conversation").await + rows(&server, "contact").await, 0);
}

#[tokio::test]
async fn a_reaction_after_the_end_stays_with_what_has_ended() {
    let server = Server::start().await;
    say(&server, "wamid.1", ROSA, "hola").await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    ana.act(&id, "close").await;
    take_in(&server, messages(&server, "pp", &[reaction(&server, "wamid.2", &json!("🙏"))])).await;
    assert_eq!(
        (events(&server).await[0].conversation_id.as_str(), rows(&server, "conversation").await),
        (id.as_str(), 1)
    );
    say(&server, "wamid.3", ROSA, "otra cosa").await;
    let ids: Vec<_> = conversations(&server).await.into_iter().map(|row| row.id).collect();
    assert!(ids.len() == 2 && ids.contains(&id), "a message begins a new one");
}

#[tokio::test]
async fn statuses_are_kept_once_in_whatever_order_they_come() {
    let server = Server::start().await;
    let status = |word: &str| {
        json!({
            "id": "wamid.out", "status": word, "timestamp": "1763481600", "biz_opaque_callback_data": "own",
            "errors": [{"code": 131_047, "error_data": {"details": "window"}}], "pricing": {"billable": true},
        })
    };
    let whole =
        body(&[change(&server, "pp", json!({"statuses": [status("read"), status("sent"), status("read")]}))]);
    for _ in 0..2 {
        take_in(&server, whole.clone()).await;
    }
    take_in(&server, body(&[change(&server, "pp", json!({"n": 1, "statuses": [status("sent")]}))])).await;
    let mut rows: Vec<_> = statuses(&server).await;
    rows.sort_by(|a, b| a.status.cmp(&b.status));
    assert_eq!(rows.iter().map(|row| row.status.as_str()).collect::<Vec<_>>(), ["read", "sent"]);
    let one = &rows[0];
    assert_eq!(
        (one.at, one.callback.as_deref(), one.error_code, one.billable),
        (1_763_481_600_000, Some("own"), Some(131_047), Some(true))
    );
}

#[tokio::test]
async fn what_is_about_a_line_or_an_account_is_put_where_somebody_looks() {
    let server = Server::start().await;
    let metadata = json!({"phone_number_id": crate::meta::line_id(&server, "pp")});
    let whole = body(&[
        change(&server, "pp", json!({"errors": [{"code": 130_429, "title": "Rate limit hit"}]})),
        json!({"field": "account_update", "value": {"event": "DISABLED_UPDATE"}}),
        json!({"field": "smb_message_echoes", "value": {"metadata": metadata, "message_echoes": [{"id": "wamid.9", "from": ROSA, "type": "text", "text": {"body": "eco"}}]}}),
        json!({"field": "calls", "value": {"metadata": metadata, "calls": [{"id": "wacid.1", "from": ROSA}], "statuses": [{"id": "wacid.2", "status": "RINGING"}]}}),
        change(
            &server,
            "pp",
            json!({"statuses": [{"id": "wamid.8", "status": "read", "recipient_type": "group"}]}),
        ),
    ]);
    take_in(&server, whole).await;
    assert_eq!(reasons(&server).await, ["account_notice", "call", "call", "channel_error", "echo", "group"]);
    assert_eq!(
        rows(&server, "message").await + rows(&server, "wa_status").await,
        0,
        "an echo is never answered"
    );
}

#[tokio::test]
async fn a_repeat_in_another_body_changes_nothing() {
    let server = Server::at(OUT_OF_HOURS).await;
    say(&server, "wamid.1", ROSA, "hola").await;
    let before = (conversations(&server).await, tally(&server).await);
    let again = json!({"n": 1, "messages": [text(&server, "wamid.1", ROSA, "hola")]});
    deliver(&server, body(&[change(&server, "pp", again)])).await;
    server::whatsapp::process::run_pending(&server.app).await.unwrap();
    let mut after = tally(&server).await;
    after[0].1 -= 1;
    assert_eq!((conversations(&server).await, after), before, "but the body is kept");
}

#[tokio::test]
async fn who_wrote_long_ago_gets_no_instant_answer() {
    let server = Server::at(OUT_OF_HOURS).await;
    let now = at(OUT_OF_HOURS);
    for (id, from, age, answers) in [("wamid.1", ROSA, 11 * MINUTE, 0), ("wamid.2", BETO, 9 * MINUTE, 1)] {
        let mut message = text(&server, id, from, "hola");
        message["timestamp"] = json!(now - age);
        take_in(&server, messages(&server, "pp", &[message])).await;
        let last = conversations(&server).await.pop().unwrap();
        assert_eq!(last.last_seq, 1 + answers, "{age}");
    }
}
