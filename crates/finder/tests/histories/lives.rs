//! Whatever happens to the messages of a device, the index answers as looking through everything does.

use crate::world::{self, World, body, head, scope};
use domain::find::Needle;
use domain::kinds::{ChannelSort, Message, channel_id};
use finder::{Hit, Hunt, Index, Sieve, Upkeep};
use proptest::prelude::*;
use protocol::{PersonId, Record, RecordId, Rev};
use std::collections::BTreeMap;
use sync::{MemoryStore, Store, StoreKey, key};

const WORDS: [&str; 8] = ["作業", "通知", "價格", "dx-3", "ＤＸ－４", "meeting", "培訓資料", "周五"];
const QUERIES: [&str; 10] =
    ["作业", "通知 周五", "价格", "dx3", "DX-4", "meet", "培训", "资", "周", "作业 dx3 培訓"];
const PEOPLE: [&str; 3] = ["lin", "wang", "me"];

/// What somebody else does, or time.
#[derive(Clone, Debug)]
enum Deed {
    Post(usize, usize),
    Edit(usize, usize),
    Recall(usize),
    Delete(usize),
    Hide(usize),
    Move(usize),
    Own(usize, usize),
    Pass(u64),
    Upkeep(usize),
    /// The backend knows none of the cursors any more.
    Forget,
    /// The scope goes and comes back.
    Lose,
    Restart,
    Ask,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let (any, word) = (0..400_usize, 0..WORDS.len() * WORDS.len());
    let deed = prop_oneof![
        6 => (word.clone(), 0..PEOPLE.len()).prop_map(|(word, who)| Deed::Post(word, who)),
        6 => (any.clone(), word.clone()).prop_map(|(at, word)| Deed::Edit(at, word)),
        2 => any.clone().prop_map(Deed::Recall),
        1 => any.clone().prop_map(Deed::Delete),
        2 => any.clone().prop_map(Deed::Hide),
        2 => any.clone().prop_map(Deed::Move),
        2 => (any, word).prop_map(|(at, word)| Deed::Own(at, word)),
        4 => prop_oneof![Just(500_u64), Just(16_000), Just(45_000)].prop_map(Deed::Pass),
        3 => (1..12_usize).prop_map(Deed::Upkeep),
        1 => Just(Deed::Forget),
        1 => Just(Deed::Lose),
        1 => Just(Deed::Restart),
        3 => Just(Deed::Ask),
    ];
    prop::collection::vec(deed, 20..90)
}

fn text(word: usize) -> String {
    format!("{}，{}。", WORDS[word % WORDS.len()], WORDS[word / WORDS.len() % WORDS.len()])
}

fn message(text: &str) -> String {
    serde_json::json!({"text": text, "sent_at": 0}).to_string()
}

struct Life {
    world: World,
    tab: usize,
    index: Option<Index>,
    kept: MemoryStore,
    count: usize,
    asked: usize,
}

impl Life {
    fn begin() -> Self {
        let mut world = World::new();
        world.config = |entropy| {
            let mut config = world::config(entropy);
            config.limits.page = 10;
            config.limits.past_page = 14;
            config.limits.segment = 8;
            config.limits.rows = 30;
            config.limits.idle_rows = 4;
            config
        };
        let mut life = Self { world, tab: 0, index: None, kept: MemoryStore::new(), count: 0, asked: 0 };
        for at in 0..60 {
            life.post(at * 7, at % PEOPLE.len());
        }
        life.tab = life.world.open_tab();
        life.world.settle();
        life
    }

    fn post(&mut self, word: usize, who: usize) {
        let id = format!("m{:04}", self.count);
        let mut head = head(&scope(), "message", &id);
        head.author = PersonId::from(PEOPLE[who]);
        let at = i64::try_from(self.count).unwrap();
        self.count += 1;
        let record =
            Record { head, rev: Rev(String::new()), at, deleted: false, body: body(&message(&text(word))) };
        self.world.server.write(&scope(), &record);
    }

    /// Changes a message that is not gone.
    fn change(&mut self, at: usize, change: impl FnOnce(&mut Record)) {
        let id = RecordId::from(format!("m{:04}", at % self.count).as_str());
        let Some(mut record) = self.world.server.record(&scope(), &id).cloned() else { return };
        if !record.deleted {
            change(&mut record);
            self.world.server.write(&scope(), &record);
        }
    }

