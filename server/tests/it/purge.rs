//! What is deleted when, on a clock that stands on the day before, of and after: conversations, and when the
//! purge runs.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, sea_query::Expr,
};
use server::{
    error::Error,
    purge::{self, Mode, Report},
    store::entities::{
        conversation, conversation_event, conversation_token, note, outbox, session, setting, ticket,
        wa_message,
    },
};

use crate::support::{DAY, MINUTE, SECOND, Server, WEDNESDAY, at, at_once, message, ok, rows};

/// The moment of a test's first message.
pub fn start() -> i64 {
    at(WEDNESDAY)
}

pub async fn purge(server: &Server) -> Report {
    purge::run(&server.app, Mode::Delete).await.unwrap()
}

/// Counts, as a dry run would, and then deletes; both must say the same.
pub async fn counted(server: &Server, kind: &str) -> u64 {
    let counted = purge::run(&server.app, Mode::Count).await.unwrap();
    let deleted = purge(server).await;
    assert_eq!(counted.count(kind), deleted.count(kind), "{kind}");
    deleted.count(kind)
}

pub async fn store<A>(server: &Server, row: A)
where
    A: ActiveModelTrait + sea_orm::ActiveModelBehavior + Send + 'static,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A> + Sync,
{
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            row.insert(tx).await?;
            Ok(())
        })
    });
    unit.await.unwrap();
}

/// Changes the only conversation there is.
pub async fn mark(server: &Server, column: conversation::Column, value: impl Into<Expr>) {
    let value = value.into();
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            conversation::Entity::update_many().col_expr(column, value).exec(tx).await?;
            Ok(())
        })
    });
    unit.await.unwrap();
}

