//! A PostgreSQL of one's own, with fsync on as in production.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{Outcome, fsyncs::Shim};

pub struct Postgres {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Postgres {
    pub fn start(shim: Option<&Shim>) -> Outcome<Self> {
        let bin =
            std::env::var_os("PUENTE_PG_BIN").ok_or("PUENTE_PG_BIN is not set; run cargo xtask bench")?;
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let this = Self { bin: bin.into(), folder, port };
        this.own()?;
        this.command("initdb", None)
            .args(["-A", "trust", "-U", "puente", "-E", "UTF8", "--no-sync", "-D"])
            .arg(this.data())
            .done()?;
        let options = format!("-p {port} -k {} -c listen_addresses=127.0.0.1", this.folder.path().display());
        this.command("pg_ctl", shim)
            .args(["-w", "-o", &options, "-l"])
            .arg(this.folder.path().join("log"))
            .arg("-D")
            .arg(this.data())
            .arg("start")
            .done()?;
        this.command("createdb", None)
            .args(["-h", "127.0.0.1", "-U", "puente", "-p", &port.to_string(), "puente"])
            .done()?;
        Ok(this)
    }

    pub fn url(&self) -> String {
        format!("postgres://puente@127.0.0.1:{}/puente", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// PostgreSQL does not run as root: its folder belongs to whom it runs as.
    fn own(&self) -> Outcome<()> {
        if is_root() {
            Command::new("chown").arg("postgres").arg(self.folder.path()).done()?;
        }
        Ok(())
    }

    fn command(&self, program: &str, shim: Option<&Shim>) -> Command {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]);
            if let Some(shim) = shim {
                command.arg("env").args(shim.environment().map(|(name, value)| format!("{name}={value}")));
            }
            command.arg(program);
            command
        } else {
            let mut command = Command::new(program);
            command.envs(shim.map(Shim::environment).into_iter().flatten());
            command
        };
        command.current_dir("/").stdout(Stdio::null());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stopped =
            self.command("pg_ctl", None).args(["-m", "immediate", "-D"]).arg(self.data()).arg("stop").done();
        if let Err(error) = stopped {
            eprintln!("PostgreSQL is still running: {error}");
        }
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Makes a folder writable for the user PostgreSQL runs as.
pub fn share(folder: &Path) -> Outcome<()> {
    if is_root() { Command::new("chmod").arg("777").arg(folder).done() } else { Ok(()) }
}

trait Done {
    fn done(&mut self) -> Outcome<()>;
}

impl Done for Command {
    fn done(&mut self) -> Outcome<()> {
        let status = self.status()?;
        let program = self.get_program().to_string_lossy().into_owned();
        if status.success() { Ok(()) } else { Err(format!("{program} ended with {status}").into()) }
    }
}
