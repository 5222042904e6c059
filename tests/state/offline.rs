//! Without a network: start, write, close, start again, a second tab, sign out.

use crate::app::{Somebody, Tab, until};
use domain::intent::NewSpace;
use domain::kinds::{Binds, Rule, RuleKind};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::{Audience, SpaceId};
use qunyue::platform::storage;
use qunyue::state::{Composer, Fate, Posting, SignedOut, Standing, Trouble, Unsent, Waiting, Weakness};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

async fn found(tab: &Tab) -> SpaceId {
    let about = NewSpace {
        name: "生产部-培训".to_owned(),
        purpose: "一起学习".to_owned(),
        for_whom: "生产部".to_owned(),
        not_for: String::new(),
        locale: "zh-Hans".to_owned(),
        ..NewSpace::default()
    };
    tab.spaces().found(about, Vec::new()).await.unwrap()
}

fn texts(tab: &Tab, space: qunyue::state::Space) -> Vec<String> {
    tab.see(|| space.stream().rows().all().iter().map(|row| row.body.text.clone()).collect())
}

fn outbox(tab: &Tab) -> Arc<Vec<Waiting>> {
    tab.see(|| tab.engine().outbox().get())
}

fn draft(tab: &Tab, space: qunyue::state::Space) -> String {
    tab.see(|| space.stream().draft().get())
}

fn rule(text: &str) -> Rule {
    Rule {
        no: 1,
        kind: RuleKind::Must,
        text: text.to_owned(),
        chapter: None,
        binds: Binds::All,
        locked: false,
        extra: Default::default(),
    }
}

