//! A derechohabiente's own sessions: the list, and ending one, the others or all. What a session identified ends
//! with it: the conversations' tokens that were given to it, and so their sockets.

use protocol::account;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::sessions;
use crate::{
    clock::Millis,
    error::Error,
    ids,
    state::App,
    store::entities::{conversation, conversation_token as token, session},
};

/// Which of a person's sessions; a session is told by [`super::session_hash`].
#[derive(Debug, Clone)]
pub enum Which {
    One(String),
    AllBut(String),
    All,
}

/// What a page may show of a session: it opens nothing, and is not what the database has.
fn public_id(id_hash: &str) -> String {
    ids::sha256_hex(&format!("shown:{id_hash}")).chars().take(16).collect()
}

/// The present one first, then the latest used. `current` is the present one's hash.
///
/// # Errors
/// `Storage`.
pub async fn member_sessions(
    app: &App,
    member: &str,
    current: Option<&str>,
) -> Result<Vec<account::Session>, Error> {
    let mut list: Vec<account::Session> = alive(app, member)
        .await?
        .into_iter()
        .map(|row| account::Session {
            id: public_id(&row.id_hash),
            current: current == Some(row.id_hash.as_str()),
            device: row.device,
            started_at: row.created_at,
            seen_at: row.seen_at,
        })
        .collect();
    list.sort_by_key(|session| !session.current);
    Ok(list)
}

async fn alive(app: &App, member: &str) -> Result<Vec<session::Model>, Error> {
    let now = app.clock.now();
    Ok(session::Entity::find()
        .filter(session::Column::MemberId.eq(member))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::DiesAt.gt(now))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::CreatedAt)
        .all(app.store.reader())
        .await?)
}

/// The session a page's id means; none when it is over or somebody else's.
///
/// # Errors
/// `Storage`.
pub async fn shown_session(app: &App, member: &str, shown: &str) -> Result<Option<String>, Error> {
    let mut hashes = alive(app, member).await?.into_iter().map(|row| row.id_hash);
    Ok(hashes.find(|hash| public_id(hash) == shown))
}

/// # Errors
/// `Storage`.
pub async fn end_sessions(app: &App, member: &str, which: Which) -> Result<(), Error> {
    let (member, now) = (member.to_owned(), app.clock.now());
    let ended = app.store.write(move |tx| Box::pin(async move { end_in(tx, &member, which, now).await }));
    poke(app, &ended.await?).await
}

/// Ids of the conversations whose tokens ended.
pub(super) async fn end_in(
    db: &impl ConnectionTrait,
    member: &str,
    which: Which,
    now: Millis,
) -> Result<Vec<String>, Error> {
    let theirs = Condition::all().add(session::Column::MemberId.eq(member));
    let ended = match which {
        Which::All => theirs,
        Which::One(hash) => theirs.add(session::Column::IdHash.eq(hash)),
        Which::AllBut(hash) => theirs.add(session::Column::IdHash.ne(hash)),
    };
    let rows = session::Entity::find().filter(ended.clone()).all(db).await?;
    sessions::end(db, ended, now).await?;
    end_tokens(db, rows.into_iter().map(|row| row.id_hash).collect(), now).await
}

async fn end_tokens(
    db: &impl ConnectionTrait,
    sessions: Vec<String>,
    now: Millis,
) -> Result<Vec<String>, Error> {
    let dead = token::ActiveModel { dies_at: Set(now), ..Default::default() };
    let rows = token::Entity::update_many()
        .set(dead)
        .filter(token::Column::SessionHash.is_in(sessions))
        .filter(token::Column::DiesAt.gt(now))
        .exec_with_returning(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.conversation_id).collect())
}

/// Sockets of these conversations look again, and find their token over.
pub(super) async fn poke(app: &App, conversations: &[String]) -> Result<(), Error> {
    let which = conversation::Column::Id.is_in(conversations);
    for row in conversation::Entity::find().filter(which).all(app.store.reader()).await? {
        app.live.conversation_changed(&row.id, &row.desk, row.last_seq);
    }
    Ok(())
}
