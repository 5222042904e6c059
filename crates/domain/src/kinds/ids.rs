//! The ids of records that exist once: derived from what they are of, so that nobody makes a second.

use super::channel::ChannelSort;
use super::{
    ACK, CHANNEL, CONFIRM, DRAFT, GUARDS, HELD, MEMBER, NOTED, OPINION, PIN, REACTION, READ, REPORT, ROSTER,
    RULES, RULES_DRAFT, SEEN,
};
use protocol::{PersonId, RecordId, SpaceId};

/// The id of the `space` record of `space`.
pub fn space_id(space: &SpaceId) -> RecordId {
    RecordId::from(space.as_str())
}

/// The id of `person`'s membership.
pub fn member_id(space: &SpaceId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), MEMBER, person.as_str()])
}

/// The id of the space's one draft of rules.
pub fn rules_draft_id(space: &SpaceId) -> RecordId {
    RecordId::derived(&[space.as_str(), RULES_DRAFT])
}

/// The id of version `version` of the rules.
pub fn rules_id(space: &SpaceId, version: u32) -> RecordId {
    RecordId::derived(&[space.as_str(), RULES, &version.to_string()])
}

/// The id of `person`'s confirmation of version `version`.
pub fn ack_id(space: &SpaceId, person: &PersonId, version: u32) -> RecordId {
    RecordId::derived(&[space.as_str(), ACK, person.as_str(), &version.to_string()])
}

/// The id of what `person` says to the proposal `proposal`.
pub fn opinion_id(space: &SpaceId, proposal: &RecordId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), OPINION, proposal.as_str(), person.as_str()])
}

/// The id of the space's one channel of `sort`. A custom channel has a time-ordered id instead.
pub fn channel_id(space: &SpaceId, sort: &ChannelSort) -> RecordId {
    RecordId::derived(&[space.as_str(), CHANNEL, sort.as_str()])
}

/// The id of what `person` says in a word to `message`.
pub fn reaction_id(space: &SpaceId, message: &RecordId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), REACTION, message.as_str(), person.as_str()])
}

/// The id of the place `slot` for a pinned message.
pub fn pin_id(space: &SpaceId, slot: u8) -> RecordId {
    RecordId::derived(&[space.as_str(), PIN, &slot.to_string()])
}

/// The id of `person`'s confirmation of the announcement `notice`.
pub fn confirm_id(space: &SpaceId, notice: &RecordId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), CONFIRM, notice.as_str(), person.as_str()])
}

/// The id under which `person` has taken note of the announcement `notice`.
pub fn noted_id(space: &SpaceId, notice: &RecordId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), NOTED, notice.as_str(), person.as_str()])
}

/// The id of the space's one roster.
pub fn roster_id(space: &SpaceId) -> RecordId {
    RecordId::derived(&[space.as_str(), ROSTER])
}

/// The id of the space's guards.
pub fn guards_id(space: &SpaceId) -> RecordId {
    RecordId::derived(&[space.as_str(), GUARDS])
}

/// The id under which the post that would be `message` is held.
pub fn held_id(space: &SpaceId, message: &RecordId) -> RecordId {
    RecordId::derived(&[space.as_str(), HELD, message.as_str()])
}

/// The id of `reporter`'s report of the post `message`: one for each.
pub fn report_id(space: &SpaceId, message: &RecordId, reporter: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), REPORT, message.as_str(), reporter.as_str()])
}

/// The id of `person`'s unsent text.
pub fn draft_id(space: &SpaceId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), DRAFT, person.as_str()])
}

/// The id of `person`'s read cursor.
pub fn read_id(space: &SpaceId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), READ, person.as_str()])
}

/// The id of what `person` has seen.
pub fn seen_id(space: &SpaceId, person: &PersonId) -> RecordId {
    RecordId::derived(&[space.as_str(), SEEN, person.as_str()])
}

/// Whether `id` is a time-ordered id (UUID version 7): no derived id is, so that neither can be
/// taken for the other.
pub fn is_timed(id: &RecordId) -> bool {
    let text = id.as_str();
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'7',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timed_id_is_no_derived_id() {
        assert!(is_timed(&RecordId::timed(1_700_000_000_000, [7; 10])));
        assert!(!is_timed(&rules_draft_id(&SpaceId::from("s"))));
        assert!(!is_timed(&RecordId::from("../staff")));
    }
}
