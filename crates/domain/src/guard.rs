//! Guards: rules that enforce themselves. One code for the app, which says before sending what
//! would happen, and for the server, which takes, paces, holds or refuses.
//!
//! A guard names the number of the rule that it enforces; so does everything that it finds.
//! Owner and administrators, who decide about what is held, are not guarded.

pub mod check;
pub mod fold;
pub mod follow;
pub mod likeness;
pub mod links;
pub mod pace;
pub mod terms;
pub mod topic;

pub use check::{Check, Level, check_all};
pub use follow::{Following, follow};
pub use likeness::Likeness;

use crate::kinds::{Guard, Notice, PostSort};
use crate::refusal::{Reason, Refusal};
use likeness::Sample;
use pace::Own;
use protocol::{PersonId, RecordId, order_by_key};
use terms::Haystack;

/// A post that a guard compares others with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Which message or announcement.
    pub id: RecordId,
    /// Who said it.
    pub author: PersonId,
    /// When the server took it, UTC milliseconds.
    pub at: i64,
    /// What it says.
    pub text: String,
    /// What of it may be said again: of an announcement also its text without the title.
    samples: Vec<Sample>,
}

impl Recent {
    /// A post as guards compare others with it.
    pub fn new(id: RecordId, author: PersonId, at: i64, text: String) -> Self {
        Self { id, author, at, samples: vec![Sample::new(&text)], text }
    }

    /// An announcement as guards compare posts with it: whole, and as people copy it.
    pub fn announced(id: RecordId, author: PersonId, at: i64, notice: &Notice) -> Self {
        let text = [notice.title.as_str(), notice.text.as_str()].join("\n");
        let mut samples = vec![Sample::new(&text), Sample::new(&notice.text)];
        if !notice.schedule.is_empty() {
            samples.push(Sample::new(&notice.said()));
        }
        Self { id, author, at, samples, text }
    }

    /// In which way `mine` is like it, if it is.
    fn likeness(&self, mine: &Sample) -> Option<Likeness> {
        self.samples.iter().filter_map(|sample| mine.likeness(sample)).min()
    }
}

/// The guards of a space, and what is known of the moment in which a post comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// The guards.
    pub guards: Vec<Guard>,
    /// The author's latest posts, in any order.
    pub own: Vec<Own>,
    /// What was said lately, newest first.
    pub recent: Vec<Recent>,
    /// What the author said lately, newest first; known on the author's device alone, since nothing
    /// but a hint comes of it.
    pub said: Vec<topic::Said>,
    /// Whether a post that comes too early is told to wait. On a device it is not: it is kept
    /// there, and goes when its time has come.
    pub paces: bool,
    /// Whether it is no more than told that something was said before: to those whom no guard binds, and to
    /// whoever announces.
    pub only_tells: bool,
}

/// What a guard found in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it enforces.
    pub rule: u32,
    /// What it found.
    pub found: Found,
    /// What comes of it.
    pub course: Course,
}

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It comes too soon, or at a quiet hour. It goes at this moment, UTC milliseconds.
    TooSoon(i64),
    /// A term, as it stands in the text.
    Term(String),
    /// A link to this host.
    Link(String),
    /// A price and a way to get in touch.
    Promotion,
    /// Somebody has said it already.
    SaidBefore {
        /// Which message or announcement says it.
        message: RecordId,
        /// How alike they are.
        likeness: Likeness,
    },
    /// The channel asks what kind of post it is, and nothing that fits is said.
    Unsorted,
    /// It is one of many in a row that have nothing to do with what the channel is for.
    Astray,
}

/// What comes of a finding, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// The author hears of it.
    Hint,
    /// It waits for its time.
    Wait,
    /// It goes once its author has said what kind of post it is.
    Sort,
    /// It goes with a reason, which others read.
    Explain,
    /// It goes once an administrator has given permission for it.
    Ask,
    /// An administrator decides.
    Hold,
    /// It does not go.
    Block,
}

/// A post as guards see it.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// What it says.
    pub text: &'a str,
    /// The channel in which it is to stand; the general one by its derived id.
    pub channel: &'a RecordId,
    /// Whether its author says why it is said again.
    pub explains: bool,
    /// Whether an administrator gave permission for just this.
    pub permitted: bool,
    /// Whether it answers another: what kind of post that is goes without saying.
    pub answers: bool,
    /// What kind of post its author calls it.
    pub sort: Option<&'a PostSort>,
    /// Whether its author has heard before that they talk about something else here.
    pub nudged: bool,
}

