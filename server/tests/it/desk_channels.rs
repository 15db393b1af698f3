//! What a desk sees of channels: lines, windows, people, events and deliveries; and of its own session.

use protocol::staff::{Channel, Delivery, DeliveryState, Hold, QueueItem};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use server::store::entities::{contact, conversation, conversation_event, line_state, member, outbox};

use crate::support::{HOUR, MINUTE, Server, Staff, ok, uuid};

/// A person who wrote by a line; the conversation waits.
async fn by_whatsapp(server: &Server, line: &str, phone: &str) -> String {
    let topic = server.app.config.lines[line].topic.clone();
    let citizen = server.citizen();
    let text = format!("de {phone}");
    citizen.say(&topic, &text).await;
    let db = server.app.store.reader();
    let row = conversation::Entity::find()
        .filter(conversation::Column::Preview.eq(text))
        .one(db)
        .await
        .unwrap()
        .unwrap();
    let (id, now, contact) = (row.id.clone(), server.app.clock.now(), uuid());
    let person = contact::ActiveModel {
        id: Set(contact.clone()),
        bsuid: Set(None),
        phone: Set(Some(phone.to_owned())),
        wa_id: Set(Some(phone.to_owned())),
        name: Set(Some("Lupita 🌻".to_owned())),
        created_at: Set(now),
        seen_at: Set(now),
    };
    let moved = conversation::ActiveModel {
        channel: Set(conversation::Channel::Whatsapp),
        line: Set(Some(line.to_owned())),
        contact_id: Set(Some(contact)),
        window_until: Set(Some(now + 24 * HOUR)),
        ..row.into_active_model()
    };
    server
        .app
        .store
        .write(move |tx| {
            Box::pin(async move {
                person.insert(tx).await?;
                moved.update(tx).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    id
}

/// Changes rows as a worker or another service would.
async fn store<A>(server: &Server, row: A)
where
    A: ActiveModelTrait + sea_orm::ActiveModelBehavior + Send + 'static,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A> + Send,
{
    server
        .app
        .store
        .write(move |tx| {
            Box::pin(async move {
                row.insert(tx).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn signed_in(server: &Server, conversation: &str) {
    let now = server.app.clock.now();
    let person = member::ActiveModel {
        id: Set("m1".to_owned()),
        curp: Set("BOXW310820HNERXN09".to_owned()),
        name: Set("Wilfrido Bojórquez Ñuño".to_owned()),
        affiliation: Set(Some("Secretaría de Educación".to_owned())),
        password_hash: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    store(server, person).await;
    let id = conversation.to_owned();
    server
        .app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let theirs =
                    conversation::ActiveModel { member_id: Set(Some("m1".to_owned())), ..Default::default() };
                conversation::Entity::update_many()
                    .set(theirs)
                    .filter(conversation::Column::Id.eq(id))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn waiting(staff: &Staff<'_>, id: &str) -> QueueItem {
    staff.queue().await.waiting.into_iter().find(|item| item.id == id).unwrap()
}

#[tokio::test]
async fn both_channels_of_a_topic_wait_in_one_queue_oldest_first() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let by_phone = by_whatsapp(&server, "pp", "524731000387").await;
    server.pass_time(MINUTE);
    server.citizen().say("pp", "por la página").await;
    let queue = ana.queue().await;
    let seen: Vec<_> = queue.waiting.iter().map(|item| (item.channel, item.origin.as_str())).collect();
    assert_eq!(seen, [(Channel::Whatsapp, "WhatsApp PP"), (Channel::Web, "Municipio de ejemplo")]);
    let item = &queue.waiting[0];
    assert_eq!(item.line.as_deref(), Some("PP"));
    assert_eq!(item.window_until, Some(queue.now - MINUTE + 24 * HOUR));
    assert_eq!((item.member.as_deref(), queue.waiting[1].window_until), (None, None));
    let opened = ana.open(&by_phone).await;
    assert_eq!(opened.item.line.as_deref(), Some("PP"));
}

#[tokio::test]
async fn a_profile_is_apart_from_what_signing_in_proved() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = by_whatsapp(&server, "pp", "525512345678").await;
    let person = ana.open(&id).await.person;
    assert_eq!(
        (person.profile.as_deref(), person.phone.as_deref()),
        (Some("Lupita 🌻"), Some("+52 55 1234 5678"))
    );
    assert_eq!((person.member, person.curp), (None, None));

    server.citizen().say("pp", "con mi nombre").await;
    let id = ana.queue().await.waiting[1].id.clone();
    signed_in(&server, &id).await;
    assert_eq!(waiting(&ana, &id).await.member.as_deref(), Some("Wilfrido Bojórquez Ñuño"));
    let person = ana.open(&id).await.person;
    assert_eq!(person.member.as_deref(), Some("Wilfrido Bojórquez Ñuño"));
    assert_eq!(person.curp.as_deref(), Some("BOXW**************"));
    assert_eq!(person.affiliation.as_deref(), Some("Secretaría de Educación"));
    assert_eq!((person.profile, person.phone), (None, None));
}

#[tokio::test]
async fn who_is_at_another_desk_sees_neither_line_nor_person() {
    let server = Server::start().await;
    let luis = server.staff("luis", &["ref"]).await;
    let id = by_whatsapp(&server, "pp", "524731000387").await;
    signed_in(&server, &id).await;
    assert!(luis.queue().await.waiting.is_empty());
    let answer = luis.get(&format!("/api/v1/staff/conversations/{id}")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    assert!(!answer.text().await.unwrap().contains("Wilfrido"));
}

async fn part(server: &Server, conversation: &str, seq: i64, state: outbox::State, reason: Option<&str>) {
    let now = server.app.clock.now();
    let db = server.app.store.reader();
    let row = conversation::Entity::find_by_id(conversation).one(db).await.unwrap().unwrap();
    let part = outbox::ActiveModel {
        id: Set(uuid()),
        conversation_id: Set(conversation.to_owned()),
        seq: Set(seq),
        part: Set(0),
        line: Set(row.line.unwrap()),
        contact_id: Set(row.contact_id.unwrap()),
        text: Set("texto".to_owned()),
        state: Set(state),
        attempts: Set(1),
        lease_until: Set(0),
        not_before: Set(0),
        wamid: Set(None),
        error_code: Set(None),
        reason: Set(reason.map(str::to_owned)),
        created_at: Set(now),
        updated_at: Set(now),
    };
    store(server, part).await;
}

#[tokio::test]
async fn every_delivery_comes_with_its_state_and_events_in_their_order() {
    use outbox::State as S;
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let id = by_whatsapp(&server, "pp", "524731000387").await;
    let told = [
        (S::Queued, DeliveryState::Queued),
        (S::Sending, DeliveryState::Sending),
        (S::Accepted, DeliveryState::Accepted),
        (S::Sent, DeliveryState::Sent),
        (S::Delivered, DeliveryState::Delivered),
        (S::Read, DeliveryState::Read),
        (S::Unknown, DeliveryState::Unknown),
        (S::Failed, DeliveryState::Failed),
    ];
    for (seq, (state, _)) in (2..).zip(told) {
        let reason = (state == S::Failed).then_some("WhatsApp no pudo entregarlo.");
        part(&server, &id, seq, state, reason).await;
    }
    for (at, text) in [(20, "Reaccionó con un corazón"), (10, "Cambió de número")] {
        let event = conversation_event::ActiveModel {
            id: Set(uuid()),
            conversation_id: Set(id.clone()),
            message_seq: Set(None),
            text: Set(text.to_owned()),
            at: Set(at),
        };
        store(&server, event).await;
    }
    let opened = ana.open(&id).await;
    let states: Vec<_> = opened.deliveries.iter().map(|delivery| (delivery.seq, delivery.state)).collect();
    assert_eq!(states, (2..).zip(told).map(|(seq, (_, state))| (seq, state)).collect::<Vec<_>>());
    let failed: &Delivery = &opened.deliveries[7];
    assert_eq!((failed.can_resend, failed.reason.as_deref()), (true, Some("WhatsApp no pudo entregarlo.")));
    assert!(!opened.deliveries[6].can_resend, "it may still arrive");
    let events: Vec<_> = opened.events.iter().map(|event| event.text.as_str()).collect();
    assert_eq!(events, ["Cambió de número", "Reaccionó con un corazón"]);
}

#[tokio::test]
async fn a_stopped_line_is_told_to_its_desk_alone() {
    let server = Server::start().await;
    let (ana, luis) = (server.staff("ana", &["pp"]).await, server.staff("luis", &["ref"]).await);
    assert!(ana.queue().await.stopped_lines.is_empty());
    let stopped = line_state::ActiveModel {
        line: Set("pp".to_owned()),
        held_until: Set(0),
        stopped_at: Set(Some(server.app.clock.now())),
        code: Set(Some(190)),
        reason: Set(Some("Avise a sistemas.".to_owned())),
        resumed_at: Set(None),
    };
    store(&server, stopped).await;
    let told = ana.queue().await.stopped_lines;
    assert!(
        matches!(told.as_slice(), [one] if one.contains("PP") && one.contains("Avise a sistemas.")),
        "{told:?}"
    );
    assert!(luis.queue().await.stopped_lines.is_empty());
}

/// Copies of a conversation that have waited for longer.
async fn crowd(server: &Server, id: &str, count: i64) {
    let db = server.app.store.reader();
    let row = conversation::Entity::find_by_id(id).one(db).await.unwrap().unwrap();
    let copy = |n: i64| conversation::Model {
        id: uuid(),
        resume_hash: format!("hash {n}"),
        queued_at: row.queued_at - n,
        ..row.clone()
    };
    let rows: Vec<_> = (1..=count).map(|n| copy(n).into_active_model()).collect();
    server
        .app
        .store
        .write(move |tx| {
            Box::pin(async move {
                conversation::Entity::insert_many(rows).exec_without_returning(tx).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_long_queue_hides_none_of_ones_own() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.citizen().say("pp", "la mía").await;
    let id = ana.only_waiting().await;
    crowd(&server, &id, 300).await;
    assert_eq!(ana.act(&id, "take").await.status(), 204);
    let queue = ana.queue().await;
    assert_eq!(queue.mine.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), [id]);
    assert_eq!(queue.mine[0].hold, Hold::Mine);
    assert_eq!(queue.waiting.len(), 200);
}

#[tokio::test]
async fn the_sessions_end_is_told_and_going_on_puts_it_off() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let end = |queue: protocol::staff::Queue| queue.session_ends.unwrap();
    let first = end(ana.queue().await);
    assert_eq!((first.at, first.moves), (server.app.clock.now() + 15 * MINUTE, true));
    server.pass_time(10 * MINUTE);
    assert_eq!(end(ana.queue().await), first, "looking is not doing");
    assert_eq!(ana.post("/api/v1/staff/session/stay").send().await.unwrap().status(), 204);
    assert_eq!(end(ana.queue().await).at, server.app.clock.now() + 15 * MINUTE);
    for _ in 0..70 {
        server.pass_time(10 * MINUTE);
        ana.post("/api/v1/staff/session/stay").send().await.unwrap();
    }
    let last = end(ok(ana.get("/api/v1/staff/queue").send().await.unwrap()).await);
    assert_eq!((last.at, last.moves), (first.at - 15 * MINUTE + 12 * HOUR, false));
}
