use clap::Args as ClapArgs;

use crate::{
    config::{Overlay, load},
    whatsapp_sim::{Settings, serve},
};

#[derive(ClapArgs)]
pub(super) struct Args {
    #[arg(long, default_value_t = 8082)]
    port: u16,
    /// Origin of the Puente whose citizens' phones these are.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    puente: String,
}

pub(super) async fn run(overlay: &Overlay, args: Args) -> Result<(), String> {
    let port = args.port;
    let settings = Settings::new(&load(overlay)?, &args.puente)?;
    serve(port, settings)
        .await
        .map_err(|error| format!("cannot listen on port {port}: {error}; choose another with --port"))
}
