//! The real processes: what they log, what they refuse, and what a person says to them.

use std::{
    fs::File,
    process::{Child, Stdio},
    sync::Arc,
    time::Duration,
};

use jiff::tz::TimeZone;
use server::clock::Clock;

use super::{
    desk::Talk,
    meta::{Meta, Says, until},
};
use crate::{
    binary::{Served, command, folder, run},
    engine::{Database, Engine, engine},
    support::Server,
};

const TOKEN: &str = "EAAB-a-token-that-nobody-may-read";
const SECRET_WORDS: &str = "Su saldo es de $12,345.67";

/// A conversation with an answer that waits, now.
async fn one_queued(database: &Arc<Database>, meta: &Meta) {
    let clock = Clock::system(TimeZone::get("America/Mexico_City").unwrap());
    let server = Server::on(database.clone(), clock, &[("whatsapp.graph_url", &meta.url)]).await;
    Talk::begin(&server).await.reply(SECRET_WORDS).await;
}

fn environment<'a>(database: &'a Database, meta: &'a Meta) -> Vec<(&'a str, &'a str)> {
    vec![
        ("DATABASE_URL", &database.url),
        ("PUENTE__WHATSAPP__GRAPH_URL", &meta.url),
        ("PUENTE__WHATSAPP__ACCESS_TOKEN", TOKEN),
        ("PUENTE__WHATSAPP__APP_SECRET", "an-app-secret-of-the-tests"),
        ("PUENTE__WHATSAPP__VERIFY_TOKEN", "a-verify-token-of-the-tests"),
        ("PUENTE__LINES__PP__PHONE_NUMBER_ID", "id-100000000000002"),
    ]
}

#[tokio::test]
async fn a_refused_token_is_in_no_log_and_a_person_lets_the_line_go_on() {
    let meta = Meta::start().await;
    meta.then([Says::Refuses(401, 190)]);
    let database = Arc::new(Database::new());
    one_queued(&database, &meta).await;
    let folder = folder();
    let environment = environment(&database, &meta);
    let mut served = Served::start(folder.path(), &[], &environment).await;
    assert_eq!(meta.asked_times(1).await.authorization, format!("Bearer {TOKEN}"));
    let log = || std::fs::read_to_string(folder.path().join("log")).unwrap();
    until("the log", || async { log().contains("Meta refused a message").then_some(()) }).await;
    let (code, out, _) = until("the stop", || async {
        let said = run(folder.path(), &["line", "resume", "pp"], &environment);
        said.1.contains("sends again").then_some(said)
    })
    .await;
    assert_eq!((code, out.trim()), (Some(0), "pp sends again"));
    meta.asked_times(2).await;
    assert_eq!(served.stop().await, Some(0));
    for secret in [TOKEN, SECRET_WORDS, "5214731112233", "473111"] {
        assert!(!log().contains(secret), "{}", log());
    }
    let (code, out, _) = run(folder.path(), &["line", "resume", "pp"], &environment);
    assert_eq!((code, out.trim()), (Some(0), "pp was not stopped"));
    let (code, _, said) = run(folder.path(), &["line", "resume", "nada"], &environment);
    assert_eq!(code, Some(1));
    assert!(said.contains("there is no line \"nada\"") && said.contains("pp"), "{said}");
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_worker_of_its_own_needs_postgresql() {
    let folder = folder();
    let sqlite = format!("sqlite://{}/x.db", folder.path().display());
    let (code, _, said) = run(folder.path(), &["worker"], &[("DATABASE_URL", &sqlite)]);
    assert_eq!(code, Some(1));
    assert!(said.contains("the jobs run inside `server serve`"), "{said}");
    let alone = [("DATABASE_URL", sqlite.as_str()), ("PUENTE__JOBS__IN_SERVE", "false")];
    let (code, _, said) = run(folder.path(), &["check-config"], &alone);
    assert_eq!((code, said.contains("jobs.in_serve")), (Some(1), true), "{said}");
    if engine() == Engine::Sqlite {
        return;
    }
    let meta = Meta::start().await;
    let database = Arc::new(Database::new());
    one_queued(&database, &meta).await;
    let mut environment = environment(&database, &meta);
    environment.push(("PUENTE__JOBS__IN_SERVE", "false"));
    let _served = Served::start(folder.path(), &[], &environment).await;
    // Longer than a look at the outbox takes: the server leaves it to workers.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(meta.asked().len(), 0);
    let log = File::create(folder.path().join("worker.log")).unwrap();
    let worker =
        command(folder.path(), &["worker"]).envs(environment).stdout(Stdio::null()).stderr(log).spawn();
    let _worker = Ended(worker.unwrap());
    meta.asked_times(1).await;
}
