//! Reading a profile strictly: every key is known, every fault names its place.

use crate::error::{Clash, Fault, ProfileError, Shape};
use serde_json::{Map, Value};

/// Keys that may stand in any object: they say something to people only.
const REMARK: &str = "note";

/// One object of a profile, its keys checked.
pub(crate) struct Fields<'a> {
    at: String,
    map: &'a Map<String, Value>,
}

/// A fault at a place.
pub(crate) fn fault(at: &str, fault: Fault) -> ProfileError {
    ProfileError { pointer: at.to_owned(), fault }
}

/// Parts that don't fit together.
pub(crate) fn mismatch(at: &str, why: Clash) -> ProfileError {
    fault(at, Fault::Mismatch(why))
}

/// `at` with one step more.
pub(crate) fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl<'a> Fields<'a> {
    /// Takes an object whose keys are all in `known`.
    pub(crate) fn open(value: &'a Value, at: &str, known: &[&str]) -> Result<Self, ProfileError> {
        let map = object(value, at)?;
        for key in map.keys() {
            if key != REMARK && !known.contains(&key.as_str()) {
                let nearest = nearest(key, known);
                return Err(fault(&below(at, key), Fault::UnknownKey { key: key.clone(), nearest }));
            }
        }
        Ok(Self { at: at.to_owned(), map })
    }

    /// The place of `key`.
    pub(crate) fn at(&self, key: &str) -> String {
        below(&self.at, key)
    }

    /// The place of the object itself.
    pub(crate) fn place(&self) -> &str {
        &self.at
    }

    /// The value of `key`, if it is there.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    /// The value of `key`, which must be there.
    pub(crate) fn need(&self, key: &str) -> Result<&'a Value, ProfileError> {
        self.get(key).ok_or_else(|| fault(&self.at, Fault::Missing(key.to_owned())))
    }

    /// The text of `key`, if it is there.
    pub(crate) fn text(&self, key: &str) -> Result<Option<&'a str>, ProfileError> {
        self.get(key).map(|value| text(value, &self.at(key))).transpose()
    }

    /// The text of `key`, which must be there.
    pub(crate) fn need_text(&self, key: &str) -> Result<&'a str, ProfileError> {
        text(self.need(key)?, &self.at(key))
    }

    /// The JSON pointer of `key`, if it is there.
    pub(crate) fn pointer(&self, key: &str) -> Result<Option<String>, ProfileError> {
        self.get(key).map(|value| pointer(value, &self.at(key))).transpose()
    }

    /// The JSON pointer of `key`, which must be there.
    pub(crate) fn need_pointer(&self, key: &str) -> Result<String, ProfileError> {
        pointer(self.need(key)?, &self.at(key))
    }

    /// The flag of `key`; `false` where it is not there.
    pub(crate) fn flag(&self, key: &str) -> Result<bool, ProfileError> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(wrong(&self.at(key), Shape::Flag, other)),
        }
    }

    /// The count of `key`, if it is there.
    pub(crate) fn count(&self, key: &str) -> Result<Option<u32>, ProfileError> {
        self.get(key).map(|value| count(value, &self.at(key))).transpose()
    }

    /// One of a few words under `key`, if it is there.
    pub(crate) fn choice<T: Copy>(&self, key: &str, known: &[(&str, T)]) -> Result<Option<T>, ProfileError> {
        self.text(key)?.map(|found| choice(found, &self.at(key), known)).transpose()
    }

    /// One of a few words under `key`, which must be there.
    pub(crate) fn need_choice<T: Copy>(&self, key: &str, known: &[(&str, T)]) -> Result<T, ProfileError> {
        choice(self.need_text(key)?, &self.at(key), known)
    }

    /// The items of the list under `key` with their places; none where it is not there.
    pub(crate) fn items(&self, key: &str) -> Result<Vec<(String, &'a Value)>, ProfileError> {
        let at = self.at(key);
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                Ok(items.iter().enumerate().map(|(n, item)| (format!("{at}/{n}"), item)).collect())
            }
            Some(other) => Err(wrong(&at, Shape::List, other)),
        }
    }

    /// The texts of the list under `key`; none where it is not there.
    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, ProfileError> {
        self.items(key)?.into_iter().map(|(at, item)| text(item, &at).map(str::to_owned)).collect()
    }

    /// The members of the object under `key` with their places; none where it is not there.
    pub(crate) fn members(&self, key: &str) -> Result<Vec<(&'a str, String, &'a Value)>, ProfileError> {
        let at = self.at(key);
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(value) => members(value, &at),
        }
    }
}