    fn live(&mut self, deed: Deed) {
        match deed {
            Deed::Post(word, who) => self.post(word, who),
            Deed::Edit(at, word) => self.change(at, |record| record.body = body(&message(&text(word)))),
            Deed::Recall(at) => self.change(at, |record| {
                record.body =
                    body(&serde_json::json!({"text": "", "sent_at": 0, "recalled_at": 1}).to_string());
            }),
            Deed::Delete(at) => self.change(at, |record| {
                record.deleted = true;
                record.body = body("{}");
            }),
            Deed::Hide(at) => {
                let hidden = serde_json::json!({"text": "", "sent_at": 0, "hidden": {}}).to_string();
                self.change(at, |record| record.body = body(&hidden));
            }
            Deed::Move(at) => self.change(at, |record| {
                let mut said: serde_json::Value = serde_json::from_str(record.body.as_str()).unwrap();
                said["channel"] = "c1".into();
                record.body = body(&said.to_string());
            }),
            Deed::Own(at, word) => self.edit_here(at, word),
            Deed::Pass(ms) => self.world.pass(ms),
            Deed::Upkeep(steps) => self.keep_up(steps),
            Deed::Forget => self.world.server.horizon = self.world.server.seq,
            Deed::Lose => {
                let grant = self.world.server.grants.remove(&scope());
                self.world.pass(40_000);
                self.world.server.grants.extend(grant.map(|grant| (scope(), grant)));
                self.world.pass(40_000);
            }
            Deed::Restart => {
                self.world.kill(self.tab);
                self.tab = self.world.open_tab();
                self.index = None;
                self.world.settle();
            }
            Deed::Ask => {}
        }
        self.world.settle();
    }

    /// An edit on this device, of what its screen shows.
    fn edit_here(&mut self, at: usize, word: usize) {
        let id = format!("m{:04}", at % self.count);
        if let Some(from) = self.world.shown(self.tab, &scope(), &id) {
            let write = world::update(&scope(), &id, &from, &message(&text(word)));
            self.world.commit(self.tab, vec![write]);
        }
    }

    fn keep_up(&mut self, steps: usize) {
        let device = self.world.engine(self.tab).device().unwrap().to_string();
        let mut index = self.index.take().unwrap_or_else(|| {
            let mut index = Index::new(scope(), &device);
            let found = self.kept.read(&index.plan());
            index.take(&found);
            index
        });
        let mut upkeep = Upkeep::new();
        for _ in 0..steps {
            let Some(plan) = upkeep.plan(&index) else { break };
            let found = self.world.disk.read(&plan);
            if let Some(plan) = upkeep.take(&found, &mut index) {
                self.kept.run(&plan).unwrap();
            }
        }
        self.index = Some(index);
    }

    /// What is found in the stores alone, as far as no message is in memory.
    fn stored(&self, query: &str, index: Option<&Index>) -> Vec<Hit> {
        let mut hunt = Hunt::new(scope(), Needle::new(query), Sieve::default());
        while let Some(plan) = hunt.plan() {
            hunt.take(&self.world.disk.read(&plan), index, |_, _| false);
        }
        hunt.hits()
    }

    fn answer(&self, query: &str, author: Option<&str>, index: Option<&Index>) -> Vec<Hit> {
        let engine = self.world.engine(self.tab);
        let sieve = Sieve { author: author.map(PersonId::from), ..Sieve::default() };
        let mut hunt = Hunt::new(scope(), Needle::new(query), sieve);
        let shown = |id: &RecordId, take: &mut dyn FnMut(&PersonId, i64, &Message)| {
            let shown = engine.visible(&scope(), id);
            let read =
                shown.and_then(|shown| Some((shown.head.author.clone(), shown.at, shown.body.read().ok()?)));
            if let Some((author, at, message)) = &read {
                take(author, *at, message);
            }
            read.is_some()
        };
        for unsent in engine.outbox() {
            shown(&unsent.head().id, &mut |author, at, message| {
                hunt.weigh(&unsent.head().id, author, at, Some(message));
            });
        }
        while let Some(plan) = hunt.plan() {
            hunt.take(&self.world.disk.read(&plan), index, shown);
        }
        hunt.hits()
    }

