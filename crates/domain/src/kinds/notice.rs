//! Announcements, who confirmed them, and which ones a person has taken note of.

use super::Extra;
use super::open::open_enum;
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// How much an announcement asks for attention. The later, the more.
    Importance {
        /// Good to know (普通).
        Normal = "normal",
        /// Not to be missed (重要).
        Important = "important",
        /// Now (紧急).
        Urgent = "urgent",
    }
}

impl Importance {
    /// Whether it stands in the rail and counts apart from talk.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Important | Self::Urgent)
    }
}

/// That an announcement was called back: its words are gone, its place and this remain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Who called it back.
    pub by: PersonId,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One line of a schedule: what is on, when, and whose it is. Words, no moments: "Mon 9:00" and
/// "after lunch" are both what people write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleRow {
    /// When, in words.
    pub when: String,
    /// What.
    pub what: String,
    /// Who; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An announcement. What it says never changes, so that a confirmation stands for what was read; who
/// has to correct it calls it back and publishes another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// How important it is.
    pub importance: Importance,
    /// What it is about, on one line. Empty once it is called back.
    pub title: String,
    /// Light Markdown; may be empty where the title says it all.
    #[serde(default)]
    pub text: String,
    /// Who does what, and when. Empty once it is called back, as for most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<ScheduleRow>,
    /// Whether everybody is to confirm that they have read it.
    #[serde(default)]
    pub confirm: bool,
    /// When it was written, by the author's clock, UTC milliseconds.
    #[serde(default)]
    pub sent_at: i64,
    /// Until when it matters, UTC milliseconds: from then on it stands in the stream alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// When those who had not confirmed were reminded last, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<i64>,
    /// That it was called back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Notice {
    /// Whether it still asks for attention at `now_ms`: neither called back nor expired.
    pub fn stands(&self, now_ms: i64) -> bool {
        self.withdrawn.is_none() && self.expires_at.is_none_or(|expires_at| now_ms < expires_at)
    }

    /// What is left of it once it is called back: nothing of what it said.
    #[must_use]
    pub fn without_words(self, withdrawn: Withdrawn) -> Self {
        let (title, text, schedule) = Default::default();
        Self { title, text, schedule, withdrawn: Some(withdrawn), ..self }
    }

    /// All that it says: its title, its text, and its schedule line by line.
    pub fn said(&self) -> String {
        let mut said = [self.title.as_str(), self.text.as_str()].join("\n");
        for row in &self.schedule {
            for part in ["\n", &row.when, " ", &row.what, " ", &row.who] {
                said.push_str(part);
            }
        }
        said
    }

    /// Whether everybody should have taken note of it: it is important, or wants to be confirmed.
    pub fn wants_note(&self) -> bool {
        self.confirm || self.importance.counts()
    }
}

/// A person's confirmation of an announcement: its subject is that person; staff read it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// Which announcement.
    pub notice: RecordId,
    /// When, by the person's clock, UTC milliseconds.
    #[serde(default)]
    pub at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// That a person has taken note of an announcement: for themselves alone, on all their devices. One
/// record each, because of two positions in one record one would win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Which announcement.
    pub notice: RecordId,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
