//! Putting a message into another channel.

use crate::features::feed::aside::Beside;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{List, ListRow, RowTitle, Toasts};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The channels into which it can go.
#[component]
pub fn MovePost(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let toasts = Toasts::expect();
    let row = space.stream().message(&id).map(|row| row.get_untracked());
    let stands = row.map(|row| space.home_of(row.body.channel.as_ref()));
    let others = space.channels();

    let go = Action::new_local(move |to: &RecordId| {
        let (id, to) = (id.clone(), to.clone());
        async move {
            match space.move_post(id, to).await {
                Ok(()) => toasts.say(words.text(Word::TalkMoveDone)),
                Err(trouble) => tell(words, toasts, &trouble),
            }
            beside.close();
        }
    });
    let stands = StoredValue::new(stands);
    let open = move || {
        let fits = |id: &RecordId| stands.with_value(|stands| stands.as_ref() != Some(id));
        let mut open = others.get();
        open.retain(|shown| !shown.channel.archived && fits(&shown.id));
        open
    };

    view! {
        <p class="soft small">{words.say(Word::TalkMoveHint)}</p>
        <List label=words.signal(Word::TalkMoveTitle)>
            {move || {
                open()
                    .into_iter()
                    .map(|shown| {
                        let name = words.channel(&shown.channel);
                        let to = StoredValue::new(shown.id);
                        view! {
                            <ListRow>
                                <RowTitle>
                                    <button
                                        class="row-button"
                                        type="button"
                                        on:click=move |_| {
                                            go.dispatch_local(to.get_value());
                                        }
                                    >
                                        {name}
                                    </button>
                                </RowTitle>
                            </ListRow>
                        }
                    })
                    .collect::<Vec<_>>()
            }}
        </List>
    }
}
