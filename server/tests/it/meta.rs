//! Meta's side of the webhook: bodies as it writes them, signed as it signs them.

use reqwest::{Response, StatusCode};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use serde_json::{Value, json};
use server::{
    store::entities::{contact, conversation, conversation_event, message, quarantine, wa_status, webhook},
    whatsapp::process::run_pending,
};
use whatsapp::signature::sign;

use crate::support::{SECOND, Server, rows};

/// The demo's, in `config/demo.toml`.
pub const SECRET: &str = "demo-app-secret-of-the-simulator";
pub const ROSA: &str = "5214731234567";
pub const BETO: &str = "5214737654321";

pub async fn post(server: &Server, signature: Option<&str>, body: impl Into<Vec<u8>>) -> Response {
    let request = server.http.post(server.url("/webhooks/whatsapp")).body(body.into());
    let request = request.header("content-type", "application/json");
    let signed =
        signature.map(|signature| request.try_clone().unwrap().header("x-hub-signature-256", signature));
    signed.unwrap_or(request).send().await.unwrap()
}

pub async fn deliver(server: &Server, body: impl Into<Vec<u8>>) -> Response {
    let body = body.into();
    post(server, Some(&sign(SECRET, &body)), body).await
}

/// Brought, answered with 200 and nothing else, and taken in.
pub async fn take_in(server: &Server, body: impl Into<Vec<u8>>) {
    let answer = deliver(server, body).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.text().await.unwrap(), "");
    run_pending(&server.app).await.unwrap();
}

/// Meta's id of one of our lines.
pub fn line_id(server: &Server, line: &str) -> String {
    server.app.config.lines[line].phone_number_id.clone()
}

/// A change of the field `messages` for a line.
pub fn change(server: &Server, line: &str, value: Value) -> Value {
    let metadata = json!({"phone_number_id": line_id(server, line), "display_phone_number": "15550783881"});
    let mut whole = json!({"messaging_product": "whatsapp", "metadata": metadata});
    whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
    json!({"field": "messages", "value": whole})
}

pub fn body(changes: &[Value]) -> Vec<u8> {
    let entry = json!([{"id": "200000000000001", "changes": changes}]);
    json!({"object": "whatsapp_business_account", "entry": entry}).to_string().into_bytes()
}

/// Messages of one line in one body.
pub fn messages(server: &Server, line: &str, messages: &[Value]) -> Vec<u8> {
    body(&[change(server, line, json!({ "messages": messages }))])
}

/// A text sent now.
pub fn text(server: &Server, id: &str, from: &str, words: &str) -> Value {
    item(server, id, from, &json!({"type": "text", "text": {"body": words}}))
}

pub fn item(server: &Server, id: &str, from: &str, of: &Value) -> Value {
    let now = (server.app.clock.now() / SECOND).to_string();
    let mut message = json!({"id": id, "from": from, "timestamp": now});
    message.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
    message
}

/// A text on the line of personal loans, taken in.
pub async fn say(server: &Server, id: &str, from: &str, words: &str) {
    take_in(server, messages(server, "pp", &[text(server, id, from, words)])).await;
}

pub async fn conversations(server: &Server) -> Vec<conversation::Model> {
    let query = conversation::Entity::find().order_by_asc(conversation::Column::CreatedAt);
    query.order_by_asc(conversation::Column::Id).all(server.app.store.reader()).await.unwrap()
}

/// Every message's words, oldest conversation first.
pub async fn words(server: &Server) -> Vec<String> {
    let mut words = Vec::new();
    for conversation in conversations(server).await {
        words.extend(stored(server, &conversation.id).await.into_iter().map(|message| message.text));
    }
    words
}

pub async fn stored(server: &Server, conversation: &str) -> Vec<message::Model> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let query = message::Entity::find().filter(message::Column::ConversationId.eq(conversation));
    query.order_by_asc(message::Column::Seq).all(server.app.store.reader()).await.unwrap()
}

pub async fn contacts(server: &Server) -> Vec<contact::Model> {
    let query = contact::Entity::find().order_by_asc(contact::Column::Id);
    query.all(server.app.store.reader()).await.unwrap()
}

pub async fn events(server: &Server) -> Vec<conversation_event::Model> {
    let query = conversation_event::Entity::find().order_by_asc(conversation_event::Column::Id);
    query.all(server.app.store.reader()).await.unwrap()
}

pub async fn statuses(server: &Server) -> Vec<wa_status::Model> {
    wa_status::Entity::find().all(server.app.store.reader()).await.unwrap()
}

/// Reasons in the quarantine, sorted.
pub async fn reasons(server: &Server) -> Vec<String> {
    let rows = quarantine::Entity::find().all(server.app.store.reader()).await.unwrap();
    let mut reasons: Vec<String> = rows.into_iter().map(|row| row.reason).collect();
    reasons.sort();
    reasons
}

pub async fn webhooks(server: &Server) -> Vec<webhook::Model> {
    webhook::Entity::find().all(server.app.store.reader()).await.unwrap()
}

/// Rows of everything that a webhook can change.
pub async fn tally(server: &Server) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for table in [
        "webhook",
        "wa_message",
        "wa_status",
        "message",
        "conversation",
        "conversation_event",
        "contact",
        "quarantine",
        "outbox",
    ] {
        counts.push((table, rows(server, table).await));
    }
    counts
}

/// One statement, as the database's own administrator would make it.
pub async fn execute(server: &Server, sql: &str) {
    let sql = sql.to_owned();
    let unit = server.app.store.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(&sql).await?;
            Ok(())
        })
    });
    unit.await.unwrap();
}
