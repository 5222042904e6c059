//! Changing one's password.

use crate::features::account::account_fields::PASSWORD_LENGTH;
use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::state::Session;
use crate::ui::{Button, ButtonRole, Form, PasswordField, Toasts};
use leptos::prelude::*;
use words::Word;

/// The form.
#[component]
pub fn ChangePassword() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_sent = RwSignal::new(false);
    let trouble = FormTrouble::new(&["old", "new"]);
    trouble.fades("old", old);
    trouble.fades("new", new);

    let change = Action::new_local(move |(before, after): &(String, String)| {
        let answer = session.change_password(before.clone(), after.clone());
        async move {
            if trouble.take(answer.await).is_some() {
                let _ = (old.try_set(String::new()), new.try_set(String::new()), is_sent.try_set(false));
                toasts.say(words.text(Word::MePasswordDone));
            }
        }
    });
    let is_short = move || new.read().chars().count() < PASSWORD_LENGTH;
    let refused = trouble.of("new", words);
    let error = Signal::derive(move || match is_sent.get() && is_short() {
        true => Some(words.text(Word::EntryAccountPasswordShort)),
        false => refused.get(),
    });
    let send = move |()| {
        is_sent.set(true);
        if new.read_untracked().chars().count() >= PASSWORD_LENGTH {
            change.dispatch_local((old.get_untracked(), new.get_untracked()));
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered() label=words.signal(Word::MePassword)>
            <PasswordField
                label=words.say(Word::MePasswordOld)
                value=old
                show=words.say(Word::AppPasswordShow)
                error=trouble.of("old", words)
            />
            <PasswordField
                label=words.say(Word::MePasswordNew)
                value=new
                show=words.say(Word::AppPasswordShow)
                error=error
                autocomplete="new-password"
            />
            <FormAlert trouble />
            <div>
                <Button role=ButtonRole::Submit is_busy=change.pending()>
                    {words.say(Word::MePasswordGo)}
                </Button>
            </div>
        </Form>
    }
}
