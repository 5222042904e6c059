//! What the group records about its people, and a copy of one's own to take along.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::space::recorded::take_along;
use crate::state::{Space, Trouble};
use crate::ui::{Button, TextLink, Toasts};
use domain::kinds::KnownKind;
use domain::recorded::{Kept, Readers, kept, readers, taken_along};
use leptos::prelude::*;
use protocol::Record;
use words::Word;

/// The table, whom to ask, and the copy.
#[component]
pub fn Recorded() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let line = move |kind: KnownKind| {
        let said = move || {
            let (who, long) = (words.text(read_by(readers(kind))), words.text(kept_for(kept(kind))));
            words.fill(Word::RecordedLine, &[("why", &words.text(why(kind))), ("who", &who), ("long", &long)])
        };
        view! {
            <dt class="facts-term">{words.say(name(kind))}</dt>
            <dd class="facts-value">{said}</dd>
        }
    };

    view! {
        <section class="section">
            <header class="section-head">
                <h2 class="section-title">{words.say(Word::RecordedTitle)}</h2>
            </header>
            <p class="soft small">{words.say(Word::RecordedLead)}</p>
            <details class="roster-more">
                <summary class="link">{words.say(Word::RecordedOpen)}</summary>
                <dl class="facts">{KnownKind::ALL.map(line).collect_view()}</dl>
                <p class="soft small">{words.say(Word::RecordedBeside)}</p>
            </details>
            <p class="cluster">
                <span>{words.say(Word::RecordedAsk)}</span>
                <TextLink to=Signal::derive(move || path::members(&space.id()))>
                    {words.say(Word::MembersDutyTitle)}
                </TextLink>
            </p>
            <TakeAlong />
        </section>
    }
}

#[component]
fn TakeAlong() -> impl IntoView {
    let words = Words::expect();
    let (space, toasts) = (Space::expect(), Toasts::expect());

    let take = Action::new_local(move |(): &()| async move {
        let said = match space.mine().await {
            Ok(records) if take_along(&records, &readable(words, &records)) => {
                words.count(Word::RecordedTaken, records.len())
            }
            Ok(_) => words.text(Word::RecordedRefused),
            Err(trouble) => explain(words, &trouble),
        };
        toasts.say(said);
    });

    view! {
        <p class="soft small">{words.say(Word::RecordedTakeHint)}</p>
        <Button
            is_busy=take.pending()
            on_press=move || {
                take.dispatch_local(());
            }
        >
            {words.say(Word::RecordedTake)}
        </Button>
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

/// The records as people read them: when, what, and each field on a line.
fn readable(words: Words, records: &[Record]) -> String {
    let mut text = String::new();
    for record in records {
        let kind = KnownKind::of(&record.head.kind);
        let kind = kind.map_or_else(|| record.head.kind.to_string(), |kind| words.text(name(kind)));
        text.push_str(&[&words.full(record.at), " · ", &kind, "\n"].concat());
        let taken = taken_along(record);
        for (field, value) in taken.get("body").and_then(|body| body.as_object()).into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.push_str(&["  ", field, ": ", &value, "\n"].concat());
        }
        text.push('\n');
    }
    text
}

fn read_by(readers: Readers) -> Word {
    match readers {
        Readers::Members => Word::RecordedReadMembers,
        Readers::SubjectAndStaff => Word::RecordedReadStaffAndYou,
        Readers::Staff => Word::RecordedReadStaff,
        Readers::Owner => Word::RecordedReadOwner,
        Readers::Subject => Word::RecordedReadYou,
    }
}

fn kept_for(kept: Kept) -> Word {
    match kept {
        Kept::WithGroup => Word::RecordedKeptGroup,
        Kept::UntilTakenAway => Word::RecordedKeptTaken,
        Kept::AsItStands => Word::RecordedKeptStands,
    }
}

macro_rules! kinds {
    ($($kind:ident: $name:ident, $why:ident;)+) => {
        /// What a kind is called.
        fn name(kind: KnownKind) -> Word {
            match kind { $(KnownKind::$kind => Word::$name,)+ }
        }

        /// What it is kept for.
        fn why(kind: KnownKind) -> Word {
            match kind { $(KnownKind::$kind => Word::$why,)+ }
        }
    };
}

kinds! {
    Space: RecordedSpace, RecordedSpaceWhy;
    Member: RecordedMember, RecordedMemberWhy;
    RulesDraft: RecordedRulesDraft, RecordedRulesDraftWhy;
    Rules: RecordedRules, RecordedRulesWhy;
    Ack: RecordedAck, RecordedAckWhy;
    Proposal: RecordedProposal, RecordedProposalWhy;
    Opinion: RecordedOpinion, RecordedOpinionWhy;
    Message: RecordedMessage, RecordedMessageWhy;
    Channel: RecordedChannel, RecordedChannelWhy;
    Reaction: RecordedReaction, RecordedReactionWhy;
    Pin: RecordedPin, RecordedPinWhy;
    Notice: RecordedNotice, RecordedNoticeWhy;
    Confirm: RecordedConfirm, RecordedConfirmWhy;
    Noted: RecordedNoted, RecordedNotedWhy;
    Guards: RecordedGuards, RecordedGuardsWhy;
    Held: RecordedHeld, RecordedHeldWhy;
    Measure: RecordedMeasure, RecordedMeasureWhy;
    Report: RecordedReport, RecordedReportWhy;
    OwnerReport: RecordedOwnerReport, RecordedOwnerReportWhy;
    Handover: RecordedHandover, RecordedHandoverWhy;
    Draft: RecordedDraft, RecordedDraftWhy;
    Scheduled: RecordedScheduled, RecordedScheduledWhy;
    Read: RecordedReading, RecordedReadingWhy;
    Seen: RecordedSeen, RecordedSeenWhy;
    Invite: RecordedInvite, RecordedInviteWhy;
    Roster: RecordedRoster, RecordedRosterWhy;
    Audit: RecordedAudit, RecordedAuditWhy;
}
