//! Whom and what a write is about, as far as its rules ask. A server knows all of it; what a device does
//! not know, it leaves for the server to judge.

use super::Membership;
use crate::measures::Taken;
use protocol::{PersonId, RecordId};

/// Whom and what a write is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The person's membership; `None` for somebody who never was a member.
    pub member: Option<Membership>,
    /// The measures that were taken about the person.
    pub measures: Vec<Taken>,
    /// The post.
    pub post: Post,
    /// The channel into which a message is put.
    pub place: Place,
    /// Whether the announcement that is confirmed asks for it.
    pub asked: Asked,
    /// How many urgent announcements the actor has made within a day.
    pub urgent: usize,
    /// Whether the actor has just accepted the owner's offer of the space, and no server passes it on.
    pub is_heir: bool,
    /// The words for which the actor has a permission under the message's id, that still stands.
    pub permit: Option<String>,
    /// What guards and proposals may name.
    pub citable: Citable,
    /// The proposal to which somebody says something.
    pub proposed: Proposed,
}

/// What is known of what guards and proposals may name: rules, and channels to bind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Citable {
    /// Nothing: it is being written together with the guards, or not on this device. A server always
    /// knows.
    #[default]
    Unknown,
    /// These.
    Known {
        /// The numbers of the binding rules.
        rules: Vec<u32>,
        /// The channels beside the general one.
        channels: Vec<RecordId>,
    },
}

/// What is known of the proposal to which somebody says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proposed {
    /// Nothing: it is not on this device. A server always knows.
    #[default]
    Unknown,
    /// There is no such proposal.
    Missing,
    /// Opinions are asked for.
    Open,
    /// No more.
    Closed,
}

/// What is known of the channel into which a message is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nothing: it is not on this device. A server always knows.
    #[default]
    Unknown,
    /// There is no such channel.
    Missing,
    /// It takes messages.
    Open,
    /// It is archived.
    Closed,
}

/// What is known of the announcement that somebody confirms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: it is not on this device. A server always knows.
    #[default]
    Unknown,
    /// There is no such announcement.
    Missing,
    /// It asks for no confirmation, or was called back.
    No,
    /// It asks everybody to confirm it.
    Yes,
}

/// What is known of the post that a write is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Post {
    /// Nothing: it is not on this device. A server always knows.
    #[default]
    Unknown,
    /// There is no such post.
    Missing,
    /// It is there.
    Here {
        /// Who wrote it.
        author: PersonId,
        /// Whether it stands hidden.
        is_hidden: bool,
    },
}
