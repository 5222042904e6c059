//! From a screen's write to the backend.

use crate::world::{Net, World, body, create, delete, private, scope, update};
use protocol::{MutationState, Record, Rev};
use sync::{Event, Place, Resolution, Standing};

#[test]
fn a_write_is_durable_then_sent_then_the_base() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    let ticket = world.commit(tab, vec![create(&scope(), "a", r#"{"t":"早"}"#)]);
    world.settle();
    assert_eq!(world.tab(tab).committed[&ticket].as_ref().unwrap().len(), 1);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":"早"}"#);
    let id = "a".into();
    let visible = world.engine(tab).visible(&scope(), &id).unwrap();
    assert_eq!((visible.standing, visible.at), (Standing::Synced, 1_001));
    assert!(world.engine(tab).outbox().is_empty());
    let kinds: Vec<_> =
        world.engine(tab).records(&scope(), &"message".into()).map(|v| v.head.id.clone()).collect();
    assert_eq!(kinds, ["a".into()]);
}

#[test]
fn writes_made_offline_are_shown_at_once_and_arrive_in_order() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.net = Net::Down;
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.commit(tab, vec![create(&scope(), "b", r#"{"t":3}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":2}"#, r#"{"t":4}"#), delete(&scope(), "b")]);
    world.pass(60_000);
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":4}"#);
    assert_eq!(world.shown(tab, &scope(), "b"), None);
    assert_eq!(world.engine(tab).status().waiting, 5);
    world.net = Net::Up;
    world.pass(10 * 60_000);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":4}"#);
    assert_eq!(world.served(&scope(), "b"), None);
    assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
    let of_a = world.server.effects.iter().filter(|(_, id)| id.as_str() == "a").map(|(mid, _)| mid.n);
    assert!(of_a.is_sorted());
}

#[test]
fn a_lost_answer_does_not_write_twice() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Deaf;
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    assert_eq!(world.engine(tab).outbox()[0].place, Place::Unknown);
    world.net = Net::Up;
    world.pass(10 * 60_000);
    assert_eq!(world.server.effects.len(), 1);
    assert!(world.engine(tab).outbox().is_empty());
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":1}"#);
}

#[test]
fn a_stored_old_answer_does_not_bring_back_an_old_version() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Deaf;
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    let ours = world.server.record(&scope(), &"a".into()).unwrap().clone();
    world.server.write(&scope(), &Record { body: body(r#"{"t":9}"#), ..ours });
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    world.pass(10 * 60_000);
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":9}"#);
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn an_answer_without_a_body_keeps_the_write_on_screen_until_it_is_pulled() {
    let mut world = World::new();
    world.server.terse = true;
    let tab = world.open_tab();
    world.settle();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.settle();
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":2}"#);
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":2}"#);
    assert_eq!(world.disk.all(sync::Store::Log).count(), 0);
}

#[test]
fn a_refused_write_stays_and_holds_up_only_what_rests_on_it() {
    let mut world = World::new();
    world.server.refused.insert("bad".into());
    let tab = world.open_tab();
    let mut child = create(&scope(), "child", r#"{"t":2}"#);
    child.deps.push("bad".into());
    world.commit(tab, vec![create(&scope(), "bad", r#"{"t":1}"#)]);
    world.commit(tab, vec![child]);
    world.commit(tab, vec![create(&scope(), "other", r#"{"t":3}"#)]);
    world.settle();
    assert!(world.served(&scope(), "other").is_some());
    assert!(world.served(&scope(), "child").is_none());
    let places: Vec<Place<'_>> = world.engine(tab).outbox().iter().map(|unsent| unsent.place).collect();
    assert!(
        matches!(places[..], [Place::Refused(problem), Place::Behind(1)] if problem.code == "not-allowed")
    );
    assert!(world.shown(tab, &scope(), "bad").is_some());

    world.server.refused.clear();
    world.tell(tab, Event::Resolve { lsn: 1, how: Resolution::Edit(body(r#"{"t":"good"}"#)) });
    world.settle();
    assert_eq!(world.served(&scope(), "bad").unwrap(), r#"{"t":"good"}"#);
    assert!(world.served(&scope(), "child").is_some());
    assert!(world.engine(tab).outbox().is_empty());
}

fn edited_on_both_sides(theirs: &str, ours: &str) -> (World, usize) {
    let mut world = World::new();
    let tab = world.open_tab();
    let base = r#"{"name":"a","text":"x"}"#;
    world.commit(tab, vec![create(&scope(), "a", base)]);
    world.settle();
    let record = world.server.record(&scope(), &"a".into()).unwrap().clone();
    world.server.write(&scope(), &Record { body: body(theirs), ..record });
    world.commit(tab, vec![update(&scope(), "a", base, ours)]);
    world.settle();
    (world, tab)
}

#[test]
fn edits_of_different_fields_merge() {
    let (world, tab) = edited_on_both_sides(r#"{"name":"b","text":"x"}"#, r#"{"name":"a","text":"y"}"#);
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"name":"b","text":"y"}"#);
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn edits_of_one_field_wait_for_a_person_who_may_insist() {
    let (mut world, tab) = edited_on_both_sides(r#"{"name":"b","text":"z"}"#, r#"{"name":"a","text":"y"}"#);
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"name":"b","text":"z"}"#);
    let lsn = match world.engine(tab).outbox()[..] {
        [unsent] => {
            assert!(matches!(unsent.place, Place::Conflicted(Some(theirs)) if theirs.rev == Rev("2".into())));
            unsent.lsn
        }
        _ => panic!("one conflict"),
    };
    world.tell(tab, Event::Resolve { lsn, how: Resolution::UseMine });
    world.settle();
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"name":"b","text":"y"}"#);
    assert!(world.engine(tab).outbox().is_empty());
    assert_eq!(world.disk.all(sync::Store::Side).count(), 0);
}

#[test]
fn a_deletion_of_what_somebody_edited_waits_for_a_person() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    let record = world.server.record(&scope(), &"a".into()).unwrap().clone();
    world.server.write(&scope(), &Record { body: body(r#"{"t":2}"#), ..record });
    world.commit(tab, vec![delete(&scope(), "a")]);
    world.settle();
    assert_eq!(world.served(&scope(), "a").unwrap(), r#"{"t":2}"#);
    assert_eq!(world.shown(tab, &scope(), "a").unwrap(), r#"{"t":2}"#);
    assert!(matches!(world.engine(tab).outbox()[0].mutation.state, MutationState::Conflicted { .. }));
    world.tell(tab, Event::Resolve { lsn: world.engine(tab).outbox()[0].lsn, how: Resolution::Discard });
    world.settle();
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn drafts_do_not_pile_up_while_offline() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Down;
    world.commit(tab, vec![create(&private(), "d", r#"{"t":0}"#)]);
    world.settle();
    for n in 1..50 {
        let (from, to) = (format!(r#"{{"t":{}}}"#, n - 1), format!(r#"{{"t":{n}}}"#));
        world.commit(tab, vec![update(&private(), "d", &from, &to)]);
        world.settle();
    }
    // One that was sent and is of unknown fate, and one that takes all others in.
    assert!(world.engine(tab).outbox().len() <= 2);
    world.net = Net::Up;
    world.pass(10 * 60_000);
    assert_eq!(world.served(&private(), "d").unwrap(), r#"{"t":49}"#);
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn nothing_is_sent_while_another_account_is_signed_in() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.tell(tab, Event::SignedIn("somebody".into()));
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    assert!(world.server.effects.is_empty());
    world.tell(tab, Event::SignedIn("me".into()));
    world.settle();
    assert_eq!(world.server.effects.len(), 1);
}

#[test]
fn a_failing_backend_is_asked_seldom_and_for_ever() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.net = Net::Down;
    world.pass(60 * 60_000);
    world.net = Net::Deaf;
    let before = world.server.calls.len();
    world.pass(60 * 60_000);
    let asked = world.server.calls.len() - before;
    assert!((6..60).contains(&asked), "{asked}");
    world.net = Net::Up;
    world.pass(10 * 60_000);
    assert_eq!(world.server.effects.len(), 1);
}

/// What arrived, in its order.
fn taken(world: &World) -> String {
    world.server.effects.iter().map(|(_, id)| id.as_str()).collect()
}

#[test]
fn new_records_arrive_in_the_order_written_although_the_first_was_lost_alone() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    // The push is lost, and what was asked beside it shows that the backend is there.
    (world.pushes_first, world.lost_pushes) = (true, 1);
    world.tell(tab, Event::Poke(Some(scope())));
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    for id in ["b", "c"] {
        world.commit(tab, vec![create(&scope(), id, r#"{"t":1}"#)]);
    }
    world.commit(tab, vec![create(&private(), "z", r#"{"t":1}"#)]);
    world.settle();
    assert_eq!(taken(&world), "z", "another scope is another line");
    world.pass(60_000);
    assert_eq!(taken(&world), "zabc");
}

#[test]
fn what_fails_for_a_while_keeps_its_turn_and_what_goes_on_failing_loses_it() {
    for (times, expected) in [(3, "abc"), (40, "bca")] {
        let mut world = World::new();
        let tab = world.open_tab();
        world.settle();
        world.server.failing.insert("a".into(), times);
        world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
        world.settle();
        for id in ["b", "c"] {
            world.commit(tab, vec![create(&scope(), id, r#"{"t":1}"#)]);
        }
        world.pass(6 * 60 * 60_000);
        assert_eq!(taken(&world), expected, "{times}");
    }
}

#[test]
fn what_was_not_even_sent_has_not_failed() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Down;
    for (scope, id) in [(private(), "y"), (private(), "z"), (scope(), "a"), (scope(), "b")] {
        world.commit(tab, vec![create(&scope, id, r#"{"t":1}"#)]);
    }
    world.settle();
    world.server.cutting.insert("z".into(), 1);
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    world.settle();
    assert_eq!(taken(&world), "yab", "only the one that the push broke off at waits");
    world.pass(60_000);
    assert_eq!(taken(&world), "yabz");
}

#[test]
fn a_write_that_breaks_every_call_holds_up_the_next_of_its_kind_for_a_while_and_no_others() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.tell(tab, Event::Pokes { open: true });
    world.server.cutting.insert("a".into(), u32::MAX);
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    for (scope, id) in [(scope(), "b"), (scope(), "c"), (private(), "z")] {
        world.commit(tab, vec![create(&scope, id, r#"{"t":1}"#)]);
    }
    world.pass(15_000);
    assert_eq!(taken(&world), "z");
    world.pass(10 * 60_000);
    assert_eq!(taken(&world), "zbc");
    assert_eq!(world.engine(tab).outbox().len(), 1);
}

#[test]
fn new_records_arrive_in_the_order_written_however_long_nobody_could_be_reached() {
    for minutes in 1..30 {
        let mut world = World::new();
        let tab = world.open_tab();
        world.settle();
        world.tell(tab, Event::Visible(false));
        world.net = Net::Down;
        world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
        world.pass(minutes * 60_000);
        for id in ["b", "c", "d", "e"] {
            world.commit(tab, vec![create(&scope(), id, r#"{"t":1}"#)]);
        }
        world.pass(minutes * 11_000);
        world.net = Net::Up;
        world.pass(20 * 60_000);
        assert_eq!(taken(&world), "abcde", "{minutes}");
    }
}

#[test]
fn writes_that_the_backend_paces_go_one_by_one_in_order_and_hold_up_nothing_else() {
    let mut world = World::new();
    world.server.pace = Some((60_000, 0));
    let tab = world.open_tab();
    world.settle();
    world.pass(100_000);
    world.net = Net::Down;
    for id in ["a", "b", "c", "d", "e"] {
        world.commit(tab, vec![create(&scope(), id, r#"{"t":1}"#)]);
    }
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    world.settle();
    assert_eq!(taken(&world), "a");
    let waiting = world.engine(tab).outbox().iter().filter(|unsent| unsent.place == Place::Waiting).count();
    assert_eq!(waiting, 4, "none is refused, none is taken for lost");

    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.settle();
    assert_eq!(taken(&world), "aa", "an edit is no new message");
    for expected in ["aab", "aabc", "aabcd", "aabcde"] {
        let before = world.server.calls.iter().filter(|call| **call == "push").count();
        world.pass(60_500);
        assert_eq!(taken(&world), expected);
        let pushes = world.server.calls.iter().filter(|call| **call == "push").count() - before;
        assert!(pushes <= 3, "{pushes} pushes for one message");
    }
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn what_the_backend_paces_in_one_queue_holds_up_no_other() {
    let mut world = World::new();
    world.server.pace = Some((60_000, 0));
    world.server.paces_only = Some("slow");
    let tab = world.open_tab();
    world.settle();
    world.pass(100_000);
    for (id, queue) in [("a", "slow"), ("b", "slow"), ("c", "quick"), ("d", "slow"), ("e", "quick")] {
        world.commit(tab, vec![create(&scope(), id, &format!(r#"{{"queue":"{queue}","t":1}}"#))]);
    }
    world.settle();
    let taken = |world: &World| {
        let ids = world.server.effects.iter().map(|(_, id)| id.as_str().to_owned());
        ids.collect::<Vec<_>>().join("")
    };
    assert_eq!(taken(&world), "ace");
    world.pass(60_500);
    assert_eq!(taken(&world), "aceb");
    world.commit(tab, vec![create(&scope(), "f", r#"{"queue":"quick","t":1}"#)]);
    world.settle();
    assert_eq!(taken(&world), "acebf");
    world.pass(60_500);
    assert_eq!(taken(&world), "acebfd");
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn a_person_who_asks_anew_is_told_anew() {
    let mut world = World::new();
    world.server.pace = Some((3_600_000, 0));
    let tab = world.open_tab();
    world.settle();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    assert!(world.served(&scope(), "a").is_none());
    world.server.pace = None;
    world.tell(tab, Event::NetHint { online: true });
    world.settle();
    assert!(world.served(&scope(), "a").is_some());
}
