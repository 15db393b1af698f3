//! The release server as a process of its own, with demo data and rates out of the way.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Outcome;

const READY_LIMIT: Duration = Duration::from_secs(30);

/// The bench is one address: what protects the service from one address would be all that is measured.
const RAISED: [(&str, &str); 6] = [
    ("CHAT_STARTS_PER_MINUTE", "10000000"),
    ("RESUME_TRIES_PER_MINUTE", "10000000"),
    ("MESSAGES_PER_TEN_SECONDS", "10000000"),
    ("SIGN_INS_PER_MINUTE", "10000000"),
    ("LOAN_REQUESTS_PER_MINUTE", "10000000"),
    ("CONNECTIONS", "16000"),
];

/// As `deploy/puente.service` has it: freed memory goes back at once.
const GIVE_BACK: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "0");

pub struct Server {
    child: Child,
    folder: TempDir,
    pub origin: String,
    pub port: u16,
    database: Option<String>,
}

impl Server {
    /// On a new SQLite file, or on the PostgreSQL database named.
    pub async fn start(
        database: Option<&str>,
        environment: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = command(database)?;
        command.args(["serve", "--demo", "--port", &port.to_string()]).current_dir(folder.path());
        command.envs(environment);
        let child = command.spawn()?;
        let origin = format!("http://127.0.0.1:{port}");
        let mut this = Self { child, folder, origin, port, database: database.map(str::to_owned) };
        this.ready().await?;
        Ok(this)
    }

    async fn ready(&mut self) -> Outcome<()> {
        let (http, since) = (reqwest::Client::new(), Instant::now());
        while since.elapsed() < READY_LIMIT {
            let answer = http.get(format!("{}/readyz", self.origin)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended with {status}").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the server did not become ready".into())
    }

    /// Runs another subcommand on the same database and gives back what it printed.
    pub fn command_line(&self, words: &[&str]) -> Outcome<String> {
        let output = command(self.database.as_deref())?
            .arg("--demo")
            .args(words)
            .current_dir(self.folder.path())
            .stdout(Stdio::piped())
            .output()?;
        if !output.status.success() {
            return Err(format!("server {} ended with {}", words.join(" "), output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Resident memory in kilobytes.
    pub fn resident_kb(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    /// Processor time used so far, in seconds.
    pub fn cpu_seconds(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, rest) = stat.rsplit_once(')').ok_or("no stat")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks: u32 = fields[11].parse::<u32>()? + fields[12].parse::<u32>()?;
        // USER_HZ is 100 on every Linux that Rust runs on.
        Ok(f64::from(ticks) / 100.0)
    }
}

fn command(database: Option<&str>) -> Outcome<Command> {
    let binary =
        std::env::var_os("PUENTE_SERVER_BIN").ok_or("PUENTE_SERVER_BIN is not set; run cargo xtask bench")?;
    let dist = std::env::var_os("PUENTE_DIST").ok_or("PUENTE_DIST is not set")?;
    let mut command = Command::new(PathBuf::from(binary));
    command.env("PUENTE__SERVER__DIST_DIR", dist).env("PUENTE__SERVER__METRICS_BIND", "");
    command.env("PUENTE__LOG__LEVEL", "error").env_remove("DATABASE_URL");
    command.envs(RAISED.map(|(name, value)| (format!("PUENTE__LIMITS__{name}"), value)));
    command.env(GIVE_BACK.0, GIVE_BACK.1);
    command.envs(database.map(|url| ("DATABASE_URL", url)));
    command.stdout(Stdio::null());
    Ok(command)
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
