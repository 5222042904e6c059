//! Merge by declared field class: no user code decides what becomes of two edits.

use crate::body::Body;
use crate::order;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How two edits of one field meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldClass {
    /// The same field changed on both sides is a conflict: the server's value stays visible.
    Register,
    /// The later write wins; the loser is logged.
    LastWriter,
    /// The greater of two numbers or texts stays: a position that never goes back.
    Furthest,
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

    /// The class of a field.
    pub fn class_of(&self, field: &str) -> FieldClass {
        self.classes.get(field).copied().unwrap_or(FieldClass::Register)
    }

    /// Whether `theirs` has a field otherwise than `ours` that people write, not the server alone.
    pub fn differ(&self, ours: &Body, theirs: &Body) -> bool {
        let (Ok(ours), Ok(theirs)) = (ours.read::<Map<String, Value>>(), theirs.read::<Map<String, Value>>())
        else {
            return ours != theirs;
        };
        let mut names = ours.keys().chain(theirs.keys());
        names
            .any(|name| self.class_of(name) != FieldClass::ServerJudged && ours.get(name) != theirs.get(name))
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
        order(&mut names, Ord::cmp);
        names.dedup();
        for name in names {
            let (was, our, their) = (base.get(name), ours.get(name), theirs.get(name));
            if our == was || our == their {
                continue;
            }
            match self.class_of(name) {
                FieldClass::ServerJudged => continue,
                FieldClass::Furthest if is_further(their, our) => continue,
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

/// Whether `their` value is a position beyond `our`. Other values than numbers and texts are none.
fn is_further(their: Option<&Value>, our: Option<&Value>) -> bool {
    match (their, our) {
        (Some(Value::Number(their)), Some(Value::Number(our))) => their.as_i64() > our.as_i64(),
        (Some(Value::String(their)), Some(Value::String(our))) => their > our,
        _ => false,
    }
}

/// `below` with the edit from `base` to `edited` laid over it: fields that the edit changed have its
/// values, all others those of `below`. It shows an edit on top of another version of its record;
/// whether it may be written so is for [`MergeRules::merge`] to say.
pub fn lay_over(base: &Body, edited: &Body, below: &Body) -> Body {
    if base == below {
        return edited.clone();
    }
    let fields = |body: &Body| body.read::<Map<String, Value>>().unwrap_or_default();
    let (base, edited, mut result) = (fields(base), fields(edited), fields(below));
    for (name, value) in &edited {
        if base.get(name) != Some(value) {
            result.insert(name.clone(), value.clone());
        }
    }
    for name in base.keys().filter(|name| !edited.contains_key(*name)) {
        result.remove(name);
    }
    Body::of(&result).unwrap_or_else(|_| below.clone())
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

    #[test]
    fn a_position_never_goes_back_whoever_writes_last() {
        let rules = MergeRules::default().with("upto", FieldClass::Furthest);
        let merge = |ours: &str, theirs: &str| {
            let merged = rules.merge(&body(r#"{"upto":1}"#), &body(ours), &body(theirs)).unwrap();
            assert!(merged.conflicts.is_empty() && merged.overwritten.is_empty());
            merged.body
        };
        assert_eq!(merge(r#"{"upto":2}"#, r#"{"upto":5}"#), body(r#"{"upto":5}"#));
        assert_eq!(merge(r#"{"upto":5}"#, r#"{"upto":2}"#), body(r#"{"upto":5}"#));
        assert_eq!(merge(r#"{"upto":"b"}"#, r#"{"upto":"a"}"#), body(r#"{"upto":"b"}"#));
    }

    #[test]
    fn an_edit_is_laid_over_another_version() {
        let (base, edited) = (body(r#"{"a":1,"b":2,"c":3}"#), body(r#"{"a":1,"b":9}"#));
        let below = body(r#"{"a":7,"b":8,"c":3,"d":4}"#);
        assert_eq!(lay_over(&base, &edited, &below).as_str(), r#"{"a":7,"b":9,"d":4}"#);
        assert_eq!(lay_over(&base, &edited, &base), edited);
    }
}
