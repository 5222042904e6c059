//! How long and how many: the limits of every field, checked by the same code on both sides.
//!
//! [`TextLimit::parse`] makes a clean text of what a person typed; [`TextLimit::check`] refuses
//! what no honest client writes.

use crate::refusal::{Reason, Refusal};
use crate::shown::{is_blank, turns};
use std::borrow::Cow;

/// A space's name.
pub const SPACE_NAME: TextLimit = TextLimit::line(1, 80);
/// A space's purpose.
pub const PURPOSE: TextLimit = TextLimit::line(1, 200);
/// For whom a space is, or is not.
pub const FOR_WHOM: TextLimit = TextLimit::line(0, 200);
/// One goal of a space.
pub const GOAL: TextLimit = TextLimit::line(1, 120);
/// The name of a language (BCP 47).
pub const LOCALE: TextLimit = TextLimit::line(0, 35);
/// A person's real name.
pub const REAL_NAME: TextLimit = TextLimit::line(1, 80);
/// A department or a post.
pub const DEPT: TextLimit = TextLimit::line(0, 80);
/// The text of a rule.
pub const RULE_TEXT: TextLimit = TextLimit::text(1, 2_000);
/// The text of a rule that is still being written.
pub const DRAFT_RULE_TEXT: TextLimit = TextLimit::text(0, 2_000);
/// A chapter's heading.
pub const CHAPTER: TextLimit = TextLimit::line(1, 80);
/// Why a version of the rules was published.
pub const REASON: TextLimit = TextLimit::text(0, 500);
/// Why a change of the rules is proposed, or is not taken up.
pub const PROPOSAL_REASON: TextLimit = TextLimit::text(1, 500);
/// The policy text that a draft was made from.
pub const SOURCE: TextLimit = TextLimit::text(0, 16_000);
/// How a kind of post is called.
pub const SORT: TextLimit = TextLimit::line(1, 20);
/// Why a post is of no kind that its channel knows.
pub const SORT_REASON: TextLimit = TextLimit::line(1, 200);
/// For what something is posted that needs a permission, and where it comes from.
pub const PERMIT_REASON: TextLimit = TextLimit::text(1, 500);
/// What an author says to a post that is set aside.
pub const PLEA: TextLimit = TextLimit::text(0, 500);
/// Why a held post goes back to its author.
pub const RETURN_REASON: TextLimit = TextLimit::text(1, 500);
/// How many messages are put into another channel at once.
pub const MOVED_AT_ONCE: usize = 50;
/// Why a measure is taken, or a post reported.
pub const MEASURE_REASON: TextLimit = TextLimit::text(1, 500);
/// What goes with something that needs no reason.
pub const REMARK: TextLimit = TextLimit::text(0, 500);
/// Why somebody who waits is not let in.
pub const DECLINE_REASON: TextLimit = TextLimit::line(1, 500);
/// For what somebody asks to come in.
pub const ENTRY_PURPOSE: TextLimit = TextLimit::text(10, 500);
/// A department or a post that a form asks for.
pub const ENTRY_DEPT: TextLimit = TextLimit::line(1, 80);
/// A staff number.
pub const STAFF_NUMBER: TextLimit = TextLimit::line(0, 40);
/// What somebody promises who comes in.
pub const PLEDGE: TextLimit = TextLimit::text(0, 2_000);
/// What who waits is asked, and says to it.
pub const MORE: TextLimit = TextLimit::text(1, 500);
/// A question about the rules.
pub const QUESTION: TextLimit = TextLimit::text(1, 200);
/// An answer to choose.
pub const QUESTION_CHOICE: TextLimit = TextLimit::line(1, 80);
/// Why something is said again.
pub const AGAIN: TextLimit = TextLimit::line(1, 200);
/// A message.
pub const MESSAGE: TextLimit = TextLimit::text(1, 8_000);
/// How a channel is called.
pub const CHANNEL_NAME: TextLimit = TextLimit::line(0, 24);
/// How a channel is called that has no other name.
pub const CUSTOM_CHANNEL_NAME: TextLimit = TextLimit::line(1, 24);
/// What the rail calls a pinned message.
pub const PIN_LABEL: TextLimit = TextLimit::line(1, 80);
/// What an announcement is about.
pub const NOTICE_TITLE: TextLimit = TextLimit::line(1, 80);
/// What an announcement says beyond its title.
pub const NOTICE_TEXT: TextLimit = TextLimit::text(0, 8_000);
/// When something of a schedule is, in words.
pub const SCHEDULE_WHEN: TextLimit = TextLimit::line(1, 40);
/// What is on.
pub const SCHEDULE_WHAT: TextLimit = TextLimit::line(1, 120);
/// Whose it is.
pub const SCHEDULE_WHO: TextLimit = TextLimit::line(0, 80);
/// An unsent text. Roomier than a message, so that a text that is too long is kept, not lost.
pub const DRAFT: TextLimit = TextLimit::text(0, 16_000);
/// A name of an enumeration, such as the kind of a rule.
pub const NAME: TextLimit = TextLimit::line(1, 40);
/// What an inviter notes.
pub const NOTE: TextLimit = TextLimit::line(0, 200);

