//! The first start of a server: the organization and the account that owns it.

use crate::features::account::account_fields::{AccountDraft, AccountFields, FIELDS};
use crate::features::account::form_end::FormEnd;
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::{Prefs, Session, Typed, device};
use crate::ui::{Form, TextField};
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::account::Setup;
use words::Word;

/// The first-run form.
#[component]
pub fn SetUp(
    /// Runs when the account is made and signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let prefs = Prefs::expect();
    let mut typed = Typed::of("setup");
    let organization = typed.field("organization", String::new());
    let is_sent = RwSignal::new(false);
    let draft = AccountDraft::new(String::new(), typed);
    let trouble = FormTrouble::new(FIELDS);

    let set_up = Action::new_local(move |setup: &Setup| {
        let setup = setup.clone();
        async move {
            if trouble.take(session.set_up(setup).await).is_some() {
                draft.forget();
                on_done.run(());
            }
        }
    });
    let refused = trouble.of("organization", words);
    let organization_error = Signal::derive(move || {
        let is_missing = is_sent.get() && is_blank(&organization.read());
        if is_missing { Some(words.text(Word::EntryAccountRequired)) } else { refused.get() }
    });
    let send = move |()| {
        is_sent.set(true);
        let name = organization.get_untracked().trim().to_owned();
        if let Some(account) = draft.finish().filter(|_| !is_blank(&name)) {
            let locale = prefs.language().get_untracked().tag().to_owned();
            set_up.dispatch_local(Setup { organization: name, locale, account, device: device::label() });
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <p class="soft">{words.say(Word::EntrySetupLead)}</p>
            <TextField
                label=words.say(Word::EntrySetupOrganization)
                value=organization
                hint=Signal::derive(move || Some(words.text(Word::EntrySetupOrganizationHint)))
                error=organization_error
                autocomplete="organization"
            />
            <h2 class="section-title">{words.say(Word::EntrySetupAccount)}</h2>
            <AccountFields draft trouble />
            <FormEnd trouble act=Word::EntrySetupSubmit is_busy=set_up.pending() />
        </Form>
    }
}
