//! Who asks: one of each sort, in a space that is the same for every cell.

use crate::host::{Answer, Browser, DAY, Host, MINUTE, sign_in};
use crate::space::{
    announce, change, confirm, confirm_of, confirm_path, draft_path, found, held, join, make_invite, measure,
    member, member_path, post, publish, report, rules, rules_draft_path, setup,
};
use serde_json::{Value, json};
use std::sync::atomic::AtomicU64;
use tempfile::TempDir;

/// The columns of the table.
pub(crate) const WHO: [&str; 12] = [
    "owner", "admin", "train", "memb", "unconf", "muted", "susp", "obser", "remov", "other", "nobody",
    "expired",
];

/// The space and its people, at rest: each cell works on a copy.
pub(crate) struct Cast {
    dir: TempDir,
    now: i64,
    browsers: Vec<(String, Browser)>,
    pub(crate) facts: Facts,
}

/// What the deeds refer to.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) space: String,
    /// The path of a message of `memb`, and its version.
    pub(crate) message: (String, String),
    /// The path of a post of `memb` that waits for a decision.
    pub(crate) held: String,
    /// The paths of a measure about `memb` and of the one that removed `remov`; of reports of `memb`'s post and of one of the second
    /// administrator, whose id follows.
    pub(crate) warning: String,
    pub(crate) removal: String,
    pub(crate) report: String,
    pub(crate) owner_report: String,
    pub(crate) second_post: String,
    /// The id of an announcement to confirm, and the path of `memb`'s confirmation of it.
    pub(crate) notice: String,
    pub(crate) confirm: String,
    /// The path of an open invitation.
    pub(crate) invite: String,
    /// A person on whom staff may act, an administrator besides `admin`, and somebody whose
    /// password is known to the deeds.
    pub(crate) target: String,
    pub(crate) second_admin: String,
    pub(crate) stranger: String,
    pub(crate) member: String,
    pub(crate) owner: String,
    pub(crate) session: String,
}

impl Cast {
    pub(crate) async fn assemble() -> Self {
        let host = Host::new();
        let owner = setup(&host).await;
        let space = found(&host, &owner).await;
        let expired = join(&host, &owner, &space, "expired").await;
        // Whoever is to be expired signed in long before everybody else.
        host.pass(70 * DAY);
        let owner_again = Browser::sign_in(&host, "王主任").await;
        let owner = Browser { person: owner.person, ..owner_again };
        publish(&host, &owner, &space, 1).await;
        confirm(&host, &owner, &space, 1).await;

        let elsewhere = found(&host, &owner).await;
        let other = join(&host, &owner, &elsewhere, "other").await;
        let stranger = join(&host, &owner, &elsewhere, "stranger").await;
        let mut browsers = Vec::new();
        for name in
            ["admin", "second", "train", "memb", "unconf", "muted", "susp", "obser", "remov", "target"]
        {
            let who = play(&host, &owner, &space, name).await;
            browsers.push((name.to_owned(), who));
        }
        let of = |name: &str| &browsers.iter().find(|(known, _)| known == name).unwrap().1;
        let removal = takes(&host, &owner, &space, of("remov"), "removed", json!({})).await;
        change(&host, &owner, &member_path(&space, &of("remov").person), json!({"state": "removed"}))
            .await
            .expect(200);
        let draft = json!({"kind": "rules-draft", "body": {"rules": rules(2)["rules"]}});
        owner.put(&host, &rules_draft_path(&space), None, draft).await.expect(201);
        let posted = post(&host, of("memb"), &space, "早").await.expect(201);
        let message = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
        let sessions = of("target").get(&host, "/sessions").await.expect(200);
        let posted_id = posted.body["id"].as_str().unwrap();
        let second = post(&host, of("second"), &space, "今晚加班").await.expect(201);
        let second_post = second.body["id"].as_str().unwrap().to_owned();
        let to_owner = Some(owner.person.as_str());
        let notice = announce(&host, &owner, &space, json!({"confirm": true})).await;
        let memb = of("memb");
        let confirmed = confirm_path(&space, &notice, &memb.person);
        memb.put(&host, &confirmed, None, confirm_of(&notice, &memb.person)).await.expect(201);
        let facts = Facts {
            notice,
            confirm: confirmed,
            warning: takes(&host, &owner, &space, of("memb"), "warned", json!({})).await,
            report: reports(&host, &space, of("target"), None, (posted_id, of("memb"))).await,
            owner_report: reports(&host, &space, of("target"), to_owner, (&second_post, of("second"))).await,
            second_post,
            removal,
            held: hand_in(&host, &space, of("memb")).await,
            message: (message, posted.body["rev"].as_str().unwrap().to_owned()),
            invite: make_invite(&host, &owner, &space, "the open invitation").await,
            target: of("target").person.clone(),
            second_admin: of("second").person.clone(),
            stranger: stranger.person,
            member: of("memb").person.clone(),
            owner: owner.person.clone(),
            session: sessions.body["sessions"][0]["id"].as_str().unwrap().to_owned(),
            space,
        };
        browsers.extend([
            ("owner".to_owned(), owner),
            ("other".to_owned(), other),
            ("nobody".to_owned(), Browser::blank()),
            ("expired".to_owned(), expired),
        ]);
        host.pass(MINUTE);
        let now = host.now();
        Self { dir: host.close().await, now, browsers, facts }
    }

