//! The dialect of json-server against json-server itself.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails the test"
)]

use contract::backend::{Backend, StartError};
use contract::http::Client;
use contract::proxy::{Fate, Proxy};
use contract::talk;
use dialect::{Profile, Session};
use protocol::account::{AccountCall, AccountOutcome, NewAccount, Setup};
use protocol::{
    Body, Call, DeviceId, Failure, Head, Hlc, Kind, Mid, Mutation, MutationState, Op, Outcome, PersonId,
    PullFrom, PushResult, Record, RecordId, Scope, Written,
};
use serde_json::{Value, json};

const PROFILE: &str = include_str!("../../../profiles/json-server.json");

/// A device of one person.
struct Device {
    name: &'static str,
    client: Client,
    profile: Profile,
    session: Session,
    writes: u64,
}

impl Device {
    fn new(name: &'static str, person: &str, origin: &str) -> Self {
        Self {
            name,
            client: Client::new(origin),
            profile: Profile::parse(PROFILE).unwrap().with_vars([("origin", origin)]),
            session: Session::of(PersonId::from(person)),
            writes: 0,
        }
    }

    fn call(&mut self, call: &Call) -> Outcome {
        talk::call(&mut self.client, &self.profile, &self.session, call)
    }

    fn write(&mut self, id: &str, op: Op, base: Option<&Record>) -> Mutation {
        self.writes += 1;
        Mutation {
            mid: Mid { device: DeviceId::from(self.name), n: self.writes },
            principal: PersonId::from("ann"),
            head: base.map_or_else(|| head(id), |record| record.head.clone()),
            op,
            base_rev: base.map(|record| record.rev.clone()),
            hlc: Hlc { wall_ms: 1_000 + i64::try_from(self.writes).unwrap(), count: 0 },
            deps: Vec::new(),
            group: self.writes,
            schema: 1,
            state: MutationState::Queued,
        }
    }

    fn push(&mut self, mutations: &[Mutation]) -> Vec<PushResult> {
        match self.call(&Call::Push(mutations.to_vec())) {
            Outcome::Pushed(results) => results,
            other => panic!("{other:?}"),
        }
    }

    fn push_one(&mut self, mutation: &Mutation) -> PushResult {
        self.push(std::slice::from_ref(mutation)).remove(0)
    }

    fn pull(&mut self, from: PullFrom, limit: u32) -> protocol::Page {
        match self.call(&Call::Pull { scope: all(), from, limit }) {
            Outcome::Page(page) => page,
            other => panic!("{other:?}"),
        }
    }

    fn read(&mut self, id: &str) -> Option<Record> {
        match self.call(&Call::Read { scope: all(), id: RecordId::from(id) }) {
            Outcome::Found(found) => found,
            other => panic!("{other:?}"),
        }
    }
}

fn all() -> Scope {
    Scope::parse("s1/all").unwrap()
}

fn head(id: &str) -> Head {
    let (kind, author) = (Kind::from("message"), PersonId::from("ann"));
    Head { id: RecordId::from(id), scope: all(), kind, author, subject: None }
}

fn body(text: &str) -> Body {
    Body::of(&json!({ "text": text })).unwrap()
}

fn create(text: &str) -> Op {
    Op::Create(body(text))
}

fn update(text: &str) -> Op {
    Op::Update { body: body(text), base: body("") }
}

fn done(result: &PushResult) -> Record {
    match result {
        PushResult::Done(Written::Record(record)) => record.clone(),
        other => panic!("{other:?}"),
    }
}

fn conflict(result: PushResult) -> Record {
    match result {
        PushResult::Conflict(Some(record)) => record,
        other => panic!("{other:?}"),
    }
}