impl<'a> Post<'a> {
    /// A new post into `channel` that says `text`, and to which its author says nothing.
    pub fn new(text: &'a str, channel: &'a RecordId) -> Self {
        Self { text, channel, explains: false, permitted: false, answers: false, sort: None, nudged: false }
    }
}

/// What the guards of `watch` make of `post` at `now_ms`: every finding, the gravest first, each
/// guard's at most once.
pub fn judge(post: &Post<'_>, watch: &Watch, now_ms: i64) -> Vec<Finding> {
    if watch.only_tells {
        return told(post, watch, now_ms);
    }
    let haystack = Haystack::new(post.text);
    let mut findings: Vec<_> = watch
        .guards
        .iter()
        .filter(|guard| guard.binds(post.channel))
        .filter_map(|guard| {
            // What an owner wrote was checked then; what does not read any more guards nothing.
            let check = Check::of(guard).ok().flatten()?;
            let (found, course) = match &check {
                check if check.paces() => wait(guard, check, watch, now_ms)?,
                check => look(check, post, &haystack, watch, now_ms)?,
            };
            Some(Finding { rule: guard.rule, found, course })
        })
        .collect();
    order_by_key(&mut findings, |finding| std::cmp::Reverse(finding.course));
    findings
}

/// What was said before in the same words or nearly, as a hint: a link says little about the words.
fn told(post: &Post<'_>, watch: &Watch, now_ms: i64) -> Vec<Finding> {
    let binding = watch.guards.iter().filter(|guard| guard.binds(post.channel));
    let told = binding.filter_map(|guard| {
        let Check::Duplicates(rule) = Check::of(guard).ok()?? else { return None };
        let found = said_before(post, watch, now_ms, rule.days)?;
        let is_link = matches!(found, Found::SaidBefore { likeness: Likeness::SameLink, .. });
        (!is_link).then_some(Finding { rule: guard.rule, found, course: Course::Hint })
    });
    told.collect()
}

/// What the guards make of a text alone that stands in `channel`: for an edit, which comes neither
/// too soon nor again, and for an announcement.
pub fn judge_text(text: &str, channel: &RecordId, watch: &Watch, now_ms: i64) -> Vec<Finding> {
    let alone = Watch { guards: watch.guards.clone(), ..Watch::default() };
    judge(&Post { explains: true, answers: true, ..Post::new(text, channel) }, &alone, now_ms)
}

/// Why a post with these findings may not be taken now.
///
/// # Errors
/// The gravest finding that stands in the way, with its rule.
pub fn verdict(findings: &[Finding], now_ms: i64) -> Result<(), Refusal> {
    let Some(gravest) = findings.iter().max_by_key(|finding| finding.course) else { return Ok(()) };
    let reason = match gravest.course {
        Course::Hint => return Ok(()),
        Course::Wait => Reason::Paced,
        Course::Sort => Reason::SortNeeded,
        Course::Explain => Reason::SaidBefore,
        Course::Ask => Reason::NeedsPermit,
        Course::Hold => Reason::NeedsRelease,
        Course::Block => Reason::Blocked,
    };
    let refusal = Refusal::new(reason).by_rule(gravest.rule);
    let waits = findings.iter().filter_map(|finding| match finding.found {
        Found::TooSoon(until) if gravest.course == Course::Wait => Some(until),
        _ => None,
    });
    Err(match waits.max() {
        Some(until) => refusal.until(until.max(now_ms)),
        None if gravest.course == Course::Sort => refusal.at("/sort"),
        None => refusal.at("/text"),
    })
}

fn wait(guard: &Guard, check: &Check, watch: &Watch, now_ms: i64) -> Option<(Found, Course)> {
    let until = || pace::until(check, &pace::counted(guard, &watch.own), now_ms);
    watch.paces.then(until).flatten().map(|until| (Found::TooSoon(until), Course::Wait))
}

