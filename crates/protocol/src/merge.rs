//! Merge by declared field class: no user code decides what becomes of two edits.

use crate::body::Body;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How two edits of one field meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldClass {
    /// The same field changed on both sides is a conflict: the server's value stays visible.
    Register,
    /// The later write wins; the loser is logged.
    LastWriter,
    /// Only the server sets it; a device's value is ignored.
    ServerJudged,
}

/// The classes of one kind's fields. A field that isn't named is a [`FieldClass::Register`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeRules {
    classes: BTreeMap<String, FieldClass>,
}

/// What came of a three-way merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The body to write on top of the server's.
    pub body: Body,
    /// Fields that both sides changed to different values.
    pub conflicts: Vec<String>,
    /// Fields where a cheap value of one side was overwritten by the other's.
    pub overwritten: Vec<String>,
}

impl MergeRules {
    /// The rules with `field` in `class`.
    #[must_use]
    pub fn with(mut self, field: &str, class: FieldClass) -> Self {
        self.classes.insert(field.to_owned(), class);
        self
    }

    /// Merges `ours` (edited from `base`) with `theirs`, top-level field by field. Where both
    /// changed a register, theirs stays and the field is listed. `None` if a body is no object.
    pub fn merge(&self, base: &Body, ours: &Body, theirs: &Body) -> Option<Merged> {
        let (base, ours, theirs): (Map<String, Value>, Map<String, Value>, Map<String, Value>) =
            (base.read().ok()?, ours.read().ok()?, theirs.read().ok()?);
        let mut merged = theirs.clone();
        let mut conflicts = Vec::new();
        let mut overwritten = Vec::new();
        let mut names: Vec<&String> = base.keys().chain(ours.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (was, our, their) = (base.get(name), ours.get(name), theirs.get(name));
            if our == was || our == their {
                continue;
            }
            let class = self.classes.get(name).copied().unwrap_or(FieldClass::Register);
            match class {
                FieldClass::ServerJudged => continue,
                FieldClass::Register if their != was => {
                    conflicts.push(name.clone());
                    continue;
                }
                FieldClass::LastWriter if their != was => overwritten.push(name.clone()),
                _ => {}
            }
            match our {
                Some(value) => merged.insert(name.clone(), value.clone()),
                None => merged.remove(name),
            };
        }
        Some(Merged { body: Body::of(&merged).ok()?, conflicts, overwritten })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        Body::parse(text).unwrap()
    }

    #[test]
    fn different_fields_merge_and_the_same_field_conflicts() {
        let base = body(r#"{"name":"a","purpose":"p","for":"x"}"#);
        let ours = body(r#"{"name":"b","purpose":"q","for":"x"}"#);
        let theirs = body(r#"{"name":"a","purpose":"r","for":"y"}"#);
        let merged = MergeRules::default().merge(&base, &ours, &theirs).unwrap();
        assert_eq!(merged.conflicts, ["purpose"]);
        assert_eq!(merged.body.as_str(), r#"{"for":"y","name":"b","purpose":"r"}"#);
    }

    #[test]
    fn a_cheap_flag_is_overwritten_and_says_so() {
        let rules = MergeRules::default().with("muted", FieldClass::LastWriter);
        let merged =
            rules.merge(&body(r#"{"muted":0}"#), &body(r#"{"muted":1}"#), &body(r#"{"muted":2}"#)).unwrap();
        assert_eq!((merged.body.as_str(), merged.overwritten.len()), (r#"{"muted":1}"#, 1));
    }
}
