//! What happens in the spaces while no page of this app is looked at. The tab that leads listens for all
//! of them; of which record a person is told, [`domain::told`] says alone.

use super::Spaces;
use super::look::Look;
use crate::platform::channel::Channel;
use crate::platform::{clock, lifecycle, notify, task};
use crate::state::engine::board::Watcher;
use crate::state::engine::driver::Driver;
use crate::state::keepsake;
use crate::state::prefs::Prefs;
use domain::kinds::{self, KnownKind, Member, Message, Notice, Rules};
use domain::told::{DAY_MINUTES, Entry, Listener, Matter, Telling, look};
use domain::{channels, mention};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use protocol::{Audience, PersonId, RecordId, Scope, SpaceId};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};
use sync::Visible;

/// What comes together is told together, milliseconds.
const GATHER_MS: u32 = 250;
/// So long the other tabs have to say that somebody looks at them, milliseconds.
const ASK_MS: u64 = 150;
/// What tabs say to one another: whether anybody looks, and that somebody does.
const WHO_LOOKS: u64 = 0;
const I_LOOK: u64 = 1;

/// What a piece of news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsSort {
    /// A message.
    Message,
    /// An announcement.
    Notice,
    /// A version of the rules.
    Rules,
}

/// Something of which the person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The record.
    pub record: RecordId,
    /// Who wrote it, by name.
    pub who: String,
    /// What a message says, what an announcement is about, or which version of the rules it is.
    pub text: String,
    /// What it is.
    pub sort: NewsSort,
    /// Why the person is told.
    pub why: Telling,
}

/// What happened in one space, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulletin {
    /// Which space.
    pub space: SpaceId,
    /// What it is called.
    pub name: String,
    /// What happened.
    pub news: Vec<News>,
}

impl Spaces {
    /// Listens to all spaces as long as the component lives that calls this, and tells of what happens
    /// while nobody looks.
    pub fn listen(self, prefs: Prefs, tell: impl Fn(Bulletin) + 'static) {
        let ears = Rc::new(Ears::new(self, prefs, tell));
        let cards = self.cards();
        let ids = Memo::new(move |_| {
            let cards = cards.read();
            cards.iter().flatten().map(|card| card.id.clone()).collect::<BTreeSet<SpaceId>>()
        });
        let ears = StoredValue::new_local(ears);
        Effect::new(move |_| {
            self.engine.generation().track();
            let ids = ids.get();
            let _ = ears.try_with_value(|ears| ears.attend(&ids));
        });
    }
}

/// Everything that is held while one listens.
struct Ears {
    spaces: Spaces,
    prefs: Prefs,
    tell: Box<dyn Fn(Bulletin)>,
    watchers: RefCell<Vec<Rc<Watcher>>>,
    /// Where tabs ask one another whether anybody looks.
    sight: RefCell<Option<Channel>>,
    /// Whether another tab has said so since it was asked.
    is_seen: Rc<Cell<bool>>,
    /// The spaces in which something changed.
    changed: RefCell<BTreeSet<SpaceId>>,
    soon: RefCell<Option<Timeout>>,
}

impl Ears {
    fn new(spaces: Spaces, prefs: Prefs, tell: impl Fn(Bulletin) + 'static) -> Self {
        Self {
            spaces,
            prefs,
            tell: Box::new(tell),
            watchers: RefCell::default(),
            sight: RefCell::default(),
            is_seen: Rc::default(),
            changed: RefCell::default(),
            soon: RefCell::default(),
        }
    }

    /// Listens to exactly these spaces, on the driver that now runs.
    fn attend(self: &Rc<Self>, ids: &BTreeSet<SpaceId>) {
        self.watchers.borrow_mut().clear();
        let Some(driver) = self.spaces.engine.driver() else {
            self.sight.take();
            return;
        };
        self.sight.replace(Some(self.join(driver.database())));
        for id in ids {
            let (ears, space) = (Rc::downgrade(self), id.clone());
            let scope = Scope::new(id.clone(), Audience::All);
            let watcher = Watcher::new(scope, move |_, _| Self::heard(&ears, &space));
            driver.board().watch(&driver.engine(), &watcher);
            self.watchers.borrow_mut().push(watcher);
        }
    }

    fn join(&self, database: &str) -> Channel {
        let (seen, name) = (Rc::clone(&self.is_seen), ["sight:", database].concat());
        let answer = name.clone();
        Channel::join(&name, move |word| match word {
            WHO_LOOKS if lifecycle::is_visible() => Channel::join(&answer, |_| {}).say(I_LOOK),
            I_LOOK => seen.set(true),
            _ => {}
        })
    }

    fn heard(ears: &Weak<Self>, space: &SpaceId) {
        let Some(this) = ears.upgrade() else { return };
        this.changed.borrow_mut().insert(space.clone());
        if this.soon.borrow().is_some() {
            return;
        }
        let ears = ears.clone();
        let soon = Timeout::new(GATHER_MS, move || {
            if let Some(ears) = ears.upgrade() {
                ears.soon.take();
                task::spawn(async move { ears.look_around().await });
            }
        });
        this.soon.replace(Some(soon));
    }

    async fn look_around(&self) {
        let leads = self.spaces.engine.raw_status().try_get_untracked().is_some_and(|status| status.leader);
        if !leads {
            self.changed.take();
            return;
        }
        let is_watching = self.is_watched().await;
        let changed = self.changed.take();
        let Some(driver) = self.spaces.engine.driver() else { return };
        for space in changed {
            let news = self.look_at(&driver, &space, is_watching).unwrap_or_default();
            if !news.is_empty() && self.may_tell() {
                let name = name_of(&driver, &space);
                (self.tell)(Bulletin { space, name, news });
            }
        }
    }

