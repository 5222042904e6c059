//! What the guards make of the text in the composer, and what its author says to it.

use crate::features::feed::compose::{Compose, Purpose};
use crate::features::feed::write_into::Target;
use crate::state::{Foresight, Posting, Space};
use domain::guard::{Course, Finding, Found, Post};
use domain::intent::HandIn;
use domain::kinds::PostSort;
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::RecordId;

/// A handle to what would become of the text, and to what its author says to it.
#[derive(Clone, Copy)]
pub struct Outlook {
    space: Space,
    foresight: Memo<Foresight>,
    /// Into which channel it would go.
    channel: Signal<RecordId>,
    /// Why it is said again, or what it is for.
    remark: RwSignal<String>,
    /// What the channel asks to choose from, and by which rule; only of a new message.
    asked: Memo<Option<(u32, Vec<String>)>>,
    /// What was chosen; empty for another kind.
    chosen: RwSignal<Option<String>>,
    /// Why it is another kind.
    why: RwSignal<String>,
}

impl Outlook {
    /// The outlook of what stands in the composer and would go to `target`.
    pub fn of(compose: Compose, target: Target) -> Self {
        let space = Space::expect();
        let (watch, channel) = (space.watch(), target.goes_to());
        let (chosen, why) = (RwSignal::new(None::<String>), RwSignal::new(String::new()));
        let sorts = space.sorts_in(channel);
        let asked = Memo::new(move |_| {
            let is_new = matches!(&*compose.purpose().read(), Purpose::New);
            sorts.get().filter(|_| is_new)
        });
        let nudged = space.nudged_channels();
        let foresight = Memo::new(move |_| {
            let (text, watch, channel) = (compose.text().read(), watch.read(), channel.read());
            let purpose = compose.purpose().read();
            if let Purpose::Edit { .. } = &*purpose {
                return space.foresee_edit(&text, &channel, &watch);
            }
            let answers = matches!(&*purpose, Purpose::Reply { .. });
            let sort = sort_of(asked, chosen, why);
            let nudged = nudged.read().contains(&*channel);
            let post = Post { answers, sort: sort.as_ref(), nudged, ..Post::new(&text, &channel) };
            space.foresee(&post, &watch)
        });
        Self { space, foresight, channel, remark: RwSignal::default(), asked, chosen, why }
    }

    /// What the guards find, the gravest first.
    pub fn findings(self) -> Vec<Finding> {
        self.foresight.get().0
    }

    /// What stands in the way of sending, if anything does.
    pub fn course(self) -> Option<Course> {
        self.foresight.read().course()
    }

    /// Says no more that they talk about something else here, if that is said: they heard it.
    pub fn hear(self) {
        let is_said = self.foresight.read_untracked().0.iter().any(|finding| finding.found == Found::Astray);
        if is_said {
            self.space.note_nudge(self.channel.get_untracked());
        }
    }

    /// What the author writes to it.
    pub fn remark_field(self) -> RwSignal<String> {
        self.remark
    }

    /// What the author says to it; `None` where they say nothing.
    pub fn remark(self) -> Option<String> {
        Some(self.remark.get_untracked().trim().to_owned()).filter(|remark| !remark.is_empty())
    }

    /// What the channel asks to choose from, and by which rule.
    pub fn asked(self) -> Memo<Option<(u32, Vec<String>)>> {
        self.asked
    }

    /// What was chosen, empty for another kind, and why it is another. The picker writes both.
    pub fn choice(self) -> (RwSignal<Option<String>>, RwSignal<String>) {
        (self.chosen, self.why)
    }

    /// What kind of post it is, where the channel asks.
    pub fn sort(self) -> Option<PostSort> {
        untrack(move || sort_of(self.asked, self.chosen, self.why))
    }

    /// Whether the text may go as it stands: nothing may block it, want a permission or ask for what is
    /// not said yet. An edit can't wait for anybody.
    pub fn lets_send(self, purpose: &Purpose) -> bool {
        let is_edit = matches!(purpose, Purpose::Edit { .. });
        self.foresight.read().0.iter().all(|finding| match finding.course {
            Course::Hint | Course::Wait => true,
            Course::Sort | Course::Ask | Course::Block => false,
            Course::Explain => !is_edit && !is_blank(&self.remark.read()),
            Course::Hold => !is_edit,
        })
    }

    /// The text as it is handed in.
    pub fn hand_in(self, posting: Posting, mistaken: bool) -> HandIn {
        HandIn {
            text: posting.text,
            reply_to: posting.reply_to,
            channel: posting.channel,
            sort: posting.sort,
            rules: self.foresight.get_untracked().rules(),
            plea: self.remark().unwrap_or_default(),
            mistaken,
            ..HandIn::default()
        }
    }

    /// The text is gone: what was said to it, too.
    pub fn done(self) {
        let _ = self.remark.try_set(String::new());
        let _ = self.chosen.try_set(None);
        let _ = self.why.try_set(String::new());
    }
}

/// What was chosen, as far as it is among what is asked for.
fn sort_of(
    asked: Memo<Option<(u32, Vec<String>)>>,
    chosen: RwSignal<Option<String>>,
    why: RwSignal<String>,
) -> Option<PostSort> {
    let asked = asked.read();
    let (_, sorts) = asked.as_ref()?;
    let name = chosen.get().filter(|name| name.is_empty() || sorts.contains(name))?;
    let why = if name.is_empty() { why.read().trim().to_owned() } else { String::new() };
    Some(PostSort { name, why, ..PostSort::default() })
}

/// What stands in `compose`, as it would be posted.
pub fn posting(compose: Compose, outlook: Outlook, target: Target) -> Posting {
    let reply_to = match compose.purpose().get_untracked() {
        Purpose::Reply { to, .. } => Some(to),
        Purpose::New | Purpose::Edit { .. } => None,
    };
    Posting {
        text: compose.text().get_untracked(),
        channel: Some(target.channel()),
        is_draft: compose.is_draft(),
        sort: outlook.sort(),
        reply_to,
        ..Posting::default()
    }
}
