//! What was just done, and its way back. A failure that can be mended never stands here alone.

use crate::ui::button::{Button, ButtonSize};
use crate::ui::icon::IconName;
use crate::ui::icon_button::IconButton;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How many stand at once; an older one makes room.
const MOST: usize = 3;
/// How long words alone stay.
const STAYS: Duration = Duration::from_secs(6);
/// How long an action stays in reach.
const STAYS_WITH_ACTION: Duration = Duration::from_secs(20);

/// One toast. It outlives the row that raised it, so nothing in it belongs to an owner.
#[derive(Clone)]
pub struct Toast {
    words: String,
    action: Option<(String, Arc<dyn Fn() + Send + Sync>)>,
    stays: bool,
}

impl Toast {
    /// Words that say what was done.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), action: None, stays: false }
    }

    /// The same with one action: undo, reload.
    #[must_use]
    pub fn with_action(mut self, words: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((words.into(), Arc::new(run)));
        self
    }

    /// The same until it is dismissed.
    #[must_use]
    pub fn until_dismissed(mut self) -> Self {
        self.stays = true;
        self
    }
}

/// A handle to the toasts on the screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u64, Toast)>>,
    next: StoredValue<u64>,
}

impl Toasts {
    /// Puts the handle in context; [`ToastRegion`] shows what it holds.
    pub fn provide() -> Self {
        let toasts = Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows `toast`.
    pub fn show(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let stays = match (toast.stays, toast.action.is_some()) {
            (true, _) => None,
            (false, true) => Some(STAYS_WITH_ACTION),
            (false, false) => Some(STAYS),
        };
        self.shown.update(|shown| {
            // Said again, it stands once; what it offers to take back may be another thing.
            shown.retain(|(_, other)| other.words != toast.words || other.action.is_some());
            shown.push((id, toast));
            let surplus = shown.len().saturating_sub(MOST);
            shown.drain(..surplus);
        });
        if let Some(stays) = stays {
            set_timeout(move || self.dismiss(id), stays);
        }
    }

    /// Shows words alone.
    pub fn say(self, words: impl Into<String>) {
        self.show(Toast::new(words));
    }

    fn dismiss(self, id: u64) {
        // The timer may fire after the app is gone.
        let _ = self.shown.try_update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

/// Where toasts appear. One, at the end of the shell.
#[component]
pub fn ToastRegion(
    /// Names the region: "Notices".
    #[prop(into)]
    label: Signal<String>,
    /// What the cross says: "Close".
    #[prop(into)]
    close: Signal<String>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let toast = move |(id, toast): (u64, Toast)| {
        let action = toast.action.map(|(words, run)| {
            let pressed = move |()| {
                toasts.dismiss(id);
                run();
            };
            view! { <Button size=ButtonSize::Compact on_press=pressed>{words}</Button> }
        });
        view! {
            <div class="toast">
                <span class="toast-words">{toast.words}</span>
                {action}
                <IconButton icon=IconName::Cross label=close on_press=move |()| toasts.dismiss(id)/>
            </div>
        }
    };

    view! {
        <section class="toasts" aria-label=move || label.get() aria-live="polite">
            <For each=move || toasts.shown.get() key=|(id, _)| *id children=toast/>
        </section>
    }
}
