//! Channels, pins, reactions and the history of edits, as the policy takes them.

use crate::world::{HOUR, NOW, World, actor, person, timed};
use domain::intent::{self, Desk, MoveReason, NewChannel, NewPin, NewPost};
use domain::kinds::{
    Channel, ChannelSort, Earlier, KnownKind, Mentions, Message, Moved, Pin, Reaction, ReactionWord, Role,
    Seen, channel_id, pin_id, reaction_id, seen_id,
};
use domain::limits;
use domain::policy::{Actor, Before, Case, Place, Post};
use domain::refusal::{Reason, Refusal};
use protocol::{Body, Op, RecordId};

impl World {
    fn channel(&self, sort: &ChannelSort) -> RecordId {
        channel_id(&self.space, sort)
    }

    pub(crate) fn reacts(&self, actor: &Actor, whose: &str) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Reaction, reaction_id(&self.space, &timed(9), &person(whose)), whose);
        let said =
            Reaction { message: timed(9), word: Some(ReactionWord::Received), extra: Default::default() };
        self.create(actor, &head, &said)
    }

    pub(crate) fn opens_channel(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Channel, timed(3), actor.person.as_str());
        let channel = Channel { name: "读书".to_owned(), ..Channel::of(ChannelSort::Custom, 70) };
        self.create(actor, &head, &channel)
    }

    pub(crate) fn archives_channel(&self, actor: &Actor) -> Result<(), Refusal> {
        let chat = Channel::of(ChannelSort::Chat, 60);
        let head = self.head(KnownKind::Channel, self.channel(&ChannelSort::Chat), "owner");
        self.update(actor, &head, HOUR, &chat, &Channel { archived: true, ..chat.clone() })
    }

    pub(crate) fn moves(&self, actor: &Actor, author: &str) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), author);
        let moved = Moved::new(actor.person.clone(), None);
        let channel = Some(self.channel(&ChannelSort::Chat));
        let after = Message { channel, moved: Some(moved), ..self.message("早") };
        self.update(actor, &head, 900 * HOUR, &self.message("早"), &after)
    }

    pub(crate) fn pins(&self, actor: &Actor, slot: u8) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Pin, pin_id(&self.space, slot), actor.person.as_str());
        let pin = Pin {
            message: Some(timed(9)),
            label: "课表".to_owned(),
            expires_at: NOW + HOUR,
            ..Pin::empty(slot)
        };
        self.create(actor, &head, &pin)
    }

    pub(crate) fn posts_in(&self, actor: &Actor, sort: ChannelSort) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), actor.person.as_str());
        let channel = Some(self.channel(&sort));
        self.create(actor, &head, &Message { channel, ..self.message("早") })
    }

    pub(crate) fn mutes_channel(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Seen, seen_id(&self.space, &actor.person), actor.person.as_str());
        let muted = vec![self.channel(&ChannelSort::Chat)];
        self.create(actor, &head, &Seen { muted, ..Seen::default() })
    }

    fn desk<T>(&self, actor: &Actor, act: impl FnOnce(&Desk<'_>) -> T) -> T {
        act(&Desk { space: &self.space, actor, context: &self.context })
    }
}

/// What a write leaves.
fn left<T: serde::de::DeserializeOwned>(writes: &[intent::RecordWrite]) -> T {
    match &writes[0].op {
        Op::Create(body) | Op::Update { body, .. } => body.read().unwrap(),
        Op::Delete => panic!("nothing is deleted"),
    }
}

#[test]
fn an_archived_channel_takes_no_message_and_one_that_does_not_exist_neither() {
    let li = actor("li", Some(Role::Member));
    let tried = |place| {
        let mut world = World::new();
        world.context.case = Case { place, ..Case::default() };
        world.posts_in(&li, ChannelSort::Chat).err().map(|refusal| refusal.reason())
    };
    assert_eq!(tried(Place::Open), None);
    assert_eq!(tried(Place::Closed), Some(Reason::ChannelClosed));
    assert_eq!(tried(Place::Missing), Some(Reason::Gone));
}

#[test]
fn the_general_channel_is_renamed_and_never_archived() {
    let world = World::new();
    let owner = actor("owner", Some(Role::Owner));
    let general = |archived| NewChannel { name: " 大厅 ".to_owned(), order: 20, archived };
    let renamed = world.desk(&owner, |desk| intent::change_channel(desk, None, &general(false))).unwrap();
    assert_eq!(left::<Channel>(&renamed).name, "大厅");
    let archived = world.desk(&owner, |desk| intent::change_channel(desk, None, &general(true)));
    assert_eq!(archived.unwrap_err().field(), Some("/archived"));
}

