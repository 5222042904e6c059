//! The announcements of the open space: who has confirmed them, and what is done with them.

use super::Space;
use crate::state::row::{Row, Rows};
use crate::state::trouble::Trouble;
use domain::Refusal;
use domain::intent::{self, Desk, NewNotice};
use domain::kinds::{Confirm, Importance, KnownKind, Member, Notice, confirm_id};
use domain::limits::{REMIND_AGAIN_MS, URGENT_WINDOW_MS};
use domain::policy::{Asked, Case, Context};
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use protocol::{RecordId, order_by_key};
use std::sync::Arc;

/// Who has confirmed an announcement, and who has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeRoll {
    /// Those who have, and when, the latest first.
    pub confirmed: Vec<(Arc<Row<Member>>, i64)>,
    /// Those who have not, in the order of joining.
    pub missing: Vec<Arc<Row<Member>>>,
}

impl Space {
    /// The announcements, oldest first.
    pub fn notices(self) -> Rows<Notice> {
        self.tables().notices.rows().clone()
    }

    /// One announcement, reactively.
    pub fn notice(self, id: RecordId) -> Memo<Option<Arc<Row<Notice>>>> {
        let rows = self.notices();
        Memo::new(move |_| rows.get(&id))
    }

    /// The confirmations that this person may see: one's own, and for staff everybody's.
    pub fn confirms(self) -> Rows<Confirm> {
        self.tables().confirms.rows().clone()
    }

    /// This person's confirmation of an announcement.
    pub fn my_confirm(self, notice: RecordId) -> Memo<Option<Arc<Row<Confirm>>>> {
        let (rows, me, space) = (self.confirms(), self.session.me(), self.id());
        Memo::new(move |_| {
            let person = me.read().as_ref().map(|me| me.person.clone())?;
            rows.get(&confirm_id(&space, &notice, &person))
        })
    }

    /// Who of the members has confirmed an announcement; complete for staff alone. Its author knows
    /// what they wrote.
    pub fn notice_roll(self, notice: RecordId) -> Memo<NoticeRoll> {
        let (members, confirms, row) = (self.members(), self.confirms(), self.notice(notice.clone()));
        let space = self.id();
        Memo::new(move |_| {
            let mut roll = NoticeRoll::default();
            let author = row.read().as_ref().map(|row| row.author().clone());
            let is_asked = |member: &Arc<Row<Member>>| {
                !MEMBERSHIP.is_terminal(&member.body.state) && Some(&member.body.person) != author.as_ref()
            };
            for member in members.all().into_iter().filter(is_asked) {
                match confirms.get(&confirm_id(&space, &notice, &member.body.person)) {
                    Some(confirm) => roll.confirmed.push((member, confirm.at)),
                    None => roll.missing.push(member),
                }
            }
            order_by_key(&mut roll.confirmed, |(_, at)| std::cmp::Reverse(*at));
            roll
        })
    }

    /// Announces something.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is wrong.
    pub async fn announce(self, new: NewNotice) -> Result<RecordId, Trouble> {
        let id = self.new_id()?;
        let case = Case { urgent: self.my_urgent(), ..Case::default() };
        self.intend(|desk, _| {
            let context = Context { case, ..desk.context.clone() };
            intent::publish_notice(&Desk { context: &context, ..*desk }, id.clone(), &new)
        })
        .await?;
        Ok(id)
    }

    /// How many urgent announcements this person has made within a day.
    fn my_urgent(self) -> usize {
        let me = self.session.me().get_untracked().map(|me| me.person.clone());
        let since = self.clock.now_ms().saturating_sub(URGENT_WINDOW_MS);
        let is_counted = |row: &Arc<Row<Notice>>| {
            Some(row.author()) == me.as_ref() && row.at > since && row.body.importance == Importance::Urgent
        };
        untrack(|| self.notices().all().iter().filter(|row| is_counted(row)).count())
    }

    /// Confirms that one has read an announcement.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn confirm_notice(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let notice: Notice = records.need(KnownKind::Notice, &id)?.body.read()?;
            let asks = notice.confirm && notice.withdrawn.is_none();
            let case = Case { asked: if asks { Asked::Yes } else { Asked::No }, ..Case::default() };
            let context = Context { case, ..desk.context.clone() };
            intent::confirm_notice(&Desk { context: &context, ..*desk }, &id)
        })
        .await
    }

    /// Takes note of an announcement, for oneself; nothing where one has. What asks to be confirmed waits
    /// for that, however often it is opened. Judged before this returns.
    pub fn see_notice(self, id: &RecordId) {
        let row = self.notices().row(id);
        let asks = row.is_none_or(|row| row.with_untracked(|row| row.body.confirm || !row.body.wants_note()));
        if asks {
            return;
        }
        if self.noted().with_untracked(|noted| noted.contains(id)) {
            return;
        }
        if self.keep_here(|kept| _ = kept.noted.insert(id.clone())) {
            self.kept.update(|kept| *kept = kept.wrapping_add(1));
            return;
        }
        self.intend_now(|desk, _| intent::see_notice(desk, id));
    }

    /// Reminds those who have not confirmed.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn remind_of_notice(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::remind_of_notice(desk, records.need(KnownKind::Notice, &id)?))
            .await
    }

    /// From when those who have not confirmed may be reminded again; `None` where that is now.
    pub fn reminds_again_at(self, reminded_at: Option<i64>) -> Option<i64> {
        let again = reminded_at?.saturating_add(REMIND_AGAIN_MS);
        (again > self.clock.now_ms()).then_some(again)
    }

    /// Calls an announcement back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn withdraw_notice(self, id: RecordId, reason: String) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::withdraw_notice(desk, records.need(KnownKind::Notice, &id)?, &reason)
        })
        .await
    }

    /// Whether this person may call the announcement back, as of now, and if not, why.
    pub fn may_withdraw(self, id: RecordId) -> Memo<Result<(), Trouble>> {
        let row = self.notice(id.clone());
        Memo::new(move |_| {
            self.ground.track();
            row.track();
            self.judge(|desk, records| -> Result<(), Refusal> {
                let before = records.need(KnownKind::Notice, &id)?;
                intent::withdraw_notice(desk, before, "·").map(|_| ())
            })
        })
    }
}
