//! The simulator against a Puente of a few lines, over real HTTP.

use std::{
    future::IntoFuture,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Settings, Sim, link, router, webhook};
use crate::config::{Overlay, load};

/// Wednesday 25 March 2026, 10:00 in Guanajuato.
const NOW: i64 = 1_774_454_400_000;
const GRAPH: &str = "/v26.0/100000000000002/messages";

/// A webhook as it arrived: its bytes and its signature.
type Posted = (Vec<u8>, String);

#[derive(Clone, Default)]
struct Puente {
    posted: Arc<Mutex<Vec<Posted>>>,
    /// So many webhooks are answered with 503 first.
    busy: Arc<Mutex<usize>>,
}

async fn receive(State(puente): State<Puente>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
    puente.posted.lock().unwrap().push((body.to_vec(), signature));
    let mut busy = puente.busy.lock().unwrap();
    let is_busy = *busy > 0;
    *busy = busy.saturating_sub(1);
    if is_busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
}

async fn verify(
    Query(asked): Query<std::collections::HashMap<String, String>>,
) -> Result<String, StatusCode> {
    let known = asked["hub.mode"] == "subscribe" && asked["hub.verify_token"] == "demo-verify-token";
    if known { Ok(asked["hub.challenge"].clone()) } else { Err(StatusCode::FORBIDDEN) }
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

struct World {
    puente: Puente,
    sim: Sim,
    origin: String,
}

impl World {
    /// Both run and have found each other.
    async fn start() -> Self {
        let puente = Puente::default();
        let page = format!("<script type=\"application/json\" id=\"page\">{{\"now\":{NOW}}}</script>");
        let routes = Router::new()
            .route("/chat", get(move || async move { page }))
            .route("/webhooks/whatsapp", get(verify).post(receive))
            .with_state(puente.clone());
        let address = serve(routes).await;
        let config = load(&Overlay { demo: true, ..Overlay::default() }).unwrap();
        let sim = Sim::new(Settings::new(&config, &address).unwrap()).unwrap();
        tokio::spawn(link::keep(sim.clone()));
        let world = Self { puente, origin: serve(router(sim.clone())).await, sim };
        world.until("verified", |state| state["verified"] == true && state["now"].is_i64()).await;
        world.post("/behaviour", json!({ "pace_ms": 5 })).await;
        world
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let request = self.sim.http.post(format!("{}{path}", self.origin)).json(&body);
        let answer = request.bearer_auth("demo-access-token").send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.sim.http.get(format!("{}{path}", self.origin)).send().await.unwrap();
        answer.json().await.unwrap()
    }

    async fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) {
        for _ in 0..400 {
            if holds(&self.get("/state").await) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never: {what}");
    }

    /// Waits for that many webhooks; they are signed with the demo's secret over their bytes.
    async fn webhooks(&self, count: usize) -> Vec<Value> {
        for _ in 0..400 {
            if self.puente.posted.lock().unwrap().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let posted = self.puente.posted.lock().unwrap().clone();
        assert_eq!(posted.len(), count, "webhooks");
        for (body, signature) in &posted {
            assert_eq!(*signature, webhook::signature(&self.sim.settings, body));
        }
        posted.iter().map(|(body, _)| serde_json::from_slice(body).unwrap()).collect()
    }

    async fn send(&self, to: Value) -> (u16, Value) {
        let mut body = json!({ "messaging_product": "whatsapp", "type": "text",
                               "text": { "body": "Buenos días, Rosa." }, "biz_opaque_callback_data": "m-7" });
        body.as_object_mut().unwrap().extend(to.as_object().unwrap().clone());
        self.post(GRAPH, body).await
    }
}

fn value(webhook: &Value) -> &Value {
    &webhook["entry"][0]["changes"][0]["value"]
}

fn statuses(webhooks: &[Value]) -> Vec<&str> {
    webhooks.iter().map(|webhook| value(webhook)["statuses"][0]["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_a_phone_writes_is_repeated_until_it_is_taken() {
    let world = World::start().await;
    *world.puente.busy.lock().unwrap() = 2;
    let text = "¿Cuánto debo?";
    let (status, answer) =
        world.post("/phones/rosa/send", json!({ "line": "pp", "kind": "text", "text": text })).await;
    assert_eq!(status, 200, "{answer}");
    let webhooks = world.webhooks(3).await;
    let posted = world.puente.posted.lock().unwrap().clone();
    assert!(posted.iter().all(|(body, _)| *body == posted[0].0 && body.is_ascii()));
    let change = value(&webhooks[0]);
    assert_eq!(change["metadata"]["phone_number_id"], "100000000000002");
    let contact = json!({ "profile": { "name": "Rosa Hernández" }, "wa_id": "5214735550101",
                          "user_id": "MX.100000000000000101" });
    assert_eq!(change["contacts"][0], contact);
    let message = &change["messages"][0];
    assert_eq!((&message["text"]["body"], &message["id"]), (&json!(text), &answer["ids"][0]));
    let at: i64 = message["timestamp"].as_str().unwrap().parse().unwrap();
    assert!((NOW / 1000..NOW / 1000 + 60).contains(&at), "Puente's clock, not the machine's: {at}");
    world.until("taken", |state| state["webhooks"]["pending"] == 0).await;
    let chat = world.get("/phones/rosa/messages?line=pp").await;
    assert_eq!(
        (&chat["messages"][0]["state"], &chat["messages"][0]["mine"]),
        (&json!("delivered"), &json!(true))
    );
}

#[tokio::test]
async fn a_duplicate_is_the_same_bytes_and_three_texts_are_one_body() {
    let world = World::start().await;
    assert_eq!(world.post("/phones/lupita/duplicate", json!({})).await.0, 409);
    let three =
        json!({ "line": "mora", "kind": "texts", "texts": ["uno", "dos", "tres"], "seconds_ago": 3600 });
    world.post("/phones/lupita/send", three).await;
    world.webhooks(1).await;
    world.post("/phones/lupita/duplicate", json!({ "times": 3 })).await;
    let webhooks = world.webhooks(4).await;
    let messages = value(&webhooks[0])["messages"].as_array().unwrap().clone();
    assert_eq!(messages.len(), 3);
    assert!(messages.iter().all(|message| message.get("from").is_none()), "she shows no number");
    assert_eq!(messages[0]["from_user_id"], "MX.100000000000000103");
    let at: i64 = messages[0]["timestamp"].as_str().unwrap().parse().unwrap();
    assert!(at < NOW / 1000 - 3500);
    let posted = world.puente.posted.lock().unwrap().clone();
    assert!(posted.iter().all(|(body, _)| *body == posted[0].0));
}

#[tokio::test]
async fn statuses_come_in_order_and_stop_where_the_phone_is() {
    let world = World::start().await;
    world.post("/phones/rosa/settings", json!({ "online": false, "looking": "pp" })).await;
    let (status, answer) = world.send(json!({ "to": "+5214735550101" })).await;
    assert_eq!((status, &answer["contacts"][0]["wa_id"]), (200, &json!("5214735550101")));
    assert_eq!(statuses(&world.webhooks(1).await), ["sent"]);
    assert_eq!(world.get("/phones/rosa/messages?line=pp").await["messages"], json!([]));
    world.until("counted", |state| state["people"][0]["on_the_way"]["pp"] == 1).await;
    world.post("/phones/rosa/settings", json!({ "online": true })).await;
    let webhooks = world.webhooks(3).await;
    assert_eq!(statuses(&webhooks), ["sent", "delivered", "read"]);
    for webhook in &webhooks {
        let status = &value(webhook)["statuses"][0];
        assert_eq!(
            (&status["id"], &status["biz_opaque_callback_data"]),
            (&answer["messages"][0]["id"], &json!("m-7"))
        );
    }
    let chat = world.get("/phones/rosa/messages?line=pp").await;
    assert_eq!(
        (&chat["messages"][0]["text"], &chat["messages"][0]["state"]),
        (&json!("Buenos días, Rosa."), &json!("read"))
    );
}

#[tokio::test]
async fn statuses_come_in_reverse_when_asked_and_by_user_id_too() {
    let world = World::start().await;
    world.post("/behaviour", json!({ "statuses": "reversed" })).await;
    world.post("/phones/lupita/settings", json!({ "looking": "pp" })).await;
    let (status, _) = world.send(json!({ "recipient": "MX.100000000000000103" })).await;
    assert_eq!(status, 200);
    assert_eq!(statuses(&world.webhooks(3).await), ["read", "delivered", "sent"]);
}

#[tokio::test]
async fn graph_refuses_as_graph_does() {
    let world = World::start().await;
    let code = |answer: &Value| answer["error"]["code"].as_i64();
    for (next, status, expected) in [("131047", 400, 131_047), ("190", 401, 190), ("131056", 400, 131_056)] {
        assert_eq!(world.post("/behaviour", json!({ "next_send": next })).await.0, 204);
        let (refused, answer) = world.send(json!({ "to": "+524735550102" })).await;
        assert_eq!((refused, code(&answer)), (status, Some(expected)), "{next}: {answer}");
    }
    world.post("/behaviour", json!({ "next_send": "502" })).await;
    assert_eq!(world.send(json!({ "to": "+524735550102" })).await, (502, Value::Null));
    let ok = json!({ "messaging_product": "whatsapp", "to": "+524735550102", "text": { "body": "Hola." } });
    let (status, answer) = world.post("/v26.0/999/messages", ok.clone()).await;
    assert_eq!((status, code(&answer)), (400, Some(100)));
    assert_eq!(code(&world.post("/v1.0/100000000000002/messages", ok.clone()).await.1), Some(2500));
    let wrong = world.sim.http.post(format!("{}{GRAPH}", world.origin)).json(&ok).bearer_auth("another");
    let answer = wrong.send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(code(&answer.json().await.unwrap()), Some(190));
    assert_eq!(world.webhooks(0).await.len(), 0, "what was refused has no status");
}

#[tokio::test]
async fn a_number_that_nobody_has_is_taken_and_fails_later() {
    let world = World::start().await;
    let (status, answer) = world.send(json!({ "to": "+524730000000" })).await;
    assert_eq!(status, 200);
    let webhooks = world.webhooks(1).await;
    let status = &value(&webhooks[0])["statuses"][0];
    assert_eq!((&status["status"], &status["errors"][0]["code"]), (&json!("failed"), &json!(131_026)));
    assert_eq!(
        (&status["id"], &status["recipient_id"]),
        (&answer["messages"][0]["id"], &json!("524730000000"))
    );
}

#[tokio::test]
async fn no_answer_may_still_mean_that_it_arrived() {
    let world = World::start().await;
    for (next, arrives) in [("timeout", true), ("timeout_lost", false)] {
        world.puente.posted.lock().unwrap().clear();
        world.post("/behaviour", json!({ "next_send": next })).await;
        let body =
            json!({ "messaging_product": "whatsapp", "to": "+524735550102", "text": { "body": next } });
        let request = world.sim.http.post(format!("{}{GRAPH}", world.origin)).json(&body);
        let answer =
            request.bearer_auth("demo-access-token").timeout(Duration::from_millis(200)).send().await;
        assert!(answer.is_err_and(|error| error.is_timeout()), "{next}");
        let statuses_seen = if arrives { 2 } else { 0 };
        assert_eq!(world.webhooks(statuses_seen).await.len(), statuses_seen, "{next}");
    }
}

#[tokio::test]
async fn reading_turns_the_ticks_blue_and_only_of_what_came_before() {
    let world = World::start().await;
    let mut ids = Vec::new();
    for text in ["uno", "dos"] {
        let (_, answer) =
            world.post("/phones/rosa/send", json!({ "line": "pp", "kind": "text", "text": text })).await;
        ids.push(answer["ids"][0].clone());
    }
    world.webhooks(2).await;
    world.until("taken", |state| state["webhooks"]["pending"] == 0).await;
    let read = |id: &Value| json!({ "messaging_product": "whatsapp", "status": "read", "message_id": id });
    assert_eq!(world.post(GRAPH, read(&ids[0])).await, (200, json!({ "success": true })));
    assert_eq!(world.post(GRAPH, read(&json!("wamid.x"))).await.0, 400);
    let chat = world.get("/phones/rosa/messages?line=pp").await;
    let states: Vec<_> =
        chat["messages"].as_array().unwrap().iter().map(|message| &message["state"]).collect();
    assert_eq!(states, ["read", "delivered"]);
}

#[tokio::test]
async fn the_page_asks_nobody_else_and_runs_nothing_inline() {
    let world = World::start().await;
    for (path, kind) in
        [("/", "text/html"), ("/telefonos.css", "text/css"), ("/telefonos.js", "text/javascript")]
    {
        let answer = world.sim.http.get(format!("{}{path}", world.origin)).send().await.unwrap();
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(kind));
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let text = answer.text().await.unwrap().replace("http://www.w3.org/2000/svg", "");
        assert!(
            !text.contains("http://") && !text.contains("https://") && !text.contains("<style"),
            "{path}"
        );
        assert!(!text.contains("<script>") && !text.contains("onclick"), "{path}");
    }
}
