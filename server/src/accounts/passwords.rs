//! argon2id in a bounded pool: hashing is the one thing here that could exhaust the machine.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use tokio::sync::Semaphore;

use super::policy;
use crate::{error::Error, limits};

#[derive(Clone)]
pub struct Hasher {
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    done: Arc<AtomicUsize>,
}

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { cores: Arc::new(Semaphore::new(cores)), waiting: Arc::default(), done: Arc::default() }
    }
}

/// Counts one waiting hash and takes it back when done, however that ends.
pub struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hasher {
    /// Hashes this process has begun: a sign-in must cost one, whoever it is.
    pub fn hashes(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    /// # Errors
    /// `Busy` when too many hashes wait, `PasswordTooLong`, `Internal`.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = bounded(password)?;
        self.run(self.enter()?, move || make_hash(&password)).await?
    }

    /// Whether the password is the one of `stored`; without one it verifies a dummy and says no.
    ///
    /// # Errors
    /// `Busy`, `PasswordTooLong`, `Internal`.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool, Error> {
        self.verify_in(self.enter()?, password, stored).await
    }

    /// The same in a place taken before.
    ///
    /// # Errors
    /// `PasswordTooLong`, `Internal`.
    pub async fn verify_in(
        &self,
        place: Place,
        password: &str,
        stored: Option<String>,
    ) -> Result<bool, Error> {
        let password = bounded(password)?;
        self.run(place, move || {
            let known = stored.is_some();
            let right = matches(&password, &stored.unwrap_or_else(nobodys));
            Ok(known && right)
        })
        .await?
    }

    async fn run<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.done.fetch_add(1, Ordering::SeqCst);
        let permit = self.cores.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        let work = tokio::task::spawn_blocking(move || {
            let value = work();
            drop((permit, place));
            value
        });
        work.await.map_err(|error| Error::Internal(format!("hashing: {error}")))
    }

    /// A place in the queue. A sign-in takes one before the attempt is counted: who is told to come back later
    /// must not have used up an attempt.
    ///
    /// # Errors
    /// `Busy` when too many hashes wait.
    pub fn enter(&self) -> Result<Place, Error> {
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        let place = Place(self.waiting.clone());
        if before >= limits::HASH_QUEUE { Err(Error::Busy) } else { Ok(place) }
    }
}

fn bounded(password: &str) -> Result<String, Error> {
    if password.len() > limits::PASSWORD_BYTES {
        Err(Error::PasswordTooLong)
    } else {
        Ok(policy::normalized(password))
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(limits::ARGON2_KIB, limits::ARGON2_PASSES, 1, None);
    let params = params.map_err(|error| Error::Internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn make_hash(password: &str) -> Result<String, Error> {
    let hash = argon2()?.hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Error::Internal(format!("argon2: {error}")))?.to_string())
}

/// A hash nobody has the password of: an unknown user costs as much as a known one.
fn nobodys() -> String {
    let (memory, passes) = (limits::ARGON2_KIB, limits::ARGON2_PASSES);
    let (salt, hash) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={memory},t={passes},p=1${salt}${hash}")
}

fn matches(password: &str, stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_verifies_and_carries_the_parameters() {
        let hasher = Hasher::default();
        let hash = hasher.hash("tres caballos verdes").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(hasher.verify("tres caballos verdes", Some(hash.clone())).await, Ok(true));
        assert_eq!(hasher.verify("otra", Some(hash.clone())).await, Ok(false));
        // The stored hash is not itself a password.
        assert_eq!(hasher.verify(&hash.clone(), Some(hash)).await, Ok(false));
        assert_eq!(hasher.verify("otra", None).await, Ok(false));
        assert_eq!(hasher.hashes(), 5);
    }

    #[test]
    fn the_hash_of_nobody_costs_a_whole_hash() {
        let hash = nobodys();
        let parsed = PasswordHash::new(&hash).unwrap();
        assert_eq!(parsed.hash.map(|hash| hash.as_bytes().len()), Some(32));
        let real = make_hash("tres caballos verdes").unwrap();
        let head = |text: &str| text.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(head(&hash), head(&real), "the same parameters");
    }

    #[tokio::test]
    async fn a_megabyte_is_refused_before_hashing() {
        let hasher = Hasher::default();
        assert_eq!(hasher.hash(&"x".repeat(1_000_000)).await, Err(Error::PasswordTooLong));
    }
}
