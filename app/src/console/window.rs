//! WhatsApp lets a desk answer until some time after the person's last message; then not at all.

use protocol::staff::{Channel, QueueItem};

const HOUR: i64 = 3_600_000;
/// From here on the queue says until when.
const MATTERS: i64 = 12 * HOUR;
/// From here on it is a warning.
const SOON: i64 = 2 * HOUR;

/// Instants are Unix milliseconds UTC by the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The web has no window.
    Unlimited,
    Open {
        until: i64,
        soon: bool,
    },
    Over,
}

impl Window {
    pub fn of(item: &QueueItem, now: i64) -> Self {
        match (item.channel, item.window_until) {
            (Channel::Whatsapp, Some(until)) if until <= now => Self::Over,
            (Channel::Whatsapp, Some(until)) => Self::Open { until, soon: until - now < SOON },
            _ => Self::Unlimited,
        }
    }

    /// Whether a line of the queue has to say it.
    pub fn matters(self, now: i64) -> bool {
        match self {
            Self::Unlimited => false,
            Self::Open { until, .. } => until - now < MATTERS,
            Self::Over => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::staff::Hold;

    use super::super::store::tests::item;
    use super::*;

    fn window(until: i64) -> Window {
        let mut item = item("a", Hold::Waiting, 1, 0);
        item.channel = Channel::Whatsapp;
        item.window_until = Some(until);
        Window::of(&item, 0)
    }

    #[test]
    fn it_warns_two_hours_before_and_ends_on_the_dot() {
        assert_eq!(window(2 * HOUR), Window::Open { until: 2 * HOUR, soon: false });
        assert_eq!(window(2 * HOUR - 1), Window::Open { until: 2 * HOUR - 1, soon: true });
        assert_eq!(window(1), Window::Open { until: 1, soon: true });
        assert_eq!(window(0), Window::Over);
    }

    #[test]
    fn a_queue_says_it_from_half_a_day_before() {
        assert!(!window(12 * HOUR).matters(0));
        assert!(window(12 * HOUR - 1).matters(0));
        assert!(window(0).matters(0));
    }

    #[test]
    fn the_web_has_none() {
        let mut item = item("a", Hold::Waiting, 1, 0);
        item.window_until = Some(0);
        assert_eq!(Window::of(&item, 5), Window::Unlimited);
        assert!(!Window::Unlimited.matters(0));
    }
}
