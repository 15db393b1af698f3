use app::text;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, header},
};
use protocol::{
    chat::{Author, Conversation, Message},
    problem::Problem,
};

use super::token;
use crate::{conversations, error::Error, state::App};

pub const DISPOSITION: &str = "attachment; filename=\"conversacion.txt\"";

/// The whole conversation as plain text, to keep.
#[utoipa::path(
    get, path = "/api/v1/chat/transcript", tag = "chat",
    params(("X-Conv" = String, Header, description = "The conversation's token")),
    responses(
        (status = 200, content_type = "text/plain", body = String),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<([(HeaderName, &'static str); 1], String), Error> {
    let text = of(&app, &token::of_header(&headers)?).await?;
    Ok(([(header::CONTENT_DISPOSITION, DISPOSITION)], text))
}

pub(super) async fn of(app: &App, token: &str) -> Result<String, Error> {
    let (id, mut conversation) = conversations::by_token(app, token, 0).await?;
    while let Some(last) = conversation.messages.last().map(|message| message.seq) {
        if last >= conversation.last_seq {
            break;
        }
        let more = conversations::seen_by_citizen(app, &id, last).await?;
        if more.messages.is_empty() {
            break;
        }
        conversation.messages.extend(more.messages);
    }
    Ok(written(app, &conversation))
}

fn written(app: &App, conversation: &Conversation) -> String {
    let title = format!("Conversación con {} · {}", conversation.desk, app.config.institution.short_name);
    let offset = app.clock.utc_offset_minutes();
    let mut lines = vec![title, String::new()];
    let mut day = String::new();
    for message in &conversation.messages {
        // The date in full: "hoy" is no use in a file that is kept.
        let today = text::dates::day_long(message.at, offset, app.clock.now());
        if today != day {
            lines.push(format!("— {today} —"));
            day = today;
        }
        lines.push(line(message, offset));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn line(message: &Message, offset: i32) -> String {
    let who = match message.author {
        Author::Citizen => "Usted",
        _ => message.name.as_deref().unwrap_or("Asistente"),
    };
    let text = message.text.replace('\n', "\r\n  ");
    format!("{} {who}: {text}", text::dates::time_of_day(message.at, offset))
}
