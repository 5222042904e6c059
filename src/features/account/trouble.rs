//! How a form of this feature shows what went wrong: at the field if the problem names one, else
//! above the button; never both.

use crate::i18n::Words;
use crate::state::Trouble;
use crate::ui::Alert;
use leptos::prelude::*;

/// The last trouble of a form; cleared when it is sent again.
#[derive(Clone, Copy)]
pub struct FormTrouble {
    last: RwSignal<Option<Trouble>>,
    /// Which fields the form has, as the ends of JSON pointers.
    fields: &'static [&'static str],
    answered: RwSignal<usize>,
}

impl FormTrouble {
    /// No trouble yet, for a form with these fields.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self { last: RwSignal::new(None), fields, answered: RwSignal::new(0) }
    }

    /// Keeps what came of the form, and hands it on.
    pub fn take<T>(self, result: Result<T, Trouble>) -> Option<T> {
        let (value, trouble) = match result {
            Ok(value) => (Some(value), None),
            Err(trouble) => (None, Some(trouble)),
        };
        let _ = self.last.try_set(trouble);
        let _ = self.answered.try_update(|count| *count = count.wrapping_add(1));
        value
    }

    /// Changes with every answer, for [`crate::ui::Form`].
    pub fn answered(self) -> Signal<usize> {
        self.answered.into()
    }

    /// What is wrong with `field`, in words.
    pub fn of(self, field: &'static str, words: Words) -> Signal<Option<String>> {
        Signal::derive(move || {
            let last = self.last.read();
            let problem = last.as_ref().and_then(named_problem)?;
            ends_with(&problem.field, field).then(|| words.refusal(problem))
        })
    }

    /// Forgets what is wrong with `field` when `value`, which stands in it, is changed: it was said
    /// of another value.
    pub fn fades(self, field: &'static str, value: RwSignal<String>) {
        Effect::watch(
            move || value.track(),
            move |(), _, _| {
                let is_about = |trouble: &Trouble| {
                    named_problem(trouble).is_some_and(|problem| ends_with(&problem.field, field))
                };
                if self.last.with_untracked(|last| last.as_ref().is_some_and(is_about)) {
                    self.last.set(None);
                }
            },
            false,
        );
    }

    fn is_at_a_field(self) -> bool {
        let last = self.last.read();
        let Some(problem) = last.as_ref().and_then(named_problem) else { return false };
        self.fields.iter().any(|field| ends_with(&problem.field, field))
    }
}

fn named_problem(trouble: &Trouble) -> Option<&protocol::Problem> {
    match trouble {
        Trouble::Refused(problem) if problem.field.is_some() => Some(problem),
        _ => None,
    }
}

fn ends_with(pointer: &Option<String>, field: &str) -> bool {
    pointer.as_deref().and_then(|pointer| pointer.rsplit('/').next()) == Some(field)
}

/// The trouble that no field of the form shows.
#[component]
pub fn FormAlert(
    /// The form's trouble.
    trouble: FormTrouble,
) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let last = trouble.last.get().filter(|_| !trouble.is_at_a_field())?;
        let said = words.explain(&last);
        Some((said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
