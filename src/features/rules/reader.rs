//! Reading the rules one by one, or only those that changed, and stamping them.

use crate::features::rules::marks::{ChangeMark, RuleMark};
use crate::features::rules::since::{Since, Whole};
use crate::features::rules::stamped::{Declined, Stamped};
use crate::features::rules::{binds_word, kind_words};
use crate::i18n::Words;
use crate::state::{Law as Clause, Progress, Reading, Row, Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonSize, CheckKind, Checkbox, Paged, Step, Steps};
use domain::kinds::{Binds, Rules};
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// How far the reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Reading,
    Declined,
    Stamped,
}

/// The binding version to read and confirm; afterwards the stamp, or what declining means.
#[component]
pub fn RulesReader(
    /// The binding version.
    rules: Arc<Row<Rules>>,
    /// What there is to read of it.
    reading: Reading,
    /// Whether it is confirmed already: then the stamp stands from the start.
    is_confirmed: bool,
) -> impl IntoView {
    let stage = RwSignal::new(if is_confirmed { Stage::Stamped } else { Stage::Reading });
    let version = rules.body.version;

    move || match stage.get() {
        Stage::Reading => view! {
            <Pages
                rules=Arc::clone(&rules)
                reading=reading.clone()
                on_stamped=move || stage.set(Stage::Stamped)
                on_declined=move || stage.set(Stage::Declined)
            />
        }
        .into_any(),
        Stage::Declined => view! { <Declined on_back=move || stage.set(Stage::Reading) /> }.into_any(),
        Stage::Stamped => view! { <Stamped version /> }.into_any(),
    }
}

#[component]
fn Pages(
    rules: Arc<Row<Rules>>,
    reading: Reading,
    #[prop(into)] on_stamped: Callback<()>,
    #[prop(into)] on_declined: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let version = rules.body.version;
    let Reading { former, laws, removed, all: whole } = reading;
    let all = laws.len();
    let begun = Space::expect().reading_progress(version, former);
    // How many rules were shown, the first one from the start.
    let seen = RwSignal::new(begun.seen.max(1).min(all));
    let agreed = RwSignal::new(begun.agreed && seen.get_untracked() >= all);
    keep_progress(version, former, seen, agreed);

    let progress = move || {
        let (seen, all) = (seen.get().to_string(), all.to_string());
        words.fill(Word::RulesReadProgress, &[("seen", &seen), ("all", &all)])
    };
    let steps = move || {
        let step = |place| Step { is_done: place < seen.get(), is_changed: former.is_some() };
        (0..all).map(step).collect::<Vec<_>>()
    };
    let until = move || match former {
        Some(_) => words.count(Word::RulesReadUntilChanged, all),
        None => words.count(Word::RulesReadUntil, all),
    };
    let reason = rules.body.reason.clone();
    let laws = laws.into_iter().enumerate().map(move |(index, law)| {
        let mark = former.map(|_| if law.before.is_some() { RuleMark::Changed } else { RuleMark::Added });
        view! { <Law place=index.saturating_add(1) law mark seen /> }
    });

    view! {
        <div class="reader">
            <div class="reader-progress">
                {(all > 0)
                    .then(|| {
                        view! {
                            <Steps steps=Signal::derive(steps) label=Signal::derive(progress) />
                            <span class="numbers" aria-hidden="true">{progress}</span>
                        }
                    })}
                {match former {
                    Some(former) => view! { <Since former count=all removed reason /> }.into_any(),
                    None => view! { <Whole bound=all whole /> }.into_any(),
                }}
            </div>
            <Paged label=words.say(Word::RulesReadRegion) seen>
                {laws.collect_view()}
            </Paged>
            <Decision version all seen agreed until=Signal::derive(until) on_stamped on_declined />
        </div>
    }
}

