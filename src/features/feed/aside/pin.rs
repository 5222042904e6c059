//! Pinning a message: what the rail calls it, and for how long. Where all places are taken, one gives
//! way.

use crate::features::feed::aside::Beside;
use crate::i18n::Words;
use crate::state::{ServerClock, Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Form, MarkupReader, SelectField, TextField};
use domain::intent::NewPin;
use domain::limits::HOUR_MS;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// For how long a message can be pinned, in days.
const SPANS: [(&str, Word); 4] = [
    ("1", Word::NoticesFormUntilDay),
    ("3", Word::NoticesFormUntilDays),
    ("7", Word::NoticesFormUntilWeek),
    ("30", Word::NoticesFormUntilMonth),
];

/// How much of a message the rail shows unless somebody says otherwise.
const LABEL: usize = 30;

/// The form.
#[component]
pub fn PinForm(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let clock = ServerClock::expect();
    let label = RwSignal::new(first_words(space, &id));
    let days = RwSignal::new("7".to_owned());
    let free = space.free_slot();
    let slot = RwSignal::new(free.unwrap_or(1).to_string());

    let pin = Action::new_local(move |(): &()| {
        let days: i64 = days.get_untracked().parse().unwrap_or(7);
        let expires_at = clock.now_ms().saturating_add(days.saturating_mul(24).saturating_mul(HOUR_MS));
        let new = NewPin { message: id.clone(), label: label.get_untracked(), expires_at };
        let slot = slot.get_untracked().parse().unwrap_or(1);
        async move { space.pin(slot, new).await.inspect(|()| beside.close()) }
    });
    let trouble = Memo::new(move |_| {
        let trouble: Trouble = pin.value().get().and_then(Result::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let spans = move || SPANS.map(|(days, word)| (days.to_owned(), words.text(word))).to_vec();
    let pins = space.pins();
    let taken = move || {
        let pins = pins.get();
        pins.into_iter().map(|pin| (pin.slot.to_string(), pin.label)).collect::<Vec<_>>()
    };

    view! {
        <Form
            on_submit=move |()| {
                pin.dispatch_local(());
            }
            answered=Signal::derive(move || pin.version().get())
            label=words.signal(Word::TalkPinTitle)
        >
            <TextField
                label=words.say(Word::TalkPinLabel)
                value=label
                hint=words.signal(Word::TalkPinLabelHint)
            />
            <SelectField
                label=words.say(Word::TalkPinUntil)
                options=Signal::derive(spans)
                value=days
            />
            <Show when=move || free.is_none()>
                <SelectField
                    label=words.say(Word::TalkPinInstead)
                    options=Signal::derive(taken)
                    value=slot
                />
            </Show>
            <Alert
                title=Signal::derive(move || trouble.get().map(|(title, _)| title))
                body=Signal::derive(move || trouble.get().map(|(_, body)| body))
            />
            <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=pin.pending()>
                {words.say(Word::TalkPinGo)}
            </Button>
        </Form>
    }
}

/// How a message begins.
fn first_words(space: Space, message: &RecordId) -> String {
    let reader = MarkupReader::expect();
    let Some(row) = space.stream().message(message).map(|row| row.get_untracked()) else {
        return String::new();
    };
    let text = untrack(|| markup::plain_text(&reader.read(&row.body.text)));
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LABEL).collect()
}
