//! What a guard checks, with its settings read and bounded.

use super::terms::TermList;
use crate::kinds::{Guard, GuardKind, Guards, PostSort, open_enum};
use crate::limits::{self, TextLimit};
use crate::refusal::{Reason, Refusal};
use crate::shown::is_blank;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

open_enum! {
    /// How hard a guard is on what it finds.
    Level {
        /// It tells the author, who may send all the same.
        Hint = "hint",
        /// It asks for a permission, which is given for just this post.
        Permit = "permit",
        /// It sets the post aside until an administrator decides.
        Hold = "hold",
        /// It does not let the post through.
        Block = "block",
    }
}

/// At least so long between two posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Seconds.
    pub seconds: u32,
}

/// At most so many posts in so long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flood {
    /// Posts.
    pub posts: u32,
    /// Minutes.
    pub minutes: u32,
}

/// No posts at this time of day; what is written then goes when it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// From this minute of the day.
    pub from_min: u16,
    /// To this one.
    pub to_min: u16,
    /// How far the group's clock is ahead of UTC, minutes.
    pub utc_offset_min: i16,
}

/// Words and phrases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Lists that come with the product.
    #[serde(default)]
    pub lists: Vec<TermList>,
    /// The owner's own.
    #[serde(default)]
    pub own: Vec<String>,
    /// How hard.
    pub level: Level,
}

/// Links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// Sites that may be linked, with all below them.
    #[serde(default)]
    pub allowed: Vec<String>,
    /// How hard.
    pub level: Level,
}

/// A price together with a way to get in touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// How hard.
    pub level: Level,
}

/// What somebody has said already. Saying it again takes a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    /// How many days back.
    pub days: u32,
}

/// What begins a conversation says what kind of post it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sorts {
    /// The kinds, as the owner calls them.
    pub sorts: Vec<String>,
}

impl Sorts {
    /// Whether `sort` is one of them, or another with its reason.
    pub fn takes(&self, sort: &PostSort) -> bool {
        match sort.name.as_str() {
            "" => !is_blank(&sort.why),
            name => self.sorts.iter().any(|known| known == name),
        }
    }
}

/// What a channel is for, by the words that talk about it uses. Who says so many things in a row
/// without one of them hears of it, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The words.
    pub words: Vec<String>,
    /// After how many posts in a row.
    pub after: u32,
}

/// What a guard checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// See [`Interval`].
    Interval(Interval),
    /// See [`Flood`].
    Flood(Flood),
    /// See [`QuietHours`].
    QuietHours(QuietHours),
    /// See [`Terms`].
    Terms(Terms),
    /// See [`Links`].
    Links(Links),
    /// See [`Promotion`].
    Promotion(Promotion),
    /// See [`Duplicates`].
    Duplicates(Duplicates),
    /// See [`Sorts`].
    Sorts(Sorts),
    /// See [`Topic`].
    Topic(Topic),
}

/// The longest interval: a day. Whoever wants more wants no talk at all.
pub const MAX_SECONDS: u32 = 24 * 60 * 60;
/// The longest time over which posts are counted: a day.
pub const MAX_MINUTES: u32 = 24 * 60;
/// How many posts may be let through in that time.
pub const MAX_POSTS: u32 = 1_000;
/// How many posts in a row are looked at for what they are about.
pub const MAX_ASTRAY: u32 = 20;
/// How far back repetitions are looked for.
pub const MAX_DAYS: u32 = 30;
const MAX_TERMS: usize = 500;
const MAX_SITES: usize = 100;
const MAX_SORTS: usize = 12;
/// How many channels a guard names at most; who wants more names none, and binds all.
const MAX_CHANNELS: usize = 50;
const TERM: TextLimit = TextLimit::line(1, 40);
const SITE: TextLimit = TextLimit::line(3, 100);
/// How many guards a space has at most.
const MAX_GUARDS: usize = 50;

impl Check {
    /// What a guard checks; `None` for a kind of a later version, which does nothing here.
    ///
    /// # Errors
    /// Settings that do not fit the kind, by the field that is wrong.
    pub fn of(guard: &Guard) -> Result<Option<Self>, Refusal> {
        let check = match guard.kind {
            GuardKind::Interval => Self::Interval(settings(guard)?),
            GuardKind::Flood => Self::Flood(settings(guard)?),
            GuardKind::QuietHours => Self::QuietHours(settings(guard)?),
            GuardKind::Terms => Self::Terms(settings(guard)?),
            GuardKind::Links => Self::Links(settings(guard)?),
            GuardKind::Promotion => Self::Promotion(settings(guard)?),
            GuardKind::Duplicates => Self::Duplicates(settings(guard)?),
            GuardKind::Sorts => Self::Sorts(settings(guard)?),
            GuardKind::Topic => Self::Topic(settings(guard)?),
            GuardKind::Other(_) => return Ok(None),
        };
        check.fits()?;
        Ok(Some(check))
    }

