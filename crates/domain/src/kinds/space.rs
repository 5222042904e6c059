//! A group space. Its record's author founded it, and owns it until it changes hands.

use super::Extra;
use super::Wishes;
use super::entry::Entry;
use super::open::open_enum;
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// What a space is for; it says with which rules a new one begins.
    Template {
        /// One project, from its beginning to its end.
        Project = "project",
        /// The daily work of a team.
        Daily = "daily",
        /// Passing information on.
        Information = "information",
        /// A training.
        Training = "training",
    }
}

open_enum! {
    /// What a training is about; it says with which rules and channels one begins.
    Course {
        /// New people: how things are done here.
        NewStaff = "new-staff",
        /// A skill: much homework.
        Skills = "skills",
        /// Leading others: much discussion.
        Management = "management",
    }
}

/// That those who had not confirmed a version of the rules were reminded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesReminder {
    /// Which version.
    pub version: u32,
    /// When last, UTC milliseconds.
    pub at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who is on duty on one day of each week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDuty {
    /// The day, from 1 for Monday to 7 for Sunday.
    pub weekday: u8,
    /// Who answers then for what comes up.
    pub person: PersonId,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a space is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    /// Its name.
    pub name: String,
    /// What it was called before, the latest first; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<String>,
    /// Its purpose in one line; the first thing that a newcomer reads.
    #[serde(default)]
    pub purpose: String,
    /// When its owner last changed the purpose, UTC milliseconds; none where it is as founded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose_at: Option<i64>,
    /// For whom it is.
    #[serde(default)]
    pub for_whom: String,
    /// For whom it is not; may be empty.
    #[serde(default)]
    pub not_for: String,
    /// What it is to reach, in order; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<String>,
    /// What sort of space it was founded as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
    /// What sort of training it was founded as, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
    /// Who owns it, where it has changed hands; who founded it, where not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// On which terms people ask to come in, where its owner has set some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// Who is on duty on which days of the week; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_duty: Vec<OnDuty>,
    /// That its owner reminded those who had not confirmed the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<RulesReminder>,
    /// The language that the space speaks: `zh-Hans`, `zh-Hant`, `en`.
    #[serde(default)]
    pub locale: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Space {
    /// Who owns it, given the author of its record, who founded it.
    pub fn owner_or<'a>(&'a self, author: &'a PersonId) -> &'a PersonId {
        self.owner.as_ref().unwrap_or(author)
    }

    /// On which terms people ask to come in.
    pub fn terms(&self) -> Entry {
        self.entry.clone().unwrap_or_else(|| Entry::usual(self.template.as_ref()))
    }

    /// Whether the purpose changed since somebody joined, who then read it, and since the change that
    /// they saw last.
    pub fn has_new_purpose(&self, joined_at: i64, seen: Option<i64>) -> bool {
        self.purpose_at.is_some_and(|changed| changed > joined_at && seen.is_none_or(|seen| changed > seen))
    }
}

/// What a person keeps of a space as a whole: which change of the purpose they have seen last, which
/// channels they do not want to hear of, and of what they want to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// [`Space::purpose_at`] of that change; 0 where none was seen.
    #[serde(default)]
    pub purpose_at: i64,
    /// The channels whose messages don't count as unread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<RecordId>,
    /// The channels in which they heard that they talk about something else: nobody hears that twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nudged: Vec<RecordId>,
    /// What they want to be told outside the page.
    #[serde(default, skip_serializing_if = "Wishes::is_untouched")]
    pub told: Wishes,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_new_until_it_was_seen_and_never_for_who_joined_after_it() {
        let founded = Space::default();
        let changed = Space { purpose_at: Some(50), ..Space::default() };
        assert!(!founded.has_new_purpose(0, None));
        assert!(changed.has_new_purpose(40, None));
        assert!(!changed.has_new_purpose(60, None));
        assert!(!changed.has_new_purpose(40, Some(50)));
        assert!(Space { purpose_at: Some(70), ..changed }.has_new_purpose(40, Some(50)));
    }
}