fn look(
    check: &Check,
    post: &Post<'_>,
    haystack: &Haystack<'_>,
    watch: &Watch,
    now_ms: i64,
) -> Option<(Found, Course)> {
    let found = match check {
        Check::Interval(_) | Check::Flood(_) | Check::QuietHours(_) => return None,
        Check::Topic(rule) => {
            let here = watch.said.iter().filter(|said| said.channel == *post.channel);
            let is_astray = || topic::strays(rule, post.text, here.map(|said| said.text.as_str()));
            return (!post.nudged && !post.answers && is_astray()).then_some((Found::Astray, Course::Hint));
        }
        Check::Sorts(rule) => {
            let is_said = post.answers || post.sort.is_some_and(|sort| rule.takes(sort));
            return (!is_said).then_some((Found::Unsorted, Course::Sort));
        }
        Check::Terms(terms) => {
            let own = || haystack.find(terms.own.iter().map(String::as_str));
            Found::Term(haystack.find_listed(&terms.lists).or_else(own)?.to_owned())
        }
        Check::Links(rule) => {
            let is_allowed = |host: &String| rule.allowed.iter().any(|site| links::is_below(host, site));
            Found::Link(links::hosts(post.text).into_iter().find(|host| !is_allowed(host))?)
        }
        Check::Promotion(_) => links::is_promotion(post.text).then_some(Found::Promotion)?,
        Check::Duplicates(rule) => {
            let found = said_before(post, watch, now_ms, rule.days)?;
            let course = if post.explains { Course::Hint } else { Course::Explain };
            return Some((found, course));
        }
    };
    let course = match check.level() {
        Some(Level::Permit) if post.permitted => Course::Hint,
        Some(Level::Permit) => Course::Ask,
        Some(Level::Hold) => Course::Hold,
        Some(Level::Block) => Course::Block,
        // What a later version means by its levels is not known; it is at least said.
        Some(Level::Hint | Level::Other(_)) | None => Course::Hint,
    };
    Some((found, course))
}

fn said_before(post: &Post<'_>, watch: &Watch, now_ms: i64, days: u32) -> Option<Found> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let since = now_ms.saturating_sub(i64::from(days).saturating_mul(DAY_MS));
    let mine = Sample::new(post.text);
    let lately = watch.recent.iter().filter(|recent| recent.at >= since);
    let alike = lately.filter_map(|recent| Some((recent.likeness(&mine)?, recent)));
    // The same words say more than the same link; of equals the newest.
    let (likeness, recent) = alike.min_by_key(|(likeness, _)| *likeness)?;
    Some(Found::SaidBefore { message: recent.id.clone(), likeness })
}

#[cfg(test)]
mod tests {
    use super::check::{Duplicates, Interval, Links, Sorts, Terms};
    use super::terms::TermList;
    use super::*;

    const NOW: i64 = 1_760_000_000_000;

    fn watch(guards: &[(u32, Check)]) -> Watch {
        let guards = guards.iter().map(|(rule, check)| check.guard(*rule)).collect();
        Watch { guards, paces: true, ..Watch::default() }
    }

    fn terms(level: Level) -> Check {
        Check::Terms(Terms { lists: vec![TermList::Advertising], own: vec!["团购".to_owned()], level })
    }

    fn general() -> RecordId {
        RecordId::from("general")
    }

    fn said(text: &str, watch: &Watch) -> (Vec<Finding>, Result<(), Refusal>) {
        let findings = judge(&Post::new(text, &general()), watch, NOW);
        let verdict = verdict(&findings, NOW);
        (findings, verdict)
    }

    #[test]
    fn a_term_is_hinted_at_held_or_blocked_as_its_guard_says_and_names_its_rule() {
        for (level, reason) in [
            (Level::Hint, None),
            (Level::Permit, Some(Reason::NeedsPermit)),
            (Level::Hold, Some(Reason::NeedsRelease)),
            (Level::Block, Some(Reason::Blocked)),
        ] {
            let (findings, verdict) = said("今晚開始團 購，要的报名", &watch(&[(4, terms(level))]));
            assert_eq!(findings[0].found, Found::Term("團 購".to_owned()));
            let got = verdict.err().map(|refusal| (refusal.reason(), refusal.rule()));
            assert_eq!(got, reason.map(|reason| (reason, Some(4))));
        }
    }

