//! Signing in by a link that another device of the same person shows: as whom, and under which name this
//! device is listed.

use crate::features::account::dead_link::DeadLink;
use crate::features::account::form_end::FormEnd;
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::{Session, device};
use crate::ui::{Form, IconName, Note, Skeleton, TextField};
use leptos::prelude::*;
use protocol::account::PassCard;
use words::Word;

/// What such a link opens.
#[component]
pub fn SignInByPass(
    /// The link's secret.
    token: String,
    /// Runs when the person is signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let token = StoredValue::new(token);
    let card = LocalResource::new(move || session.peek_pass(token.get_value()));

    move || match card.get() {
        None => view! { <Skeleton label=words.say(Word::EntryJoinLoading) /> }.into_any(),
        Some(Ok(card)) => view! { <Confirmed card token on_done /> }.into_any(),
        Some(Err(trouble)) => {
            view! { <DeadLink trouble on_again=move || card.refetch() instead=Word::EntryPassDead /> }
                .into_any()
        }
    }
}

#[component]
fn Confirmed(card: PassCard, token: StoredValue<String>, on_done: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let PassCard { real_name, login, organization, .. } = card;
    let name = RwSignal::new(device::label());
    let trouble = FormTrouble::new(&[]);
    let me = session.me().get_untracked();

    let enter = Action::new_local(move |name: &String| {
        let answer = session.redeem_pass(token.get_value(), name.clone());
        async move {
            if trouble.take(answer.await).is_some() {
                on_done.run(());
            }
        }
    });
    let whose = move || {
        let (name, organization) = (("name", real_name.as_str()), ("organization", organization.as_str()));
        match login == real_name {
            true => words.fill(Word::EntryPassWhoseOne, &[name, organization]),
            false => words.fill(Word::EntryPassWhose, &[name, ("login", &login), organization]),
        }
    };
    let former = me.map(|me| {
        let said = move || words.fill(Word::EntryPassFormer, &[("me", &me.real_name)]);
        view! { <p>{said}</p> }
    });

    view! {
        <div class="stack">
            <p>{whose}</p>
            {former}
            <Note icon=IconName::Warn>{words.say(Word::EntryPassOwn)}</Note>
            <Form
                on_submit=move |()| _ = enter.dispatch_local(name.get_untracked())
                answered=trouble.answered()
            >
                <TextField
                    label=words.say(Word::EntryPassDevice)
                    value=name
                    hint=words.signal(Word::EntryPassDeviceHint)
                />
                <FormEnd trouble act=Word::EntryPassSubmit is_busy=enter.pending() />
            </Form>
        </div>
    }
}
