//! A group on a real server: an owner, a member who joined by an invitation, and their devices.

mod servers;

pub use servers::Server;

use crate::backend::{Backend, StartError};
use crate::device::{Device, write};
use crate::http::Client;
use crate::proxy::Proxy;
use crate::talk;
use crate::talker::Talker;
use dialect::{Profile, Session, SessionChange};
use domain::intent::{self, Desk, NewSpace};
use domain::kinds::{MemberState, Role};
use domain::policy::{Actor, Context, Membership};
use protocol::account::{AccountCall, AccountOutcome, NewAccount, Setup};
use protocol::{Audience, PersonId, RecordId, Scope, SpaceId};
use serde_json::{Value, json};
use std::cell::Cell;

/// The secret of the invitation.
pub const TOKEN: &str = "an invitation's secret of enough letters";

/// A running server with a group on it.
#[derive(Debug)]
pub struct World {
    server: Server,
    backend: Backend,
    /// The network between the devices and the server.
    pub proxy: Proxy,
    /// The group's space.
    pub space: SpaceId,
    owner: PersonId,
    ids: Cell<u8>,
}

impl World {
    /// Starts a server and founds a group. `None`, and a line that says why, where the server is
    /// not to be had on this machine.
    ///
    /// # Panics
    /// Where the server is there and does not do what its profile says.
    pub fn start(server: Server) -> Option<Self> {
        Self::seeded(server, 0)
    }

    /// Starts a server that has so many messages in the space from the beginning, where its store
    /// is a file that can be written beforehand.
    ///
    /// # Panics
    /// As [`Self::start`].
    pub fn seeded(server: Server, messages: usize) -> Option<Self> {
        let space = Self::fresh_space();
        let records: Vec<Value> = (0..messages).map(|n| message(&space, n)).collect();
        let backend = match server.start(&records) {
            Ok(backend) => backend,
            Err(StartError::Absent(what)) => {
                eprintln!("skipped: {what} is not installed, so {server:?} can't be started");
                return None;
            }
            Err(error) => unwanted(&error.to_string()),
        };
        Some(Self::on(server, backend, space))
    }

    /// The id of a space to be founded.
    pub fn fresh_space() -> SpaceId {
        SpaceId::new(RecordId::timed(talk::wall_ms(), [7; 10]).as_str())
    }

    /// A group to be founded on a server that runs.
    ///
    /// # Panics
    /// Where no port is free.
    pub fn on(server: Server, backend: Backend, space: SpaceId) -> Self {
        let Ok(proxy) = Proxy::start(backend.port()) else { unwanted("no free port") };
        Self { server, backend, proxy, space, owner: PersonId::from(""), ids: Cell::new(0) }
    }

    /// The profile, pointed at the server, directly or through the proxy.
    pub fn profile(&self, through_proxy: bool) -> Profile {
        let origin = if through_proxy { self.proxy.origin() } else { self.backend.origin() };
        match Profile::parse(self.server.profile()) {
            Ok(profile) => profile.with_vars([("origin", origin.as_str())]),
            Err(error) => unwanted(&error.to_string()),
        }
    }

    /// Where the server is.
    pub fn origin(&self) -> String {
        self.backend.origin()
    }

    /// `space/audience`.
    pub fn scope(&self, audience: Audience) -> Scope {
        Scope::new(self.space.clone(), audience)
    }

    /// A fresh record id.
    pub fn id(&self) -> RecordId {
        self.ids.set(self.ids.get().wrapping_add(1));
        let random = RecordId::derived(&[self.space.as_str(), &self.ids.get().to_string()]);
        let mut bytes = [0_u8; 10];
        for (to, from) in bytes.iter_mut().zip(random.as_str().bytes().rev()) {
            *to = from;
        }
        RecordId::timed(talk::wall_ms(), bytes)
    }

    /// Sets the server up and founds the space. Gives the owner's first device.
    pub fn found(&mut self) -> Device {
        let setup = AccountCall::Setup(Setup {
            organization: "星河客服".to_owned(),
            locale: "zh-Hans".to_owned(),
            account: account("王芳"),
            device: "laptop".to_owned(),
        });
        let mut device = self.enter(&setup, false, 1);
        self.owner = device.person();
        if let Err(error) = self.server.appoint(&self.backend, "王芳") {
            unwanted(&error.to_string());
        }
        let actor = self.actor(&self.owner, None);
        let typed = NewSpace {
            name: "门店-新人培训".to_owned(),
            purpose: "一起学会接待".to_owned(),
            for_whom: "新入职的同事".to_owned(),
            not_for: String::new(),
            locale: "zh-Hans".to_owned(),
            ..NewSpace::default()
        };
        let profile = intent::Profile { real_name: "王芳".to_owned(), ..intent::Profile::default() };
        let writes = intent::create_space(&actor, talk::wall_ms(), &self.space, &typed, &profile, Vec::new());
        let invitation = intent::invite(
            &self.desk(&self.actor(&self.owner, Some(Role::Owner)), &self.context()),
            self.id(),
            "李雷",
            "",
            &protocol::digest::sha256_hex(TOKEN.as_bytes()),
            talk::wall_ms() + 3_600_000,
        );
        let (Ok(writes), Ok(invitation)) = (writes, invitation) else { unwanted("the intents were refused") };
        device.commit(writes.into_iter().chain(invitation).map(write).collect());
        device.open(&self.scope(Audience::All));
        device.run(60_000);
        device
    }

    /// The invited person joins. Gives their device.
    pub fn join(&self, through_proxy: bool) -> Device {
        let mut device = self.enter(&redeem(TOKEN, "李雷"), through_proxy, 2);
        device.open(&self.scope(Audience::All));
        device.run(60_000);
        device
    }

