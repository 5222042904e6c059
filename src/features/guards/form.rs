//! Setting one guard: which rule it enforces, what it looks at, how hard it is.

use crate::features::guards::preview::Preview;
use crate::features::guards::settings::Settings;
use crate::i18n::Words;
use crate::state::{ChannelShown, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Checkbox, ChipButton, Choice, Form, Segmented, SelectField,
    TextArea, TextField,
};
use domain::guard::Level;
use domain::guard::check::{MAX_ASTRAY, MAX_DAYS, MAX_MINUTES, MAX_POSTS, MAX_SECONDS};
use domain::kinds::{Guard, GuardKind};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Why a setting is wrong, by the last part of its place.
type Fault = Callback<&'static str, Option<String>>;

/// The form.
#[component]
pub fn GuardForm(
    /// The guard to change; without one, a new one.
    guard: Option<Guard>,
    /// Keeps the guard.
    on_save: Action<Guard, Result<(), Trouble>>,
    /// Runs when the person gives up.
    #[prop(into)]
    on_stop: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let settings = Settings::of(guard.as_ref());
    choose_first_rule(settings, space);

    let now = Signal::derive(move || settings.guard(space.utc_offset_min()));
    let trouble = Signal::derive(move || on_save.value().get().and_then(Result::<(), Trouble>::err));
    let fault: Fault = Callback::new(move |name: &'static str| match &*trouble.read() {
        Some(Trouble::Refused(problem)) => {
            let is_here = problem.field.as_deref().is_some_and(|field| field.ends_with(name));
            is_here.then(|| words.refusal(problem))
        }
        _ => None,
    });
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(&trouble, Trouble::Refused(problem) if problem.field.is_some());
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Form
            on_submit=move |()| _ = on_save.dispatch_local(untrack(|| now.get()))
            answered=Signal::derive(move || on_save.version().get())
            label=words.signal(Word::GuardsFormTitle)
        >
            <RuleAndKind settings fault />
            <OfKind settings fault />
            <ChannelChoice settings fault />
            <Preview guard=now />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div class="guard-acts">
                <Button on_press=move || on_stop.run(())>{words.say(Word::FeedComposerCancel)}</Button>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=on_save.pending()>
                    {words.say(Word::GuardsFormSave)}
                </Button>
            </div>
        </Form>
    }
}

/// A new guard begins with the first rule there is.
fn choose_first_rule(settings: Settings, space: Space) {
    let first = space.rules().get_untracked().and_then(|rules| Some(rules.body.rules.first()?.no));
    if settings.rule.read_untracked().is_empty()
        && let Some(first) = first
    {
        settings.rule.set(first.to_string());
    }
}

#[component]
fn RuleAndKind(settings: Settings, fault: Fault) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let rules = space.rules();

    let rule_options = Signal::derive(move || {
        let rules = rules.get().map(|rules| rules.body.rules.clone()).unwrap_or_default();
        let option = |rule: &domain::kinds::Rule| {
            let start: String = rule.text.chars().take(40).collect();
            (rule.no.to_string(), format!("{} · {start}", rule.no))
        };
        rules.iter().map(option).collect::<Vec<_>>()
    });
    let kind_options = Signal::derive(move || {
        let option = |kind: &GuardKind| (kind.as_str().to_owned(), words.guard_kind(kind));
        GuardKind::KNOWN.iter().map(option).collect::<Vec<_>>()
    });

    view! {
        <SelectField
            label=words.say(Word::GuardsFormRule)
            options=rule_options
            value=settings.rule
            error=Signal::derive(move || fault.run("/rule"))
        />
        <SelectField label=words.say(Word::GuardsFormKind) options=kind_options value=settings.kind />
    }
}

