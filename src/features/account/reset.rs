//! A new password by a one-time link: whose, then the form.

use crate::features::account::account_fields::PASSWORD_LENGTH;
use crate::features::account::dead_link::DeadLink;
use crate::features::account::form_end::FormEnd;
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::Session;
use crate::ui::{Form, PasswordField, Skeleton};
use leptos::prelude::*;
use protocol::account::ResetCard;
use words::Word;

/// What a reset link opens.
#[component]
pub fn ResetPassword(
    /// The link's secret.
    token: String,
    /// Runs when the password is set and the person signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let token = StoredValue::new(token);
    let card = LocalResource::new(move || session.peek_reset(token.get_value()));

    move || match card.get() {
        None => view! { <Skeleton label=words.say(Word::EntryJoinLoading) /> }.into_any(),
        Some(Ok(card)) => view! { <NewPassword card token on_done /> }.into_any(),
        Some(Err(trouble)) => view! { <DeadLink trouble on_again=move || card.refetch() /> }.into_any(),
    }
}

#[component]
fn NewPassword(card: ResetCard, token: StoredValue<String>, on_done: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let ResetCard { real_name, login, .. } = card;
    let password = RwSignal::new(String::new());
    let is_sent = RwSignal::new(false);
    let trouble = FormTrouble::new(&["new"]);
    trouble.fades("new", password);

    let reset = Action::new_local(move |new: &String| {
        let answer = session.redeem_reset(token.get_value(), new.clone());
        async move {
            if trouble.take(answer.await).is_some() {
                on_done.run(());
            }
        }
    });
    let is_short = move || password.read().chars().count() < PASSWORD_LENGTH;
    let refused = trouble.of("new", words);
    let error = Signal::derive(move || match is_sent.get() && is_short() {
        true => Some(words.text(Word::EntryAccountPasswordShort)),
        false => refused.get(),
    });
    let send = move |()| {
        is_sent.set(true);
        let new = password.get_untracked();
        if new.chars().count() >= PASSWORD_LENGTH {
            reset.dispatch_local(new);
        }
    };

    view! {
        <div class="stack">
            <p>{move || words.fill(Word::EntryResetWhose, &[("name", &real_name), ("login", &login)])}</p>
            <Form on_submit=send answered=trouble.answered()>
                <PasswordField
                    label=words.say(Word::EntryResetNew)
                    value=password
                    show=words.say(Word::AppPasswordShow)
                    hint=Signal::derive(move || Some(words.text(Word::EntryAccountPasswordHint)))
                    error=error
                    autocomplete="new-password"
                />
                <FormEnd trouble act=Word::EntryResetSubmit is_busy=reset.pending() />
            </Form>
        </div>
    }
}
