//! What is one's own after coming in: what one is asked, what is due, and the way in without scrolling; whom to
//! ask and the rules that bind one stand below it.

use crate::features::members::{MyAnswers, Responsible};
use crate::features::notices::DueNotices;
use crate::features::rules::{MyDuties, RuleQuestions, asked_here};
use crate::i18n::Words;
use crate::pages::{Section, Shell};
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ButtonKind, ButtonLink, TextLink, TopBar};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let asked = asked_here();
    let (rules, ack, knows) = (space.rules(), space.ack(), space.knows_ack());
    let owes_rules = Memo::new(move |_| knows.get() && rules.read().is_some() && ack.read().is_none());

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::WaitingWelcomeTitle)
                    line=Signal::derive(move || space.about().get().map(|about| about.body.name.clone()))
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                {move || {
                    asked
                        .get()
                        .map(|sheet| {
                            view! {
                                <Section title=words.say(Word::WaitingQuestionsOpen)>
                                    <RuleQuestions sheet />
                                </Section>
                            }
                        })
                }}
                <Section title=words.say(Word::WaitingWelcomeDue)>
                    <Show when=move || owes_rules.get()>
                        <p>
                            <TextLink to=path::rules_read(&space.id())>
                                {words.say(Word::RulesConfirmGo)}
                            </TextLink>
                        </p>
                    </Show>
                    <DueNotices is_more_due=owes_rules />
                </Section>
                <p>
                    <ButtonLink kind=ButtonKind::Ink to=Signal::derive(move || path::space(&space.id()))>
                        {words.say(Word::RulesStampedEnter)}
                    </ButtonLink>
                </p>
                <Section title=words.say(Word::WaitingWelcomeAsk)>
                    <Responsible is_for_asking=true />
                </Section>
                <Section title=words.say(Word::WaitingWelcomeDuties)>
                    <MyAnswers />
                    <MyDuties />
                </Section>
            </div>
        </Shell>
    }
}
