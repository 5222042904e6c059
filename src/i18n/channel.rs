//! How channels are called.

use crate::i18n::Words;
use domain::kinds::{Channel, ChannelSort};
use words::Word;

impl Words {
    /// How a channel is called: by its name, or by what it is for.
    pub fn channel(self, channel: &Channel) -> String {
        if channel.name.is_empty() { self.channel_sort(&channel.sort) } else { channel.name.clone() }
    }

    /// How a channel of this sort is called that has no other name.
    pub fn channel_sort(self, sort: &ChannelSort) -> String {
        self.text(match sort {
            ChannelSort::General => Word::TalkChannelGeneral,
            ChannelSort::Notices => Word::TalkChannelNotices,
            ChannelSort::Questions => Word::TalkChannelQuestions,
            ChannelSort::Materials => Word::TalkChannelMaterials,
            ChannelSort::Homework => Word::TalkChannelHomework,
            ChannelSort::Chat => Word::TalkChannelChat,
            ChannelSort::Custom | ChannelSort::Other(_) => Word::TalkChannelCustom,
        })
    }
}
