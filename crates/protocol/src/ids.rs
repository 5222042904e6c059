//! Ids and other short names. Newtypes, so that one can't be passed for another.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name(String);

        impl $name {
            /// Takes the name as it is.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }
    };
}

name! {
    /// One record. A UUID version 7 in lower case, or version 8 where it is derived from its parts.
    RecordId
}
name! {
    /// One group space; equal to the id of its `space` record.
    SpaceId
}
name! {
    /// One person with an account.
    PersonId
}
name! {
    /// One store of one browser; made anew whenever the store is made anew.
    DeviceId
}
name! {
    /// What sort of thing a record is: `space`, `member`, `rules`, `ack`, `message` …
    Kind
}

impl RecordId {
    /// The id of a thing that exists once for its parts (a confirmation, an answer): the same
    /// parts give the same id on every device, so a second creation meets the first.
    ///
    /// The layout is a version 8 UUID (RFC 9562 §5.8) over SHA-256 of the parts, each preceded
    /// by its length so that `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn derived(parts: &[&str]) -> Self {
        let mut text = String::new();
        for part in parts {
            text.push_str(&format!("{}:{part}", part.len()));
        }
        Self(crate::digest::uuid_shape(crate::digest::sha256(text.as_bytes()), 8))
    }

    /// A time-ordered id: version 7 (RFC 9562 §5.7) from the wall clock in UTC milliseconds and
    /// 80 bits of randomness, of which 74 are used.
    pub fn timed(wall_ms: i64, random: [u8; 10]) -> Self {
        let mut bytes = [0_u8; 32];
        let ms = wall_ms.max(0).to_be_bytes();
        for (to, from) in bytes.iter_mut().zip(ms.iter().skip(2).chain(random.iter())) {
            *to = *from;
        }
        Self(crate::digest::uuid_shape(bytes, 7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_depend_on_every_part_and_its_border() {
        assert_eq!(RecordId::derived(&["a", "b"]), RecordId::derived(&["a", "b"]));
        assert_ne!(RecordId::derived(&["ab", "c"]), RecordId::derived(&["a", "bc"]));
    }

    #[test]
    fn timed_ids_sort_by_time_and_carry_their_version() {
        let early = RecordId::timed(1_700_000_000_000, [0xff; 10]);
        let late = RecordId::timed(1_700_000_000_001, [0; 10]);
        assert!(early < late);
        assert_eq!(early.as_str().as_bytes()[14], b'7');
    }
}
