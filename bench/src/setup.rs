//! The two engines, with or without slow fsyncs.

use tempfile::TempDir;

use crate::{
    Outcome,
    fsyncs::Shim,
    postgres::{self, Postgres},
    server::Server,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A server on its database. Fields end in this order: the service before its database.
pub struct Setup {
    pub server: Server,
    _postgres: Option<Postgres>,
    pub shim: Option<Shim>,
    _folder: TempDir,
}

impl Setup {
    /// `fsync_delay_us` also switches the fsync log on.
    pub async fn start(engine: Engine, fsync_delay_us: Option<u32>) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        postgres::share(folder.path())?;
        let shim = fsync_delay_us.map(|delay| Shim::build(folder.path(), delay)).transpose()?;
        let (postgres, server) = match engine {
            Engine::Sqlite => (None, Server::start(None, shim.iter().flat_map(Shim::environment)).await?),
            Engine::Postgres => {
                let postgres = Postgres::start(shim.as_ref())?;
                let server = Server::start(Some(&postgres.url()), []).await?;
                (Some(postgres), server)
            }
        };
        Ok(Self { server, _postgres: postgres, shim, _folder: folder })
    }
}