    fn may_tell(&self) -> bool {
        let is_wanted = self.prefs.told().try_get_untracked() == Some(true);
        is_wanted && notify::permission() == notify::Permission::Granted
    }

    /// Whether anybody looks at a page of this app: this one, or that of another tab.
    async fn is_watched(&self) -> bool {
        if lifecycle::is_visible() {
            return true;
        }
        self.is_seen.set(false);
        if let Some(sight) = &*self.sight.borrow() {
            sight.say(WHO_LOOKS);
        }
        clock::sleep(ASK_MS).await;
        self.is_seen.get() || lifecycle::is_visible()
    }

    /// What is to be told of `space`. It counts as told from then on, also where nothing may be shown.
    fn look_at(&self, driver: &Driver, space: &SpaceId, is_watching: bool) -> Option<Vec<News>> {
        let person = self.spaces.session.me().try_get_untracked()??.person.clone();
        let (database, engine) = (driver.database(), driver.engine());
        let known = keepsake::read(database, space);
        let kept = (!driver.keeps_private()).then(|| known.clone());
        let now_ms = self.spaces.clock.now_ms();
        let here = Look { engine: &engine, space, person: &person, kept, now_ms };
        let (reading, muted, wishes) = (here.reading(), here.muted(), here.wishes());
        let listener = Listener {
            me: &person,
            reading: &reading,
            wishes: &wishes,
            muted: &muted,
            is_watching,
            quiet: self.prefs.quiet().try_get_untracked().flatten(),
            minute: minute_of_day(),
        };
        let (tellings, upto) = look(&listener, known.told.as_ref(), here.entries());
        if upto != known.told {
            keepsake::update(database, space, |kept| kept.told = upto);
        }
        Some(tellings.into_iter().filter_map(|(entry, why)| here.news(&entry, why)).collect())
    }
}

/// The minute of the day on the wall.
fn minute_of_day() -> u16 {
    let minutes = clock::wall_ms().div_euclid(60_000).saturating_add(clock::utc_offset_min().into());
    u16::try_from(minutes.rem_euclid(DAY_MINUTES.into())).unwrap_or_default()
}

fn name_of(driver: &Driver, space: &SpaceId) -> String {
    let engine = driver.engine();
    let about = engine.visible(&Scope::new(space.clone(), Audience::All), &kinds::space_id(space));
    let about = about.and_then(|about| about.body.read::<kinds::Space>().ok());
    about.map(|about| about.name).unwrap_or_default()
}

impl Look<'_> {
    /// All that is in memory and that a person might be told of.
    fn entries(&self) -> Vec<Entry> {
        let said = self.all(Audience::All, KnownKind::Message).filter_map(|row| {
            let message: Message = row.body.read().ok().filter(Message::stands)?;
            let names_me = message.mentions.name(self.person);
            let channel = channels::home(self.space, message.channel.as_ref());
            Some(entry(&row, row.at, Matter::Said { names_me, channel }))
        });
        let announced = self.all(Audience::All, KnownKind::Notice).filter_map(|row| {
            let notice: Notice = row.body.read().ok().filter(|notice: &Notice| notice.stands(self.now_ms))?;
            let matter = Matter::Announced {
                names_me: self.is_named_in(&notice.text),
                importance: notice.importance,
                confirm: notice.confirm,
            };
            // Who is reminded is told once more.
            Some(entry(&row, notice.reminded_at.unwrap_or_default().max(row.at), matter))
        });
        said.chain(announced).chain(self.ruled()).collect()
    }

    /// The binding version of the rules. Who is reminded of it is told once more.
    fn ruled(&self) -> Option<Entry> {
        let row = self.binding()?;
        let about = self.engine.visible(&self.scope(Audience::All), &kinds::space_id(self.space));
        let reminded = about.and_then(|about| about.body.read::<kinds::Space>().ok()?.reminded);
        let version = row.body.read::<Rules>().ok()?.version;
        let at = reminded.filter(|reminded| reminded.version == version).map_or(0, |reminded| reminded.at);
        let confirmed = !self.needs_confirmation();
        Some(entry(&row, at.max(row.at), Matter::Ruled { confirmed }))
    }

    fn is_named_in(&self, text: &str) -> bool {
        if !text.contains(['@', '＠']) {
            return false;
        }
        let members = self.all(Audience::All, KnownKind::Member);
        let members: Vec<Member> = members.filter_map(|row| row.body.read().ok()).collect();
        let people = members.iter().map(|member| (&member.person, member.real_name.as_str()));
        mention::named(text, people).name(self.person)
    }

    fn news(&self, entry: &Entry, why: Telling) -> Option<News> {
        let record = entry.place.1.clone();
        let row = self.engine.visible(&self.scope(Audience::All), &record)?;
        let (sort, text) = match entry.matter {
            Matter::Said { .. } => (NewsSort::Message, row.body.read::<Message>().ok()?.text),
            Matter::Announced { .. } => (NewsSort::Notice, row.body.read::<Notice>().ok()?.title),
            Matter::Ruled { .. } => (NewsSort::Rules, row.body.read::<Rules>().ok()?.version.to_string()),
        };
        Some(News { record, who: self.member_name(&entry.author), text, sort, why })
    }

    fn member_name(&self, person: &PersonId) -> String {
        let id = kinds::member_id(self.space, person);
        let member = self.engine.visible(&self.scope(Audience::All), &id);
        let member = member.and_then(|row| row.body.read::<Member>().ok());
        member.map(|member| member.real_name).unwrap_or_default()
    }
}

fn entry(row: &Visible<'_>, at: i64, matter: Matter) -> Entry {
    Entry { place: (at, row.head.id.clone()), author: row.head.author.clone(), matter }
}
