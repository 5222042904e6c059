//! The trace: a hash of everything that happened, and its text where somebody wants to read it.

use std::fmt;

/// FNV-1a over 64 bits: the same on every machine, and cheap enough for every step.
#[derive(Clone, Debug)]
pub struct Trace {
    hash: u64,
    text: Option<Vec<String>>,
}

impl Trace {
    /// An empty trace that keeps the hash only.
    pub fn silent() -> Self {
        Self { hash: 0xCBF2_9CE4_8422_2325, text: None }
    }

    /// An empty trace that keeps its lines too.
    pub fn told() -> Self {
        Self { text: Some(Vec::new()), ..Self::silent() }
    }

    /// Takes bytes in.
    pub fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    /// Takes a number in.
    pub fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    /// Takes a text in, with its length, so that two texts never run together.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes(text.as_bytes());
    }

    /// Adds a line for people; it is made only where lines are kept, and is no part of the hash.
    pub fn say(&mut self, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.text {
            lines.push(line());
        }
    }

    /// The hash so far.
    pub fn hash(&self) -> TraceHash {
        TraceHash(self.hash)
    }

    /// The lines so far.
    pub fn lines(&self) -> &[String] {
        self.text.as_deref().unwrap_or_default()
    }
}

/// What names a whole run: equal hashes, equal runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceHash(pub u64);

impl fmt::Display for TraceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_fits_its_published_vector() {
        let mut trace = Trace::silent();
        trace.bytes(b"foobar");
        assert_eq!(trace.hash().to_string(), "85944171f73967e8");
    }

    #[test]
    fn the_border_between_two_texts_counts() {
        let (mut left, mut right) = (Trace::silent(), Trace::told());
        left.text("ab");
        left.text("c");
        right.text("a");
        right.text("bc");
        assert_ne!(left.hash(), right.hash());
    }
}
