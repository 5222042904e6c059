//! Reads the story, which is written like a play: `= 3` begins the third working day, a line is a
//! moment, who acts, what they do if they do more than say something, and the words.
//!
//! ```text
//! = 3
//! 09:12 张敏 [as q1]: 用户家水压只有 0.08，还能装吗？
//! 09:20 王磊 [re q1]: 先别装，量了静压再说。
//! 10:00 * [confirm n2 except 罗文]
//! ```
//!
//! `*` is everybody, one after the other within the hour. `\n` is a new line, `{16}` the date of the
//! sixteenth day.

use super::calendar::Moment;
use super::slip;
use crate::trouble::Trouble;
use domain::kinds::Importance;

/// The story in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) beats: Vec<Beat>,
}

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beat {
    /// When.
    pub(super) moment: Moment,
    /// Who.
    pub(super) who: Who,
    /// What.
    pub(super) act: Act,
    /// In which words.
    pub(super) text: String,
}

/// Who does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// One person.
    One(String),
    /// Everybody but these, and but for who can't.
    AllBut(Vec<String>),
}

/// What somebody does. What is talked about later has a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Act {
    /// Says something.
    #[default]
    Nothing,
    /// Says something that is answered, answers something, or is not let through.
    Say(Say),
    /// Changes what they said.
    Edit(String),
    /// Takes back what they said.
    Recall(String),
    /// Hands in what is to be looked at first. The words are the post and, after `//`, the plea.
    HandIn(String),
    /// Releases what was handed in.
    Release(String),
    /// Gives it back, with a reason.
    Return(String),
    /// Announces something: the words are the title and, after `//`, the rest.
    Announce(Announcement),
    /// Reminds those who have not confirmed.
    Remind(String),
    /// Confirms an announcement.
    Confirm(String),
    /// Takes note of it.
    Note(String),
    /// Has read up to a message.
    Read(String),
    /// Joins the group.
    Join,
    /// Confirms a version of the rules.
    Ack(u32),
    /// Publishes a version of the rules, and the guards with the first one.
    Publish(u32),
    /// Hides a post by a rule.
    Hide(String, u32),
    /// Warns somebody by a rule.
    Warn(String, u32),
    /// Leaves a draft in the composer.
    Draft,
}

/// How something is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Say {
    /// What the story calls it.
    pub(super) name: Option<String>,
    /// What it answers.
    pub(super) answers: Option<String>,
    /// The code with which it is refused.
    pub(super) refused: Option<String>,
    /// Whether it is said again, for a reason that stands after `//`.
    pub(super) again: bool,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announcement {
    /// What the story calls it.
    pub(super) name: String,
    /// How important it is.
    pub(super) importance: Importance,
    /// Whether everybody is to confirm it.
    pub(super) confirm: bool,
    /// Until when it matters.
    pub(super) until: Option<Moment>,
}

impl Script {
    /// Reads the story.
    pub(super) fn read() -> Result<Self, Trouble> {
        Self::parse(include_str!("../../demo/story.txt"))
    }

    fn parse(text: &str) -> Result<Self, Trouble> {
        let mut day = 0;
        let mut beats: Vec<Beat> = Vec::new();
        for (line, no) in text.lines().zip(1_usize..) {
            let fault = || slip(format!("line {no} can't be read: {line}"));
            if let Some(number) = line.strip_prefix("= ") {
                day = number.trim().parse().map_err(|_| fault())?;
            } else if !line.is_empty() && !line.starts_with('#') {
                beats.push(beat(day, line).ok_or_else(fault)?);
            }
        }
        Ok(Self { beats })
    }

    /// How many working days it has.
    pub(super) fn days(&self) -> u32 {
        self.last().0
    }

    /// The last minute of its last day.
    pub(super) fn last_minute(&self) -> u32 {
        let spread = |beat: &Beat| if matches!(beat.who, Who::AllBut(_)) { 60 } else { 0 };
        let ends = self.beats.iter().map(|beat| (beat.moment.0, beat.moment.1.saturating_add(spread(beat))));
        ends.max().unwrap_or_default().1
    }

    fn last(&self) -> Moment {
        self.beats.iter().map(|beat| beat.moment).max().unwrap_or_default()
    }
}

