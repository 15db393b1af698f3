//! Refusals of Meta's and lines without a connection.

use protocol::staff::DeliveryState as D;
use server::whatsapp::lines;
use tokio::net::TcpListener;

use super::{
    desk::{Talk, served, worker},
    meta::{Meta, Says, Status, wamid},
};
use crate::support::{MINUTE, SECOND, Server};

#[tokio::test]
async fn without_a_connection_it_is_tried_again() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let server = Server::with(&[("whatsapp.graph_url", &format!("http://{address}"))]).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    worker(&server.app);
    let waiting = super::meta::until("a first try", || async {
        Some(talk.delivery(seq).await).filter(|delivery| delivery.reason.is_some())
    });
    let waiting = waiting.await;
    assert_eq!(waiting.state, D::Queued);
    assert!(waiting.reason.unwrap().starts_with("No hay conexión"));
    let meta = Meta::on(TcpListener::bind(address).await.unwrap());
    server.pass_time(10 * SECOND);
    let sent = talk.reaches(seq, D::Accepted).await;
    assert_eq!((sent.reason, meta.asked().len()), (None, 1));
}

#[tokio::test]
async fn a_refused_message_says_why_and_stays() {
    for (code, said) in [
        (131_047, "24 horas"),
        (131_026, "no pudo entregarlo"),
        (131_030, "modo de prueba"),
        (999_999, "no dijo una causa"),
    ] {
        let meta = Meta::start().await;
        meta.then([Says::Refuses(400, code)]);
        let server = served(&meta).await;
        let talk = Talk::begin(&server).await;
        let seq = talk.reply("hola").await;
        worker(&server.app);
        let failed = talk.reaches(seq, D::Failed).await;
        assert!(failed.reason.unwrap().contains(said), "{code}");
        // Where Meta says that the window is over, only a new message of the person helps.
        assert_eq!(failed.can_resend, code != 131_047, "{code}");
        assert_eq!(meta.asked().len(), 1);
        server.app.stop.cancel();
    }
}

#[tokio::test]
async fn a_passing_fault_is_tried_again_and_slows_the_line() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(400, 130_429)]);
    let server = served(&meta).await;
    let ana = Talk::begin(&server).await;
    let first = ana.reply("uno").await;
    worker(&server.app);
    meta.asked_times(1).await;
    let beto = Talk::with(&server, server.staff("luis", &["pp"]).await, "5214770000001").await;
    ana.reaches(first, D::Queued).await;
    let second = beto.reply("dos").await;
    let waiting = beto.delivery(second).await;
    assert_eq!(waiting.state, D::Queued);
    assert!(waiting.reason.unwrap().contains("más despacio"));
    server.pass_time(2 * SECOND);
    ana.reaches(first, D::Accepted).await;
    beto.reaches(second, D::Accepted).await;
    assert_eq!(meta.asked().len(), 3);
}

#[tokio::test]
async fn an_unexplained_failure_is_tried_three_times() {
    let meta = Meta::start().await;
    meta.then([131_000; 3].map(|code| Says::Refuses(500, code)));
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    worker(&server.app);
    for tries in 1..=3 {
        meta.asked_times(tries).await;
        // The pause counts from when the answer was stored.
        talk.reaches(seq, if tries < 3 { D::Queued } else { D::Failed }).await;
        server.pass_time(10 * SECOND);
    }
    assert_eq!(meta.asked().len(), 3);
}

