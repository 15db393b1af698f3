//! Nobody knows whether it left: shown so, and never sent again by itself.

use protocol::staff::DeliveryState as D;

use super::{
    desk::{Talk, served, worker},
    meta::{Meta, Says, Status},
};
use crate::support::{MINUTE, SECOND, problem};

async fn becomes_unknown(says: Says) {
    let meta = Meta::start().await;
    meta.then([says]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    worker(&server.app);
    let unknown = talk.reaches(seq, D::Unknown).await;
    assert!(unknown.reason.unwrap().contains("puede que haya llegado"));
    assert!(!unknown.can_resend);
    let early = talk.resend(seq).await;
    assert_eq!(problem(early).await, (409, "nothing_to_resend".to_owned()));
    // A status with our own id settles it.
    let callback = meta.asked()[0].callback().to_owned();
    Status { callback: Some(&callback), ..Status::of("wamid.late", "sent") }.comes(&server).await;
    assert_eq!(talk.delivery(seq).await.state, D::Sent);
    // From here on Meta's id is enough.
    Status::of("wamid.late", "read").comes(&server).await;
    assert_eq!(talk.delivery(seq).await.state, D::Read);
    server.pass_time(16 * MINUTE);
    let talk = talk.signed_in_again(&server).await;
    assert!(!talk.delivery(seq).await.can_resend);
    assert_eq!(meta.asked().len(), 1);
}

#[tokio::test]
async fn a_connection_cut_after_the_request_is_unknown() {
    becomes_unknown(Says::Cuts).await;
}

#[tokio::test]
async fn a_page_of_some_proxy_is_unknown() {
    becomes_unknown(Says::Html).await;
}

#[tokio::test]
async fn a_fault_with_a_code_nobody_knows_is_unknown() {
    becomes_unknown(Says::Refuses(503, 999_999)).await;
}

#[tokio::test]
async fn no_answer_in_time_is_unknown() {
    becomes_unknown(Says::Hangs).await;
}

#[tokio::test]
async fn a_worker_that_vanished_leaves_it_unknown_and_nobody_repeats_it() {
    let meta = Meta::start().await;
    meta.then([Says::Hangs]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let (seq, next) = (talk.reply("uno").await, talk.reply("dos").await);
    let vanishes = worker(&server.app);
    meta.asked_times(1).await;
    vanishes.abort();
    assert_eq!(talk.delivery(seq).await.state, D::Sending);
    worker(&server.app);
    server.pass_time(31 * SECOND);
    talk.reaches(seq, D::Unknown).await;
    talk.reaches(next, D::Accepted).await;
    assert_eq!(meta.texts(), ["uno", "dos"]);
    // After a quarter of an hour the desk decides.
    server.pass_time(14 * MINUTE);
    assert!(!talk.delivery(seq).await.can_resend);
    server.pass_time(MINUTE);
    let talk = talk.signed_in_again(&server).await;
    assert!(talk.delivery(seq).await.can_resend);
    assert_eq!(talk.resend(seq).await.status(), 204);
    talk.reaches(seq, D::Accepted).await;
    assert_eq!(meta.texts(), ["uno", "dos", "uno"]);
}

#[tokio::test]
async fn word_of_the_first_try_while_the_second_waits_saves_the_double() {
    let meta = Meta::start().await;
    meta.then([Says::Cuts]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("uno").await;
    let first = worker(&server.app);
    talk.reaches(seq, D::Unknown).await;
    first.abort();
    server.pass_time(15 * MINUTE);
    let talk = talk.signed_in_again(&server).await;
    assert_eq!(talk.resend(seq).await.status(), 204);
    let callback = meta.asked()[0].callback().to_owned();
    Status { callback: Some(&callback), ..Status::of("wamid.first", "delivered") }.comes(&server).await;
    assert_eq!(talk.delivery(seq).await.state, D::Delivered);
    worker(&server.app);
    let next = talk.reply("dos").await;
    talk.reaches(next, D::Accepted).await;
    assert_eq!(meta.texts(), ["uno", "dos"]);
}