    /// A copy of everything, with `who` about to do something.
    pub(crate) fn scene(&self, who: &'static str) -> Scene<'_> {
        let host = Host::of_copy(self.dir.path(), self.now);
        let of = |name: &str, device: &str| {
            let known = &self.browsers.iter().find(|(known, _)| known == name).unwrap().1;
            Browser {
                token: known.token.clone(),
                person: known.person.clone(),
                device: device.to_owned(),
                n: AtomicU64::new(0),
            }
        };
        Scene {
            host,
            actor: of(who, "device"),
            owner: of("owner", "helper"),
            login: login_of(who),
            facts: &self.facts,
        }
    }
}

/// Hands a post in for `who`; gives its path.
async fn hand_in(host: &Host, space: &str, who: &Browser) -> String {
    let (path, body) = held(host, space, &who.person, "代购");
    who.put(host, &path, None, body).await.expect(201);
    path
}

/// Joins as one of the cast.
async fn play(host: &Host, owner: &Browser, space: &str, name: &str) -> Browser {
    let who = join(host, owner, space, name).await;
    if name != "unconf" {
        confirm(host, &who, space, 1).await;
    }
    let fields = match name {
        "admin" | "second" => json!({"roles": ["admin"]}),
        "train" => json!({"roles": ["trainer"]}),
        "obser" => json!({"roles": ["observer"]}),
        "susp" => json!({"state": "suspended"}),
        _ => Value::Null,
    };
    if name == "memb" {
        let draft = json!({"kind": "draft", "subject": who.person, "body": {"text": "草稿"}});
        who.put(host, &draft_path(space, &who.person), None, draft).await.expect(201);
    }
    if name == "muted" {
        takes(host, owner, space, &who, "muted", json!({"minutes": 3 * 24 * 60})).await;
    }
    if fields.is_object() {
        change(host, owner, &member_path(space, &who.person), fields).await.expect(200);
    }
    who
}

/// Takes a measure about `who`; gives its path.
async fn takes(host: &Host, owner: &Browser, space: &str, who: &Browser, kind: &str, more: Value) -> String {
    let (path, body) = measure(host, space, &who.person, kind, more);
    owner.put(host, &path, None, body).await.expect(201);
    path
}

/// `who` reports a post, to the owner alone where that is said; gives the path.
async fn reports(
    host: &Host,
    space: &str,
    who: &Browser,
    owner: Option<&str>,
    (message, author): (&str, &Browser),
) -> String {
    let (path, body) = report(space, (&who.person, owner), message, &author.person);
    who.put(host, &path, None, body).await.expect(201);
    path
}

/// With which name somebody signs in; who has no account lends the owner's.
fn login_of(who: &'static str) -> &'static str {
    if matches!(who, "owner" | "nobody") { "王主任" } else { who }
}

/// A cell about to happen.
pub(crate) struct Scene<'c> {
    pub(crate) host: Host,
    pub(crate) actor: Browser,
    pub(crate) owner: Browser,
    pub(crate) login: &'static str,
    pub(crate) facts: &'c Facts,
}

impl Scene<'_> {
    /// A path below the space's scope of `audience`.
    pub(crate) fn path(&self, audience: &str, id: &str) -> String {
        format!("/records/{}/{audience}/{id}", self.facts.space)
    }

    /// The id of the message of `memb`.
    pub(crate) fn message_id(&self) -> &str {
        self.facts.message.0.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn notice_path(&self) -> String {
        self.path("all", &self.facts.notice)
    }

    pub(crate) fn member_path(&self, person: &str) -> String {
        member_path(&self.facts.space, person)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.actor.get(&self.host, path).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.actor.post(&self.host, path, body).await
    }

    /// The actor makes a record.
    pub(crate) async fn create(&self, path: &str, body: Value) -> Answer {
        self.actor.put(&self.host, path, None, body).await
    }

    /// The actor changes fields of a record, of whose present version they have heard.
    pub(crate) async fn change(&self, path: &str, fields: Value) -> Answer {
        let known = self.owner.get(&self.host, path).await;
        // Who has no membership of their own can only guess.
        let guess =
            json!({"kind": "member", "rev": "1", "body": member(&self.actor.person, "外人", &["member"])});
        let record = if known.status == 200 { known.body } else { guess };
        crate::space::change_from(&self.host, &self.actor, path, &record, fields).await
    }

    /// The actor deletes a record, of whose present version they have heard.
    pub(crate) async fn take_away(&self, path: &str) -> Answer {
        let record = self.owner.get(&self.host, path).await.expect(200).body;
        let tombstone = json!({"kind": record["kind"], "subject": record["subject"], "deleted": true});
        self.actor.put(&self.host, path, record["rev"].as_str(), tombstone).await
    }

    pub(crate) async fn sign_in(&self) -> Answer {
        self.post("/session", sign_in(self.login, crate::host::PASSWORD)).await
    }
}
