//! What follows from an attempt: the lanes of `::whatsapp::Lane` as changes of a row.

use ::whatsapp::{GraphError, Lane, UNEXPLAINED, WINDOW_CLOSED, reason};

use crate::{clock::Millis, limits, whatsapp::graph::Sent};

/// What became of one attempt.
#[derive(Debug)]
pub(super) enum Attempt {
    Sent(Sent),
    /// The person's bucket is empty until then.
    Paced(Millis),
    WindowClosed,
    /// Neither number nor user id.
    NoAddress,
}

/// What the row and its line become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    Accepted {
        wamid: String,
    },
    /// Back in the queue; `counted` is false when nothing was tried.
    Again {
        at: Millis,
        counted: bool,
        code: Option<i64>,
        reason: Option<&'static str>,
        slows_line: bool,
    },
    Failed {
        code: Option<i64>,
        reason: &'static str,
        by_meta: bool,
    },
    Unknown,
    /// Back in the queue, which waits as a whole.
    StopLine {
        code: i64,
    },
}

/// Said of a message whose worker vanished or whose answer was lost.
pub(super) const UNKNOWN: &str = "WhatsApp no confirmó si recibió el mensaje: puede que haya llegado. Espere 15 minutos; si no hay noticia, puede reenviarlo.";
const NO_ADDRESS: &str =
    "No tenemos el número ni el usuario de WhatsApp de esta persona. Búsquela por otro medio.";

/// `tries` counts this one; `random` is anything, for the jitter.
pub(super) fn decide(attempt: Attempt, tries: i64, now: Millis, random: u64) -> Next {
    match attempt {
        Attempt::Paced(at) => {
            let reason = Some(reason(131_056));
            Next::Again { at, counted: false, code: None, reason, slows_line: false }
        }
        Attempt::WindowClosed => {
            Next::Failed { code: Some(WINDOW_CLOSED), reason: reason(WINDOW_CLOSED), by_meta: false }
        }
        Attempt::NoAddress => Next::Failed { code: None, reason: NO_ADDRESS, by_meta: false },
        Attempt::Sent(Sent::Accepted { wamid }) => Next::Accepted { wamid },
        Attempt::Sent(Sent::Unreached) => again(now + jitter(tries, random), None, false),
        Attempt::Sent(Sent::Unclear(_)) => Next::Unknown,
        Attempt::Sent(Sent::Refused { status, error }) => refused(status, &error, tries, now, random),
    }
}

fn refused(status: u16, error: &GraphError, tries: i64, now: Millis, random: u64) -> Next {
    let code = error.code;
    let failed = Next::Failed { code: Some(code), reason: reason(code), by_meta: true };
    let slows_line = error.throttles(status);
    match error.lane(status) {
        Lane::RetryLater if !slows_line && tries >= most_tries(code) => failed,
        Lane::RetryLater => again(now + jitter(tries, random), Some(code), slows_line),
        Lane::RetryOnce if tries < 2 => again(now + jitter(tries, random), Some(code), false),
        Lane::HoldPerson => again(now + power(4, tries, 5) * 1000, Some(code), false),
        Lane::StopLine => Next::StopLine { code },
        Lane::Unknown => Next::Unknown,
        Lane::RetryOnce | Lane::PermanentMessage | Lane::PermanentPerson => failed,
    }
}

fn most_tries(code: i64) -> i64 {
    if code == UNEXPLAINED { limits::UNEXPLAINED_TRIES } else { limits::PASSING_FAULT_TRIES }
}

fn again(at: Millis, code: Option<i64>, slows_line: bool) -> Next {
    let reason = match code {
        Some(131_056) => Some(reason(131_056)),
        Some(_) => Some("WhatsApp tuvo una falla pasajera. El mensaje saldrá solo."),
        None => Some("No hay conexión con WhatsApp en este momento. El mensaje saldrá solo."),
    };
    Next::Again { at, counted: true, code, reason, slows_line }
}

fn power(base: i64, exponent: i64, most: i64) -> i64 {
    base.pow(u32::try_from(exponent.clamp(0, most)).unwrap_or(0))
}

