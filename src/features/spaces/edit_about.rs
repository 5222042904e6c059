//! Changing what a space says of itself; for its owner.

use crate::features::spaces::fields::{FIELDS, FieldsAlert, error};
use crate::features::spaces::name_fields::{NameFields, TypedName};
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Button, ButtonKind, ButtonRole, Form, TextArea, TextField, Toasts};
use domain::intent::NewSpace;
use leptos::prelude::*;
use words::Word;

/// The form as it is being filled in.
#[derive(Clone, Copy)]
struct Typed {
    name: TypedName,
    purpose: RwSignal<String>,
    for_whom: RwSignal<String>,
    not_for: RwSignal<String>,
    goals: RwSignal<String>,
}

impl Typed {
    /// What the space says now.
    fn of(space: Space) -> Self {
        let about = space.about().get_untracked().map(|about| about.body.clone()).unwrap_or_default();
        Self {
            name: TypedName::of(&about.name),
            purpose: RwSignal::new(about.purpose),
            for_whom: RwSignal::new(about.for_whom),
            not_for: RwSignal::new(about.not_for),
            goals: RwSignal::new(about.goals.join("\n")),
        }
    }

    /// What it is to say; its sort and its language stay.
    fn said(self, space: Space) -> NewSpace {
        let about = space.about().get_untracked();
        NewSpace {
            name: untrack(|| self.name.name()),
            purpose: self.purpose.get_untracked(),
            for_whom: self.for_whom.get_untracked(),
            not_for: self.not_for.get_untracked(),
            goals: self.goals.get_untracked().lines().map(str::to_owned).collect(),
            template: about.as_ref().and_then(|about| about.body.template.clone()),
            course: about.as_ref().and_then(|about| about.body.course.clone()),
            locale: about.map(|about| about.body.locale.clone()).unwrap_or_default(),
        }
    }
}

/// The form.
#[component]
pub fn EditAbout() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let typed = Typed::of(space);

    let save = Action::new_local(move |about: &NewSpace| {
        let answer = space.describe(about.clone());
        async move {
            answer.await?;
            toasts.say(words.text(Word::SpacesAboutSaved));
            Ok::<(), Trouble>(())
        }
    });
    let trouble = Signal::derive(move || save.value().get().and_then(Result::err));
    let misses_name = RwSignal::new(false);
    let send = move |()| {
        let about = typed.said(space);
        // A name from before there was a rule may stay.
        let stands = space.about().get_untracked().is_some_and(|kept| kept.body.name == about.name);
        let fits = stands || untrack(|| typed.name.is_whole());
        misses_name.set(!fits);
        if fits {
            save.dispatch_local(about);
        }
    };

    view! {
        <section class="section">
            <h2 class="section-title">{words.say(Word::SpacesAboutEdit)}</h2>
            <Form
                on_submit=send
                answered=Signal::derive(move || save.version().get())
            >
                <NameFields form=typed.name of=Some(space.id()) misses_name error=error(trouble, "/name", words) />
                <Fields typed trouble />
                <FieldsAlert trouble />
                <div>
                    <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=save.pending()>
                        {words.say(Word::SpacesAboutSave)}
                    </Button>
                </div>
            </Form>
        </section>
    }
}

#[component]
fn Fields(typed: Typed, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let [_, purpose, for_whom, not_for, goals] = FIELDS;

    view! {
        <TextField
            label=words.say(Word::SpacesNewPurpose)
            value=typed.purpose
            hint=words.signal(Word::SpacesAboutPurposeHint)
            error=error(trouble, purpose, words)
        />
        <TextField
            label=words.say(Word::SpacesNewFor)
            value=typed.for_whom
            error=error(trouble, for_whom, words)
            optional=words.signal(Word::AppOptional)
        />
        <TextField
            label=words.say(Word::SpacesNewNotFor)
            value=typed.not_for
            error=error(trouble, not_for, words)
            optional=words.signal(Word::AppOptional)
        />
        <TextArea
            label=words.say(Word::SpacesNewGoals)
            value=typed.goals
            hint=words.signal(Word::SpacesNewGoalsHint)
            error=error(trouble, goals, words)
            lines=3
            optional=words.signal(Word::AppOptional)
        />
    }
}
