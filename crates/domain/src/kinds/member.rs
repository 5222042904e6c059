//! A person's membership in a space.

use super::Extra;
use super::open::open_enum;
use protocol::PersonId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// What a member may do. Who owns the space, the space itself says, whatever stands here:
    /// `owner` stands here only so that lists of members need no second look-up.
    Role {
        /// Answers for the space.
        Owner = "owner",
        /// Keeps order, invites, edits the draft of the rules.
        Admin = "admin",
        /// Teaches.
        Trainer = "trainer",
        /// Looks at who asks to come in, and later at material before it is published.
        Reviewer = "reviewer",
        /// Takes part.
        Member = "member",
        /// Reads along.
        Observer = "observer",
        /// Has applied and waits.
        Applicant = "applicant",
        /// Human resources: members and results, not the talk.
        Hr = "hr",
    }
}

open_enum! {
    /// Where a membership stands, as stored. Whether the rules are confirmed is not stored here:
    /// the confirmation itself says so (see [`crate::states::Standing`]).
    MemberState {
        /// Takes part.
        Active = "active",
        /// May read, not post, for a time.
        Muted = "muted",
        /// May neither read nor post.
        Suspended = "suspended",
        /// Has asked to leave.
        Leaving = "leaving",
        /// Has left.
        Left = "left",
        /// Was told that they will be removed.
        Removing = "removing",
        /// Was removed.
        Removed = "removed",
        /// Leaves the company and hands over.
        Departing = "departing",
        /// Has left the company.
        Departed = "departed",
    }
}

impl MemberState {
    /// Whether the membership is over: it stands in the list, and counts no more.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Left | Self::Removed | Self::Departed)
    }
}

/// A person's membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The real name, as the space shows it.
    pub real_name: String,
    /// Department.
    #[serde(default)]
    pub dept: String,
    /// Post.
    #[serde(default)]
    pub post: String,
    /// What the person may do.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Where the membership stands.
    pub state: MemberState,
    /// Since when, UTC milliseconds.
    #[serde(default)]
    pub joined_at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Member {
    /// Where it stands in a list: who answers for something first, who has gone last.
    pub fn rank(&self, is_owner: bool) -> u8 {
        let place = |role: &Role| match role {
            Role::Owner | Role::Admin => 1,
            Role::Trainer | Role::Reviewer => 2,
            Role::Observer | Role::Applicant | Role::Hr | Role::Other(_) => 4,
            Role::Member => 3,
        };
        match () {
            () if self.state.is_over() => 5,
            () if is_owner => 0,
            () => self.roles.iter().map(place).min().unwrap_or(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(roles: &[&str], state: &str) -> Member {
        let body = serde_json::json!({
            "person": "1", "real_name": "李想", "roles": roles, "state": state, "joined_at": 0,
        });
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn who_answers_for_something_stands_first_and_who_has_gone_last() {
        let ranks = [
            member(&["member"], "active").rank(true),
            member(&["member", "admin"], "active").rank(false),
            member(&["trainer"], "active").rank(false),
            member(&["member"], "muted").rank(false),
            member(&["observer"], "active").rank(false),
            member(&["admin"], "left").rank(false),
        ];
        assert!(ranks.is_sorted_by(|one, next| one < next), "{ranks:?}");
    }
}
