//! What the group thinks of a proposal, and this person's own word.

use crate::i18n::Words;
use crate::state::{Opinions, Row, Session, Space, Trouble, Typed};
use crate::ui::{Alert, Button, ButtonRole, ButtonSize, Choice, Form, Segmented, TextField, Toasts};
use domain::kinds::{Opinion, Proposal, Stance};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// How many are for it and against it, who said why, and where one says so oneself.
#[component]
pub fn VoicesOf(
    /// Which proposal.
    id: RecordId,
    /// It, as it now stands.
    row: Signal<Arc<Row<Proposal>>>,
    /// What is thought of all of them.
    opinions: StoredValue<Opinions>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (session, may) = (Session::expect(), space.may(Deed::Propose));
    let voices = opinions.with_value(|opinions| space.voices(opinions, &id));
    let id = StoredValue::new(id);

    let count = move || {
        let voices = voices.read();
        if voices.said.is_empty() {
            return words.text(Word::ProposalsVoicesNone);
        }
        let (backing, against) = (voices.backing.to_string(), voices.against.to_string());
        words.fill(Word::ProposalsVoices, &[("for", &backing), ("against", &against)])
    };
    // Who proposes it is for it.
    let is_asked = Memo::new(move |_| {
        let row = row.read();
        let is_mine = session.me().read().as_ref().is_some_and(|me| me.person == *row.author());
        !is_mine && may.read().is_ok() && space.hears(&row.body)
    });

    view! {
        <p class="proposal-voices">{count}</p>
        <Show when=move || !voices.read().said.is_empty()>
            <details>
                <summary class="link">{words.say(Word::ProposalsVoicesAll)}</summary>
                <ul class="opinions">
                    {move || {
                        voices.get().said.into_iter().map(|said| view! { <Said said /> }).collect_view()
                    }}
                </ul>
            </details>
        </Show>
        <Show when=move || is_asked.get()>
            <Mine id=id.get_value() mine=Signal::derive(move || voices.get().mine) />
        </Show>
    }
}

#[component]
fn Said(said: Arc<Row<Opinion>>) -> impl IntoView {
    let words = Words::expect();
    let member = Space::expect().member(said.author().clone());
    let word = stance_word(said.body.stance.as_ref());
    let text = said.body.text.clone();
    let name = move || member.get().map(|member| member.body.real_name.clone()).unwrap_or_default();

    view! {
        <li>
            <b>{name}</b>
            " "
            <span class="soft">{words.say(word)}</span>
            " "
            {text}
        </li>
    }
}

/// The word for a stance; one of a later version reads as none.
fn stance_word(stance: Option<&Stance>) -> Word {
    match stance {
        Some(Stance::For) => Word::ProposalsFor,
        Some(Stance::Against) => Word::ProposalsAgainst,
        _ => Word::ProposalsMineNone,
    }
}

/// One's own word, folded until one wants to say it; it can be changed and taken back.
#[component]
fn Mine(id: RecordId, mine: Signal<Option<Arc<Row<Opinion>>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let kept = mine.get_untracked().map(|row| row.body.clone());
    let mut typed = Typed::of(["opinion", id.as_str()].join("."));
    let said_before = kept.as_ref().and_then(|kept| kept.stance.as_ref());
    let chosen =
        typed.field("stance", said_before.map(|stance| stance.as_str().to_owned()).unwrap_or_default());
    let text = typed.field("text", kept.as_ref().map(|kept| kept.text.clone()).unwrap_or_default());
    let typed = StoredValue::new(typed);
    let stance = Memo::new(move |_| {
        let chosen = chosen.get();
        (!chosen.is_empty()).then(|| Stance::from(chosen.as_str()))
    });
    let choose = move |said: Option<Stance>| {
        chosen.set(said.map(|said| said.as_str().to_owned()).unwrap_or_default());
    };
    // What was begun before a reload stands open.
    let is_begun = untrack(|| stance.get().as_ref() != said_before);
    let id = StoredValue::new(id);

    let say = Action::new_local(move |(): &()| {
        let (stance, text) = (stance.get_untracked(), text.get_untracked());
        async move {
            space.say_to_proposal(id.get_value(), stance, text).await?;
            let _ = typed.try_with_value(Typed::forget);
            toasts.say(words.text(Word::ProposalsMineDone));
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = say.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let choices = [Some(Stance::For), Some(Stance::Against), None];
    let choices =
        choices.map(|stance| Choice::new(stance.clone(), words.say(stance_word(stance.as_ref())))).to_vec();

    view! {
        <details class="proposal-mine" open=is_begun>
            <summary class="link">{words.say(Word::ProposalsMine)}</summary>
            <Form
                on_submit=move |()| _ = say.dispatch_local(())
                answered=Signal::derive(move || say.version().get())
                label=words.signal(Word::ProposalsMine)
            >
                <Segmented
                    legend=words.signal(Word::ProposalsMine)
                    choices
                    selected=stance
                    on_select=choose
                />
                <Show when=move || stance.read().is_some()>
                    <TextField
                        label=words.say(Word::ProposalsMineWhy)
                        value=text
                        optional=words.signal(Word::AppOptional)
                    />
                </Show>
                <Alert
                    title=Signal::derive(move || said.get().map(|(title, _)| title))
                    body=Signal::derive(move || said.get().map(|(_, body)| body))
                />
                <div>
                    <Button role=ButtonRole::Submit size=ButtonSize::Compact is_busy=say.pending()>
                        {words.say(Word::ProposalsMineGo)}
                    </Button>
                </div>
            </Form>
        </details>
    }
}
