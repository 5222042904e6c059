//! Who was signed in last on this device, for a start without a network. Names only: no password,
//! no token. (A token that has to outlive the page lies in a vault.)

use crate::platform::{clock, storage};
use protocol::PersonId;
use protocol::account::Me;

const ACCOUNT: &str = "qunyue.account";
const ANNOUNCED: &str = "qunyue.account!";
const LOCKED: &str = "qunyue.account-locked.";
const OWED: &str = "qunyue.owed";
const WIPE: &str = "qunyue.wipe.";

fn key(backend: &str) -> String {
    [ACCOUNT, ".", backend].concat()
}

/// Whose database is opened at the start.
pub(super) fn stored(backend: &str) -> Option<Me> {
    serde_json::from_str(&storage::pref(&key(backend))?).ok()
}

/// Remembers who is signed in, without the moment: a value that stays the same tells the other tabs
/// nothing, and they must not tell it back for ever.
pub(super) fn store(backend: &str, me: &Me) {
    if let Ok(json) = serde_json::to_string(&Me { now: 0, ..me.clone() }) {
        storage::set_pref(&key(backend), &json);
    }
}

/// Tells the other tabs that somebody has just signed in here, also if it is the same person again.
pub(super) fn announce() {
    storage::set_pref(ANNOUNCED, &clock::wall_ms().to_string());
}

/// Notes that the session of `me` was ended from elsewhere: nothing of theirs is opened before they
/// sign in again, also by a later start without a network.
pub(super) fn lock(backend: &str, me: &Me) {
    storage::set_pref(&[LOCKED, backend].concat(), me.person.as_str());
}

/// Whether what `me` has on this device is locked.
pub(super) fn is_locked(backend: &str, me: &Me) -> bool {
    storage::pref(&[LOCKED, backend].concat()).as_deref() == Some(me.person.as_str())
}

/// `me` has signed in again.
pub(super) fn unlock(backend: &str, me: &Me) {
    if is_locked(backend, me) {
        storage::drop_pref(&[LOCKED, backend].concat());
    }
}

/// Forgets who was.
pub(super) fn forget(backend: &str) {
    storage::drop_pref(&key(backend));
}

/// Whether another tab's change of the local storage was one of accounts.
pub(super) fn is_account_key(changed: &str) -> bool {
    changed.starts_with(ACCOUNT)
}

/// The database of an account.
pub(super) fn database(backend: &str, me: &Me) -> String {
    database_of(backend, &me.person)
}

/// The database of this person.
pub(super) fn database_of(backend: &str, person: &PersonId) -> String {
    ["qunyue/", backend, "/", person.as_str()].concat()
}

/// The vault of an account, where its session is kept.
pub(super) fn vault(backend: &str, person: &PersonId) -> String {
    ["qunyue.vault/", backend, "/", person.as_str()].concat()
}

/// Whether the server has yet to be told that this device signed out.
pub(super) fn owes_sign_out() -> bool {
    storage::pref(OWED).is_some()
}

/// Notes that the server has to be told, or was.
pub(super) fn owe_sign_out(owed: bool) {
    if owed { storage::set_pref(OWED, "1") } else { storage::drop_pref(OWED) }
}

/// Notes that `database` is to be deleted, until it is: also by the next start.
pub(super) fn mark_for_wiping(database: &str) {
    storage::set_pref(&[WIPE, database].concat(), "1");
}

/// The databases that are still to be deleted.
pub(super) fn marked_for_wiping() -> Vec<String> {
    let keys = storage::pref_keys(WIPE);
    keys.iter().filter_map(|key| key.strip_prefix(WIPE)).map(str::to_owned).collect()
}

/// `database` is deleted.
pub(super) fn wiped(database: &str) {
    storage::drop_pref(&[WIPE, database].concat());
}
