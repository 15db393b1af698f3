//! Written out rather than derived from the entities: the entities will change, this must not.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, string, string_len, string_len_null, text},
};

use super::columns::{belongs, index, key, table};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_conversations_and_staff"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            [conversation(), conversation_token(), message(), note(), staff(), staff_desk(), staff_code()];
        for table in tables.into_iter().chain([session(), throttle(), setting()]) {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn conversation() -> TableCreateStatement {
    table("conversation")
        .col(key("id").primary_key())
        .col(key("site"))
        .col(key("topic"))
        .col(key("desk"))
        .col(string_len("state", 16))
        .col(string_len_null("holder", 64))
        .col(big_integer_null("hold_until"))
        .col(big_integer("queued_at"))
        .col(big_integer_null("taken_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("closed_at"))
        .col(big_integer("last_seq"))
        .col(big_integer("citizen_seq"))
        .col(big_integer("read_seq"))
        .col(boolean("passed"))
        .col(text("preview"))
        .col(key("resume_hash").unique_key())
        .to_owned()
}

fn conversation_token() -> TableCreateStatement {
    table("conversation_token")
        .col(key("token_hash").primary_key())
        .col(key("conversation_id"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer("dies_at"))
        .foreign_key(&mut belongs("conversation_token", "conversation_id", "conversation"))
        .to_owned()
}

fn message() -> TableCreateStatement {
    table("message")
        .col(key("conversation_id"))
        .col(big_integer("seq"))
        .col(key("client_id"))
        .col(string_len("author", 16))
        .col(string_len_null("name", 128))
        .col(string_len_null("staff_id", 64))
        .col(text("text"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("conversation_id").col("seq"))
        .foreign_key(&mut belongs("message", "conversation_id", "conversation"))
        .to_owned()
}

fn note() -> TableCreateStatement {
    table("note")
        .col(key("id").primary_key())
        .col(key("conversation_id"))
        .col(key("staff_id"))
        .col(text("text"))
        .col(big_integer("at"))
        .foreign_key(&mut belongs("note", "conversation_id", "conversation"))
        .to_owned()
}

fn staff() -> TableCreateStatement {
    table("staff")
        .col(key("id").primary_key())
        .col(key("username").unique_key())
        .col(string_len("display_name", 128))
        .col(string_len_null("password_hash", 256))
        .col(boolean("must_change_password"))
        .col(big_integer("created_at"))
        .to_owned()
}

fn staff_desk() -> TableCreateStatement {
    table("staff_desk")
        .col(key("staff_id"))
        .col(key("desk"))
        .primary_key(Index::create().col("staff_id").col("desk"))
        .foreign_key(&mut belongs("staff_desk", "staff_id", "staff"))
        .to_owned()
}

fn staff_code() -> TableCreateStatement {
    table("staff_code")
        .col(key("code_hash").primary_key())
        .col(key("staff_id"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut belongs("staff_code", "staff_id", "staff"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    table("session")
        .col(key("id_hash").primary_key())
        .col(string_len_null("staff_id", 64))
        .col(text("data"))
        .col(big_integer("expires_at"))
        .col(big_integer("dies_at"))
        .to_owned()
}

fn throttle() -> TableCreateStatement {
    table("throttle")
        .col(key("key_hash").primary_key())
        .col(big_integer("failures"))
        .col(big_integer("day_start"))
        .col(big_integer("blocked_until"))
        .to_owned()
}

fn setting() -> TableCreateStatement {
    table("setting").col(key("name").primary_key()).col(string("value")).to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let mut retry = index("message_client_id", "message", &["conversation_id", "client_id"]);
    vec![
        // One stored message for each of the sender's ids: a double tap or a retry adds nothing.
        retry.unique().to_owned(),
        index("conversation_queue", "conversation", &["desk", "state", "queued_at"]),
        index("conversation_holder", "conversation", &["holder"]),
        index("token_conversation", "conversation_token", &["conversation_id"]),
        index("note_conversation", "note", &["conversation_id"]),
        index("session_staff", "session", &["staff_id"]),
    ]
}
