//! What a group wants to know of who asks to come in, and the roster with which that is compared.

use super::open::open_enum;
use super::{Extra, Template};
use crate::limits;
use protocol::account::EntryCard;
use serde::{Deserialize, Serialize};

open_enum! {
    /// A question of the form by which somebody asks to come in.
    EntryAsk {
        /// In which department.
        Dept = "dept",
        /// In what post.
        Post = "post",
        /// Under which staff number; it may stay empty.
        Number = "number",
        /// For what.
        Purpose = "purpose",
        /// Whether as a regular employee.
        Regular = "regular",
        /// Whether one promises to keep what one reads.
        Pledge = "pledge",
    }
}

/// How long the group lets somebody wait unless its owner says otherwise, hours.
const USUAL_HOURS: u32 = 24;

/// On which terms people ask to come in by a link for many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<EntryAsk>,
    /// What one promises, in the group's own words; empty for the usual ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pledge: String,
    /// Whose departments the group is for; empty where it is for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depts: Vec<String>,
    /// Within how many hours of working days somebody decides, 24 to a day; 0 where nothing is promised.
    #[serde(default)]
    pub hours: u32,
    /// How far the group's clock is ahead of UTC, minutes: by it days begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset_min: Option<i16>,
    /// How many members there may be; 0 where it does not matter.
    #[serde(default)]
    pub limit: u32,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Entry {
    /// The terms of a group whose owner has set none.
    pub fn usual(template: Option<&Template>) -> Self {
        match template {
            Some(Template::Training) => Self {
                asks: vec![EntryAsk::Purpose, EntryAsk::Pledge],
                hours: USUAL_HOURS,
                ..Self::default()
            },
            _ => Self::default(),
        }
    }

    /// The terms as a link's card tells them.
    pub fn of_card(card: &EntryCard) -> Self {
        Self {
            asks: card.asks.iter().map(|ask| EntryAsk::from(ask.as_str())).collect(),
            pledge: card.pledge.clone(),
            depts: card.depts.clone(),
            hours: card.hours,
            ..Self::default()
        }
    }

    /// What the card of a link tells of them, where the group has `members`.
    pub fn card(&self, members: u32) -> EntryCard {
        EntryCard {
            asks: self.asks.iter().map(|ask| ask.as_str().to_owned()).collect(),
            pledge: self.pledge.clone(),
            depts: self.depts.clone(),
            hours: self.hours,
            full: self.is_full(members),
        }
    }

    /// How far the group's clock is ahead of UTC, minutes: China's, where its owner has set no terms.
    pub fn clock(&self) -> i16 {
        self.utc_offset_min.unwrap_or(limits::USUAL_UTC_OFFSET_MIN)
    }

    /// Whether there is no place beside so many members.
    pub fn is_full(&self, members: u32) -> bool {
        self.limit > 0 && members >= self.limit
    }

    /// Whether the form has this question. A group for some departments needs to know the department.
    pub fn asks(&self, ask: &EntryAsk) -> bool {
        self.asks.contains(ask) || (*ask == EntryAsk::Dept && !self.depts.is_empty())
    }
}

/// Somebody whom the group expects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The real name.
    pub name: String,
    /// The department; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dept: String,
    /// The staff number; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
}

/// Whom the group expects: personal data, for those who let people in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterList {
    /// They; none once the list was deleted.
    #[serde(default)]
    pub rows: Vec<RosterRow>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
