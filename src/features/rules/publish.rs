//! Publishing the draft as the next version: binding, so it is red, and asks why.

use crate::features::rules::editor::Draft;
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth, Form, Need, TextArea, Toasts,
};
use domain::kinds::Rule;
use domain::limits::GRACE_DEFAULT_HOURS;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use words::Word;

/// The form; only for whom may publish.
#[component]
pub fn Publish(
    /// The rules being edited.
    draft: Draft,
    /// Runs when the version is published.
    on_published: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let reason = RwSignal::new(String::new());
    let may_publish = space.may(Deed::PublishRules);

    let version = Memo::new(move |_| {
        let binding = space.rules().get().map_or(0, |rules| rules.body.version);
        binding.saturating_add(1).to_string()
    });
    let publish = Action::new_local(move |(rules, reason): &(Vec<Rule>, String)| {
        let (rules, reason) = (rules.clone(), reason.clone());
        let version = version.get_untracked();
        async move {
            space.save_rules_draft(rules, None).await?;
            space.publish_rules(reason, GRACE_DEFAULT_HOURS).await?;
            toasts.say(words.fill(Word::RulesPublishDone, &[("version", &version)]));
            on_published.run(());
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = publish.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let send = move |()| {
        publish.dispatch_local((untrack(move || draft.now()), reason.get_untracked()));
    };

    view! {
        <Show when=move || may_publish.get().is_ok()>
            <section class="section">
                <h2 class="section-title">
                    {move || words.fill(Word::RulesPublishTitle, &[("version", &version.get())])}
                </h2>
                <Form on_submit=send label=words.signal(Word::RulesPublishGo)>
                    <p class="soft small">{words.say(Word::RulesPublishNote)}</p>
                    <TextArea
                        label=words.say(Word::RulesPublishReason)
                        value=reason
                        lines=2
                        need=Need::Optional
                    />
                    <Alert
                        title=Signal::derive(move || said.get().map(|(title, _)| title))
                        body=Signal::derive(move || said.get().map(|(_, body)| body))
                    />
                    <Button
                        kind=ButtonKind::Binds
                        size=ButtonSize::Tall
                        width=ButtonWidth::Full
                        role=ButtonRole::Submit
                        is_busy=publish.pending()
                    >
                        {words.say(Word::RulesPublishGo)}
                    </Button>
                </Form>
            </section>
        </Show>
    }
}
