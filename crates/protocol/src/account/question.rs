//! Questions about the rules for who comes in. They are no records, which travel to all who read their
//! scope: the answers must not.

use crate::ids::SpaceId;
use serde::{Deserialize, Serialize};

/// A question with one right answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleQuestion {
    /// What is asked.
    pub text: String,
    /// The answers to choose from.
    pub choices: Vec<String>,
    /// Which is right; for the owner alone, who sets them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<QuestionKey>,
}

/// The right answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionKey {
    /// Its place among the choices.
    pub choice: u32,
    /// The number of the rule that says it.
    pub rule: u32,
}

/// The questions of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionSheet {
    /// When they were set, UTC milliseconds: an answer names it.
    pub set_at: i64,
    /// The version of the rules that they are about; 0 where nothing is asked.
    pub version: u32,
    /// They, in their order.
    pub questions: Vec<RuleQuestion>,
}

/// What the owner asks from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetQuestions {
    /// Where.
    pub space: SpaceId,
    /// The questions, each with its key; none to ask nothing.
    pub questions: Vec<RuleQuestion>,
}

/// What somebody takes for right. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestion {
    /// Where.
    pub space: SpaceId,
    /// When the questions were set that they read.
    pub set_at: i64,
    /// The place of the question.
    pub question: u32,
    /// The place of the choice.
    pub choice: u32,
}

/// Whether it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionVerdict {
    /// Whether it is right.
    pub right: bool,
    /// The number of the rule that says what is.
    pub rule: u32,
    /// The version of the rules in which it does.
    pub version: u32,
}
