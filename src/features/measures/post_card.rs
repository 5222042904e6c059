//! One post, with whoever wrote it, as it is judged.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Card, MarkupView};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use words::Word;

/// What is known of a post: from the stream, or, where that is not on this device, from a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who wrote it.
    pub author: PersonId,
    /// What it says, or said before it was hidden.
    pub text: String,
    /// When it was taken, UTC milliseconds; none where only a report tells of it.
    pub at: Option<i64>,
    /// Whether it stands hidden.
    pub is_hidden: bool,
}

/// What is known of the post `id`.
pub fn known(space: Space, id: RecordId) -> Memo<Option<Known>> {
    let (rows, hiding) = (space.stream().rows(), space.hiding(id.clone()));
    let (reports, to_owner) = (space.reports(), space.owner_reports());
    Memo::new(move |_| {
        let hid = hiding.get();
        let said = hid.as_ref().and_then(|hid| hid.measure.said.clone());
        if let Some(row) = rows.get(&id).filter(|row| row.body.recalled_at.is_none()) {
            let is_hidden = row.body.hidden.is_some() || hid.is_some();
            let text = said.filter(|_| is_hidden).unwrap_or_else(|| row.body.text.clone());
            return Some(Known { author: row.author().clone(), text, at: Some(row.at), is_hidden });
        }
        let all = reports.all().into_iter().chain(to_owner.all());
        let report = all.into_iter().find(|report| report.body.message == id)?;
        let (author, text) = (report.body.person.clone(), report.body.said.clone());
        Some(Known { author, text, at: None, is_hidden: hid.is_some() })
    })
}

/// The post.
#[component]
pub fn PostCard(
    /// What is known of it.
    post: Memo<Option<Known>>,
    /// What its author is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let words = Words::expect();
    let text = Memo::new(move |_| post.get().map(|post| post.text).unwrap_or_default());
    let head = move || {
        let when = post.get().and_then(|post| post.at).map(|at| words.full(at));
        [Some(name.get()), when].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let is_hidden = Memo::new(move |_| post.read().as_ref().is_some_and(|post| post.is_hidden));
    let is_gone = Memo::new(move |_| is_hidden.get() && text.read().is_empty());

    view! {
        <Card>
            <p class="soft small">{head}</p>
            <Show when=move || is_hidden.get()>
                <p class="message-gone">{words.say(Word::MeasuresHidden)}</p>
            </Show>
            <Show when=move || !is_gone.get()>
                <MarkupView text=text />
            </Show>
        </Card>
    }
}
