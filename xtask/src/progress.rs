//! Numbered steps: what is being done, about how long it takes, how long it took.

use std::time::{Duration, Instant};

use crate::process::Outcome;

pub struct Steps {
    total: usize,
    started: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    pub fn new(total: usize) -> Self {
        Self { total, started: Instant::now(), done: Vec::new() }
    }

    /// Announces, works, says how long it took; a failure comes back with the step's name on it.
    pub fn step<T>(
        &mut self,
        title: &'static str,
        about: &str,
        work: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<T> {
        let number = self.done.len() + 1;
        println!("\n[{number}/{}] {title}: {about} ...", self.total);
        let started = Instant::now();
        let result = work().map_err(|message| format!("[{number}/{}] {title}: {message}", self.total))?;
        self.done.push((title, started.elapsed()));
        println!("[{number}/{}] {title}: listo en {}", self.total, spoken(started.elapsed()));
        Ok(result)
    }

    pub fn summary(&self) {
        println!("\nResumen");
        for (title, time) in &self.done {
            println!("  {:>12}  {title}", spoken(*time));
        }
        println!("  {:>12}  en total", spoken(self.started.elapsed()));
    }
}

pub fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{:.1} s", time.as_secs_f32()),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(spoken(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(spoken(Duration::from_secs(192)), "3 min 12 s");
    }

    #[test]
    fn a_failed_step_is_named() {
        let error = Steps::new(2).step("Herramientas", "1 s", || Err::<(), _>("falta node".to_owned()));
        assert_eq!(error, Err("[1/2] Herramientas: falta node".to_owned()));
    }
}
