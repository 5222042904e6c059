//! Each deed of the story as the intent that a screen would call for it.

use super::{Cue, Stage};
use crate::demo::props::POLICY;
use crate::demo::script::{Act, Announcement, Say};
use crate::demo::slip;
use crate::join::Shown;
use crate::measures;
use crate::secret::hash_of;
use crate::store::spaces;
use crate::trouble::Trouble;
use domain::channels;
use domain::guard::{self, Post};
use domain::intent::{self, Decision, HandIn, NewMeasure, NewNotice, NewPost};
use domain::kinds::{self, Guards, KnownKind, MeasureKind, Mentions, Role};
use domain::limits::{GRACE_DEFAULT_HOURS, INVITE_DEFAULT_MS};
use domain::mention;
use domain::policy::Before;
use protocol::account::JoinForm;
use protocol::{PersonId, RecordId};

impl Stage<'_, '_, '_> {
    /// Does what the cue says.
    pub(super) fn perform(&mut self, cue: &Cue<'_>) -> Result<(), Trouble> {
        let (me, text) = (cue.part.person(), self.words(&cue.beat.text));
        match &cue.beat.act {
            Act::Nothing => self.say(&me, &Say::default(), &text),
            Act::Say(say) => self.say(&me, say, &text),
            Act::Edit(name) => self.edit(&me, name, &text),
            Act::Recall(name) => {
                let post = self.find(KnownKind::Message, &self.named(name)?)?;
                self.act(&me, |desk| intent::recall_message(desk, Before::from(&post)))
            }
            Act::HandIn(name) => self.hand_in(&me, name, &text),
            Act::Release(name) => self.decide(&me, name, Decision::Release),
            Act::Return(name) => self.decide(&me, name, Decision::Return(text)),
            Act::Announce(new) => self.announce(&me, new, &text),
            Act::Remind(name) => {
                let notice = self.find(KnownKind::Notice, &self.named(name)?)?;
                self.act(&me, |desk| intent::remind_of_notice(desk, Before::from(&notice)))
            }
            Act::Confirm(name) => {
                let notice = self.named(name)?;
                self.act(&me, |desk| intent::confirm_notice(desk, &notice))
            }
            Act::Note(name) => {
                let notice = self.named(name)?;
                self.act(&me, |desk| intent::see_notice(desk, &notice))
            }
            Act::Read(name) => self.read_up_to(&me, name),
            Act::Join => self.join(cue, &me),
            Act::Ack(version) => self.confirm_rules(&me, *version),
            Act::Publish(version) => self.publish(&me, *version),
            Act::Hide(name, rule) => self.hide(&me, name, *rule, text),
            Act::Warn(name, rule) => {
                let about = self.cast.part(name)?.person();
                self.measure(&me, &about, MeasureKind::Warned, (*rule, None), text)
            }
            Act::Draft => self.act(&me, |desk| intent::save_draft(desk, None, &text)),
        }
    }

    fn say(&mut self, me: &PersonId, say: &Say, text: &str) -> Result<(), Trouble> {
        let id = self.fresh_id("message");
        let (text, why) = match say.again {
            true => parts(text),
            false => (text, ""),
        };
        let post = NewPost {
            text,
            reply_to: say.answers.as_ref().map(|name| self.named(name)).transpose()?,
            mentions: self.mentions(text),
            again: say.again.then_some(why),
            ..NewPost::default()
        };
        let said = self.act(me, |desk| intent::post_message(desk, id.clone(), post));
        match (said, &say.refused) {
            (Err(Trouble::Refused(refusal)), Some(code)) if refusal.problem.code == *code => Ok(()),
            (said, Some(code)) => Err(slip(format!("it was to be refused as {code}, not {said:?}"))),
            (said, None) => {
                if let Some(name) = &say.name {
                    self.name(name, &id);
                }
                said
            }
        }
    }

    fn edit(&mut self, me: &PersonId, name: &str, text: &str) -> Result<(), Trouble> {
        let post = self.find(KnownKind::Message, &self.named(name)?)?;
        let mentions = self.mentions(text);
        self.act(me, |desk| intent::edit_message(desk, Before::from(&post), text, mentions))
    }

    /// Hands in what the guards set aside, and names the rules by which they do.
    fn hand_in(&mut self, me: &PersonId, name: &str, text: &str) -> Result<(), Trouble> {
        let (text, plea) = parts(text);
        let guards = self.find(KnownKind::Guards, &kinds::guards_id(&self.space))?;
        let guards: Guards = guards.body.read().map_err(slip)?;
        let watch = guard::Watch { guards: guards.guards, ..guard::Watch::default() };
        let general = channels::home(&self.space, None);
        let found = guard::judge(&Post::new(text, &general), &watch, self.turn.now());
        let message = self.fresh_id("message");
        self.name(name, &message);
        let post = HandIn {
            text: text.to_owned(),
            mentions: self.mentions(text),
            rules: found.iter().map(|finding| finding.rule).collect(),
            plea: plea.to_owned(),
            ..HandIn::default()
        };
        if post.rules.is_empty() {
            return Err(slip("no guard sets this aside"));
        }
        self.act(me, |desk| intent::hand_in(desk, message, post))
    }

    fn decide(&mut self, me: &PersonId, name: &str, decision: Decision) -> Result<(), Trouble> {
        let id = kinds::held_id(&self.space, &self.named(name)?);
        let held = self.find(KnownKind::Held, &id)?;
        self.act(me, |desk| intent::decide_held(desk, Before::from(&held), decision))
    }

    fn announce(&mut self, me: &PersonId, new: &Announcement, text: &str) -> Result<(), Trouble> {
        let id = self.fresh_id("notice");
        self.name(&new.name, &id);
        let (title, rest) = parts(text);
        let notice = NewNotice {
            importance: new.importance.clone(),
            title: title.to_owned(),
            text: rest.to_owned(),
            schedule: Vec::new(),
            confirm: new.confirm,
            expires_at: new.until.map(|until| self.calendar.at(until)),
        };
        self.act(me, |desk| intent::publish_notice(desk, id, &notice))
    }

    fn read_up_to(&mut self, me: &PersonId, name: &str) -> Result<(), Trouble> {
        let post = self.find(KnownKind::Message, &self.named(name)?)?;
        let id = kinds::read_id(&self.space, me);
        let before = self.look_up(KnownKind::Read.audience(), &id)?;
        self.act(me, |desk| intent::mark_read(desk, before.as_ref().map(Before::from), post.at, post.head.id))
    }

    /// The owner invites, the person accepts, and the owner gives them their role.
    fn join(&mut self, cue: &Cue<'_>, me: &PersonId) -> Result<(), Trouble> {
        let owner = self.cast.owner()?.person();
        let token_hash = hash_of(&format!("demo {me}"));
        let (id, until) = (self.fresh_id("invite"), self.turn.now().saturating_add(INVITE_DEFAULT_MS));
        let name = cue.part.real_name();
        self.act(&owner, |desk| intent::invite(desk, id, name, "", &token_hash, until))?;
        Shown::find(self.turn.connection(), &token_hash)?
            .accept(self.turn, me, &JoinForm::default())
            .map(drop)?;
        let Some(role) = &cue.part.role else { return Ok(()) };
        let member = self.find(KnownKind::Member, &kinds::member_id(&self.space, me))?;
        let roles = match role {
            Role::Observer => vec![Role::Observer],
            role => intent::with_role(&[Role::Member], role, true),
        };
        self.act(&owner, |desk| intent::change_roles(desk, Before::from(&member), roles))
    }

    fn confirm_rules(&mut self, me: &PersonId, version: u32) -> Result<(), Trouble> {
        let published = spaces::published(self.turn.connection(), &self.space)?;
        let edition = published.into_iter().find(|edition| edition.rules.version == version);
        let edition = edition.ok_or_else(|| slip(format!("version {version} is not published")))?;
        self.act(me, |desk| intent::confirm_rules(desk, &edition.rules))
    }

    /// Drafts and publishes a version. The first one brings the policy with it, and then the guards.
    fn publish(&mut self, me: &PersonId, version: u32) -> Result<(), Trouble> {
        let edition = self.props.edition(version)?.clone();
        let draft = self.look_up(KnownKind::RulesDraft.audience(), &kinds::rules_draft_id(&self.space))?;
        let source = draft.is_none().then_some(POLICY);
        self.act(me, |desk| {
            intent::write_rules_draft(desk, draft.as_ref().map(Before::from), edition.rules(), source)
        })?;
        let binding = kinds::rules_id(&self.space, version.saturating_sub(1));
        let binding = self.look_up(KnownKind::Rules.audience(), &binding)?;
        let guards = self.look_up(KnownKind::Guards.audience(), &kinds::guards_id(&self.space))?;
        let enforced = binding.as_ref().zip(guards.as_ref());
        let enforced = enforced.map(|(rules, guards)| intent::Enforced {
            rules: Before::from(rules),
            guards: Before::from(guards),
        });
        self.act(me, |desk| {
            let said = intent::Version { reason: &edition.reason, grace_hours: GRACE_DEFAULT_HOURS, source };
            intent::publish_rules(desk, edition.rules(), &said, enforced, &[])
        })?;
        if guards.is_some() {
            return Ok(());
        }
        let guards = self.props.guards.clone();
        self.act(me, |desk| intent::set_guards(desk, None, guards))
    }

    fn hide(&mut self, me: &PersonId, name: &str, rule: u32, reason: String) -> Result<(), Trouble> {
        let post = self.find(KnownKind::Message, &self.named(name)?)?;
        let (about, id) = (post.head.author, post.head.id);
        self.measure(me, &about, MeasureKind::Hidden, (rule, Some(id)), reason)
    }

    fn measure(
        &mut self,
        me: &PersonId,
        about: &PersonId,
        kind: MeasureKind,
        (rule, message): (u32, Option<RecordId>),
        reason: String,
    ) -> Result<(), Trouble> {
        let member = self.find(KnownKind::Member, &kinds::member_id(&self.space, about))?;
        let case = measures::of_person(self.turn.connection(), &self.space, about, message.as_ref())?;
        let published = spaces::published(self.turn.connection(), &self.space)?;
        let version = published.iter().map(|edition| edition.rules.version).max();
        let rule = version.map(|version| (rule, version));
        let new = NewMeasure { kind, rule, reason, message, minutes: None };
        let id = self.fresh_id("measure");
        self.act_about(me, case, |desk| intent::take_measure(desk, id, about, Before::from(&member), &new))
    }

    /// Whom the words name.
    fn mentions(&self, text: &str) -> Mentions {
        let people: Vec<(PersonId, &str)> =
            self.cast.all().iter().map(|part| (part.person(), part.real_name())).collect();
        mention::named(text, people.iter().map(|(person, name)| (person, *name)))
    }
}

/// The words before and after `//`.
fn parts(text: &str) -> (&str, &str) {
    text.split_once(" // ").unwrap_or((text, ""))
}
