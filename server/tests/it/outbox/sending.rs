//! Messages that leave: once, in order, whole.

use protocol::staff::DeliveryState as D;
use serde_json::json;

use super::{
    desk::{ANA, Talk, served, worker},
    meta::{Meta, Says, Status, until, wamid, writes},
};
use crate::support::{HOUR, SECOND, problem, rows};

#[tokio::test]
async fn an_answer_goes_through_all_its_states() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("Su préstamo está listo.").await;
    assert_eq!(talk.delivery(seq).await.state, D::Queued);
    worker(&server.app);
    let asked = meta.asked_times(1).await;
    assert_eq!(asked.path, "/v26.0/100000000000002/messages");
    assert_eq!(asked.authorization, "Bearer demo-access-token");
    let callback = asked.callback().to_owned();
    let expected = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": format!("+{ANA}"),
        "type": "text", "text": { "preview_url": false, "body": "Su préstamo está listo." },
        "biz_opaque_callback_data": callback,
    });
    assert_eq!(asked.body, expected);
    talk.reaches(seq, D::Accepted).await;
    for (status, state) in [("sent", D::Sent), ("delivered", D::Delivered), ("read", D::Read)] {
        Status::of(&wamid(1), status).comes(&server).await;
        let delivery = talk.delivery(seq).await;
        assert_eq!((delivery.state, delivery.reason, delivery.can_resend), (state, None, false));
    }
    assert_eq!(meta.asked().len(), 1);
}

#[tokio::test]
async fn the_web_puts_nothing_in_the_outbox() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let rosa = server.staff("rosa", &["pp"]).await;
    server.citizen().say("pp", "Hola").await;
    let id = rosa.only_waiting().await;
    rosa.act(&id, "take").await;
    assert_eq!(rosa.reply(&id, "Buenos días").await.status(), 200);
    assert_eq!(rows(&server, "outbox").await, 0);
    assert_eq!(rosa.open(&id).await.deliveries, vec![]);
}

#[tokio::test]
async fn the_next_message_to_a_person_waits_for_the_former() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seqs = [talk.reply("uno").await, talk.reply("dos").await, talk.reply("tres").await];
    worker(&server.app);
    talk.reaches(seqs[0], D::Accepted).await;
    assert_eq!(talk.delivery(seqs[1]).await.state, D::Queued);
    // Meta sent it on: the next may leave.
    Status::of(&wamid(1), "sent").comes(&server).await;
    talk.reaches(seqs[1], D::Accepted).await;
    assert_eq!(talk.delivery(seqs[2]).await.state, D::Queued);
    // Without a word, a moment has to be enough.
    server.pass_time(3 * SECOND);
    talk.reaches(seqs[2], D::Accepted).await;
    assert_eq!(meta.texts(), ["uno", "dos", "tres"]);
}

#[tokio::test]
async fn one_persons_wait_is_nobody_elses() {
    let meta = Meta::start().await;
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    meta.then([Says::Waits(gate.clone())]);
    let server = served(&meta).await;
    let ana = Talk::begin(&server).await;
    let beto = Talk::with(&server, server.staff("luis", &["pp"]).await, "5214770000001").await;
    let first = ana.reply("para Ana").await;
    worker(&server.app);
    meta.asked_times(1).await;
    let second = beto.reply("para Beto").await;
    beto.reaches(second, D::Accepted).await;
    assert_eq!(ana.delivery(first).await.state, D::Sending);
    gate.add_permits(1);
    ana.reaches(first, D::Accepted).await;
}

#[tokio::test]
async fn ten_workers_send_each_message_once() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let rosa = server.staff("rosa", &["pp"]).await;
    for person in 0..20 {
        writes(&server, &format!("52147700000{person:02}"), "Hola").await;
    }
    for item in rosa.queue().await.waiting {
        rosa.act(&item.id, "take").await;
        assert_eq!(rosa.reply(&item.id, &item.id).await.status(), 200);
    }
    let workers: Vec<_> = (0..10).map(|_| worker(&server.app)).collect();
    meta.asked_times(20).await;
    server.app.stop.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    let mut texts = meta.texts();
    texts.sort();
    texts.dedup();
    assert_eq!((texts.len(), meta.asked().len()), (20, 20));
}

