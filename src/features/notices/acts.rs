//! What a reader does about an announcement: confirms it where that is asked, else takes note of it.

use crate::i18n::Words;
use crate::state::{Row, Session, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, Toasts};
use domain::kinds::Notice;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// What this person has yet to do about an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Nothing: it asks for nothing, or it is their own, or over.
    None,
    /// To confirm it.
    Confirm,
    /// To take note of it.
    Note,
    /// It is done.
    Done,
}

/// What this person has yet to do about the announcement in `row`.
pub fn duty(space: Space, id: &RecordId, row: Signal<Arc<Row<Notice>>>) -> Memo<Duty> {
    let (me, noted, id) = (Session::expect().me(), space.noted(), id.clone());
    Memo::new(move |_| {
        let row = row.read();
        let is_mine = me.read().as_ref().is_some_and(|me| me.person == *row.author());
        let is_asked = row.body.withdrawn.is_none() && row.body.wants_note() && !is_mine;
        match (is_asked, noted.read().contains(&id)) {
            (false, _) => Duty::None,
            (true, true) => Duty::Done,
            (true, false) if row.body.confirm => Duty::Confirm,
            (true, false) => Duty::Note,
        }
    })
}

/// The button, or that it is done.
#[component]
pub fn ReaderAct(
    /// Which announcement.
    id: RecordId,
    /// The announcement.
    row: Signal<Arc<Row<Notice>>>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let duty = duty(space, &id, row);
    let mine = space.my_confirm(id.clone());
    let id = StoredValue::new(id);

    let confirm = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.confirm_notice(id.get_value()).await {
            let said = words.explain(&trouble);
            toasts.say(format!("{}. {}", said.title, said.body));
        }
    });
    let done = move || match mine.get() {
        Some(confirm) if confirm.pending.is_some() => words.text(Word::NoticesConfirmedWaiting),
        Some(confirm) => words.fill(Word::NoticesConfirmed, &[("when", &words.moment(confirm.at))]),
        None => words.text(Word::NoticesNoted),
    };

    move || match duty.get() {
        Duty::None => ().into_any(),
        Duty::Done => view! {
            <p class="notice-done">
                <Icon name=IconName::Check size=IconSize::Small />
                <span>{done}</span>
            </p>
        }
        .into_any(),
        Duty::Confirm => view! {
            <Button
                kind=ButtonKind::Binds
                size=ButtonSize::Compact
                is_busy=confirm.pending()
                on_press=move || {
                    confirm.dispatch_local(());
                }
            >
                {words.say(Word::NoticesConfirm)}
            </Button>
        }
        .into_any(),
        Duty::Note => view! {
            <Button size=ButtonSize::Compact on_press=move || space.see_notice(&id.get_value())>
                {words.say(Word::NoticesNote)}
            </Button>
        }
        .into_any(),
    }
}