/// The settings that the chosen kind has.
#[component]
fn OfKind(settings: Settings, fault: Fault) -> impl IntoView {
    let words = Words::expect();
    let kind = Memo::new(move |_| settings.chosen_kind());
    let field = move |label: Word,
                      value: RwSignal<String>,
                      place: &'static str,
                      hint: Signal<Option<String>>| {
        view! { <TextField label=words.say(label) value hint error=Signal::derive(move || fault.run(place)) /> }
    };
    let to = move |most: u32| {
        Signal::derive(move || {
            Some(words.fill(Word::GuardsFormRange, &[("most", &words.number(i64::from(most)))]))
        })
    };
    let clock = Signal::derive(move || Some(words.text(Word::GuardsFormClock)));

    move || match kind.get() {
        GuardKind::Interval | GuardKind::Other(_) => {
            field(Word::GuardsFormSeconds, settings.seconds, "/seconds", to(MAX_SECONDS)).into_any()
        }
        GuardKind::Flood => view! {
            {field(Word::GuardsFormPosts, settings.posts, "/posts", to(MAX_POSTS))}
            {field(Word::GuardsFormMinutes, settings.minutes, "/minutes", to(MAX_MINUTES))}
        }
        .into_any(),
        GuardKind::QuietHours => view! {
            {field(Word::GuardsFormFrom, settings.from, "/from_min", clock)}
            {field(Word::GuardsFormTo, settings.to, "/to_min", clock)}
        }
        .into_any(),
        GuardKind::Terms => view! { <TermFields settings fault /> }.into_any(),
        GuardKind::Links => {
            let (label, optional) = (Word::GuardsFormSites, words.signal(Word::AppOptional));
            view! { <Lines settings label place="/allowed" fault optional /> <LevelChoice settings /> }
                .into_any()
        }
        GuardKind::Promotion => view! { <LevelChoice settings /> }.into_any(),
        GuardKind::Topic => view! {
            <Lines settings label=Word::GuardsFormTopic place="/words" fault />
            {field(Word::GuardsFormAfter, settings.after, "/after", to(MAX_ASTRAY))}
        }
        .into_any(),
        GuardKind::Sorts => {
            view! { <Lines settings label=Word::GuardsFormSorts place="/sorts" fault /> }.into_any()
        }
        GuardKind::Duplicates => field(Word::GuardsFormDays, settings.days, "/days", to(MAX_DAYS)).into_any(),
    }
}

#[component]
fn TermFields(settings: Settings, fault: Fault) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Checkbox checked=settings.advertising>{words.say(Word::GuardsListAdvertising)}</Checkbox>
        <Checkbox checked=settings.insults>{words.say(Word::GuardsListInsults)}</Checkbox>
        <Lines
            settings
            label=Word::GuardsFormTerms
            place="/own"
            fault
            optional=words.signal(Word::AppOptional)
        />
        <LevelChoice settings />
    }
}

#[component]
fn Lines(
    settings: Settings,
    label: Word,
    place: &'static str,
    fault: Fault,
    #[prop(optional, into)] optional: MaybeProp<String>,
) -> impl IntoView {
    let words = Words::expect();

    view! {
        <TextArea
            label=words.say(label)
            value=settings.lines
            lines=3
            optional=optional
            hint=words.signal(Word::GuardsFormLines)
            error=Signal::derive(move || fault.run(place))
        />
    }
}

/// The channels that it binds. Nothing where there is one: it binds that, and those that come.
#[component]
fn ChannelChoice(settings: Settings, fault: Fault) -> impl IntoView {
    let words = Words::expect();
    let channels = Space::expect().channels();
    let has_several = Memo::new(move |_| channels.read().len() > 1);
    let chosen = settings.channels;
    let choose = move |id: &RecordId, is_on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|known| known != id);
            if is_on {
                chosen.push(id.clone());
            }
        });
    };
    let chip = move |shown: ChannelShown| {
        let (id, pressed) = (shown.id.clone(), shown.id);
        let is_on = Signal::derive(move || chosen.read().contains(&id));
        let press = move || choose(&pressed, !is_on.get_untracked());
        view! { <ChipButton is_on on_press=press>{words.channel(&shown.channel)}</ChipButton> }
    };

    view! {
        <Show when=move || has_several.get()>
            <fieldset class="field guard-channels">
                <legend class="segmented-legend">{words.say(Word::GuardsFormChannels)}</legend>
                <div class="guard-channel-row">
                    <ChipButton
                        is_on=Signal::derive(move || chosen.read().is_empty())
                        on_press=move || chosen.set(Vec::new())
                    >
                        {words.say(Word::GuardsFormEverywhere)}
                    </ChipButton>
                    {move || {
                        channels.get().into_iter().filter(|shown| !shown.channel.archived).map(chip).collect::<Vec<_>>()
                    }}
                </div>
                {move || fault.run("/channels").map(|fault| view! { <p class="field-error">{fault}</p> })}
            </fieldset>
        </Show>
    }
}

#[component]
fn LevelChoice(settings: Settings) -> impl IntoView {
    let words = Words::expect();
    let choice = |level: Level| {
        let label = level.clone();
        Choice::new(level, move || words.level(&label))
    };

    view! {
        <Segmented
            legend=words.signal(Word::GuardsFormLevel)
            choices=Level::KNOWN.iter().cloned().map(choice).collect()
            selected=settings.level
            on_select=move |level| settings.level.set(level)
        />
    }
}
