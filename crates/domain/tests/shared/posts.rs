//! Posts that a generator writes, the same everywhere, and what the guards make of them: natively
//! and in WebAssembly the verdicts must agree, to the last one.

use domain::guard::check::{Duplicates, Flood, Interval, Links, Promotion, QuietHours, Terms};
use domain::guard::pace::Own;
use domain::guard::terms::TermList;
use domain::guard::{self, Check, Level, Post, Recent, Watch};
use protocol::digest::sha256_hex;
use protocol::{PersonId, RecordId};

/// The moment of the first post.
const START: i64 = 1_760_000_000_000;

/// SHA-256 over the verdicts on the first 100,000 posts.
pub(crate) const VERDICTS: &str = "6802a076e1b647106f8d81fbca172639ddf6415fd9e5b7108c6aa1835b23bc41";

/// How many posts [`VERDICTS`] is about.
pub(crate) const POSTS: u64 = 100_000;

const PIECES: [&str; 24] = [
    "大家早上好，",
    "今天下午三點開會，",
    "请准时参加。",
    "代开",
    "发票",
    "代 開 發 票",
    "團購",
    "ＱＱ：",
    "加我微信",
    "taobao.com",
    "https://example.cn/a?b=1",
    "见 main.rs 第3.2条",
    "￥99",
    "180元",
    "13800138000",
    "138-0013-8000",
    "收到",
    "\u{200b}",
    "　",
    "！",
    "\n",
    "混*蛋",
    "prism",
    "通知：本周五下午三点在二楼会议室开会，请准时参加。",
];

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The guards that the posts meet.
pub(crate) fn watch() -> Watch {
    let terms = |list, own: &[&str], level| {
        let own = own.iter().map(|term| (*term).to_owned()).collect();
        Check::Terms(Terms { lists: vec![list], own, level })
    };
    let checks = [
        terms(TermList::Advertising, &["团购"], Level::Hold),
        terms(TermList::Insults, &[], Level::Block),
        Check::Links(Links { allowed: vec!["example.cn".to_owned()], level: Level::Block }),
        Check::Promotion(Promotion { level: Level::Hold }),
        Check::Duplicates(Duplicates { days: 7 }),
        Check::Interval(Interval { seconds: 30 }),
        Check::Flood(Flood { posts: 4, minutes: 5 }),
        Check::QuietHours(QuietHours { from_min: 22 * 60, to_min: 7 * 60, utc_offset_min: 480 }),
    ];
    let guards = checks.iter().zip(1..).map(|(check, rule)| check.guard(rule)).collect();
    let said = ["通知：本周五下午三点在二楼会议室开会，请准时参加。", "看 https://example.cn/a?b=1"];
    let recent = said.iter().zip(0..).map(|(text, n)| {
        Recent::new(RecordId::timed(START, [n; 10]), PersonId::from("li"), START, (*text).to_owned())
    });
    Watch { guards, recent: recent.collect(), paces: true, ..Watch::default() }
}

/// The channel into which the posts go.
pub(crate) fn general() -> RecordId {
    RecordId::from("general")
}

/// The post number `n`, and when it comes.
pub(crate) fn post(n: u64) -> (String, i64) {
    let mut dice = Dice(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut text = String::new();
    for _ in 0..=dice.below(6) {
        let piece = usize::try_from(dice.below(26)).unwrap_or(0);
        match PIECES.get(piece) {
            Some(piece) => text.push_str(piece),
            None => text.extend(char::from_u32(u32::try_from(dice.below(0x2_ffff)).unwrap_or(0))),
        }
    }
    (text, START + i64::try_from(n).unwrap_or(0) * 7_000)
}

/// What becomes of the post number `n`, as a line.
pub(crate) fn verdict(n: u64, watch: &mut Watch) -> String {
    let (text, now_ms) = post(n);
    let general = general();
    let post = Post { explains: n.is_multiple_of(5), ..Post::new(&text, &general) };
    let findings = guard::judge(&post, watch, now_ms);
    let verdict = guard::verdict(&findings, now_ms);
    if verdict.is_ok() {
        watch.own.push(Own::new(now_ms, general));
        let surplus = watch.own.len().saturating_sub(8);
        watch.own.drain(..surplus);
    }
    match verdict {
        Ok(()) => format!("{n} ok {}", findings.len()),
        Err(refusal) => format!(
            "{n} {} {} {} {}",
            refusal.code(),
            refusal.rule().unwrap_or(0),
            refusal.until_ms().unwrap_or(0),
            findings.len()
        ),
    }
}

/// The digest of all verdicts.
pub(crate) fn digest() -> String {
    let mut watch = watch();
    let mut chain = String::new();
    // A thousand lines at a time: the whole would be a long text.
    for thousand in 0..POSTS / 1_000 {
        let lines: Vec<_> = (0..1_000).map(|n| verdict(thousand * 1_000 + n, &mut watch)).collect();
        chain = sha256_hex(format!("{chain}\n{}", lines.join("\n")).as_bytes());
    }
    chain
}
