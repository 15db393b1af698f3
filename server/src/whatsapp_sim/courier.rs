//! Posts webhooks to Puente as Meta does: signed, and again until one is answered with 200.

use std::{sync::Arc, time::Duration};

use super::{Sim, webhook};

const PATIENCE: Duration = Duration::from_secs(10);
/// Meta repeats at once and then ever more rarely, for seven days; a demonstration does not wait so long.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// Resolves when Puente has taken the body.
pub(super) async fn deliver(sim: &Sim, body: Arc<[u8]>) {
    sim.world().pending += 1;
    let mut wait = FIRST_WAIT;
    while let Err(trouble) = post(sim, &body).await {
        sim.world().trouble = Some(trouble);
        tokio::time::sleep(wait).await;
        wait = LONGEST_WAIT.min(wait * 2);
    }
    let mut world = sim.world();
    world.pending -= 1;
    world.trouble = None;
}

async fn post(sim: &Sim, body: &[u8]) -> Result<(), String> {
    let request = sim
        .http
        .post(format!("{}/webhooks/whatsapp", sim.settings.puente))
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", webhook::signature(&sim.settings, body))
        .body(body.to_vec());
    match request.send().await {
        Ok(answer) if answer.status() == 200 => Ok(()),
        Ok(answer) => Err(format!("Puente respondió {}", answer.status().as_u16())),
        Err(_) => Err("Puente no responde".to_owned()),
    }
}
