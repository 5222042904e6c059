//! What a group asks of who wants to come in: one column, what is wrong under each field.

use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::Typed;
use crate::ui::{CheckKind, Checkbox, Icon, IconName, SelectField, TextArea, TextField};
use domain::entry::{as_listed, fill, is_in_scope};
use domain::kinds::{Entry, EntryAsk};
use domain::limits;
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::account::{EntryCard, JoinForm};
use words::Word;

/// The form as it is being filled in.
#[derive(Clone, Copy)]
pub struct EntryDraft {
    dept: RwSignal<String>,
    post: RwSignal<String>,
    number: RwSignal<String>,
    purpose: RwSignal<String>,
    regular: RwSignal<bool>,
    pledged: RwSignal<bool>,
    /// Whether the form was sent: only then is complained about what is missing.
    is_sent: RwSignal<bool>,
    entry: StoredValue<Entry>,
    typed: StoredValue<Typed>,
}

impl EntryDraft {
    /// The form of a group; what was typed of it before a reload is there again.
    pub fn new(card: &EntryCard, mut typed: Typed) -> Self {
        Self {
            dept: typed.field("form.dept", String::new()),
            post: typed.field("form.post", String::new()),
            number: typed.field("form.number", String::new()),
            purpose: typed.field("form.purpose", String::new()),
            regular: typed.tick("form.regular", ""),
            pledged: typed.tick("form.pledged", &card.pledge),
            is_sent: RwSignal::new(false),
            entry: StoredValue::new(Entry::of_card(card)),
            typed: StoredValue::new(typed),
        }
    }

    /// Whether anything is asked.
    pub fn asks_something(self) -> bool {
        self.entry.with_value(|entry| EntryAsk::KNOWN.iter().any(|ask| entry.asks(ask)))
    }

    /// Whether this is asked.
    pub fn asks(self, ask: &EntryAsk) -> bool {
        self.entry.with_value(|entry| entry.asks(ask))
    }

    /// The departments to choose from; none where it is typed.
    pub fn depts(self) -> Vec<String> {
        self.entry.with_value(|entry| entry.depts.clone())
    }

    /// Begins with what the account says, where nothing was typed.
    pub fn begin(self, dept: &str, post: &str) {
        let listed = self.entry.with_value(|entry| match entry.depts.is_empty() {
            true => dept.to_owned(),
            false => as_listed(entry, dept).unwrap_or_default().to_owned(),
        });
        for (field, known) in [(self.dept, listed.as_str()), (self.post, post)] {
            if field.with_untracked(String::is_empty) {
                field.set(known.to_owned());
            }
        }
    }

    /// It is handed in: what was typed is needed no more.
    pub fn forget(self) {
        self.typed.with_value(Typed::forget);
    }

    /// The form, if it says all that is asked; from then on what is missing is shown. With a new account
    /// department and post are the account's.
    pub fn finish(self, words: Words, account: Option<(&str, &str)>) -> Option<JoinForm> {
        self.is_sent.set(true);
        if let Some((dept, post)) = account {
            self.dept.set(dept.to_owned());
            self.post.set(post.to_owned());
        }
        let form = JoinForm {
            dept: self.dept.get_untracked(),
            post: self.post.get_untracked(),
            number: self.number.get_untracked(),
            purpose: self.purpose.get_untracked(),
            regular: self.regular.get_untracked(),
            pledge: if self.pledged.get_untracked() { self.pledge(words) } else { String::new() },
        };
        self.entry.with_value(|entry| fill(entry, &form).ok())
    }

    /// What is promised.
    fn pledge(self, words: Words) -> String {
        let own = self.entry.with_value(|entry| entry.pledge.clone());
        if own.is_empty() { words.text(Word::WaitingFormPledgeText) } else { own }
    }

    /// What is wrong with the department, once the form was sent.
    pub fn dept_error(self, words: Words) -> Option<String> {
        self.needed(&EntryAsk::Dept, self.dept, words).or_else(|| {
            let dept = self.dept.read();
            let is_other = self.is_sent.get() && !self.entry.with_value(|entry| is_in_scope(entry, &dept));
            let depts = self.entry.with_value(|entry| entry.depts.clone());
            is_other.then(|| words.fill(Word::WaitingFormScope, &[("depts", &words.list(&depts))]))
        })
    }

    /// What is wrong with the post, once the form was sent.
    pub fn post_error(self, words: Words) -> Option<String> {
        self.needed(&EntryAsk::Post, self.post, words)
    }

    fn needed(self, ask: &EntryAsk, field: RwSignal<String>, words: Words) -> Option<String> {
        let is_missing = self.is_sent.get() && self.asks(ask) && is_blank(&field.read());
        is_missing.then(|| words.text(Word::EntryAccountRequired))
    }
}

