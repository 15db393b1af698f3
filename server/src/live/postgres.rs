//! Pokes between servers by LISTEN and NOTIFY, after the commit and outside of every transaction. Both ends keep
//! a connection of their own. While it is down, people see news at their page's next look by itself; once it is
//! back, everybody is told to look, since PostgreSQL repeats nothing.

use std::{convert::Infallible, io::ErrorKind, time::Duration};

use sea_orm::sqlx::{
    self, Connection, PgConnection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{Hub, poke::Poke};
use crate::{ids, limits};

const CHANNEL: &str = "puente";
/// PostgreSQL takes less than 8,000 bytes; the rest is for the envelope.
const LETTER_BYTES: usize = 7_500;
/// Pokes told in one statement; more wait for the next.
const AT_ONCE: usize = 1_000;
/// Something is said this often, so that a listener whose connection died without a word notices ...
const HEARTBEAT: Duration = Duration::from_secs(8);
/// ... by the silence.
const SILENCE: Duration = Duration::from_secs(20);
/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Serialize, Deserialize)]
struct Letter {
    /// Who says it; one's own letters come back and are put aside.
    from: String,
    pokes: Vec<Poke>,
}

/// Begins to tell other servers of this one's pokes and to feel theirs, until `stop`.
pub fn share(hub: &Hub, options: &PgConnectOptions, stop: &CancellationToken) {
    let Some(waiting) = hub.waiting_elsewhere() else { return };
    // A poke is no data: nobody waits for the disk because of it.
    let options = options.clone().application_name("puente live").options([("synchronous_commit", "off")]);
    let me = ids::row_id();
    let teller = Teller { me: me.clone(), hub: hub.clone(), waiting, options: options.clone() };
    let ear = Ear { me, hub: hub.clone(), options };
    spawn_until(stop, async move { teller.run().await });
    spawn_until(stop, async move { ear.run().await });
}

fn spawn_until(stop: &CancellationToken, work: impl Future<Output = ()> + Send + 'static) {
    let stop = stop.clone();
    tokio::spawn(async move {
        // Requests that still finish have their pokes told too.
        let drained = async {
            stop.cancelled().await;
            sleep(limits::DRAIN).await;
        };
        tokio::select! {
            () = work => {}
            () = drained => {}
        }
    });
}

struct Teller {
    me: String,
    hub: Hub,
    waiting: mpsc::Receiver<Poke>,
    options: PgConnectOptions,
}

impl Teller {
    async fn run(mut self) {
        let mut line = None;
        let mut lost = false;
        while let Some(mut pokes) = self.next().await {
            if self.hub.lost_some() || lost {
                pokes = vec![Poke::Everything];
            }
            let told = timeout(limits::POOL_PATIENCE, self.tell(&mut line, &pokes)).await;
            let failed = !matches!(told, Ok(Ok(())));
            if failed {
                // Half a statement may be on it.
                line = None;
                sleep(PAUSE).await;
            }
            report(lost, failed);
            lost = failed;
        }
    }

    /// What waits by now, together; nothing but a sign of life when nothing comes. None when the hub is gone.
    async fn next(&mut self) -> Option<Vec<Poke>> {
        let mut pokes = Vec::new();
        match timeout(HEARTBEAT, self.waiting.recv_many(&mut pokes, AT_ONCE)).await {
            Ok(0) => None,
            Ok(_) => Some(without_repetition(pokes)),
            Err(_) => Some(pokes),
        }
    }

