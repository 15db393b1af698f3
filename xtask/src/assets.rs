//! From Trunk's output, `style/` and `public/` to `dist/assets` and `dist/manifest.json`.

use std::path::Path;

use crate::fingerprint::Fingerprint;
use crate::process::{Outcome, command, run};

const SCRIPT: &str = "xtask/assets.mjs";

pub fn finish() -> Outcome<()> {
    let stamp = Fingerprint::default()
        .path(SCRIPT)?
        .path("end2end/package-lock.json")?
        .path("dist/trunk")?
        .path("style")?
        .path("public")?
        .stamp("dist/stamps/assets");
    if stamp.is_current() && Path::new("dist/manifest.json").is_file() {
        println!("  dist/assets: sin cambios");
        return Ok(());
    }
    run(command("node").arg(SCRIPT))?;
    stamp.write()
}
