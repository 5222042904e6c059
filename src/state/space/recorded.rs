//! What one takes along of a space: all that this device holds of it by this person and about them.

use super::Space;
use crate::platform::files;
use crate::state::trouble::Trouble;
use domain::recorded::{is_of, taken_along};
use leptos::prelude::*;
use protocol::{Audience, Record, RecordId, Scope, order};
use serde_json::Value;
use std::collections::BTreeMap;
use sync::Scan;

/// Where something by or about a person may stand.
const AUDIENCES: [Audience; 4] = [Audience::All, Audience::Personal, Audience::Private, Audience::Staff];

impl Space {
    /// What is by this person or about them, the oldest first; made on the device, of what it holds.
    ///
    /// # Errors
    /// Nobody is signed in; the device's store can't be read.
    pub async fn mine(self) -> Result<Vec<Record>, Trouble> {
        let me = self.session.me().get_untracked().ok_or(Trouble::SignedOut)?;
        let mut mine: BTreeMap<(String, RecordId), Record> = BTreeMap::new();
        for audience in AUDIENCES {
            let mut scan = Scan::new(Scope::new(self.id(), audience.clone()));
            while let Some(plan) = scan.plan() {
                let driver = self.engine.driver().ok_or(Trouble::SignedOut)?;
                let found = driver.look(&plan).await;
                let found = found.map_err(|_| Trouble::Broken("the store can't be read".to_owned()))?;
                for record in scan.take(&found) {
                    // What comes again takes the place of what came before, also where it was deleted.
                    let key = (audience.to_string(), record.head.id.clone());
                    if !record.deleted && is_of(&record, &me.person) {
                        mine.insert(key, record);
                    } else {
                        mine.remove(&key);
                    }
                }
            }
        }
        let mut mine: Vec<Record> = mine.into_values().collect();
        order(&mut mine, |a, b| (a.at, &a.head.id).cmp(&(b.at, &b.head.id)));
        Ok(mine)
    }
}

/// Hands the person their records as JSON, and as `text` to read; says whether the browser took both.
pub fn take_along(records: &[Record], text: &str) -> bool {
    let records: Vec<Value> = records.iter().map(taken_along).collect();
    let json = serde_json::to_string_pretty(&records).unwrap_or_default();
    files::save("qunyue-my-data.json", "application/json", &json)
        && files::save("qunyue-my-data.txt", "text/plain;charset=utf-8", text)
}
