//! Out of hours the assistant says when the desk opens: once per closure and conversation, on both channels,
//! and not once per message.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::append::{Draft, append};
use crate::{
    clock::Millis,
    error::Error,
    ids,
    routing::Closure,
    state::App,
    store::entities::{
        conversation::{self, State},
        message::Author,
    },
};

/// Told when the calendar knows no next opening.
const NO_OPENING: Millis = 0;

/// Tells a waiting person of the closure they wrote in, when they have not been told of it; answers with the
/// sequence number of what was said. Whoever is held is answered by a person, at whatever hour. `window` is
/// until when WhatsApp lets us answer; none where we always may.
pub(super) async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    conversation: &conversation::Model,
    window: Option<Millis>,
    now: Millis,
) -> Result<Option<i64>, Error> {
    let line = conversation.line.as_deref();
    let closure = app.routing.closure(&conversation.topic, line, &app.clock, now);
    let Some(closure) = closure.filter(|_| conversation.state == State::Waiting) else { return Ok(None) };
    if !is_news(db, &conversation.id, closure.opens_at.unwrap_or(NO_OPENING)).await? {
        return Ok(None);
    }
    let told = Draft {
        conversation: &conversation.id,
        client_id: &ids::client_id(),
        author: Author::Assistant,
        name: Some("Asistente".into()),
        staff_id: None,
        text: words(app, conversation, &closure, window),
        at: now,
    };
    Ok(Some(append(db, told).await?.seq))
}

/// Marks the closure as told; no when it was.
async fn is_news(db: &impl ConnectionTrait, id: &str, opens_at: Millis) -> Result<bool, Error> {
    let told = conversation::Column::ToldOpening;
    let marked = conversation::Entity::update_many()
        .set(conversation::ActiveModel { told_opening: Set(Some(opens_at)), ..Default::default() })
        .filter(conversation::Column::Id.eq(id))
        .filter(Condition::any().add(told.is_null()).add(told.ne(opens_at)))
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}

fn words(app: &App, conversation: &conversation::Model, closure: &Closure, window: Option<Millis>) -> String {
    let desk = app.routing.desk(&conversation.desk).map_or("", |desk| desk.name.as_str());
    let answer = answer(closure.opens_at, window);
    format!("Recibimos su mensaje y ya está en la fila de {desk}. {}. {answer}", closure.text)
}

/// Where the answer comes. Who opens after WhatsApp's window promises none: it could not be sent.
fn answer(opens_at: Option<Millis>, window: Option<Millis>) -> &'static str {
    match (opens_at, window) {
        (_, None) => "Le responderemos aquí mismo.",
        (Some(opens_at), Some(window)) if opens_at < window => "Le responderemos por aquí.",
        (Some(_), Some(_)) => {
            "Para que podamos responderle por aquí, escríbanos de nuevo ese día a partir de esa hora."
        }
        (None, Some(_)) => "Para que podamos responderle por aquí, escríbanos de nuevo más adelante.",
    }
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn an_answer_is_promised_only_where_it_can_be_sent() {
        for (opens_at, window, said) in [
            (Some(9), None, "Le responderemos aquí mismo."),
            (None, None, "Le responderemos aquí mismo."),
            (Some(9), Some(10), "Le responderemos por aquí."),
            (Some(10), Some(10), "a partir de esa hora."),
            (Some(11), Some(10), "a partir de esa hora."),
            (None, Some(10), "más adelante."),
        ] {
            assert!(answer(opens_at, window).ends_with(said), "{opens_at:?} {window:?}");
        }
    }
}
