//! The channels of the open space: which there are, where messages stand, which one mutes.

use super::Space;
use super::desk::Records;
use crate::state::keepsake;
use crate::state::trouble::Trouble;
use domain::channels;
use domain::intent::{self, Desk, MoveReason, NewChannel};
use domain::kinds::{Channel, ChannelSort, KnownKind, channel_id, seen_id};
use domain::limits;
use domain::policy::{Case, Context, Place};
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::BTreeSet;

/// A channel as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelShown {
    /// Which one.
    pub id: RecordId,
    /// What it is for and how it is called.
    pub channel: Channel,
    /// Whether this person does not want to hear of it.
    pub is_muted: bool,
}

/// What is known of the channel into which a message goes.
pub(super) fn place(desk: &Desk<'_>, records: &Records<'_>, channel: Option<&RecordId>) -> Context {
    let found = channel.and_then(|channel| records.get(KnownKind::Channel, channel));
    let place = match found.and_then(|before| before.body.read::<Channel>().ok()) {
        Some(channel) if channel.archived => Place::Closed,
        Some(_) => Place::Open,
        None => Place::Unknown,
    };
    Context { case: Case { place, ..Case::default() }, ..desk.context.clone() }
}

/// Which messages are moved together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveReach {
    /// The one.
    One,
    /// It and all that was said after it in the same channel.
    Following,
    /// It and what its author said after it in the same channel.
    Author,
}

fn moves(
    desk: &Desk<'_>,
    records: &Records<'_>,
    messages: &[RecordId],
    to: &RecordId,
    why: &MoveReason,
) -> intent::Intended {
    let context = place(desk, records, Some(to));
    let desk = Desk { context: &context, ..*desk };
    let mut writes = Vec::new();
    for message in messages {
        writes.extend(intent::move_post(&desk, records.need(KnownKind::Message, message)?, to, why)?);
    }
    Ok(writes)
}

impl Space {
    /// The channels in their order, archived ones too; the general one is always there.
    pub fn channels(self) -> Memo<Vec<ChannelShown>> {
        let (rows, space) = (self.tables().channels.rows().clone(), self.id());
        let muted = self.muted_channels();
        Memo::new(move |_| {
            let kept = rows.all().into_iter().map(|row| (row.id().clone(), row.body.clone()));
            let shown = |(id, channel): (RecordId, Channel)| {
                let is_muted = muted.read().contains(&id);
                ChannelShown { id, channel, is_muted }
            };
            channels::listed(&space, kept).into_iter().map(shown).collect()
        })
    }

    /// The id of the one channel of `sort`.
    pub fn channel_of(self, sort: &ChannelSort) -> RecordId {
        channel_id(&self.id(), sort)
    }

    /// The channel in which a message stands that names `channel`.
    pub fn home_of(self, channel: Option<&RecordId>) -> RecordId {
        channels::home(&self.id(), channel)
    }

    /// The channels of which this person does not want to hear.
    pub fn muted_channels(self) -> Memo<BTreeSet<RecordId>> {
        let (seen, me, id) = (self.tables().seen.rows().clone(), self.session.me(), self.id());
        Memo::new(move |_| {
            self.kept.track();
            self.engine.generation().track();
            if let Some(kept) = keepsake::of(self.engine, &id) {
                return kept.muted;
            }
            let person = me.read().as_ref().map(|me| me.person.clone());
            let seen = person.and_then(|person| seen.get(&seen_id(&id, &person)));
            seen.map(|row| row.body.muted.iter().cloned().collect()).unwrap_or_default()
        })
    }

    /// The channels in which this person heard that they talk about something else.
    pub fn nudged_channels(self) -> Memo<BTreeSet<RecordId>> {
        let (seen, me, id) = (self.tables().seen.rows().clone(), self.session.me(), self.id());
        Memo::new(move |_| {
            self.kept.track();
            self.engine.generation().track();
            if let Some(kept) = keepsake::of(self.engine, &id) {
                return kept.nudged;
            }
            let person = me.read().as_ref().map(|me| me.person.clone());
            let seen = person.and_then(|person| seen.get(&seen_id(&id, &person)));
            seen.map(|row| row.body.nudged.iter().cloned().collect()).unwrap_or_default()
        })
    }

