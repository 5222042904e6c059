//! Founding a space: what it is for, its name by the naming rule, its purpose, for whom, its goals,
//! and the rules that it begins with.

use crate::features::spaces::fields::{FIELDS, FieldsAlert, error};
use crate::features::spaces::founding::FoundingForm;
use crate::features::spaces::name_fields::NameFields;
use crate::features::spaces::preset_rules::PresetRules;
use crate::i18n::Words;
use crate::state::{Prefs, Spaces, Trouble};
use crate::ui::{
    Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth, Choice, Form, RadioGroup, TextArea, TextField,
};
use domain::intent::NewSpace;
use domain::kinds::{Course, Rule, Template};
use leptos::prelude::*;
use protocol::SpaceId;
use words::Word;

/// The sorts of spaces, each with its word.
const TEMPLATES: [(Template, Word); 4] = [
    (Template::Project, Word::SpacesNewTemplateProject),
    (Template::Daily, Word::SpacesNewTemplateDaily),
    (Template::Information, Word::SpacesNewTemplateInformation),
    (Template::Training, Word::SpacesNewTemplateTraining),
];

/// The sorts of trainings, each with its word.
const COURSES: [(Course, Word); 3] = [
    (Course::NewStaff, Word::SpacesNewCourseStaff),
    (Course::Skills, Word::SpacesNewCourseSkills),
    (Course::Management, Word::SpacesNewCourseManagement),
];

/// The form.
#[component]
pub fn FoundSpace(
    /// Runs with the new space.
    #[prop(into)]
    on_done: Callback<SpaceId>,
) -> impl IntoView {
    let words = Words::expect();
    let spaces = Spaces::expect();
    let prefs = Prefs::expect();
    let form = FoundingForm::new(spaces);
    let misses_name = RwSignal::new(false);

    let found = Action::new_local(move |(about, rules): &(NewSpace, Vec<Rule>)| {
        let answer = spaces.found(about.clone(), rules.clone());
        async move { answer.await.map(|space| on_done.run(space)) }
    });
    let trouble = Signal::derive(move || found.value().get().and_then(Result::<(), Trouble>::err));
    let send = move |()| {
        let is_named = untrack(|| form.name.is_whole());
        misses_name.set(!is_named);
        if is_named {
            found.dispatch_local(form.founded(prefs.language().get_untracked().tag()));
        }
    };

    view! {
        <Form on_submit=send answered=Signal::derive(move || found.version().get())>
            <Sort form />
            <NameFields form=form.name misses_name error=error(trouble, "/name", words) />
            <About form trouble />
            <PresetRules form />
            <FieldsAlert trouble />
            <Button
                kind=ButtonKind::Ink
                size=ButtonSize::Tall
                width=ButtonWidth::Full
                role=ButtonRole::Submit
                is_busy=found.pending()
            >
                {words.say(Word::SpacesNewSubmit)}
            </Button>
        </Form>
    }
}

/// What the space is for.
#[component]
fn Sort(form: FoundingForm) -> impl IntoView {
    let words = Words::expect();
    let choices = TEMPLATES.into_iter().map(|(template, word)| Choice::new(template, words.say(word)));

    view! {
        <RadioGroup
            legend=words.signal(Word::SpacesNewTemplate)
            choices=choices.collect()
            selected=form.template
            on_select=move |template| form.template.set(template)
        />
        <Show when=move || *form.template.read() == Template::Training>
            <CourseChoice form />
        </Show>
    }
}

/// What a training is about.
#[component]
fn CourseChoice(form: FoundingForm) -> impl IntoView {
    let words = Words::expect();
    let choices = COURSES.into_iter().map(|(course, word)| Choice::new(course, words.say(word)));

    view! {
        <RadioGroup
            legend=words.signal(Word::SpacesNewCourse)
            choices=choices.collect()
            selected=form.course
            on_select=move |course| form.course.set(course)
        />
    }
}

/// Purpose, for whom, not for whom, goals.
#[component]
fn About(form: FoundingForm, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let [_, purpose, for_whom, not_for, goals] = FIELDS;

    view! {
        <TextField
            label=words.say(Word::SpacesNewPurpose)
            value=form.purpose
            hint=words.signal(Word::SpacesNewPurposeHint)
            error=error(trouble, purpose, words)
        />
        <TextField
            label=words.say(Word::SpacesNewFor)
            value=form.for_whom
            error=error(trouble, for_whom, words)
            optional=words.signal(Word::AppOptional)
        />
        <TextField
            label=words.say(Word::SpacesNewNotFor)
            value=form.not_for
            hint=words.signal(Word::SpacesNewNotForHint)
            error=error(trouble, not_for, words)
            optional=words.signal(Word::AppOptional)
        />
        <TextArea
            label=words.say(Word::SpacesNewGoals)
            value=form.goals
            hint=words.signal(Word::SpacesNewGoalsHint)
            error=error(trouble, goals, words)
            lines=3
            optional=words.signal(Word::AppOptional)
        />
    }
}
