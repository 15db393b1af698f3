//! WhatsApp lines beside the web chat, and the derechohabientes.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, binary, boolean_null, string, string_len, string_len_null,
        string_null, text, text_null,
    },
};

use super::columns::{belongs, index, key, table};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_whatsapp_and_members"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in whatsapp().into_iter().chain(members()) {
            manager.create_table(table).await?;
        }
        // SQLite adds one column at a time.
        for (name, columns) in [
            ("conversation", of_conversation().to_vec()),
            ("session", of_session().to_vec()),
            ("conversation_token", of_token().to_vec()),
        ] {
            for column in columns {
                manager.alter_table(Table::alter().table(name).add_column(column).to_owned()).await?;
            }
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        // One open conversation per person and line, whatever arrives at once. Both engines read it alike.
        let open = "CREATE UNIQUE INDEX conversation_open ON conversation (contact_id, line) WHERE state <> 'closed'";
        manager.get_connection().execute_unprepared(open).await?;
        Ok(())
    }
}

fn of_conversation() -> [ColumnDef; 6] {
    [
        string_len("channel", 16).default("web").to_owned(),
        string_len_null("line", 64),
        string_len_null("contact_id", 64),
        string_len_null("member_id", 64),
        big_integer_null("window_until"),
        big_integer_null("told_opening"),
    ]
}

fn of_session() -> [ColumnDef; 4] {
    [
        string_len_null("member_id", 64),
        big_integer("created_at").default(0).to_owned(),
        big_integer("seen_at").default(0).to_owned(),
        string_len("device", 128).default("").to_owned(),
    ]
}

fn of_token() -> [ColumnDef; 1] {
    [string_len_null("session_hash", 64)]
}

/// Ids of Meta are opaque and up to about 200 characters.
fn foreign(name: &'static str) -> ColumnDef {
    string_len(name, 255)
}

fn whatsapp() -> Vec<TableCreateStatement> {
    vec![
        table("contact")
            .col(key("id").primary_key())
            .col(string_len_null("bsuid", 160).unique_key())
            .col(string_len_null("phone", 32).unique_key())
            .col(string_len_null("wa_id", 64))
            .col(string_null("name"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .to_owned(),
        table("webhook")
            .col(key("body_hash").primary_key())
            .col(big_integer("received_at"))
            .col(binary("body"))
            .col(string_len("state", 16))
            .col(big_integer("lease_until"))
            .col(big_integer("attempts"))
            .col(big_integer_null("done_at"))
            .to_owned(),
        table("wa_message")
            .col(key("line"))
            .col(foreign("wamid"))
            .col(string_len("direction", 16))
            .col(string_len_null("conversation_id", 64))
            .col(big_integer_null("seq"))
            .col(text_null("item"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("line").col("wamid"))
            .to_owned(),
        table("wa_status")
            .col(key("line"))
            .col(foreign("wamid"))
            .col(string_len("status", 32))
            .col(big_integer("at"))
            .col(string_len_null("callback", 512))
            .col(big_integer_null("error_code"))
            .col(text_null("error_detail"))
            .col(boolean_null("billable"))
            .col(big_integer("received_at"))
            .primary_key(Index::create().col("line").col("wamid").col("status").col("at"))
            .to_owned(),
        outbox(),
        table("quarantine")
            .col(key("id").primary_key())
            .col(key("webhook_hash"))
            .col(string_len_null("line", 64))
            .col(string_len_null("wamid", 255))
            .col(string_len("reason", 64))
            .col(text("detail"))
            .col(text("item"))
            .col(big_integer("at"))
            .to_owned(),
        table("conversation_event")
            .col(key("id").primary_key())
            .col(key("conversation_id"))
            .col(big_integer_null("message_seq"))
            .col(text("text"))
            .col(big_integer("at"))
            .foreign_key(&mut belongs("conversation_event", "conversation_id", "conversation"))
            .to_owned(),
        table("line_state")
            .col(key("line").primary_key())
            .col(big_integer("held_until"))
            .col(big_integer_null("stopped_at"))
            .col(big_integer_null("code"))
            .col(text_null("reason"))
            .col(big_integer_null("resumed_at"))
            .to_owned(),
    ]
}

fn outbox() -> TableCreateStatement {
    table("outbox")
        .col(key("id").primary_key())
        .col(key("conversation_id"))
        .col(big_integer("seq"))
        .col(big_integer("part"))
        .col(key("line"))
        .col(key("contact_id"))
        .col(text("text"))
        .col(string_len("state", 16))
        .col(big_integer("attempts"))
        .col(big_integer("lease_until"))
        .col(big_integer("not_before"))
        .col(string_len_null("wamid", 255))
        .col(big_integer_null("error_code"))
        .col(text_null("reason"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut belongs("outbox", "conversation_id", "conversation"))
        .to_owned()
}

fn members() -> Vec<TableCreateStatement> {
    vec![
        table("member")
            .col(key("id").primary_key())
            .col(string_len("curp", 18).unique_key())
            .col(string("name"))
            .col(string_len_null("affiliation", 64))
            .col(string_len_null("password_hash", 256))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned(),
        table("member_code")
            .col(key("code_hash").primary_key())
            .col(key("member_id"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .foreign_key(&mut belongs("member_code", "member_id", "member"))
            .to_owned(),
        table("member_loan")
            .col(key("folio").primary_key())
            .col(key("member_id"))
            .col(key("product"))
            .col(string("name"))
            .col(big_integer("amount"))
            .col(big_integer("annual_rate"))
            .col(big_integer("iva"))
            .col(big_integer("term"))
            .col(string_len("disbursed_on", 10))
            .col(big_integer("paid"))
            .col(big_integer("updated_at"))
            .foreign_key(&mut belongs("member_loan", "member_id", "member"))
            .to_owned(),
        table("ticket")
            .col(key("ticket_hash").primary_key())
            .col(key("conversation_id"))
            .col(key("token_hash"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .foreign_key(&mut belongs("ticket", "conversation_id", "conversation"))
            .to_owned(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let mut part = index("outbox_part", "outbox", &["conversation_id", "seq", "part"]);
    vec![
        part.unique().to_owned(),
        // In the order in which they leave, so that a claim sorts no backlog.
        index("outbox_due", "outbox", &["state", "created_at", "id"]),
        index("outbox_contact", "outbox", &["contact_id", "line", "state"]),
        index("outbox_wamid", "outbox", &["line", "wamid"]),
        index("webhook_pending", "webhook", &["state", "received_at"]),
        index("wa_message_seq", "wa_message", &["conversation_id", "seq"]),
        index("wa_status_callback", "wa_status", &["callback"]),
        index("quarantine_at", "quarantine", &["at"]),
        index("event_conversation", "conversation_event", &["conversation_id", "at"]),
        index("conversation_contact", "conversation", &["contact_id", "line"]),
        index("conversation_held", "conversation", &["state", "hold_until"]),
        index("conversation_member", "conversation", &["member_id"]),
        // For the purge: only what began long ago can have been quiet for long.
        index("conversation_created", "conversation", &["created_at"]),
        index("session_member", "session", &["member_id"]),
        index("session_end", "session", &["expires_at"]),
        index("token_session", "conversation_token", &["session_hash"]),
        index("member_code_member", "member_code", &["member_id"]),
        index("member_loan_member", "member_loan", &["member_id"]),
    ]
}