    async fn tell(&self, line: &mut Option<PgConnection>, pokes: &[Poke]) -> Result<(), sqlx::Error> {
        let connection = match line {
            Some(connection) => connection,
            None => line.insert(PgConnection::connect_with(&self.options).await?),
        };
        sqlx::query("SELECT pg_notify($1, letter) FROM unnest($2::text[]) AS letter")
            .bind(CHANNEL)
            .bind(letters(&self.me, pokes))
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Says so once when it breaks, and once when it is well again.
fn report(was_broken: bool, is_broken: bool) {
    match (was_broken, is_broken) {
        (false, true) => {
            tracing::warn!("other servers cannot be poked; their people see news a little later");
        }
        (true, false) => tracing::info!("other servers are poked again"),
        _ => {}
    }
}

fn without_repetition(pokes: Vec<Poke>) -> Vec<Poke> {
    let mut kept: Vec<Poke> = Vec::with_capacity(pokes.len());
    for poke in pokes {
        // Neighbours repeat one another; looking further back would cost more than it saves.
        if !kept.iter().rev().take(32).any(|earlier| *earlier == poke) {
            kept.push(poke);
        }
    }
    kept
}

/// As few letters as their length allows; one without pokes is a sign of life.
fn letters(me: &str, pokes: &[Poke]) -> Vec<String> {
    let length = |poke: &Poke| serde_json::to_string(poke).map_or(0, |text| text.len() + 1);
    let mut groups: Vec<Vec<Poke>> = vec![Vec::new()];
    let mut used = 0;
    for poke in pokes {
        let more = length(poke);
        if used + more > LETTER_BYTES {
            groups.push(Vec::new());
            used = 0;
        }
        used += more;
        groups.last_mut().into_iter().for_each(|group| group.push(poke.clone()));
    }
    let letter = |pokes| serde_json::to_string(&Letter { from: me.to_owned(), pokes }).ok();
    groups.into_iter().filter_map(letter).collect()
}

struct Ear {
    me: String,
    hub: Hub,
    options: PgConnectOptions,
}

impl Ear {
    async fn run(self) {
        let mut was_broken = false;
        loop {
            let Err(error) = self.listen(&mut was_broken).await;
            if !was_broken {
                tracing::warn!(%error, "other servers' pokes are cut; people see news a little later");
                was_broken = true;
            }
            sleep(PAUSE).await;
        }
    }

    /// Until the connection fails.
    async fn listen(&self, was_broken: &mut bool) -> Result<Infallible, sqlx::Error> {
        // A pool of its own, gone with the connection: one that died without a word blocks nothing.
        let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let pool = pool.acquire_timeout(limits::POOL_PATIENCE).connect_with(self.options.clone()).await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        if std::mem::take(was_broken) {
            tracing::info!("other servers' pokes are heard again");
        }
        // Nobody repeats what was said before.
        self.hub.feel(Poke::Everything);
        loop {
            let heard = timeout(SILENCE, listener.try_recv()).await;
            let heard = heard.map_err(|_| sqlx::Error::Io(ErrorKind::TimedOut.into()))??;
            let heard = heard.ok_or_else(|| sqlx::Error::Io(ErrorKind::UnexpectedEof.into()))?;
            self.hear(heard.payload());
        }
    }

    fn hear(&self, text: &str) {
        match serde_json::from_str::<Letter>(text) {
            Ok(letter) if letter.from == self.me => {}
            Ok(letter) => letter.pokes.into_iter().for_each(|poke| self.hub.feel(poke)),
            // A newer server's: it may say anything, so look at everything.
            Err(_) => self.hub.feel(Poke::Everything),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(seq: i64) -> Poke {
        Poke::Conversation { id: ids::row_id(), desk: "pp".into(), seq }
    }

    #[test]
    fn letters_fit_and_bring_everything() {
        let pokes: Vec<Poke> = (0..500).map(change).collect();
        let letters = letters("me", &pokes);
        assert!(letters.len() > 1 && letters.iter().all(|letter| letter.len() < 8_000));
        let read = letters.iter().flat_map(|letter| {
            let letter: Letter = serde_json::from_str(letter).unwrap();
            assert_eq!(letter.from, "me");
            letter.pokes
        });
        assert_eq!(read.collect::<Vec<_>>(), pokes);
    }

    #[test]
    fn a_sign_of_life_is_a_letter_without_pokes() {
        assert_eq!(letters("me", &[]), [r#"{"from":"me","pokes":[]}"#]);
    }

    #[test]
    fn neighbours_that_repeat_one_another_are_told_once() {
        let (one, other) = (change(1), change(2));
        let told = without_repetition(vec![one.clone(), other.clone(), one.clone(), one.clone()]);
        assert_eq!(told, [one, other]);
    }
}
