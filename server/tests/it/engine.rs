//! Which database this run of the tests is on, and one of its own for each test. `cargo xtask test` runs every
//! case twice: as it is, on SQLite, and with `PUENTE_TEST_DATABASE=postgres`.

use server::{config, redacted::Redacted};
use tempfile::TempDir;

use super::{cluster, support};

/// What only SQLite has; on PostgreSQL these say so and end. Nothing else is passed over.
const SQLITE_ONLY: [(&str, &str); 3] = [
    (
        "storage::the_live_connections_are_durable_and_strict",
        "SQLite's pragmas; postgres.rs reads PostgreSQL's",
    ),
    ("storage::a_full_disk_refuses_keeps_and_recovers", "max_page_count is how a test fills a disk"),
    ("storage::the_configured_page_limit_is_kept", "database.max_pages is SQLite's"),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The engine of this run.
pub fn engine() -> Engine {
    match std::env::var_os("PUENTE_TEST_DATABASE").as_deref().and_then(|name| name.to_str()) {
        None | Some("" | "sqlite") => Engine::Sqlite,
        Some("postgres") => Engine::Postgres,
        Some(other) => panic!("PUENTE_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

/// Whether a test about SQLite itself has nothing to say in this run; it must be listed above.
pub fn passed_over(test: &str) -> bool {
    let (_, why) = SQLITE_ONLY.iter().find(|(name, _)| *name == test).expect("the test is in SQLITE_ONLY");
    let over = engine() == Engine::Postgres;
    if over {
        eprintln!("{test}: on SQLite only: {why}");
    }
    over
}

/// A database of one test, gone with it.
pub struct Database {
    pub url: String,
    kept: Kept,
}

enum Kept {
    Folder(TempDir),
    Cluster(String),
}

impl Database {
    /// On the engine of this run.
    pub fn new() -> Self {
        match engine() {
            Engine::Sqlite => Self::sqlite(),
            Engine::Postgres => Self::postgres(),
        }
    }

    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: format!("sqlite://{}/puente.db", folder.path().display()), kept: Kept::Folder(folder) }
    }

    pub fn postgres() -> Self {
        let name = format!("t_{}", support::uuid().replace('-', ""));
        Self { url: cluster::make(&name), kept: Kept::Cluster(name) }
    }

    /// The database's own name; PostgreSQL only.
    pub fn name(&self) -> &str {
        match &self.kept {
            Kept::Cluster(name) => name,
            Kept::Folder(folder) => panic!("{} is a folder", folder.path().display()),
        }
    }
}

/// The database of a process: none on SQLite, where a file in its own folder serves.
pub fn of_binary() -> Option<Database> {
    (engine() == Engine::Postgres).then(Database::postgres)
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kept::Cluster(name) = &self.kept {
            cluster::drop(name);
        }
    }
}

/// What a store is opened with.
pub fn settings(url: String) -> config::Database {
    config::Database { url: Redacted::new(url), max_pages: 0, connections: 5 }
}

#[test]
fn what_is_passed_over_on_postgresql_still_exists() {
    for (name, _) in SQLITE_ONLY {
        let (module, test) = name.split_once("::").unwrap();
        let path = format!("{}/tests/it/{module}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(&path).unwrap();
        assert!(source.contains(&format!("fn {test}(")), "{name}");
        assert!(source.contains(&format!("passed_over(\"{name}\")")), "{name} does not ask");
    }
}