/// Keeps how far the reader is: who leaves and comes back goes on there.
fn keep_progress(version: u32, former: Option<u32>, seen: RwSignal<usize>, agreed: RwSignal<bool>) {
    let space = Space::expect();
    Effect::new(move |before: Option<(usize, bool)>| {
        let now = (seen.get(), agreed.get());
        if before.is_some_and(|before| before != now) {
            let progress = Progress { version, former, seen: now.0, agreed: now.1 };
            space.keep_reading_progress(Some(progress));
        }
        now
    });
}

#[component]
fn Law(place: usize, law: Clause, mark: Option<RuleMark>, seen: RwSignal<usize>) -> impl IntoView {
    let words = Words::expect();
    let Clause { rule, before } = law;
    let (kind, _) = kind_words(&rule.kind);
    let number = rule.no.to_string();
    let binds = rule.binds.clone();
    let chapter = rule.chapter.clone();
    let before = before.map(|before| {
        let (kind, _) = kind_words(&before.kind);
        view! {
            <p class="law-before">
                {words.say(Word::RulesBefore)} " · " {words.say(kind)} " " <del>{before.text}</del>
            </p>
        }
    });

    view! {
        <article class="law" data-state=move || (seen.get() < place).then_some("ahead")>
            <p class="law-head">
                <span class="law-kind">{words.say(kind)}</span>
                <span>{move || words.fill(Word::RulesNumber, &[("no", &number)])}</span>
                {chapter.map(|chapter| view! { <span class="law-chapter">{chapter}</span> })}
                {mark.map(|mark| view! { <ChangeMark mark /> })}
            </p>
            <p class="law-text">{rule.text}</p>
            {before}
            {(binds != Binds::All)
                .then(|| view! { <p class="law-binds">{words.say(binds_word(&binds))}</p> })}
        </article>
    }
}

/// One checkbox, then the stamp. Who reads by ear meets the list, then one checkbox: no trap.
#[component]
fn Decision(
    version: u32,
    all: usize,
    seen: RwSignal<usize>,
    agreed: RwSignal<bool>,
    until: Signal<String>,
    #[prop(into)] on_stamped: Callback<()>,
    #[prop(into)] on_declined: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let confirm = Action::new_local(move |(): &()| async move {
        let result = space.confirm_rules().await;
        if result.is_ok() {
            space.keep_reading_progress(None);
            on_stamped.run(());
        }
        result
    });

    let has_read_all = Signal::derive(move || seen.get() >= all);
    let said = Memo::new(move |_| {
        let trouble = confirm.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let next = move || seen.update(|seen| *seen = seen.saturating_add(1).min(all));
    let forgot = RwSignal::new(false);
    let stamp = move || {
        forgot.set(!agreed.get_untracked());
        if agreed.get_untracked() {
            confirm.dispatch_local(());
        }
    };
    let hint = move || match has_read_all.get() {
        false => Some(until.get()),
        true => (forgot.get() && !agreed.get()).then(|| words.text(Word::RulesReadTick)),
    };

    view! {
        <div
            class="reader-foot"
            data-foot=""
            data-state=move || has_read_all.get().then_some("ready")
        >
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <Checkbox
                checked=agreed
                kind=CheckKind::Binds
                is_blocked=Signal::derive(move || !has_read_all.get())
                hint=Signal::derive(hint)
            >
                {move || words.fill(Word::RulesReadAgree, &[("version", &version.to_string())])}
            </Checkbox>
            <div class="reader-acts">
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Tall
                    on_press=move || on_declined.run(())
                >
                    {words.say(Word::RulesReadDecline)}
                </Button>
                <Show
                    when=move || has_read_all.get()
                    fallback=move || {
                        view! {
                            <Button kind=ButtonKind::Ink size=ButtonSize::Tall on_press=next>
                                {words.say(Word::RulesReadNext)}
                            </Button>
                        }
                    }
                >
                    <Button
                        kind=ButtonKind::Binds
                        size=ButtonSize::Tall
                        is_busy=confirm.pending()
                        on_press=stamp
                    >
                        {words.say(Word::RulesReadConfirm)}
                    </Button>
                </Show>
            </div>
        </div>
    }
}
