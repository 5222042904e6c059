//! Reading an answer's JSON. A list holds many records, and one that is nested too deeply to be a
//! record must not make the others unreadable: what lies too deep is cut out, and every object
//! around the cut says so.

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// More levels than any record has, with the answer around it, and fewer than the reader's own limit
/// of 128.
const MOST_LEVELS: usize = 96;

/// The member that an object with a cut in it has. No JSON of a backend's own has such a name.
const CUT: &str = "\u{0}cut";

/// Reads `text`; `None` where it is no JSON.
pub(crate) fn read(text: &str) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        // Cut short: there is no end to find.
        Err(error) if error.is_eof() => None,
        Err(_) => read_to_a_depth(text),
    }
}

/// Whether nothing was cut out of an object.
pub(crate) fn is_whole(value: &Value) -> bool {
    value.get(CUT).is_none()
}

fn read_to_a_depth(text: &str) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let part = Level(MOST_LEVELS).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(part.value)
}

/// What was read of a value.
struct Part {
    value: Value,
    is_whole: bool,
}

impl Part {
    fn whole(value: impl Into<Value>) -> Self {
        Self { value: value.into(), is_whole: true }
    }
}

/// Reads a value that may have so many levels.
struct Level(usize);

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Part;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Part;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part::whole(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Part, E> {
        Ok(Part::whole(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Part, E> {
        Ok(Part::whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Part, E> {
        Ok(Part::whole(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Part, E> {
        Ok(Part::whole(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Part, E> {
        Ok(Part::whole(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Part { value: Value::Null, is_whole: false });
        };
        let (mut values, mut is_whole) = (Vec::new(), true);
        while let Some(part) = items.next_element_seed(Self(below))? {
            is_whole &= part.is_whole;
            values.push(part.value);
        }
        Ok(Part { value: Value::Array(values), is_whole })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Part, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Part { value: Value::Null, is_whole: false });
        };
        let (mut values, mut is_whole) = (Map::new(), true);
        while let Some(name) = members.next_key::<String>()? {
            let part = members.next_value_seed(Self(below))?;
            is_whole &= part.is_whole;
            values.insert(name, part.value);
        }
        if !is_whole {
            values.insert(CUT.to_owned(), Value::Bool(true));
        }
        Ok(Part { value: Value::Object(values), is_whole })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}1{}", r#"{"a":["#.repeat(levels / 2), "]}".repeat(levels / 2))
    }

    #[test]
    fn a_deep_item_is_cut_and_its_neighbours_are_whole() {
        let text = format!(r#"[{{"id":1,"x":[-2,1.5,"三",true,null]}},{{"id":2,"y":{}}}]"#, nested(5_000));
        let items = read(&text).unwrap();
        assert!(is_whole(&items[0]) && !is_whole(&items[1]));
        assert_eq!(items[0], serde_json::json!({"id": 1, "x": [-2, 1.5, "三", true, null]}));
        assert_eq!(items[1]["id"], 2);
    }

    #[test]
    fn what_is_not_too_deep_is_read_as_ever() {
        for levels in [2, 60, 90, 120] {
            assert_eq!(read(&nested(levels)), serde_json::from_str(&nested(levels)).ok(), "{levels}");
        }
    }

    #[test]
    fn what_is_no_json_stays_none() {
        let deep = nested(400);
        for text in ["", "{", "<html>", "[1,]", deep.get(..700).unwrap(), &format!("{deep}x")] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