/// The department: one of those for whom the group is, or typed where it is for all.
#[component]
pub fn DeptField(
    /// For whom the group is; nobody where it is for all.
    depts: Vec<String>,
    /// The department. The caller owns it.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// The word that marks it as one that may stay empty.
    #[prop(optional, into)]
    optional: MaybeProp<String>,
) -> impl IntoView {
    let words = Words::expect();
    let label = words.say(Word::EntryAccountDept);

    if depts.is_empty() {
        return view! { <TextField label value error autocomplete="organization" optional /> }.into_any();
    }
    let options = Signal::derive(move || {
        let first = (String::new(), words.text(Word::WaitingFormDeptPick));
        let listed = depts.iter().map(|dept| (dept.clone(), dept.clone()));
        std::iter::once(first).chain(listed).collect::<Vec<_>>()
    });
    view! { <SelectField label options value error /> }.into_any()
}

/// Department and post, for who has an account already.
#[component]
pub fn WhereFields(
    /// The form.
    draft: EntryDraft,
) -> impl IntoView {
    let words = Words::expect();

    view! {
        {draft
            .asks(&EntryAsk::Dept)
            .then(|| {
                view! {
                    <DeptField
                        depts=draft.depts()
                        value=draft.dept
                        error=Signal::derive(move || draft.dept_error(words))
                    />
                }
            })}
        {draft
            .asks(&EntryAsk::Post)
            .then(|| {
                view! {
                    <TextField
                        label=words.say(Word::EntryAccountPost)
                        value=draft.post
                        error=Signal::derive(move || draft.post_error(words))
                        autocomplete="organization-title"
                    />
                }
            })}
    }
}

/// What the group asks beyond name, department and post.
#[component]
pub fn EntryFields(
    /// The form.
    draft: EntryDraft,
    /// The form's trouble, for what only the server knows.
    trouble: FormTrouble,
) -> impl IntoView {
    let words = Words::expect();
    let refused_number = trouble.of("number", words);

    view! {
        {draft
            .asks(&EntryAsk::Number)
            .then(|| {
                view! {
                    <TextField
                        label=words.say(Word::WaitingFormNumber)
                        value=draft.number
                        error=refused_number
                        optional=words.signal(Word::AppOptional)
                    />
                }
            })}
        {draft.asks(&EntryAsk::Purpose).then(|| view! { <Purpose draft trouble /> })}
        {draft
            .asks(&EntryAsk::Regular)
            .then(|| {
                view! {
                    <Ticked draft checked=draft.regular missing=Word::WaitingFormRegularMissing>
                        {words.say(Word::WaitingFormRegular)}
                    </Ticked>
                }
            })}
        {draft.asks(&EntryAsk::Pledge).then(|| view! { <Pledge draft /> })}
    }
}

#[component]
fn Purpose(draft: EntryDraft, trouble: FormTrouble) -> impl IntoView {
    let words = Words::expect();
    let refused = trouble.of("purpose", words);

    let count = move || draft.purpose.read().trim().chars().count();
    let said = move || words.fill(Word::WaitingFormPurposeCount, &[("count", &count().to_string())]);
    let is_short = move || draft.is_sent.get() && count() < limits::ENTRY_PURPOSE.min;
    // The count is said once: as the error where it is one.
    let hint = move || (!is_short()).then(said);
    let error = move || if is_short() { Some(said()) } else { refused.get() };

    view! {
        <TextArea
            label=words.say(Word::WaitingFormPurpose)
            value=draft.purpose
            hint=Signal::derive(hint)
            error=Signal::derive(error)
            lines=3
        />
    }
}

#[component]
fn Pledge(draft: EntryDraft) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Ticked draft checked=draft.pledged missing=Word::WaitingFormPledgeMissing>
            {words.say(Word::WaitingFormPledge)}
        </Ticked>
        <details>
            <summary class="link">{words.say(Word::WaitingFormPledgeRead)}</summary>
            <p class="soft">{move || draft.pledge(words)}</p>
        </details>
    }
}

/// A promise to tick, with what is said where it is not ticked.
#[component]
fn Ticked(draft: EntryDraft, checked: RwSignal<bool>, missing: Word, children: Children) -> impl IntoView {
    let words = Words::expect();
    let is_missing = move || draft.is_sent.get() && !checked.get();

    view! {
        <div class="field">
            <Checkbox checked kind=CheckKind::Binds>
                {children()}
            </Checkbox>
            {move || {
                is_missing()
                    .then(|| {
                        view! {
                            <p class="field-error" role="alert">
                                <Icon name=IconName::Warn />
                                <span>{words.say(missing)}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
