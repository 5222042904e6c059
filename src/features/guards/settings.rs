//! The settings of one guard as they are being typed.

use crate::i18n::found::hour_of;
use domain::guard::check::{Duplicates, Flood, Interval, Links, Promotion, QuietHours, Sorts, Terms, Topic};
use domain::guard::terms::TermList;
use domain::guard::{Check, Level};
use domain::kinds::{Guard, GuardKind};
use leptos::prelude::*;
use protocol::RecordId;

/// Everything that any kind asks for; a kind reads its own part.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The number of the rule.
    pub rule: RwSignal<String>,
    /// The name of the kind.
    pub kind: RwSignal<String>,
    /// Seconds between two posts.
    pub seconds: RwSignal<String>,
    /// Posts in a while.
    pub posts: RwSignal<String>,
    /// After how many posts in a row about something else.
    pub after: RwSignal<String>,
    /// How long that is.
    pub minutes: RwSignal<String>,
    /// When it becomes quiet.
    pub from: RwSignal<String>,
    /// When it ends.
    pub to: RwSignal<String>,
    /// Whether the list of advertising counts.
    pub advertising: RwSignal<bool>,
    /// Whether the list of insults counts.
    pub insults: RwSignal<bool>,
    /// The owner's terms, the sites that may be linked, the kinds of post or the words of a topic: one a line.
    pub lines: RwSignal<String>,
    /// Days back.
    pub days: RwSignal<String>,
    /// How hard it is.
    pub level: RwSignal<Level>,
    /// The channels that it binds; all where none is chosen.
    pub channels: RwSignal<Vec<RecordId>>,
}

impl Settings {
    /// The settings of `guard`; those of a new one where there is none.
    pub fn of(guard: Option<&Guard>) -> Self {
        let settings = Self::usual();
        let Some(guard) = guard else { return settings };
        settings.rule.set(guard.rule.to_string());
        settings.kind.set(guard.kind.as_str().to_owned());
        settings.channels.set(guard.channels.clone());
        if let Ok(Some(check)) = Check::of(guard) {
            settings.take(&check);
        }
        settings
    }

    fn usual() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            rule: text(""),
            kind: text(GuardKind::Interval.as_str()),
            seconds: text("60"),
            posts: text("5"),
            after: text("5"),
            minutes: text("10"),
            from: text("22:00"),
            to: text("7:00"),
            advertising: RwSignal::new(true),
            insults: RwSignal::new(false),
            lines: text(""),
            days: text("7"),
            level: RwSignal::new(Level::Hold),
            channels: RwSignal::new(Vec::new()),
        }
    }

    fn take(self, check: &Check) {
        match check {
            Check::Interval(interval) => self.seconds.set(interval.seconds.to_string()),
            Check::Flood(flood) => {
                self.posts.set(flood.posts.to_string());
                self.minutes.set(flood.minutes.to_string());
            }
            Check::QuietHours(hours) => {
                self.from.set(hour_of(hours.from_min));
                self.to.set(hour_of(hours.to_min));
            }
            Check::Terms(terms) => {
                self.advertising.set(terms.lists.contains(&TermList::Advertising));
                self.insults.set(terms.lists.contains(&TermList::Insults));
                self.lines.set(terms.own.join("\n"));
            }
            Check::Links(links) => self.lines.set(links.allowed.join("\n")),
            Check::Promotion(_) => {}
            Check::Duplicates(duplicates) => self.days.set(duplicates.days.to_string()),
            Check::Topic(topic) => {
                self.after.set(topic.after.to_string());
                self.lines.set(topic.words.join("\n"));
            }
            Check::Sorts(rule) => self.lines.set(rule.sorts.join("\n")),
        }
        if let Some(level) = check.level() {
            self.level.set(level.clone());
        }
    }

    /// The kind that is chosen.
    pub fn chosen_kind(self) -> GuardKind {
        GuardKind::from(self.kind.read().as_str())
    }

    /// The guard as it stands; subscribes to every setting. What is no number reads as 0, which no
    /// setting allows: the refusal then names the field. `utc_offset_min` is the group's clock.
    pub fn guard(self, utc_offset_min: i16) -> Guard {
        let check = match self.chosen_kind() {
            GuardKind::Flood => {
                Check::Flood(Flood { posts: number(self.posts), minutes: number(self.minutes) })
            }
            GuardKind::QuietHours => Check::QuietHours(QuietHours {
                from_min: minute_of(&self.from.read()),
                to_min: minute_of(&self.to.read()),
                utc_offset_min,
            }),
            GuardKind::Terms => Check::Terms(Terms {
                lists: self.lists(),
                own: lines_of(&self.lines.read()),
                level: self.level.get(),
            }),
            GuardKind::Links => {
                Check::Links(Links { allowed: lines_of(&self.lines.read()), level: self.level.get() })
            }
            GuardKind::Promotion => Check::Promotion(Promotion { level: self.level.get() }),
            GuardKind::Duplicates => Check::Duplicates(Duplicates { days: number(self.days) }),
            GuardKind::Topic => {
                Check::Topic(Topic { words: lines_of(&self.lines.read()), after: number(self.after) })
            }
            GuardKind::Sorts => Check::Sorts(Sorts { sorts: lines_of(&self.lines.read()) }),
            GuardKind::Interval | GuardKind::Other(_) => {
                Check::Interval(Interval { seconds: number(self.seconds) })
            }
        };
        Guard { channels: self.channels.get(), ..check.guard(number(self.rule)) }
    }

    fn lists(self) -> Vec<TermList> {
        let lists = [(self.advertising, TermList::Advertising), (self.insults, TermList::Insults)];
        lists.into_iter().filter(|(chosen, _)| chosen.get()).map(|(_, list)| list).collect()
    }
}

fn number(typed: RwSignal<String>) -> u32 {
    typed.read().trim().parse().unwrap_or(0)
}

/// `22:00` as the minute of the day; what is no time as one that no day has.
fn minute_of(typed: &str) -> u16 {
    let time = typed.trim().replace('：', ":");
    let read = || {
        let (hour, minute) = time.split_once(':').unwrap_or((&time, "0"));
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then(|| hour * 60 + minute)
    };
    read().unwrap_or(u16::MAX)
}

fn lines_of(typed: &str) -> Vec<String> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn times_of_day_are_read_as_people_write_them() {
        assert_eq!(["22:00", "7：30", " 8 ", "0:00"].map(minute_of), [1_320, 450, 480, 0]);
        assert_eq!(["24:00", "7:60", "noon", ""].map(minute_of), [u16::MAX; 4]);
    }
}
