//! Randomness. `crypto.getRandomValues` is there on plain HTTP too, unlike the rest of Web Crypto.

use crate::platform::window;

/// Random bytes; `None` in a browser without any.
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0_u8; N];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A number below `bound` for jitter; not for secrets.
pub fn below(bound: u64) -> u64 {
    bytes::<8>().map_or(0, |bytes| u64::from_le_bytes(bytes) % bound.max(1))
}
