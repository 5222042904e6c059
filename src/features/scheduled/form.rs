//! Writing what goes later, or changing it.

use crate::i18n::Words;
use crate::state::{ChannelShown, ServerClock, Space, Trouble, Typed, device};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Form, InputKind, SelectField, TextArea, TextField};
use domain::kinds::{ChannelSort, Scheduled};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// What is being written.
#[derive(Clone, Copy)]
pub struct Writing {
    space: Space,
    clock: ServerClock,
    /// What stood in the composer when this began.
    from: RwSignal<String>,
    general: StoredValue<RecordId>,
    /// What is being changed; `None` for a new post.
    id: RwSignal<Option<RecordId>>,
    text: RwSignal<String>,
    channel: RwSignal<String>,
    when: RwSignal<String>,
}

impl Writing {
    /// Begins as it was left; or, where something else stands in the composer since, with that, for the
    /// general channel.
    pub fn new(space: Space) -> Self {
        let (clock, general) = (ServerClock::expect(), space.channel_of(&ChannelSort::General));
        let (mut kept, composed) = (Typed::of(["scheduled", space.id().as_str()].join(".")), space.typed());
        let id = kept.kept("id").map(RecordId::new);
        // The page may be there before what is scheduled: only what is known to be over is no change any more.
        let stands = |id: &RecordId| space.scheduled().get(id).is_none_or(|row| row.body.stands());
        let is_left = untrack(|| id.as_ref().is_none_or(stands));
        let id = if is_left && kept.kept("from").unwrap_or_default() == composed {
            RwSignal::new(id)
        } else {
            kept.begin_anew(&["text", "channel", "when"]);
            RwSignal::default()
        };
        let from = RwSignal::new(composed.clone());
        kept.keep("from", String::new(), move || from.get());
        kept.keep("id", String::new(), move || id.get().map(|id| id.to_string()).unwrap_or_default());
        Self {
            space,
            clock,
            from,
            id,
            text: kept.field("text", composed),
            channel: kept.field("channel", general.to_string()),
            when: kept.field("when", device::tomorrow_morning(clock.now_ms())),
            general: StoredValue::new(general),
        }
    }

    /// Changes the post `id`.
    pub fn change(self, id: RecordId, post: &Scheduled, channel: &RecordId) {
        self.id.set(Some(id));
        self.text.set(post.text.clone());
        self.channel.set(channel.to_string());
        self.when.set(device::moment_field(post.due_at));
    }

    /// Back to a new post.
    fn start_over(self) {
        self.from.set(self.space.typed());
        self.text.set(String::new());
        self.begin();
    }

    fn begin(self) {
        self.id.set(None);
        self.channel.set(self.general.get_value().to_string());
        self.when.set(device::tomorrow_morning(self.clock.now_ms()));
    }
}

/// The form.
#[component]
pub fn ScheduleForm(
    /// What is being written. The list lends it what is to be changed.
    writing: Writing,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let Writing { id, text, channel, when, .. } = writing;
    let (all, announces) = (space.channels(), space.may(Deed::Announce));
    let options = move || {
        let may_all = announces.read().is_ok();
        let is_open = |shown: &ChannelShown| {
            !shown.channel.archived && (may_all || shown.channel.sort != ChannelSort::Notices)
        };
        let open = all.get().into_iter().filter(is_open);
        open.map(|shown| (shown.id.to_string(), words.channel(&shown.channel))).collect::<Vec<_>>()
    };

    let keep = Action::new_local(move |(): &()| {
        let (post, says, into) = (id.get_untracked(), text.get_untracked(), channel.get_untracked());
        let into = (!into.is_empty()).then(|| RecordId::new(into));
        // A field that holds no moment is as one that holds one of the past: the same is wrong with it.
        let due_at = device::moment_in(&when.get_untracked()).unwrap_or_default();
        async move {
            space.schedule(post, says, into, due_at).await?;
            writing.start_over();
            Ok(())
        }
    });
    let trouble = Signal::derive(move || keep.value().get().and_then(Result::<(), Trouble>::err));
    let at = move |pointer: &'static str| {
        Signal::derive(move || match &*trouble.read() {
            Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
                Some(words.refusal(problem))
            }
            _ => None,
        })
    };
    let (at_text, at_time) = (at("/text"), at("/due_at"));
    let said = Memo::new(move |_| {
        let is_at_field = at_text.read().is_some() || at_time.read().is_some();
        let said = trouble.get().filter(|_| !is_at_field).map(|trouble| words.explain(&trouble))?;
        Some((said.title, said.body))
    });
    let is_change = move || id.read().is_some();
    let act = move || words.text(if is_change() { Word::ScheduledChangeGo } else { Word::ScheduledGo });

    view! {
        <Form
            on_submit=move |()| _ = keep.dispatch_local(())
            answered=Signal::derive(move || keep.version().get())
            label=words.signal(Word::ScheduledTitle)
        >
            <TextArea label=words.say(Word::ScheduledText) value=text error=at_text />
            <SelectField label=words.say(Word::ScheduledChannel) options=Signal::derive(options) value=channel />
            <TextField
                label=words.say(Word::ScheduledWhen)
                value=when
                kind=InputKind::Moment
                hint=words.signal(Word::ScheduledHow)
                error=at_time
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div class="cluster">
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=keep.pending()>
                    {act}
                </Button>
                <Show when=is_change>
                    <Button on_press=move || writing.start_over()>{words.say(Word::AppCancel)}</Button>
                </Show>
            </div>
        </Form>
    }
}