/// `None` where node is missing, which is said.
fn backend(content: &Value) -> Option<Backend> {
    match Backend::json_server(content) {
        Ok(backend) => Some(backend),
        Err(StartError::Absent(what)) => {
            eprintln!("skipped: {what} is not installed, so json-server can't be started");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn empty() -> Value {
    json!({ "records": [], "people": [] })
}

fn seeded(count: usize) -> Value {
    let record = |n: usize| {
        json!({
            "id": format!("m{n:05}"), "space": "s1", "audience": "all", "kind": "message", "author": "bob",
            "subject": null, "at": 1_000 + n / 3, "deleted": false, "w": format!("bob/{n}"),
            "body": { "text": format!("message {n}") },
        })
    };
    json!({ "records": (0..count).map(record).collect::<Vec<_>>(), "people": [] })
}

#[test]
fn a_record_is_written_changed_and_deleted_and_each_version_is_seen() {
    let Some(backend) = backend(&empty()) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    assert_eq!(phone.read("m1"), None);

    let write = phone.write("m1", create("早"), None);
    let first = done(&phone.push_one(&write));
    assert_eq!((first.body.clone(), first.at, first.deleted), (body("早"), 1_001, false));

    let write = phone.write("m1", update("早安"), Some(&first));
    let second = done(&phone.push_one(&write));
    assert_ne!(second.rev, first.rev);
    assert_eq!((second.at, phone.read("m1")), (first.at, Some(second.clone())));

    let write = phone.write("m1", Op::Delete, Some(&second));
    let last = done(&phone.push_one(&write));
    assert!(last.deleted && last.head == first.head && last.body.as_str() == "{}");
}

#[test]
fn the_same_creation_sent_again_is_one_record_and_answers_the_same() {
    let Some(backend) = backend(&empty()) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let write = phone.write("m1", create("once"), None);
    let first = phone.push_one(&write);
    assert_eq!(phone.push_one(&write), first);
    assert_eq!(phone.pull(PullFrom::Start, 10).records.len(), 1);

    let mut tablet = Device::new("tablet", "ann", &backend.origin());
    let other = tablet.write("m1", create("another"), None);
    assert_eq!(conflict(tablet.push_one(&other)), done(&first));
}

#[test]
fn a_write_on_an_old_version_meets_the_newer_one() {
    let Some(backend) = backend(&empty()) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let mut tablet = Device::new("tablet", "ann", &backend.origin());
    let write = phone.write("m1", create("a"), None);
    let first = done(&phone.push_one(&write));

    let ours = phone.write("m1", update("b"), Some(&first));
    let theirs = tablet.write("m1", update("c"), Some(&first));
    let won = done(&phone.push_one(&ours));
    assert_eq!(conflict(tablet.push_one(&theirs)), won);
    assert_eq!(phone.read("m1"), Some(won));

    let gone = tablet.write("m1", Op::Delete, Some(&first));
    assert_eq!(conflict(tablet.push_one(&gone)).body, body("b"));
}

#[test]
fn whatever_the_network_loses_each_write_takes_effect_once() {
    let Some(backend) = backend(&empty()) else { return };
    let proxy = Proxy::start(backend.port()).unwrap();
    let mut phone = Device::new("phone", "ann", &proxy.origin());
    let mut last: Option<Record> = None;
    let fates = [Fate::LoseRequest, Fate::LoseAnswer, Fate::CutAnswer, Fate::Portal];
    for (n, fate) in fates.into_iter().cycle().take(12).enumerate() {
        let (op, verb) = match (&last, n % 5) {
            (None, _) => (create("0"), "POST"),
            (Some(_), 4) => (Op::Delete, "PUT"),
            (Some(_), _) => (update(&n.to_string()), "PUT"),
        };
        let write = phone.write(&format!("m{}", n / 5), op, last.as_ref());
        proxy.expect(Some(verb), [fate]);
        match phone.call(&Call::Push(vec![write.clone()])) {
            Outcome::Failed(Failure::Unknown | Failure::Foreign(_)) => {}
            other => panic!("{fate:?} {other:?}"),
        }
        assert_eq!(proxy.met(), 1, "{fate:?} was met");
        let record = done(&phone.push_one(&write));
        last = (!record.deleted).then_some(record);
    }
    let page = phone.pull(PullFrom::Start, 10);
    assert_eq!(page.records.len(), 1);
    assert_eq!(page.records[0].body, body("11"));
}

/// The same server, as one that gives records ids of its own and takes none.
fn with_ids_of_its_own() -> Profile {
    let mut profile: Value = serde_json::from_str(PROFILE).unwrap();
    profile["record"]["id"] = json!("/uid");
    profile["record"]["key"] = json!("/id");
    profile["record"]["server_fields"] = json!(["/id"]);
    profile["ops"]["look_first"] = json!(true);
    profile["ops"]["read"] = json!({ "path": "/{records}", "query": { "uid": "{id}" }, "record": "/0" });
    profile["ops"]["update"]["path"] = json!("/{records}/{key}");
    Profile::parse(&profile.to_string()).unwrap()
}

#[test]
fn where_ids_are_the_servers_own_a_creation_whose_answer_was_lost_is_found_by_ours() {
    let Some(backend) = backend(&empty()) else { return };
    let proxy = Proxy::start(backend.port()).unwrap();
    let mut phone = Device::new("phone", "ann", &proxy.origin());
    phone.profile = with_ids_of_its_own().with_vars([("origin", proxy.origin().as_str())]);
    for (n, fate) in [Fate::LoseRequest, Fate::LoseAnswer, Fate::CutAnswer].into_iter().enumerate() {
        let write = phone.write(&format!("m{n}"), create("once"), None);
        proxy.expect(Some("POST"), [fate]);
        assert!(matches!(phone.call(&Call::Push(vec![write.clone()])), Outcome::Failed(_)), "{fate:?}");
        assert_eq!(proxy.met(), 1, "{fate:?} was met");
        let first = done(&phone.push_one(&write));
        let write = phone.write(&format!("m{n}"), update("and changed"), Some(&first));
        done(&phone.push_one(&write));
    }
    let page = phone.pull(PullFrom::Start, 10);
    let mut there: Vec<(&str, &Body)> =
        page.records.iter().map(|record| (record.head.id.as_str(), &record.body)).collect();
    there.sort_by_key(|(id, _)| *id);
    let changed = body("and changed");
    assert_eq!(there, [("m0", &changed), ("m1", &changed), ("m2", &changed)]);
}

#[test]
fn two_thousand_records_come_in_pages_newest_first_and_each_once() {
    let Some(backend) = backend(&seeded(2_000)) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let mut page = phone.pull(PullFrom::Start, 256);
    let next = page.next.clone().unwrap();
    let mut order: Vec<(i64, RecordId)> = Vec::new();
    loop {
        assert!(page.records.len() <= 256);
        order.extend(page.records.iter().map(|record| (record.at, record.head.id.clone())));
        let Some(back) = page.back.take() else { break };
        page = phone.pull(PullFrom::Back(back), 256);
    }
    assert_eq!(order.len(), 2_000);
    assert!(order.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");

    let quiet = phone.pull(PullFrom::Since(next), 256);
    assert_eq!((quiet.records.len(), quiet.more), (0, false));
    assert_eq!(quiet.all_ids.map(|ids| ids.len()), Some(2_000));
}

#[test]
fn one_change_among_two_thousand_brings_few_records_and_a_removal_is_seen_in_the_ids() {
    let Some(backend) = backend(&seeded(2_000)) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let mut tablet = Device::new("tablet", "ann", &backend.origin());
    let next = phone.pull(PullFrom::Start, 10).next.unwrap();

    let read = tablet.read("m00042").unwrap();
    let write = tablet.write("m00042", update("changed"), Some(&read));
    done(&tablet.push_one(&write));
    let page = phone.pull(PullFrom::Since(next), 256);
    assert!(page.records.iter().any(|record| record.body == body("changed")));
    assert!(page.records.len() < 100, "{} records for one change", page.records.len());

    let url = format!("{}/records/m00777", backend.origin());
    let request = dialect::Request { method: dialect::Method::Delete, url, headers: Vec::new(), body: None };
    tablet.client.send(&request).unwrap();
    let ids = phone.pull(PullFrom::Since(page.next.unwrap()), 256).all_ids.unwrap();
    assert_eq!(ids.len(), 1_999);
    assert!(!ids.contains(&RecordId::from("m00777")));
}

#[test]
fn two_writers_at_once_know_who_won() {
    let Some(backend) = backend(&empty()) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let write = phone.write("m1", create("0"), None);
    let mut base = done(&phone.push_one(&write));
    for round in 0..20 {
        let writers: Vec<_> = ["a", "b", "c", "d"]
            .map(|name| {
                let (origin, base) = (backend.origin(), base.clone());
                std::thread::spawn(move || {
                    let mut device = Device::new(name, "ann", &origin);
                    device.writes = round * 10;
                    let write = device.write("m1", update(name), Some(&base));
                    device.push_one(&write)
                })
            })
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .collect();
        let now = phone.read("m1").unwrap();
        let winners: Vec<Record> =
            writers.iter().filter(|result| matches!(result, PushResult::Done(_))).map(done).collect();
        assert!(winners.contains(&now), "what stands was acknowledged to its writer");
        for result in writers {
            assert!(matches!(result, PushResult::Done(_) | PushResult::Conflict(Some(_))), "{result:?}");
        }
        base = now;
    }
}

#[test]
fn people_are_taken_at_their_word_and_invitations_work_once() {
    let Some(backend) = backend(&empty()) else { return };
    let mut owner = Device::new("laptop", "nobody", &backend.origin());
    let mut guest = Device::new("phone", "nobody", &backend.origin());
    owner.session = Session::default();
    guest.session = Session::default();
    let ask = |device: &mut Device, call: &AccountCall| {
        talk::ask(&mut device.client, &device.profile, &device.session, call).map(|(outcome, _)| outcome)
    };
    let Some(AccountOutcome::Hello(hello)) = ask(&mut owner, &AccountCall::Hello) else { panic!() };
    assert!(hello.needs_setup);
    let setup = AccountCall::Setup(Setup {
        organization: "星河".to_owned(),
        locale: "zh-Hans".to_owned(),
        account: account("王芳"),
        device: "laptop".to_owned(),
    });
    let Some(AccountOutcome::Me(me)) = ask(&mut owner, &setup) else { panic!() };
    assert_eq!((me.organization.as_str(), me.can_create_space), ("星河", true));
    assert_eq!(refusal(ask(&mut owner, &setup)), "already-set-up");
    owner.session = Session::of(me.person.clone());

    found_space(&mut owner, &me.person, "secret");
    let peek = AccountCall::PeekInvite { token: "secret".to_owned() };
    let Some(AccountOutcome::Card(card)) = ask(&mut guest, &peek) else { panic!() };
    assert_eq!((card.name.as_str(), card.owner.as_str(), card.members, card.rules), ("培训", "王芳", 1, 2));
    assert_eq!(
        refusal(ask(&mut guest, &AccountCall::PeekInvite { token: "guess".to_owned() })),
        "link-unknown"
    );

    let redeem = AccountCall::RedeemInvite {
        token: "secret".to_owned(),
        account: Some(account("李雷")),
        form: Default::default(),
        device: "phone".to_owned(),
    };
    let Some(AccountOutcome::Joined(joined)) = ask(&mut guest, &redeem) else { panic!() };
    assert_eq!((joined.space.as_str(), joined.me.real_name.as_str()), ("s1", "李雷"));
    assert_eq!(refusal(ask(&mut guest, &redeem)), "link-used");

    guest.session = Session::of(joined.me.person.clone());
    let Outcome::Scopes(scopes) = guest.call(&Call::Scopes) else { panic!() };
    let names: Vec<String> = scopes.iter().map(|head| head.scope.to_string()).collect();
    assert_eq!(names, ["s1/all", "s1/personal", "s1/private"]);
    let Outcome::Scopes(scopes) = owner.call(&Call::Scopes) else { panic!() };
    assert_eq!(scopes.len(), 4);

    let sign_in = |login: &str| AccountCall::SignIn {
        login: login.to_owned(),
        password: "any".to_owned(),
        device: "d".to_owned(),
    };
    let Some(AccountOutcome::Me(new)) = ask(&mut guest, &sign_in("韩梅梅")) else { panic!() };
    let Some(AccountOutcome::Me(again)) = ask(&mut guest, &sign_in("韩梅梅")) else { panic!() };
    assert_eq!(
        (&new.person, new.organization.as_str()),
        (&again.person, "星河"),
        "a name is who used it first"
    );
    let Some(AccountOutcome::Me(known)) = ask(&mut guest, &sign_in("李雷")) else { panic!() };
    assert_eq!((&known.person, known.dept.as_str()), (&joined.me.person, "客服"));
    assert_eq!(ask(&mut guest, &AccountCall::Sessions), None);
}

fn account(name: &str) -> NewAccount {
    NewAccount {
        login: name.to_owned(),
        real_name: name.to_owned(),
        dept: "客服".to_owned(),
        post: "专员".to_owned(),
        password: "correct horse".to_owned(),
    }
}

fn refusal(outcome: Option<AccountOutcome>) -> String {
    match outcome {
        Some(AccountOutcome::Refused(problem)) => problem.code,
        other => panic!("{other:?}"),
    }
}

/// A space with its owner, two rules and an open invitation.
fn found_space(owner: &mut Device, person: &PersonId, token: &str) {
    let hash = protocol::digest::sha256_hex(token.as_bytes());
    let member = RecordId::derived(&["s1", "member", person.as_str()]);
    let records = [
        ("s1", "all", "space", json!({ "name": "培训", "purpose": "学", "for_whom": "新人", "not_for": "" })),
        (
            member.as_str(),
            "all",
            "member",
            json!({ "person": person, "real_name": "王芳", "roles": ["owner"], "state": "active" }),
        ),
        ("r1", "all", "rules", json!({ "version": 1, "rules": [{ "no": 1 }] })),
        ("r2", "all", "rules", json!({ "version": 2, "rules": [{ "no": 1 }, { "no": 2 }] })),
        (
            "i1",
            "staff",
            "invite",
            json!({ "for_name": "李雷", "token_hash": hash, "expires_at": 9_000_000_000_000_i64, "state": "open" }),
        ),
    ];
    for (id, audience, kind, body) in records {
        let mut write = owner.write(id, Op::Create(Body::of(&body).unwrap()), None);
        write.head.kind = Kind::from(kind);
        write.head.author = person.clone();
        write.head.scope = Scope::parse(&format!("s1/{audience}")).unwrap();
        done(&owner.push_one(&write));
    }
}

#[test]
fn an_old_cursor_of_another_feed_asks_for_a_new_start() {
    let Some(backend) = backend(&empty()) else { return };
    let mut phone = Device::new("phone", "ann", &backend.origin());
    let from = PullFrom::Since(protocol::Cursor("17".to_owned()));
    let outcome = phone.call(&Call::Pull { scope: all(), from, limit: 10 });
    assert_eq!(outcome, Outcome::Failed(Failure::CursorGone));
}
