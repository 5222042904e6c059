//! What devices make of a post by the records that they pulled, against what the server decides by its
//! tables: terms, links, repetitions, kinds of post and pace, in three channels, for two people.

use crate::guards::{guarded, open};
use crate::host::{Answer, Browser, Host};
use crate::posts;
use crate::space::{change, confirm, guards, guards_path, join, message};
use domain::channels::home;
use domain::guard::check::Sorts;
use domain::guard::pace::Own;
use domain::guard::{self, Check, Post, Recent, Watch};
use domain::kinds::{ChannelSort, Guard, GuardKind, Message, PostSort};
use domain::refusal::Refusal;
use protocol::{PersonId, RecordId, SpaceId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

const SECOND: i64 = 1_000;
const POSTS: u64 = 1_000;

/// The stream as a device that pulls it knows it.
struct Device {
    space: SpaceId,
    guards: Vec<Guard>,
    since: String,
    said: Vec<(PersonId, Own)>,
    recent: VecDeque<Recent>,
}

impl Device {
    fn new(space: &str, guards: Vec<Guard>) -> Self {
        let space = SpaceId::from(space);
        Self { space, guards, since: "0".to_owned(), said: Vec::new(), recent: VecDeque::new() }
    }

    async fn pull(&mut self, host: &Host, who: &Browser) {
        let path = format!("/records/{}/all?since={}&limit=500", self.space, self.since);
        let page = who.get(host, &path).await.expect(200).body;
        if let Some(next) = page["next"].as_str() {
            next.clone_into(&mut self.since);
        }
        for record in page["records"].as_array().unwrap().iter().filter(|record| record["kind"] == "message")
        {
            let message: Message = serde_json::from_value(record["body"].clone()).unwrap();
            let text = |field: &str| record[field].as_str().unwrap().to_owned();
            let (author, at) = (PersonId::new(text("author")), record["at"].as_i64().unwrap());
            self.said.push((author.clone(), Own::new(at, home(&self.space, message.channel.as_ref()))));
            self.recent.push_front(Recent::new(RecordId::new(text("id")), author, at, message.text));
            self.recent.truncate(500);
        }
    }

    /// What the server will say to a message of `who`.
    fn foretell(&self, who: &Browser, said: &Message, now: i64) -> Result<(), Refusal> {
        let me = PersonId::from(who.person.as_str());
        let own = self.said.iter().filter(|(author, _)| *author == me).map(|(_, own)| own.clone());
        let watch = Watch {
            guards: self.guards.clone(),
            own: own.collect(),
            recent: self.recent.iter().cloned().collect(),
            paces: true,
            ..Watch::default()
        };
        let channel = home(&self.space, said.channel.as_ref());
        let post = Post { sort: said.sort.as_ref(), ..Post::new(&said.text, &channel) };
        guard::verdict(&guard::judge(&post, &watch, now), now)
    }
}

/// The guards of the generated posts, with slow mode in two channels and the flood limit in one, which
/// also asks for a kind. Without quiet hours: at night everything would wait.
fn somewhere(chat: &str, questions: &str) -> Vec<Guard> {
    let [chat, questions] = [chat, questions].map(RecordId::from);
    let sorts = Check::Sorts(Sorts { sorts: vec!["问题".to_owned()] }).guard(2);
    let others = posts::watch().guards.into_iter().filter(|guard| guard.kind != GuardKind::QuietHours);
    let bound = |guard: Guard| {
        let channels = match guard.kind {
            GuardKind::Interval => vec![chat.clone(), questions.clone()],
            GuardKind::Flood | GuardKind::Sorts => vec![questions.clone()],
            _ => Vec::new(),
        };
        // There are two rules to cite.
        Guard { rule: guard.rule % 2 + 1, channels, ..guard }
    };
    others.chain([sorts]).map(bound).collect()
}

/// That the server says what was foretold; what that was.
fn compare(foretold: Result<(), Refusal>, answer: &Answer, now: i64, of: &str) -> &'static str {
    let Err(refusal) = foretold else {
        assert_eq!(answer.status, 201, "{of}");
        return "taken";
    };
    assert_eq!(answer.code(), refusal.code(), "{of}");
    assert_eq!(answer.body["rule"], json!(refusal.rule().unwrap().to_string()), "{of}");
    if let Some(until) = refusal.until_ms() {
        let seconds = (until - now + SECOND - 1) / SECOND;
        assert_eq!(answer.header("retry-after"), seconds.to_string(), "{of}");
    }
    refusal.code()
}

#[tokio::test]
async fn what_devices_foretell_by_their_records_the_server_decides_by_its_tables() {
    let (host, owner, li, space) = guarded(guards(json!([]))).await;
    let zhao = join(&host, &owner, &space, "zhao").await;
    confirm(&host, &zhao, &space, 1).await;
    let chat = open(&host, &owner, &space, ChannelSort::Chat).await;
    let questions = open(&host, &owner, &space, ChannelSort::Questions).await;
    let set = somewhere(&chat, &questions);
    let body = json!({"guards": serde_json::to_value(&set).unwrap()});
    change(&host, &owner, &guards_path(&space), body).await.expect(200);

    let mut device = Device::new(&space, set);
    let mut met = BTreeMap::<&str, u32>::new();
    for n in 0..POSTS {
        let who = if n % 2 == 0 { &li } else { &zhao };
        let (text, _) = posts::post(n);
        if domain::limits::MESSAGE.check("/text", &text).is_err() {
            continue;
        }
        let channel = [None, Some(&chat), Some(&questions)][usize::try_from(n * 7 % 3).unwrap()];
        let sort = || PostSort { name: "问题".to_owned(), ..PostSort::default() };
        let said = Message {
            channel: channel.map(|channel| RecordId::from(channel.as_str())),
            sort: (n % 4 < 2).then(sort),
            ..Message::new(text.clone(), host.now())
        };
        device.pull(&host, who).await;
        let foretold = device.foretell(who, &said, host.now());
        let mut write: Value = message(&text);
        write["body"] = serde_json::to_value(&said).unwrap();
        let answer = who.put(&host, &format!("/records/{space}/all/{}", host.fresh_id()), None, write).await;
        *met.entry(compare(foretold, &answer, host.now(), &format!("{n}: {text}"))).or_default() += 1;
        host.pass(i64::try_from(n % 5).unwrap() * 4 * SECOND + 1);
    }
    println!("{met:?}");
    for verdict in ["taken", "paced", "blocked", "needs-release", "said-before", "sort-needed"] {
        assert!(met.get(verdict).is_some_and(|count| *count > 3), "{verdict} in {met:?}");
    }
}
