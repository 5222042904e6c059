//! The guards of the space: which rule each enforces, and how; the owner adds, changes, removes.

use crate::features::guards::form::GuardForm;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Space, Trouble};
use crate::ui::{
    Button, ButtonKind, ButtonLink, Empty, IconName, List, ListRow, Menu, MenuItem, MenuKind, RowMeta,
    RowTitle, TextLink, Toasts,
};
use domain::guard::Check;
use domain::intent::with_guard_at;
use domain::kinds::Guard;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Which guard is being written: the one at a place, or a new one.
type Editing = RwSignal<Option<Option<usize>>>;

/// The list, and the form for one of them.
#[component]
pub fn GuardList() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let guards = space.guards();
    let editing: Editing = RwSignal::new(None);
    let has_rules = Memo::new(move |_| space.rules().read().is_some());

    view! {
        <p class="soft small">{words.say(Word::GuardsLead)}</p>
        <Show when=move || has_rules.get() fallback=move || view! { <NoRules /> }>
            <Show when=move || guards.read().is_empty()>
                <p class="soft small">{words.say(Word::GuardsEmpty)}</p>
            </Show>
            <List label=words.signal(Word::GuardsTitle)>
                {move || {
                    guards
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, guard)| view! { <GuardRow place guard editing /> })
                        .collect::<Vec<_>>()
                }}
            </List>
            <Show
                when=move || editing.read().is_some()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Ink on_press=move || editing.set(Some(None))>
                            {words.say(Word::GuardsAdd)}
                        </Button>
                    }
                }
            >
                <Writing editing />
            </Show>
        </Show>
    }
}

#[component]
fn NoRules() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Empty
            icon=IconName::Guard
            title=words.say(Word::GuardsNoRulesTitle)
            body=words.signal(Word::GuardsNoRulesBody)
        >
            <ButtonLink kind=ButtonKind::Ink to=path::rules_edit(&space.id())>
                {words.say(Word::GuardsNoRulesGo)}
            </ButtonLink>
        </Empty>
    }
}

#[component]
fn Writing(editing: Editing) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let place = editing.get_untracked().flatten();
    let guard = place.and_then(|place| space.guards().get_untracked().get(place).cloned());

    let save = Action::new_local(move |guard: &Guard| {
        let guards = with_guard_at(space.guards().get_untracked(), place, guard.clone());
        async move {
            space.set_guards(guards).await?;
            toasts.say(words.text(Word::GuardsSaved));
            let _ = editing.try_set(None);
            Ok(())
        }
    });

    view! { <GuardForm guard on_save=save on_stop=move || editing.set(None) /> }
}

#[component]
fn GuardRow(place: usize, guard: Guard, editing: Editing) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let check = Check::of(&guard).ok().flatten();
    let is_known = check.is_some();
    let title = move || match &check {
        Some(check) => words.guard(check),
        None => words.text(Word::GuardsKindOther),
    };
    let rule = guard.rule;
    let name = words.guard_kind(&guard.kind);
    let rules = space.rules();
    let stands = Memo::new(move |_| {
        rules.read().as_ref().is_some_and(|rules| rules.body.rules.iter().any(|known| known.no == rule))
    });
    let named = guard.channels.clone();
    let channels = space.channels();
    let where_it_binds = move || {
        let channels = channels.read();
        let name = |id: &RecordId| {
            let shown = channels.iter().find(|shown| shown.id == *id)?;
            Some(words.channel(&shown.channel))
        };
        let names: Vec<String> = named.iter().filter_map(name).collect();
        (!names.is_empty()).then(|| words.fill(Word::GuardsIn, &[("channels", &words.list(&names))]))
    };
    let gone = move || words.fill(Word::GuardsRuleGone, &[("no", &rule.to_string())]);

    view! {
        <ListRow end=move || view! { <GuardActs place name=name.clone() is_known editing /> }>
            <RowTitle>{title}</RowTitle>
            <RowMeta>
                <Show when=move || stands.get() fallback=move || gone>
                    <TextLink to=path::rule(&space.id(), rule)>
                        {move || words.fill(Word::GuardsRule, &[("no", &rule.to_string())])}
                    </TextLink>
                </Show>
                " "
                {where_it_binds}
            </RowMeta>
        </ListRow>
    }
}

#[component]
fn GuardActs(place: usize, name: String, is_known: bool, editing: Editing) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let name = StoredValue::new(name);

    let remove = Action::new_local(move |(): &()| async move {
        let mut guards = space.guards().get_untracked();
        if place < guards.len() {
            guards.remove(place);
        }
        let kept: Result<(), Trouble> = space.set_guards(guards).await;
        match kept {
            Ok(()) => _ = editing.try_set(None),
            Err(trouble) => {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
    });

    view! {
        <Menu label=Signal::derive(move || words.fill(Word::GuardsMenu, &[("name", &name.get_value())]))>
            <Show when=move || is_known>
                <MenuItem icon=IconName::Edit on_press=move || editing.set(Some(Some(place)))>
                    {words.say(Word::GuardsChange)}
                </MenuItem>
            </Show>
            <MenuItem
                icon=IconName::Trash
                kind=MenuKind::Danger
                on_press=move || {
                    remove.dispatch_local(());
                }
            >
                {words.say(Word::GuardsRemove)}
            </MenuItem>
        </Menu>
    }
}