#[tokio::test]
async fn a_conversation_of_nobody_known_goes_after_its_last_message_and_not_its_first() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "primero").await;
    server.pass_time(3 * DAY);
    citizen.add("último").await;
    let last = server.app.clock.now();
    for (moment, deleted) in [
        (start() + 90 * DAY + SECOND, 0),
        (last + 89 * DAY, 0),
        (last + 90 * DAY, 0),
        (last + 90 * DAY + 1, 1),
        (last + 91 * DAY, 0),
    ] {
        server.app.clock.set(moment);
        assert_eq!(counted(&server, "conversations").await, deleted, "{} days", (moment - last) / DAY);
    }
    for table in ["conversation", "message", "conversation_token"] {
        assert_eq!(rows(&server, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn known_people_are_kept_longer() {
    for column in [conversation::Column::MemberId, conversation::Column::ContactId] {
        let server = Server::start().await;
        server.citizen().say("pp", "hola").await;
        mark(&server, column, "somebody").await;
        server.app.clock.set(start() + 365 * DAY);
        assert_eq!(counted(&server, "conversations").await, 0);
        server.pass_time(1);
        assert_eq!(counted(&server, "conversations").await, 1);
        assert_eq!(rows(&server, "message").await, 0);
    }
}

#[tokio::test]
async fn the_configuration_says_how_long() {
    let server = Server::with(&[("retention.anonymous_chat_days", "1")]).await;
    server.citizen().say("pp", "hola").await;
    server.pass_time(DAY);
    assert_eq!(counted(&server, "conversations").await, 0);
    server.pass_time(1);
    assert_eq!(counted(&server, "conversations").await, 1);
}

#[tokio::test]
async fn the_privacy_notice_shows_the_configured_days() {
    let server =
        Server::with(&[("retention.anonymous_chat_days", "1"), ("retention.webhook_days", "17")]).await;
    let page = server.page("/privacidad").await;
    for period in ["1 día después del último mensaje", "365 días después del último mensaje", "17 días"]
    {
        assert!(page.contains(period), "{period}");
    }
}

#[tokio::test]
async fn what_somebody_holds_stays_and_what_waits_or_is_closed_goes() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.citizen().say("pp", "esperando").await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    server.app.clock.set(start() + 91 * DAY);
    mark(&server, conversation::Column::HoldUntil, server.app.clock.now() + MINUTE).await;
    assert_eq!(counted(&server, "conversations").await, 0);
    mark(&server, conversation::Column::State, conversation::State::Closed).await;
    assert_eq!(counted(&server, "conversations").await, 1);
}

#[tokio::test]
async fn a_message_that_came_late_keeps_its_conversation_though_it_is_not_the_last() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hoy").await;
    // Meta's own time of a message that was under way for a week.
    server.app.clock.set(start() - 7 * DAY);
    citizen.add("hace una semana").await;
    mark(&server, conversation::Column::CreatedAt, start() - 8 * DAY).await;
    server.app.clock.set(start() + 90 * DAY);
    assert_eq!(counted(&server, "conversations").await, 0);
    server.pass_time(1);
    assert_eq!(counted(&server, "conversations").await, 1);
}

/// One row of everything that hangs on a conversation.
async fn hang_everything(tx: &DatabaseTransaction, id: &str) -> Result<(), Error> {
    let id = id.to_owned();
    let note = note::Model {
        id: "n".into(),
        conversation_id: id.clone(),
        staff_id: "s".into(),
        text: "x".into(),
        at: 1,
    };
    note.into_active_model().insert(tx).await?;
    let event = conversation_event::Model {
        id: "e".into(),
        conversation_id: id.clone(),
        message_seq: None,
        text: "x".into(),
        at: 1,
    };
    event.into_active_model().insert(tx).await?;
    let ticket = ticket::Model {
        ticket_hash: "t".into(),
        conversation_id: id.clone(),
        token_hash: "t".into(),
        expires_at: i64::MAX,
        used_at: None,
    };
    ticket.into_active_model().insert(tx).await?;
    let outbox = outbox::Model {
        id: "o".into(),
        conversation_id: id.clone(),
        seq: 1,
        part: 1,
        line: "pp".into(),
        contact_id: "k".into(),
        text: "x".into(),
        state: outbox::State::Read,
        attempts: 1,
        lease_until: 0,
        not_before: 0,
        wamid: Some("w".into()),
        error_code: None,
        reason: None,
        created_at: 1,
        updated_at: 1,
    };
    outbox.into_active_model().insert(tx).await?;
    wa_row("w", start() + 80 * DAY, Some(id)).into_active_model().insert(tx).await?;
    Ok(())
}

fn wa_row(wamid: &str, at: i64, conversation_id: Option<String>) -> wa_message::Model {
    let seq = conversation_id.as_ref().map(|_| 1);
    wa_message::Model {
        line: "pp".into(),
        wamid: wamid.into(),
        direction: wa_message::Direction::In,
        conversation_id,
        seq,
        item: Some("{\"text\":\"secreto\"}".into()),
        at,
    }
}

#[tokio::test]
async fn everything_in_a_conversation_goes_with_it_but_the_ids_of_its_whatsapp_messages() {
    let server = Server::start().await;
    let sent = server.citizen().say("pp", "hola").await;
    assert_eq!(sent.message.seq, 1);
    let row = conversation::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap();
    let unit = server.app.store.write(move |tx| Box::pin(async move { hang_everything(tx, &row.id).await }));
    unit.await.unwrap();
    server.app.clock.set(start() + 91 * DAY);
    let report = purge(&server).await;
    assert_eq!(
        (report.count("conversations"), report.count("messages"), report.count("whatsapp_ids")),
        (1, 1, 0)
    );
    for table in
        ["conversation", "message", "note", "conversation_event", "conversation_token", "ticket", "outbox"]
    {
        assert_eq!(rows(&server, table).await, 0, "{table}");
    }
    let id = wa_message::Entity::find().one(server.app.store.reader()).await.unwrap().expect("the id stays");
    assert_eq!((id.wamid.as_str(), id.conversation_id, id.seq, id.item), ("w", None, None, None));
    server.app.clock.set(start() + (80 + 45) * DAY);
    assert_eq!(counted(&server, "whatsapp_ids").await, 0);
    server.pass_time(1);
    assert_eq!(counted(&server, "whatsapp_ids").await, 1);
}

#[tokio::test]
async fn many_go_in_batches_and_those_of_today_stay() {
    let server = Server::with(&[("limits.chat_starts_per_minute", "100000")]).await;
    let template = {
        server.citizen().say("pp", "hola").await;
        conversation::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap()
    };
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            for n in 0..450 {
                let row = conversation::Model {
                    id: format!("c{n}"),
                    resume_hash: format!("{n}"),
                    ..template.clone()
                };
                row.into_active_model().insert(tx).await?;
            }
            for n in 0..1_500 {
                wa_row(&format!("w{n}"), start(), None).into_active_model().insert(tx).await?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
    server.app.clock.set(start() + 91 * DAY);
    server.citizen().say("pp", "hoy").await;
    let report = purge(&server).await;
    assert_eq!((report.count("conversations"), report.count("whatsapp_ids")), (451, 1_500));
    assert_eq!(rows(&server, "conversation").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_writes_meanwhile_loses_nothing() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "100000")]).await;
    let citizens: Vec<_> = (0..12).map(|_| server.citizen()).collect();
    at_once(citizens.iter().map(|citizen| citizen.say("pp", "antes"))).await;
    // Their tokens slide, and so live on; the conversations have been quiet for long enough.
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            let never = conversation_token::ActiveModel {
                expires_at: Set(i64::MAX),
                dies_at: Set(i64::MAX),
                ..Default::default()
            };
            conversation_token::Entity::update_many().set(never).exec(tx).await?;
            Ok(())
        })
    });
    unit.await.unwrap();
    server.app.clock.set(start() + 91 * DAY);
    let drafts: Vec<_> = citizens.iter().map(|_| message(Some("pp"), "sigo aquí")).collect();
    let writing = at_once(citizens.iter().zip(&drafts).map(|(citizen, draft)| citizen.send(draft)));
    let (report, answers) = tokio::join!(purge(&server), writing);
    let mut kept = 0;
    for (answer, citizen) in answers.into_iter().zip(&citizens) {
        if answer.status() != 200 {
            // Deleted while the message was on its way: the page says so and begins anew.
            continue;
        }
        let sent: protocol::chat::Sent = ok(answer).await;
        let texts = citizen.texts().await;
        assert_eq!(texts.last().map(String::as_str), Some("sigo aquí"));
        kept += u64::from(sent.message.seq == 2);
    }
    assert_eq!(report.count("conversations") + kept, 12, "each was deleted whole or kept whole");
}

