//! What the composer is doing: a new message, an answer, or an edit. The stream's menus set it.

use domain::shown::is_blank;
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
    /// What it comes back to: a new message, or in a conversation an answer to what began it.
    home: StoredValue<Purpose>,
    /// The channel that was picked for what is written.
    channel: RwSignal<Option<RecordId>>,
}

impl Compose {
    /// Puts a handle in context, with the text that was kept. It arrives a moment after the page,
    /// or from another device: what stands in the composer by then is not written over.
    pub fn provide(draft: Signal<String>) -> Self {
        let compose = Self::coming_back_to(Purpose::New);
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

    /// The same within the conversation that `to` began, whose author is `name`. What is written there
    /// is no draft: the draft stays as it is.
    pub fn within(to: RecordId, name: String) -> Self {
        let compose = Self::coming_back_to(Purpose::Reply { to, name });
        provide_context(compose);
        compose
    }

    fn coming_back_to(home: Purpose) -> Self {
        Self {
            purpose: RwSignal::new(home.clone()),
            text: RwSignal::default(),
            home: StoredValue::new(home),
            channel: RwSignal::new(None),
        }
    }

    /// Whether what is written is kept as the draft of the space.
    pub fn is_draft(self) -> bool {
        self.home.with_value(|home| *home == Purpose::New)
    }

    /// Whether it is what one writes here unless one asks for something else.
    pub fn is_at_home(self) -> bool {
        self.home.with_value(|home| *self.purpose.read() == *home)
    }

    /// The channel that was picked for what is written. The picker is its only writer but for these
    /// verbs.
    pub fn channel(self) -> RwSignal<Option<RecordId>> {
        self.channel
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

    /// Puts `text` back into the composer, before what stands there by now.
    pub fn write_again(self, text: &str) {
        let _ = self.text.try_update(|written| {
            *written = if is_blank(written) { text.to_owned() } else { format!("{text}\n{written}") };
        });
    }

    /// Back to a new message; what stood there before an edit is put back.
    pub fn stop(self) {
        if let Purpose::Edit { before, .. } = self.purpose.get_untracked() {
            self.text.set(before);
        }
        self.purpose.set(self.home.get_value());
    }

    /// The message is kept: the composer is empty, or as it was before the edit.
    pub fn done(self) {
        if matches!(self.purpose.get_untracked(), Purpose::Edit { .. }) {
            self.stop();
        } else {
            self.text.set(String::new());
            self.purpose.set(self.home.get_value());
        }
    }
}