/// Full jitter: anything up to 2^tries seconds, so that what failed together does not come back together.
fn jitter(tries: i64, random: u64) -> Millis {
    let longest = std::cmp::min(power(2, tries, 16), limits::OUTBOX_LONGEST_PAUSE_SECONDS) * 1000;
    let share = i64::try_from(random % 1000).unwrap_or(0) + 1;
    longest * share / 1000
}

impl Next {
    /// Word for the metrics.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Again { .. } => "again",
            Self::Failed { .. } => "failed",
            Self::Unknown => "unknown",
            Self::StopLine { .. } => "line_stopped",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, code: i64) -> Attempt {
        let error = GraphError { code, subcode: None, message: String::new(), details: None, fbtrace: None };
        Attempt::Sent(Sent::Refused { status, error })
    }

    /// With the longest jitter.
    fn after(attempt: Attempt, tries: i64) -> Next {
        decide(attempt, tries, 0, 999)
    }

    fn pause(next: &Next) -> Option<(Millis, bool, bool)> {
        match next {
            Next::Again { at, counted, slows_line, .. } => Some((*at, *counted, *slows_line)),
            _ => None,
        }
    }

    #[test]
    fn what_may_be_tried_again_waits_longer_each_time() {
        for (attempt, tries, expected) in [
            (Attempt::Sent(Sent::Unreached), 1, (2_000, true, false)),
            (Attempt::Sent(Sent::Unreached), 4, (16_000, true, false)),
            (Attempt::Sent(Sent::Unreached), 40, (300_000, true, false)),
            (refusal(400, 130_429), 2, (4_000, true, true)),
            (refusal(500, 131_016), 1, (2_000, true, false)),
            (refusal(500, 1), 7, (128_000, true, false)),
            (refusal(500, 2), 1, (2_000, true, false)),
            (refusal(400, 4), 30, (300_000, true, true)),
            (refusal(429, 2), 8, (256_000, true, true)),
            (refusal(429, 999_999), 1, (2_000, true, true)),
            (refusal(500, 131_000), 2, (4_000, true, false)),
            (refusal(400, 131_053), 1, (2_000, true, false)),
            (refusal(400, 131_056), 1, (4_000, true, false)),
            (refusal(400, 131_056), 3, (64_000, true, false)),
            (Attempt::Paced(7), 1, (7, false, false)),
        ] {
            let shown = format!("{attempt:?} {tries}");
            assert_eq!(pause(&after(attempt, tries)), Some(expected), "{shown}");
        }
    }

    #[test]
    fn what_may_have_left_is_unknown() {
        for attempt in [Attempt::Sent(Sent::Unclear("timeout")), refusal(503, 999_999)] {
            assert_eq!(after(attempt, 1), Next::Unknown);
        }
    }

    #[test]
    fn what_can_never_leave_fails_with_its_code() {
        for (attempt, tries, code) in [
            (refusal(400, 131_047), 1, Some(131_047)),
            (refusal(400, 131_050), 1, Some(131_050)),
            (refusal(400, 999_999), 1, Some(999_999)),
            (refusal(500, 131_000), 3, Some(131_000)),
            (refusal(500, 131_016), 8, Some(131_016)),
            (refusal(500, 1), 8, Some(1)),
            (refusal(400, 131_053), 2, Some(131_053)),
            (Attempt::WindowClosed, 1, Some(131_047)),
            (Attempt::NoAddress, 1, None),
        ] {
            assert!(matches!(after(attempt, tries), Next::Failed { code: found, .. } if found == code));
        }
    }

    #[test]
    fn trouble_of_the_account_stops_the_line() {
        for code in [190, 0, 10, 210, 131_031, 131_042, 368] {
            assert_eq!(after(refusal(401, code), 1), Next::StopLine { code });
        }
    }

    #[test]
    fn jitter_is_never_nothing_and_never_more_than_the_pause() {
        for random in [0, 1, 500, 999, u64::MAX] {
            let pause = jitter(3, random);
            assert!((1..=8_000).contains(&pause), "{pause}");
        }
    }
}
