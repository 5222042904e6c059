//! The names of values in the five stores. Parts of a text key are joined by U+0000.

use crate::plan::{KeyRange, Store, StoreKey};
use protocol::{RecordId, Scope};

/// `meta`: the format of the stored data, clear (u32, little endian).
pub const FORMAT: &str = "format";
/// `meta`: the device's id, clear. It is made anew whenever the store is.
pub const DEVICE: &str = "device";
/// `meta`: the leader's epoch, clear (u64, little endian).
pub const EPOCH: &str = "epoch";
/// `meta`: counts rewrites of log rows, clear (u64, little endian). Whoever changes or removes a
/// row that already stands in the log guards on it and moves it on; appending needs neither.
pub const FENCE: &str = "fence";

/// `meta`: how much of wiped stores this one has taken over, clear ([`crate::stored::Former`]).
pub const FORMER: &str = "former";

/// `meta`: says that the backend's list of scopes was taken at least once.
pub const LISTED: &str = "listed";

const SCOPE: &str = "scope";
const DIRECTORY: &str = "dir";
const CONFLICT: &str = "conflict";
const ASIDE: &str = "aside";

/// `meta`: how far a scope is loaded.
pub fn scope(scope: &Scope) -> String {
    format!("{SCOPE}\0{scope}")
}

/// `meta`: the list of a scope's segments.
pub fn directory(scope: &Scope) -> String {
    format!("{DIRECTORY}\0{scope}")
}

/// `rows`: one record.
pub fn row(scope: &Scope, id: &RecordId) -> String {
    format!("{scope}\0{id}")
}

/// `segs`: one sealed segment.
pub fn segment(scope: &Scope, n: u64) -> String {
    format!("{scope}\0{n:08x}")
}

/// `side`: the server's record that a conflicting write met.
pub fn conflict(lsn: u64) -> String {
    format!("{CONFLICT}\0{lsn:016x}")
}

/// `side`: the change of a record that a backend took which compares nothing.
pub fn aside(id: &RecordId) -> String {
    format!("{ASIDE}\0{id}")
}

/// All keys of one store whose first part is `part`.
pub fn under(store: Store, part: &str) -> KeyRange {
    KeyRange {
        store,
        from: StoreKey::Text(format!("{part}\0")),
        to: Some(StoreKey::Text(format!("{part}\u{1}"))),
        limit: None,
    }
}

/// The whole store.
pub fn all(store: Store) -> KeyRange {
    let from = match store {
        Store::Log => StoreKey::Lsn(0),
        _ => StoreKey::Text(String::new()),
    };
    KeyRange { store, from, to: None, limit: None }
}

/// The first part of a text key and the rest.
pub fn split(key: &str) -> (&str, &str) {
    key.split_once('\0').unwrap_or((key, ""))
}

/// What a key of `meta` names, as far as it belongs to a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetaKey {
    /// How far a scope is loaded.
    Scope(Scope),
    /// A scope's segments.
    Directory(Scope),
    /// Something else.
    Other,
}

/// Reads a key of `meta`.
pub fn meta(key: &str) -> MetaKey {
    let (kind, rest) = split(key);
    match (kind, Scope::parse(rest)) {
        (SCOPE, Ok(scope)) => MetaKey::Scope(scope),
        (DIRECTORY, Ok(scope)) => MetaKey::Directory(scope),
        _ => MetaKey::Other,
    }
}

/// The log number that a key of `side` belongs to.
pub fn conflict_lsn(key: &str) -> Option<u64> {
    match split(key) {
        (CONFLICT, rest) => u64::from_str_radix(rest, 16).ok(),
        _ => None,
    }
}

/// The record that a key of `side` keeps a change of.
pub fn aside_id(key: &str) -> Option<RecordId> {
    match split(key) {
        (ASIDE, rest) => Some(RecordId::from(rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_what_it_names() {
        let s = Scope::parse("s1/label:机密").unwrap();
        assert_eq!(meta(&scope(&s)), MetaKey::Scope(s.clone()));
        assert_eq!(meta(&directory(&s)), MetaKey::Directory(s.clone()));
        assert_eq!(meta(EPOCH), MetaKey::Other);
        assert_eq!(conflict_lsn(&conflict(77)), Some(77));
        assert_eq!(aside_id(&aside(&RecordId::from("r"))), Some(RecordId::from("r")));
        assert_eq!((conflict_lsn(&aside(&RecordId::from("7"))), aside_id(&conflict(7))), (None, None));
        assert_eq!(split(&row(&s, &RecordId::from("r"))), ("s1/label:机密", "r"));
    }
}
