//! What the group has beside its talk: what it is for, its rules in their versions, its guards.

use super::slip;
use crate::trouble::Trouble;
use domain::intent::NewSpace;
use domain::kinds::{Binds, Guard, Rule, RuleKind, Template};
use serde::Deserialize;

/// The policy text from which the rules were made.
pub(super) const POLICY: &str = include_str!("../../demo/policy.txt");

/// What the owner says of the group, and how its rules enforce themselves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Props {
    name: String,
    purpose: String,
    for_whom: String,
    not_for: String,
    goals: Vec<String>,
    /// The versions of the rules, the first one first.
    pub(super) editions: Vec<Edition>,
    /// The guards, by the numbers of the first version.
    pub(super) guards: Vec<Guard>,
}

/// One version of the rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edition {
    /// Why it was published.
    pub(super) reason: String,
    /// Chapter, kind and text of each rule.
    rules: Vec<(String, RuleKind, String)>,
}

impl Props {
    /// Reads them.
    pub(super) fn read() -> Result<Self, Trouble> {
        serde_json::from_str(include_str!("../../demo/props.json")).map_err(slip)
    }

    /// The group as it is founded in `year`.
    pub(super) fn space(&self, year: i64) -> NewSpace {
        NewSpace {
            name: self.name.replace("{year}", &year.to_string()),
            purpose: self.purpose.clone(),
            for_whom: self.for_whom.clone(),
            not_for: self.not_for.clone(),
            goals: self.goals.clone(),
            template: Some(Template::Training),
            course: None,
            locale: super::LOCALE.to_owned(),
        }
    }

    /// The version of this number.
    pub(super) fn edition(&self, version: u32) -> Result<&Edition, Trouble> {
        let place = usize::try_from(version).ok().and_then(|version| version.checked_sub(1));
        let edition = place.and_then(|place| self.editions.get(place));
        edition.ok_or_else(|| slip(format!("the rules have no version {version}")))
    }
}

impl Edition {
    /// Its rules.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let rules = self.rules.iter().zip(1..);
        rules
            .map(|((chapter, kind, text), no)| Rule {
                no,
                kind: kind.clone(),
                text: text.clone(),
                chapter: Some(chapter.clone()),
                binds: Binds::All,
                locked: false,
                extra: Default::default(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::blanks_in;

    #[test]
    fn the_twelve_rules_that_bind_stand_word_for_word_in_the_policy() {
        let props = Props::read().unwrap();
        let counts: Vec<usize> = props.editions.iter().map(|edition| edition.rules.len()).collect();
        assert_eq!(counts, [10, 11, 12]);
        for rule in props.edition(3).unwrap().rules() {
            assert!(POLICY.contains(&rule.text), "{}", rule.text);
            assert!(rule.chapter.is_some_and(|chapter| POLICY.contains(&chapter)));
            assert!(blanks_in(&rule.text).is_empty());
        }
        assert!(props.edition(4).is_err() && props.edition(0).is_err());
    }
}