    /// Notes that this person has heard that they talk about something else in `channel`.
    pub fn note_nudge(self, channel: RecordId) {
        if self.keep_here(|kept| _ = kept.nudged.insert(channel.clone())) {
            self.kept.update(|kept| *kept = kept.wrapping_add(1));
            return;
        }
        self.intend_now(|desk, records| {
            let before = records.get(KnownKind::Seen, &seen_id(desk.space, &desk.actor.person));
            intent::note_nudge(desk, before, &channel)
        });
    }

    /// Hears no more of a channel, or again.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn mute_channel(self, channel: RecordId, is_muted: bool) -> Result<(), Trouble> {
        let kept = self.keep_here(|kept| {
            if is_muted {
                kept.muted.insert(channel.clone());
            } else {
                kept.muted.remove(&channel);
            }
        });
        if kept {
            self.kept.update(|kept| *kept = kept.wrapping_add(1));
            return Ok(());
        }
        self.intend(|desk, records| {
            let before = records.get(KnownKind::Seen, &seen_id(desk.space, &desk.actor.person));
            intent::mute_channel(desk, before, &channel, is_muted)
        })
        .await
    }

    /// Opens a channel behind the others.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn open_channel(self, sort: ChannelSort, name: String) -> Result<(), Trouble> {
        let id = self.new_id()?;
        let last = self.channels().get_untracked().last().map(|last| last.channel.order);
        let order = last.unwrap_or_default().saturating_add(channels::STEP);
        let new = NewChannel { name, order, archived: false };
        self.intend(|desk, _| intent::open_channel(desk, sort, id, &new)).await
    }

    /// Changes a channel: its name, or whether it is archived.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn change_channel(self, id: RecordId, new: NewChannel) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::change_channel(desk, records.get(KnownKind::Channel, &id), &new))
            .await
    }

    /// Puts the channel at `from` where the one at `to` stands.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn reorder_channels(self, from: usize, to: usize) -> Result<(), Trouble> {
        let shown = self.channels().get_untracked();
        let orders: Vec<_> = shown.iter().map(|shown| (shown.id.clone(), shown.channel.order)).collect();
        let changed = channels::reordered(&orders, from, to);
        self.intend(|desk, records| {
            let mut writes = Vec::new();
            for (id, order) in changed {
                let Some(ChannelShown { channel, .. }) = shown.iter().find(|shown| shown.id == id) else {
                    continue;
                };
                let new = NewChannel { name: channel.name.clone(), order, archived: channel.archived };
                let before = records.get(KnownKind::Channel, &id);
                writes.extend(intent::change_channel(desk, before, &new)?);
            }
            Ok(writes)
        })
        .await
    }

    /// What a move takes along of what is in memory, oldest first, so many at once as may be.
    pub fn to_move(self, message: &RecordId, reach: MoveReach) -> Vec<RecordId> {
        let rows = self.stream.rows();
        let Some(first) = rows.row(message).map(|row| row.get_untracked()) else { return Vec::new() };
        let home = self.home_of(first.body.channel.as_ref());
        let goes = |id: &&RecordId| {
            let row = rows.row(id).map(|row| row.get_untracked());
            row.is_some_and(|row| {
                let is_theirs = reach != MoveReach::Author || row.author() == first.author();
                is_theirs && row.body.recalled_at.is_none() && self.home_of(row.body.channel.as_ref()) == home
            })
        };
        let most = if reach == MoveReach::One { 1 } else { limits::MOVED_AT_ONCE };
        let order = rows.order().get_untracked();
        order.iter().skip_while(|id| *id != message).filter(goes).take(most).cloned().collect()
    }

    /// Puts messages into another channel, all of them or none.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn move_posts(
        self,
        messages: Vec<RecordId>,
        to: RecordId,
        why: MoveReason,
    ) -> Result<(), Trouble> {
        self.intend(|desk, records| moves(desk, records, &messages, &to, &why)).await
    }

    /// The same for the way back, which nobody waits for.
    pub fn move_back(self, messages: &[RecordId], to: &RecordId) {
        self.intend_now(|desk, records| moves(desk, records, messages, to, &MoveReason::default()));
    }
}
