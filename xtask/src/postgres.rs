//! The `PostgreSQL` of `run --postgres`: one of its own, kept in `data/`, with the settings it has in production.
//! It listens on a socket inside its own folder, which nobody else may enter, and on no port.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Outcome, absolute, cannot, command, output, run};

const HOME: &str = "data/postgres";
/// Longest path of a Unix socket, less the name `PostgreSQL` gives it.
const LONGEST: usize = 107 - "/.s.PGSQL.5432".len();

pub struct Postgres {
    bin: PathBuf,
    home: PathBuf,
    user: Option<&'static str>,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(output(self.tool("pg_ctl").args(["-m", "fast", "-w", "stop"])));
    }
}

impl Postgres {
    /// Makes the database if there is none yet, and starts it.
    pub fn start(bin: PathBuf) -> Outcome<Self> {
        let user = plain_user();
        let postgres = Self { bin, home: home(user)?, user };
        if !postgres.home.join("PG_VERSION").is_file() {
            run(postgres.tool("initdb").args(["-U", "puente", "-A", "trust", "-E", "UTF8", "--no-locale"]))?;
        }
        // Left behind by an xtask that was killed.
        drop(output(postgres.tool("pg_ctl").args(["-m", "fast", "-w", "stop"])));
        let log = postgres.home.join("log");
        let start = ["-w", "-o", "-k . -c listen_addresses=''", "start"];
        run(postgres.tool("pg_ctl").arg("-l").arg(&log).args(["-s"]).args(start))
            .map_err(|error| format!("{error}; lea {}", log.display()))?;
        Ok(postgres)
    }

    pub fn url(&self) -> String {
        format!("postgres://puente@localhost/postgres?host={}", encoded(&self.home))
    }

    fn tool(&self, name: &str) -> Command {
        let mut tool = as_user(self.user, self.bin.join(name));
        tool.arg("-D").arg(&self.home).current_dir("/");
        tool
    }
}

/// `PostgreSQL` refuses to run as root; this is who does it then.
fn plain_user() -> Option<&'static str> {
    let id = |words: &[&str]| output(command("id").args(words));
    let is_root = id(&["-u"]).as_deref() == Some("0");
    is_root.then(|| if id(&["-u", "postgres"]).is_some() { "postgres" } else { "nobody" })
}

fn as_user(user: Option<&str>, program: impl AsRef<OsStr>) -> Command {
    let Some(user) = user else { return command(program) };
    let mut command = command("runuser");
    command.args(["-u", user, "--"]).arg(program);
    command
}

/// In the checkout, or where its user may go: root's own folders are closed to everybody else.
fn home(user: Option<&str>) -> Outcome<PathBuf> {
    let here = absolute(HOME)?;
    if is_home(&here, user)? {
        return Ok(here);
    }
    let elsewhere = std::env::temp_dir().join("puente-postgres");
    if is_home(&elsewhere, user)? {
        return Ok(elsewhere);
    }
    Err(format!("ni {} ni {} sirven para los datos de PostgreSQL", here.display(), elsewhere.display()))
}

fn is_home(folder: &Path, user: Option<&str>) -> Outcome<bool> {
    fs::create_dir_all(folder).map_err(|error| cannot("crear", folder, &error))?;
    let Some(user) = user else { return Ok(folder.as_os_str().len() <= LONGEST) };
    run(command("chown").arg(user).arg(folder))?;
    let reachable = as_user(Some(user), "test").arg("-w").arg(folder).status();
    Ok(reachable.is_ok_and(|status| status.success()) && folder.as_os_str().len() <= LONGEST)
}

/// For a URL's query.
fn encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let encode = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.as_os_str().as_encoded_bytes().iter().copied().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_spaces_and_accents_is_a_url() {
        assert_eq!(encoded(Path::new("/Mis cosas/año_1")), "/Mis%20cosas/a%C3%B1o_1");
    }
}
