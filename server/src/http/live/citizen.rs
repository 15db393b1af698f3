//! `GET /api/v1/chat/live`: the first frame says which conversation and the last number held.

use std::{pin::Pin, time::Duration};

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::WebSocket},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use protocol::chat::{ClientFrame, Conversation, ServerFrame, Standing};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::socket::{self, BAD_FRAME, GOING_AWAY, Incoming, Over, Pace};
use crate::{
    conversations,
    error::Error,
    http::{listener::Place, security::is_own_socket},
    limits,
    live::Watch,
    state::App,
};

pub async fn upgrade(
    State(app): State<App>,
    headers: HeaderMap,
    place: Extension<Place>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !is_own_socket(&app, &headers) {
        return Error::CrossSite.into_response();
    }
    socket::bounded(upgrade).on_upgrade(move |socket| async move {
        converse(app, socket).await;
        drop(place);
    })
}

async fn converse(app: App, mut socket: WebSocket) {
    metrics::gauge!("puente_sockets", "kind" => "citizen").increment(1.0);
    let Err(over) = run(&app, &mut socket).await;
    metrics::gauge!("puente_sockets", "kind" => "citizen").decrement(1.0);
    socket::close(socket, over).await;
}

/// One open line and what its browser already has.
struct Line<'a> {
    app: &'a App,
    socket: &'a mut WebSocket,
    token: String,
    id: String,
    seen: i64,
    /// Last state sent without its rows, to send nothing when nothing changed.
    shown: Option<Conversation>,
    /// Of the desk whose queue it is in; another one once it has been passed on.
    desk: Watch,
    desk_id: String,
    /// When to look where it stands in a queue that has moved.
    look_at: Option<Instant>,
}

async fn run(app: &App, socket: &mut WebSocket) -> Result<std::convert::Infallible, Over> {
    let (token, after) = hello(socket).await?;
    // Boxed for the same reason as `Line::update`.
    let Ok((id, first)) = Box::pin(conversations::by_token(app, &token, after)).await else {
        socket::send(socket, &ServerFrame::Gone).await?;
        return Err(Over(GOING_AWAY));
    };
    let Some(_place) = app.live.socket_place(&id) else { return Err(Over(BAD_FRAME)) };
    let watch = app.live.watch_conversation(&id);
    let desk_id = desk_id(app, &first.desk).to_owned();
    // Places in the queue move when the desk's queue does.
    let desk = app.live.watch_desk(&desk_id);
    let mut line = Line { app, socket, token, id, seen: after, shown: None, desk, desk_id, look_at: None };
    line.update().await?;
    line.listen(watch).await
}

async fn hello(socket: &mut WebSocket) -> Result<(String, i64), Over> {
    match timeout(limits::HEADER_TIMEOUT, socket::receive(socket)).await {
        Ok(Ok(Incoming::Frame(ClientFrame::Hello { token, after }))) => Ok((token, after)),
        Ok(Err(over)) => Err(over),
        _ => Err(Over(BAD_FRAME)),
    }
}

fn desk_id<'a>(app: &'a App, name: &str) -> &'a str {
    app.routing.desks().iter().find(|desk| desk.name == name).map_or("", |desk| desk.id.as_str())
}

impl Line<'_> {
    async fn listen(&mut self, mut watch: Watch) -> Result<std::convert::Infallible, Over> {
        let mut tick = interval(limits::TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut alive, mut pace, mut ticks) = (Instant::now(), Pace::start(), 0_u64);
        loop {
            let (waiting, look_at) = (self.is_waiting() && self.look_at.is_none(), self.look_at);
            tokio::select! {
                incoming = socket::receive::<ClientFrame>(self.socket) => {
                    incoming?;
                    pace.count()?;
                    alive = Instant::now();
                }
                () = watch.poked() => {
                    self.check_token().await?;
                    self.update().await?;
                }
                () = self.desk.poked(), if waiting => self.look_at = Some(soon()),
                () = sleep_until(look_at.unwrap_or(alive)), if look_at.is_some() => self.queue_moved().await?,
                _ = tick.tick() => {
                    ticks += 1;
                    self.tick(alive, ticks).await?;
                }
                () = self.app.stop.cancelled() => return Err(Over(GOING_AWAY)),
            }
        }
    }

    fn is_waiting(&self) -> bool {
        self.shown_place().is_some()
    }

    fn shown_place(&self) -> Option<u32> {
        match self.shown.as_ref().map(|shown| &shown.standing) {
            Some(Standing::Waiting { place }) => Some(*place),
            _ => None,
        }
    }

    /// Most moves of a queue are newcomers at its end: only who has another place reads the conversation.
    fn queue_moved(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Over>> + Send + '_>> {
        Box::pin(async move {
            self.look_at = None;
            let place = conversations::place_of(self.app, &self.desk_id, &self.id).await;
            if place.is_ok_and(|place| Some(place) == self.shown_place()) {
                return Ok(());
            }
            self.send_what_is_missing().await
        })
    }

    async fn tick(&mut self, alive: Instant, ticks: u64) -> Result<(), Over> {
        if alive.elapsed() > limits::SOCKET_SILENCE {
            return Err(Over(GOING_AWAY));
        }
        socket::send(self.socket, &ServerFrame::Tick).await?;
        // Hours change without a poke; this is also the safety net under the pokes, every 24 s.
        if !ticks.is_multiple_of(2) {
            return Ok(());
        }
        self.check_token().await?;
        self.update().await
    }

    /// A token ends before its conversation does: when the person signs out, and a minute after it is known who
    /// they are.
    fn check_token(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Over>> + Send + '_>> {
        Box::pin(async move {
            let found = conversations::find(self.app.store.reader(), &self.token, self.app.clock.now()).await;
            match found {
                Ok(conversations::Found::Conversation(id)) if id == self.id => Ok(()),
                // The next look tries again.
                Err(Error::Storage(_) | Error::Busy) => Ok(()),
                _ => {
                    socket::send(self.socket, &ServerFrame::Gone).await?;
                    Err(Over(GOING_AWAY))
                }
            }
        })
    }

    /// On the heap while it lasts: a line is idle nearly always, and its task is as large as its largest step.
    fn update(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Over>> + Send + '_>> {
        Box::pin(self.send_what_is_missing())
    }

    async fn send_what_is_missing(&mut self) -> Result<(), Over> {
        self.look_at = None;
        loop {
            let view = conversations::seen_by_citizen(self.app, &self.id, self.seen).await;
            let Ok(view) = view else { return Err(Over(GOING_AWAY)) };
            let state = Conversation { messages: Vec::new(), ..view.clone() };
            if view.messages.is_empty() && self.shown.as_ref() == Some(&state) {
                return Ok(());
            }
            self.seen = view.messages.last().map_or(self.seen, |message| message.seq);
            let complete = self.seen >= view.last_seq;
            let desk_id = desk_id(self.app, &state.desk);
            if self.desk_id != desk_id {
                self.desk = self.app.live.watch_desk(desk_id);
                desk_id.clone_into(&mut self.desk_id);
            }
            self.shown = Some(state);
            socket::send(self.socket, &ServerFrame::Update { conversation: view }).await?;
            if complete {
                return Ok(());
            }
        }
    }
}

/// A thousand waiting people must not all ask in the same millisecond.
fn soon() -> Instant {
    let spread = uuid::Uuid::new_v4().as_u128() % 1_000;
    Instant::now() + Duration::from_millis(u64::try_from(spread).unwrap_or(0))
}
