//! `GET /api/v1/staff/live`: pokes for a console; its answers to our ticks renew the person's holds.

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::WebSocket},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use protocol::staff::StaffFrame;
use serde::Deserialize;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, MissedTickBehavior, interval},
};
use tower_sessions::Session;

use super::socket::{self, BAD_FRAME, GOING_AWAY, Over, Pace};
use crate::{
    accounts::Operator,
    conversations,
    error::Error,
    http::{listener::Place, security::is_own_socket, staff},
    limits,
    live::StaffPoke,
    state::App,
};

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum FromConsole {
    Alive,
}

pub async fn upgrade(
    State(app): State<App>,
    staff::Signed(operator): staff::Signed,
    session: Session,
    headers: HeaderMap,
    place: Extension<Place>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !is_own_socket(&app, &headers) {
        return Error::CrossSite.into_response();
    }
    socket::bounded(upgrade).on_upgrade(move |socket| async move {
        attend(app, operator, session, socket).await;
        drop(place);
    })
}

async fn attend(app: App, operator: Operator, session: Session, mut socket: WebSocket) {
    metrics::gauge!("puente_sockets", "kind" => "staff").increment(1.0);
    let pokes = app.live.watch_staff();
    let mut line = Line { app: &app, operator: &operator, session: &session, socket: &mut socket };
    let Err(over) = line.listen(pokes).await;
    metrics::gauge!("puente_sockets", "kind" => "staff").decrement(1.0);
    socket::close(socket, over).await;
}

struct Line<'a> {
    app: &'a App,
    operator: &'a Operator,
    session: &'a Session,
    socket: &'a mut WebSocket,
}

impl Line<'_> {
    async fn listen(&mut self, mut pokes: Receiver<StaffPoke>) -> Result<std::convert::Infallible, Over> {
        let session = self.session.id().map(|id| id.to_string()).unwrap_or_default();
        let Some(_place) = self.app.live.socket_place(&session) else { return Err(Over(BAD_FRAME)) };
        let mut tick = interval(limits::TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut alive, mut pace) = (Instant::now(), Pace::start());
        loop {
            tokio::select! {
                incoming = socket::receive::<FromConsole>(self.socket) => {
                    incoming?;
                    pace.count()?;
                    alive = Instant::now();
                    self.renew().await;
                }
                poke = pokes.recv() => self.pass_on(poke).await?,
                _ = tick.tick() => self.tick(alive).await?,
                () = self.app.stop.cancelled() => return Err(Over(GOING_AWAY)),
            }
        }
    }

    async fn renew(&mut self) {
        if let Err(error) = conversations::renew(self.app, &self.operator.id).await {
            // The lease runs on for two minutes; the next sign of life tries again.
            error.log();
        }
    }

    async fn tick(&mut self, alive: Instant) -> Result<(), Over> {
        if alive.elapsed() > limits::SOCKET_SILENCE {
            return Err(Over(GOING_AWAY));
        }
        self.check_session().await?;
        socket::send(self.socket, &StaffFrame::Tick).await
    }

    async fn check_session(&mut self) -> Result<(), Over> {
        if staff::ended(self.app, self.session, &self.operator.id).await {
            socket::send(self.socket, &StaffFrame::SignedOut).await?;
            return Err(Over(GOING_AWAY));
        }
        Ok(())
    }

    async fn pass_on(&mut self, poke: Result<StaffPoke, RecvError>) -> Result<(), Over> {
        let desks = &self.operator.desks;
        match poke {
            Ok(StaffPoke::SignedOut { staff }) if staff == self.operator.id => self.check_session().await,
            Ok(StaffPoke::Desk(desk)) if desks.contains(&desk) => self.send(&StaffFrame::Queue).await,
            Ok(StaffPoke::Conversation { id, desk, seq }) if desks.contains(&desk) => {
                self.send(&StaffFrame::Conversation { id, seq }).await
            }
            Ok(StaffPoke::Everything) => {
                self.check_session().await?;
                self.send(&StaffFrame::Everything).await
            }
            // Somebody else's desk or session.
            Ok(_) => Ok(()),
            // Too far behind to know what changed: look at everything.
            Err(RecvError::Lagged(_)) => self.send(&StaffFrame::Everything).await,
            Err(RecvError::Closed) => Err(Over(GOING_AWAY)),
        }
    }

    async fn send(&mut self, frame: &StaffFrame) -> Result<(), Over> {
        socket::send(self.socket, frame).await
    }
}
