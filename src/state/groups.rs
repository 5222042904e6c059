//! Rows gathered under what they belong to: answers under a message, reactions under another. Kept
//! row by row, so that a change costs what changed and redraws the one group that it touched.

use leptos::prelude::*;
use protocol::RecordId;
use std::collections::{BTreeSet, HashMap};

/// The rows of one group, by id, which is by when they were written where ids are time-ordered.
pub type Group = ArcRwSignal<BTreeSet<RecordId>>;

/// Groups of rows of one kind.
pub struct Groups<T> {
    /// To which group a row belongs, if to any.
    key: fn(&T) -> Option<RecordId>,
    groups: ArcRwSignal<HashMap<RecordId, Group>>,
    homes: ArcRwSignal<HashMap<RecordId, RecordId>>,
}

impl<T> Clone for Groups<T> {
    fn clone(&self) -> Self {
        Self { key: self.key, groups: self.groups.clone(), homes: self.homes.clone() }
    }
}

impl<T> Groups<T> {
    /// Groups of the rows for which `key` names one.
    pub(crate) fn by(key: fn(&T) -> Option<RecordId>) -> Self {
        Self { key, groups: ArcRwSignal::new(HashMap::new()), homes: ArcRwSignal::new(HashMap::new()) }
    }

    /// The group `key`, empty as long as nothing belongs to it.
    pub fn group(&self, key: &RecordId) -> Group {
        if let Some(group) = self.groups.read_untracked().get(key) {
            return group.clone();
        }
        let group = Group::new(BTreeSet::new());
        self.groups.update_untracked(|groups| _ = groups.insert(key.clone(), group.clone()));
        group
    }

    /// The row `id` says this now.
    pub(crate) fn put(&self, id: &RecordId, body: &T) {
        let home = (self.key)(body);
        if self.homes.read_untracked().get(id) == home.as_ref() {
            return;
        }
        self.remove(id);
        if let Some(home) = home {
            self.homes.update_untracked(|homes| _ = homes.insert(id.clone(), home.clone()));
            self.group(&home).update(|group| _ = group.insert(id.clone()));
        }
    }

    /// The row `id` is gone.
    pub(crate) fn remove(&self, id: &RecordId) {
        let home = self.homes.try_update_untracked(|homes| homes.remove(id)).flatten();
        if let Some(home) = home {
            self.group(&home).update(|group| _ = group.remove(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn held(groups: &Groups<&'static str>, key: &str) -> Vec<String> {
        let group = groups.group(&RecordId::from(key)).get_untracked();
        group.iter().map(ToString::to_string).collect()
    }

    #[wasm_bindgen_test]
    fn a_row_stands_in_one_group_and_leaves_it_when_it_moves_or_goes() {
        let groups = Groups::by(|body: &&str| Some(*body).filter(|key| !key.is_empty()).map(RecordId::from));
        let [one, two] = ["1", "2"].map(RecordId::from);
        groups.put(&one, &"a");
        groups.put(&two, &"a");
        assert_eq!(held(&groups, "a"), ["1", "2"]);
        groups.put(&one, &"b");
        assert_eq!((held(&groups, "a"), held(&groups, "b")), (vec!["2".into()], vec!["1".into()]));
        groups.put(&one, &"");
        groups.remove(&two);
        assert!(held(&groups, "a").is_empty() && held(&groups, "b").is_empty());
    }
}
