//! A note beside the database, in another kind of storage: that the database exists, and how much
//! in it was unsent. When the browser wipes the one and not the other, the note is how we know.

use crate::platform::storage;

const PREFIX: &str = "qunyue.ledger.";

fn key(database: &str) -> String {
    [PREFIX, database].concat()
}

/// What the note says; `None` where there is none, so that the database may well be new.
pub(crate) fn read(database: &str) -> Option<sync::Ledger> {
    let unsent = storage::pref(&key(database))?.parse().ok()?;
    Some(sync::Ledger { unsent })
}

/// Notes how much is unsent.
pub(crate) fn write(database: &str, unsent: usize) {
    storage::set_pref(&key(database), &unsent.to_string());
}

/// Forgets the note, when the database is deleted on purpose.
pub(crate) fn forget(database: &str) {
    storage::drop_pref(&key(database));
}
