//! An announcement while it is being written: it stays with the tab until it is published, and what was
//! called back can be written anew.

use crate::state::{ServerClock, Space, Typed, device};
use domain::intent::NewNotice;
use domain::kinds::{Importance, Notice, ScheduleRow};
use domain::limits::{HOUR_MS, MAX_SCHEDULE};
use leptos::prelude::*;
use protocol::RecordId;

/// The choice of a day and an hour, among those of a span.
pub const MOMENT: &str = "moment";
/// What stands for a ticked box.
const TICKED: &str = "yes";
/// Between the lines of a schedule, and the parts of a line, as they are kept: nobody types these into a
/// field of one line.
const LINE: char = '\n';
const PART: char = '\t';

/// A line of the schedule while it is being written.
#[derive(Clone, Copy)]
pub struct Line {
    /// Which one; never given again.
    pub key: u32,
    /// When, in words.
    pub when: RwSignal<String>,
    /// What.
    pub what: RwSignal<String>,
    /// Who.
    pub who: RwSignal<String>,
}

impl Line {
    fn row(self) -> ScheduleRow {
        let (when, what, who) = (self.when.get(), self.what.get(), self.who.get());
        ScheduleRow { when, what, who, extra: Default::default() }
    }
}

/// What is being filled in.
#[derive(Clone, Copy)]
pub struct Writing {
    /// How important it is, by name.
    pub importance: RwSignal<String>,
    /// The title.
    pub title: RwSignal<String>,
    /// The text.
    pub text: RwSignal<String>,
    /// For how many days it matters, or [`MOMENT`]; empty for what has no end.
    pub until: RwSignal<String>,
    /// The day and the hour, as the field has them.
    pub moment: RwSignal<String>,
    /// Whether everybody is to confirm it.
    pub confirm: RwSignal<bool>,
    /// The schedule, line by line.
    pub lines: RwSignal<Vec<Line>>,
    next_key: StoredValue<u32>,
    /// Owns the lines: one that a press made outlives the press.
    owner: StoredValue<Owner>,
    kept: StoredValue<Typed>,
}

impl Writing {
    /// As it was left, or empty; with `again`, the words of what was called back.
    pub fn new(space: Space, again: Option<&RecordId>) -> Self {
        let clock = ServerClock::expect();
        let mut kept = form(space, again);
        let (none, tomorrow) = (String::new, device::tomorrow_morning(clock.now_ms()));
        let schedule = kept.kept("schedule").unwrap_or_default();
        let writing = Self {
            importance: kept.field("importance", Importance::Important.as_str().to_owned()),
            title: kept.field("title", none()),
            text: kept.field("text", none()),
            until: kept.field("until", none()),
            moment: kept.field("moment", tomorrow),
            confirm: kept.tick("confirm", TICKED),
            lines: RwSignal::default(),
            next_key: StoredValue::default(),
            owner: StoredValue::new(Owner::new()),
            kept: StoredValue::new(Typed::default()),
        };
        for row in rows(&schedule) {
            writing.add(row);
        }
        kept.keep("schedule", none(), move || kept_rows(&writing.rows()));
        writing.kept.set_value(kept);
        writing
    }

    /// Forgets it: it is published.
    pub fn forget(self) {
        self.kept.with_value(Typed::forget);
    }

    /// Puts one more line below the others.
    pub fn add(self, row: ScheduleRow) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key.saturating_add(1));
        let line = self.owner.with_value(|owner| {
            owner.with(|| Line {
                key,
                when: RwSignal::new(row.when),
                what: RwSignal::new(row.what),
                who: RwSignal::new(row.who),
            })
        });
        self.lines.update(|lines| lines.push(line));
    }

    /// Takes a line out.
    pub fn take_out(self, key: u32) {
        self.lines.update(|lines| lines.retain(|line| line.key != key));
    }

    /// Whether there is room for one more line.
    pub fn has_room(self) -> bool {
        self.lines.read().len() < MAX_SCHEDULE
    }

    /// The place of a line.
    pub fn place(self, key: u32) -> usize {
        self.lines.read().iter().position(|line| line.key == key).unwrap_or_default()
    }

    /// The announcement as it stands now.
    pub fn notice(self, now_ms: i64) -> NewNotice {
        let until = self.until.get_untracked();
        let span = |days: i64| now_ms.saturating_add(days.saturating_mul(24).saturating_mul(HOUR_MS));
        let expires_at = match until.as_str() {
            // A field that holds no moment is as one that holds one of the past: the same is wrong with it.
            MOMENT => Some(device::moment_in(&self.moment.read_untracked()).unwrap_or_default()),
            days => days.parse().ok().map(span),
        };
        NewNotice {
            importance: Importance::from(self.importance.get_untracked().as_str()),
            title: self.title.get_untracked(),
            text: self.text.get_untracked(),
            schedule: untrack(|| self.rows()),
            confirm: self.confirm.get_untracked(),
            expires_at,
        }
    }

    /// Its title and its text.
    pub fn said(self) -> String {
        [self.title.get(), self.text.get()].join("\n")
    }

    fn rows(self) -> Vec<ScheduleRow> {
        self.lines.get().into_iter().map(Line::row).collect()
    }
}

fn form(space: Space, again: Option<&RecordId>) -> Typed {
    let again = again.map(RecordId::as_str).unwrap_or_default();
    Typed::of(["notice", space.id().as_str(), again].join("."))
}

/// Lays out the words of an announcement that is about to be called back, for whoever writes it anew in
/// this tab: nowhere else are they kept.
pub fn lay_out(space: Space, id: &RecordId, notice: &Notice) {
    let form = form(space, Some(id));
    form.lay("importance", notice.importance.as_str());
    form.lay("title", &notice.title);
    form.lay("text", &notice.text);
    form.lay("schedule", &kept_rows(&notice.schedule));
    if notice.confirm {
        form.lay("confirm", TICKED);
    }
    if let Some(expires_at) = notice.expires_at {
        form.lay("until", MOMENT);
        form.lay(MOMENT, &device::moment_field(expires_at));
    }
}

/// Whether the words of what was called back lie ready in this tab.
pub fn is_laid_out(space: Space, id: &RecordId) -> bool {
    form(space, Some(id)).kept("title").is_some()
}

fn kept_rows(rows: &[ScheduleRow]) -> String {
    let mut kept = String::new();
    for row in rows {
        for (part, end) in [(&row.when, PART), (&row.what, PART), (&row.who, LINE)] {
            kept.extend(part.chars().filter(|c| ![PART, LINE].contains(c)));
            kept.push(end);
        }
    }
    kept
}

fn rows(kept: &str) -> Vec<ScheduleRow> {
    let row = |line: &str| {
        let mut parts = line.split(PART).map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        ScheduleRow { when: part(), what: part(), who: part(), extra: Default::default() }
    };
    kept.split_terminator(LINE).map(row).collect()
}
