//! Changes that a backend took which compares nothing, and that others overwrote without having read
//! them.

use crate::world::{Net, World, body, config, create, delete, scope, update};
use protocol::{Body, MutationState, Record};
use sync::{Config, Event, Resolution};

fn config_of_none(entropy: u64) -> Config {
    Config { keeps_results: false, compare_and_set: false, ..config(entropy) }
}

/// A tab beside a backend that compares nothing and has a record; and that record's lineage.
fn world() -> (World, usize, String) {
    let mut world = World::new();
    world.config = config_of_none;
    (world.server.forgets, world.server.compares_nothing) = (true, true);
    let tab = world.open_tab();
    world.settle();
    world.commit(tab, vec![create(&scope(), "r", r#"{"a":1,"b":1}"#)]);
    world.settle();
    let lineage = world.server.lineage(&scope(), &"r".into());
    assert!(lineage.ends_with("/1"), "{lineage}");
    (world, tab, lineage)
}

/// The change of somebody who had read only what `lineage` names.
fn somebody_overwrites(world: &mut World, lineage: &str, change: impl Fn(Record) -> Record) {
    let record = world.server.record(&scope(), &"r".into()).unwrap().clone();
    world.server.write_upon(&scope(), &change(record), lineage);
}

fn with_body(text: &str) -> impl Fn(Record) -> Record {
    let body: Body = body(text);
    move |record| Record { body: body.clone(), deleted: false, ..record }
}

fn look(world: &mut World, tab: usize) {
    world.tell(tab, Event::Poke(Some(scope())));
    world.pass(10 * 60_000);
}

/// What waits for a person's decision about the record, if that is all that waits.
fn offered(world: &World, tab: usize) -> Option<String> {
    match world.engine(tab).outbox()[..] {
        [one] if matches!(one.mutation.state, MutationState::Conflicted { .. }) => {
            Some(one.mutation.body().map_or_else(|| "deletes".to_owned(), |body| body.as_str().to_owned()))
        }
        _ => None,
    }
}

#[test]
fn what_was_overwritten_unread_is_offered_again() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    assert!(world.engine(tab).outbox().is_empty());
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":3,"b":1}"#));
    look(&mut world, tab);
    assert_eq!(world.shown(tab, &scope(), "r").unwrap(), r#"{"a":3,"b":1}"#);
    assert_eq!(offered(&world, tab).unwrap(), r#"{"a":2,"b":1}"#);
    assert!(world.engine(tab).outbox()[0].was_overwritten());
    let lsn = world.engine(tab).outbox()[0].lsn;
    world.tell(tab, Event::Resolve { lsn, how: Resolution::UseMine });
    world.pass(60_000);
    assert_eq!(world.served(&scope(), "r").unwrap(), r#"{"a":2,"b":1}"#);
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn fields_that_the_other_had_not_changed_come_back_by_themselves() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":1,"b":3}"#));
    look(&mut world, tab);
    assert_eq!(world.served(&scope(), "r").unwrap(), r#"{"a":2,"b":3}"#);
    assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
}

#[test]
fn whoever_had_read_it_may_write_over_it() {
    let (mut world, tab, _) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    let upon = world.server.lineage(&scope(), &"r".into());
    somebody_overwrites(&mut world, &upon, with_body(r#"{"a":3,"b":1}"#));
    look(&mut world, tab);
    assert_eq!(world.shown(tab, &scope(), "r").unwrap(), r#"{"a":3,"b":1}"#);
    assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_change_that_was_never_taken_was_not_overwritten() {
    let (mut world, tab, upon) = world();
    world.net = Net::Down;
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    somebody_overwrites(&mut world, &upon, with_body(r#"{"a":3,"b":1}"#));
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    look(&mut world, tab);
    assert_eq!(offered(&world, tab).unwrap(), r#"{"a":2,"b":1}"#);
    assert!(!world.engine(tab).outbox()[0].was_overwritten());
}

#[test]
fn several_changes_that_were_overwritten_together_are_one() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":2,"b":1}"#, r#"{"a":2,"b":2}"#)]);
    world.settle();
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":3,"b":1}"#));
    look(&mut world, tab);
    assert_eq!(offered(&world, tab).unwrap(), r#"{"a":2,"b":2}"#);
}

#[test]
fn a_deletion_that_was_overwritten_is_offered_again() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![delete(&scope(), "r")]);
    world.settle();
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":3,"b":1}"#));
    look(&mut world, tab);
    assert_eq!(offered(&world, tab).unwrap(), "deletes");
}

#[test]
fn a_tab_that_was_opened_since_knows_of_it() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    world.kill(tab);
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":3,"b":1}"#));
    let tab = world.open_tab();
    look(&mut world, tab);
    assert_eq!(offered(&world, tab).unwrap(), r#"{"a":2,"b":1}"#);
}

#[test]
fn a_later_change_that_waits_takes_it_along() {
    let (mut world, tab, before) = world();
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":1,"b":2}"#)]);
    world.settle();
    world.net = Net::Down;
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":2}"#, r#"{"a":2,"b":2}"#)]);
    world.settle();
    somebody_overwrites(&mut world, &before, with_body(r#"{"a":3,"b":1}"#));
    assert_eq!(world.shown(tab, &scope(), "r").unwrap(), r#"{"a":2,"b":2}"#);
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    look(&mut world, tab);
    assert_eq!(world.shown(tab, &scope(), "r").unwrap(), r#"{"a":3,"b":1}"#);
    assert_eq!(offered(&world, tab).unwrap(), r#"{"a":2,"b":2}"#);
    assert!(world.engine(tab).outbox()[0].was_overwritten());
}

#[test]
fn changes_of_many_records_are_kept_and_not_of_all() {
    let (mut world, tab, _) = world();
    for n in 0..140 {
        let id = format!("r{n}");
        world.commit(tab, vec![create(&scope(), &id, r#"{"a":1}"#)]);
        world.settle();
        world.commit(tab, vec![update(&scope(), &id, r#"{"a":1}"#, r#"{"a":2}"#)]);
        world.settle();
    }
    let kept = world.disk.all(sync::Store::Side).count();
    assert_eq!(kept, 128);
}

#[test]
fn a_change_upon_which_others_wrote_before_its_answer_came_is_done() {
    let (mut world, tab, _) = world();
    world.net = Net::Deaf;
    world.commit(tab, vec![update(&scope(), "r", r#"{"a":1,"b":1}"#, r#"{"a":2,"b":1}"#)]);
    world.settle();
    let upon = world.server.lineage(&scope(), &"r".into());
    somebody_overwrites(&mut world, &upon, with_body(r#"{"a":3,"b":1}"#));
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    look(&mut world, tab);
    assert_eq!(world.shown(tab, &scope(), "r").unwrap(), r#"{"a":3,"b":1}"#);
    assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
}
