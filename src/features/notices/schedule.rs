//! The schedule of an announcement: as a table to read, and line by line to write.

use crate::features::notices::writing::{Line, Writing};
use crate::i18n::Words;
use crate::ui::{Button, ButtonKind, ButtonSize, TextField};
use domain::kinds::ScheduleRow;
use leptos::prelude::*;
use words::Word;

/// The table; on a narrow screen each line of it stands as a block. The roles say that it is a table also
/// where the blocks would make a browser forget it.
#[component]
pub fn ScheduleTable(
    /// Its lines.
    rows: Vec<ScheduleRow>,
) -> impl IntoView {
    let words = Words::expect();
    let head = move |word| view! { <th class="schedule-cell" data-part="head" scope="col" role="columnheader">{words.say(word)}</th> };
    let row = |row: ScheduleRow| {
        view! {
            <tr class="schedule-row" role="row">
                <th class="schedule-cell" data-part="when" scope="row" role="rowheader">
                    {row.when}
                </th>
                <td class="schedule-cell" role="cell">
                    {row.what}
                </td>
                <td class="schedule-cell" data-part="who" role="cell">
                    {row.who}
                </td>
            </tr>
        }
    };

    view! {
        <table class="schedule" role="table">
            <caption class="visually-hidden">{words.say(Word::NoticesSchedule)}</caption>
            <thead class="schedule-head" role="rowgroup">
                <tr role="row">
                    {head(Word::NoticesScheduleWhen)} {head(Word::NoticesScheduleWhat)}
                    {head(Word::NoticesScheduleWho)}
                </tr>
            </thead>
            <tbody class="schedule-body" role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// The lines that are being written, with a way to add and to take out.
#[component]
pub fn ScheduleLines(
    /// What is being written.
    writing: Writing,
    /// What is wrong at a place of the announcement, such as `/schedule/0/when`.
    #[prop(into)]
    fault: Callback<String, Option<String>>,
) -> impl IntoView {
    let words = Words::expect();
    let add = move || {
        let is_first = writing.lines.read().is_empty();
        words.text(if is_first { Word::NoticesFormScheduleAdd } else { Word::NoticesFormScheduleMore })
    };

    view! {
        <div class="schedule-lines">
            <For each=move || writing.lines.get() key=|line| line.key let:line>
                <OneLine writing line fault />
            </For>
            <Show
                when=move || writing.has_room()
                fallback=move || view! { <p class="small soft">{words.say(Word::NoticesFormScheduleFull)}</p> }
            >
                <div>
                    <Button
                        size=ButtonSize::Compact
                        on_press=move || writing.add(ScheduleRow::default())
                    >
                        {add}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn OneLine(writing: Writing, line: Line, fault: Callback<String, Option<String>>) -> impl IntoView {
    let words = Words::expect();
    let number = move || writing.place(line.key).saturating_add(1).to_string();
    // Said once: who writes the second line has seen it.
    let hint = Signal::derive(move || {
        (writing.place(line.key) == 0).then(|| words.text(Word::NoticesScheduleWhenHint))
    });
    let at = move |part: &'static str| {
        Signal::derive(move || fault.run(format!("/schedule/{}/{part}", writing.place(line.key))))
    };

    view! {
        <fieldset class="schedule-line">
            <legend class="choices-legend">
                {move || words.fill(Word::NoticesFormScheduleLine, &[("no", &number())])}
            </legend>
            <TextField
                label=words.say(Word::NoticesScheduleWhen)
                value=line.when
                hint=hint
                error=at("when")
            />
            <TextField label=words.say(Word::NoticesScheduleWhat) value=line.what error=at("what") />
            <TextField
                label=words.say(Word::NoticesScheduleWho)
                value=line.who
                error=at("who")
                optional=words.signal(Word::AppOptional)
            />
            <div>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Compact
                    on_press=move || writing.take_out(line.key)
                >
                    {move || words.fill(Word::NoticesFormScheduleDrop, &[("no", &number())])}
                </Button>
            </div>
        </fieldset>
    }
}
