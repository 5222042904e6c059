//! Words in the chosen language. Views take the [`Words`] handle from context; nothing else in the
//! app holds a sentence, and only [`explain`] knows the words for what went wrong.

pub mod channel;
pub mod explain;
pub mod found;
pub mod table;

use crate::platform::intl::{self, Shape};
use crate::platform::{boot, task};
use crate::state::{Language, Prefs};
use domain::handling::Span;
use leptos::prelude::*;
use std::sync::Arc;
use table::{Table, fill};
use words::Word;

/// A handle to the words of the app. `Copy`, so closures take it freely.
///
/// What returns a `String` reads the language as a signal: inside a closure or a memo it is said
/// anew when the language changes.
#[derive(Clone, Copy)]
pub struct Words {
    /// The table in use; its language may lag behind the preference until it was fetched.
    spoken: RwSignal<Arc<Table>>,
    /// The same, as the page that is open hears of it: see [`Words::of_page`].
    heard: Memo<Arc<Table>>,
    is_missing: RwSignal<bool>,
}

fn hear(spoken: RwSignal<Arc<Table>>) -> Memo<Arc<Table>> {
    Memo::new_with_compare(
        move |_| spoken.get(),
        |before, now| !before.zip(now).is_some_and(|(before, now)| Arc::ptr_eq(before, now)),
    )
}

impl Words {
    /// Takes the table that the start-up script fetched, follows the preferred language from then
    /// on, and puts the handle in context.
    pub fn provide(prefs: Prefs) -> Self {
        let first = boot::words().and_then(|(tag, text)| Table::parse(Language::of_tag(&tag)?, &text).ok());
        let spoken = RwSignal::new(Arc::new(first.unwrap_or_default()));
        let words = Self { spoken, heard: hear(spoken), is_missing: RwSignal::new(false) };
        Effect::new(move |_| {
            let wanted = prefs.language().get();
            if words.spoken.read_untracked().language() != Some(wanted) {
                task::spawn(words.learn(wanted, prefs));
            }
        });
        provide_context(words);
        words
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Gives what a page draws from here on a handle of its own. A signal keeps whoever read it in its
    /// list until it changes, also who is long gone, and the language may never change: what subscribes
    /// to this handle goes with the page.
    pub fn of_page() {
        let words = Self::expect();
        provide_context(Self { heard: hear(words.spoken), ..words });
    }

    /// The table in use. Whoever speaks when their page is gone takes the app's.
    fn table(self) -> Arc<Table> {
        self.heard.try_get().unwrap_or_else(|| self.spoken.get())
    }

    /// Whether the preferred language could not be fetched: another is spoken until then.
    pub fn is_missing(self) -> Signal<bool> {
        self.is_missing.into()
    }

    /// The language that is spoken now, as a BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.table().language().unwrap_or(Language::En).tag()
    }

    /// A word as a closure for views and props, said anew when the language changes.
    pub fn say(self, word: Word) -> impl Fn() -> String + Copy + Send + Sync + 'static {
        move || self.text(word)
    }

    /// The same as a signal, for props that may be without words, such as a hint.
    pub fn signal(self, word: Word) -> Signal<String> {
        Signal::derive(move || self.text(word))
    }

    /// A word.
    pub fn text(self, word: Word) -> String {
        self.table().text(word, "other").to_owned()
    }

    /// A word with its placeholders filled.
    pub fn fill(self, word: Word, values: &[(&str, &str)]) -> String {
        fill(self.table().text(word, "other"), values)
    }

    /// A word for so many, with `{count}` filled.
    pub fn count(self, word: Word, count: usize) -> String {
        self.count_with(word, count, &[])
    }

    /// A word for so many, with `{count}` and other placeholders filled.
    pub fn count_with(self, word: Word, count: usize, values: &[(&str, &str)]) -> String {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let number = self.number(count);
        let mut all = vec![("count", number.as_str())];
        all.extend_from_slice(values);
        fill(self.table().text(word, &intl::plural(self.tag(), count)), &all)
    }

    /// A whole number.
    pub fn number(self, number: i64) -> String {
        intl::number(self.tag(), number)
    }

    /// An amount of storage.
    pub fn bytes(self, bytes: u64) -> String {
        intl::bytes(self.tag(), bytes)
    }

    /// Several texts as one.
    pub fn list(self, items: &[String]) -> String {
        intl::list(self.tag(), items)
    }

    /// Hour and minute of an instant in UTC milliseconds, in the device's time zone.
    pub fn time(self, ms: i64) -> String {
        intl::date(self.tag(), ms, Shape::Time)
    }

    /// Month, day, hour and minute.
    pub fn moment(self, ms: i64) -> String {
        intl::date(self.tag(), ms, Shape::Moment)
    }

    /// For how long: `12 minutes`, `3 hours`.
    pub fn span(self, ms: i64) -> String {
        match Span::of(ms) {
            Span::Minutes(count) => self.count(Word::AppSpanMinutes, count),
            Span::Hours(count) => self.count(Word::AppSpanHours, count),
            Span::Days(count) => self.count(Word::AppSpanDays, count),
        }
    }

    /// For how long something waits already.
    pub fn waiting(self, ms: i64) -> String {
        self.fill(Word::GuardsQueueWaits, &[("time", &self.span(ms))])
    }

    /// Date and time with the year.
    pub fn full(self, ms: i64) -> String {
        intl::date(self.tag(), ms, Shape::Full)
    }

    /// The day as a heading: today and yesterday by name, the year only where it is another.
    pub fn day(self, ms: i64, now_ms: i64) -> String {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        let (day, today) = (intl::local_day(ms), intl::local_day(now_ms));
        let shape = if day.year == today.year { Shape::Day } else { Shape::DayOfYear };
        let date = intl::date(self.tag(), ms, shape);
        if day == today {
            format!("{} {date}", self.text(Word::FeedToday))
        } else if day == intl::local_day(now_ms.saturating_sub(DAY_MS)) {
            format!("{} {date}", self.text(Word::FeedYesterday))
        } else {
            date
        }
    }

    /// Fetches the table of `language` and speaks it, if it is still wanted by then.
    async fn learn(self, language: Language, prefs: Prefs) {
        let mut table = None;
        // A copy of another build has other keys: ask for the server's own once.
        for anew in [false, true] {
            let text = boot::fetch_words(language.tag(), anew).await;
            table = text.and_then(|text| Table::parse(language, &text).ok());
            if table.is_some() {
                break;
            }
        }
        if prefs.language().get_untracked() != language {
            return;
        }
        self.is_missing.set(table.is_none());
        if let Some(table) = table {
            self.spoken.set(Arc::new(table));
        }
    }
}
