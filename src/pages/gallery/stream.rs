//! A list of 100,000 rows: older ones in front, new ones at the end, a jump into the middle.

use crate::pages::gallery::{Block, words};
use crate::ui::*;
use leptos::prelude::*;

/// How many rows the list begins with, and how many come at once when older ones are asked for.
const ROWS: i32 = 100_000;
const OLDER: i32 = 500;

/// A list of 100,000 rows.
#[component]
pub fn Long() -> impl IntoView {
    let first = RwSignal::new(0);
    let last = RwSignal::new(ROWS);
    let rows = Memo::new(move |_| (first.get()..last.get()).collect::<Vec<i32>>());
    let handle = ListHandle::new();

    view! {
        <Block name="Stream">
            <div class="cluster">
                <Button on_press=move |()| last.update(|last| *last += 1)>"New at the end"</Button>
                <Button on_press=move |()| first.update(|first| *first -= OLDER)>"Older in front"</Button>
                <Button on_press=move |()| handle.reveal(ROWS / 2)>"Middle"</Button>
                <Button on_press=move |()| handle.to_end()>"End"</Button>
                {move || if handle.is_at_end().get() { "at the end" } else { "elsewhere" }}
            </div>
            <div class="gallery-stream">
                <WindowedList
                    rows
                    row=|number: i32| view! { <Row number/> }
                    label=words("Messages")
                    anchor=Anchor::End
                    handle
                />
            </div>
        </Block>
    }
}

/// Rows of different heights, so that the estimate is always wrong.
#[component]
fn Row(number: i32) -> impl IntoView {
    let lines = usize::try_from(number.rem_euclid(5)).unwrap_or(0) + 1;

    view! {
        <p class="small" data-number=number>
            <b>{number}</b>
            " "
            {"说好的事，件件有着落。".repeat(lines * 4)}
        </p>
    }
}