/// How long a permission to post lasts at most, milliseconds.
pub const PERMIT_MS: i64 = 24 * HOUR_MS;

/// How many rules a version or a draft has at most.
pub const MAX_RULES: usize = 200;
/// How many people a message names at most.
pub const MAX_MENTIONS: usize = 20;
/// How many channels a person mutes at most.
pub const MAX_MUTED: usize = 100;
/// How often a message is edited at most.
pub const MAX_EDITS: usize = 20;
/// How many bytes a message has with all that it said before: a body takes 64 KiB.
pub const EDITED_BYTES: usize = 48_000;
/// How many messages are pinned at once.
pub const PINS: u8 = 3;
/// How many of its former names a space remembers.
pub const MAX_FORMER_NAMES: usize = 10;
/// How many days a week has, and so a roster of who is on duty at most.
pub const WEEK: usize = 7;
/// How many lines the schedule of an announcement has at most.
pub const MAX_SCHEDULE: usize = 20;
/// How many goals a space has at most.
pub const MAX_GOALS: usize = 8;
/// How many roles a member has at most.
pub const MAX_ROLES: usize = 8;

/// How long after posting an author may edit, milliseconds.
pub const EDIT_WINDOW_MS: i64 = 24 * HOUR_MS;
/// How long after posting an author may recall, milliseconds.
pub const RECALL_WINDOW_MS: i64 = 2 * HOUR_MS;
/// How far ahead of the server a device's clock may be where it says when something was changed.
pub const AHEAD_MS: i64 = 24 * HOUR_MS;
/// How many urgent announcements one person makes within [`URGENT_WINDOW_MS`]: what is urgent all the time
/// is not.
pub const URGENT_A_DAY: usize = 3;
/// In which time urgent announcements are counted, milliseconds.
pub const URGENT_WINDOW_MS: i64 = 24 * HOUR_MS;
/// For how long a message is pinned at most, milliseconds.
pub const PIN_MAX_MS: i64 = 90 * 24 * HOUR_MS;
/// How far ahead a post is scheduled at most, milliseconds.
pub const SCHEDULE_MAX_MS: i64 = 366 * 24 * HOUR_MS;
/// How long an announcement matters at most, milliseconds.
pub const NOTICE_MAX_MS: i64 = 366 * 24 * HOUR_MS;
/// After what time those who have not confirmed may be reminded again, milliseconds.
pub const REMIND_AGAIN_MS: i64 = HOUR_MS;
/// By how much a device's clock, set by the server's, may be ahead of it, milliseconds.
pub const CLOCK_SKEW_MS: i64 = 60 * 1000;
/// How long an invitation is good for unless its maker says otherwise, milliseconds.
pub const INVITE_DEFAULT_MS: i64 = 7 * 24 * HOUR_MS;
/// By one link for many, so many may ask at most.
pub const GROUP_LINK_MAX: u32 = 500;
/// How many questions a form, and how many departments the terms of a group have at most.
pub const MAX_ENTRY_LIST: usize = 20;
/// How many questions about the rules a group asks at most.
pub const MAX_QUESTIONS: usize = 2;
/// How many answers a question offers at least, and at most.
pub const MIN_CHOICES: usize = 2;
/// See [`MIN_CHOICES`].
pub const MAX_CHOICES: usize = 4;
/// Within how many hours a group promises to decide at most.
pub const ENTRY_MAX_HOURS: u32 = 30 * 24;
/// How far the clock of a group is ahead of UTC that has not said so, minutes.
pub const USUAL_UTC_OFFSET_MIN: i16 = 8 * 60;
/// How far a clock is from UTC at most, minutes.
pub const UTC_OFFSET_MAX_MIN: u16 = 14 * 60;
/// How many members a group may be limited to at most.
pub const MEMBERS_MAX: u32 = 10_000;
/// How many people a roster has at most.
pub const MAX_ROSTER: usize = 500;
/// How long an invitation may be good for, milliseconds.
pub const INVITE_MAX_MS: i64 = 30 * 24 * HOUR_MS;

