//! The sockets: ticks, pokes and missing rows; hostile frames close them and nothing else.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::{
    chat::{ClientFrame, Conversation, ServerFrame, Standing},
    staff::StaffFrame,
};
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::frame::coding::CloseCode},
};

use crate::support::{MINUTE, PATIENCE, Server, Staff, mint};

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

async fn dial(server: &Server, path: &str, heads: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let mut request = format!("ws://{}{path}", server.host()).into_client_request().unwrap();
    for (name, value) in heads {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(other) => panic!("{other}"),
    }
}

impl Socket {
    async fn open(server: &Server) -> Self {
        dial(server, "/api/v1/chat/live", &[("origin", &server.origin)]).await.unwrap()
    }

    pub async fn hello(server: &Server, token: &str, after: i64) -> Self {
        let mut socket = Self::open(server).await;
        let hello = ClientFrame::Hello { token: token.to_owned(), after };
        socket.send(Message::text(serde_json::to_string(&hello).unwrap())).await;
        socket
    }

    async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    /// The next frame with content; the server's end is `Err` with its close code.
    pub async fn next<T: DeserializeOwned>(&mut self) -> Result<T, u16> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            match next {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(text.as_str()).unwrap()),
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(1005, |frame| CloseCode::into(frame.code)));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    pub async fn update(&mut self) -> Conversation {
        loop {
            match self.next().await {
                Ok(ServerFrame::Update { conversation }) => return conversation,
                Ok(ServerFrame::Tick) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next update within so long, however many ticks come before it; they are answered, as a page does.
    pub async fn within(&mut self, time: Duration) -> Option<Conversation> {
        let update = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => match serde_json::from_str(text.as_str()).unwrap() {
                        ServerFrame::Update { conversation } => return conversation,
                        _ => self.send(Message::text("{\"type\":\"alive\"}")).await,
                    },
                    Some(Ok(_)) => {}
                    over => panic!("the line is over: {over:?}"),
                }
            }
        };
        tokio::time::timeout(time, update).await.ok()
    }

    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next::<serde_json::Value>().await {
                return code;
            }
        }
    }
}

pub async fn staff_socket(staff: &Staff<'_>) -> Result<Socket, u16> {
    let server = staff.server;
    dial(server, "/api/v1/staff/live", &[("origin", &server.origin), ("cookie", &staff.cookie)]).await
}

pub async fn staff_frame(socket: &mut Socket) -> StaffFrame {
    loop {
        match socket.next().await.unwrap() {
            StaffFrame::Tick => {}
            other => return other,
        }
    }
}

#[tokio::test]
async fn hello_brings_the_missing_rows_and_replies_follow() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    citizen.add("dos").await;
    let mut socket = Socket::hello(&server, &citizen.token, 1).await;
    let first = socket.update().await;
    assert_eq!((first.messages.len(), first.messages[0].text.as_str()), (1, "dos"));
    let id = ana.only_waiting().await;
    assert!(ana.open(&id).await.citizen_present);
    ana.act(&id, "take").await;
    assert_eq!(socket.update().await.standing, Standing::Attended { by: "Ana Pública".into() });
    ana.reply(&id, "Con gusto").await;
    let reply = socket.update().await;
    assert_eq!((reply.messages[0].seq, reply.messages[0].text.as_str()), (3, "Con gusto"));
}

#[tokio::test]
async fn what_came_while_the_line_was_down_is_resumed_by_number() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "uno").await;
    let mut socket = Socket::hello(&server, &citizen.token, 0).await;
    assert_eq!(socket.update().await.messages.len(), 1);
    drop(socket);
    citizen.add("dos").await;
    citizen.add("tres").await;
    let mut again = Socket::hello(&server, &citizen.token, 1).await;
    let resumed = again.update().await;
    let texts: Vec<_> = resumed.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["dos", "tres"]);
}

#[tokio::test]
async fn more_rows_than_one_answer_come_in_several_frames() {
    let server = Server::with(&[("limits.messages_per_ten_seconds", "100000")]).await;
    let citizen = server.citizen();
    citizen.say("pp", "fila").await;
    let sends = (1..510).map(|n| crate::support::message(None, &format!("fila {n}"))).collect::<Vec<_>>();
    crate::support::at_once(sends.iter().map(|send| citizen.send(send))).await;
    let mut socket = Socket::hello(&server, &citizen.token, 0).await;
    assert_eq!((socket.update().await.messages.len(), socket.update().await.messages.len()), (500, 10));
}