#[wasm_bindgen_test]
async fn what_is_written_without_a_network_is_there_after_a_new_start() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    space.post(Posting::draft("早上好")).await.unwrap();
    until("the message is shown", || texts(&tab, space) == ["早上好"]).await;
    let row = tab.see(|| space.stream().rows().all().remove(0));
    assert_eq!(row.pending.as_ref().map(|pending| pending.fate.clone()), Some(Fate::Queued));
    let status = tab.see(|| tab.engine().status().get());
    assert_eq!((status.waiting, status.refused, status.unkept), (3, 0, false));
    tab.close();

    let again = Tab::open().await;
    let space = again.space(&id).await;
    until("the message is still shown", || texts(&again, space) == ["早上好"]).await;
    assert_eq!(outbox(&again).len(), 3);
    let about = again.see(|| space.about().get()).unwrap();
    assert_eq!((about.body.name.as_str(), about.author()), ("生产部-培训", &somebody.me.person));
    again.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn two_tabs_show_the_same_and_write_one_log() {
    let somebody = Somebody::new();
    let (one, other) = (Tab::open().await, Tab::open().await);
    let id = found(&one).await;
    let (here, there) = (one.space(&id).await, other.space(&id).await);
    here.post(Posting::draft("一")).await.unwrap();
    until("the other tab shows it", || texts(&other, there) == ["一"]).await;
    there.post(Posting::draft("二")).await.unwrap();
    until("the first tab shows both", || texts(&one, here) == ["一", "二"]).await;
    let lsns = |tab: &Tab| outbox(tab).iter().map(|waiting| waiting.lsn).collect::<Vec<_>>();
    until("both have one outbox", || lsns(&one) == [1, 2, 3, 4] && lsns(&other) == [1, 2, 3, 4]).await;
    one.close();
    other.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn published_rules_lock_the_composer_of_who_has_not_confirmed_them() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    let composer = || tab.see(|| space.composer().get());
    until("no rules bind", || composer() == Composer::Open).await;
    let refused = space.publish_rules(String::new(), 72, Vec::new()).await.unwrap_err();
    assert_eq!(refused.code(), Some("nothing-to-publish"));
    space.save_rules_draft(vec![rule("发言前先想")], None).await.unwrap();
    space.publish_rules("开始".to_owned(), 72, Vec::new()).await.unwrap();
    until("the rules bind", || tab.see(|| space.rules().get().is_some())).await;
    // Publishing confirms: the owner has signed every word.
    until("the publisher has confirmed", || tab.see(|| space.ack().get().is_some())).await;
    until("the owner posts", || composer() == Composer::Open).await;
    tab.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn a_draft_survives_and_a_post_empties_it() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    space.keep_draft("写了一".to_owned());
    space.keep_draft("写了一半".to_owned());
    until("typing rested", || outbox(&tab).len() == 3).await;
    tab.close();

    let again = Tab::open().await;
    let space = again.space(&id).await;
    until("the draft is back", || draft(&again, space) == "写了一半").await;
    space.post(Posting::draft("写了一半，写完了")).await.unwrap();
    until("the draft is empty", || draft(&again, space).is_empty()).await;
    again.close();

    let last = Tab::open().await;
    let space = last.space(&id).await;
    until("the message is shown", || texts(&last, space).len() == 1).await;
    assert_eq!(draft(&last, space), "");
    last.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn what_waits_is_counted_as_its_writer_would() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    let founded = tab.see(|| tab.engine().status().get()).waiting;
    space.keep_draft("早".to_owned());
    until("a draft counts", || tab.see(|| tab.engine().status().get()).waiting == founded + 1).await;
    space.post(Posting::draft("早上好")).await.unwrap();
    let waiting = || tab.see(|| tab.engine().status().get()).waiting;
    until("the message counts, and its emptied draft does not", || waiting() == founded + 1).await;
    assert_eq!(outbox(&tab).len(), founded + 1);
    tab.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn a_device_that_was_locked_opens_nothing_and_says_how_much_waits() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    found(&tab).await;
    until("the note beside the database is written", || somebody.noted_unsent() == Some(2)).await;
    tab.close();

    somebody.lock();
    let locked = Tab::open_locked().await;
    let standing = locked.see(|| locked.session().standing().get());
    assert!(matches!(&standing, Standing::Locked { me, unsent: 2 } if me.person == somebody.me.person));
    assert_eq!(outbox(&locked).len(), 0);
    assert_eq!(locked.session().known_login().as_deref(), Some("李雷"));
    locked.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn where_everybody_reads_everything_drafts_and_positions_stay_on_this_device() {
    let somebody = Somebody::on("json-server");
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    space.keep_draft("只给自己看".to_owned());
    TimeoutFuture::new(1_000).await;
    assert_eq!(outbox(&tab).len(), 2);
    tab.close();

    let again = Tab::open().await;
    let space = again.space(&id).await;
    until("the draft is back", || draft(&again, space) == "只给自己看").await;
    space.post(Posting::draft("大家都看")).await.unwrap();
    assert!(outbox(&again).iter().all(|waiting| waiting.head.scope.audience == Audience::All));
    assert_eq!(draft(&again, space), "");
    again.session().sign_out(Unsent::Discard).await.unwrap();
    assert_eq!(storage::pref_keys("qunyue.keepsake."), [""; 0]);
    again.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn signing_out_asks_before_anything_unsent_is_lost() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    found(&tab).await;
    let session = tab.session();
    match session.sign_out(Unsent::Ask).await.unwrap() {
        SignedOut::Unsent(waiting) => assert_eq!(waiting.len(), 2),
        other => unreachable!("{other:?}"),
    }
    assert!(matches!(tab.see(|| session.standing().get()), Standing::SignedIn(_)));
    assert!(matches!(session.sign_out(Unsent::Discard).await, Ok(SignedOut::Done | SignedOut::HereOnly)));
    assert_eq!(tab.see(|| session.standing().get()), Standing::SignedOut);
    assert_eq!(tab.engine().submit(Vec::new()).await.map(|saved| saved.0), Ok(Vec::new()));
    let refused = tab.spaces().found(NewSpace::default(), Vec::new()).await;
    assert_eq!(refused, Err(Trouble::SignedOut));
    tab.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn an_empty_message_is_refused_with_its_reason_and_keeps_nothing() {
    let somebody = Somebody::new();
    let tab = Tab::open().await;
    let id = found(&tab).await;
    let space = tab.space(&id).await;
    let refused = space.post(Posting::draft("  ")).await.unwrap_err();
    assert_eq!(refused.code(), Some("empty"));
    assert_eq!(outbox(&tab).len(), 2);
    tab.close();
    somebody.forget().await;
}

#[wasm_bindgen_test]
async fn a_weak_backend_says_what_it_cannot_do() {
    let somebody = Somebody::on("json-server");
    let tab = Tab::open().await;
    let weak = tab.see(|| tab.backend().weaknesses().get());
    assert!(weak.contains(&Weakness::AnyoneIsAnyone) && weak.contains(&Weakness::ReadsEverything));
    assert!(!tab.see(|| tab.backend().has_accounts().get()));
    tab.close();
    somebody.forget().await;
}
