//! Of what a person wants to be told outside the page.

use super::Extra;
use super::open::open_enum;
use protocol::RecordId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// How much one wants to be told of a space or a channel.
    Level {
        /// Everything that is said and announced.
        All = "all",
        /// What names one, and what is important or to be confirmed.
        Named = "named",
        /// Nothing.
        Nothing = "nothing",
    }
}

/// The level of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelLevel {
    /// Which channel.
    pub channel: RecordId,
    /// How much of it.
    pub level: Level,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a person wants to be told of a space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// Of the space; where nothing was chosen, what names one and what is important.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Of the channels that differ from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelLevel>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Wishes {
    /// How much of the space.
    pub fn of_space(&self) -> Level {
        self.level.clone().unwrap_or(Level::Named)
    }

    /// What was chosen for `channel` itself.
    pub fn chosen(&self, channel: &RecordId) -> Option<&Level> {
        self.channels.iter().find(|chosen| chosen.channel == *channel).map(|chosen| &chosen.level)
    }

    /// How much of `channel`.
    pub fn of_channel(&self, channel: &RecordId) -> Level {
        self.chosen(channel).cloned().unwrap_or_else(|| self.of_space())
    }

    /// The same wishes, with `level` for `channel`, or, for `None`, as the space has it.
    #[must_use]
    pub fn with_channel(mut self, channel: &RecordId, level: Option<Level>) -> Self {
        self.channels.retain(|chosen| chosen.channel != *channel);
        let chosen =
            level.map(|level| ChannelLevel { channel: channel.clone(), level, extra: Extra::default() });
        self.channels.extend(chosen);
        self
    }

    /// Whether nothing was ever chosen.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }
}
