//! Sessions, codes, tickets, tokens and counted failures whose end has passed.

use sea_orm::{ColumnTrait, Condition};

use super::{DAY, Mode, Report, rows::purge as rows};
use crate::{
    clock::Millis,
    error::Error,
    limits,
    state::App,
    store::entities::{conversation_token, member_code, session, staff_code, throttle, ticket},
};

pub(super) async fn purge(app: &App, mode: Mode, report: &mut Report) -> Result<(), Error> {
    let now = app.clock.now();
    let counts = [
        ("tokens", rows::<conversation_token::Entity>(app, mode, dead_tokens(now)).await?),
        ("sessions", rows::<session::Entity>(app, mode, ended_sessions(now)).await?),
        ("failures", rows::<throttle::Entity>(app, mode, forgotten_failures(now)).await?),
        ("staff_codes", rows::<staff_code::Entity>(app, mode, spent_staff_codes(now)).await?),
        ("member_codes", rows::<member_code::Entity>(app, mode, spent_member_codes(now)).await?),
        ("tickets", rows::<ticket::Entity>(app, mode, spent_tickets(now)).await?),
    ];
    report.0.extend(counts);
    Ok(())
}

/// A dead token still answers "expired" for as long as a browser's cookie could bring it.
fn dead_tokens(now: Millis) -> Condition {
    let cutoff = now - limits::TOKEN_LIFE_DAYS * DAY;
    Condition::any()
        .add(conversation_token::Column::ExpiresAt.lt(cutoff))
        .add(conversation_token::Column::DiesAt.lt(cutoff))
}

fn ended_sessions(now: Millis) -> Condition {
    Condition::any().add(session::Column::ExpiresAt.lt(now)).add(session::Column::DiesAt.lt(now))
}

/// Failures count for a day from the first; one more day on, nobody asks for them.
fn forgotten_failures(now: Millis) -> Condition {
    Condition::all()
        .add(throttle::Column::DayStart.lt(now - 2 * DAY))
        .add(throttle::Column::BlockedUntil.lt(now - DAY))
}

fn spent_staff_codes(now: Millis) -> Condition {
    Condition::any().add(staff_code::Column::ExpiresAt.lt(now)).add(staff_code::Column::UsedAt.is_not_null())
}

fn spent_member_codes(now: Millis) -> Condition {
    Condition::any()
        .add(member_code::Column::ExpiresAt.lt(now))
        .add(member_code::Column::UsedAt.is_not_null())
}

fn spent_tickets(now: Millis) -> Condition {
    Condition::any().add(ticket::Column::ExpiresAt.lt(now)).add(ticket::Column::UsedAt.is_not_null())
}
