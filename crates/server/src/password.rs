//! Passwords: what they must be, and their argon2id hashes.
//!
//! Hashing is meant to be slow, so it runs on blocking threads, and only so many at a time.

use crate::config::HashCost;
use crate::trouble::{Code, Refusal, Trouble};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The fewest characters, and the most bytes.
const MIN_CHARS: usize = 8;
const MAX_BYTES: usize = 1024;

/// What everybody tries first, one a line.
const COMMON: &str = include_str!("../data/common-passwords.txt");

/// How many may wait for their turn: a class that joins at once fits, a flood does not.
const MAX_WAITING: usize = 1_000;

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    seats: Arc<Semaphore>,
    argon: Argon2<'static>,
    /// Checked in place of the hash of somebody who does not exist, so that the time taken does
    /// not tell who exists.
    decoy: String,
}

impl Passwords {
    /// Prepares hashing at this price.
    pub(crate) fn new(cost: HashCost) -> Result<Self, Trouble> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|error| Trouble::Broken(format!("the price of a password is odd: {error}")))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon, crate::secret::Secret::generate()?.reveal())?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (permits, seats) = (Semaphore::new(cores), Semaphore::new(MAX_WAITING));
        Ok(Self { permits: Arc::new(permits), seats: Arc::new(seats), argon, decoy })
    }

    /// The hash to store.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Trouble> {
        let argon = self.argon.clone();
        self.slowly(move || hash(&argon, &password)).await
    }

    /// Whether the password has this hash. Without a hash it takes as long, and is wrong.
    pub(crate) async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Trouble> {
        let argon = self.argon.clone();
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let fits = self.slowly(move || {
            let stored = PasswordHash::new(&stored)
                .map_err(|error| Trouble::Broken(format!("a stored password does not read: {error}")))?;
            Ok(argon.verify_password(password.as_bytes(), &stored).is_ok())
        });
        Ok(fits.await? && exists)
    }

    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let _seat = self.seats.try_acquire().map_err(|_| Code::SlowDown.after(5))?;
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| Trouble::Broken("hashing is closed".to_owned()))?;
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        task.await.map_err(|error| Trouble::Broken(format!("hashing broke off: {error}")))?
    }
}

fn hash(argon: &Argon2<'_>, password: &str) -> Result<String, Trouble> {
    let hash = argon.hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Trouble::Broken(format!("a password does not hash: {error}")))?.to_string())
}

/// Whether a person may take `password`; `field` is where the request has it.
///
/// # Errors
/// Too short, too long, the sign-in name, one character over and over, or one that everybody
/// tries first.
pub(crate) fn check(password: &str, login: &str, field: &str) -> Result<(), Refusal> {
    let lower = password.to_lowercase();
    // Digits at the end make a common password no better.
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let is_common = |text: &str| COMMON.lines().any(|common| common == text);
    let mut chars = password.chars();
    let first = chars.next();
    let is_weak = password.chars().count() < MIN_CHARS
        || password.len() > MAX_BYTES
        || chars.all(|c| Some(c) == first)
        || lower == login.to_lowercase()
        || stem.is_empty()
        || is_common(&lower)
        || is_common(stem);
    if is_weak { Err(Code::WeakPassword.at(field)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_well_known_passwords_are_refused() {
        for weak in [
            "",
            "1234567",
            "20240517",
            "Password1",
            "baseball!2024",
            "aaaaaaaaa",
            "qwertyuiop",
            "Woaini1314",
            "张伟张伟张伟张伟",
        ] {
            assert!(check(weak, "张伟张伟张伟张伟", "/password").is_err(), "{weak}");
        }
        assert!(COMMON.lines().filter(|line| !line.starts_with('#')).count() >= 3_000);
        for good in ["三人行，必有我师焉", "correct horse", "8-Tage-Woche"] {
            assert!(check(good, "zhang", "/password").is_ok(), "{good}");
        }
        assert!(check(&"x1".repeat(600), "zhang", "/password").is_err());
    }

    #[tokio::test]
    async fn nobody_s_password_is_always_wrong() {
        let passwords = Passwords::new(HashCost { memory_kib: 64, passes: 1 }).unwrap();
        let hash = passwords.hash("三人行，必有我师".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert!(passwords.verify("三人行，必有我师".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("三人行".to_owned(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("三人行，必有我师".to_owned(), None).await.unwrap());
    }
}
