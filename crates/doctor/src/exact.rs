//! What a record must bring back to the letter, and the first place where it does not.

use serde_json::{Value, json};

/// Texts of many scripts, whole numbers up to the limit, deep fields, empty things.
pub(crate) fn specimen() -> Value {
    let deep = (0..12).fold(json!("ground"), |inner, _| json!({ "in": [inner] }));
    json!({
        "scripts": "简体 繁體 日本語 العربية हिन्दी e\u{301} 👩‍👩‍👧 🎉 𠮷",
        "signs": "<b>&amp;</b> \"'\\/ %41 + ; -- ' OR 1=1 {x} ${y} \u{2028}\t\n end",
        "long": "群规与培训 ".repeat(600),
        "numbers": [0, -1, 42, 1_000_000, 1_700_000_000_000_i64, 9_007_199_254_740_991_i64, -9_007_199_254_740_991_i64],
        "words": [true, false, null, "true", "null", "42", "2024-02-29T12:30:15Z", ""],
        "empty": { "list": [], "object": {} },
        "键 with space": "value",
        "deep": deep,
    })
}

/// The JSON pointer of the first difference; `None` where there is none.
pub(crate) fn first_difference(wanted: &Value, found: &Value) -> Option<String> {
    match (wanted, found) {
        (Value::Object(a), Value::Object(b)) => {
            let lost = a.iter().find_map(|(key, value)| {
                let below = b.get(key).map_or(Some(String::new()), |found| first_difference(value, found));
                below.map(|rest| format!("/{}{rest}", escape(key)))
            });
            lost.or_else(|| b.keys().find(|key| !a.contains_key(*key)).map(|key| format!("/{}", escape(key))))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(n, (a, b))| first_difference(a, b).map(|rest| format!("/{n}{rest}"))),
        _ if wanted == found => None,
        _ => Some(String::new()),
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_by_its_place() {
        let wanted = json!({ "a": [1, { "b/c": "x" }], "d": null });
        for (found, place) in [
            (wanted.clone(), None),
            (json!({ "a": [1, { "b/c": "y" }], "d": null }), Some("/a/1/b~1c")),
            (json!({ "a": [1.0, { "b/c": "x" }], "d": null }), Some("/a/0")),
            (json!({ "a": [1, { "b/c": "x" }] }), Some("/d")),
            (json!({ "a": [1, { "b/c": "x" }], "d": null, "e": 1 }), Some("/e")),
            (json!([]), Some("")),
        ] {
            assert_eq!(first_difference(&wanted, &found).as_deref(), place, "{found}");
        }
    }

    #[test]
    fn the_specimen_is_a_body_that_the_app_itself_would_write() {
        assert!(protocol::Body::of(&json!({ "data": specimen() })).is_ok());
    }
}
