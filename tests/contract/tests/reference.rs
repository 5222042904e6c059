//! The reference server's profile against the reference server: every account call, refusals,
//! cursors and pokes.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::backend::Backend;
use contract::http::Client;
use contract::talk;
use dialect::capabilities::Pokes;
use dialect::{Profile, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome, Joined, Me, NewAccount, SessionInfo, Setup};
use protocol::{
    Audience, Body, Call, Cursor, DeviceId, Failure, Head, Hlc, Kind, Mid, Mutation, MutationState, Op,
    Outcome, PersonId, PullFrom, PushResult, RecordId, Scope, SpaceId,
};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

const PROFILE: &str = include_str!("../../../profiles/qunyue.json");
const PASSWORD: &str = "horse-battery-staple-9";
const LINK: &str = "a secret that is long enough for an invitation";

/// A browser with a person in it.
struct Browser {
    client: Client,
    profile: Profile,
    session: Session,
    writes: u64,
}

impl Browser {
    fn new(backend: &Backend) -> Self {
        let origin = backend.origin();
        let profile = Profile::parse(PROFILE).unwrap().with_vars([("origin", origin.as_str())]);
        Self { client: Client::new(&origin), profile, session: Session::default(), writes: 0 }
    }

    fn ask(&mut self, call: AccountCall) -> AccountOutcome {
        let (outcome, change) = talk::ask(&mut self.client, &self.profile, &self.session, &call).unwrap();
        match change {
            SessionChange::Kept => {}
            SessionChange::Started(session) => self.session = session,
            SessionChange::Ended => self.session = Session::default(),
        }
        outcome
    }

    fn refusal(&mut self, call: AccountCall) -> String {
        match self.ask(call) {
            AccountOutcome::Refused(problem) => problem.code,
            other => panic!("{other:?}"),
        }
    }

    fn me(&mut self, call: AccountCall) -> Me {
        match self.ask(call) {
            AccountOutcome::Me(me) => me,
            other => panic!("{other:?}"),
        }
    }

    fn sessions(&mut self) -> Vec<SessionInfo> {
        match self.ask(AccountCall::Sessions) {
            AccountOutcome::Sessions(sessions) => sessions,
            other => panic!("{other:?}"),
        }
    }

    fn call(&mut self, call: &Call) -> Outcome {
        talk::call(&mut self.client, &self.profile, &self.session, call)
    }

    fn create(&mut self, scope: &Scope, kind: &str, id: &str, body: &Value) -> Mutation {
        self.writes += 1;
        let person = self.session.person.clone().unwrap();
        let device = DeviceId::new(RecordId::derived(&["device", person.as_str()]).as_str());
        let (id, kind, author) = (RecordId::from(id), Kind::from(kind), person.clone());
        Mutation {
            mid: Mid { device, n: self.writes },
            principal: person,
            head: Head { id, scope: scope.clone(), kind, author, subject: None },
            op: Op::Create(Body::of(body).unwrap()),
            base_rev: None,
            hlc: Hlc { wall_ms: talk::wall_ms(), count: 0 },
            deps: Vec::new(),
            group: self.writes,
            schema: 1,
            state: MutationState::Queued,
        }
    }

    fn push(&mut self, mutations: Vec<Mutation>) -> Vec<PushResult> {
        match self.call(&Call::Push(mutations)) {
            Outcome::Pushed(results) => results,
            other => panic!("{other:?}"),
        }
    }
}

