//! argon2id in a bounded pool: hashing is the one thing here that could exhaust the machine.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use tokio::sync::Semaphore;

use crate::{error::Error, limits};

#[derive(Clone)]
pub struct Hasher {
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    /// A hash nobody has the password of: an unknown user costs as much as a known one.
    dummy: Arc<OnceLock<String>>,
}

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { cores: Arc::new(Semaphore::new(cores)), waiting: Arc::default(), dummy: Arc::default() }
    }
}

/// Counts one waiting hash and takes it back when done, however that ends.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hasher {
    /// # Errors
    /// `Busy` when too many hashes wait, `PasswordTooLong`, `Internal`.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = bounded(password)?;
        self.run(move || make_hash(&password)).await?
    }

    /// Whether the password is the one of `stored`; without one it verifies a dummy and says no.
    ///
    /// # Errors
    /// `Busy`, `PasswordTooLong`, `Internal`.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool, Error> {
        let password = bounded(password)?;
        let dummy = self.dummy.clone();
        self.run(move || {
            if let Some(stored) = stored {
                return Ok(matches(&password, &stored));
            }
            let stand_in = dummy.get_or_init(|| make_hash("nobody's password").unwrap_or_default());
            matches(&password, stand_in);
            Ok(false)
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = self.enter()?;
        let permit = self.cores.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        let work = tokio::task::spawn_blocking(move || {
            let value = work();
            drop((permit, place));
            value
        });
        work.await.map_err(|error| Error::Internal(format!("hashing: {error}")))
    }

    fn enter(&self) -> Result<Place, Error> {
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        let place = Place(self.waiting.clone());
        if before >= limits::HASH_QUEUE { Err(Error::Busy) } else { Ok(place) }
    }
}

fn bounded(password: &str) -> Result<String, Error> {
    if password.len() > limits::PASSWORD_BYTES {
        Err(Error::PasswordTooLong)
    } else {
        Ok(password.to_owned())
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
    }

    #[tokio::test]
    async fn a_megabyte_is_refused_before_hashing() {
        let hasher = Hasher::default();
        assert_eq!(hasher.hash(&"x".repeat(1_000_000)).await, Err(Error::PasswordTooLong));
    }
}
