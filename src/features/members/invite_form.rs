//! Inviting one person.

use crate::features::members::invites::{Made, MadeLink};
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Form, TextField};
use leptos::prelude::*;
use words::Word;

/// The form.
#[component]
pub fn InviteForm(
    /// Receives the link.
    made: Made,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (name, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));

    let invite = Action::new_local(move |(for_name, remark): &(String, String)| {
        let (for_name, remark) = (for_name.clone(), remark.clone());
        async move {
            let link = space.invite(for_name.clone(), remark).await?;
            let _ = (name.try_set(String::new()), note.try_set(String::new()));
            let _ = made.try_set(Some(MadeLink { name: for_name, invite: link, is_for_many: false }));
            Ok(())
        }
    });
    let trouble = Signal::derive(move || invite.value().get().and_then(Result::<(), Trouble>::err));
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
        invite.dispatch_local((name.get_untracked(), note.get_untracked()));
    };

    view! {
        <Form
            on_submit=send
            answered=Signal::derive(move || invite.version().get())
            label=words.signal(Word::MembersInviteNew)
        >
            <p class="soft small">{words.say(Word::MembersInviteLead)}</p>
            <TextField label=words.say(Word::MembersInviteName) value=name error=error("/for_name") />
            <TextField
                label=words.say(Word::MembersInviteNote)
                value=note
                error=error("/note")
                optional=words.signal(Word::AppOptional)
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=invite.pending()>
                    {words.say(Word::MembersInviteCreate)}
                </Button>
            </div>
        </Form>
    }
}
