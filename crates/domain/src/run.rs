//! Messages of one person shortly after one another: they are read as one, so that name and picture
//! stand above the first alone.

use crate::kinds::Message;
use protocol::PersonId;

/// From how long after the one before it on a message stands by itself, milliseconds.
pub const RUN_MS: i64 = 5 * 60 * 1000;

/// A message, and what its record says of it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Who said it.
    pub author: &'a PersonId,
    /// When the server took it (or, not yet there, when it was written), UTC milliseconds.
    pub at: i64,
    /// What was said.
    pub message: &'a Message,
}

/// Whether `this`, which stands right after `above`, goes on with it: by the same person, in the same
/// channel, shortly after, and without anything that is told beside the name.
pub fn goes_on(above: Said<'_>, this: Said<'_>) -> bool {
    let is_shortly_after = (0..RUN_MS).contains(&this.at.saturating_sub(above.at));
    let is_together = above.author == this.author && above.message.channel == this.message.channel;
    is_shortly_after && is_together && above.message.stands() && is_plain(this)
}

/// Whether nothing is told of it but what it says.
fn is_plain(Said { at, message, .. }: Said<'_>) -> bool {
    let answers = message.reply_to.is_some();
    let has_marks = message.released_by.is_some() || message.sort.is_some() || message.permitted;
    let is_told = has_marks || message.edited_at.is_some() || message.written_before(at).is_some();
    message.stands() && !answers && !is_told && message.mentions.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::PostSort;
    use protocol::RecordId;

    const T: i64 = 1_800_000_000_000;

    fn said(text: &str) -> Message {
        Message::new(text.into(), T)
    }

    fn after(ms: i64, who: &str, above: &Message, this: &Message) -> bool {
        let (li, who) = (PersonId::from("li"), PersonId::from(who));
        let above = Said { author: &li, at: T, message: above };
        goes_on(above, Said { author: &who, at: T + ms, message: this })
    }

    #[test]
    fn what_one_person_says_within_five_minutes_goes_on() {
        let message = said("早");
        assert!(after(0, "li", &message, &message));
        assert!(after(RUN_MS - 1, "li", &message, &message));
        assert!(!after(RUN_MS, "li", &message, &message));
        assert!(!after(-1, "li", &message, &message));
        assert!(!after(1, "wang", &message, &message));
    }

    #[test]
    fn another_channel_or_something_to_tell_begins_anew() {
        let message = said("早");
        let begins = |this: Message| assert!(!after(1, "li", &message, &this), "{this:?}");
        begins(Message { channel: Some(RecordId::from("chat")), ..said("早") });
        begins(Message { reply_to: Some(RecordId::from("m")), ..said("早") });
        begins(Message { edited_at: Some(T), ..said("早") });
        begins(Message { permitted: true, ..said("早") });
        begins(Message { released_by: Some(PersonId::from("wang")), ..said("早") });
        begins(Message { recalled_at: Some(T), ..said("") });
        begins(Message {
            sort: Some(PostSort { name: "进展".into(), ..PostSort::default() }), ..said("早")
        });
        begins(Message { sent_at: T - 2 * RUN_MS, ..said("早") });
    }

    #[test]
    fn nothing_goes_on_with_what_was_recalled() {
        let gone = Message { recalled_at: Some(T), ..said("") };
        assert!(!after(1, "li", &gone, &said("早")));
    }
}
