//! The fields of an account to be made: real name, department, post, sign-in name, password.

use crate::features::account::entry_form::{DeptField, EntryDraft};
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::Typed;
use crate::ui::{PasswordField, TextField};
use domain::kinds::EntryAsk;
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::account::NewAccount;
use words::Word;

/// The fewest characters of a password; the server checks the same.
pub const PASSWORD_LENGTH: usize = 8;

/// The ends of the JSON pointers by which a problem names one of these fields.
pub const FIELDS: &[&str] = &["real_name", "dept", "post", "login", "password", "organization"];

/// An account as it is being filled in.
#[derive(Clone, Copy)]
pub struct AccountDraft {
    name: RwSignal<String>,
    dept: RwSignal<String>,
    post: RwSignal<String>,
    /// What was typed as sign-in name; while it is empty, the real name serves.
    login: RwSignal<String>,
    password: RwSignal<String>,
    /// Whether the form was sent: only then are empty fields complained about.
    is_sent: RwSignal<bool>,
    typed: StoredValue<Typed>,
}

impl AccountDraft {
    /// An empty account, or one for `name`; what was typed of it before a reload is there again.
    pub fn new(name: String, mut typed: Typed) -> Self {
        Self {
            name: typed.field("name", name),
            dept: typed.field("dept", String::new()),
            post: typed.field("post", String::new()),
            login: typed.field("login", String::new()),
            password: RwSignal::default(),
            is_sent: RwSignal::new(false),
            typed: StoredValue::new(typed),
        }
    }

    /// Department and post as they stand.
    pub fn place(self) -> (String, String) {
        (self.dept.get_untracked(), self.post.get_untracked())
    }

    /// The account is made: what was typed is needed no more.
    pub fn forget(self) {
        self.typed.with_value(Typed::forget);
    }

    /// The account, if it is complete; from then on what is missing is shown.
    pub fn finish(self) -> Option<NewAccount> {
        self.is_sent.set(true);
        let account = NewAccount {
            login: self.login_name(),
            real_name: self.name.get_untracked().trim().to_owned(),
            dept: self.dept.get_untracked().trim().to_owned(),
            post: self.post.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
        };
        let is_complete =
            !is_blank(&account.real_name) && account.password.chars().count() >= PASSWORD_LENGTH;
        is_complete.then_some(account)
    }

    fn login_name(self) -> String {
        let typed = self.login.get_untracked();
        let name = if is_blank(&typed) { self.name.get_untracked() } else { typed };
        name.trim().to_owned()
    }
}

/// The fields.
#[component]
pub fn AccountFields(
    /// The account as it is being filled in.
    draft: AccountDraft,
    /// The form's trouble, for what only the server knows, such as a name that is taken.
    trouble: FormTrouble,
    /// What a group asks beside them: then department and post may be needed.
    #[prop(optional)]
    form: Option<EntryDraft>,
) -> impl IntoView {
    let words = Words::expect();

    let (refused_dept, refused_post) = (trouble.of("dept", words), trouble.of("post", words));
    let dept_error = move || form.and_then(|form| form.dept_error(words)).or_else(|| refused_dept.get());
    let post_error = move || form.and_then(|form| form.post_error(words)).or_else(|| refused_post.get());
    let optional = move |ask: EntryAsk| {
        let is_asked = form.is_some_and(|form| form.asks(&ask));
        Signal::derive(move || (!is_asked).then(|| words.text(Word::AppOptional)))
    };
    let refused_name = trouble.of("real_name", words);
    let refused_password = trouble.of("password", words);
    let name_error = Signal::derive(move || {
        let is_missing = draft.is_sent.get() && is_blank(&draft.name.read());
        if is_missing { Some(words.text(Word::EntryAccountRequired)) } else { refused_name.get() }
    });
    let password_error = Signal::derive(move || {
        let is_short = draft.is_sent.get() && draft.password.read().chars().count() < PASSWORD_LENGTH;
        if is_short { Some(words.text(Word::EntryAccountPasswordShort)) } else { refused_password.get() }
    });

    view! {
        <TextField
            label=words.say(Word::EntryAccountName)
            value=draft.name
            hint=Signal::derive(move || Some(words.text(Word::EntryAccountNameHint)))
            error=name_error
            autocomplete="name"
        />
        <DeptField
            depts=form.map(EntryDraft::depts).unwrap_or_default()
            value=draft.dept
            error=Signal::derive(dept_error)
            optional=optional(EntryAsk::Dept)
        />
        <TextField
            label=words.say(Word::EntryAccountPost)
            value=draft.post
            error=Signal::derive(post_error)
            autocomplete="organization-title"
            optional=optional(EntryAsk::Post)
        />
        <TextField
            label=words.say(Word::EntryAccountLogin)
            value=draft.login
            hint=Signal::derive(move || Some(words.text(Word::EntryAccountLoginHint)))
            error=trouble.of("login", words)
            autocomplete="username"
            optional=words.signal(Word::AppOptional)
        />
        <PasswordField
            label=words.say(Word::EntryAccountPassword)
            value=draft.password
            show=words.say(Word::AppPasswordShow)
            hint=Signal::derive(move || Some(words.text(Word::EntryAccountPasswordHint)))
            error=password_error
            autocomplete="new-password"
        />
    }
}