/// The members of an object whose keys are free, with their places.
pub(crate) fn members<'a>(
    value: &'a Value,
    at: &str,
) -> Result<Vec<(&'a str, String, &'a Value)>, ProfileError> {
    let map = object(value, at)?;
    Ok(map.iter().map(|(key, value)| (key.as_str(), below(at, key), value)).collect())
}

/// A text.
pub(crate) fn text<'a>(value: &'a Value, at: &str) -> Result<&'a str, ProfileError> {
    value.as_str().ok_or_else(|| wrong(at, Shape::Text, value))
}

/// A JSON pointer (RFC 6901).
pub(crate) fn pointer(value: &Value, at: &str) -> Result<String, ProfileError> {
    let pointer = text(value, at)?;
    if pointer.is_empty() || pointer.starts_with('/') {
        return Ok(pointer.to_owned());
    }
    Err(mismatch(at, Clash::NoPointer(pointer.to_owned())))
}

/// A count that fits 32 bits.
pub(crate) fn count(value: &Value, at: &str) -> Result<u32, ProfileError> {
    let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
    count.ok_or_else(|| wrong(at, Shape::Count, value))
}

/// One of a few words.
pub(crate) fn choice<T: Copy>(found: &str, at: &str, known: &[(&str, T)]) -> Result<T, ProfileError> {
    if let Some((_, value)) = known.iter().find(|(word, _)| *word == found) {
        return Ok(*value);
    }
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    Err(fault(
        at,
        Fault::Choice {
            found: found.to_owned(),
            nearest: nearest(found, &words),
            known: words.into_iter().map(str::to_owned).collect(),
        },
    ))
}

/// Another type than was expected.
pub(crate) fn wrong(at: &str, expected: Shape, found: &Value) -> ProfileError {
    let found = match found {
        Value::Null => Shape::Null,
        Value::Bool(_) => Shape::Flag,
        Value::Number(_) => Shape::Number,
        Value::String(_) => Shape::Text,
        Value::Array(_) => Shape::List,
        Value::Object(_) => Shape::Object,
    };
    fault(at, Fault::Type { expected, found })
}

fn object<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>, ProfileError> {
    value.as_object().ok_or_else(|| wrong(at, Shape::Object, value))
}

/// The known word that differs least from `found`, if by no more than a third of its length.
fn nearest(found: &str, known: &[&str]) -> Option<String> {
    let allowed = found.chars().count() / 3 + 1;
    let (distance, word) = known.iter().map(|word| (distance(found, word), *word)).min()?;
    (distance <= allowed).then(|| word.to_owned())
}

/// Levenshtein's distance, by one row.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let swap = diagonal + usize::from(from != *to);
            left = swap.min(above + 1).min(left + 1);
            next.push(left);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_misspelt_key_names_its_place_and_its_neighbour() {
        let value = json!({"pth": "/x"});
        let error = Fields::open(&value, "/ops/read", &["method", "path"]).err().unwrap();
        assert_eq!(error.pointer, "/ops/read/pth");
        assert_eq!(
            error.to_string(),
            "/ops/read/pth: the key `pth` is not known here (did you mean `path`?)"
        );
    }

    #[test]
    fn a_key_that_resembles_nothing_gets_no_suggestion() {
        let value = json!({"zzzzzzzz": 1});
        let error = Fields::open(&value, "", &["method", "path"]).err().unwrap();
        assert_eq!(error.fault, Fault::UnknownKey { key: "zzzzzzzz".into(), nearest: None });
    }

    #[test]
    fn distances_are_levenshteins() {
        for (a, b, far) in [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("头像", "头", 1)] {
            assert_eq!(distance(a, b), far, "{a} {b}");
        }
    }

    #[test]
    fn a_slash_in_a_key_is_escaped_in_its_place() {
        assert_eq!(below("/a", "b/c~d"), "/a/b~1c~0d");
    }
}
