//! Live lines as browsers hold them: they answer every tick.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

use crate::{Outcome, citizen::Citizen};

type Line = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a socket of ours; small buffers, since thousands of them share this process.
pub async fn open(origin: &str, port: u16, path: &str, cookie: Option<&str>) -> Outcome<Line> {
    let mut request = format!("ws://127.0.0.1:{port}{path}").into_client_request()?;
    request.headers_mut().insert("origin", origin.parse()?);
    if let Some(cookie) = cookie {
        request.headers_mut().insert("cookie", cookie.parse()?);
    }
    let small = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
    Ok(connect_async_with_config(request, Some(small), true).await?.0)
}

/// A citizen's line, past its first update.
pub async fn citizen(origin: &str, port: u16, citizen: &Citizen) -> Outcome<Line> {
    let mut line = open(origin, port, "/api/v1/chat/live", None).await?;
    let hello = serde_json::json!({ "type": "hello", "token": citizen.token, "after": 0 });
    line.send(Message::text(hello.to_string())).await?;
    while let Some(frame) = line.next().await {
        if let Message::Text(text) = frame?
            && text.contains("update")
        {
            return Ok(line);
        }
    }
    Err("the server closed a citizen's line".into())
}

/// Holds a line until it is dropped: answers ticks, forgets everything else.
pub fn hold(mut line: Line) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(Ok(frame)) = line.next().await {
            let tick = matches!(&frame, Message::Text(text) if text.contains("tick"));
            if tick && line.send(Message::text("{\"type\":\"alive\"}")).await.is_err() {
                return;
            }
        }
    })
}
