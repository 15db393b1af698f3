//! The processes that `run` keeps: whichever way it ends, none of them is left behind.

use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use crate::process::{Outcome, command};

/// A terminal's Ctrl-C reaches the children too, through the process group; they get this long
/// before they are told again, which is what a signal sent to xtask alone needs.
const OWN_ACCORD: Duration = Duration::from_secs(1);
/// The server drains its connections before it ends; longer than this it is stuck.
const DRAIN: Duration = Duration::from_secs(15);

/// A child that lived less than this would only end again.
const WORTH_REVIVING: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Children(Vec<Kept>);

struct Kept {
    name: &'static str,
    child: Child,
    since: Instant,
}

impl Children {
    pub fn start(&mut self, name: &'static str, command: &mut Command) -> Outcome<()> {
        let child = spawn(name, command)?;
        self.0.push(Kept { name, child, since: Instant::now() });
        Ok(())
    }

    /// Puts another in the place of a child that has ended, if it had lived long enough.
    pub fn restart(&mut self, name: &str, command: &mut Command) -> Outcome<bool> {
        let kept = self.0.iter_mut().find(|kept| kept.name == name);
        let Some(kept) = kept.filter(|kept| kept.since.elapsed() >= WORTH_REVIVING) else { return Ok(false) };
        kept.child = spawn(name, command)?;
        kept.since = Instant::now();
        Ok(true)
    }

    /// The first child found to have ended by itself.
    pub fn ended(&mut self) -> Option<(&'static str, ExitStatus)> {
        self.0.iter_mut().find_map(|kept| Some((kept.name, kept.child.try_wait().ok().flatten()?)))
    }

    pub fn stop(&mut self) {
        if !self.all_end_within(OWN_ACCORD) {
            self.running().for_each(|child| terminate(child));
        }
        if !self.all_end_within(DRAIN) {
            self.running().for_each(|child| drop(child.kill()));
        }
        for kept in &mut self.0 {
            // Waiting for a child that has ended already returns its status again.
            drop(kept.child.wait());
        }
        self.0.clear();
    }

    fn running(&mut self) -> impl Iterator<Item = &mut Child> {
        self.0.iter_mut().map(|kept| &mut kept.child).filter_map(|child| match child.try_wait() {
            Ok(None) => Some(child),
            _ => None,
        })
    }

    fn all_end_within(&mut self, time: Duration) -> bool {
        let limit = Instant::now() + time;
        while self.running().next().is_some() {
            if Instant::now() > limit {
                return false;
            }
            pause();
        }
        true
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(name: &str, command: &mut Command) -> Outcome<Child> {
    command.spawn().map_err(|error| format!("no se pudo iniciar {name}: {error}"))
}

/// std can only kill outright; the shell's own `kill` is the one every system has.
fn terminate(child: &Child) {
    let line = format!("kill -TERM {}", child.id());
    drop(command("sh").args(["-c", &line]).status());
}

#[allow(clippy::disallowed_methods, reason = "xtask has one thread and no async runtime to block")]
pub fn pause() {
    std::thread::sleep(Duration::from_millis(100));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(line: &str) -> Command {
        let mut command = command("sh");
        command.args(["-c", line]);
        command
    }

    #[test]
    fn a_child_that_ends_is_named_and_the_others_are_stopped() {
        let mut children = Children::default();
        children.start("long", &mut shell("exec sleep 60")).expect("start");
        children.start("short", &mut shell("exit 7")).expect("start");
        let (name, status) = loop {
            if let Some(ended) = children.ended() {
                break ended;
            }
            pause();
        };
        assert_eq!((name, status.code()), ("short", Some(7)));
        let started = Instant::now();
        children.stop();
        assert!(started.elapsed() < Duration::from_secs(10), "terminated, not waited for");
    }
    #[test]
    fn a_child_that_lived_is_restarted_and_one_that_fell_at_once_is_not() {
        let mut children = Children::default();
        children.start("short", &mut shell("exit 7")).expect("start");
        assert_eq!(children.restart("short", &mut shell("exec sleep 60")), Ok(false));
        assert_eq!(children.restart("unknown", &mut shell("exit 0")), Ok(false));
        if let Some(long_ago) = Instant::now().checked_sub(WORTH_REVIVING) {
            children.0[0].since = long_ago;
            assert_eq!(children.restart("short", &mut shell("exec sleep 60")), Ok(true));
            assert!(children.ended().is_none());
        }
    }
}
