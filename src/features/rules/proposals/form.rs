//! Proposing a change of the rules. What is typed stays with the tab.

use crate::features::rules::{KINDS, binds_word, kind_words};
use crate::i18n::Words;

use crate::state::{Engine, Space, Trouble, Typed};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Choice, Form, Segmented, SelectField, TextArea, Toasts,
};
use domain::intent::NewProposal;
use domain::kinds::{Binds, ProposedChange, Rule, RuleKind};
use leptos::prelude::*;
use words::Word;

/// How many characters of a rule tell which it is.
const SHOWN: usize = 40;

/// What is being filled in; choices by their names, as the tab keeps them.
#[derive(Clone, Copy)]
struct Filled {
    change: RwSignal<String>,
    rule: RwSignal<String>,
    kind: RwSignal<String>,
    binds: RwSignal<String>,
    text: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Filled {
    /// What was typed before about the same rule; else the rule as it stands.
    fn new(kept: &mut Typed, about: Option<&Rule>) -> Self {
        let change = if about.is_some() { ProposedChange::Reword } else { ProposedChange::Add };
        let kind = about.map_or(&RuleKind::Must, |rule| &rule.kind).as_str().to_owned();
        let binds = about.map_or(&Binds::All, |rule| &rule.binds).as_str().to_owned();
        let number = about.map(|rule| rule.no.to_string()).unwrap_or_default();
        Self {
            change: kept.field("change", change.as_str().to_owned()),
            rule: kept.field("rule", number),
            kind: kept.field("kind", kind),
            binds: kept.field("binds", binds),
            text: kept.field("text", about.map(|rule| rule.text.clone()).unwrap_or_default()),
            reason: kept.field("reason", String::new()),
        }
    }

    fn change(self) -> ProposedChange {
        ProposedChange::from(self.change.get().as_str())
    }

    /// Another rule is chosen: its words stand in the place of the former one's, unless they were changed.
    fn choose(self, rules: &[Rule], number: &str) {
        let of = |number: &str| rules.iter().find(|rule| rule.no.to_string() == number);
        let is_untouched = {
            let text = self.text.get_untracked();
            text.trim().is_empty()
                || self.rule.with_untracked(|former| of(former)).is_some_and(|r| r.text == text)
        };
        self.rule.set(number.to_owned());
        if let Some(rule) = of(number).filter(|_| is_untouched) {
            self.text.set(rule.text.clone());
            self.kind.set(rule.kind.as_str().to_owned());
            self.binds.set(rule.binds.as_str().to_owned());
        }
    }

    fn proposal(self, version: u32) -> NewProposal {
        NewProposal {
            change: untrack(|| self.change()),
            version,
            rule: self.rule.get_untracked().parse().ok(),
            kind: RuleKind::from(self.kind.get_untracked().as_str()),
            binds: Binds::from(self.binds.get_untracked().as_str()),
            text: self.text.get_untracked(),
            reason: self.reason.get_untracked(),
        }
    }
}

/// The form, upon the binding version as it is when the form opens.
#[component]
pub fn ProposeForm(
    /// Which version.
    version: u32,
    /// Its rules.
    rules: Vec<Rule>,
    /// The rule that it is to be about, where that was said.
    about: Option<u32>,
    /// Runs when it is proposed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let engine = Engine::expect();
    let chosen = about.and_then(|no| rules.iter().find(|rule| rule.no == no));
    let mut kept = Typed::of(format!("propose.{}.{}", space.id(), about.unwrap_or_default()));
    let filled = Filled::new(&mut kept, chosen);
    let kept = StoredValue::new(kept);
    let rules = StoredValue::new(rules);

    let propose = Action::new_local(move |(): &()| {
        let new = filled.proposal(version);
        async move {
            space.propose(new).await?;
            kept.with_value(Typed::forget);
            let is_offline = untrack(|| engine.is_offline());
            let done = if is_offline { Word::ProposalsFormDoneOffline } else { Word::ProposalsFormDone };
            toasts.say(words.text(done));
            on_done.run(());
            Ok(())
        }
    });
    let trouble = Signal::derive(move || propose.value().get().and_then(Result::<(), Trouble>::err));
    // What says the same as before is no proposal.
    let same = Memo::new(move |_| {
        let number = filled.rule.get();
        let is_same = |rule: &Rule| {
            rule.no.to_string() == number
                && rule.text.trim() == filled.text.read().trim()
                && rule.kind.as_str() == *filled.kind.read()
                && rule.binds.as_str() == *filled.binds.read()
        };
        filled.change() == ProposedChange::Reword && rules.with_value(|rules| rules.iter().any(is_same))
    });
    let tried = RwSignal::new(false);
    let send = move |()| {
        tried.set(true);
        if !same.get_untracked() {
            propose.dispatch_local(());
        }
    };
    view! {
        <Form
            on_submit=send
            answered=Signal::derive(move || propose.version().get())
            label=words.signal(Word::ProposalsNew)
        >
            <What filled rules />
            <Wording filled trouble is_same=Signal::derive(move || tried.get() && same.get()) />
            <TextArea
                label=words.say(Word::ProposalsFormReason)
                value=filled.reason
                lines=2
                hint=words.signal(Word::ProposalsFormHint)
                error=Signal::derive(move || at(words, &trouble.read(), "/reason"))
            />
            <Rest trouble />
            <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=propose.pending()>
                {words.say(Word::ProposalsFormGo)}
            </Button>
        </Form>
    }
}

/// What is wrong with one field.
fn at(words: Words, trouble: &Option<Trouble>, field: &str) -> Option<String> {
    match trouble {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(field) => {
            Some(words.refusal(problem))
        }
        _ => None,
    }
}

/// What stands in the way and belongs to no field.
#[component]
fn Rest(trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let here = Some(trouble);
        let is_at_a_field =
            ["/text", "/reason", "/rule"].iter().any(|field| at(words, &here, field).is_some());
        let said = words.explain(&here.filter(|_| !is_at_a_field)?);
        Some((said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}

/// Whether a rule changes, comes or goes, and which.
#[component]
fn What(filled: Filled, rules: StoredValue<Vec<Rule>>) -> impl IntoView {
    let words = Words::expect();
    let choices = [
        (ProposedChange::Reword, Word::ProposalsFormReword),
        (ProposedChange::Add, Word::ProposalsFormAdd),
        (ProposedChange::Drop, Word::ProposalsFormDrop),
    ];
    let choices = choices
        .into_iter()
        .map(|(change, word)| Choice::new(change.as_str().to_owned(), words.say(word)))
        .collect();
    let options = move || {
        let option = |rule: &Rule| {
            let (no, text) = (rule.no.to_string(), beginning(&rule.text));
            let said = words.fill(Word::ProposalsFormOption, &[("no", &no), ("text", &text)]);
            (no, said)
        };
        rules.with_value(|rules| rules.iter().map(option).collect::<Vec<_>>())
    };
    // A select owns what it shows; the words of the rule follow it.
    let number = RwSignal::new(filled.rule.get_untracked());
    Effect::new(move |_| {
        let chosen = number.get();
        untrack(|| rules.with_value(|rules| filled.choose(rules, &chosen)));
    });
    let select = move |change: String| {
        filled.change.set(change);
        if number.read_untracked().is_empty() && untrack(|| filled.change()) != ProposedChange::Add {
            let first = rules.with_value(|rules| rules.first().map(|rule| rule.no.to_string()));
            number.set(first.unwrap_or_default());
        }
    };

    view! {
        <Segmented
            legend=words.signal(Word::ProposalsFormWhat)
            choices
            selected=filled.change
            on_select=select
        />
        <Show when=move || filled.change() != ProposedChange::Add>
            <SelectField
                label=words.say(Word::ProposalsFormRule)
                options=Signal::derive(options)
                value=number
            />
        </Show>
    }
}

/// What the rule would say, how much it would demand and of whom; nothing where it goes.
#[component]
fn Wording(filled: Filled, trouble: Signal<Option<Trouble>>, is_same: Signal<bool>) -> impl IntoView {
    let words = Words::expect();
    let kinds = move || {
        KINDS
            .iter()
            .map(|kind| (kind.as_str().to_owned(), words.text(kind_words(kind).1)))
            .collect::<Vec<_>>()
    };
    let binds = move || {
        let all = [Binds::All, Binds::Admins, Binds::Trainers, Binds::Procedure];
        all.iter().map(|binds| (binds.as_str().to_owned(), words.text(binds_word(binds)))).collect::<Vec<_>>()
    };
    let error = move || match is_same.get() {
        true => Some(words.text(Word::ProposalsFormSame)),
        false => at(words, &trouble.read(), "/text"),
    };

    view! {
        <Show when=move || filled.change() != ProposedChange::Drop>
            <TextArea
                label=words.say(Word::ProposalsFormText)
                value=filled.text
                error=Signal::derive(error)
            />
            <SelectField
                label=words.say(Word::ProposalsFormKind)
                options=Signal::derive(kinds)
                value=filled.kind
            />
            <SelectField
                label=words.say(Word::ProposalsFormBinds)
                options=Signal::derive(binds)
                value=filled.binds
            />
        </Show>
    }
}

/// The first words of a rule.
fn beginning(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}
