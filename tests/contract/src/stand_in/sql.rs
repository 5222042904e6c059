//! A request as the SQL that PostgREST would make of it.

use crate::asked::Asked;
use serde_json::Value;

/// The statement; `None` for what is not served.
pub(super) fn of(asked: &Asked) -> Option<String> {
    if let Some(function) = asked.path.strip_prefix("/rpc/") {
        return call(name(function)?, &asked.json());
    }
    if asked.path != "/records" {
        return None;
    }
    match asked.verb.as_str() {
        "GET" => select(&asked.query),
        "POST" => insert(&asked.json()),
        "PATCH" => update(&asked.json(), &asked.query),
        _ => None,
    }
}

/// A name that needs no quotes.
pub(super) fn name(text: &str) -> Option<&str> {
    let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    sound.then_some(text)
}

/// A text in quotes.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A function with named arguments; one that gives a table gives a list.
fn call(function: &str, body: &Value) -> Option<String> {
    let arguments = body.as_object().into_iter().flatten();
    let arguments = arguments.map(|(key, value)| {
        let value = value.as_str().map_or_else(|| "null".to_owned(), literal);
        Some(format!("{} => {value}", name(key)?))
    });
    let arguments = arguments.collect::<Option<Vec<_>>>()?.join(", ");
    Some(match function {
        "scopes" => format!("select coalesce(json_agg(t), '[]') from api.{function}({arguments}) t"),
        _ => format!("select api.{function}({arguments})"),
    })
}

fn select(query: &[(String, String)]) -> Option<String> {
    let (mut tail, mut wanted) = (String::new(), "*".to_owned());
    for (key, value) in query {
        match key.as_str() {
            "select" => {
                wanted = value.split(',').map(name).collect::<Option<Vec<_>>>()?.join(", ");
            }
            "order" => {
                let parts = value.split(',').map(|part| {
                    let (column, direction) = part.split_once('.')?;
                    Some(format!("{} {}", name(column)?, name(direction)?))
                });
                tail = format!(" order by {}{tail}", parts.collect::<Option<Vec<_>>>()?.join(", "));
            }
            "limit" | "offset" => tail.push_str(&format!(" {key} {}", value.parse::<u64>().ok()?)),
            _ => {}
        }
    }
    Some(listed(&format!("select {wanted} from api.records{}{tail}", conditions(query)?)))
}

fn insert(body: &Value) -> Option<String> {
    let columns = columns(body)?;
    let row = literal(&body.to_string());
    Some(changed(&format!(
        "insert into api.records ({columns}) select {columns} from json_populate_record(null::api.records, {row}) returning *"
    )))
}

fn update(body: &Value, query: &[(String, String)]) -> Option<String> {
    let columns = columns(body)?;
    let row = literal(&body.to_string());
    Some(changed(&format!(
        "update api.records set ({columns}) = (select {columns} from json_populate_record(null::api.records, {row})){} returning *",
        conditions(query)?
    )))
}

fn columns(body: &Value) -> Option<String> {
    let names: Option<Vec<&str>> = body.as_object()?.keys().map(|key| name(key)).collect();
    Some(names?.join(", "))
}

fn conditions(query: &[(String, String)]) -> Option<String> {
    let mut all = Vec::new();
    let shaping = ["select", "order", "limit", "offset"];
    for (key, value) in query.iter().filter(|(key, _)| !shaping.contains(&key.as_str())) {
        let (operator, value) = value.split_once('.')?;
        let operator = match operator {
            "eq" => "=",
            "gte" => ">=",
            "lte" => "<=",
            _ => return None,
        };
        all.push(format!("{} {operator} {}", name(key)?, literal(value)));
    }
    Some(if all.is_empty() { String::new() } else { format!(" where {}", all.join(" and ")) })
}

fn listed(select: &str) -> String {
    format!("select coalesce(json_agg(t), '[]') from ({select}) t")
}

fn changed(statement: &str) -> String {
    format!("with t as ({statement}) select coalesce(json_agg(t), '[]') from t")
}
