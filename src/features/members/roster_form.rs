//! Whom the group expects, pasted once, to compare with who asks to come in; for owner and administrators.

use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Form, TextArea, Toasts};
use domain::kinds::RosterRow;
use domain::roster::expected;
use leptos::prelude::*;
use words::Word;

/// The form.
#[component]
pub fn RosterForm() -> impl IntoView {
    let words = Words::expect();
    let (space, toasts) = (Space::expect(), Toasts::expect());
    let pasted = RwSignal::new(lines(&space.roster()));
    let rows = Memo::new(move |_| expected(&pasted.read()));

    let lay = Action::new_local(move |rows: &Vec<RosterRow>| {
        let (count, answer) = (rows.len(), space.lay_roster(rows.clone()));
        async move {
            answer.await?;
            match count {
                0 => {
                    let _ = pasted.try_set(String::new());
                    toasts.say(words.text(Word::WaitingRosterDeleted));
                }
                count => toasts.say(words.count(Word::WaitingRosterSaved, count)),
            }
            Ok::<(), Trouble>(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = lay.value().get().and_then(Result::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let none = move || rows.read().is_empty().then(|| words.text(Word::WaitingRosterNone));

    view! {
        <Form
            on_submit=move |()| _ = lay.dispatch_local(rows.get_untracked())
            label=words.signal(Word::WaitingRosterOpen)
        >
            <p class="soft small">{words.say(Word::WaitingRosterLead)}</p>
            <TextArea label=words.say(Word::WaitingRosterPaste) value=pasted lines=5 />
            <p class="tiny faint" role="status">
                {move || words.count(Word::WaitingRosterSaved, rows.read().len())}
            </p>
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <p class="cluster">
                <Button
                    role=ButtonRole::Submit
                    is_busy=lay.pending()
                    blocked=Signal::derive(none)
                >
                    {words.say(Word::WaitingRosterSave)}
                </Button>
                <Button
                    kind=ButtonKind::Danger
                    on_press=move || _ = lay.dispatch_local(Vec::new())
                >
                    {words.say(Word::WaitingRosterDelete)}
                </Button>
            </p>
        </Form>
    }
}

/// The roster as it was pasted.
fn lines(rows: &[RosterRow]) -> String {
    let line = |row: &RosterRow| [row.name.as_str(), &row.dept, &row.number].join(", ");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
