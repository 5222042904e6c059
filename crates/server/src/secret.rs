//! Secrets that the server hands out once and then knows only by their hash.

use crate::trouble::Trouble;
use protocol::RecordId;
use protocol::digest::{hex, sha256_hex};

/// A secret of 256 random bits, as 64 hexadecimal digits.
pub(crate) struct Secret(String);

impl Secret {
    /// A fresh secret.
    pub(crate) fn generate() -> Result<Self, Trouble> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// The secret itself, for its one reader.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What may be stored.
    pub(crate) fn hash(&self) -> String {
        hash_of(&self.0)
    }
}

/// What is stored of a secret. The secrets have full entropy, so a plain hash suffices.
pub(crate) fn hash_of(secret: &str) -> String {
    sha256_hex(secret.as_bytes())
}

/// A fresh time-ordered id.
pub(crate) fn fresh_id(now: i64) -> Result<RecordId, Trouble> {
    Ok(RecordId::timed(now, random()?))
}

fn random<const N: usize>() -> Result<[u8; N], Trouble> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Trouble::Broken(format!("no randomness: {error}")))?;
    Ok(bytes)
}