    /// The guard of rule `rule` that checks this.
    pub fn guard(&self, rule: u32) -> Guard {
        let (kind, settings) = match self {
            Self::Interval(settings) => (GuardKind::Interval, json(settings)),
            Self::Flood(settings) => (GuardKind::Flood, json(settings)),
            Self::QuietHours(settings) => (GuardKind::QuietHours, json(settings)),
            Self::Terms(settings) => (GuardKind::Terms, json(settings)),
            Self::Links(settings) => (GuardKind::Links, json(settings)),
            Self::Promotion(settings) => (GuardKind::Promotion, json(settings)),
            Self::Duplicates(settings) => (GuardKind::Duplicates, json(settings)),
            Self::Sorts(settings) => (GuardKind::Sorts, json(settings)),
            Self::Topic(settings) => (GuardKind::Topic, json(settings)),
        };
        let settings = if let Value::Object(settings) = settings { settings } else { Default::default() };
        Guard { rule, kind, settings, channels: Vec::new(), extra: Default::default() }
    }

    /// How hard it is, where that is set.
    pub fn level(&self) -> Option<&Level> {
        match self {
            Self::Terms(Terms { level, .. })
            | Self::Links(Links { level, .. })
            | Self::Promotion(Promotion { level }) => Some(level),
            _ => None,
        }
    }

    /// Whether it lets posts wait.
    pub fn paces(&self) -> bool {
        matches!(self, Self::Interval(_) | Self::Flood(_) | Self::QuietHours(_))
    }

    /// Whether it goes by what a post says alone, not by when it comes and what came before.
    pub fn reads_text(&self) -> bool {
        matches!(self, Self::Terms(_) | Self::Links(_) | Self::Promotion(_))
    }

    fn fits(&self) -> Result<(), Refusal> {
        match self {
            Self::Interval(interval) => within(interval.seconds, MAX_SECONDS, "/seconds"),
            Self::Flood(flood) => {
                within(flood.posts, MAX_POSTS, "/posts")?;
                within(flood.minutes, MAX_MINUTES, "/minutes")
            }
            Self::QuietHours(hours) => quiet_hours_fit(hours),
            Self::Terms(terms) if terms.lists.is_empty() && terms.own.is_empty() => {
                // It would guard nothing, and say that it does.
                Err(Refusal::new(Reason::WrongValue).at("/own"))
            }
            Self::Terms(terms) => {
                limits::at_most(MAX_TERMS, "/own", &terms.own)?;
                terms.own.iter().try_for_each(|term| TERM.check("/own", term))
            }
            Self::Links(links) => {
                limits::at_most(MAX_SITES, "/allowed", &links.allowed)?;
                links.allowed.iter().try_for_each(|site| site_fits(site))
            }
            Self::Promotion(_) => Ok(()),
            Self::Duplicates(duplicates) => within(duplicates.days, MAX_DAYS, "/days"),
            Self::Topic(topic) if topic.words.is_empty() => {
                Err(Refusal::new(Reason::WrongValue).at("/words"))
            }
            Self::Topic(topic) => {
                within(topic.after, MAX_ASTRAY, "/after")?;
                limits::at_most(MAX_TERMS, "/words", &topic.words)?;
                topic.words.iter().try_for_each(|word| TERM.check("/words", word))
            }
            Self::Sorts(rule) if rule.sorts.is_empty() => Err(Refusal::new(Reason::WrongValue).at("/sorts")),
            Self::Sorts(rule) => {
                limits::at_most(MAX_SORTS, "/sorts", &rule.sorts)?;
                rule.sorts.iter().try_for_each(|sort| limits::SORT.check("/sorts", sort))
            }
        }
    }
}

/// Whether what an owner writes makes sense. Guards of kinds of a later version are kept.
///
/// # Errors
/// The first setting that does not fit, as `/guards/2/settings/seconds`.
pub fn check_all(guards: &Guards) -> Result<(), Refusal> {
    limits::at_most(MAX_GUARDS, "/guards", &guards.guards)?;
    for (index, guard) in guards.guards.iter().enumerate() {
        if let Err(refusal) = Check::of(guard) {
            let field = refusal.field().unwrap_or_default();
            let at = format!("/guards/{index}/settings{field}");
            return Err(Refusal::new(refusal.reason()).at(at));
        }
        if guard.channels.len() > MAX_CHANNELS {
            return Err(Refusal::new(Reason::TooMany).at(format!("/guards/{index}/channels")));
        }
    }
    Ok(())
}

fn settings<T: DeserializeOwned>(guard: &Guard) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(guard.settings.clone())).map_err(|_| Reason::WrongShape.into())
}

fn json(settings: &impl Serialize) -> Value {
    // Settings hold text and integers alone, so they always have a JSON form.
    serde_json::to_value(settings).unwrap_or_default()
}

fn within(value: u32, most: u32, field: &'static str) -> Result<(), Refusal> {
    if (1..=most).contains(&value) { Ok(()) } else { Err(Refusal::new(Reason::WrongValue).at(field)) }
}

