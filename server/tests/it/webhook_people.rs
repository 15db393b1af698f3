//! Who writes: one person under several ids, and several people under none too few.

use serde_json::{Value, json};

use crate::{
    meta::{
        ROSA, body, change, contacts, conversations, events, item, messages, reasons, say, stored, take_in,
        text, words,
    },
    support::{Server, rows},
};

const OLD: &str = "MX.111";
const NEW: &str = "MX.222";

/// A text of somebody known by the ids of the webhook's `contacts`.
fn from_both(server: &Server, id: &str, phone: &str, bsuid: &str) -> Vec<u8> {
    let contact = json!({"profile": {"name": "Rosa"}, "wa_id": phone, "user_id": bsuid});
    let other = json!({"profile": {"name": "Nadie"}, "wa_id": "5214730000000", "user_id": "MX.0"});
    body(&[change(
        server,
        "pp",
        json!({"contacts": [other, contact], "messages": [text(server, id, phone, id)]}),
    )])
}

/// A text of somebody who shows no number.
fn from_bsuid(server: &Server, id: &str, bsuid: &str) -> Vec<u8> {
    let mut message = text(server, id, "", id);
    message["from_user_id"] = json!(bsuid);
    message["from"] = Value::Null;
    let contact = json!({"profile": {"username": "@rosa"}, "user_id": bsuid});
    body(&[change(server, "pp", json!({"contacts": [contact], "messages": [message]}))])
}

#[tokio::test]
async fn a_mexican_number_is_one_person_in_both_forms() {
    let server = Server::start().await;
    say(&server, "wamid.1", "5214731234567", "uno").await;
    say(&server, "wamid.2", "524731234567", "dos").await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!(
        (person.phone.as_deref(), person.wa_id.as_deref()),
        (Some("524731234567"), Some("524731234567")),
        "answers go to the last form"
    );
    say(&server, "wamid.3", "5214731234567", "tres").await;
    assert_eq!(contacts(&server).await[0].wa_id.as_deref(), Some("5214731234567"));
    assert_eq!((words(&server).await.len(), rows(&server, "conversation").await), (3, 1));
}

#[tokio::test]
async fn somebody_without_a_number_is_a_person_too() {
    let server = Server::start().await;
    take_in(&server, from_bsuid(&server, "wamid.1", OLD)).await;
    let mut twisted = text(&server, "wamid.2", OLD, "dos");
    twisted["from"] = json!(OLD);
    take_in(&server, messages(&server, "pp", &[twisted])).await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!(
        (person.bsuid.as_deref(), person.phone.as_deref(), person.name.as_deref()),
        (Some(OLD), None, Some("@rosa"))
    );
    assert_eq!(rows(&server, "conversation").await, 1);
}

#[tokio::test]
async fn a_webhook_with_both_ids_links_them() {
    let server = Server::start().await;
    say(&server, "wamid.1", ROSA, "por número").await;
    take_in(&server, from_both(&server, "wamid.2", ROSA, OLD)).await;
    take_in(&server, from_bsuid(&server, "wamid.3", OLD)).await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!((person.bsuid.as_deref(), person.phone.as_deref()), (Some(OLD), Some("524731234567")));
    assert_eq!((words(&server).await.len(), rows(&server, "conversation").await), (3, 1));
}

#[tokio::test]
async fn two_rows_that_are_one_person_become_one_with_every_message() {
    let server = Server::start().await;
    say(&server, "wamid.1", ROSA, "por número").await;
    server.pass_time(1000);
    take_in(&server, from_bsuid(&server, "wamid.2", OLD)).await;
    take_in(&server, from_bsuid(&server, "wamid.3", OLD)).await;
    let elsewhere =
        body(&[change(&server, "ref", json!({"messages": [text(&server, "wamid.4", ROSA, "otra línea")]}))]);
    take_in(&server, elsewhere).await;
    assert_eq!((contacts(&server).await.len(), rows(&server, "conversation").await), (2, 3));
    take_in(&server, from_both(&server, "wamid.5", ROSA, OLD)).await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    let all = conversations(&server).await;
    assert!(all.iter().all(|row| row.contact_id.as_ref() == Some(&person.id)));
    let open: Vec<_> = all.iter().filter(|row| row.closed_at.is_none()).collect();
    assert_eq!(open.iter().map(|row| row.line.as_deref()).collect::<Vec<_>>(), [Some("pp"), Some("ref")]);
    let said = stored(&server, &open[0].id).await;
    let texts: Vec<_> = said.iter().map(|message| (message.seq, message.text.as_str())).collect();
    assert_eq!(texts, [(1, "por número"), (2, "wamid.2"), (3, "wamid.3"), (4, "wamid.5")]);
    assert_eq!((open[0].last_seq, open[0].citizen_seq, open[0].preview.as_str()), (4, 4, "wamid.5"));
    let empty = all.iter().find(|row| row.closed_at.is_some()).unwrap();
    assert_eq!((empty.last_seq, stored(&server, &empty.id).await.len()), (0, 0));
    assert_eq!(events(&server).await[0].conversation_id, empty.id, "and says where they are");
    let ana = server.staff("ana", &["pp"]).await;
    assert_eq!(ana.queue().await.waiting.len(), 1);
}

