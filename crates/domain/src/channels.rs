//! Which channels a space has, and in which of them a message stands.

use crate::kinds::{Channel, ChannelSort, Course, Template, channel_id};
use protocol::{RecordId, SpaceId, order};

/// By how much the numbers of neighboring channels differ: room for those that come between.
pub const STEP: i64 = 10;

/// Where the general channel stands while nobody has moved it: after the notices.
const GENERAL_ORDER: i64 = 2 * STEP;

/// The channels with which a space of the sort `template` begins, beside the general one; a training by what
/// it is about: newcomers read and ask, a skill is practised, leading is talked over in the general one.
pub fn first_channels(template: &Template, course: Option<&Course>) -> &'static [ChannelSort] {
    use ChannelSort::{Chat, Homework, Materials, Notices, Questions};
    match (template, course) {
        (Template::Training, Some(Course::NewStaff)) => return &[Notices, Materials, Questions, Chat],
        (Template::Training, Some(Course::Skills)) => return &[Notices, Materials, Homework, Questions],
        (Template::Training, Some(Course::Management)) => return &[Notices, Materials],
        _ => {}
    }
    match template {
        Template::Project => &[Notices, Questions, Materials, Chat],
        Template::Daily => &[Notices, Questions, Chat],
        Template::Information => &[Notices, Materials],
        Template::Training => &[Notices, Questions, Materials, Homework, Chat],
        Template::Other(_) => &[],
    }
}

/// Where a channel of this sort stands in a new space.
pub fn first_order(sort: &ChannelSort) -> i64 {
    let place = ChannelSort::KNOWN.iter().position(|known| known == sort).unwrap_or_default();
    match sort {
        ChannelSort::General => GENERAL_ORDER,
        ChannelSort::Notices => STEP,
        _ => STEP.saturating_mul(i64::try_from(place).unwrap_or_default().saturating_add(1)),
    }
}

/// The channels in their order, archived ones too. The general one is always among them.
pub fn listed(
    space: &SpaceId,
    kept: impl IntoIterator<Item = (RecordId, Channel)>,
) -> Vec<(RecordId, Channel)> {
    let mut channels: Vec<_> = kept.into_iter().collect();
    let general = channel_id(space, &ChannelSort::General);
    if !channels.iter().any(|(id, _)| *id == general) {
        channels.push((general, Channel::of(ChannelSort::General, GENERAL_ORDER)));
    }
    order(&mut channels, |(a_id, a), (b_id, b)| (a.order, a_id).cmp(&(b.order, b_id)));
    channels
}

/// The channel in which a message stands that names `channel`: the general one for none.
pub fn home(space: &SpaceId, channel: Option<&RecordId>) -> RecordId {
    channel.cloned().unwrap_or_else(|| channel_id(space, &ChannelSort::General))
}

/// What a message in `channel` names: nothing for the general one.
pub fn kept(space: &SpaceId, channel: &RecordId) -> Option<RecordId> {
    Some(channel.clone()).filter(|channel| *channel != channel_id(space, &ChannelSort::General))
}

/// The numbers of the channels once the one at `from` stands at `to`, for those whose number changes.
pub fn reordered(channels: &[(RecordId, i64)], from: usize, to: usize) -> Vec<(RecordId, i64)> {
    let mut moved: Vec<_> = channels.to_vec();
    if from >= moved.len() || to >= moved.len() {
        return Vec::new();
    }
    let channel = moved.remove(from);
    moved.insert(to, channel);
    let numbers = (1..).map(|place: i64| place.saturating_mul(STEP));
    let numbered = moved.into_iter().zip(numbers).filter(|((_, was), is)| was != is);
    numbered.map(|((id, _), number)| (id, number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space() -> SpaceId {
        SpaceId::from("s")
    }

    #[test]
    fn the_general_channel_is_there_without_a_record_and_follows_the_notices() {
        let sorts = [ChannelSort::Chat, ChannelSort::Notices];
        let kept =
            sorts.map(|sort| (channel_id(&space(), &sort), Channel::of(sort.clone(), first_order(&sort))));
        let listed: Vec<_> = listed(&space(), kept).into_iter().map(|(_, channel)| channel.sort).collect();
        assert_eq!(listed, [ChannelSort::Notices, ChannelSort::General, ChannelSort::Chat]);
    }

    #[test]
    fn a_message_without_a_channel_stands_in_the_general_one_and_names_none() {
        let general = channel_id(&space(), &ChannelSort::General);
        assert_eq!(home(&space(), None), general);
        assert_eq!(kept(&space(), &general), None);
        let chat = channel_id(&space(), &ChannelSort::Chat);
        assert_eq!((home(&space(), Some(&chat)), kept(&space(), &chat)), (chat.clone(), Some(chat)));
    }

    #[test]
    fn every_sort_of_space_begins_with_channels_that_stand_apart() {
        for template in Template::KNOWN {
            let mut orders: Vec<_> = first_channels(template, None).iter().map(first_order).collect();
            orders.push(GENERAL_ORDER);
            let count = orders.len();
            orders.sort_unstable();
            orders.dedup();
            assert_eq!(orders.len(), count, "{template:?}");
        }
    }

    #[test]
    fn a_channel_that_moves_renumbers_only_those_that_it_passes() {
        let channels: Vec<_> = [("a", 10), ("b", 20), ("c", 30), ("d", 40)]
            .map(|(id, order)| (RecordId::from(id), order))
            .to_vec();
        let expected = [(RecordId::from("c"), 20), (RecordId::from("b"), 30)];
        assert_eq!(reordered(&channels, 1, 2), expected);
        assert!(reordered(&channels, 3, 4).is_empty());
    }
}
