//! What a person says in a space, says differently and takes back; judged and kept as [`super::verbs`].

use super::Space;
use crate::state::trouble::Trouble;
use domain::intent::{self, Desk, Intended, NewPost};
use domain::kinds::{self, KnownKind, PostSort};
use domain::policy::Before;
use leptos::prelude::*;
use protocol::RecordId;

/// What is posted, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posting {
    /// What it says.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<RecordId>,
    /// The channel in which it is to stand; the general one for none.
    pub channel: Option<RecordId>,
    /// Why it says again what somebody has said.
    pub again: Option<String>,
    /// What kind of post it is.
    pub sort: Option<PostSort>,
    /// Whether it was kept as the draft until now.
    pub is_draft: bool,
}

impl Posting {
    /// What stands in the composer of the stream, for the general channel.
    pub fn draft(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_draft: true, ..Self::default() }
    }
}

impl Space {
    /// Posts a message, and empties the draft where it stood in it.
    ///
    /// # Errors
    /// Refused with the rule's code; nothing kept.
    pub async fn post(self, posting: Posting) -> Result<RecordId, Trouble> {
        let Posting { text, reply_to, channel, again, sort, is_draft } = posting;
        let id = self.new_id()?;
        let mentions = self.named_in(&text);
        let thread = reply_to.as_ref().map(|to| self.thread_of(to));
        self.send_off(channel, is_draft, |desk, _, channel| {
            let (text, again) = (&text, again.as_deref());
            let post = NewPost { text, reply_to, thread, channel, mentions, again, sort };
            intent::post_message(desk, id.clone(), post)
        })
        .await?;
        Ok(id)
    }

    /// The message that began the conversation in which `message` stands: that one itself where it
    /// answers none.
    pub fn thread_of(self, message: &RecordId) -> RecordId {
        let row = self.stream.message(message).map(|row| row.get_untracked());
        row.and_then(|row| row.body.root().cloned()).unwrap_or_else(|| message.clone())
    }

    /// Changes one's own message.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn edit_message(self, id: RecordId, text: String) -> Result<(), Trouble> {
        let mentions = self.named_in(&text);
        self.intend(|desk, records| {
            intent::edit_message(desk, records.need(KnownKind::Message, &id)?, &text, mentions)
        })
        .await
    }

    /// Takes the words of one's own message back. Says whether a line tells it in the message's place:
    /// what the backend has not got nobody can have seen.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn recall_message(self, id: RecordId) -> Result<bool, Trouble> {
        let mut leaves_line = false;
        let text = self.stream.message(&id).map(|row| row.with_untracked(|row| row.body.text.clone()));
        self.intend(|desk, records| {
            let before = records.need(KnownKind::Message, &id)?;
            leaves_line = records.is_there(KnownKind::Message, &id);
            if leaves_line {
                intent::recall_message(desk, before)
            } else {
                intent::delete_message(desk, before)
            }
        })
        .await?;
        if let Some(text) = text.filter(|_| leaves_line) {
            self.stream.remember_recalled(id, text);
        }
        Ok(leaves_line)
    }

    /// Takes a message out of the stream, for staff where no server hides it.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn delete_message(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::delete_message(desk, records.need(KnownKind::Message, &id)?))
            .await
    }

    /// Whether this person may change the text of the message `id`, as of now.
    pub fn may_edit(self, id: RecordId) -> Memo<bool> {
        self.message_allows(id, |desk, before| {
            intent::edit_message(desk, before, ".", kinds::Mentions::default())
        })
    }

    /// Whether this person may recall the message `id`, as of now.
    pub fn may_recall(self, id: RecordId) -> Memo<bool> {
        self.message_allows(id, intent::recall_message)
    }

    /// Whether this person may take the message `id` out of the stream, as of now.
    pub fn may_delete(self, id: RecordId) -> Memo<bool> {
        self.message_allows(id, intent::delete_message)
    }

    /// Whether an intent on a message would be let through; judged anew when the message or the
    /// ground changes, not as time passes.
    fn message_allows(self, id: RecordId, act: fn(&Desk<'_>, Before<'_>) -> Intended) -> Memo<bool> {
        let rows = self.stream.rows();
        Memo::new(move |_| {
            self.ground.track();
            let _ = rows.get(&id);
            self.judge(|desk, records| act(desk, records.need(KnownKind::Message, &id)?)).is_ok()
        })
    }
}
