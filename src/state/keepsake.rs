//! What is a person's own and stays on this device, beside the database: how far they are in what
//! they read here, and, on a backend where everybody reads everything, the draft, the
//! reading position, the muted channels and what one has taken note of too.

use crate::platform::storage;
use crate::state::engine::Engine;
use domain::kinds::Wishes;
use domain::unread::Place;
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
    /// The change of the purpose that was seen last.
    #[serde(default)]
    pub(crate) purpose_at: Option<i64>,
    /// The channels of which the person does not want to hear.
    #[serde(default)]
    pub(crate) muted: BTreeSet<RecordId>,
    /// The channels in which the person heard that they talk about something else.
    #[serde(default)]
    pub(crate) nudged: BTreeSet<RecordId>,
    /// What the person wants to be told of the space.
    #[serde(default)]
    pub(crate) wishes: Wishes,
    /// Up to where the person was told on this device what happened here, while no page was looked at.
    #[serde(default)]
    pub(crate) told: Option<Place>,
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

/// The space that somebody is about to found: what they typed outlives a reload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founding {
    /// What it is for, by the name of the template.
    pub template: String,
    /// What sort of training, by the name of the course.
    #[serde(default)]
    pub course: String,
    /// Whose space it is.
    pub dept: String,
    /// What it is about.
    pub topic: String,
    /// Which time or round.
    pub term: String,
    /// Its purpose in one line.
    pub purpose: String,
    /// For whom.
    pub for_whom: String,
    /// Not for whom.
    pub not_for: String,
    /// Its goals, one on a line.
    pub goals: String,
    /// Whether it is to begin without rules.
    pub without_rules: bool,
}

fn founding_key(database: &str) -> String {
    [PREFIX, database, "/founding"].concat()
}

/// What was typed of a space that is not founded yet.
pub(crate) fn founding(database: &str) -> Option<Founding> {
    serde_json::from_str(&storage::pref(&founding_key(database))?).ok()
}

/// Keeps it; forgets it where there is nothing more to keep.
pub(crate) fn keep_founding(database: &str, typed: Option<&Founding>) {
    let key = founding_key(database);
    match typed.and_then(|typed| serde_json::to_string(typed).ok()) {
        Some(json) => storage::set_pref(&key, &json),
        None => storage::drop_pref(&key),
    }
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
