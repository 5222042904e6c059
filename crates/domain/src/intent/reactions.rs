//! Saying something to a message in a word.

use super::{Desk, Intended};
use crate::kinds::{KnownKind, Reaction, ReactionWord, reaction_id};
use crate::policy::Before;
use protocol::RecordId;

/// Says `word` to a message, in place of what one said to it before; the same word takes it back.
/// `before` is one's reaction to that message, if there ever was one.
///
/// # Errors
/// Whoever may not post.
pub fn react(
    desk: &Desk<'_>,
    before: Option<Before<'_>>,
    message: &RecordId,
    word: ReactionWord,
) -> Intended {
    let Some(before) = before else {
        let head = desk.head(KnownKind::Reaction, reaction_id(desk.space, message, desk.me()));
        let reaction = Reaction { message: message.clone(), word: Some(word), extra: Default::default() };
        let mut deps = desk.confirmed_ground();
        deps.push(message.clone());
        return Ok(vec![desk.create(head, &reaction, deps)?]);
    };
    let reaction: Reaction = before.body.read()?;
    let word = Some(word).filter(|word| reaction.word.as_ref() != Some(word));
    desk.update(before, &Reaction { word, ..reaction })
}
