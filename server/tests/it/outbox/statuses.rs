//! What Meta says of a message, in whatever order it comes.

use std::sync::Arc;

use protocol::staff::DeliveryState as D;
use tokio::sync::Semaphore;

use super::{
    desk::{Talk, served, worker},
    meta::{Meta, Says, Status, wamid},
};
use crate::support::rows;

#[tokio::test]
async fn statuses_come_in_any_order_and_are_repeated() {
    for (said, shown) in [
        (&["read"][..], D::Read),
        (&["sent", "read", "delivered", "sent"], D::Read),
        (&["delivered", "sent"], D::Delivered),
        (&["played"], D::Read),
        (&["sent", "failed"], D::Failed),
        (&["failed", "sent"], D::Failed),
        (&["failed", "delivered"], D::Delivered),
        (&["delivered", "failed"], D::Delivered),
        (&["read", "read", "failed", "delivered"], D::Read),
    ] {
        let meta = Meta::start().await;
        let server = served(&meta).await;
        let talk = Talk::begin(&server).await;
        let seq = talk.reply("hola").await;
        let worker = worker(&server.app);
        talk.reaches(seq, D::Accepted).await;
        for status in said {
            let code = (*status == "failed").then_some(131_026);
            Status { code, ..Status::of(&wamid(1), status) }.comes(&server).await;
        }
        let delivery = talk.delivery(seq).await;
        assert_eq!(delivery.state, shown, "{said:?}");
        assert_eq!(delivery.reason.is_some(), shown == D::Failed, "{said:?}");
        worker.abort();
    }
}

#[tokio::test]
async fn a_failure_reported_later_has_its_reason() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    worker(&server.app);
    talk.reaches(seq, D::Accepted).await;
    Status { code: Some(131_026), ..Status::of(&wamid(1), "failed") }.comes(&server).await;
    let failed = talk.delivery(seq).await;
    assert!(failed.reason.unwrap().starts_with("WhatsApp no pudo entregarlo"));
    assert!(failed.can_resend);
    // What is sent again is told apart from what failed, though the same words come back of it.
    assert_eq!(talk.resend(seq).await.status(), 204);
    meta.asked_times(2).await;
    talk.reaches(seq, D::Accepted).await;
    let callback = meta.asked()[1].callback().to_owned();
    Status { callback: Some(&callback), ..Status::of(&wamid(2), "sent") }.comes(&server).await;
    assert_eq!(talk.delivery(seq).await.state, D::Sent);
}

#[tokio::test]
async fn statuses_may_be_faster_than_the_answer() {
    for with_callback in [true, false] {
        let meta = Meta::start().await;
        let gate = Arc::new(Semaphore::new(0));
        meta.then([Says::Waits(gate.clone())]);
        let server = served(&meta).await;
        let talk = Talk::begin(&server).await;
        let seq = talk.reply("hola").await;
        worker(&server.app);
        let asked = meta.asked_times(1).await;
        let callback = with_callback.then(|| asked.callback());
        Status { callback, ..Status::of(&wamid(1), "delivered") }.comes(&server).await;
        let early = if with_callback { D::Delivered } else { D::Sending };
        assert_eq!(talk.delivery(seq).await.state, early);
        gate.add_permits(1);
        talk.reaches(seq, D::Delivered).await;
        server.app.stop.cancel();
        assert_eq!(rows(&server, "wa_status").await, 1);
    }
}

#[tokio::test]
async fn trouble_of_the_account_reported_later_stops_the_line_until_a_person_says_so() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let (first, second) = (talk.reply("uno").await, talk.reply("dos").await);
    worker(&server.app);
    talk.reaches(first, D::Accepted).await;
    Status { code: Some(131_042), ..Status::of(&wamid(1), "failed") }.comes(&server).await;
    assert_eq!(talk.delivery(first).await.state, D::Failed);
    let waiting = talk.delivery(second).await;
    assert_eq!(waiting.state, D::Queued);
    assert!(waiting.reason.unwrap().contains("pago"));
    let stopped = talk.staff.queue().await.stopped_lines;
    assert!(stopped.len() == 1 && stopped[0].starts_with("La línea PP no puede enviar."), "{stopped:?}");
    assert_eq!(server.staff("luis", &["pgh"]).await.queue().await.stopped_lines, Vec::<String>::new());
    assert_eq!(meta.asked().len(), 1);
}

#[tokio::test]
async fn a_message_that_failed_afterwards_is_not_promised_to_leave() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    worker(&server.app);
    talk.reaches(seq, D::Accepted).await;
    Status { code: Some(131_056), ..Status::of(&wamid(1), "failed") }.comes(&server).await;
    let failed = talk.delivery(seq).await;
    assert_eq!((failed.state, failed.can_resend), (D::Failed, true));
    let reason = failed.reason.unwrap();
    assert!(reason.ends_with("Espere unos minutos y reenvíelo."), "{reason}");
}
