//! Announcing something: how important, what, who does what when, until when, and whether everybody is to
//! confirm it.

use crate::features::notices::importance_word;
use crate::features::notices::said_already::SaidAlready;
use crate::features::notices::schedule::ScheduleLines;
use crate::features::notices::writing::{MOMENT, Writing};
use crate::i18n::Words;
use crate::state::{ServerClock, Space, Trouble, device};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Checkbox, Choice, Form, InputKind, Segmented, SelectField,
    TextArea, TextField,
};
use domain::kinds::Importance;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// For how long something matters, in days; none for what has no end, and a choice for those who say the
/// hour.
const SPANS: [(&str, Word); 6] = [
    ("", Word::NoticesFormUntilOpen),
    ("1", Word::NoticesFormUntilDay),
    ("3", Word::NoticesFormUntilDays),
    ("7", Word::NoticesFormUntilWeek),
    ("30", Word::NoticesFormUntilMonth),
    (MOMENT, Word::NoticesFormUntilMoment),
];

/// The form.
#[component]
pub fn NoticeForm(
    /// What was called back and is written anew.
    again: Option<RecordId>,
    /// Runs with the announcement, once it is kept on this device.
    #[prop(into)]
    on_done: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let clock = ServerClock::expect();
    let writing = Writing::new(space, again.as_ref());

    let publish = Action::new_local(move |(): &()| {
        let new = writing.notice(clock.now_ms());
        async move {
            let id = space.announce(new).await?;
            writing.forget();
            on_done.run(id);
            Ok(())
        }
    });
    let trouble = Signal::derive(move || publish.value().get().and_then(Result::<(), Trouble>::err));

    view! {
        <Form
            on_submit=move |()| {
                publish.dispatch_local(());
            }
            answered=Signal::derive(move || publish.version().get())
            label=words.signal(Word::NoticesNew)
        >
            <Fields writing trouble />
            <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=publish.pending()>
                {words.say(Word::NoticesFormGo)}
            </Button>
        </Form>
    }
}

#[component]
fn Fields(writing: Writing, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_urge = space.may(Deed::Urge);
    let at =
        move |pointer: &'static str| Signal::derive(move || field_error(words, &trouble.read(), pointer));
    let fault = move |pointer: String| field_error(words, &trouble.read(), &pointer);
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let said = (!is_at_a_field(&trouble)).then(|| words.explain(&trouble))?;
        Some((said.title, said.body))
    });

    view! {
        <HowImportant writing may_urge=Signal::derive(move || may_urge.read().is_ok()) />
        <TextField
            label=words.say(Word::NoticesFormHeading)
            value=writing.title
            hint=words.signal(Word::NoticesFormHeadingHint)
            error=at("/title")
        />
        <TextArea
            label=words.say(Word::NoticesFormText)
            value=writing.text
            optional=words.signal(Word::AppOptional)
            error=at("/text")
        />
        <SaidAlready text=Signal::derive(move || writing.said()) />
        <ScheduleLines writing fault />
        <Until writing trouble />
        <Show when=move || may_urge.read().is_ok()>
            <Checkbox checked=writing.confirm hint=words.signal(Word::NoticesFormConfirmHint)>
                {words.say(Word::NoticesFormConfirm)}
            </Checkbox>
        </Show>
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}

/// Urgent is offered only to whom the server takes it from.
#[component]
fn HowImportant(writing: Writing, may_urge: Signal<bool>) -> impl IntoView {
    let words = Words::expect();
    let choices = move || {
        let mut all = vec![Importance::Normal, Importance::Important];
        all.extend(may_urge.get().then_some(Importance::Urgent));
        let choice = |importance: Importance| {
            let word = importance_word(&importance);
            Choice::new(importance.as_str().to_owned(), words.say(word))
        };
        all.into_iter().map(choice).collect::<Vec<_>>()
    };

    view! {
        <div class="notice-how">
            {move || {
                view! {
                    <Segmented
                        legend=words.say(Word::NoticesFormImportance)
                        choices=choices()
                        selected=writing.importance
                        on_select=move |importance| writing.importance.set(importance)
                    />
                }
            }}
            <p class="small soft">{words.say(Word::NoticesFormImportanceHint)}</p>
        </div>
    }
}

/// Until when it matters: for a time from now, or until a day and an hour.
#[component]
fn Until(writing: Writing, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let clock = ServerClock::expect();
    let spans = move || SPANS.map(|(days, word)| (days.to_owned(), words.text(word))).to_vec();
    let is_moment = Memo::new(move |_| *writing.until.read() == MOMENT);
    let refused = move || trouble.read().as_ref().is_some_and(|trouble| is_at(trouble, "/expires_at"));
    // Which of its ends a moment is beyond is said of the one that was refused.
    let fault = move || {
        let moment = untrack(|| device::moment_in(&writing.moment.read()));
        let word = match moment {
            None => Word::NoticesFormMomentNone,
            Some(at) if at > clock.now_ms() => Word::NoticesFormMomentFar,
            Some(_) => Word::NoticesFormMomentPast,
        };
        refused().then(|| words.text(word))
    };

    view! {
        <SelectField
            label=words.say(Word::NoticesFormUntil)
            options=Signal::derive(spans)
            value=writing.until
        />
        <Show when=move || is_moment.get()>
            <TextField
                label=words.say(Word::NoticesFormMoment)
                value=writing.moment
                kind=InputKind::Moment
                error=Signal::derive(fault)
            />
        </Show>
    }
}

fn is_at(trouble: &Trouble, pointer: &str) -> bool {
    let field = match trouble {
        Trouble::Refused(problem) => problem.field.as_deref(),
        _ => None,
    };
    field.is_some_and(|field| {
        field == pointer || field.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Whether a field shows it.
fn is_at_a_field(trouble: &Trouble) -> bool {
    ["/title", "/text", "/schedule", "/expires_at"].iter().any(|pointer| is_at(trouble, pointer))
}

fn field_error(words: Words, trouble: &Option<Trouble>, pointer: &str) -> Option<String> {
    match trouble {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
            Some(words.refusal(problem))
        }
        _ => None,
    }
}
