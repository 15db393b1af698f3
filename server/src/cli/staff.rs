use clap::Subcommand;
use jiff::tz::TimeZone;

use crate::{
    accounts::{self, NewStaff},
    assets::Assets,
    clock::Clock,
    config::{Overlay, load},
    state::App,
    store::Store,
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a person. Asks for the password, or prints a one-use code with --code. There is no default password.
    Add {
        /// One word, such as ana.ruiz
        username: String,
        /// What citizens see: a first name or the desk.
        #[arg(long)]
        name: String,
        /// A desk's id; repeat it for several.
        #[arg(long = "desk", required = true)]
        desks: Vec<String>,
        /// Print a one-use code, valid for 30 minutes, instead of asking for a password.
        #[arg(long)]
        code: bool,
    },
    /// Print a one-use code with which a person sets a new password.
    Code { username: String },
    /// Take a person's access; their name stays on what they wrote.
    Remove { username: String },
}

pub(super) async fn run(overlay: &Overlay, command: Command) -> Result<(), String> {
    let app = app(overlay).await?;
    match command {
        Command::Add { username, name, desks, code } => {
            let password = if code { None } else { Some(ask_password()?) };
            let must_change_password = password.is_some();
            let added = NewStaff {
                username: username.clone(),
                display_name: name,
                desks,
                password,
                must_change_password,
            };
            accounts::add(&app, added).await?;
            super::tell(&format!("added {username}"));
            if code { print_code(&app, &username).await } else { Ok(()) }
        }
        Command::Code { username } => print_code(&app, &username).await,
        Command::Remove { username } => {
            accounts::remove(&app, &username).await?;
            super::tell(&format!("{username} no longer has access"));
            Ok(())
        }
    }
}

pub(super) async fn app(overlay: &Overlay) -> Result<App, String> {
    let config = load(overlay)?;
    let zone = TimeZone::get(&config.institution.time_zone).map_err(|error| error.to_string())?;
    let store = Store::open(&config.database).await?;
    App::new(config, Clock::system(zone), store, Assets::default())
}

fn ask_password() -> Result<String, String> {
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt).map_err(|error| format!("cannot ask: {error}; use --code"))
    };
    let password = ask("Password (15 characters or more): ")?;
    if password != ask("Again: ")? {
        return Err("the two passwords differ".into());
    }
    Ok(password)
}

async fn print_code(app: &App, username: &str) -> Result<(), String> {
    let code = accounts::issue_code(app, username).await?;
    let page = format!("{}/consola/primera-clave", app.config.server.public_origin);
    super::tell(&format!(
        "one-use code for {username}, valid for 30 minutes: {code}\nto be entered at {page}"
    ));
    Ok(())
}
