//! What a refused form about a space says, and at which of its fields.

use crate::i18n::Words;
use crate::state::Trouble;
use crate::ui::Alert;
use leptos::prelude::*;

/// The fields, as a refusal points at them.
pub const FIELDS: [&str; 5] = ["/name", "/purpose", "/for_whom", "/not_for", "/goals"];

/// Whether `field` of a refused write is the field `pointer`, or lies in it.
fn is_at(field: Option<&str>, pointer: &str) -> bool {
    let rest = field.and_then(|field| field.strip_prefix(pointer));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What is wrong with the field at `pointer`.
pub fn error(
    trouble: Signal<Option<Trouble>>,
    pointer: &'static str,
    words: Words,
) -> Signal<Option<String>> {
    Signal::derive(move || match &*trouble.read() {
        Some(Trouble::Refused(problem)) if is_at(problem.field.as_deref(), pointer) => {
            Some(words.refusal(problem))
        }
        _ => None,
    })
}

/// What is wrong at none of the fields.
#[component]
pub fn FieldsAlert(
    /// What the last try met.
    trouble: Signal<Option<Trouble>>,
) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(
            &trouble,
            Trouble::Refused(problem)
                if FIELDS.iter().any(|field| is_at(problem.field.as_deref(), field))
        );
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