    #[test]
    fn a_permission_opens_what_needs_one_and_nothing_else() {
        let watch = watch(&[(2, terms(Level::Permit))]);
        let channel = general();
        let permitted = Post { permitted: true, ..Post::new("团购报名", &channel) };
        let findings = judge(&permitted, &watch, NOW);
        assert_eq!((findings[0].course, verdict(&findings, NOW)), (Course::Hint, Ok(())));
        let links = Check::Links(Links { allowed: Vec::new(), level: Level::Block });
        let both = Watch { guards: [watch.guards, vec![links.guard(3)]].concat(), ..Watch::default() };
        let text = "团购 taobao.com";
        let findings = judge(&Post { text, ..permitted }, &both, NOW);
        assert_eq!(verdict(&findings, NOW).unwrap_err().rule(), Some(3));
    }

    #[test]
    fn a_guard_binds_its_channels_and_no_other() {
        let mut watch = watch(&[(4, terms(Level::Block)), (3, Check::Interval(Interval { seconds: 60 }))]);
        let chat = RecordId::from("chat");
        for guard in &mut watch.guards {
            guard.channels = vec![chat.clone()];
        }
        watch.own = vec![Own::new(NOW - 10_000, chat.clone())];
        assert_eq!(said("团购", &watch), (Vec::new(), Ok(())));
        let rules =
            |text| judge(&Post::new(text, &chat), &watch, NOW).iter().map(|finding| finding.rule).collect();
        let (sold, early): (Vec<_>, Vec<_>) = (rules("团购"), rules("早"));
        assert_eq!((sold, early), (vec![4, 3], vec![3]));
        assert_eq!(judge_text("团购", &general(), &watch, NOW), Vec::new());
        // What was said elsewhere makes nobody wait here.
        watch.own = vec![Own::new(NOW - 10_000, general())];
        assert_eq!(judge(&Post::new("早", &chat), &watch, NOW), Vec::new());
    }

    #[test]
    fn a_channel_that_asks_for_a_kind_takes_one_of_its_own_or_another_with_a_reason() {
        let sorts = Check::Sorts(Sorts { sorts: vec!["问题".to_owned(), "进展".to_owned()] });
        let watch = watch(&[(6, sorts)]);
        let goes = |post: Post<'_>| verdict(&judge(&post, &watch, NOW), NOW);
        let refused = goes(Post::new("早", &general())).unwrap_err();
        assert_eq!(
            (refused.reason(), refused.field(), refused.rule()),
            (Reason::SortNeeded, Some("/sort"), Some(6))
        );
        let sort = |name: &str, why: &str| PostSort {
            name: name.to_owned(),
            why: why.to_owned(),
            ..PostSort::default()
        };
        for (sort, fits) in [
            (sort("进展", ""), true),
            (sort("闲聊", ""), false),
            (sort("", " "), false),
            (sort("", "临时通知"), true),
        ] {
            assert_eq!(
                goes(Post { sort: Some(&sort), ..Post::new("早", &general()) }).is_ok(),
                fits,
                "{sort:?}"
            );
        }
        assert_eq!(goes(Post { answers: true, ..Post::new("早", &general()) }), Ok(()));
    }

    #[test]
    fn the_gravest_finding_decides_and_all_are_told() {
        let links = Check::Links(Links { allowed: Vec::new(), level: Level::Block });
        let (findings, verdict) = said("代购 taobao.com", &watch(&[(1, terms(Level::Hold)), (2, links)]));
        assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(verdict.unwrap_err().rule(), Some(2));
    }

    #[test]
    fn a_post_that_comes_too_soon_is_told_when_and_on_a_device_is_kept_instead() {
        let mut watch = watch(&[(3, Check::Interval(Interval { seconds: 60 }))]);
        watch.own = vec![Own::new(NOW - 10_000, general())];
        let refusal = said("早", &watch).1.unwrap_err();
        assert_eq!((refusal.reason(), refusal.rule()), (Reason::Paced, Some(3)));
        assert_eq!(refusal.until_ms(), Some(NOW + 50_000));
        watch.paces = false;
        assert_eq!(said("早", &watch), (Vec::new(), Ok(())));
    }