#[tokio::test]
async fn it_runs_once_a_day_after_three() {
    let server = Server::start().await;
    let due = || async { purge::run_if_due(&server.app).await.unwrap().is_some() };
    assert!(due().await, "the first start of all");
    assert!(!due().await);
    for (moment, is_due) in [
        ("2026-11-19T02:59", false),
        ("2026-11-19T03:00", true),
        ("2026-11-19T03:01", false),
        ("2026-11-19T23:59", false),
        ("2026-11-25T12:00", true),
        ("2026-11-25T12:05", false),
    ] {
        server.app.clock.set(at(moment));
        assert_eq!(due().await, is_due, "{moment}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_servers_one_does_it() {
    let server = Server::start().await;
    for moment in [start(), start() + 2 * DAY] {
        server.app.clock.set(moment);
        let turns = at_once((0..8).map(|_| purge::run_if_due(&server.app))).await;
        let taken = turns.into_iter().filter(|turn| turn.as_ref().is_ok_and(Option::is_some)).count();
        assert_eq!(taken, 1);
    }
}

#[tokio::test]
async fn a_purge_that_fails_is_tried_again() {
    let server = Server::start().await;
    let rename = |from: &'static str, to: &'static str| {
        let unit = server.app.store.write(move |tx| {
            Box::pin(async move {
                tx.execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await?;
                Ok(())
            })
        });
        async { unit.await.unwrap() }
    };
    rename("quarantine", "elsewhere").await;
    assert!(purge::run_if_due(&server.app).await.is_err());
    let turn = setting::Entity::find().filter(setting::Column::Name.eq("purged_at"));
    assert_eq!(turn.count(server.app.store.reader()).await.unwrap(), 0);
    rename("elsewhere", "quarantine").await;
    assert!(purge::run_if_due(&server.app).await.unwrap().is_some());
}

#[tokio::test]
async fn nothing_due_deletes_nothing() {
    let server = Server::start().await;
    server.citizen().say("pp", "hola").await;
    assert_eq!(purge(&server).await.total(), 0);
    assert_eq!(session::Entity::find().count(server.app.store.reader()).await.unwrap(), 0);
}
