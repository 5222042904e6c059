//! What a person does in a space. Each verb judges by the domain's policy first, then keeps the
//! intent's writes; it resolves when they are durable on this device.

use crate::state::space::{NewInvite, Space};
use crate::state::trouble::Trouble;
use domain::Refusal;
use domain::intent::{NewSpace, Profile};
use domain::kinds::{Role, Rule};
use domain::policy::Action;
use leptos::prelude::*;
use protocol::{PersonId, RecordId};

fn pending<T>() -> Result<T, Trouble> {
    Err(Trouble::Unsupported)
}

impl Space {
    /// Whether this person may do `action` here, and if not, why: the server's own judgment.
    pub fn may(self, action: Action) -> Memo<Result<(), Refusal>> {
        let _ = action;
        Memo::new(|_| Err(Refusal::new(domain::Reason::NotAMember)))
    }

    /// Whether this person may change the text of the message `id` now.
    pub fn may_edit(self, id: RecordId) -> Memo<bool> {
        let _ = id;
        Memo::new(|_| false)
    }

    /// Whether this person may take the message `id` out of the stream now.
    pub fn may_delete(self, id: RecordId) -> Memo<bool> {
        let _ = id;
        Memo::new(|_| false)
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

    /// Takes one's own message back, or, for staff, another's out of the stream.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn delete_message(self, id: RecordId) -> Result<(), Trouble> {
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
    pub async fn describe(self, about: NewSpace) -> Result<(), Trouble> {
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

    /// Gives an open invitation, expired or not, a new link: the old one dies.
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

    /// Lets a member read, but not post.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn mute(self, person: PersonId) -> Result<(), Trouble> {
        let _ = person;
        pending()
    }

    /// Lets a muted member post again.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn unmute(self, person: PersonId) -> Result<(), Trouble> {
        let _ = person;
        pending()
    }

    /// Changes what the member list says of a person.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn change_profile(self, person: PersonId, profile: Profile) -> Result<(), Trouble> {
        let _ = (person, profile);
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
