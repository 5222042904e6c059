//! A note beside the database, in another kind of storage: that the database exists, and how much
//! in it was unsent. When the browser wipes the one and not the other, the note is how we know.

use crate::platform::storage;
use protocol::DeviceId;

const PREFIX: &str = "qunyue.ledger.";

fn key(database: &str) -> String {
    [PREFIX, database].concat()
}

/// What the note says; `None` where there is none, so that the database may well be new.
pub(crate) fn read(database: &str) -> Option<sync::Ledger> {
    let note = storage::pref(&key(database))?;
    let (unsent, device) = note
        .split_once(' ')
        .map_or((note.as_str(), None), |(unsent, device)| (unsent, Some(DeviceId::from(device))));
    Some(sync::Ledger { unsent: unsent.parse().ok()?, device })
}

/// Notes how much is unsent, and in which store.
pub(crate) fn write(database: &str, unsent: usize, device: &DeviceId) {
    storage::set_pref(&key(database), &[&unsent.to_string(), " ", device.as_str()].concat());
}

/// Forgets the note, when the database is deleted on purpose.
pub(crate) fn forget(database: &str) {
    storage::drop_pref(&key(database));
}
