//! What is a person's own and stays on this device, beside the database: how far they are in what
//! they read here, and, on a backend where everybody reads everything, the draft, the
//! reading position and what one has taken note of too.

use crate::platform::storage;
use crate::state::engine::Engine;
use protocol::{RecordId, SpaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const PREFIX: &str = "qunyue.keepsake.";

/// What is kept of one space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keepsake {
    /// The unsent text.
    #[serde(default)]
    pub(crate) draft: String,
    /// How far the person has read: time and id of a message.
    #[serde(default)]
    pub(crate) upto: Option<(i64, RecordId)>,
    /// The announcements of which the person has taken note.
    #[serde(default)]
    pub(crate) noted: BTreeSet<RecordId>,
    /// How far the rules are read that wait for a confirmation.
    #[serde(default)]
    pub(crate) reader: Option<Progress>,
    /// The message at the top of the screen, where the stream was left above its end.
    #[serde(default)]
    pub(crate) stream: Option<RecordId>,
}

/// How far somebody has come in reading rules that they have yet to confirm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which version they read.
    pub version: u32,
    /// Which one they confirmed before: the changes since then are what they read.
    pub former: Option<u32>,
    /// How many rules they have seen.
    pub seen: usize,
    /// Whether they ticked that they agree.
    pub agreed: bool,
}

fn key(database: &str, space: &SpaceId) -> String {
    [PREFIX, database, "/", space.as_str()].concat()
}

/// What is kept of `space`.
pub(crate) fn read(database: &str, space: &SpaceId) -> Keepsake {
    let kept = storage::pref(&key(database, space));
    kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// What this device keeps of `space`, where the backend that now runs keeps nothing private.
pub(crate) fn of(engine: Engine, space: &SpaceId) -> Option<Keepsake> {
    let driver = engine.driver().filter(|driver| !driver.keeps_private())?;
    Some(read(driver.database(), space))
}

/// Keeps what `change` makes of it.
pub(crate) fn update(database: &str, space: &SpaceId, change: impl FnOnce(&mut Keepsake)) {
    let mut kept = read(database, space);
    change(&mut kept);
    if let Ok(json) = serde_json::to_string(&kept) {
        storage::set_pref(&key(database, space), &json);
    }
}

/// Forgets everything of an account, when its database is deleted.
pub(crate) fn forget(database: &str) {
    let keys = storage::pref_keys(&[PREFIX, database, "/"].concat());
    keys.iter().for_each(|key| storage::drop_pref(key));
}
