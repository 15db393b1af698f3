//! `run --postgres`: two servers on one `PostgreSQL`, behind a round-robin. Kill one, and people notice nothing.

use std::process::{Command, ExitStatus};
use std::sync::atomic::AtomicBool;

use crate::args::RunOptions;
use crate::children::Children;
use crate::postgres::Postgres;
use crate::process::Outcome;
use crate::{ports, proxy, run, system};

const NAMES: [&str; 2] = ["server serve (1)", "server serve (2)"];

pub struct Pair {
    postgres: Postgres,
    ports: [u16; 2],
}

impl Pair {
    pub fn prepare() -> Outcome<Self> {
        let postgres = Postgres::start(system::postgresql()?)?;
        Ok(Self { postgres, ports: ports::two_free()? })
    }

    /// The first makes the demo; the second joins it.
    pub fn start(&self, options: &RunOptions, children: &mut Children, stop: &AtomicBool) -> Outcome<()> {
        children.start(NAMES[0], &mut self.server(0, options, &[]))?;
        run::wait_for(self.ports[0], children, stop)?;
        children.start(NAMES[1], &mut self.joining(1, options))?;
        run::wait_for(self.ports[1], children, stop)?;
        println!("  dos servidores, en los puertos {} y {}", self.ports[0], self.ports[1]);
        proxy::start(options.port, &self.ports)
    }

    /// A server that ended begins again, while the other goes on; not one that ends as soon as it begins.
    pub fn revive(
        &self,
        name: &str,
        status: ExitStatus,
        options: &RunOptions,
        children: &mut Children,
    ) -> Outcome<bool> {
        let Some(index) = NAMES.iter().position(|known| *known == name) else { return Ok(false) };
        let revived = children.restart(name, &mut self.joining(index, options))?;
        if revived {
            println!("\n`{name}` terminó ({status}); el otro siguió atendiendo y este ya empezó de nuevo.");
        }
        Ok(revived)
    }

    fn joining(&self, index: usize, options: &RunOptions) -> Command {
        let begun = RunOptions { at: None, fresh: false, ..options.clone() };
        self.server(index, &begun, &["--join"])
    }

    fn server(&self, index: usize, options: &RunOptions, words: &[&str]) -> Command {
        let mut server = run::server(options, words);
        server.env("DATABASE_URL", self.postgres.url());
        server.env("PUENTE__SERVER__BIND", format!("127.0.0.1:{}", self.ports[index]));
        server.env("PUENTE__SERVER__PUBLIC_ORIGIN", format!("http://127.0.0.1:{}", options.port));
        if index > 0 {
            // One page of metrics is enough for a demo, and its port is taken.
            server.env("PUENTE__SERVER__METRICS_BIND", "");
        }
        server
    }
}
