//! The model servers by name, and what each can't do.

use crate::server::manner::{Manner, Version};
use crate::server::{Style, couch, kinto, pocket_base, postgrest};
use dialect::capabilities::Tombstones;
use dialect::{Profile, Request};
use protocol::Mid;
use std::sync::OnceLock;
use sync::planted::Bug;

/// A model server, and how one talks to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Model {
    /// Answers the engine's calls themselves, and keeps the results of writes.
    Direct(Style),
    /// The same without results: what is sent twice is told apart by its base alone.
    Bare(Style),
    /// The reference server over HTTP, through its profile.
    Qunyue,
    /// json-server over HTTP, through its profile.
    JsonServer,
    /// Kinto over HTTP, through its profile.
    Kinto,
    /// CouchDB's protocol over HTTP, through its profile.
    CouchDb,
    /// PocketBase over HTTP, through its profile.
    PocketBase,
    /// PostgREST over HTTP, through a profile of the simulator's own.
    PostgRest,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Direct(Style::Reference),
        Self::Direct(Style::Keyset),
        Self::Direct(Style::Terse),
        Self::Direct(Style::Diff),
        Self::Bare(Style::Keyset),
        Self::Bare(Style::Terse),
        Self::Bare(Style::Diff),
        Self::Qunyue,
        Self::JsonServer,
        Self::Kinto,
        Self::CouchDb,
        Self::PocketBase,
        Self::PostgRest,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct(style) => style.name(),
            Self::Bare(Style::Reference) => "bare-reference",
            Self::Bare(Style::Keyset) => "bare-keyset",
            Self::Bare(Style::Terse) => "bare-terse",
            Self::Bare(Style::Diff) => "bare-diff",
            Self::Qunyue => "qunyue",
            Self::JsonServer => "json-server",
            Self::Kinto => "kinto",
            Self::CouchDb => "couchdb",
            Self::PocketBase => "pocketbase",
            Self::PostgRest => "postgrest",
        }
    }

    /// Whether seeds draw it by themselves.
    pub fn is_drawn(self) -> bool {
        self.keeps_results() || self == Self::JsonServer
    }

    /// The only sort of server before which a planted bug makes a difference, where there is one, or the
    /// one before which it is seen soonest.
    pub fn shows(bug: Bug) -> Option<Self> {
        match bug {
            Bug::PastForgotten => Some(Self::Bare(Style::Keyset)),
            Bug::HalfLoadShown => Some(Self::CouchDb),
            Bug::OvertakenForgotten => Some(Self::JsonServer),
            Bug::TornLoad => Some(Self::Bare(Style::Terse)),
            Bug::JournalFromNothing => Some(Self::Direct(Style::Terse)),
            _ => None,
        }
    }

    /// Whether a write with an old base is refused.
    pub fn compares(self) -> bool {
        self != Self::JsonServer
    }

    /// Whether it keeps the result of each write under its name.
    pub fn keeps_results(self) -> bool {
        matches!(self, Self::Direct(_) | Self::Qunyue)
    }

    /// Whether a deletion only marks its record, which nobody removes.
    pub fn keeps_tombstones(self) -> bool {
        self.profile().is_some_and(|profile| profile.capabilities().tombstones == Tombstones::Soft)
    }

    /// Whether it pokes.
    pub fn pokes(self) -> bool {
        match self {
            Self::Direct(style) | Self::Bare(style) => style.pokes(),
            other => other == Self::Qunyue,
        }
    }

    /// Whether tombstones and cursors end one day.
    pub fn forgets(self) -> bool {
        matches!(self, Self::Direct(_) | Self::Bare(_) | Self::Qunyue)
    }

    /// Whether a row may be committed out of order of its place in the feed.
    pub fn may_commit_late(self) -> bool {
        matches!(self, Self::Direct(Style::Keyset) | Self::Bare(Style::Keyset))
    }

    /// Whether it answers whoever shows no session as if they were somebody without rights.
    pub fn hears_nobody(self) -> bool {
        self == Self::PocketBase
    }

    /// How it goes about records.
    pub(super) fn manner(self) -> Manner {
        match self {
            Self::Direct(_) | Self::Qunyue | Self::JsonServer => Manner::OURS,
            Self::Bare(_) => Manner::OTHERS,
            Self::Kinto => Manner { version: Version::Instant, ..Manner::OTHERS },
            Self::CouchDb => Manner { is_open: true, buries: true, ..Manner::OTHERS },
            Self::PocketBase => Manner { version: Version::Stamp, buries: true, ..Manner::OTHERS },
            Self::PostgRest => Manner { version: Version::Count, buries: true, ..Manner::OTHERS },
        }
    }

    /// The names of the writes in a request over HTTP, where they stand in it.
    pub(super) fn mids(self, request: &Request) -> Vec<Mid> {
        match self {
            Self::Qunyue => crate::server::http::mids(request),
            Self::CouchDb => couch::mids(request),
            Self::PocketBase => pocket_base::mids(request),
            Self::PostgRest => postgrest::mids(request),
            _ => Vec::new(),
        }
    }

    /// How many writes a request over HTTP holds.
    pub(super) fn writes(self, request: &Request) -> usize {
        if self == Self::Kinto { kinto::writes(request) } else { self.mids(request).len() }
    }

    /// The profile through which one talks to it.
    pub(super) fn profile(self) -> Option<&'static Profile> {
        static READ: OnceLock<Vec<(Model, Profile)>> = OnceLock::new();
        let read = |(model, text): (Self, &str)| {
            Some((model, Profile::parse(text).ok()?.with_vars([("origin", "")])))
        };
        let profiles = READ.get_or_init(|| PROFILES.into_iter().filter_map(read).collect());
        profiles.iter().find(|(model, _)| *model == self).map(|(_, profile)| profile)
    }
}

const PROFILES: [(Model, &str); 6] = [
    (Model::Qunyue, include_str!("../../../../profiles/qunyue.json")),
    (Model::JsonServer, include_str!("../../../../profiles/json-server.json")),
    (Model::Kinto, include_str!("../../../../profiles/kinto.json")),
    (Model::CouchDb, include_str!("../../../../profiles/couchdb.json")),
    (Model::PocketBase, include_str!("../../../../profiles/pocketbase.json")),
    (Model::PostgRest, include_str!("../../profiles/postgrest.json")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_spoken_to_over_http_has_a_profile_that_can_be_read() {
        for model in Model::ALL {
            let is_called = matches!(model, Model::Direct(_) | Model::Bare(_));
            assert_eq!(model.profile().is_none(), is_called, "{}", model.name());
        }
    }
}