    /// Asks for some of the words, each time others.
    fn compare(&mut self) -> Result<(), TestCaseError> {
        self.asked += 3;
        for query in QUERIES.iter().cycle().skip(self.asked % QUERIES.len()).take(3) {
            for author in [None, Some("wang")] {
                let (with, without) =
                    (self.answer(query, author, self.index.as_ref()), self.answer(query, author, None));
                prop_assert_eq!(with, without, "{} of {:?}", query, author);
            }
            let (with, without) = (self.stored(query, self.index.as_ref()), self.stored(query, None));
            prop_assert_eq!(with, without, "{} in the stores", query);
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_index_answers_as_looking_through_everything_does(deeds in deeds()) {
        let mut life = Life::begin();
        life.keep_up(100);
        for deed in deeds {
            life.live(deed.clone());
            if matches!(deed, Deed::Ask | Deed::Upkeep(_) | Deed::Pass(_) | Deed::Restart | Deed::Lose) {
                life.compare()?;
            }
        }
        life.keep_up(100);
        life.compare()?;
    }
}

#[test]
fn what_was_found_is_what_the_server_has() {
    let mut life = Life::begin();
    for deed in [Deed::Edit(3, 2), Deed::Recall(0), Deed::Hide(8), Deed::Pass(60_000), Deed::Upkeep(100)] {
        life.live(deed);
    }
    let truth = life.world.server.scopes[&scope()].values().filter(|(_, record)| !record.deleted);
    let says: BTreeMap<RecordId, String> =
        truth.map(|(_, record)| (record.head.id.clone(), record.body.as_str().to_owned())).collect();
    for query in QUERIES {
        let needle = Needle::new(query);
        let texts = says.iter().filter(|(_, body)| {
            let said: serde_json::Value = serde_json::from_str(body).unwrap();
            needle.find(said["text"].as_str().unwrap()).is_some()
        });
        let mut expected: Vec<RecordId> = texts.map(|(id, _)| id.clone()).collect();
        expected.reverse();
        let found: Vec<RecordId> =
            life.answer(query, None, life.index.as_ref()).into_iter().map(|hit| hit.id).collect();
        assert_eq!(found, expected, "{query}");
    }
}

/// How many segments a search reads.
fn reads(life: &Life, query: &str) -> usize {
    let mut hunt = Hunt::new(scope(), Needle::new(query), Sieve::default());
    let mut segments = 0;
    while let Some(plan) = hunt.plan() {
        segments += plan.gets.iter().filter(|(store, _)| *store == Store::Segs).count();
        hunt.take(&life.world.disk.read(&plan), life.index.as_ref(), |_, _| false);
    }
    segments
}

#[test]
fn a_search_reads_where_the_words_may_be_and_upkeep_what_is_new() {
    let mut life = Life::begin();
    life.change(20, |record| record.body = body(&message("只有一次的話")));
    life.world.pass(60_000);
    life.keep_up(100);
    let (all, one) = (reads(&life, "周五"), reads(&life, "只有一次"));
    assert!(one <= 2 && all > 4, "{one} of {all}");

    let sheets = |life: &Life| life.index.as_ref().unwrap().len();
    let before = life.kept.all(Store::Segs).map(|(key, _)| key.clone()).collect::<Vec<_>>();
    for word in 0..8 {
        life.post(word, 0);
    }
    life.world.pass(60_000);
    life.keep_up(100);
    let made = life.kept.all(Store::Segs).filter(|(key, _)| !before.contains(key)).count();
    assert!((1..=3).contains(&made), "{made} sheets for eight messages, of {}", sheets(&life));
    let directory = StoreKey::Text(key::directory(&scope()));
    assert!(life.world.disk.get(Store::Meta, &directory).is_some());
    assert_eq!(life.kept.all(Store::Segs).count(), sheets(&life));
}

#[test]
fn what_is_left_out_counts_together() {
    let mut life = Life::begin();
    life.change(4, |record| {
        let said = serde_json::json!({"text": "周五停电", "sent_at": 0, "channel": "chat"});
        record.body = body(&said.to_string());
    });
    life.world.pass(60_000);
    life.keep_up(100);
    let found = |sieve: Sieve| {
        let mut hunt = Hunt::new(scope(), Needle::new("周五停电"), sieve);
        while let Some(plan) = hunt.plan() {
            hunt.take(&life.world.disk.read(&plan), life.index.as_ref(), |_, _| false);
        }
        hunt.hits().len()
    };
    let in_chat = Sieve { channel: Some(RecordId::from("chat")), ..Sieve::default() };
    assert_eq!(found(in_chat.clone()), 1);
    let general = channel_id(&scope().space, &ChannelSort::General);
    assert_eq!(found(Sieve { channel: Some(general), ..Sieve::default() }), 0);
    let by = |author: &str| Sieve { author: Some(PersonId::from(author)), ..in_chat.clone() };
    assert_eq!(found(by("nobody")), 0);
    let since = |since: i64| Sieve { since: Some(since), ..in_chat.clone() };
    assert_eq!((found(since(4)), found(since(5))), (1, 0));
}
