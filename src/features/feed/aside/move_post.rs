//! Putting messages into another channel: which ones, by which rule and why, and where to.

use crate::features::feed::aside::Beside;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::{MoveReach, Space};
use crate::ui::{Form, List, ListRow, RowTitle, SelectField, TextField, Toast, Toasts};
use domain::intent::MoveReason;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// How much of a rule names it in the list.
const LONGEST: usize = 40;

/// What is being filled in.
#[derive(Clone, Copy)]
struct Typed {
    reach: RwSignal<String>,
    rule: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        Self {
            reach: RwSignal::new("one".to_owned()),
            rule: RwSignal::default(),
            reason: RwSignal::default(),
        }
    }

    fn reach(self) -> MoveReach {
        match self.reach.read().as_str() {
            "following" => MoveReach::Following,
            "author" => MoveReach::Author,
            _ => MoveReach::One,
        }
    }

    fn why(self, version: Option<u32>) -> MoveReason {
        MoveReason { rule: self.rule.read().parse().ok().zip(version), reason: self.reason.get() }
    }
}

/// The messages that go along, and the channels into which they can go: one press on one moves them.
#[component]
pub fn MovePost(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let beside = Beside::expect();
    let typed = Typed::new();
    let row = space.stream().message(&id).map(|row| row.get_untracked());
    let stands = row.map(|row| space.home_of(row.body.channel.as_ref()));
    let (id, stands) = (StoredValue::new(id), StoredValue::new(stands));
    let rules = space.rules();

    let go = Action::new_local(move |to: &RecordId| {
        let messages = untrack(|| space.to_move(&id.get_value(), typed.reach()));
        let version = rules.get_untracked().map(|rules| rules.body.version);
        let (to, why) = (to.clone(), untrack(|| typed.why(version)));
        async move {
            match space.move_posts(messages.clone(), to, why).await {
                Ok(()) => offer_way_back((words, space, toasts), messages, stands.get_value()),
                Err(trouble) => tell(words, toasts, &trouble),
            }
            beside.close();
        }
    });

    view! {
        // The press on a channel moves: Enter in a field moves nothing.
        <Form on_submit=|()| {} label=words.signal(Word::TalkMoveTitle)>
            <p class="soft small">{words.say(Word::TalkMoveHint)}</p>
            <Reach id=id.get_value() typed />
            <Why typed />
            <Targets stands on_choose=move |to| _ = go.dispatch_local(to) />
        </Form>
    }
}

/// A toast that says how many were moved, with the way back.
fn offer_way_back(
    (words, space, toasts): (Words, Space, Toasts),
    messages: Vec<RecordId>,
    stood: Option<RecordId>,
) {
    let said = words.count(Word::TalkMoveDone, messages.len());
    let Some(stood) = stood else { return toasts.say(said) };
    let undo = move || space.move_back(&messages, &stood);
    toasts.show(Toast::new(said).with_action(words.text(Word::RulesEditUndo), undo));
}

/// Which messages, and how many these are.
#[component]
fn Reach(id: RecordId, typed: Typed) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let counted = move |reach, word| words.count(word, space.to_move(&id, reach).len());
    let options = move || {
        let named = |name: &str, said: String| (name.to_owned(), said);
        vec![
            named("one", words.text(Word::TalkMoveOne)),
            named("following", counted(MoveReach::Following, Word::TalkMoveFollowing)),
            named("author", counted(MoveReach::Author, Word::TalkMoveAuthor)),
        ]
    };

    view! {
        <SelectField
            label=words.say(Word::TalkMoveReach)
            options=Signal::derive(options)
            value=typed.reach
        />
    }
}

/// The rule and the reason; both may stay away.
#[component]
fn Why(typed: Typed) -> impl IntoView {
    let words = Words::expect();
    let rules = Space::expect().rules();
    let options = move || {
        let none = (String::new(), words.text(Word::TalkMoveNoRule));
        let rules = rules.get().map(|row| row.body.rules.clone()).unwrap_or_default();
        let rules = rules.into_iter().map(|rule| {
            let text: String = rule.text.chars().take(LONGEST).collect();
            (rule.no.to_string(), format!("{} · {text}", rule.no))
        });
        std::iter::once(none).chain(rules).collect::<Vec<_>>()
    };

    view! {
        <Show when=move || rules.read().is_some()>
            <SelectField
                label=words.say(Word::TalkMoveRule)
                options=Signal::derive(options)
                value=typed.rule
            />
        </Show>
        <TextField
            label=words.say(Word::TalkMoveReason)
            value=typed.reason
            optional=words.signal(Word::AppOptional)
        />
    }
}

/// The channels but the one where it stands.
#[component]
fn Targets(
    stands: StoredValue<Option<RecordId>>,
    #[prop(into)] on_choose: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let others = Space::expect().channels();
    let open = move || {
        let fits = |id: &RecordId| stands.with_value(|stands| stands.as_ref() != Some(id));
        let mut open = others.get();
        open.retain(|shown| !shown.channel.archived && fits(&shown.id));
        open
    };
    let name = words.signal(Word::TalkMoveTo);

    view! {
        <div>
            <p class="small">
                <b>{move || name.get()}</b>
            </p>
            <List label=name>
                {move || {
                    open()
                        .into_iter()
                        .map(|shown| {
                            let name = words.channel(&shown.channel);
                            view! { <Target name to=shown.id on_choose /> }
                        })
                        .collect::<Vec<_>>()
                }}
            </List>
        </div>
    }
}

#[component]
fn Target(name: String, to: RecordId, on_choose: Callback<RecordId>) -> impl IntoView {
    let to = StoredValue::new(to);

    view! {
        <ListRow>
            <RowTitle>
                <button class="row-button" type="button" on:click=move |_| on_choose.run(to.get_value())>
                    {name}
                </button>
            </RowTitle>
        </ListRow>
    }
}
