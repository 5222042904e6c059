//! What was done about one person, newest first: for that person and for staff.

use crate::features::measures::kind_word;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, RowSignal, Session, Space, Trouble};
use crate::ui::{Button, ButtonKind, Chip, List, ListRow, RowMeta, RowTitle, TextLink, Toasts, Tone};
use domain::kinds::{Measure, Role};
use leptos::prelude::*;
use protocol::PersonId;
use std::sync::Arc;
use words::Word;

/// The list, and, where it is about oneself, the note that one has seen it.
#[component]
pub fn MeasureList(
    /// About whom.
    person: PersonId,
    /// What the person is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();
    let measures = space.measures_about(person.clone());
    let rows = StoredValue::new(space.measures());
    let is_me = Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.person == person));

    view! {
        <Show
            when=move || !measures.read().is_empty()
            fallback=move || view! { <p class="soft small">{words.say(Word::MeasuresEmpty)}</p> }
        >
            <Show when=move || is_me.get()>
                <Seen />
            </Show>
            <List label=Signal::derive(move || words.fill(Word::MeasuresListLabel, &[("name", &name.get())]))>
                <For each=move || measures.get() key=|id| id.clone() let:id>
                    {rows.get_value().row(&id).map(|measure| view! { <Entry measure /> })}
                </For>
            </List>
        </Show>
    }
}

/// Says to whoever did it that it was read.
#[component]
fn Seen() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let untold = space.untold();
    let see = Action::new_local(move |(): &()| {
        let ids = untold.get_untracked();
        async move {
            if let Err(trouble) = space.see_measures(ids).await {
                toasts.say(said(words, &trouble));
            }
        }
    });

    view! {
        <Show when=move || !untold.read().is_empty()>
            <div class="held-acts">
                <Button
                    kind=ButtonKind::Ink
                    is_busy=see.pending()
                    on_press=move || {
                        see.dispatch_local(());
                    }
                >
                    {words.say(Word::MeasuresSee)}
                </Button>
            </div>
        </Show>
    }
}

fn said(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

#[component]
fn Entry(measure: RowSignal<Measure>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = Signal::derive(move || measure.get());
    let (author, rule, message) =
        row.with_untracked(|row| (row.author().clone(), row.body.rule, row.body.message.clone()));
    let by = space.member(author);
    let who = move || by.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
    let meta = move || {
        let row = row.read();
        words.fill(Word::MeasuresBy, &[("who", &who()), ("when", &words.full(row.at))])
    };

    view! {
        <ListRow end=move || view! { <SeenChip row /> }>
            <RowTitle>{move || title(words, &row.read())}</RowTitle>
            <RowMeta>{meta}</RowMeta>
            <span class="measure-words">
                {move || reason(words, &row.read())}
                {rule
                    .map(|no| {
                        let word = move || words.fill(Word::GuardsRule, &[("no", &no.to_string())]);
                        view! { <TextLink to=path::rule(&space.id(), no)>{word}</TextLink> }
                    })}
                {message
                    .map(|id| {
                        view! {
                            <TextLink to=path::post(&space.id(), &id)>
                                {words.say(Word::MeasuresThePost)}
                            </TextLink>
                        }
                    })}
            </span>
        </ListRow>
    }
}

#[component]
fn SeenChip(row: Signal<Arc<Row<Measure>>>) -> impl IntoView {
    let words = Words::expect();

    move || match row.read().body.seen_at {
        Some(at) => {
            let word = words.fill(Word::MeasuresSeen, &[("when", &words.moment(at))]);
            view! { <Chip tone=Tone::Bare>{word}</Chip> }
        }
        None => view! { <Chip tone=Tone::Amber>{words.text(Word::MeasuresUnseen)}</Chip> },
    }
}

/// What was done: the roles or the time with it.
fn title(words: Words, row: &Row<Measure>) -> String {
    let kind = words.text(kind_word(&row.body.kind));
    match row.body.minutes {
        Some(minutes) => {
            let until = row.at.saturating_add(i64::from(minutes).saturating_mul(60_000));
            words.fill(Word::MeasuresUntil, &[("what", &kind), ("when", &words.moment(until))])
        }
        None if !row.body.roles.is_empty() => {
            let roles: Vec<String> = row.body.roles.iter().map(|role| words.text(role_word(role))).collect();
            words.fill(Word::MeasuresRoles, &[("roles", &words.list(&roles))])
        }
        None => kind,
    }
}

fn role_word(role: &Role) -> Word {
    match role {
        Role::Owner => Word::MembersRoleOwner,
        Role::Admin => Word::MembersRoleAdmin,
        Role::Trainer => Word::MembersRoleTrainer,
        Role::Reviewer => Word::MembersRoleReviewer,
        _ => Word::MembersRoleMember,
    }
}

fn reason(words: Words, row: &Row<Measure>) -> Option<String> {
    let reason = &row.body.reason;
    (!reason.is_empty()).then(|| words.fill(Word::MeasuresReason, &[("reason", reason)]))
}
