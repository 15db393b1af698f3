//! How many messages a worker takes at once, and what it finishes when the service stops.

use std::sync::Arc;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use server::{
    store::entities::{
        conversation,
        outbox::{self, State},
    },
    whatsapp::outbox::claim,
};
use tokio::sync::Semaphore;

use super::{
    desk::{Talk, served, worker},
    meta::{Meta, Says},
};
use crate::support::{Server, uuid};

/// So many people with one message each that waits, after the database has looked at an empty queue.
async fn queue(server: &Server, people: usize) {
    let like = conversation::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap();
    let (mut conversations, mut messages) = (Vec::new(), Vec::new());
    for _ in 0..people {
        let id = uuid();
        let mut conversation = like.clone().into_active_model().reset_all();
        conversation.id = Set(id.clone());
        conversation.contact_id = Set(Some(id.clone()));
        conversation.resume_hash = Set(id.clone());
        messages.push(message(&id, &like));
        conversations.push(conversation);
    }
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared("ANALYZE").await?;
            conversation::Entity::insert_many(conversations).exec_without_returning(tx).await?;
            outbox::Entity::insert_many(messages).exec_without_returning(tx).await?;
            Ok(())
        })
    });
    unit.await.unwrap();
}

fn message(id: &str, like: &conversation::Model) -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: Set(id.to_owned()),
        conversation_id: Set(id.to_owned()),
        seq: Set(1),
        part: Set(0),
        line: Set(like.line.clone().unwrap()),
        contact_id: Set(id.to_owned()),
        text: Set("hola".to_owned()),
        state: Set(State::Queued),
        attempts: Set(0),
        lease_until: Set(0),
        not_before: Set(0),
        wamid: Set(None),
        error_code: Set(None),
        reason: Set(None),
        created_at: Set(like.created_at),
        updated_at: Set(like.created_at),
    }
}

#[tokio::test]
async fn a_worker_takes_as_many_as_it_has_places_for() {
    let meta = Meta::start().await;
    let server = served(&meta).await;
    let _talk = Talk::begin(&server).await;
    queue(&server, 200).await;
    assert_eq!(claim(&server.app, 0).await.unwrap().len(), 0);
    for _ in 0..2 {
        let claimed = claim(&server.app, 16).await.unwrap();
        assert_eq!(claimed.len(), 16);
        assert!(claimed.iter().all(|row| row.state == State::Sending && row.attempts == 1));
    }
    let rows = outbox::Entity::find().all(server.app.store.reader()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.state == State::Queued).count(), 168);
}

#[tokio::test]
async fn a_stop_waits_for_what_is_on_its_way() {
    let meta = Meta::start().await;
    let gate = Arc::new(Semaphore::new(0));
    meta.then([Says::Waits(gate.clone())]);
    let server = served(&meta).await;
    let talk = Talk::begin(&server).await;
    let seq = talk.reply("hola").await;
    let worker = worker(&server.app);
    meta.asked_times(1).await;
    server.app.stop.cancel();
    gate.add_permits(1);
    worker.await.unwrap();
    let row = outbox::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap();
    assert_eq!((row.seq, row.state), (seq, State::Accepted));
}
