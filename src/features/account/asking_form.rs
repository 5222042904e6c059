//! The forms by which somebody comes in: with a new account, or as who is signed in.

use crate::features::account::account_fields::{AccountDraft, AccountFields};
use crate::features::account::entry_form::{EntryDraft, EntryFields, WhereFields};
use crate::features::account::form_end::FormEnd;
use crate::features::account::kept::Join;
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::Session;
use crate::ui::{Button, ButtonKind, ButtonWidth, Form};
use leptos::prelude::*;
use words::Word;

/// With a new account.
#[component]
pub fn NewMember(
    /// The account.
    draft: AccountDraft,
    /// What the group asks.
    form: EntryDraft,
    /// Whether one waits to be let in.
    waits: bool,
    /// The form's trouble.
    trouble: FormTrouble,
    /// Hands it in.
    join: Join,
    /// Runs when the person goes back.
    #[prop(into)]
    on_back: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();

    let send = move |()| {
        let account = draft.finish();
        let (dept, post) = draft.place();
        // Both say what is missing, also where the other one lacks something.
        let said = form.finish(words, Some((&dept, &post)));
        if let (Some(account), Some(said)) = (account, said) {
            join.dispatch_local((Some(account), said));
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <h1 class="form-title" tabindex="-1">{words.say(Word::EntryJoinAccount)}</h1>
            <AccountFields draft trouble form />
            <EntryFields draft=form trouble />
            <FormEnd trouble act={ if waits { Word::WaitingAsk } else { Word::EntryJoinSubmit } } is_busy=join.pending() />
            <Button kind=ButtonKind::Quiet width=ButtonWidth::Full on_press=move || on_back.run(())>
                {words.say(Word::AppBack)}
            </Button>
        </Form>
    }
}

/// The form for who has an account.
#[component]
pub fn AsMember(
    /// What the group asks.
    form: EntryDraft,
    /// The form's trouble.
    trouble: FormTrouble,
    /// Hands it in.
    join: Join,
    /// Runs when the person goes back.
    #[prop(into)]
    on_back: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let me = Session::expect().me();

    let name = move || me.get().map(|me| me.real_name.clone()).unwrap_or_default();
    let send = move |()| {
        if let Some(said) = form.finish(words, None) {
            join.dispatch_local((None, said));
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <h1 class="form-title" tabindex="-1">{words.say(Word::WaitingFormTitle)}</h1>
            <p class="soft">{move || words.fill(Word::WaitingFormAs, &[("name", &name())])}</p>
            <WhereFields draft=form />
            <EntryFields draft=form trouble />
            <FormEnd trouble act=Word::WaitingAsk is_busy=join.pending() />
            <Button kind=ButtonKind::Quiet width=ButtonWidth::Full on_press=move || on_back.run(())>
                {words.say(Word::AppBack)}
            </Button>
        </Form>
    }
}