#[tokio::test]
async fn of_two_open_conversations_the_held_one_is_kept() {
    let server = Server::start().await;
    say(&server, "wamid.1", ROSA, "por número").await;
    server.pass_time(1000);
    take_in(&server, from_bsuid(&server, "wamid.2", OLD)).await;
    let ana = server.staff("ana", &["pp"]).await;
    let held = conversations(&server).await[1].id.clone();
    ana.act(&held, "take").await;
    take_in(&server, from_both(&server, "wamid.3", ROSA, OLD)).await;
    let texts: Vec<_> = stored(&server, &held).await.into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["wamid.2", "por número", "wamid.3"]);
    assert_eq!(ana.queue().await.mine.len(), 1);
}

#[tokio::test]
async fn a_number_that_another_person_has_by_now_takes_nothing_along() {
    let server = Server::start().await;
    take_in(&server, from_both(&server, "wamid.1", ROSA, OLD)).await;
    take_in(&server, from_both(&server, "wamid.2", ROSA, NEW)).await;
    let mut people = contacts(&server).await;
    people.sort_by(|a, b| a.bsuid.cmp(&b.bsuid));
    let ids: Vec<_> =
        people.iter().map(|person| (person.bsuid.as_deref(), person.phone.as_deref())).collect();
    assert_eq!(ids, [(Some(OLD), None), (Some(NEW), Some("524731234567"))]);
    assert_eq!(rows(&server, "conversation").await, 2, "nobody reads another person's conversation");
}

fn moved(server: &Server, id: &str, system: &Value) -> Vec<u8> {
    let mut message = item(server, id, ROSA, &json!({"type": "system", "system": system}));
    if system["type"] == "user_changed_user_id" {
        message.as_object_mut().unwrap().remove("from");
    }
    messages(server, "pp", &[message])
}

const NEW_NUMBER: &str = "5214739990000";

#[tokio::test]
async fn a_changed_number_is_the_same_person() {
    let server = Server::start().await;
    take_in(&server, from_both(&server, "wamid.1", ROSA, OLD)).await;
    let notice = json!({"type": "user_changed_number", "wa_id": NEW_NUMBER, "body": "x"});
    take_in(&server, moved(&server, "wamid.2", &notice)).await;
    take_in(&server, from_both(&server, "wamid.3", NEW_NUMBER, NEW)).await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!(
        (person.phone.as_deref(), person.wa_id.as_deref(), person.bsuid.as_deref()),
        (Some("524739990000"), Some(NEW_NUMBER), Some(NEW))
    );
    assert_eq!(words(&server).await, ["wamid.1", "wamid.3"], "the notice is no message");
    assert!(events(&server).await[0].text.starts_with("Cambió de número"));
}

#[tokio::test]
async fn a_notice_that_comes_after_the_new_number_wrote_joins_both() {
    let server = Server::start().await;
    take_in(&server, from_both(&server, "wamid.1", ROSA, OLD)).await;
    server.pass_time(1000);
    take_in(&server, from_both(&server, "wamid.2", NEW_NUMBER, NEW)).await;
    assert_eq!(contacts(&server).await.len(), 2);
    let notice = json!({"type": "user_changed_number", "wa_id": NEW_NUMBER});
    for line in ["pp", "ref"] {
        // Each line the person wrote to is told.
        let whole = String::from_utf8(moved(&server, &format!("wamid.{line}"), &notice)).unwrap();
        take_in(
            &server,
            whole.replace(&crate::meta::line_id(&server, "pp"), &crate::meta::line_id(&server, line)),
        )
        .await;
    }
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!((person.phone.as_deref(), person.bsuid.as_deref()), (Some("524739990000"), Some(NEW)));
    assert_eq!(words(&server).await, ["wamid.1", "wamid.2"]);
    assert_eq!(
        reasons(&server).await,
        ["no_conversation"],
        "nothing to show on the line they never wrote to"
    );
}

#[tokio::test]
async fn a_changed_user_id_is_the_same_person() {
    let server = Server::start().await;
    take_in(&server, from_bsuid(&server, "wamid.1", OLD)).await;
    let notice = json!({"type": "user_changed_user_id", "user_id": NEW, "previous_user_id": OLD});
    take_in(&server, moved(&server, "wamid.2", &notice)).await;
    take_in(&server, from_bsuid(&server, "wamid.3", NEW)).await;
    let [person] = &contacts(&server).await[..] else { panic!("one person") };
    assert_eq!(person.bsuid.as_deref(), Some(NEW));
    assert_eq!((words(&server).await.len(), rows(&server, "conversation").await), (2, 1));
}

#[tokio::test]
async fn a_notice_about_nobody_we_know_is_quarantined() {
    let server = Server::start().await;
    let notice = json!({"type": "user_changed_number", "wa_id": NEW_NUMBER});
    take_in(&server, moved(&server, "wamid.1", &notice)).await;
    assert_eq!(
        (reasons(&server).await, rows(&server, "contact").await),
        (vec!["no_conversation".to_owned()], 0)
    );
}
