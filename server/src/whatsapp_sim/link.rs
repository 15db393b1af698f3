//! How the simulator finds Puente: the webhook's verification, and the time.
//!
//! The demo's clock is shifted and only Puente knows by how much. The chat page tells the browser the time
//! (`now` in its JSON block), so the simulator reads it there, like any visitor; nothing was added for it.

use std::time::Duration;

use serde::Deserialize;

use super::Sim;
use crate::{clock::Clock, ids};

const PATIENCE: Duration = Duration::from_secs(5);
const WHEN_WELL: Duration = Duration::from_secs(10);
const WHEN_NOT: Duration = Duration::from_millis(500);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verification {
    /// Puente has not answered yet.
    Waiting,
    Verified,
    /// It answered something else, with this status.
    Refused(u16),
}

pub(super) struct Link {
    pub verification: Verification,
    /// Puente's time; none until it has been read once.
    pub clock: Option<Clock>,
}

impl Default for Link {
    fn default() -> Self {
        Self { verification: Verification::Waiting, clock: None }
    }
}

/// Goes on for ever: Puente may be started later, or again with another time.
pub(super) async fn keep(sim: Sim) {
    loop {
        let clock = read_clock(&sim).await;
        if sim.link().verification != Verification::Verified {
            let verification = verify(&sim).await;
            sim.link().verification = verification;
        }
        let well = clock.is_some() && sim.link().verification == Verification::Verified;
        if clock.is_some() {
            sim.link().clock = clock;
        }
        tokio::time::sleep(if well { WHEN_WELL } else { WHEN_NOT }).await;
    }
}

/// As Meta does when somebody saves the webhook's address.
async fn verify(sim: &Sim) -> Verification {
    let challenge = ids::client_id();
    let request =
        sim.http.get(format!("{}/webhooks/whatsapp", sim.settings.puente)).timeout(PATIENCE).query(&[
            ("hub.mode", "subscribe"),
            ("hub.verify_token", sim.settings.verify_token.expose()),
            ("hub.challenge", &challenge),
        ]);
    let Ok(answer) = request.send().await else { return Verification::Waiting };
    let status = answer.status().as_u16();
    let echoed = answer.text().await.is_ok_and(|body| body == challenge);
    if status == 200 && echoed { Verification::Verified } else { Verification::Refused(status) }
}

async fn read_clock(sim: &Sim) -> Option<Clock> {
    let request = sim.http.get(format!("{}/chat", sim.settings.puente)).timeout(PATIENCE);
    let page = request.send().await.ok()?.text().await.ok()?;
    Some(Clock::shifted_to(time_of(&page)?, sim.settings.zone.clone()))
}

fn time_of(page: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Told {
        now: i64,
    }
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"page\">")?;
    let (json, _) = rest.split_once("</script>")?;
    serde_json::from_str(json).ok().map(|told: Told| told.now)
}

#[cfg(test)]
mod tests {
    use super::time_of;

    #[test]
    fn the_time_is_read_from_the_chat_page() {
        let page = "<head><script type=\"application/json\" id=\"page\">{\"site\":\"isseg\",\"now\":1774454400000}</script>";
        assert_eq!(time_of(page), Some(1_774_454_400_000));
        for other in ["", "<script type=\"application/json\" id=\"page\">{}</script>", "{\"now\":1}"] {
            assert_eq!(time_of(other), None, "{other}");
        }
    }
}