#[tokio::test]
async fn a_waiting_person_hears_of_a_better_place() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.citizen().say("pp", "primera").await;
    let first = ana.only_waiting().await;
    server.pass_time(1000);
    let second = server.citizen();
    second.say("pp", "segunda").await;
    let mut socket = Socket::hello(&server, &second.token, 1).await;
    assert_eq!(socket.update().await.standing, Standing::Waiting { place: 2 });
    ana.act(&first, "take").await;
    assert_eq!(socket.update().await.standing, Standing::Waiting { place: 1 });
}

#[tokio::test]
async fn after_a_handover_the_new_desks_queue_is_followed() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp", "ref"]).await;
    for text in ["ya estaba", "y yo también"] {
        server.citizen().say("ref", text).await;
        server.pass_time(1000);
    }
    let before: Vec<_> = ana.queue().await.waiting.into_iter().map(|item| item.id).collect();
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let mut socket = Socket::hello(&server, &citizen.token, 1).await;
    assert_eq!(socket.update().await.standing, Standing::Waiting { place: 1 });
    let id = ana.queue().await.waiting[2].id.clone();
    ana.act(&id, "take").await;
    assert!(matches!(socket.update().await.standing, Standing::Attended { .. }));
    let passed = ana.act_with(&id, "pass", serde_json::json!({ "desk": "ref", "note": "Es suyo" })).await;
    assert_eq!(passed.status(), 204);
    assert_eq!(socket.update().await.standing, Standing::Waiting { place: 3 });
    // Two, since the old desk's own poke about the handover could bring the first.
    for (earlier, place) in before.iter().zip([2, 1]) {
        ana.act(earlier, "take").await;
        assert_eq!(socket.update().await.standing, Standing::Waiting { place });
    }
}

#[tokio::test]
async fn only_our_own_pages_open_sockets() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let port = server.host().rsplit(':').next().unwrap().to_owned();
    let longer = format!("{}.malo.example", server.origin);
    for origin in [
        "https://malo.example",
        "null",
        "",
        "http://localhost:8081",
        &longer,
        &format!("https://127.0.0.1:{port}"),
    ] {
        let heads = [("origin", origin), ("cookie", ana.cookie.as_str())];
        assert_eq!(dial(&server, "/api/v1/chat/live", &heads).await.err(), Some(403), "{origin}");
        assert_eq!(dial(&server, "/api/v1/staff/live", &heads).await.err(), Some(403), "{origin}");
    }
    assert_eq!(dial(&server, "/api/v1/chat/live", &[]).await.err(), Some(403), "without an origin");
    let page = server.get("/api/v1/chat/live").header("origin", &server.origin).send().await.unwrap();
    assert!(page.status().is_client_error(), "not a socket at all");
}

#[tokio::test]
async fn a_token_that_opens_nothing_is_told_gone() {
    let server = Server::start().await;
    for token in [mint(), String::new(), "' OR 1=1".to_owned()] {
        let mut socket = Socket::hello(&server, &token, 0).await;
        assert_eq!(socket.next().await, Ok(ServerFrame::Gone), "{token}");
        assert_eq!(socket.closed().await, 1001);
    }
}

#[tokio::test]
async fn hostile_frames_close_their_socket_and_nothing_else() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let deep = "[".repeat(5_000);
    let first_frames = [
        Message::text("no es json"),
        Message::text(""),
        Message::text("null"),
        Message::text("{\"type\":\"hello\"}"),
        Message::text("{\"type\":\"alive\"}"),
        Message::text("{\"type\":\"hello\",\"token\":{\"$regex\":\"\"},\"after\":0}"),
        Message::text("{\"type\":\"hello\",\"token\":\"x\",\"after\":0,\"extra\":1}"),
        Message::text("{\"type\":\"message\",\"text\":\"por el socket\"}"),
        Message::text(deep),
        Message::binary(vec![0, 159, 146, 150]),
        Message::text("x".repeat(17 * 1024)),
        Message::binary(vec![7; 1_000_000]),
    ];
    for frame in first_frames {
        let mut socket = Socket::open(&server).await;
        // The server may have hung up before a huge frame has left.
        let _ = socket.0.send(frame.clone()).await;
        let code = socket.closed().await;
        assert!([1001, 1006, 1008, 1009].contains(&code), "{code} for {:.40}", format!("{frame:?}"));
    }
    let mut later = Socket::hello(&server, &citizen.token, 0).await;
    later.update().await;
    later.send(Message::binary(vec![1])).await;
    assert_eq!(later.closed().await, 1008);
    assert_eq!(citizen.texts().await, ["hola"], "the process lives and nothing was written");
}

