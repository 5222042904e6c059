//! Writes that are sent again to a backend that keeps no results: each may have had its effect
//! before, and others may have written since.

use crate::world::{Net, World, body, config, create, delete, head, private, scope, update};
use protocol::{MutationState, Op, Record, Scope};
use sync::visible::MAY_BE_DELETED;
use sync::{Config, Event, Place, Resolution, Store, TxFailure, Unsent, Write};

fn forgetful(entropy: u64) -> Config {
    Config { keeps_results: false, ..config(entropy) }
}

/// A tab beside a backend that keeps no results.
fn world() -> (World, usize) {
    let mut world = World::new();
    world.config = forgetful;
    world.server.forgets = true;
    let tab = world.open_tab();
    world.settle();
    (world, tab)
}

fn draft(op: Op) -> Write {
    Write { head: head(&private(), "draft", "d"), op, deps: Vec::new(), schema: 1 }
}

/// Commits a write that takes effect and of which nobody hears.
fn commit_unheard(world: &mut World, tab: usize, write: Write) {
    world.net = Net::Deaf;
    world.commit(tab, vec![write]);
    world.settle();
}

fn come_back(world: &mut World, tab: usize) {
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    world.pass(10 * 60_000);
}

fn somebody_writes(world: &mut World, scope: &Scope, id: &str, change: impl Fn(Record) -> Record) {
    let record = world.server.record(scope, &id.into()).unwrap().clone();
    world.server.write(scope, &change(record));
}

fn waits_for_a_person(world: &World, tab: usize) -> bool {
    let outbox = world.engine(tab).outbox();
    matches!(outbox[..], [one] if matches!(one.mutation.state, MutationState::Conflicted { .. }))
}

