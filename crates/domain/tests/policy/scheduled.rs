//! Posts that go at a time.

use crate::world::{HOUR, NOW, World, actor, person, reason, timed};
use domain::intent::{self, Desk, Intended, Later};
use domain::kinds::{KnownKind, Message, Role, Scheduled, ScheduledState, scheduled_id};
use domain::merge::rules_of;
use domain::policy::{Actor, Before, Context};
use domain::refusal::{Reason, Refusal};
use protocol::{Body, Head, Op, RecordId};

fn li() -> Actor {
    actor("li", Some(Role::Member))
}

fn later(due_at: i64) -> Later {
    Later { text: "明天八点开会".to_owned(), due_at, ..Later::default() }
}

/// What `act` makes at `now_ms`.
fn at<T>(
    world: &World,
    now_ms: i64,
    act: impl FnOnce(&Desk<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let context = Context { now_ms, ..world.context.clone() };
    act(&Desk { space: &world.space, actor: &li(), context: &context })
}

fn body_of(op: &Op) -> Body {
    match op {
        Op::Create(body) | Op::Update { body, .. } => body.clone(),
        Op::Delete => panic!("nothing is deleted here"),
    }
}

/// What is scheduled for an hour later, as a record.
struct Waiting(Head, Body);

impl Waiting {
    fn new(world: &World) -> Self {
        let writes = at(world, NOW, |desk| intent::schedule(desk, timed(5), later(NOW + HOUR))).unwrap();
        Self(writes[0].head.clone(), body_of(&writes[0].op))
    }

    fn act(&self, world: &World, now_ms: i64, act: fn(&Desk<'_>, Before<'_>) -> Intended) -> Intended {
        let before = Before { head: &self.0, body: &self.1, at: NOW, deleted: false };
        at(world, now_ms, |desk| act(desk, before))
    }

    /// The same after these writes.
    fn after(&self, writes: &[intent::RecordWrite]) -> Self {
        let own = writes.iter().find(|write| write.head.id == self.0.id).unwrap();
        Self(self.0.clone(), body_of(&own.op))
    }
}

#[test]
fn a_post_is_scheduled_ahead_by_a_year_at_most() {
    let world = World::new();
    let tries =
        |due_at| reason(at(&world, NOW, |desk| intent::schedule(desk, timed(5), later(due_at))).map(drop));
    assert_eq!(tries(NOW + 1), None);
    assert_eq!(tries(NOW + 366 * 24 * HOUR), None);
    for due_at in [NOW - HOUR, NOW, NOW + 366 * 24 * HOUR + 1] {
        assert_eq!(tries(due_at), Some(Reason::WrongTime), "{due_at}");
    }
    let empty = Later { text: " ".to_owned(), ..later(NOW + HOUR) };
    let refused = at(&world, NOW, |desk| intent::schedule(desk, timed(5), empty));
    assert_eq!(reason(refused.map(drop)), Some(Reason::Empty));
}

#[test]
fn two_devices_that_send_it_make_one_message_and_once_sent_it_is_done() {
    let world = World::new();
    let waiting = Waiting::new(&world);
    let send = |now_ms| waiting.act(&world, now_ms, intent::send_scheduled).unwrap();
    let (one, other) = (send(NOW + HOUR), send(NOW + 3 * HOUR));
    assert_eq!((&one[0].head.id, &one[0].head), (&timed(5), &other[0].head));
    let early = send(NOW + 1);
    let message = |writes: &[intent::RecordWrite]| body_of(&writes[0].op);
    assert_eq!(message(&one).read::<Message>().unwrap().sent_at, NOW + HOUR);
    for sent in [message(&other), message(&early)] {
        assert!(!rules_of(&KnownKind::Message.kind()).differ(&message(&one), &sent));
    }
    let sent = waiting.after(&one);
    assert_eq!(sent.1.read::<Scheduled>().unwrap().state, ScheduledState::Sent);
    for act in [intent::send_scheduled, intent::cancel_scheduled] {
        assert_eq!(reason(sent.act(&world, NOW + 2 * HOUR, act).map(drop)), Some(Reason::WrongState));
    }
    let again = world.update(
        &li(),
        &sent.0,
        HOUR,
        &sent.1.read::<Scheduled>().unwrap(),
        &waiting.1.read::<Scheduled>().unwrap(),
    );
    assert_eq!(reason(again), Some(Reason::WrongState), "on the server too");
}

#[test]
fn what_was_taken_back_says_nothing_any_more() {
    let world = World::new();
    let waiting = Waiting::new(&world);
    let cancelled = waiting.after(&waiting.act(&world, NOW, intent::cancel_scheduled).unwrap());
    let scheduled: Scheduled = cancelled.1.read().unwrap();
    assert_eq!((scheduled.state, scheduled.text.as_str()), (ScheduledState::Cancelled, ""));
    assert!(cancelled.act(&world, NOW + HOUR, intent::send_scheduled).is_err());
}

#[test]
fn what_is_judged_is_the_hour_in_which_it_goes_and_a_refusal_can_be_tried_again() {
    let mut world = World::new();
    let waiting = Waiting::new(&world);
    let confirmed = std::mem::take(&mut world.context.confirmed);
    let refusal = waiting.act(&world, NOW + HOUR, intent::send_scheduled).unwrap_err();
    assert_eq!(refusal.reason(), Reason::RulesNotConfirmed);
    let before = Before { head: &waiting.0, body: &waiting.1, at: NOW, deleted: false };
    let noted = at(&world, NOW + HOUR, |desk| intent::refuse_scheduled(desk, before, &refusal)).unwrap();
    let refused = waiting.after(&noted);
    let scheduled: Scheduled = refused.1.read().unwrap();
    assert_eq!(scheduled.refusal.as_deref(), Some("rules-not-confirmed"));
    assert!(!scheduled.is_due(NOW + 9 * HOUR), "it does not try by itself again and again");
    world.context.confirmed = confirmed;
    assert!(refused.act(&world, NOW + 2 * HOUR, intent::send_scheduled).is_ok());
}

#[test]
fn nobody_schedules_for_another_nor_under_another_id() {
    let world = World::new();
    let Waiting(head, body) = Waiting::new(&world);
    let scheduled: Scheduled = body.read().unwrap();
    assert_eq!(head.id, scheduled_id(&world.space, &person("li"), &timed(5)));
    assert_eq!(world.create(&li(), &head, &scheduled), Ok(()));
    assert!(world.create(&actor("wang", Some(Role::Admin)), &head, &scheduled).is_err());
    let elsewhere = Head { id: RecordId::derived(&["elsewhere"]), ..head };
    assert_eq!(reason(world.create(&li(), &elsewhere, &scheduled)), Some(Reason::WrongId));
}