fn beat(day: u32, line: &str) -> Option<Beat> {
    let (time, rest) = line.split_once(' ')?;
    let moment = (day, minute(time)?);
    let end = rest.find([' ', ':']).unwrap_or(rest.len());
    let (who, rest) = rest.split_at_checked(end)?;
    let rest = rest.trim_start();
    let (doing, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let text = rest.strip_prefix(':').map_or("", str::trim).replace("\\n", "\n");
    let (doing, but) = doing.split_once(" except ").unwrap_or((doing, ""));
    let words: Vec<&str> = doing.split_whitespace().collect();
    let who = match who {
        "*" => Who::AllBut(but.split_whitespace().map(str::to_owned).collect()),
        _ => Who::One(who.to_owned()),
    };
    Some(Beat { moment, who, act: act(&words)?, text })
}

fn act(words: &[&str]) -> Option<Act> {
    let number = |word: &str| word.parse().ok();
    Some(match words {
        [] => Act::Nothing,
        ["join"] => Act::Join,
        ["draft"] => Act::Draft,
        ["ack", version] => Act::Ack(number(version)?),
        ["publish", version] => Act::Publish(number(version)?),
        ["edit", post] => Act::Edit((*post).to_owned()),
        ["recall", post] => Act::Recall((*post).to_owned()),
        ["hand-in", post] => Act::HandIn((*post).to_owned()),
        ["release", post] => Act::Release((*post).to_owned()),
        ["return", post] => Act::Return((*post).to_owned()),
        ["remind", notice] => Act::Remind((*notice).to_owned()),
        ["confirm", notice] => Act::Confirm((*notice).to_owned()),
        ["note", notice] => Act::Note((*notice).to_owned()),
        ["read", post] => Act::Read((*post).to_owned()),
        ["hide", post, "rule", no] => Act::Hide((*post).to_owned(), number(no)?),
        ["warn", who, "rule", no] => Act::Warn((*who).to_owned(), number(no)?),
        ["announce", name, importance, rest @ ..] => Act::Announce(announcement(name, importance, rest)?),
        options => Act::Say(say(options)?),
    })
}

fn say(mut options: &[&str]) -> Option<Say> {
    let mut say = Say::default();
    while let Some((option, rest)) = options.split_first() {
        let value = || rest.first().map(|value| (*value).to_owned());
        match *option {
            "again" => say.again = true,
            "as" => say.name = Some(value()?),
            "re" => say.answers = Some(value()?),
            "refused" => say.refused = Some(value()?),
            _ => return None,
        }
        options = if say.again && *option == "again" { rest } else { rest.get(1..)? };
    }
    Some(say)
}

fn announcement(name: &str, importance: &str, rest: &[&str]) -> Option<Announcement> {
    let importance = Importance::KNOWN.iter().find(|known| known.as_str() == importance)?.clone();
    let confirm = rest.first() == Some(&"confirm");
    let until = match rest.get(usize::from(confirm)..)? {
        [] => None,
        ["until", day, time] => Some((day.parse().ok()?, minute(time)?)),
        _ => return None,
    };
    Some(Announcement { name: name.to_owned(), importance, confirm, until })
}

/// The minute of the day: `09:12`.
fn minute(time: &str) -> Option<u32> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_moment_a_person_a_deed_and_words() {
        let text = "# a note\n= 2\n09:05 甲 [as q re p]: 你好：{3}\\n再见\n10:00 * [ack 2 except 乙 丙]\n\
                    10:30 丁 [announce n important confirm until 4 18:00]: 题 // 文\n";
        let script = Script::parse(text).unwrap();
        let [said, acked, announced] = script.beats.as_slice() else { panic!("{script:?}") };
        assert_eq!((said.moment, said.text.as_str()), ((2, 545), "你好：{3}\n再见"));
        let say = Say { name: Some("q".into()), answers: Some("p".into()), ..Say::default() };
        assert_eq!(said.act, Act::Say(say));
        assert_eq!(acked.who, Who::AllBut(vec!["乙".into(), "丙".into()]));
        let Act::Announce(notice) = &announced.act else { panic!("{announced:?}") };
        assert_eq!((notice.confirm, notice.until), (true, Some((4, 18 * 60))));
        assert_eq!((script.days(), script.last_minute()), (2, 11 * 60));
    }

    #[test]
    fn a_line_that_can_not_be_read_is_told_by_its_number() {
        for line in ["25:00 甲: 早", "09:00 甲 [dance]: 早", "09:00 甲 [as]: 早", "09:00 甲 [ack x]"] {
            let told = Script::parse(&format!("= 1\n{line}")).unwrap_err().to_string();
            assert!(told.contains("line 2"), "{told}");
        }
    }
}
