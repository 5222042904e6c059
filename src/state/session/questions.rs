//! Questions about the rules for who comes in. They are asked of the backend each time: this device keeps
//! neither them nor what was answered.

use super::Session;
use super::verbs::foreign;
use crate::state::trouble::Trouble;
use protocol::SpaceId;
use protocol::account::{
    AccountCall, AccountOutcome, AnswerQuestion, QuestionSheet, QuestionVerdict, SetQuestions,
};

impl Session {
    /// What is asked about the rules of a group; for its owner with what is right.
    ///
    /// # Errors
    /// No answer: the questions need a network.
    pub async fn questions(self, space: SpaceId) -> Result<QuestionSheet, Trouble> {
        match self.ask(AccountCall::Questions { space }).await? {
            AccountOutcome::Questions(sheet) => Ok(sheet),
            _ => foreign(),
        }
    }

    /// Sets what is asked.
    ///
    /// # Errors
    /// `Refused` at the question that does not fit; no answer.
    pub async fn set_questions(self, asked: SetQuestions) -> Result<(), Trouble> {
        self.ask(AccountCall::SetQuestions(asked)).await.map(|_| ())
    }

    /// Whether an answer is right, and which rule says so.
    ///
    /// # Errors
    /// `Refused` with `not-found` where something else is asked by now; no answer.
    pub async fn answer_question(self, answer: AnswerQuestion) -> Result<QuestionVerdict, Trouble> {
        match self.ask(AccountCall::AnswerQuestion(answer)).await? {
            AccountOutcome::Verdict(verdict) => Ok(verdict),
            _ => foreign(),
        }
    }
}
