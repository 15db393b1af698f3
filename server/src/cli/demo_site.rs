use clap::Args as ClapArgs;

#[derive(ClapArgs)]
pub(super) struct Args {
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// Origin of the Puente whose widget the page carries.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    puente: String,
    /// Site key in that Puente's configuration.
    #[arg(long, default_value = "demo")]
    site: String,
}

pub(super) async fn run(args: Args) -> Result<(), String> {
    let port = args.port;
    crate::demo_site::serve(port, args.puente, args.site)
        .await
        .map_err(|error| format!("cannot listen on port {port}: {error}; choose another with --port"))
}
