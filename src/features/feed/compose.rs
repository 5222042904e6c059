//! What the composer is doing: a new message, an answer, or an edit. The stream's menus set it.

use leptos::prelude::*;
use protocol::RecordId;

/// What is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A new message.
    #[default]
    New,
    /// An answer to a message, with its author's name.
    Reply {
        /// Which message.
        to: RecordId,
        /// Its author.
        name: String,
    },
    /// Another text for one's own message.
    Edit {
        /// Which message.
        id: RecordId,
        /// What stood in the composer before, to be put back.
        before: String,
    },
}

/// A handle to what is being written in the open space.
#[derive(Clone, Copy)]
pub struct Compose {
    purpose: RwSignal<Purpose>,
    text: RwSignal<String>,
}

impl Compose {
    /// Puts a handle in context, with the text that was kept. It arrives a moment after the page,
    /// or from another device: what stands in the composer by then is not written over.
    pub fn provide(draft: Signal<String>) -> Self {
        let compose = Self { purpose: RwSignal::default(), text: RwSignal::default() };
        Effect::new(move |_| {
            let kept = draft.get();
            let is_new = matches!(&*compose.purpose.read_untracked(), Purpose::New);
            if is_new && compose.text.read_untracked().is_empty() {
                compose.text.set(kept);
            }
        });
        provide_context(compose);
        compose
    }

    /// The handle that the space's page provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What is being written.
    pub fn purpose(self) -> Signal<Purpose> {
        self.purpose.into()
    }

    /// The text in the composer. The composer is its only writer but for these verbs.
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// Answers a message.
    pub fn reply(self, to: RecordId, name: String) {
        self.stop();
        self.purpose.set(Purpose::Reply { to, name });
    }

    /// Edits one's own message.
    pub fn edit(self, id: RecordId, text: String) {
        self.stop();
        let before = self.text.get_untracked();
        self.purpose.set(Purpose::Edit { id, before });
        self.text.set(text);
    }

    /// Back to a new message; what stood there before an edit is put back.
    pub fn stop(self) {
        if let Purpose::Edit { before, .. } = self.purpose.get_untracked() {
            self.text.set(before);
        }
        self.purpose.set(Purpose::New);
    }

    /// The message is kept: the composer is empty, or as it was before the edit.
    pub fn done(self) {
        if matches!(self.purpose.get_untracked(), Purpose::Edit { .. }) {
            self.stop();
        } else {
            self.text.set(String::new());
            self.purpose.set(Purpose::New);
        }
    }
}
