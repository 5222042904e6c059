//! What can be done with a proposal: staff take it into the draft or decline it, its author withdraws it.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Session, Space, Trouble, Typed};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonLink, ButtonRole, ButtonSize, Confirm, Dialog, Form, SelectField,
    TextArea, Toasts,
};
use domain::kinds::{Proposal, ProposalState};
use domain::limits::OPINIONS_DEFAULT_HOURS;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// For how long opinions can be asked for, hours.
const SPANS: [(u32, Word); 4] = [
    (0, Word::ProposalsTakeAskNone),
    (24, Word::RulesPublishGraceDay),
    (OPINIONS_DEFAULT_HOURS, Word::RulesPublishGraceDays),
    (168, Word::RulesPublishGraceWeek),
];

/// The buttons; none where there is nothing to do.
#[component]
pub fn Decide(
    /// Which proposal.
    id: RecordId,
    /// It, as it now stands.
    row: Signal<Arc<Row<Proposal>>>,
    /// What its author is called.
    name: Memo<String>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Deed::WriteRulesDraft);
    let me = Session::expect().me();
    let (takes, declines, withdraws) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let id = StoredValue::new(id);

    let state = Memo::new(move |_| row.read().body.state.clone());
    let is_open = Memo::new(move |_| *state.read() == ProposalState::Open);
    let is_taken = Memo::new(move |_| *state.read() == ProposalState::Taken);
    let is_mine = Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.person == *row.read().author()));
    let decides = Memo::new(move |_| may.read().is_ok() && (is_open.get() || is_taken.get()));

    view! {
        <Show when=move || decides.get() || (is_mine.get() && is_open.get())>
            <div class="held-acts">
                <Show when=move || is_mine.get() && is_open.get()>
                    <Button size=ButtonSize::Compact on_press=move || withdraws.set(true)>
                        {words.say(Word::ProposalsWithdraw)}
                    </Button>
                </Show>
                <Show when=move || decides.get()>
                    <Button size=ButtonSize::Compact on_press=move || declines.set(true)>
                        {words.say(Word::ProposalsDecline)}
                    </Button>
                </Show>
                <Show when=move || decides.get() && is_open.get()>
                    <Button
                        kind=ButtonKind::Ink
                        size=ButtonSize::Compact
                        on_press=move || takes.set(true)
                    >
                        {words.say(Word::ProposalsTake)}
                    </Button>
                </Show>
                <Show when=move || decides.get() && is_taken.get()>
                    <ButtonLink size=ButtonSize::Compact to=path::rules_edit(&space.id())>
                        {words.say(Word::ProposalsTakeDraft)}
                    </ButtonLink>
                </Show>
            </div>
        </Show>
        <Dialog
            open=takes
            title=Signal::derive(move || words.fill(Word::ProposalsTakeTitle, &[("name", &name.get())]))
            on_close=move || takes.set(false)
        >
            <TakeForm id=id.get_value() row name open=takes />
        </Dialog>
        <Dialog
            open=declines
            title=Signal::derive(move || words.fill(Word::ProposalsDeclineTitle, &[("name", &name.get())]))
            on_close=move || declines.set(false)
        >
            <DeclineForm id=id.get_value() is_taken open=declines />
        </Dialog>
        <Withdraw id=id.get_value() open=withdraws />
    }
}

#[component]
fn TakeForm(
    id: RecordId,
    row: Signal<Arc<Row<Proposal>>>,
    name: Memo<String>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let mut kept = Typed::of(["take", id.as_str()].join("."));
    let answer = kept.field("answer", String::new());
    let hours = kept.field("hours", OPINIONS_DEFAULT_HOURS.to_string());
    let kept = StoredValue::new(kept);
    let id = StoredValue::new(id);

    let take = Action::new_local(move |(): &()| {
        let (answer, hours) = (answer.get_untracked(), hours.get_untracked().parse().unwrap_or(0));
        async move {
            space.take_proposal(id.get_value(), answer, hours).await?;
            let _ = kept.try_with_value(Typed::forget);
            let _ = open.try_set(false);
            toasts.say(words.text(Word::ProposalsTakeDone));
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = take.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let spans = move || SPANS.map(|(hours, word)| (hours.to_string(), words.text(word))).to_vec();
    let is_gone = Memo::new(move |_| !space.fits_draft(&row.read().body));

    view! {
        <Form
            on_submit=move |()| _ = take.dispatch_local(())
            answered=Signal::derive(move || take.version().get())
            label=words.signal(Word::ProposalsTake)
        >
            <TextArea
                label=move || words.fill(Word::ProposalsTakeAnswer, &[("name", &name.get())])
                value=answer
                lines=2
                optional=words.signal(Word::AppOptional)
            />
            <SelectField
                label=words.say(Word::ProposalsTakeAsk)
                options=Signal::derive(spans)
                value=hours
            />
            <Show when=move || is_gone.get()>
                <p>{words.say(Word::ProposalsTakeGone)}</p>
            </Show>
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div class="held-acts">
                <Button on_press=move || open.set(false)>{words.say(Word::AppCancel)}</Button>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=take.pending()>
                    {words.say(Word::ProposalsTake)}
                </Button>
            </div>
        </Form>
    }
}

#[component]
fn DeclineForm(id: RecordId, is_taken: Memo<bool>, open: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let mut kept = Typed::of(["decline", id.as_str()].join("."));
    let reason = kept.field("reason", String::new());
    let kept = StoredValue::new(kept);
    let id = StoredValue::new(id);

    let decline = Action::new_local(move |(): &()| {
        let reason = reason.get_untracked();
        async move {
            space.decline_proposal(id.get_value(), reason).await?;
            let _ = kept.try_with_value(Typed::forget);
            let _ = open.try_set(false);
            Ok(())
        }
    });
    let trouble = Signal::derive(move || decline.value().get().and_then(Result::<(), Trouble>::err));
    let at_reason = move || match &*trouble.read() {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some("/answer") => {
            Some(words.refusal(problem))
        }
        _ => None,
    };
    let said = Memo::new(move |_| {
        let trouble = trouble.get().filter(|_| at_reason().is_none())?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let hint = move || is_taken.get().then(|| words.text(Word::ProposalsDeclineDraft));

    view! {
        <Form
            on_submit=move |()| _ = decline.dispatch_local(())
            answered=Signal::derive(move || decline.version().get())
            label=words.signal(Word::ProposalsDecline)
        >
            <TextArea
                label=words.say(Word::ProposalsDeclineReason)
                value=reason
                lines=2
                hint=Signal::derive(hint)
                error=Signal::derive(at_reason)
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div class="held-acts">
                <Button on_press=move || open.set(false)>{words.say(Word::AppCancel)}</Button>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=decline.pending()>
                    {words.say(Word::ProposalsDecline)}
                </Button>
            </div>
        </Form>
    }
}

#[component]
fn Withdraw(id: RecordId, open: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let withdraw = Action::new_local(move |(): &()| async move {
        match space.withdraw_proposal(id.get_value()).await {
            Ok(()) => toasts.say(words.text(Word::ProposalsWithdrawDone)),
            Err(trouble) => {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
    });

    view! {
        <Confirm
            open
            title=words.say(Word::ProposalsWithdrawAsk)
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::ProposalsWithdraw)
            on_confirm=move || _ = withdraw.dispatch_local(())
        >
            <p>{words.say(Word::ProposalsWithdrawBody)}</p>
        </Confirm>
    }
}
