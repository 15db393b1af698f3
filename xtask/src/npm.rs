//! Node, and the npm packages: esbuild and wasm-opt for the bundles, the browser driver for the tests.

use crate::fingerprint::Fingerprint;
use crate::process::{Outcome, command, on_path, output, run};

const OLDEST_NODE: u32 = 20;
const INSTALL_NODE: &str =
    "instale Node.js 20 o posterior con npm, por ejemplo `sudo apt-get install nodejs npm`";

pub fn ensure() -> Outcome<()> {
    let version = output(command("node").arg("--version")).ok_or(format!("falta node: {INSTALL_NODE}"))?;
    if major(&version).is_none_or(|number| number < OLDEST_NODE) {
        return Err(format!("node {version} es demasiado antiguo: {INSTALL_NODE}"));
    }
    packages()
}

fn packages() -> Outcome<()> {
    let stamp = Fingerprint::default()
        .path("end2end/package.json")?
        .path("end2end/package-lock.json")?
        .path("end2end/.npmrc")?
        .stamp("end2end/node_modules/.puente-stamp");
    if stamp.is_current() {
        return Ok(());
    }
    on_path("npm").ok_or(format!("falta npm: {INSTALL_NODE}"))?;
    println!("  paquetes de npm: unos 10 s");
    run(command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir("end2end"))?;
    stamp.write()
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_major_version_is_read() {
        assert_eq!(super::major("v20.20.2"), Some(20));
        assert_eq!(super::major("nightly"), None);
    }
}
