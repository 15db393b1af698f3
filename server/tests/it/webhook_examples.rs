//! Published examples of Meta and of a maintained client, where the folder is: each is answered, kept byte for
//! byte, and becomes exactly one row.

use std::path::{Path, PathBuf};

use serde_json::Value;
use server::whatsapp::process::run_pending;

use crate::{
    meta::{deliver, execute, line_id, say, tally, webhooks},
    support::{Server, rows},
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/whatsapp-payloads");

/// Where each becomes a row, by the beginning of its name; the first that fits counts.
const TABLES: [(&str, &str); 17] = [
    ("account_", "quarantine"),
    ("call_connect", "quarantine"),
    ("call_status", "quarantine"),
    ("template_", "quarantine"),
    ("outgoing_", "quarantine"),
    ("user_marketing", "quarantine"),
    ("value_errors", "quarantine"),
    ("message_status.group", "quarantine"),
    // Nobody who reads the example has a conversation: there is nothing to show it in.
    ("reaction", "quarantine"),
    ("message.reaction", "quarantine"),
    ("message.unreaction", "quarantine"),
    ("system", "quarantine"),
    ("edited_", "quarantine"),
    ("deleted_", "quarantine"),
    ("message_status", "wa_status"),
    ("status_", "wa_status"),
    ("", "message"),
];

fn table(name: &str) -> &'static str {
    TABLES.iter().find(|(start, _)| name.starts_with(start)).map_or("", |(_, table)| table)
}

fn examples() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["meta-official", "pywa"] {
        let listed = std::fs::read_dir(Path::new(FOLDER).join(folder)).into_iter().flatten().flatten();
        files.extend(
            listed.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "json")),
        );
    }
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: no published examples in ../shared/data/whatsapp-payloads");
    }
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The example as if it were for one of our lines, otherwise byte for byte.
fn for_our_line(server: &Server, raw: &str) -> String {
    let body: Value = serde_json::from_str(raw).unwrap();
    let named = body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"].as_str();
    let ours = line_id(server, "pp");
    named.map_or_else(|| raw.to_owned(), |named| raw.replace(&format!("\"{named}\""), &format!("\"{ours}\"")))
}

const RESULTS: [&str; 4] = ["message", "wa_status", "conversation_event", "quarantine"];

async fn results(server: &Server) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for table in RESULTS {
        counts.push((table, rows(server, table).await));
    }
    counts
}

/// As a new database: the examples share their ids.
async fn clear(server: &Server) {
    for (table, _) in tally(server).await {
        execute(server, &format!("DELETE FROM {table}")).await;
    }
}

#[tokio::test]
async fn each_published_example_becomes_exactly_one_row_and_a_repeat_nothing() {
    let server = Server::start().await;
    for path in examples() {
        clear(&server).await;
        let name = name(&path);
        let body = for_our_line(&server, &std::fs::read_to_string(&path).unwrap());
        assert_eq!(deliver(&server, body.as_str()).await.status(), 200, "{name}");
        assert_eq!(run_pending(&server.app).await.unwrap(), 1, "{name}");
        assert_eq!(webhooks(&server).await[0].body, body.as_bytes(), "{name}");
        for (result, count) in results(&server).await {
            assert_eq!(count, i64::from(result == table(&name)), "{name}: {result}");
        }
        let once = tally(&server).await;
        assert_eq!(deliver(&server, body.as_str()).await.status(), 200, "{name}");
        assert_eq!(run_pending(&server.app).await.unwrap(), 0, "{name}");
        // Even should it be worked on again, as after a crash between its items and its own mark.
        execute(&server, "UPDATE webhook SET state = 'pending', done_at = NULL").await;
        assert_eq!(run_pending(&server.app).await.unwrap(), 1, "{name}");
        assert_eq!(tally(&server).await, once, "{name}");
    }
}

#[tokio::test]
async fn the_events_among_them_stand_beside_the_conversation_of_who_is_known() {
    let server = Server::start().await;
    for path in examples() {
        clear(&server).await;
        let name = name(&path);
        let raw = std::fs::read_to_string(&path).unwrap();
        let body: Value = serde_json::from_str(&raw).unwrap();
        let message = &body["entry"][0]["changes"][0]["value"]["messages"][0];
        let kind = message["type"].as_str().unwrap_or_default();
        let Some(from) = message["from"].as_str().filter(|from| from.parse::<u64>().is_ok()) else {
            continue;
        };
        if !["reaction", "system", "edit", "revoke"].contains(&kind) {
            continue;
        }
        say(&server, "wamid.before", from, "hola").await;
        deliver(&server, for_our_line(&server, &raw)).await;
        run_pending(&server.app).await.unwrap();
        let expected = [("message", 1), ("wa_status", 0), ("conversation_event", 1), ("quarantine", 0)];
        assert_eq!(results(&server).await, expected, "{name}");
        assert_eq!(rows(&server, "contact").await, 1, "{name}");
    }
}
