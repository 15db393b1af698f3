//! What is deleted when, beside conversations: webhooks and statuses, contacts, access.

use sea_orm::{EntityTrait, IntoActiveModel, PaginatorTrait};
use server::store::entities::{
    contact, conversation, conversation_token, member, member_code, quarantine, staff_code, throttle,
    wa_status, webhook,
};

use crate::{
    purge::{counted, mark, purge, start, store},
    support::{DAY, HOUR, MINUTE, Server, rows},
};

fn webhook_row(hash: &str, state: webhook::State) -> webhook::Model {
    webhook::Model {
        body_hash: hash.into(),
        received_at: start(),
        body: b"{}".to_vec(),
        state,
        lease_until: 0,
        attempts: 1,
        done_at: None,
    }
}

#[tokio::test]
async fn raw_webhooks_statuses_and_quarantine_go_by_their_own_days() {
    let server = Server::start().await;
    store(&server, webhook_row("done", webhook::State::Done).into_active_model()).await;
    store(&server, webhook_row("pending", webhook::State::Pending).into_active_model()).await;
    let status = wa_status::Model {
        line: "pp".into(),
        wamid: "w".into(),
        status: "read".into(),
        at: 5,
        callback: None,
        error_code: None,
        error_detail: None,
        billable: None,
        received_at: start(),
    };
    store(&server, status.into_active_model()).await;
    let item = quarantine::Model {
        id: "q".into(),
        webhook_hash: "h".into(),
        line: None,
        wamid: None,
        reason: "unknown".into(),
        detail: "x".into(),
        item: "{}".into(),
        at: start(),
    };
    store(&server, item.into_active_model()).await;
    for (kind, days) in [("webhooks", 30), ("whatsapp_statuses", 45), ("quarantine", 90)] {
        server.app.clock.set(start() + days * DAY);
        assert_eq!(counted(&server, kind).await, 0, "{kind}");
        server.pass_time(1);
        assert_eq!(counted(&server, kind).await, 1, "{kind}");
    }
    assert_eq!(rows(&server, "webhook").await, 1, "what is still to be processed stays");
}

#[tokio::test]
async fn a_contact_goes_when_no_conversation_is_left_and_nobody_wrote() {
    let server = Server::start().await;
    for (id, seen_at) in [("quiet", start()), ("writing", start()), ("recent", start() + DAY)] {
        let row = contact::Model {
            id: id.into(),
            bsuid: Some(id.into()),
            phone: None,
            wa_id: None,
            name: None,
            created_at: 1,
            seen_at,
        };
        store(&server, row.into_active_model()).await;
    }
    server.app.clock.set(start() + 2 * DAY);
    server.citizen().say("pp", "hola").await;
    mark(&server, conversation::Column::ContactId, "writing").await;
    server.app.clock.set(start() + 365 * DAY);
    assert_eq!(counted(&server, "contacts").await, 0);
    server.pass_time(1);
    assert_eq!(counted(&server, "contacts").await, 1);
    let left = contact::Entity::find().all(server.app.store.reader()).await.unwrap();
    let mut left: Vec<_> = left.into_iter().map(|row| row.id).collect();
    left.sort();
    assert_eq!(left, ["recent", "writing"]);
    server.app.clock.set(start() + 400 * DAY);
    assert_eq!(purge(&server).await.count("contacts"), 2, "the last conversation went first");
}

#[tokio::test]
async fn access_goes_once_it_is_over() {
    let server = Server::start().await;
    let ana = server.hire("ana", &["pp"], None).await;
    server.session_of(&ana).await;
    for (hash, expires_at, used_at) in
        [("open", start() + HOUR, None), ("used", start() + HOUR, Some(start())), ("over", start() - 1, None)]
    {
        let code = staff_code::Model { code_hash: hash.into(), staff_id: ana.clone(), expires_at, used_at };
        store(&server, code.into_active_model()).await;
    }
    let member = member::Model {
        id: "m".into(),
        curp: "GOCL850101MGTRRR09".into(),
        name: "Lucía".into(),
        affiliation: None,
        password_hash: None,
        created_at: 1,
        updated_at: 1,
    };
    store(&server, member.into_active_model()).await;
    let code = member_code::Model {
        code_hash: "over".into(),
        member_id: "m".into(),
        expires_at: start() - 1,
        used_at: None,
    };
    store(&server, code.into_active_model()).await;
    let failures = throttle::Model {
        key_hash: "f".into(),
        failures: 9,
        day_start: start(),
        blocked_until: start() + MINUTE,
    };
    store(&server, failures.into_active_model()).await;
    let report = purge(&server).await;
    assert_eq!(
        (
            report.count("staff_codes"),
            report.count("member_codes"),
            report.count("sessions"),
            report.count("failures")
        ),
        (2, 1, 0, 0)
    );
    server.app.clock.set(start() + 15 * MINUTE + 1);
    assert_eq!(counted(&server, "sessions").await, 1, "nobody used it for a quarter of an hour");
    server.app.clock.set(start() + 2 * DAY);
    assert_eq!(counted(&server, "failures").await, 0);
    server.pass_time(1);
    assert_eq!(counted(&server, "failures").await, 1);
    assert_eq!(rows(&server, "member").await, 1, "the padrón is not touched");
}

#[tokio::test]
async fn a_dead_token_says_so_while_a_cookie_could_bring_it() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    server.app.clock.set(start() + 37 * DAY);
    assert_eq!(counted(&server, "tokens").await, 0);
    assert_eq!(crate::support::problem(citizen.read("").await).await.1, "token_expired");
    server.pass_time(1);
    assert_eq!(counted(&server, "tokens").await, 1);
    assert_eq!(conversation_token::Entity::find().count(server.app.store.reader()).await.unwrap(), 0);
    assert_eq!(rows(&server, "conversation").await, 1);
}
