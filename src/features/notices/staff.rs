//! What is done with an announcement that stands: reminding, taking it to WeChat, calling it back.

use crate::features::notices::importance_word;
use crate::features::notices::writing::{is_laid_out, lay_out};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Space, Trouble, device};
use crate::ui::{Button, ButtonKind, Confirm, TextArea, TextLink, Toasts};
use domain::kinds::Notice;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The buttons; those that this person may press.
#[component]
pub fn StaffActs(
    /// Which announcement.
    id: RecordId,
    /// The announcement.
    row: Signal<Arc<Row<Notice>>>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let stands = Memo::new(move |_| row.read().body.withdrawn.is_none());
    let may_urge = space.may(Deed::Urge);
    let reminds = Memo::new(move |_| stands.get() && row.read().body.confirm && may_urge.read().is_ok());
    let may_withdraw = space.may_withdraw(id.clone());
    let withdraws = Memo::new(move |_| stands.get() && may_withdraw.read().is_ok());
    let may_announce = space.may(Deed::Announce);
    let id = StoredValue::new(id);
    let anew = Memo::new(move |_| {
        !stands.get() && may_announce.read().is_ok() && id.with_value(|id| is_laid_out(space, id))
    });

    view! {
        <div class="notice-acts">
            <Show when=move || reminds.get()>
                <Remind id=id.get_value() row />
            </Show>
            <Show when=move || stands.get()>
                <CopyOut id=id.get_value() row />
            </Show>
            <Show when=move || withdraws.get()>
                <Withdraw id=id.get_value() />
            </Show>
            <Show when=move || anew.get()>
                <TextLink to=path::notice_again(&space.id(), &id.get_value())>
                    {words.say(Word::NoticesAgain)}
                </TextLink>
            </Show>
        </div>
    }
}

#[component]
fn Remind(id: RecordId, row: Signal<Arc<Row<Notice>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let roll = space.notice_roll(id.clone());
    let id = StoredValue::new(id);
    let remind = Action::new_local(move |(): &()| async move {
        match space.remind_of_notice(id.get_value()).await {
            Ok(()) => toasts.say(words.text(Word::NoticesRemindDone)),
            Err(trouble) => toasts.say(explain(words, &trouble)),
        }
    });
    let again_at = Memo::new(move |_| space.reminds_again_at(row.read().body.reminded_at));
    let waits = move || {
        let again_at = again_at.get()?;
        Some(words.fill(Word::NoticesRemindAgain, &[("when", &words.time(again_at))]))
    };

    view! {
        <Show when=move || !roll.read().missing.is_empty()>
            <Button
                kind=ButtonKind::Ink
                is_busy=remind.pending()
                blocked=Signal::derive(waits)
                on_press=move || {
                    remind.dispatch_local(());
                }
            >
                {words.say(Word::NoticesRemind)}
            </Button>
        </Show>
    }
}

/// What a group chat elsewhere may know: the title, until when, and where to read it. Never the text.
#[component]
fn CopyOut(id: RecordId, row: Signal<Arc<Row<Notice>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let link = device::link(&path::notice(&space.id(), &id));
    let text = move || {
        let row = row.read_untracked();
        let importance = words.text(importance_word(&row.body.importance));
        let values = [("importance", importance.as_str()), ("title", row.body.title.as_str())];
        let until =
            row.body.expires_at.map(|at| words.fill(Word::NoticesUntil, &[("when", &words.full(at))]));
        let lines = [Some(words.fill(Word::NoticesCopyText, &values)), until, Some(link.clone())];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    };
    let copy = Action::new_local(move |text: &String| {
        let answer = device::copy(text.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::NoticesCopied));
            }
        }
    });

    view! {
        <Button on_press=move || {
            copy.dispatch_local(untrack(&text));
        }>{words.say(Word::NoticesCopy)}</Button>
    }
}

#[component]
fn Withdraw(id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let (asks, reason) = (RwSignal::new(false), RwSignal::new(String::new()));
    let withdraw = Action::new_local(move |(): &()| {
        let reason = reason.get_untracked();
        async move {
            let id = id.get_value();
            if let Some(row) = untrack(|| space.notices().row(&id)) {
                lay_out(space, &id, &row.read_untracked().body);
            }
            if let Err(trouble) = space.withdraw_notice(id, reason).await {
                toasts.say(explain(words, &trouble));
            }
        }
    });

    view! {
        <Button kind=ButtonKind::Quiet on_press=move || asks.set(true)>
            {words.say(Word::NoticesWithdraw)}
        </Button>
        <Confirm
            open=asks
            title=words.say(Word::NoticesWithdrawAsk)
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::NoticesWithdraw)
            on_confirm=move || {
                withdraw.dispatch_local(());
            }
        >
            <p>{words.say(Word::NoticesWithdrawWhat)}</p>
            <TextArea label=words.say(Word::NoticesWithdrawReason) value=reason lines=2 />
        </Confirm>
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}
