//! The line to the server: it only pokes. Whatever it misses, a fetch after the next opening brings.

use std::time::Duration;

use leptos::prelude::*;
use protocol::limits::SOCKET_SILENCE_MS;
use protocol::staff::StaffFrame;

use super::browser::{self, SocketEvent};
use super::desk::{Desk, Link};
use super::fetch::API;
use super::pace::Wanted;

/// Looks after a silent line, and polls while there is none.
const BEAT: Duration = Duration::from_secs(5);
/// Waiting times on screen are renewed each so many beats.
const BEATS_PER_CLOCK: u32 = 3;
/// Everything is read again each so many beats though the line is up: a poke may be lost between servers.
const BEATS_PER_LOOK: u32 = 6;
const FIRST_DELAY_MS: f64 = 1_000.0;
const LONGEST_DELAY_MS: f64 = 30_000.0;
const ALIVE: &str = r#"{"type":"alive"}"#;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Opening,
    Open,
    /// Waiting to try again.
    Down,
}

#[derive(Clone, Copy)]
pub struct Live {
    desk: Desk,
    line: StoredValue<Line>,
    /// Openings that failed since the last frame.
    failures: StoredValue<i32>,
    last_frame: StoredValue<i64>,
    beats: StoredValue<u32>,
}

pub fn start(desk: Desk) -> Live {
    let live = Live {
        desk,
        line: StoredValue::new(Line::Down),
        failures: StoredValue::new(0),
        last_frame: StoredValue::new(0),
        beats: StoredValue::new(0),
    };
    live.connect();
    set_interval(move || live.beat(), BEAT);
    browser::on_visible(move || live.check());
    live
}

impl Live {
    fn connect(self) {
        if self.line.get_value() != Line::Down {
            return;
        }
        self.line.set_value(Line::Opening);
        // An opening that hangs counts as silence too.
        self.last_frame.set_value(browser::now());
        browser::open_socket(&format!("{API}/live"), move |event| self.heard(event));
    }

    fn heard(self, event: SocketEvent) {
        self.last_frame.set_value(browser::now());
        match event {
            SocketEvent::Opened => self.opened(),
            SocketEvent::Frame(frame) => {
                self.failures.set_value(0);
                self.frame(frame);
            }
            SocketEvent::Closed => self.down(),
        }
    }

    fn opened(self) {
        self.line.set_value(Line::Open);
        self.desk.link.set(Link::Up);
        self.desk.refresh(Wanted::ALL);
    }

    fn frame(self, frame: StaffFrame) {
        match frame {
            StaffFrame::Tick => browser::send_socket(ALIVE),
            StaffFrame::Queue => self.desk.refresh(Wanted::QUEUE),
            StaffFrame::Conversation { id, .. } => {
                let open = self.desk.open.get_untracked().as_deref() == Some(&id);
                self.desk.refresh(if open { Wanted::ALL } else { Wanted::QUEUE });
            }
            StaffFrame::Everything => self.desk.refresh(Wanted::ALL),
            StaffFrame::SignedOut => browser::leave(),
        }
    }

    fn down(self) {
        browser::close_socket();
        self.line.set_value(Line::Down);
        self.desk.link.set(Link::Lost);
        let failures = self.failures.get_value();
        self.failures.set_value(failures.saturating_add(1));
        set_timeout(move || self.connect(), delay(failures, browser::random()));
    }

    fn beat(self) {
        let beats = self.beats.get_value().wrapping_add(1);
        self.beats.set_value(beats);
        if beats.is_multiple_of(BEATS_PER_CLOCK) {
            self.desk.tick_clock();
        }
        self.listen_for_silence();
        if self.line.get_value() != Line::Open || beats.is_multiple_of(BEATS_PER_LOOK) {
            self.desk.refresh(Wanted::ALL);
        }
    }

    fn listen_for_silence(self) {
        let silence = browser::now() - self.last_frame.get_value();
        if self.line.get_value() != Line::Down && silence > i64::from(SOCKET_SILENCE_MS) {
            self.down();
        }
    }

    /// The page is looked at again, the network is back, or a person asks: no waiting.
    pub fn check(self) {
        self.listen_for_silence();
        self.connect();
        self.desk.tick_clock();
        self.desk.refresh(Wanted::ALL);
        self.desk.mark_read();
    }
}

/// Full jitter: anywhere up to a bound that doubles, so that consoles cut off together come back apart.
fn delay(failures: i32, random: f64) -> Duration {
    let bound = (FIRST_DELAY_MS * 2_f64.powi(failures.min(10))).min(LONGEST_DELAY_MS);
    Duration::from_secs_f64(bound * random.clamp(0.0, 1.0) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_half_a_minute_with_full_jitter() {
        assert_eq!(delay(0, 1.0), Duration::from_secs(1));
        assert_eq!(delay(3, 0.5), Duration::from_secs(4));
        assert_eq!(delay(1_000, 1.0), Duration::from_secs(30));
        assert_eq!(delay(9, 0.0), Duration::ZERO);
    }
}