#[tokio::test]
async fn a_stopped_line_keeps_its_queue_and_goes_on_in_order() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(401, 190), Says::Refuses(401, 190)]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seqs = [talk.reply("uno").await, talk.reply("dos").await, talk.reply("tres").await];
    worker(&server.app);
    let banner = || async {
        let stopped = talk.staff.queue().await.stopped_lines;
        (!stopped.is_empty()).then(|| stopped.join(" "))
    };
    let banner = super::meta::until("the banner", banner).await;
    assert!(banner.contains("La línea PP no puede enviar") && banner.contains("token"), "{banner}");
    for seq in seqs {
        let waiting = talk.delivery(seq).await;
        assert_eq!(waiting.state, D::Queued);
        assert!(waiting.reason.unwrap().contains("sigue en la fila"));
    }
    // One message is tried now and then.
    server.pass_time(5 * MINUTE);
    server.app.live.work_waits("outbox");
    meta.asked_times(2).await;
    talk.reaches(seqs[0], D::Queued).await;
    server.pass_time(5 * MINUTE);
    talk.reaches(seqs[0], D::Accepted).await;
    for (nth, seq) in [(3, seqs[1]), (4, seqs[2])] {
        Status::of(&wamid(nth), "sent").comes(&server).await;
        talk.reaches(seq, D::Accepted).await;
    }
    assert_eq!(talk.staff.queue().await.stopped_lines, Vec::<String>::new());
    assert_eq!(meta.texts(), ["uno", "uno", "uno", "dos", "tres"]);
}

#[tokio::test]
async fn too_many_to_one_person_hold_only_them() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(400, 131_056)]);
    let server = served(&meta).await;
    let ana = Talk::begin(&server).await;
    let (first, behind) = (ana.reply("uno").await, ana.reply("dos").await);
    worker(&server.app);
    let held = super::meta::until("the hold", || async {
        Some(ana.delivery(first).await).filter(|delivery| delivery.reason.is_some())
    });
    assert!(held.await.reason.unwrap().contains("pausa"));
    let beto = Talk::with(&server, server.staff("luis", &["pp"]).await, "5214770000001").await;
    let other = beto.reply("para Beto").await;
    beto.reaches(other, D::Accepted).await;
    server.pass_time(4 * SECOND - 1);
    server.app.live.work_waits("outbox");
    assert_eq!(ana.delivery(first).await.state, D::Queued);
    server.pass_time(1);
    ana.reaches(first, D::Accepted).await;
    assert_eq!(ana.delivery(behind).await.state, D::Queued);
    server.pass_time(3 * SECOND);
    ana.reaches(behind, D::Accepted).await;
    assert_eq!(meta.texts(), ["uno", "para Beto", "uno", "dos"]);
}

#[tokio::test]
async fn a_fault_of_one_message_holds_nobody_elses() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(500, 131_016)]);
    let server = served(&meta).await;
    let ana = Talk::begin(&server).await;
    let first = ana.reply("uno").await;
    worker(&server.app);
    meta.asked_times(1).await;
    let beto = Talk::with(&server, server.staff("luis", &["pp"]).await, "5214770000001").await;
    let second = beto.reply("dos").await;
    beto.reaches(second, D::Accepted).await;
    assert_eq!(
        ana.reaches(first, D::Queued).await.reason.unwrap(),
        "WhatsApp tuvo una falla pasajera. El mensaje saldrá solo."
    );
}

#[tokio::test]
async fn a_failure_from_before_the_repair_does_not_stop_the_line_again() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let ana = Talk::begin(&server).await;
    let beto = Talk::with(&server, server.staff("luis", &["pp"]).await, "5214770000001").await;
    let seqs = [ana.reply("uno").await, beto.reply("dos").await];
    worker(&server.app);
    ana.reaches(seqs[0], D::Accepted).await;
    beto.reaches(seqs[1], D::Accepted).await;
    // Either may have been first.
    Status { code: Some(131_042), ..Status::of(&wamid(1), "failed") }.comes(&server).await;
    assert_eq!(ana.staff.queue().await.stopped_lines.len(), 1);
    server.pass_time(MINUTE);
    let now = server.app.clock.now();
    let resumed =
        server.app.store.write(move |tx| Box::pin(async move { lines::resume(tx, "pp", now).await }));
    assert!(resumed.await.unwrap());
    server.pass_time(-SECOND);
    Status { code: Some(131_042), ..Status::of(&wamid(2), "failed") }.comes(&server).await;
    assert!(ana.staff.queue().await.stopped_lines.is_empty());
    // What is sent after the repair and fails stops it.
    server.pass_time(5 * SECOND);
    let again = ana.reply("tres").await;
    ana.reaches(again, D::Accepted).await;
    Status { code: Some(131_042), ..Status::of(&wamid(3), "failed") }.comes(&server).await;
    assert_eq!(ana.staff.queue().await.stopped_lines.len(), 1);
}
