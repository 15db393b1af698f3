use std::path::PathBuf;

use clap::Subcommand;
use protocol::curp::Curp;

use crate::{accounts, config::Overlay, padron, state::App};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Take people and loans from a CSV file, all of it or nothing.
    Import {
        /// CSV in UTF-8 with the eleven columns of docs/OPERATIONS.md.
        file: PathBuf,
        /// Check everything and say what would change, but keep nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Print a one-use code, valid for 30 minutes, with which a person of the padrón sets a password.
    Invite { curp: String },
}

pub(super) async fn run(overlay: &Overlay, command: Command) -> Result<(), String> {
    let app = super::staff::app(overlay).await?;
    match command {
        Command::Import { file, dry_run } => import(&app, &file, dry_run).await,
        Command::Invite { curp } => invite(&app, &curp).await,
    }
}

async fn import(app: &App, file: &std::path::Path, trial: bool) -> Result<(), String> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| format!("no se puede leer {name}: {error}"))?;
    let roster = padron::read(&bytes, &app.config.products).map_err(|faults| refused(&faults))?;
    let report = padron::import(app, roster, trial).await.map_err(|error| error.detail())?;
    let report = report.map_err(|faults| refused(&faults))?;
    let kept = if trial { "prueba sin guardar; se guardaría:" } else { "padrón importado" };
    super::tell(&format!("{kept}\n{report}"));
    Ok(())
}

fn refused(faults: &[padron::Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    format!("no se guardó nada; corrija el archivo e impórtelo de nuevo\n{}", lines.join("\n"))
}

async fn invite(app: &App, curp: &str) -> Result<(), String> {
    let curp: Curp = curp.parse().map_err(|fault: protocol::curp::CurpError| fault.to_string())?;
    let code = accounts::invite(app, &curp).await?;
    let page = format!("{}/entrar/primera-clave", app.config.server.public_origin);
    super::tell(&format!("código de un solo uso, válido 30 minutos: {code}\nse escribe en {page}"));
    Ok(())
}