/// 9,000 characters in lines.
fn long() -> String {
    let line = "Requisito: identificación oficial vigente y comprobante de domicilio, en original y copia.\n";
    line.repeat(9_000 / line.chars().count() + 1).chars().take(9_000).collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn a_long_text_leaves_in_parts_and_only_the_missing_ones_are_sent_again() {
    let meta = Meta::start().await;
    meta.then([Says::Accepts, Says::Refuses(400, 131_009)]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply(&long()).await;
    worker(&server.app);
    meta.asked_times(1).await;
    talk.reaches(seq, D::Queued).await;
    Status::of(&wamid(1), "read").comes(&server).await;
    let failed = talk.reaches(seq, D::Failed).await;
    assert!(failed.can_resend && failed.reason.unwrap().starts_with("WhatsApp rechazó el formato"));
    assert_eq!(talk.resend(seq).await.status(), 204);
    meta.asked_times(3).await;
    Status { callback: Some(meta.asked()[2].callback()), ..Status::of(&wamid(3), "delivered") }
        .comes(&server)
        .await;
    meta.asked_times(4).await;
    Status { callback: Some(meta.asked()[3].callback()), ..Status::of(&wamid(4), "delivered") }
        .comes(&server)
        .await;
    // The first part has been read, the others have arrived: the whole has arrived.
    assert_eq!(talk.delivery(seq).await.state, D::Delivered);
    let texts = meta.texts();
    assert_eq!(texts[1], texts[2], "the part that failed is what is sent again");
    let whole = [texts[0].as_str(), &texts[2], &texts[3]].concat();
    assert_eq!(whole, long());
    assert!(texts.iter().all(|text| text.encode_utf16().count() <= 4096));
}

#[tokio::test]
async fn after_24_hours_an_answer_is_refused_and_one_that_waited_fails_visibly() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("a tiempo").await;
    server.pass_time(24 * HOUR);
    let talk = talk.signed_in_again(&server).await;
    let refused = talk.staff.reply(&talk.id, "tarde").await;
    assert_eq!(problem(refused).await, (409, "window_closed".to_owned()));
    worker(&server.app);
    let failed = talk.reaches(seq, D::Failed).await;
    assert!(failed.reason.unwrap().contains("24 horas"));
    assert!(!failed.can_resend);
    assert_eq!(problem(talk.resend(seq).await).await, (409, "window_closed".to_owned()));
    assert_eq!(meta.asked().len(), 0);
    // The person writes again: the desk may decide.
    server.pass_time(SECOND);
    writes(&server, ANA, "¿Hola?").await;
    assert!(talk.delivery(seq).await.can_resend);
    assert_eq!(talk.resend(seq).await.status(), 204);
    talk.reaches(seq, D::Accepted).await;
    assert_eq!(meta.texts(), ["a tiempo"]);
}

#[tokio::test]
async fn only_who_holds_it_sends_again_and_only_what_did_not_arrive() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(400, 131_026)]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    assert_eq!(problem(talk.resend(seq).await).await, (409, "nothing_to_resend".to_owned()));
    worker(&server.app);
    talk.reaches(seq, D::Failed).await;
    let luis = server.staff("luis", &["pp"]).await;
    let other = luis.act(&talk.id, &format!("messages/{seq}/resend")).await;
    assert_eq!(problem(other).await, (409, "not_holding".to_owned()));
    assert_eq!(problem(talk.resend(99).await).await, (409, "nothing_to_resend".to_owned()));
    assert_eq!(problem(talk.staff.act(&talk.id, "messages/x/resend").await).await.0, 404);
    assert_eq!(talk.resend(seq).await.status(), 204);
    talk.reaches(seq, D::Accepted).await;
}

#[tokio::test]
async fn what_the_assistant_says_out_of_hours_leaves_too() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    server.app.clock.set(crate::support::at(crate::support::OUT_OF_HOURS));
    worker(&server.app);
    writes(&server, ANA, "¿Atienden hoy?").await;
    let asked = meta.asked_times(1).await;
    assert!(asked.text().contains("fila"), "{}", asked.text());
    // Once per closure.
    server.pass_time(HOUR);
    writes(&server, ANA, "¿Hola?").await;
    until("both messages", || async { (rows(&server, "message").await == 3).then_some(()) }).await;
    assert_eq!(rows(&server, "outbox").await, 1);
}
