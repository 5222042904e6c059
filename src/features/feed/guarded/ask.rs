//! Asking for the permission to post what a rule wants announced first (报备): what for, and where it
//! comes from. It is kept on this device and goes when there is a network.

use crate::features::feed::compose::Compose;
use crate::features::feed::outlook::{Outlook, posting};
use crate::features::feed::write_into::Target;
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonSize, TextField, Toasts};
use domain::intent::HandIn;
use leptos::prelude::*;
use words::Word;

/// The form.
#[component]
pub fn Ask(
    /// What would become of the text.
    outlook: Outlook,
    /// Into which channel it would go.
    target: Target,
    /// Runs when it is asked for.
    on_handed_in: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();
    let source = RwSignal::new(String::new());

    let ask = Action::new_local(move |post: &HandIn| {
        let post = post.clone();
        async move {
            space.hand_in(post, compose.is_draft()).await?;
            toasts.say(words.text(Word::GuardsPermitAsked));
            on_handed_in.run(());
            Ok(())
        }
    });
    let trouble = Signal::derive(move || ask.value().get().and_then(Result::<(), Trouble>::err));
    let fault = move |name: &'static str| {
        Signal::derive(move || match &*trouble.read() {
            Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(name) => {
                Some(words.refusal(problem))
            }
            _ => None,
        })
    };
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(&trouble, Trouble::Refused(problem)
            if matches!(problem.field.as_deref(), Some("/plea" | "/source")));
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });
    let press = move || {
        let post = outlook.hand_in(posting(compose, outlook, target), false);
        ask.dispatch_local(HandIn { source: Some(source.get_untracked()), ..post });
    };

    view! {
        <div class="outlook-remark">
            <TextField
                label=words.say(Word::GuardsPermitPurpose)
                value=outlook.remark_field()
                error=fault("/plea")
            />
            <TextField label=words.say(Word::GuardsPermitSource) value=source error=fault("/source") />
        </div>
        <div class="outlook-acts">
            <Button kind=ButtonKind::Ink size=ButtonSize::Compact is_busy=ask.pending() on_press=press>
                {words.say(Word::GuardsPermitAsk)}
            </Button>
            <span class="soft small">{words.say(Word::GuardsPermitHint)}</span>
        </div>
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