#[test]
fn a_value_that_was_overwritten_since_does_not_come_back_by_itself() {
    let (mut world, tab) = world();
    world.commit(tab, vec![draft(Op::Create(body(r#"{"t":1}"#)))]);
    world.settle();
    let op = Op::Update { body: body(r#"{"t":2}"#), base: body(r#"{"t":1}"#) };
    commit_unheard(&mut world, tab, draft(op));
    somebody_writes(&mut world, &private(), "d", |record| Record { body: body(r#"{"t":3}"#), ..record });
    come_back(&mut world, tab);
    assert_eq!(world.served(&private(), "d").unwrap(), r#"{"t":3}"#);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}

#[test]
fn nor_where_the_refusal_does_not_show_what_is_there() {
    let (mut world, tab) = world();
    world.server.hides_conflicts = true;
    world.commit(tab, vec![draft(Op::Create(body(r#"{"t":1}"#)))]);
    world.settle();
    let op = Op::Update { body: body(r#"{"t":2}"#), base: body(r#"{"t":1}"#) };
    commit_unheard(&mut world, tab, draft(op));
    somebody_writes(&mut world, &private(), "d", |record| Record { body: body(r#"{"t":3}"#), ..record });
    come_back(&mut world, tab);
    assert_eq!(world.served(&private(), "d").unwrap(), r#"{"t":3}"#);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_private_record_that_was_deleted_since_stays_deleted() {
    let (mut world, tab) = world();
    commit_unheard(&mut world, tab, draft(Op::Create(body(r#"{"t":1}"#))));
    somebody_writes(&mut world, &private(), "d", |record| Record { deleted: true, ..record });
    come_back(&mut world, tab);
    assert_eq!(world.served(&private(), "d"), None);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_write_that_nobody_overwrote_is_simply_done() {
    let (mut world, tab) = world();
    commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
    come_back(&mut world, tab);
    assert_eq!(world.server.effects.len(), 1);
    assert!(world.engine(tab).outbox().is_empty());
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":1}"#);
}

#[test]
fn a_creation_that_may_have_come_is_not_sent_again_once_tombstones_may_be_gone() {
    let (mut world, tab) = world();
    commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
    // Somebody deleted it, and the tombstone is gone by now.
    world.server.scopes.get_mut(&scope()).unwrap().clear();
    world.server.horizon = world.server.seq + 1;
    come_back(&mut world, tab);
    assert_eq!(world.served(&scope(), "a"), None);
    assert!(world.shown(tab, &scope(), "a").is_some(), "it goes on showing");
    let outbox = world.engine(tab).outbox();
    assert!(matches!(outbox[0].place, Place::Parked(why) if why.code == MAY_BE_DELETED), "{outbox:?}");
    let lsn = outbox[0].lsn;
    world.tell(tab, Event::Resolve { lsn, how: Resolution::Retry });
    world.settle();
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":1}"#, "a person may want it all the same");
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn where_tombstones_stay_a_creation_that_may_have_come_is_sent_again_and_meets_them() {
    let mut world = World::new();
    world.config = |entropy| Config { tombstones_stay: true, ..forgetful(entropy) };
    world.server.forgets = true;
    let tab = world.open_tab();
    world.settle();
    commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
    somebody_writes(&mut world, &scope(), "a", |record| Record { deleted: true, body: body("{}"), ..record });
    world.lost_pushes = 1;
    world.net = Net::Up;
    world.commit(tab, vec![create(&scope(), "b", r#"{"t":2}"#)]);
    world.server.horizon = world.server.seq + 1;
    come_back(&mut world, tab);
    assert_eq!(world.served(&scope(), "b").unwrap(), r#"{"t":2}"#, "nobody is asked whether it came");
    assert!(world.server.record(&scope(), &"a".into()).unwrap().deleted);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_write_that_was_taken_unseen_does_not_cover_what_a_later_one_meets() {
    let (mut world, tab) = world();
    world.pushes_first = true;
    world.net = Net::Down;
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.settle();
    // The first is taken when it is sent again, and the second without anybody hearing of it.
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    while world.server.effects.is_empty() {
        world.turn();
    }
    world.net = Net::Deaf;
    world.settle();
    assert_eq!(world.server.effects.len(), 2);
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    while world.turn() {
        assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":2}"#);
    }
    assert!(world.engine(tab).outbox().is_empty());
    assert_eq!(world.disk.all(Store::Log).count(), 0);
}

#[test]
fn a_creation_whose_tombstone_was_heard_of_is_not_sent_again_once_that_is_gone() {
    let (mut world, tab) = world();
    commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
    somebody_writes(&mut world, &scope(), "a", |record| Record { deleted: true, body: body("{}"), ..record });
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    let asked = world.server.calls.len();
    while !world.server.calls.iter().skip(asked).any(|call| *call == "pull") {
        world.turn();
    }
    world.server.scopes.get_mut(&scope()).unwrap().clear();
    come_back(&mut world, tab);
    assert_eq!(world.served(&scope(), "a"), None);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_creation_that_may_have_come_waits_where_a_load_from_the_start_does_not_show_it() {
    for is_there in [true, false] {
        let (mut world, tab) = world();
        commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
        if !is_there {
            // Somebody deleted it, and a load from the start tells no tombstones.
            somebody_writes(&mut world, &scope(), "a", |record| Record { deleted: true, ..record });
        }
        // The scope makes room, and is shown again.
        world.tell(tab, Event::Close(scope()));
        world.next_tx_fails = Some(TxFailure::Quota);
        world.commit(tab, vec![draft(Op::Create(body(r#"{"t":2}"#)))]);
        world.settle();
        let asked = world.server.calls.len();
        world.net = Net::Up;
        world.tell(tab, Event::Open(scope()));
        world.tell(tab, Event::NetHint { online: true });
        // By the time it could be sent, the tombstone is gone.
        while !world.server.calls.iter().skip(asked).any(|call| *call == "pull") {
            world.turn();
        }
        if !is_there {
            world.server.scopes.get_mut(&scope()).unwrap().clear();
        }
        world.pass(10 * 60_000);
        assert_eq!(world.served(&scope(), "a").is_some(), is_there);
        assert!(world.shown(tab, &scope(), "a").is_some());
        let outbox = world.engine(tab).outbox();
        assert_eq!(outbox.len(), usize::from(!is_there), "{outbox:?}");
        assert!(
            outbox.iter().all(|one| matches!(one.place, Place::Parked(why) if why.code == MAY_BE_DELETED))
        );
    }
}

#[test]
fn a_creation_of_long_ago_that_a_complete_list_lacks_waits_where_deletions_leave_no_trace() {
    for (hours, waits) in [(1, false), (72, true)] {
        let (mut world, tab) = world();
        world.server.lists = true;
        commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
        // Somebody deleted it, and nothing is left that would tell.
        world.server.scopes.get_mut(&scope()).unwrap().clear();
        world.now += hours * 3_600_000;
        come_back(&mut world, tab);
        assert_eq!(world.served(&scope(), "a").is_none(), waits, "after {hours} hours");
        assert!(world.shown(tab, &scope(), "a").is_some());
        let outbox = world.engine(tab).outbox();
        let is_held =
            |one: &Unsent<'_>| matches!(one.place, Place::Parked(why) if why.code == MAY_BE_DELETED);
        assert_eq!((outbox.len(), outbox.iter().all(is_held)), (usize::from(waits), true), "{outbox:?}");
    }
}

#[test]
fn a_creation_of_long_ago_that_a_complete_list_shows_has_come() {
    let (mut world, tab) = world();
    world.server.lists = true;
    commit_unheard(&mut world, tab, create(&scope(), "a", r#"{"t":1}"#));
    world.now += 72 * 3_600_000;
    come_back(&mut world, tab);
    assert!(world.engine(tab).outbox().is_empty());
    assert_eq!(world.server.effects.len(), 1);
}

#[test]
fn a_deletion_is_not_done_because_its_record_can_not_be_seen() {
    let (mut world, tab) = world();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.net = Net::Down;
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":2}"#, r#"{"t":3}"#)]);
    world.commit(tab, vec![delete(&scope(), "a")]);
    world.settle();
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    while world.server.effects.len() < 2 {
        world.turn();
    }
    world.server.refused.insert("a".into());
    world.server.hidden.insert("a".into());
    world.pass(10 * 60_000);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":2}"#);
    let deletes = world.engine(tab).outbox().iter().any(|unsent| *unsent.op() == Op::Delete);
    assert!(deletes, "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_deletion_that_waits_is_not_done_because_its_record_can_not_be_seen_meanwhile() {
    let (mut world, tab) = world();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.server.refused.insert("bad".into());
    world.server.hidden.insert("a".into());
    world.server.terse = true;
    world.net = Net::Down;
    world.commit(tab, vec![create(&scope(), "bad", r#"{"t":1}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.commit(tab, vec![Write { deps: vec!["bad".into()], ..delete(&scope(), "a") }]);
    world.settle();
    // The change is taken, and looked for in vain, while the deletion waits for something else.
    come_back(&mut world, tab);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":2}"#);
    assert!(world.server.calls.contains(&"read"));
    (world.server.refused, world.server.hidden) = Default::default();
    let lsn = world.engine(tab).outbox()[0].lsn;
    world.tell(tab, Event::Resolve { lsn, how: Resolution::Retry });
    world.pass(60_000);
    assert_eq!(world.served(&scope(), "a"), None);
    assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
}

#[test]
fn what_others_wrote_upon_a_write_that_met_itself_is_not_overwritten_by_the_next() {
    let (mut world, tab) = world();
    world.commit(tab, vec![create(&scope(), "a", r#"{"a":1,"b":1}"#)]);
    world.settle();
    commit_unheard(&mut world, tab, update(&scope(), "a", r#"{"a":1,"b":1}"#, r#"{"a":1,"b":2}"#));
    world.commit(tab, vec![update(&scope(), "a", r#"{"a":1,"b":2}"#, r#"{"a":2,"b":2}"#)]);
    world.settle();
    somebody_writes(&mut world, &scope(), "a", |record| Record { body: body(r#"{"a":3,"b":2}"#), ..record });
    // Nobody looks at it, and a page brings it while the first is on its way again.
    world.tell(tab, Event::Close(scope()));
    world.tell(tab, Event::Poke(Some(scope())));
    come_back(&mut world, tab);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"a":3,"b":2}"#);
    assert!(waits_for_a_person(&world, tab), "{:?}", world.engine(tab).outbox());
}
