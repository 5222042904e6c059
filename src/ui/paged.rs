//! Pages read one under another: tells how far the reader has come, and brings the next into sight.

use crate::platform::measure::{self, Measured};
use leptos::html;
use leptos::prelude::*;

/// How much of a page's lower edge may be out of sight for it to count as seen, pixels.
const SLACK: f64 = 24.0;

/// A scrolling column of pages, each a direct child of the column.
#[component]
pub fn Paged(
    /// Names the region.
    #[prop(into)]
    label: Signal<String>,
    /// How many pages were seen. It grows as they come into sight; set it to bring one into sight.
    seen: RwSignal<usize>,
    /// The pages.
    children: Children,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let column = NodeRef::<html::Div>::new();
    let sizes = StoredValue::new_local(None);
    // Set while `seen` follows the scrolling: only who sets it from outside wants to be brought on.
    let follows = StoredValue::new(false);

    let look = move || {
        let (Some(scroller), Some(column)) =
            (scroller.try_get_untracked().flatten(), column.try_get_untracked().flatten())
        else {
            return;
        };
        let reached =
            pages_above(&measure::child_heights(&column), measure::scroll_top(&scroller), &scroller);
        if reached > seen.get_untracked() {
            follows.set_value(true);
            seen.set(reached);
        }
    };
    Effect::new(move |_| {
        if let (Some(scroller), Some(column)) = (scroller.get(), column.get()) {
            sizes.set_value(measure::Sizes::watch(&[&scroller, &column], look));
        }
    });
    Effect::new(move |before: Option<usize>| {
        let now = seen.get();
        if follows.try_update_value(std::mem::take) == Some(true) {
            return now;
        }
        if let (Some(scroller), Some(column)) = (scroller.get_untracked(), column.get_untracked()) {
            bring(before, now, &scroller, &measure::child_heights(&column));
        }
        now
    });
    on_cleanup(move || drop(sizes.try_update_value(Option::take)));

    view! {
        <div
            class="reader-page"
            node_ref=scroller
            tabindex="0"
            role="region"
            aria-label=move || label.get()
            on:scroll=move |_| look()
        >
            <div class="reader-column" node_ref=column>
                {children()}
            </div>
        </div>
    }
}

/// How many pages end above the lower edge of what is seen. Before the layout is settled the column may
/// be as high as all its pages: nobody sees more than the window.
fn pages_above(heights: &[f64], top: f64, scroller: &Measured) -> usize {
    let view = measure::view_height(scroller).min(measure::window_height());
    let seen_to = top + view + SLACK;
    let mut edge = 0.0;
    heights
        .iter()
        .take_while(|height| {
            edge += **height;
            edge <= seen_to
        })
        .count()
}

/// Scrolls on only where the last page that counts as seen lies below the edge. Who comes back to
/// pages of which they have seen more than the first has the last one at the lower edge: no other
/// counts as seen for that.
fn bring(before: Option<usize>, now: usize, scroller: &Measured, heights: &[f64]) {
    if now <= before.unwrap_or(1) {
        return;
    }
    let end: f64 = heights.iter().take(now).sum();
    let start = end - heights.get(now.saturating_sub(1)).copied().unwrap_or_default();
    let view = measure::view_height(scroller);
    if before.is_none() {
        measure::scroll_to(scroller, (end - view).max(0.0));
    } else if end > measure::scroll_top(scroller) + view {
        measure::scroll_to(scroller, start.min(end - view).max(0.0).max(start - SLACK));
    }
}
