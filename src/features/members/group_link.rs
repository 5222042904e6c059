//! A link for many: whoever comes by it asks, and waits to be let in.

use crate::features::members::invites::{Made, MadeLink};
use crate::i18n::Words;
use crate::state::{Space, Trouble, Typed};
use crate::ui::{Alert, Button, ButtonRole, Form, TextField};
use leptos::prelude::*;
use words::Word;

/// How many may ask unless the maker says otherwise.
const LIMIT: &str = "50";

/// The form.
#[component]
pub fn GroupLinkForm(
    /// Receives the link.
    made: Made,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let mut typed = Typed::of(["link", space.id().as_str()].join("."));
    let (purpose, limit) = (typed.field("purpose", String::new()), typed.field("limit", LIMIT.to_owned()));
    let typed = StoredValue::new(typed);

    let make = Action::new_local(move |(what_for, many): &(String, u32)| {
        let (what_for, many) = (what_for.clone(), *many);
        async move {
            let link = space.invite_many(what_for.clone(), many).await?;
            let _ = typed.try_with_value(Typed::forget);
            let _ = purpose.try_set(String::new());
            let _ = made.try_set(Some(MadeLink { name: what_for, invite: link, is_for_many: true }));
            Ok(())
        }
    });
    let trouble = Signal::derive(move || make.value().get().and_then(Result::<(), Trouble>::err));
    let error = move |pointer: &'static str| {
        Signal::derive(move || match &*trouble.read() {
            Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
                Some(words.refusal(problem))
            }
            _ => None,
        })
    };
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(&trouble, Trouble::Refused(problem) if problem.field.is_some());
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });
    let send = move |()| {
        // What is no number is as far from the limits as none.
        let many = limit.read_untracked().trim().parse().unwrap_or(0);
        make.dispatch_local((purpose.get_untracked(), many));
    };

    view! {
        <Form
            on_submit=send
            answered=Signal::derive(move || make.version().get())
            label=words.signal(Word::WaitingLinkOpen)
        >
            <p class="soft small">{words.say(Word::WaitingLinkLead)}</p>
            <TextField
                label=words.say(Word::WaitingLinkPurpose)
                value=purpose
                hint=words.signal(Word::WaitingLinkPurposeHint)
                error=error("/for_name")
            />
            <TextField
                label=words.say(Word::WaitingLinkLimit)
                value=limit
                hint=words.signal(Word::WaitingLinkLimitHint)
                error=error("/group/limit")
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div>
                <Button role=ButtonRole::Submit is_busy=make.pending()>
                    {words.say(Word::WaitingLinkMake)}
                </Button>
            </div>
        </Form>
    }
}
