//! Asking to come into a group: the form, how it is looked at, and what becomes of it.

use crate::ids::{PersonId, SpaceId};
use serde::{Deserialize, Serialize};

/// On which terms people ask to come into a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EntryCard {
    /// What the form asks, by the names of the questions.
    pub asks: Vec<String>,
    /// What one promises, in the group's own words; empty for the usual ones.
    pub pledge: String,
    /// For whose departments the group is; empty for all.
    pub depts: Vec<String>,
    /// Within how many hours somebody decides; 0 where nothing is promised.
    pub hours: u32,
    /// Whether there is no place.
    pub full: bool,
}

/// What somebody says who asks to come in. What the group does not ask is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct JoinForm {
    /// Department.
    pub dept: String,
    /// Post.
    pub post: String,
    /// Staff number.
    pub number: String,
    /// For what.
    pub purpose: String,
    /// Whether as a regular employee.
    pub regular: bool,
    /// What was promised, word for word.
    pub pledge: String,
}

/// How somebody stands against the group's roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RosterMatch {
    /// They are on it.
    On,
    /// The name is, in another department.
    DeptDiffers,
    /// The name is, under another staff number.
    NumberDiffers,
    /// They are not.
    Missing,
}

/// How somebody stands against the roster, and what that says of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterFinding {
    /// How they stand.
    pub verdict: RosterMatch,
    /// The department on the roster; may be empty.
    pub dept: String,
    /// The staff number on the roster; may be empty.
    pub number: String,
}

/// Somebody else with the same name or staff number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Twin {
    /// The real name.
    pub real_name: String,
    /// Department.
    pub dept: String,
    /// Whether they wait, too, and are no members.
    pub waits: bool,
}

/// Where a request to come in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Nobody has decided.
    Waiting,
    /// Something was asked that the person has not answered.
    More,
    /// The person is a member.
    Admitted,
    /// The person is none, for a reason that may be told.
    Declined,
    /// The person asks no more.
    Withdrawn,
}

impl RequestState {
    /// Whether it is still to be decided.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::More)
    }
}

/// How far a request has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RequestCourse {
    /// What was said in the form.
    pub form: JoinForm,
    /// Until when the group wants to have decided, UTC milliseconds.
    pub due_at: Option<i64>,
    /// Since when somebody has looked at it, UTC milliseconds.
    pub seen_at: Option<i64>,
    /// What was asked beyond the form.
    pub question: String,
    /// What the person said to it.
    pub answer: String,
    /// When it was decided or withdrawn, UTC milliseconds.
    pub decided_at: Option<i64>,
}

/// One's own request to come into a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRequest {
    /// The space.
    pub space: SpaceId,
    /// Its name.
    pub name: String,
    /// Its purpose in one line.
    pub purpose: String,
    /// Since when, UTC milliseconds.
    pub asked_at: i64,
    /// Where it stands.
    pub state: RequestState,
    /// Why it was declined; may be empty.
    #[serde(default)]
    pub reason: String,
    /// How far it has come.
    #[serde(default)]
    pub course: RequestCourse,
}

/// Somebody who waits, for those who let people in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applicant {
    /// Where.
    pub space: SpaceId,
    /// Who.
    pub person: PersonId,
    /// The real name.
    pub real_name: String,
    /// Department.
    pub dept: String,
    /// Post.
    pub post: String,
    /// What the link was made for.
    pub link: String,
    /// Since when, UTC milliseconds.
    pub asked_at: i64,
    /// Whether it waits for them, or they for it.
    pub state: RequestState,
    /// How far it has come.
    #[serde(default)]
    pub course: RequestCourse,
    /// How they stand against the group's roster; none where it has none.
    #[serde(default)]
    pub roster: Option<RosterFinding>,
    /// Who has the same name or staff number.
    #[serde(default)]
    pub twins: Vec<Twin>,
}

/// What one has asked, and who asks in the spaces where one lets people in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRequests {
    /// One's own, newest first.
    pub mine: Vec<JoinRequest>,
    /// Who waits, the longest first.
    pub applicants: Vec<Applicant>,
}

/// What somebody decides about who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideRequest {
    /// Where.
    pub space: SpaceId,
    /// About whom.
    pub person: PersonId,
    /// Whether they come in.
    pub admit: bool,
    /// Why not; empty for who comes in.
    pub reason: String,
}

/// How a request goes on that nobody has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestStep {
    /// Somebody who may decide looks at it.
    Look,
    /// They ask for more.
    Ask,
    /// Who waits answers.
    Answer,
    /// Who waits asks no more.
    Withdraw,
}

/// A step of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdvanceRequest {
    /// Where.
    pub space: SpaceId,
    /// Whose request.
    pub person: PersonId,
    /// Which step.
    pub step: RequestStep,
    /// What is asked or answered; else empty.
    pub text: String,
}