/// A site is a host's name: an address with a path, or a pattern, would allow nothing.
fn site_fits(site: &str) -> Result<(), Refusal> {
    SITE.check("/allowed", site)?;
    let fits_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = site.contains('.') && site.split('.').all(fits_label);
    if is_host { Ok(()) } else { Err(Refusal::new(Reason::WrongValue).at("/allowed")) }
}

fn quiet_hours_fit(hours: &QuietHours) -> Result<(), Refusal> {
    const DAY: u16 = 24 * 60;
    let field = match hours {
        QuietHours { from_min, .. } if *from_min >= DAY => "/from_min",
        QuietHours { to_min, .. } if *to_min >= DAY => "/to_min",
        // Of one length with the day they would never end.
        QuietHours { from_min, to_min, .. } if from_min == to_min => "/to_min",
        // From UTC−12 to UTC+14.
        QuietHours { utc_offset_min, .. } if !(-720..=840).contains(utc_offset_min) => "/utc_offset_min",
        _ => return Ok(()),
    };
    Err(Refusal::new(Reason::WrongValue).at(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<Check> {
        vec![
            Check::Interval(Interval { seconds: 60 }),
            Check::Flood(Flood { posts: 5, minutes: 10 }),
            Check::QuietHours(QuietHours { from_min: 1_320, to_min: 420, utc_offset_min: 480 }),
            Check::Terms(Terms {
                lists: vec![TermList::Advertising],
                own: vec!["团购".to_owned()],
                level: Level::Hold,
            }),
            Check::Links(Links { allowed: vec!["example.cn".to_owned()], level: Level::Block }),
            Check::Promotion(Promotion { level: Level::Hint }),
            Check::Duplicates(Duplicates { days: 7 }),
            Check::Sorts(Sorts { sorts: vec!["问题".to_owned(), "进展".to_owned()] }),
            Check::Topic(Topic { words: vec!["产品".to_owned()], after: 5 }),
        ]
    }

    #[test]
    fn every_kind_survives_its_record() {
        assert_eq!(every().len(), GuardKind::KNOWN.len());
        for check in every() {
            let text = serde_json::to_string(&check.guard(3)).unwrap();
            let guard: Guard = serde_json::from_str(&text).unwrap();
            assert_eq!((guard.rule, Check::of(&guard)), (3, Ok(Some(check))), "{text}");
        }
    }

    #[test]
    fn a_kind_of_a_later_version_is_kept_and_does_nothing() {
        let text = r#"{"guards":[{"rule":2,"kind":"mood","settings":{"gloom":7},"since":1}]}"#;
        let guards: Guards = serde_json::from_str(text).unwrap();
        assert_eq!(check_all(&guards), Ok(()));
        assert_eq!(Check::of(&guards.guards[0]), Ok(None));
        assert_eq!(serde_json::to_string(&guards).unwrap(), text);
    }

    #[test]
    fn settings_that_do_not_fit_are_refused_by_their_field() {
        let interval = |seconds| Check::Interval(Interval { seconds }).guard(1);
        let guards = |guard| Guards { guards: vec![interval(60), guard], ..Guards::default() };
        let field = |guard| check_all(&guards(guard)).unwrap_err().field().map(str::to_owned);
        assert_eq!(field(interval(0)).as_deref(), Some("/guards/1/settings/seconds"));
        assert_eq!(field(interval(86_401)).as_deref(), Some("/guards/1/settings/seconds"));
        let all_day = QuietHours { from_min: 60, to_min: 60, utc_offset_min: 0 };
        let all_day = Check::QuietHours(all_day).guard(1);
        assert_eq!(field(all_day).as_deref(), Some("/guards/1/settings/to_min"));
        let links =
            |site: &str| Check::Links(Links { allowed: vec![site.to_owned()], level: Level::Hold }).guard(1);
        for site in ["not a host!!", "https://example.org/path", "*.com", "example", "example..org"] {
            assert_eq!(field(links(site)).as_deref(), Some("/guards/1/settings/allowed"), "{site}");
        }
        assert_eq!(Check::of(&links("公司.example.cn")).map(|check| check.is_some()), Ok(true));
        let nothing = Terms { lists: Vec::new(), own: Vec::new(), level: Level::Hold };
        assert_eq!(field(Check::Terms(nothing).guard(1)).as_deref(), Some("/guards/1/settings/own"));
        let no_sorts = Check::Sorts(Sorts { sorts: Vec::new() }).guard(1);
        assert_eq!(field(no_sorts).as_deref(), Some("/guards/1/settings/sorts"));
        let everywhere = Guard { channels: vec![protocol::RecordId::from("c"); 51], ..interval(5) };
        assert_eq!(field(everywhere).as_deref(), Some("/guards/1/channels"));
        let empty = Guard { settings: Default::default(), ..interval(5) };
        assert_eq!(field(empty).as_deref(), Some("/guards/1/settings"));
    }
}