#[tokio::test]
async fn a_flood_of_frames_is_closed() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let mut socket = Socket::hello(&server, &citizen.token, 0).await;
    socket.update().await;
    for _ in 0..25 {
        let _ = socket.0.send(Message::text("{\"type\":\"alive\"}")).await;
    }
    assert_eq!(socket.closed().await, 1008);
}

#[tokio::test]
async fn a_fifth_socket_of_one_conversation_is_refused_until_one_closes() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let mut sockets = Vec::new();
    for _ in 0..4 {
        let mut socket = Socket::hello(&server, &citizen.token, 0).await;
        socket.update().await;
        sockets.push(socket);
    }
    assert_eq!(Socket::hello(&server, &citizen.token, 0).await.closed().await, 1008);
    assert_eq!(Socket::hello(&server, &mint(), 0).await.closed().await, 1001, "others are not affected");
    let mut last = sockets.pop().unwrap();
    last.0.close(None).await.unwrap();
    last.closed().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    Socket::hello(&server, &citizen.token, 0).await.update().await;
}

#[tokio::test]
async fn a_console_hears_of_its_own_desks_only() {
    let server = Server::start().await;
    let (ana, luis) = (server.staff("ana", &["pp"]).await, server.staff("luis", &["ref"]).await);
    let (mut hers, mut his) = (staff_socket(&ana).await.unwrap(), staff_socket(&luis).await.unwrap());
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.citizen().say("pp", "para ana").await;
    server.citizen().say("ref", "para luis").await;
    let (for_her, for_him) = (ana.only_waiting().await, luis.only_waiting().await);
    assert_eq!(staff_frame(&mut hers).await, StaffFrame::Conversation { id: for_her, seq: 1 });
    assert_eq!(staff_frame(&mut his).await, StaffFrame::Conversation { id: for_him, seq: 1 });
}

#[tokio::test]
async fn a_console_socket_needs_a_session_and_ends_with_it() {
    let server = Server::start().await;
    assert_eq!(dial(&server, "/api/v1/staff/live", &[("origin", &server.origin)]).await.err(), Some(401));
    let ana = server.staff("ana", &["pp"]).await;
    let mut socket = staff_socket(&ana).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(ana.post("/consola/salir").send().await.unwrap().status(), 303);
    assert_eq!(staff_frame(&mut socket).await, StaffFrame::SignedOut);
    assert_eq!(socket.closed().await, 1001);
    assert_eq!(staff_socket(&ana).await.err(), Some(401));
}

#[tokio::test]
async fn a_fifth_console_socket_of_one_session_is_refused() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    let mut sockets = Vec::new();
    for _ in 0..4 {
        let mut socket = staff_socket(&ana).await.unwrap();
        assert_eq!(socket.next().await, Ok(StaffFrame::Tick));
        sockets.push(socket);
    }
    assert_eq!(staff_socket(&ana).await.unwrap().closed().await, 1008);
}

#[tokio::test]
async fn answering_ticks_renews_an_operators_holds() {
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.citizen().say("pp", "hola").await;
    let id = ana.only_waiting().await;
    ana.act(&id, "take").await;
    let mut socket = staff_socket(&ana).await.unwrap();
    assert_eq!(socket.next().await, Ok(StaffFrame::Tick));
    server.pass_time(MINUTE + MINUTE / 2);
    socket.send(Message::text("{\"type\":\"alive\"}")).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.pass_time(MINUTE);
    assert_eq!(server::conversations::sweep(&server.app).await.unwrap(), 0, "renewed a minute ago");
    server.pass_time(2 * MINUTE);
    assert_eq!(server::conversations::sweep(&server.app).await.unwrap(), 1, "and not since");
    ana.only_waiting().await;
}