    /// Another device of a person who has an account.
    pub fn another(&self, login: &str, through_proxy: bool, entropy: u64) -> Device {
        let call = sign_in(login, &account(login).password);
        let mut device = self.enter(&call, through_proxy, entropy);
        device.open(&self.scope(Audience::All));
        device.run(60_000);
        device
    }

    /// Makes an account on PocketBase for somebody who is invited nowhere.
    ///
    /// # Panics
    /// Where it is refused.
    pub fn enroll(&self, login: &str) {
        if let Err(error) = self.backend.enroll_on_pocketbase(login, &account(login).password) {
            unwanted(&error.to_string());
        }
    }

    /// Removes a record on CouchDB behind everybody's back, as its administrator may.
    ///
    /// # Panics
    /// Where it is refused.
    pub fn remove(&self, audience: Audience, id: &RecordId) {
        if let Err(error) = self.backend.remove_on_couchdb(&format!("qunyue-{audience}"), id.as_str()) {
            unwanted(&error.to_string());
        }
    }

    /// Somebody with an account who speaks to the server without an engine.
    pub fn talker(&self, login: &str, device: &str) -> Talker {
        let (client, profile, session) = self.admit(&sign_in(login, &account(login).password), false);
        Talker::new(client, profile, session, device)
    }

    /// The device's person chooses a new password, which ends their other sessions. `false` where
    /// the server has no passwords.
    pub fn change_password(&self, device: &mut Device, login: &str, new: &str) -> bool {
        let (old, new) = (account(login).password, new.to_owned());
        match device.ask(&AccountCall::ChangePassword { old, new }) {
            None => false,
            Some(AccountOutcome::Done) => true,
            other => unwanted(&format!("the password could not be changed: {other:?}")),
        }
    }

    /// Signs the device's person in again, after their session ended.
    pub fn sign_in_again(&self, device: &mut Device, login: &str, password: &str) {
        match device.ask(&sign_in(login, password)) {
            Some(AccountOutcome::Me(_)) => device.resume(),
            other => unwanted(&format!("signing in again brought {other:?}")),
        }
    }

    /// A message by the device's person.
    pub fn say(&self, device: &mut Device, text: &str) -> RecordId {
        let role = if device.person() == self.owner { Role::Owner } else { Role::Member };
        let actor = self.actor(&device.person(), Some(role));
        let context = self.context();
        let id = self.id();
        let Ok(writes) = intent::post_message(&self.desk(&actor, &context), id.clone(), text.into()) else {
            unwanted("the message was refused")
        };
        device.commit(writes.into_iter().map(write).collect());
        id
    }

    /// The messages that a device shows, sorted by text.
    pub fn messages(&self, device: &Device) -> Vec<String> {
        let records = device.records(&self.scope(Audience::All), "message");
        let text = |body: Value| body.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut texts: Vec<String> = records.into_iter().map(|(_, body)| text(body)).collect();
        texts.sort();
        texts
    }

    fn enter(&self, call: &AccountCall, through_proxy: bool, entropy: u64) -> Device {
        let (client, profile, session) = self.admit(call, through_proxy);
        Device::start(client, profile, session, entropy)
    }

    fn admit(&self, call: &AccountCall, through_proxy: bool) -> (Client, Profile, Session) {
        let profile = self.profile(through_proxy);
        let origin = if through_proxy { self.proxy.origin() } else { self.backend.origin() };
        let mut client = Client::new(&origin);
        match talk::ask(&mut client, &profile, &Session::default(), call) {
            Some((AccountOutcome::Me(_) | AccountOutcome::Joined(_), SessionChange::Started(session))) => {
                (client, profile, session)
            }
            other => unwanted(&format!("{call:?} brought {other:?}")),
        }
    }

    fn actor(&self, person: &PersonId, role: Option<Role>) -> Actor {
        let membership = role.map(|role| Membership { roles: vec![role], state: MemberState::Active });
        Actor { person: person.clone(), membership, may_found: true }
    }

    fn context(&self) -> Context {
        Context { owner: Some(self.owner.clone()), now_ms: talk::wall_ms(), ..Context::default() }
    }

    fn desk<'a>(&'a self, actor: &'a Actor, context: &'a Context) -> Desk<'a> {
        Desk { space: &self.space, actor, context }
    }
}

/// A message as json-server keeps it.
fn message(space: &SpaceId, n: usize) -> Value {
    json!({
        "id": RecordId::derived(&[space.as_str(), "seed", &n.to_string()]),
        "space": space, "audience": "all", "kind": "message", "author": "somebody", "subject": null,
        "at": 1_700_000_000_000_usize + n, "deleted": false, "w": format!("seed/{n}"),
        "body": { "text": format!("{n:04}"), "sent_at": 1_700_000_000_000_usize + n },
    })
}

fn sign_in(login: &str, password: &str) -> AccountCall {
    let (login, password) = (login.to_owned(), password.to_owned());
    AccountCall::SignIn { login, password, device: "tablet".to_owned() }
}

/// Accepting the invitation `token` with a new account of that name.
pub fn redeem(token: &str, login: &str) -> AccountCall {
    let (token, device) = (token.to_owned(), "phone".to_owned());
    AccountCall::RedeemInvite { token, account: Some(account(login)), form: Default::default(), device }
}

fn account(login: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        real_name: login.to_owned(),
        dept: "客服部".to_owned(),
        post: "专员".to_owned(),
        password: "horse-battery-staple-9".to_owned(),
    }
}

#[expect(clippy::panic, reason = "a world that can't be made fails the test")]
fn unwanted(what: &str) -> ! {
    panic!("{what}")
}
