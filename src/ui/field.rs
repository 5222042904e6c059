//! Fields for text: a label above, a hint below, and what is wrong under it, where it is read out.

use crate::ui::aria::{aria, use_id};
use crate::ui::icon::{Icon, IconName};
use crate::ui::icon_button::IconButton;
use leptos::prelude::*;

/// What a line of text is; browsers choose keyboard and autofill by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// An address of the web.
    Url,
    /// A search.
    Search,
    /// A date and a time of day, in the device's time zone.
    Moment,
}

/// The ids that tie a field to its words.
#[derive(Clone)]
struct Tie {
    field: String,
    hint: MaybeProp<String>,
    error: MaybeProp<String>,
    optional: MaybeProp<String>,
}

impl Tie {
    fn new(hint: MaybeProp<String>, error: MaybeProp<String>, optional: MaybeProp<String>) -> Self {
        Self { field: use_id("field"), hint, error, optional }
    }

    /// What may stay empty is marked as that; all else must be filled.
    fn required(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + 'static {
        let optional = self.optional;
        move || optional.get().is_none().then(|| aria(true))
    }

    fn id(&self) -> String {
        self.field.clone()
    }

    /// What is read out after the label: the error first.
    fn described(&self) -> impl Fn() -> Option<String> + Send + Sync + 'static {
        let Self { field, hint, error, .. } = self.clone();
        move || match (error.get().is_some(), hint.get().is_some()) {
            (true, true) => Some(format!("{field}-error {field}-hint")),
            (true, false) => Some(format!("{field}-error")),
            (false, true) => Some(format!("{field}-hint")),
            (false, false) => None,
        }
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + 'static {
        let error = self.error;
        move || error.get().is_some().then(|| aria(true))
    }
}

/// Label, field, error and hint, in this order.
#[component]
fn Frame(label: Signal<String>, tie: Tie, children: Children) -> impl IntoView {
    let Tie { field, hint, error, optional } = tie;
    let (hint_id, error_id) = (format!("{field}-hint"), format!("{field}-error"));

    view! {
        <div class="field">
            <div class="field-label">
                <label for=field>{move || label.get()}</label>
                {move || {
                    optional.get().map(|word| view! { <span class="field-optional">{word}</span> })
                }}
            </div>
            {children()}
            {move || {
                let id = error_id.clone();
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field-error" id=id>
                                <Icon name=IconName::Warn/>
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
            {move || {
                let id = hint_id.clone();
                hint.get().map(|hint| view! { <p class="field-hint" id=id>{hint}</p> })
            }}
        </div>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// What belongs in it.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it. The caller owns it.
    value: RwSignal<String>,
    /// What helps to fill it.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What kind of text.
    #[prop(optional)]
    kind: InputKind,
    /// The autofill token of HTML, such as `username`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The word that marks it as one that may stay empty; without it, it must be filled.
    #[prop(optional, into)]
    optional: MaybeProp<String>,
) -> impl IntoView {
    let tie = Tie::new(hint, error, optional);
    let type_name = match kind {
        InputKind::Text => "text",
        InputKind::Url => "url",
        InputKind::Search => "search",
        InputKind::Moment => "datetime-local",
    };
    let input = view! {
        <input
            class="field-input"
            id=tie.id()
            type=type_name
            autocomplete=autocomplete
            aria-required=tie.required()
            aria-invalid=tie.invalid()
            aria-describedby=tie.described()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        />
    };

    view! { <Frame label tie>{input}</Frame> }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What belongs in it.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it. The caller owns it.
    value: RwSignal<String>,
    /// What helps to fill it.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// How many lines it shows.
    #[prop(default = 4)]
    lines: u32,
    /// The word that marks it as one that may stay empty; without it, it must be filled.
    #[prop(optional, into)]
    optional: MaybeProp<String>,
) -> impl IntoView {
    let tie = Tie::new(hint, error, optional);
    let area = view! {
        <textarea
            class="field-input"
            data-kind="area"
            id=tie.id()
            rows=lines
            aria-required=tie.required()
            aria-invalid=tie.invalid()
            aria-describedby=tie.described()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    };

    view! { <Frame label tie>{area}</Frame> }
}

/// A password, with a button that shows it.
#[component]
pub fn PasswordField(
    /// What belongs in it.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it. The caller owns it and forgets it after use.
    value: RwSignal<String>,
    /// What the button says: show the password.
    #[prop(into)]
    show: Signal<String>,
    /// What helps to fill it.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The autofill token of HTML: `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let tie = Tie::new(hint, error, MaybeProp::default());
    let is_shown = RwSignal::new(false);
    let input = view! {
        <input
            class="field-input"
            id=tie.id()
            type=move || if is_shown.get() { "text" } else { "password" }
            autocomplete=autocomplete
            autocapitalize="none"
            spellcheck="false"
            aria-required=aria(true)
            aria-invalid=tie.invalid()
            aria-describedby=tie.described()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        />
    };

    view! {
        <Frame label tie>
            <div class="field-with-button">
                {input}
                <IconButton
                    icon=IconName::Eye
                    label=show
                    is_on=is_shown
                    on_press=move |()| is_shown.update(|is| *is = !*is)
                />
            </div>
        </Frame>
    }
}

/// A choice from a list that opens.
#[component]
pub fn SelectField(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// The values and their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value. The caller owns it.
    value: RwSignal<String>,
    /// What is shown as chosen while the value is empty.
    #[prop(optional, into)]
    proposed: MaybeProp<String>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let tie = Tie::new(hint, error, MaybeProp::default());
    let chosen = move || {
        let value = value.get();
        if value.is_empty() { proposed.get().unwrap_or(value) } else { value }
    };
    let entries = move || {
        let option = |(name, words): (String, String)| {
            let this = name.clone();
            view! { <option value=name selected=move || chosen() == this>{words}</option> }
        };
        options.get().into_iter().map(option).collect::<Vec<_>>()
    };
    let select = view! {
        <select
            class="field-input"
            id=tie.id()
            aria-invalid=tie.invalid()
            aria-describedby=tie.described()
            on:change:target=move |event| value.set(event.target().value())
        >
            {entries}
        </select>
    };

    view! { <Frame label tie>{select}</Frame> }
}