fn account(name: &str) -> NewAccount {
    NewAccount {
        login: name.to_owned(),
        real_name: name.to_owned(),
        dept: "客服".to_owned(),
        post: "专员".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

fn set_up() -> AccountCall {
    let (organization, locale, device) = ("星河".to_owned(), "zh-Hans".to_owned(), "laptop".to_owned());
    AccountCall::Setup(Setup { organization, locale, account: account("王芳"), device })
}

fn sign_in(password: &str) -> AccountCall {
    AccountCall::SignIn {
        login: "王芳".to_owned(),
        password: password.to_owned(),
        device: "phone".to_owned(),
    }
}

fn redeem(account: Option<NewAccount>) -> AccountCall {
    let (token, device) = (LINK.to_owned(), "phone".to_owned());
    AccountCall::RedeemInvite { token, account, form: Default::default(), device }
}

fn space() -> SpaceId {
    SpaceId::new(RecordId::timed(1_700_000_000_000, [7; 10]).as_str())
}

fn all() -> Scope {
    Scope::new(space(), Audience::All)
}

/// Founds a space with an open invitation.
fn found(owner: &mut Browser) {
    let person = owner.session.person.clone().unwrap();
    let member = RecordId::derived(&[space().as_str(), "member", person.as_str()]);
    let about =
        json!({ "name": "培训", "purpose": "学", "for_whom": "新人", "not_for": "", "locale": "zh-Hans" });
    let membership = json!({
        "person": person, "real_name": "王芳", "dept": "", "post": "", "roles": ["owner"], "state": "active",
        "joined_at": 1,
    });
    let hash = protocol::digest::sha256_hex(LINK.as_bytes());
    let invite = json!({ "for_name": "李雷", "note": "", "token_hash": hash, "expires_at": talk::wall_ms() + 600_000, "state": "open" });
    let staff = Scope::new(space(), Audience::Staff);
    let invite_id = RecordId::timed(1_700_000_000_001, [8; 10]);
    let writes = vec![
        owner.create(&all(), "space", space().as_str(), &about),
        owner.create(&all(), "member", member.as_str(), &membership),
        owner.create(&staff, "invite", invite_id.as_str(), &invite),
    ];
    for result in owner.push(writes) {
        assert!(matches!(result, PushResult::Done(_)), "{result:?}");
    }
}

fn join(guest: &mut Browser) -> Joined {
    match guest.ask(redeem(Some(account("李雷")))) {
        AccountOutcome::Joined(joined) => joined,
        other => panic!("{other:?}"),
    }
}

fn message(browser: &mut Browser, seed: u8) -> Mutation {
    let id = RecordId::timed(talk::wall_ms(), [seed; 10]);
    browser.create(&all(), "message", id.as_str(), &json!({ "text": "早", "sent_at": talk::wall_ms() }))
}

#[test]
fn a_server_is_set_up_once_and_its_accounts_answer_as_described() {
    let backend = Backend::reference().unwrap();
    let (mut laptop, mut phone) = (Browser::new(&backend), Browser::new(&backend));
    let AccountOutcome::Hello(hello) = laptop.ask(AccountCall::Hello) else { panic!() };
    assert!(hello.needs_setup && (hello.now - talk::wall_ms()).abs() < 60_000);
    let me = laptop.me(set_up());
    assert_eq!((me.organization.as_str(), me.can_create_space), ("星河", true));
    assert_eq!(phone.refusal(set_up()), "already-set-up");

    assert_eq!(phone.refusal(sign_in("not this one")), "wrong-password");
    assert_eq!(phone.ask(AccountCall::Me), AccountOutcome::Failed(Failure::SignedOut));
    assert_eq!(phone.me(sign_in(PASSWORD)).person, me.person);
    assert_eq!(phone.me(AccountCall::Me).login, "王芳");

    let (old, new) = ("wrong".to_owned(), "another-long-pass-phrase".to_owned());
    assert_eq!(phone.refusal(AccountCall::ChangePassword { old, new: new.clone() }), "wrong-password");
    let other = laptop.sessions().into_iter().find(|session| !session.current).unwrap();
    assert_eq!(laptop.ask(AccountCall::RevokeSession { id: other.id }), AccountOutcome::Done);
    assert_eq!(phone.refusal(AccountCall::Me), "session-revoked");
    let change = AccountCall::ChangePassword { old: PASSWORD.to_owned(), new: new.clone() };
    assert_eq!(laptop.ask(change), AccountOutcome::Done);
    assert_eq!(phone.me(sign_in(&new)).person, me.person);
    assert_eq!(phone.ask(AccountCall::SignOut), AccountOutcome::Done);
    assert_eq!(phone.session, Session::default());
}

#[test]
fn invitations_and_resets_work_once() {
    let backend = Backend::reference().unwrap();
    let (mut owner, mut guest) = (Browser::new(&backend), Browser::new(&backend));
    let me = owner.me(set_up());
    found(&mut owner);
    let peek = || AccountCall::PeekInvite { token: LINK.to_owned() };
    let AccountOutcome::Card(card) = guest.ask(peek()) else { panic!() };
    assert_eq!((card.name.as_str(), card.owner.as_str(), card.members), ("培训", "王芳", 1));
    assert_eq!(guest.refusal(AccountCall::PeekInvite { token: "guess".to_owned() }), "link-unknown");
    let joined = join(&mut guest);
    assert_eq!((joined.space, guest.session.person.clone()), (space(), Some(joined.me.person.clone())));
    assert_eq!(owner.refusal(redeem(None)), "link-used");
    assert_eq!(guest.refusal(peek()), "link-used");

    let issue = |person: &PersonId| AccountCall::IssueReset { person: person.clone(), space: space() };
    assert_eq!(guest.refusal(issue(&me.person)), "reset-forbidden");
    let AccountOutcome::Reset(link) = owner.ask(issue(&joined.me.person)) else { panic!() };
    let redeem = |new: &str| AccountCall::RedeemReset {
        token: link.token.clone(),
        new: new.to_owned(),
        device: "tablet".to_owned(),
    };
    let mut tablet = Browser::new(&backend);
    assert_eq!(tablet.refusal(redeem("short")), "weak-password");
    assert_eq!(tablet.me(redeem("quite-another-pass-phrase")).person, joined.me.person);
    assert_eq!(tablet.refusal(redeem("quite-another-pass-phrase")), "link-used");
}

#[test]
fn scopes_follow_the_roles_and_what_one_may_not_is_refused_with_its_reason() {
    let backend = Backend::reference().unwrap();
    let (mut owner, mut guest) = (Browser::new(&backend), Browser::new(&backend));
    owner.me(set_up());
    found(&mut owner);
    join(&mut guest);
    let names = |browser: &mut Browser| match browser.call(&Call::Scopes) {
        Outcome::Scopes(heads) => {
            heads.iter().map(|head| head.scope.audience.to_string()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(names(&mut owner), ["all", "staff", "personal", "private"]);
    assert_eq!(names(&mut guest), ["all", "personal", "private"]);
    let staff = Scope::new(space(), Audience::Staff);
    let pull = Call::Pull { scope: staff.clone(), from: PullFrom::Start, limit: 10 };
    assert_eq!(guest.call(&pull), Outcome::Failed(Failure::Forbidden));

    let good = message(&mut guest, 1);
    let bad =
        guest.create(&staff, "rules-draft", RecordId::derived(&["x"]).as_str(), &json!({ "rules": [] }));
    let results = guest.push(vec![good.clone(), bad.clone()]);
    assert!(
        matches!(results.as_slice(), [PushResult::Done(_), PushResult::Refused(problem)] if !problem.code.is_empty()),
        "{results:?}"
    );
    let alone = guest.push(vec![bad]).remove(0);
    assert_eq!(results.last(), Some(&alone), "alone or in a batch, the answer is the same");
    assert_eq!(guest.push(vec![good]).first(), results.first(), "and sent again");

    let from = PullFrom::Since(Cursor("987654".to_owned()));
    assert_eq!(
        owner.call(&Call::Pull { scope: all(), from, limit: 10 }),
        Outcome::Failed(Failure::CursorGone)
    );
}

#[test]
fn a_poke_names_the_scope_that_changed() {
    let backend = Backend::reference().unwrap();
    let mut owner = Browser::new(&backend);
    owner.me(set_up());
    found(&mut owner);
    let Pokes::Events { url, event } = owner.profile.capabilities().pokes else { panic!() };
    let path = url.strip_prefix(&backend.origin()).unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", backend.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (host, cookie) = (backend.port(), owner.client.cookie_header());
    write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{host}\r\ncookie: {cookie}\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().contains("200"));
    lines.find(|line| line.starts_with(':')).unwrap();

    let write = message(&mut owner, 3);
    owner.push(vec![write]);
    assert!(lines.any(|line| line == format!("event: {event}")));
    let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
    assert_eq!(owner.profile.read_poke(&data), Some(all()));
}
