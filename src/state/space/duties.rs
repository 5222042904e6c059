//! Who answers for what in the open space, and who is on duty today.

use super::Space;
use crate::state::trouble::Trouble;
use domain::duties::{self, Duty};
use domain::intent;
use domain::kinds::{KnownKind, OnDuty, space_id};
use leptos::prelude::*;
use protocol::PersonId;

impl Space {
    /// Who answers for `duty`; nobody as long as the space is not read.
    pub fn responsible(self, duty: Duty) -> Memo<Vec<PersonId>> {
        let (members, owner) = (self.members(), self.owner());
        Memo::new(move |_| {
            let Some(owner) = owner.get() else { return Vec::new() };
            let all = members.all();
            duties::responsible(duty, &owner, all.iter().map(|row| &row.body))
        })
    }

    /// Who is on duty, by the group's clock; it changes with the day.
    pub fn on_duty_today(self) -> Memo<Option<PersonId>> {
        let (about, members, quarters) = (self.about(), self.members(), self.clock.quarters());
        Memo::new(move |_| {
            quarters.track();
            let (about, members) = (about.get()?, members.all());
            duties::on_duty(&about.body, self.clock.now_ms(), members.iter().map(|row| &row.body))
        })
    }

    /// Today's day of the week by the group's clock, from 1 for Monday.
    pub fn weekday(self) -> u8 {
        let about = self.about().get().map(|about| about.body.clone()).unwrap_or_default();
        duties::weekday_of(&about, self.clock.now_ms())
    }

    /// Says who is on duty on which days.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn set_on_duty(self, on_duty: Vec<OnDuty>) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::set_on_duty(desk, records.need(KnownKind::Space, &space_id(desk.space))?, on_duty)
        })
        .await
    }
}
