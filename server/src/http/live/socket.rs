//! What both sockets share: small buffers, frames as JSON, a slow reader is closed.

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;

use crate::limits;

/// RFC 6455 close codes.
pub const GOING_AWAY: u16 = 1001;
pub const BAD_FRAME: u16 = 1008;

pub fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .max_message_size(limits::SOCKET_MESSAGE_BYTES)
        .max_frame_size(limits::SOCKET_MESSAGE_BYTES)
        .read_buffer_size(limits::SOCKET_READ_BUFFER)
        .write_buffer_size(0)
}

/// Counts a browser's frames: one that floods is closed.
pub struct Pace {
    since: Instant,
    frames: u32,
}

impl Pace {
    pub fn start() -> Self {
        Self { since: Instant::now(), frames: 0 }
    }

    pub fn count(&mut self) -> Result<(), Over> {
        if self.since.elapsed() >= limits::SOCKET_FRAMES_WINDOW {
            *self = Self::start();
        }
        self.frames += 1;
        if self.frames > limits::SOCKET_FRAMES { Err(Over(BAD_FRAME)) } else { Ok(()) }
    }
}

/// Why a socket is over.
#[derive(Debug)]
pub struct Over(pub u16);

/// What a browser sent.
pub enum Incoming<T> {
    Frame(T),
    /// A ping or pong: a sign of life and nothing more.
    Life,
}

pub async fn receive<T: DeserializeOwned>(socket: &mut WebSocket) -> Result<Incoming<T>, Over> {
    match socket.recv().await {
        Some(Ok(Message::Text(text))) => {
            serde_json::from_str(text.as_str()).map(Incoming::Frame).map_err(|_| Over(BAD_FRAME))
        }
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(Incoming::Life),
        Some(Ok(Message::Binary(_))) => Err(Over(BAD_FRAME)),
        Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Over(GOING_AWAY)),
    }
}

/// A reader that cannot take one frame in time is closed; it comes back and resumes by number.
pub async fn send(socket: &mut WebSocket, frame: &impl Serialize) -> Result<(), Over> {
    let text = serde_json::to_string(frame).map_err(|_| Over(GOING_AWAY))?;
    let sending = socket.send(Message::Text(text.into()));
    match tokio::time::timeout(limits::SLOW_CONSUMER, sending).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Over(GOING_AWAY)),
    }
}

pub async fn close(mut socket: WebSocket, over: Over) {
    let frame = CloseFrame { code: over.0, reason: "".into() };
    // The other side is usually gone already.
    let _ = tokio::time::timeout(limits::SLOW_CONSUMER, socket.send(Message::Close(Some(frame)))).await;
}
