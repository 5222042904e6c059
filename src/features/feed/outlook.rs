//! What the guards make of the text in the composer, said before it is sent.

use crate::features::feed::compose::{Compose, Purpose};
use crate::features::feed::write_into::Target;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Foresight, Posting, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, TextField, TextLink, Toasts,
};
use domain::guard::{Course, Finding, Found};
use domain::intent::HandIn;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// A handle to what would become of the text, and to what its author says to it.
#[derive(Clone, Copy)]
pub struct Outlook {
    foresight: Memo<Foresight>,
    /// Why it is said again, or what it is for.
    remark: RwSignal<String>,
}

impl Outlook {
    /// The outlook of what stands in the composer.
    pub fn of(compose: Compose) -> Self {
        let space = Space::expect();
        let watch = space.watch();
        let foresight = Memo::new(move |_| {
            let (text, watch) = (compose.text().read(), watch.read());
            match &*compose.purpose().read() {
                Purpose::Edit { .. } => space.foresee_edit(&text, &watch),
                _ => space.foresee(&text, &watch),
            }
        });
        Self { foresight, remark: RwSignal::default() }
    }

    /// What stands in the way of sending, if anything does.
    pub fn course(self) -> Option<Course> {
        self.foresight.read().course()
    }

    /// What the author says to it; `None` where they say nothing.
    pub fn remark(self) -> Option<String> {
        Some(self.remark.get_untracked().trim().to_owned()).filter(|remark| !remark.is_empty())
    }

    /// Whether the text may go as it stands: blocked texts may not, and what was said before needs a
    /// reason. An edit can't wait for anybody.
    pub fn lets_send(self, purpose: &Purpose) -> bool {
        match (self.course(), purpose) {
            (None | Some(Course::Hint | Course::Wait), _) => true,
            (Some(_), Purpose::Edit { .. }) | (Some(Course::Block), _) => false,
            (Some(Course::Explain), _) => !self.remark.read().trim().is_empty(),
            (Some(Course::Hold), _) => true,
        }
    }

    /// The text as it is handed in.
    pub fn hand_in(self, posting: Posting, mistaken: bool) -> HandIn {
        HandIn {
            text: posting.text,
            reply_to: posting.reply_to,
            channel: posting.channel,
            rules: self.foresight.get_untracked().rules(),
            plea: self.remark().unwrap_or_default(),
            mistaken,
            ..HandIn::default()
        }
    }

    /// The text is gone: what was said to it, too.
    pub fn done(self) {
        let _ = self.remark.try_set(String::new());
    }
}

/// What the guards found, each with its rule, and what can be done about it.
#[component]
pub fn OutlookNote(
    /// What would become of the text.
    outlook: Outlook,
    /// Into which channel it would go.
    target: Target,
    /// Runs with a message that says the same, to show it.
    on_jump: Callback<RecordId>,
    /// Runs when the text is handed in.
    #[prop(into)]
    on_handed_in: Callback<()>,
) -> impl IntoView {
    let findings = Memo::new(move |_| outlook.foresight.get().0);
    let compose = Compose::expect();
    let is_edit = Memo::new(move |_| matches!(&*compose.purpose().read(), Purpose::Edit { .. }));
    let course = Memo::new(move |_| outlook.course());

    view! {
        <div class="outlook" role="status">
            {move || {
                findings
                    .get()
                    .into_iter()
                    .map(|finding| view! { <FindingLine finding on_jump /> })
                    .collect::<Vec<_>>()
            }}
        </div>
        {move || match course.get() {
            Some(Course::Explain | Course::Hold | Course::Block) if is_edit.get() => {
                view! { <NoEdit /> }.into_any()
            }
            Some(Course::Explain) => {
                view! { <Remark outlook label=Word::GuardsComposeAgain /> }.into_any()
            }
            Some(Course::Hold) => {
                view! { <Remark outlook label=Word::GuardsComposePlea optional=Word::AppOptional /> }.into_any()
            }
            Some(Course::Block) => view! { <Mistake outlook target on_handed_in /> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

#[component]
fn FindingLine(finding: Finding, on_jump: Callback<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let icon = if finding.course >= Course::Hold { IconName::Guard } else { IconName::Info };
    let to = path::rule(&space.id(), finding.rule);
    let rule = words.fill(Word::GuardsRule, &[("no", &finding.rule.to_string())]);
    let said = words.finding(&finding, who_said(space, &finding.found));
    let same = match &finding.found {
        Found::SaidBefore { message, .. } => Some(message.clone()),
        _ => None,
    };

    view! {
        <p class="outlook-line">
            <Icon name=icon size=IconSize::Small />
            <span>{said}</span>
            <TextLink to=to>{rule}</TextLink>
            {same
                .map(|message| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Compact
                            on_press=move || on_jump.run(message.clone())
                        >
                            {words.say(Word::GuardsComposeJump)}
                        </Button>
                    }
                })}
        </p>
    }
}

/// Who said the same, and when.
fn who_said(space: Space, found: &Found) -> Option<(String, i64)> {
    let Found::SaidBefore { message, .. } = found else { return None };
    let row = space.stream().message(message)?.get_untracked();
    let member = space.member(row.author().clone()).get_untracked();
    Some((member.map(|member| member.body.real_name.clone()).unwrap_or_default(), row.at))
}

#[component]
fn Remark(outlook: Outlook, label: Word, #[prop(optional)] optional: Option<Word>) -> impl IntoView {
    let words = Words::expect();
    let optional = Signal::derive(move || optional.map(|word| words.text(word)));

    view! {
        <div class="outlook-remark">
            <TextField label=words.say(label) value=outlook.remark optional=optional />
        </div>
    }
}

/// What is changed can't wait for an administrator: the message stands in the stream already.
#[component]
fn NoEdit() -> impl IntoView {
    let words = Words::expect();

    view! { <p class="outlook-line">{words.say(Word::GuardsComposeNoEdit)}</p> }
}

/// A guard may be wrong: one press, and an administrator looks.
#[component]
fn Mistake(outlook: Outlook, target: Target, on_handed_in: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();

    let report = Action::new_local(move |post: &HandIn| {
        let post = post.clone();
        async move {
            space.hand_in(post, compose.is_draft()).await?;
            toasts.say(words.text(Word::GuardsComposeReported));
            on_handed_in.run(());
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = report.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let press = move || {
        let reply_to = match compose.purpose().get_untracked() {
            Purpose::Reply { to, .. } => Some(to),
            Purpose::New | Purpose::Edit { .. } => None,
        };
        let (text, channel) = (compose.text().get_untracked(), Some(target.channel()));
        report
            .dispatch_local(outlook.hand_in(Posting { text, reply_to, channel, ..Posting::default() }, true));
    };

    view! {
        <div class="outlook-acts">
            <Button size=ButtonSize::Compact is_busy=report.pending() on_press=press>
                {words.say(Word::GuardsComposeMistake)}
            </Button>
        </div>
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
