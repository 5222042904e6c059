//! A request to come in that could not be handed in: it waits on this device until there is a network,
//! also when the page is closed meanwhile.

use crate::platform::storage;
use protocol::PersonId;
use protocol::account::JoinForm;
use serde::{Deserialize, Serialize};

const KEPT: &str = "qunyue.asking.";

/// What waits: by which link, and what was said. A link for many hangs on walls: it is no secret that
/// opens a door by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The link's token.
    pub token: String,
    /// The form.
    pub form: JoinForm,
}

/// What `person` has asked that waits.
pub fn kept(person: &PersonId) -> Option<Kept> {
    serde_json::from_str(&storage::pref(&key(person))?).ok()
}

/// Whether there is any.
pub fn is_kept(person: &PersonId) -> bool {
    storage::pref(&key(person)).is_some()
}

/// Keeps it.
pub fn keep(person: &PersonId, kept: &Kept) {
    if let Ok(json) = serde_json::to_string(kept) {
        storage::set_pref(&key(person), &json);
    }
}

/// It is handed in, or was refused.
pub fn forget(person: &PersonId) {
    storage::drop_pref(&key(person));
}

fn key(person: &PersonId) -> String {
    [KEPT, person.as_str()].concat()
}