/// How many hours a former confirmation counts on after a new version, unless the owner says
/// otherwise.
pub const GRACE_DEFAULT_HOURS: u32 = 72;
/// How many hours a former confirmation may count on.
pub const GRACE_MAX_HOURS: u32 = 30 * 24;

/// For how many hours opinions on a proposal in the draft are asked for, unless who takes it says otherwise.
pub const OPINIONS_DEFAULT_HOURS: u32 = 72;
/// For how long they may be asked for, milliseconds.
pub const OPINIONS_MAX_MS: i64 = 30 * 24 * HOUR_MS;

/// For how long somebody is muted at most, minutes.
pub const MUTE_MAX_MINUTES: u32 = 30 * 24 * 60;

/// An hour, milliseconds.
pub const HOUR_MS: i64 = 60 * 60 * 1000;

/// The length that a text may have, in characters (Unicode scalar values) without the white
/// space around it. A text of which nothing shows has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimit {
    /// At least so many.
    pub min: usize,
    /// At most so many.
    pub max: usize,
    /// Whether it may have several lines.
    pub lines: bool,
}

impl TextLimit {
    /// The limit of a text on one line.
    pub const fn line(min: usize, max: usize) -> Self {
        Self { min, max, lines: false }
    }

    /// The limit of a text that may have several lines.
    pub const fn text(min: usize, max: usize) -> Self {
        Self { min, max, lines: true }
    }

    /// A clean text of what a person typed or pasted for `field` (a JSON pointer): trimmed,
    /// line ends as `\n` or, on one line, as spaces, and without characters that do not show.
    ///
    /// # Errors
    /// [`Reason::Empty`] or [`Reason::TooLong`].
    pub fn parse(self, field: impl Into<Cow<'static, str>>, typed: &str) -> Result<String, Refusal> {
        let text = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        let text = if self.lines { text } else { text.replace(['\n', '\t'], " ") };
        let text = self.without_hidden(&text);
        let text = if is_blank(&text) { "" } else { text.trim() };
        self.check(field, text)?;
        Ok(text.to_owned())
    }

    /// The text without the characters that do not show, but otherwise as typed.
    pub fn without_hidden(self, typed: &str) -> String {
        typed.chars().filter(|&c| !self.forbids(c)).collect()
    }

