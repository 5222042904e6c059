//! What a person does in a space. Each verb judges by the domain's policy first, then keeps the
//! intent's writes; it resolves when they are durable on this device.

use crate::state::space::{NewInvite, Space};
use crate::state::trouble::Trouble;
use domain::kinds::{Role, Rule};
use protocol::{PersonId, RecordId};

/// Name, purpose and audience of a space, as its form has them.
pub use domain::kinds::Space as About;

fn pending<T>() -> Result<T, Trouble> {
    Err(Trouble::Unsupported)
}

impl Space {
    /// Whether `verb` may be offered at all: the same judgment as on the server.
    pub fn may(self, verb: Verb) -> leptos::prelude::Memo<bool> {
        let _ = verb;
        leptos::prelude::Memo::new(|_| false)
    }

    /// Posts a message and empties the draft.
    ///
    /// # Errors
    /// Refused with the rule's code; nothing kept.
    pub async fn post(self, text: String, reply_to: Option<RecordId>) -> Result<RecordId, Trouble> {
        let _ = (text, reply_to);
        pending()
    }

    /// Changes one's own message.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn edit_message(self, id: RecordId, text: String) -> Result<(), Trouble> {
        let _ = (id, text);
        pending()
    }

    /// Takes one's own message back: a tombstone stays.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn recall_message(self, id: RecordId) -> Result<(), Trouble> {
        let _ = id;
        pending()
    }

    /// Keeps the text that is being written. Call it on every input; it is written when typing
    /// rests, and when the page is hidden.
    pub fn keep_draft(self, text: String) {
        let _ = text;
    }

    /// Marks everything up to `id` as read. Cheap to call while scrolling.
    pub fn mark_read(self, id: RecordId) {
        let _ = id;
    }

    /// Confirms the binding version of the rules: the seal.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn confirm_rules(self) -> Result<(), Trouble> {
        pending()
    }

    /// Keeps the rules that are being written, numbered anew, with the text they come from.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at the rule.
    pub async fn save_rules_draft(self, rules: Vec<Rule>, source: Option<String>) -> Result<(), Trouble> {
        let _ = (rules, source);
        pending()
    }

    /// Publishes the draft as the next version. Everybody confirms anew.
    ///
    /// # Errors
    /// As [`Space::save_rules_draft`].
    pub async fn publish_rules(self, reason: String) -> Result<(), Trouble> {
        let _ = reason;
        pending()
    }

    /// Changes name, purpose and audience.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn describe(self, about: About) -> Result<(), Trouble> {
        let _ = about;
        pending()
    }

    /// Makes a personal, single-use invitation. The link is `device::link(path::join(&token))`.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn invite(self, for_name: String, note: String) -> Result<NewInvite, Trouble> {
        let _ = (for_name, note);
        pending()
    }

    /// Calls an invitation back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn revoke_invite(self, id: RecordId) -> Result<(), Trouble> {
        let _ = id;
        pending()
    }

    /// Calls an invitation back and makes a new one for the same person.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn renew_invite(self, id: RecordId) -> Result<NewInvite, Trouble> {
        let _ = id;
        pending()
    }

    /// Gives a member exactly these roles.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn appoint(self, person: PersonId, roles: Vec<Role>) -> Result<(), Trouble> {
        let _ = (person, roles);
        pending()
    }

    /// Removes a member; the membership's history stays.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn remove_member(self, person: PersonId) -> Result<(), Trouble> {
        let _ = person;
        pending()
    }

    /// Leaves the space.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn leave(self) -> Result<(), Trouble> {
        pending()
    }
}

/// What a screen may offer. [`Space::may`] answers for the signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Change name and purpose.
    Describe,
    /// Invite, revoke, renew; see the invitations and the audit log.
    Invite,
    /// Write the draft of the rules.
    DraftRules,
    /// Publish it.
    PublishRules,
    /// Give roles.
    Appoint(PersonId),
    /// Remove this member.
    Remove(PersonId),
    /// Make a reset link for this member.
    IssueReset(PersonId),
    /// Change this message.
    EditMessage(RecordId),
    /// Take this message back.
    RecallMessage(RecordId),
    /// Leave.
    Leave,
}