#[test]
fn a_custom_channel_has_a_name_and_each_other_sort_exists_once() {
    let world = World::new();
    let owner = actor("owner", Some(Role::Owner));
    let open = |sort: ChannelSort| {
        world.desk(&owner, |desk| intent::open_channel(desk, sort, timed(4), &NewChannel::default()))
    };
    assert_eq!(open(ChannelSort::Custom).unwrap_err().field(), Some("/name"));
    assert_eq!(open(ChannelSort::Chat).unwrap()[0].head.id, world.channel(&ChannelSort::Chat));
    let head = world.head(KnownKind::Channel, timed(4), "owner");
    let twice = world.create(&owner, &head, &Channel::of(ChannelSort::Chat, 60));
    assert_eq!(twice.unwrap_err().reason(), Reason::WrongId);
}

#[test]
fn moving_a_post_changes_nothing_else_and_tells_who_did() {
    let world = World::new();
    let wang = actor("wang", Some(Role::Admin));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let old = world.message("早");
    let body = Body::of(&old).unwrap();
    let before = Before { head: &head, body: &body, at: NOW - 900 * HOUR, deleted: false };
    let chat = world.channel(&ChannelSort::Chat);
    let writes =
        world.desk(&wang, |desk| intent::move_post(desk, before, &chat, &MoveReason::default())).unwrap();
    let moved: Message = left(&writes);
    assert_eq!((moved.channel.clone(), moved.text.as_str()), (Some(chat), "早"));
    assert_eq!(moved.moved.as_ref().map(|moved| moved.by.clone()), Some(person("wang")));
    let reworded = Message { text: "晚".to_owned(), ..moved.clone() };
    assert_eq!(world.update(&wang, &head, HOUR, &old, &reworded).unwrap_err().reason(), Reason::Immutable);
    let blamed = Moved::new(person("li"), None);
    let blamed = Message { moved: Some(blamed), ..moved.clone() };
    assert_eq!(world.update(&wang, &head, HOUR, &old, &blamed).unwrap_err().field(), Some("/moved"));
    // Back into the general one, which messages don't name.
    let body = Body::of(&moved).unwrap();
    let before = Before { body: &body, ..before };
    let general = world.channel(&ChannelSort::General);
    let back =
        world.desk(&wang, |desk| intent::move_post(desk, before, &general, &MoveReason::default())).unwrap();
    assert_eq!(left::<Message>(&back).channel, None);
}

#[test]
fn a_move_may_name_a_published_rule_and_say_why() {
    let world = World::new();
    let wang = actor("wang", Some(Role::Admin));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let old = world.message("早");
    let body = Body::of(&old).unwrap();
    let before = Before { head: &head, body: &body, at: NOW - HOUR, deleted: false };
    let chat = world.channel(&ChannelSort::Chat);
    let moves = |rule: Option<(u32, u32)>, reason: &str| {
        let why = MoveReason { rule, reason: reason.to_owned() };
        world.desk(&wang, |desk| intent::move_post(desk, before, &chat, &why))
    };
    let moved = left::<Message>(&moves(Some((2, 1)), " 闲聊请到闲聊频道 ").unwrap()).moved.unwrap();
    assert_eq!((moved.rule, moved.version, moved.reason.as_str()), (Some(2), Some(1), "闲聊请到闲聊频道"));
    assert_eq!(moves(Some((2, 9)), "").unwrap_err().reason(), Reason::UnknownRuleVersion);
    assert_eq!(moves(Some((0, 1)), "").unwrap_err().field(), Some("/moved/rule"));
    assert_eq!(moves(None, &"长".repeat(501)).unwrap_err().reason(), Reason::TooLong);
}

#[test]
fn what_a_message_said_before_stays_to_be_read_within_bounds() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let edit = |message: &Message, text: &str| {
        let body = Body::of(message).unwrap();
        let before = Before { head: &head, body: &body, at: NOW - HOUR, deleted: false };
        world.desk(&li, |desk| intent::edit_message(desk, before, text, Mentions::default()))
    };
    let mut message = world.message("一");
    for text in ["二", "三"] {
        message = left(&edit(&message, text).unwrap());
    }
    let said: Vec<_> = message.earlier.iter().map(|earlier| earlier.text.as_str()).collect();
    assert_eq!((said, message.text.as_str()), (vec!["一", "二"], "三"));

    let one = Earlier { text: "一".to_owned(), at: NOW, extra: Default::default() };
    let often = Message { earlier: vec![one; limits::MAX_EDITS], ..message.clone() };
    assert_eq!(edit(&often, "末").unwrap_err().reason(), Reason::EditedOften);
    let long = Earlier { text: "长".repeat(8_000), at: NOW, extra: Default::default() };
    let much = Message { earlier: vec![long; 2], ..message };
    assert_eq!(edit(&much, "末").unwrap_err().reason(), Reason::EditedOften);
}