    /// Checks a text that came in a record.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::TooLong`] or [`Reason::ForbiddenCharacter`].
    pub fn check(self, field: impl Into<Cow<'static, str>>, text: &str) -> Result<(), Refusal> {
        let count = text.trim().chars().count();
        let reason = if count < self.min || (self.min > 0 && is_blank(text)) {
            Reason::Empty
        } else if count > self.max {
            Reason::TooLong
        } else if text.chars().any(|c| self.forbids(c)) {
            Reason::ForbiddenCharacter
        } else {
            return Ok(());
        };
        Err(Refusal::new(reason).at(field))
    }

    /// Control characters break lists and logs; direction overrides make a name read as another
    /// (Unicode Technical Report 36, §2.5). In longer texts directions have their honest uses.
    fn forbids(self, c: char) -> bool {
        match c {
            '\n' | '\t' => !self.lines,
            '\u{2028}' | '\u{2029}' => !self.lines,
            c if turns(c) => !self.lines,
            _ => c.is_control(),
        }
    }
}

/// Checks that `list` has at most `max` entries.
///
/// # Errors
/// [`Reason::TooMany`] at `field`.
pub fn at_most<T>(max: usize, field: &'static str, list: &[T]) -> Result<(), Refusal> {
    if list.len() > max { Err(Refusal::new(Reason::TooMany).at(field)) } else { Ok(()) }
}

/// Checks that `hash` is SHA-256 in 64 lower-case hexadecimal digits.
///
/// # Errors
/// [`Reason::BadHash`] at `field`.
pub fn sha256_text(field: &'static str, hash: &str) -> Result<(), Refusal> {
    let is_hex = hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hex && hash.len() == 64 { Ok(()) } else { Err(Refusal::new(Reason::BadHash).at(field)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_length_is_counted_in_characters_after_trimming() {
        let full = format!("  {}\n", "群".repeat(8_000));
        assert_eq!(MESSAGE.parse("/text", &full).unwrap().chars().count(), 8_000);
        let over = "群".repeat(8_001);
        let refusal = MESSAGE.parse("/text", &over).unwrap_err();
        assert_eq!((refusal.code(), refusal.field()), ("too-long", Some("/text")));
        assert_eq!(MESSAGE.parse("/text", " \n\t").unwrap_err().reason(), Reason::Empty);
    }

    #[test]
    fn a_name_can_not_turn_its_reading_direction() {
        assert_eq!(SPACE_NAME.parse("/name", "a\u{202e}b\r\nc").unwrap(), "ab c");
        let refusal = SPACE_NAME.check("/name", "a\u{202e}b").unwrap_err();
        assert_eq!(refusal.reason(), Reason::ForbiddenCharacter);
        assert!(MESSAGE.check("/text", "a\nb\u{2067}c").is_ok());
        assert!(MESSAGE.check("/text", "a\0b").is_err());
    }

    #[test]
    fn a_text_that_does_not_show_is_empty_and_what_shows_keeps_what_holds_it_together() {
        for limit in [REAL_NAME, CUSTOM_CHANNEL_NAME, NOTICE_TITLE, MESSAGE] {
            for text in ["\u{200b}", " \u{2060}\u{feff}", "\u{ad}\u{fe0f}"] {
                assert_eq!(limit.check("/x", text).unwrap_err().reason(), Reason::Empty, "{text:?}");
                assert_eq!(limit.parse("/x", text).unwrap_err().reason(), Reason::Empty, "{text:?}");
            }
        }
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(REAL_NAME.parse("/x", family).unwrap(), family);
        assert_eq!(DEPT.parse("/x", "\u{200b}").unwrap(), "");
    }

    proptest! {
        #[test]
        fn what_parses_also_checks(typed in any::<String>(), lines in any::<bool>()) {
            let limit = TextLimit { min: 1, max: 40, lines };
            if let Ok(text) = limit.parse("/x", &typed) {
                prop_assert_eq!(limit.check("/x", &text), Ok(()));
                prop_assert_eq!(limit.parse("/x", &text), Ok(text));
            }
        }
    }
}