    #[test]
    fn what_was_said_before_goes_with_a_reason() {
        let mut watch = watch(&[(5, Check::Duplicates(Duplicates { days: 7 }))]);
        let text = "通知：本周五下午三点在二楼会议室开会。";
        let recent = |n: u8, days: i64| {
            let id = RecordId::timed(NOW, [n; 10]);
            Recent::new(id, PersonId::from("li"), NOW - days * 86_400_000, text.to_owned())
        };
        watch.recent = vec![recent(1, 2), recent(2, 9)];
        let (findings, verdict) = said(text, &watch);
        let first = Found::SaidBefore { message: recent(1, 2).id, likeness: Likeness::Exact };
        assert_eq!((&findings[0].found, verdict.unwrap_err().reason()), (&first, Reason::SaidBefore));
        let explained = judge(&Post { explains: true, ..Post::new(text, &general()) }, &watch, NOW);
        assert_eq!(super::verdict(&explained, NOW), Ok(()));
        watch.recent.remove(0);
        assert_eq!(said(text, &watch).1, Ok(()));
    }

    #[test]
    fn an_announcement_is_said_before_whole_or_without_its_title_and_with_its_schedule() {
        use crate::kinds::ScheduleRow;
        let mut watch = watch(&[(5, Check::Duplicates(Duplicates { days: 7 }))]);
        let body = r#"{"importance":"normal","title":"会议通知","text":"本周五下午三点在二楼会议室开会。"}"#;
        let mut notice: Notice = serde_json::from_str(body).unwrap();
        let row = |what: &str| ScheduleRow {
            when: "周五 15:00".to_owned(),
            what: what.to_owned(),
            ..Default::default()
        };
        notice.schedule = vec![row("报告上半年的培训"), row("讨论下半年的安排")];
        let id = RecordId::timed(NOW, [3; 10]);
        watch.recent = vec![Recent::announced(id.clone(), PersonId::from("li"), NOW - 86_400_000, &notice)];
        for text in [
            "【会议通知】本週五下午三點在二樓會議室開會！",
            "本周五下午三点，在二楼会议室开会",
            "会议通知 本周五下午三点在二楼会议室开会 周五 15:00 报告上半年的培训 周五 15:00 讨论下半年的安排",
        ] {
            let (findings, verdict) = said(text, &watch);
            let found = Found::SaidBefore { message: id.clone(), likeness: Likeness::Exact };
            assert_eq!((&findings[0].found, verdict.is_err()), (&found, true), "{text}");
        }
        assert_eq!(said("收到", &watch), (Vec::new(), Ok(())));
    }

    #[test]
    fn whom_no_guard_binds_hears_of_the_same_words_and_of_nothing_else() {
        let links = Check::Links(Links { allowed: Vec::new(), level: Level::Block });
        let duplicates = Check::Duplicates(Duplicates { days: 7 });
        let mut watch = watch(&[(2, links), (4, terms(Level::Block)), (5, duplicates)]);
        watch.only_tells = true;
        let text = "团购通知：本周五下午三点截止 https://example.cn/a";
        let id = RecordId::timed(NOW, [1; 10]);
        watch.recent = vec![Recent::new(id, PersonId::from("li"), NOW, "看 https://example.cn/b".to_owned())];
        assert_eq!(said(text, &watch), (Vec::new(), Ok(())));
        let id = RecordId::timed(NOW, [2; 10]);
        watch.recent = vec![Recent::new(id, PersonId::from("li"), NOW, "看 https://example.cn/a".to_owned())];
        assert_eq!(said(text, &watch), (Vec::new(), Ok(())), "the same link alone");
        watch.recent[0] = Recent::new(
            watch.recent[0].id.clone(),
            PersonId::from("li"),
            NOW,
            "本周五下午三点截止团购通知。".to_owned(),
        );
        let (findings, verdict) = said("团购通知：本周五下午三点截止", &watch);
        assert_eq!(findings.iter().map(|f| (f.rule, f.course)).collect::<Vec<_>>(), [(5, Course::Hint)]);
        assert_eq!(verdict, Ok(()));
    }

    #[test]
    fn an_edit_is_judged_by_its_text_alone() {
        let mut watch = watch(&[(3, Check::Interval(Interval { seconds: 60 })), (4, terms(Level::Hold))]);
        watch.own = vec![Own::new(NOW, general())];
        assert_eq!(judge_text("改了错字", &general(), &watch, NOW), Vec::new());
        assert_eq!(judge_text("代购", &general(), &watch, NOW).len(), 1);
    }

    #[test]
    fn without_guards_nothing_is_found() {
        assert_eq!(said("代购 taobao.com", &Watch::default()), (Vec::new(), Ok(())));
    }
}
