//! Reactions: whoever may post may also say it in a word.

use super::{Action, Post, Step, require};
use crate::kinds::{Reaction, ReactionWord, reaction_id};
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn write(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Post)?;
    require(step.head.author == step.actor.person, Reason::NotYours, "/author")?;
    let reaction: Reaction = body.read()?;
    let id = reaction_id(&step.head.scope.space, &reaction.message, &step.actor.person);
    require(id == step.head.id, Reason::WrongId, "/message")?;
    let is_known = reaction.word.as_ref().is_none_or(|word| ReactionWord::KNOWN.contains(word));
    require(is_known, Reason::WrongValue, "/word")?;
    // Taking it back is open also where the message is gone.
    if before.is_some() && reaction.word.is_none() {
        return Ok(());
    }
    match &step.context.case.post {
        Post::Missing => Err(Refusal::new(Reason::Gone).at("/message")),
        Post::Here { is_hidden: true, .. } => Err(Refusal::new(Reason::PostHidden).at("/message")),
        Post::Unknown | Post::Here { .. } => Ok(()),
    }
}