#[test]
fn nobody_forges_a_past_or_a_move_with_a_new_message() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let forged = Earlier { text: "没说过".to_owned(), at: NOW, extra: Default::default() };
    let past = Message { earlier: vec![forged], ..world.message("早") };
    assert_eq!(world.create(&li, &head, &past).unwrap_err().field(), Some("/earlier"));
    let moved = Moved::new(person("wang"), None);
    let moved = Message { moved: Some(moved), ..world.message("早") };
    assert_eq!(world.create(&li, &head, &moved).unwrap_err().field(), Some("/moved"));
}

#[test]
fn one_word_for_each_person_and_the_same_word_takes_it_back() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let react = |before: Option<&Reaction>, word: ReactionWord| {
        let head = world.head(KnownKind::Reaction, reaction_id(&world.space, &timed(9), &person("li")), "li");
        let body = before.map(|before| Body::of(before).unwrap());
        let before = body.as_ref().map(|body| Before { head: &head, body, at: NOW, deleted: false });
        let writes = world.desk(&li, |desk| intent::react(desk, before, &timed(9), word)).unwrap();
        left::<Reaction>(&writes)
    };
    let received = react(None, ReactionWord::Received);
    let agreed = react(Some(&received), ReactionWord::Agreed);
    assert_eq!(agreed.word, Some(ReactionWord::Agreed));
    assert_eq!(react(Some(&agreed), ReactionWord::Agreed).word, None);
}

#[test]
fn nobody_reacts_to_what_is_hidden_or_gone_with_a_word_of_their_own() {
    let mut world = World::new();
    let li = actor("li", Some(Role::Member));
    for (post, reason) in [
        (Post::Missing, Reason::Gone),
        (Post::Here { author: person("zhao"), is_hidden: true }, Reason::PostHidden),
    ] {
        world.context.case = Case { post, ..Case::default() };
        assert_eq!(world.reacts(&li, "li").unwrap_err().reason(), reason);
    }
    let world = World::new();
    let head = world.head(KnownKind::Reaction, reaction_id(&world.space, &timed(9), &person("li")), "li");
    let word = Some(ReactionWord::from("滚"));
    let said = Reaction { message: timed(9), word, extra: Default::default() };
    assert_eq!(world.create(&li, &head, &said).unwrap_err().field(), Some("/word"));
}

#[test]
fn a_pin_has_a_label_an_end_and_one_of_three_places() {
    let world = World::new();
    let wang = actor("wang", Some(Role::Admin));
    let pin = |slot, label: &str, expires_at| {
        let new = NewPin { message: timed(9), label: label.to_owned(), expires_at };
        world.desk(&wang, |desk| intent::pin_post(desk, None, slot, &new))
    };
    assert!(pin(3, "课表", NOW + HOUR).is_ok());
    assert_eq!(pin(4, "课表", NOW + HOUR).unwrap_err().field(), Some("/slot"));
    assert_eq!(pin(1, " ", NOW + HOUR).unwrap_err().field(), Some("/label"));
    assert_eq!(pin(1, "课表", NOW).unwrap_err().reason(), Reason::BadExpiry);
    let late = NOW + limits::PIN_MAX_MS + 1;
    assert_eq!(pin(1, "课表", late).unwrap_err().reason(), Reason::BadExpiry);

    let pinned: Pin = left(&pin(1, "课表", NOW + HOUR).unwrap());
    assert_eq!(pinned.standing(NOW), Some(&timed(9)));
    assert_eq!(pinned.standing(NOW + HOUR), None);
    let head = world.head(KnownKind::Pin, pin_id(&world.space, 1), "wang");
    let body = Body::of(&pinned).unwrap();
    let before = Before { head: &head, body: &body, at: NOW, deleted: false };
    let emptied: Pin = left(&world.desk(&wang, |desk| intent::unpin_post(desk, before)).unwrap());
    assert_eq!(emptied, Pin::empty(1));
}

#[test]
fn an_answer_names_what_it_answers_and_where_the_talk_began() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let post = |reply_to, thread| {
        let post = NewPost { reply_to, thread, ..NewPost::from("好") };
        world.desk(&li, |desk| intent::post_message(desk, timed(1), post))
    };
    let answer: Message = left(&post(Some(timed(8)), Some(timed(7))).unwrap());
    assert_eq!(answer.root(), Some(&timed(7)));
    // What earlier versions wrote.
    let before: Message = left(&post(Some(timed(8)), None).unwrap());
    assert_eq!(before.root(), Some(&timed(8)));
    assert_eq!(post(None, Some(timed(7))).unwrap_err().field(), Some("/thread"));
}
