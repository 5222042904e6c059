//! Where one writes. Enter is a new line; Ctrl+Enter or the button sends; an input method's own
//! Enter never does.

use crate::features::feed::compose::{Compose, Purpose};
use crate::features::feed::guarded::OutlookNote;
use crate::features::feed::muted::MutedNote;
use crate::features::feed::naming::{Naming, NamingList};
use crate::features::feed::outlook::{Outlook, posting};
use crate::features::feed::pace::PaceLine;
use crate::features::feed::told::ToldLine;
use crate::features::feed::write_into::{ChannelPicker, Target};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Composer, Posting, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonLink, ButtonRole, ButtonSize, IconButton, IconLink, IconName,
};
use domain::guard::Course;
use domain::limits;
use domain::shown::is_blank;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The id of the paper on which one writes into the stream.
pub const COMPOSER_ID: &str = "composer-paper";

/// The composer, or why there is none.
#[component]
pub fn ComposerBar(
    /// Runs when a message is kept on this device.
    #[prop(into)]
    on_posted: Callback<()>,
    /// Runs with a message that says what is being written, to show it.
    #[prop(into)]
    on_jump: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let state = Memo::new(move |_| space.composer().get());

    view! {
        <div class="composer" data-foot="">
            <ToldLine />
            {move || match state.get() {
                Composer::Open => view! { <Write state on_posted on_jump /> }.into_any(),
                Composer::Muted => {
                    view! {
                        <MutedNote />
                        <Write state on_posted on_jump />
                    }
                        .into_any()
                }
                Composer::Loading => view! { <Locked word=Word::FeedLockedLoading /> }.into_any(),
                Composer::Observing => view! { <Locked word=Word::FeedLockedObserver /> }.into_any(),
                Composer::Closed => view! { <Locked word=Word::FeedLockedMember /> }.into_any(),
                Composer::NeedsConfirmation => {
                    view! {
                        <p class="composer-locked">
                            <span>{words.say(Word::FeedLockedRules)}</span>
                            <ButtonLink
                                kind=ButtonKind::Binds
                                size=ButtonSize::Compact
                                to=path::rules_read(&space.id())
                            >
                                {words.say(Word::FeedLockedGo)}
                            </ButtonLink>
                        </p>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Locked(word: Word) -> impl IntoView {
    let words = Words::expect();

    view! { <p class="composer-locked">{words.say(word)}</p> }
}

#[component]
fn Write(state: Memo<Composer>, on_posted: Callback<()>, on_jump: Callback<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let text = compose.text();
    let naming = Naming::new(text);
    let target = Target::of(compose);
    let outlook = Outlook::of(compose, target);

    let gone = move |()| {
        target.show();
        compose.done();
        outlook.done();
        on_posted.run(());
    };
    let send = sending(compose, outlook, target, gone);
    let surplus = Memo::new(move |_| text.read().trim().chars().count().saturating_sub(limits::MESSAGE.max));
    let fits = move || !is_blank(&text.read()) && surplus.get() == 0;
    let can_send = move || {
        state.get() == Composer::Open
            && fits()
            && !send.pending().get()
            && outlook.lets_send(&compose.purpose().read())
    };
    let label = move || {
        let is_edit = matches!(&*compose.purpose().read(), Purpose::Edit { .. });
        let hands_in = !is_edit && outlook.course() == Some(Course::Hold);
        words.text(if hands_in { Word::GuardsComposeHandIn } else { Word::FeedComposerSend })
    };
    let submit = move || {
        if untrack(can_send) {
            send.dispatch_local(compose.purpose().get_untracked());
        }
    };
    view! {
        <form
            aria-label=words.say(Word::FeedComposerLabel)
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                submit();
            }
        >
            <WhatIsWritten />
            <ChannelPicker target />
            <OutlookNote outlook target on_jump on_handed_in=gone />
            <SendTrouble result=send.value().into() />
            <NamingList naming on_written=move || keep(space, compose) />
            <div class="composer-write">
                <Paper naming on_submit=submit />
                <IconLink
                    icon=IconName::Clock
                    label=words.say(Word::ScheduledTitle)
                    to=Signal::derive(move || path::scheduled(&space.id()))
                />
                <IconButton
                    icon=IconName::Send
                    label=label
                    role=ButtonRole::Submit
                    is_blocked=Signal::derive(move || !can_send())
                />
            </div>
            <PaceLine channel=target.goes_to() />
            <p class="composer-said" role="status">
                {move || {
                    (surplus.get() > 0).then(|| words.count(Word::FeedComposerLong, surplus.get()))
                }}
                {move || {
                    space.calls_in_vain(&text.read()).then(|| words.text(Word::FeedMentionVain))
                }}
            </p>
        </form>
    }
}

/// Sends what is written; runs `gone` once it is kept on this device.
fn sending(
    compose: Compose,
    outlook: Outlook,
    target: Target,
    gone: impl Fn(()) + Copy + 'static,
) -> Action<Purpose, Result<(), Trouble>> {
    let space = Space::expect();
    Action::new_local(move |purpose: &Purpose| {
        outlook.hear();
        let sending = dispatch(space, outlook, purpose.clone(), posting(compose, outlook, target));
        async move { sending.await.inspect(|()| gone(())) }
    })
}

/// Where the text stands.
#[component]
fn Paper(naming: Naming, #[prop(into)] on_submit: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let text = compose.text();

    // Beside the stream one answers what began a conversation.
    let hint = if compose.is_draft() { Word::FeedComposerPlaceholder } else { Word::FeedComposerAnswer };

    let typed = move |value: String| {
        text.set(value);
        keep(space, compose);
        naming.look();
    };
    let pressed = move |event: KeyboardEvent| {
        if naming.takes(&event) {
            keep(space, compose);
        } else if sends(&event) {
            event.prevent_default();
            on_submit.run(());
        }
    };

    view! {
        <textarea
            class="composer-paper"
            id=compose.is_draft().then_some(COMPOSER_ID)
            node_ref=naming.caret().node()
            rows="1"
            aria-label=words.say(Word::FeedComposerLabel)
            aria-autocomplete="list"
            aria-controls=move || naming.is_open().then_some("names")
            aria-activedescendant=move || naming.active()
            placeholder=words.say(hint)
            title=words.say(Word::FeedComposerMarkdown)
            prop:value=move || text.get()
            on:input:target=move |event| typed(event.target().value())
            on:click=move |_| naming.look()
            on:blur=move |_| naming.close()
            on:keydown=pressed
        ></textarea>
    }
}

/// Keeps what is written as the draft; an edit is none.
fn keep(space: Space, compose: Compose) {
    if compose.is_draft() && !matches!(&*compose.purpose().read_untracked(), Purpose::Edit { .. }) {
        space.keep_draft(compose.text().get_untracked());
    }
}

/// Sends what is written the way that is open to it: into the stream, or to the administrators.
async fn dispatch(space: Space, outlook: Outlook, purpose: Purpose, posting: Posting) -> Result<(), Trouble> {
    let course = untrack(move || outlook.course());
    let again = outlook.remark().filter(|_| course == Some(Course::Explain));
    if let Purpose::Edit { id, .. } = purpose {
        return space.edit_message(id, posting.text).await;
    }
    let posting = Posting { again, ..posting };
    if course == Some(Course::Hold) {
        let is_draft = posting.is_draft;
        return space.hand_in(outlook.hand_in(posting, false), is_draft).await;
    }
    space.post(posting).await.map(|_| ())
}

/// Ctrl+Enter or ⌘+Enter, but not while an input method composes.
fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing()
}

#[component]
fn WhatIsWritten() -> impl IntoView {
    let words = Words::expect();
    let compose = Compose::expect();

    let what = move || match compose.purpose().get() {
        _ if compose.is_at_home() => None,
        Purpose::New => None,
        Purpose::Reply { name, .. } => Some(words.fill(Word::FeedComposerReplying, &[("name", &name)])),
        Purpose::Edit { .. } => Some(words.text(Word::FeedComposerEditing)),
    };

    move || {
        what().map(|what| {
            view! {
                <p class="composer-context">
                    <span>{what}</span>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Compact
                        on_press=move || compose.stop()
                    >
                        {words.say(Word::FeedComposerCancel)}
                    </Button>
                </p>
            }
        })
    }
}

#[component]
fn SendTrouble(result: Signal<Option<Result<(), Trouble>>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = result.get().and_then(Result::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
