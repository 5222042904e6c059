//! Announcing something: how important, what, until when, and whether everybody is to confirm it.

use crate::features::notices::importance_word;
use crate::i18n::Words;
use crate::state::{ServerClock, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Checkbox, Choice, Form, Segmented, SelectField, TextArea,
    TextField,
};
use domain::intent::NewNotice;
use domain::kinds::Importance;
use domain::limits::HOUR_MS;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// For how long something matters, in days; none for what has no end.
const SPANS: [(&str, Word); 5] = [
    ("", Word::NoticesFormUntilOpen),
    ("1", Word::NoticesFormUntilDay),
    ("3", Word::NoticesFormUntilDays),
    ("7", Word::NoticesFormUntilWeek),
    ("30", Word::NoticesFormUntilMonth),
];

/// What is being filled in.
#[derive(Clone, Copy)]
struct Typed {
    importance: RwSignal<Importance>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    days: RwSignal<String>,
    confirm: RwSignal<bool>,
}

impl Typed {
    fn new() -> Self {
        Self {
            importance: RwSignal::new(Importance::Important),
            title: RwSignal::default(),
            text: RwSignal::default(),
            days: RwSignal::default(),
            confirm: RwSignal::new(false),
        }
    }

    fn notice(self, now_ms: i64) -> NewNotice {
        let days: Option<i64> = self.days.get_untracked().parse().ok();
        let span = |days: i64| now_ms.saturating_add(days.saturating_mul(24).saturating_mul(HOUR_MS));
        NewNotice {
            importance: self.importance.get_untracked(),
            title: self.title.get_untracked(),
            text: self.text.get_untracked(),
            confirm: self.confirm.get_untracked(),
            expires_at: days.map(span),
        }
    }
}

/// The form.
#[component]
pub fn NoticeForm(
    /// Runs with the announcement, once it is kept on this device.
    #[prop(into)]
    on_done: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let clock = ServerClock::expect();
    let typed = Typed::new();

    let publish = Action::new_local(move |(): &()| {
        let new = typed.notice(clock.now_ms());
        async move { space.announce(new).await.inspect(|id| on_done.run(id.clone())) }
    });
    let trouble = Signal::derive(move || publish.value().get().and_then(Result::err));

    view! {
        <Form
            on_submit=move |()| {
                publish.dispatch_local(());
            }
            answered=Signal::derive(move || publish.version().get())
            label=words.signal(Word::NoticesNew)
        >
            <Fields typed trouble />
            <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=publish.pending()>
                {words.say(Word::NoticesFormGo)}
            </Button>
        </Form>
    }
}

#[component]
fn Fields(typed: Typed, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_urge = space.may(Deed::Urge);
    let at =
        move |pointer: &'static str| Signal::derive(move || field_error(words, &trouble.read(), pointer));
    let spans = move || SPANS.map(|(days, word)| (days.to_owned(), words.text(word))).to_vec();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let here = Some(trouble);
        let is_at_a_field = ["/title", "/text"].iter().any(|at| field_error(words, &here, at).is_some());
        let trouble = here.filter(|_| !is_at_a_field)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });

    view! {
        <HowImportant typed may_urge=Signal::derive(move || may_urge.read().is_ok()) />
        <TextField
            label=words.say(Word::NoticesFormHeading)
            value=typed.title
            hint=words.signal(Word::NoticesFormHeadingHint)
            error=at("/title")
        />
        <TextArea
            label=words.say(Word::NoticesFormText)
            value=typed.text
            optional=words.signal(Word::AppOptional)
            error=at("/text")
        />
        <SelectField
            label=words.say(Word::NoticesFormUntil)
            options=Signal::derive(spans)
            value=typed.days
        />
        <Show when=move || may_urge.read().is_ok()>
            <Checkbox checked=typed.confirm hint=words.signal(Word::NoticesFormConfirmHint)>
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
fn HowImportant(typed: Typed, may_urge: Signal<bool>) -> impl IntoView {
    let words = Words::expect();
    let choices = move || {
        let mut all = vec![Importance::Normal, Importance::Important];
        all.extend(may_urge.get().then_some(Importance::Urgent));
        let choice = |importance: Importance| {
            let word = importance_word(&importance);
            Choice::new(importance, words.say(word))
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
                        selected=typed.importance
                        on_select=move |importance| typed.importance.set(importance)
                    />
                }
            }}
            <p class="small soft">{words.say(Word::NoticesFormImportanceHint)}</p>
        </div>
    }
}

fn field_error(words: Words, trouble: &Option<Trouble>, pointer: &str) -> Option<String> {
    match trouble {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
            Some(words.refusal(problem))
        }
        _ => None,
    }
}
