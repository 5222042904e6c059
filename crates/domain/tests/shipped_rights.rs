//! The rights that are shipped for other people's servers speak of every kind of this version: where
//! one was forgotten, its records are refused there, or anybody's to write.
#![expect(clippy::panic, reason = "a helper of a test fails the test")]

use domain::kinds::KnownKind;

/// What stands in `file` between two texts.
fn between<'a>(file: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = file.split_once(from).unwrap_or_else(|| panic!("`{from}` is gone"));
    rest.split_once(to).unwrap_or_else(|| panic!("`{to}` is gone after `{from}`")).0
}

/// The kinds that a part of a file does not name in this manner.
fn missing(part: &str, manner: impl Fn(&str) -> Vec<String>) -> Vec<&'static str> {
    let names = KnownKind::ALL.map(KnownKind::name);
    names.into_iter().filter(|name| !manner(name).iter().any(|way| part.contains(way))).collect()
}

#[test]
fn postgres_says_of_every_kind_who_creates_and_who_changes_it() {
    let file = include_str!("../../../docs/backends/postgrest/schema.sql");
    for function in ["create function qunyue.may_create(", "create function qunyue.may_change("] {
        let cases = between(file, function, "$$;");
        assert_eq!(missing(cases, |name| vec![format!("    when '{name}' then")]), [""; 0], "{function}");
    }
}

#[test]
fn pocketbase_says_of_every_kind_who_creates_and_who_changes_it() {
    let file = include_str!("../../../docs/backends/pocketbase/pb_migrations/1771113600_qunyue.js");
    let member = |name: &str| vec![format!("\n  {name}: "), format!("\n  '{name}': ")];
    for (from, to) in [("const entering = {", "const becomes"), ("const changing = {", "\n};")] {
        assert_eq!(missing(between(file, from, to), member), [""; 0], "{from}");
    }
}

#[test]
fn couchdb_says_of_every_kind_where_it_stands_and_who_writes_it() {
    let file = include_str!("../../../docs/backends/couchdb/records.js");
    let kinds = between(file, "var KINDS = {", "\n  };");
    let wanted = |kind: KnownKind| format!("\n    '{}': ['{}', ", kind.name(), kind.audience());
    let missing: Vec<_> = KnownKind::ALL.into_iter().filter(|kind| !kinds.contains(&wanted(*kind))).collect();
    assert_eq!(missing, []);
}

/// Kinto gives rights by collection and sees no kinds: what stands in which is told beside it.
#[test]
fn kintos_collections_tell_which_kinds_they_hold() {
    let file = include_str!("../../../docs/backends/kinto/setup.py");
    let collections = between(file, "def collections(", "class Kinto");
    assert_eq!(missing(collections, |name| vec![format!("`{name}`")]), [""; 0]);
}
