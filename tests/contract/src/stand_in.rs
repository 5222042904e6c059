//! A stand-in for PostgREST: turns the requests that the shipped profile makes into SQL as PostgREST's
//! documentation says, and asks a real PostgreSQL. What it shows is what the schema does; what
//! PostgREST itself does, it can't show.

mod sql;
mod token;

use crate::asked::{self, Answer, Asked};
use crate::backend::postgrest::Psql;
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

/// The roles that PostgREST takes for who has no token, and for who has one.
const NOBODY: &str = "qunyue_nobody";
const EXPOSED: &str =
    "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server";

/// Serves until the process ends.
#[derive(Clone, Debug)]
pub(crate) struct StandIn {
    psql: Psql,
    secret: String,
}

impl StandIn {
    /// Starts one before a database, and says on which port.
    pub(crate) fn start(psql: Psql, secret: &str) -> std::io::Result<u16> {
        let stand_in = Self { psql, secret: secret.to_owned() };
        asked::listen(move |asked| Some(stand_in.serve(asked)))
    }

    fn serve(&self, asked: &Asked) -> Answer {
        let (status, body) = match asked.verb.as_str() {
            "OPTIONS" => (204, String::new()),
            _ => self.answer(asked),
        };
        let allowed = asked.headers.get("access-control-request-headers").cloned().unwrap_or_default();
        let headers = vec![("content-type", "application/json".to_owned())];
        Answer { status, headers, body }
            .with("date", http_date(crate::talk::wall_ms() / 1000))
            .with("access-control-allow-origin", "*")
            .with("access-control-expose-headers", EXPOSED)
            .with("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD")
            .with("access-control-allow-headers", allowed)
    }

    fn answer(&self, asked: &Asked) -> (u16, String) {
        let claims = match asked.bearer().filter(|token| !token.trim().is_empty()) {
            None => json!({ "role": NOBODY }),
            Some(token) => match token::claims(token, &self.secret, crate::talk::wall_ms() / 1000) {
                Ok(claims) => claims,
                Err(code) => {
                    return (401, json!({ "code": code, "message": "the token does not hold" }).to_string());
                }
            },
        };
        match sql::of(asked) {
            Some(statement) => {
                self.run(&claims, &statement, asked.verb == "POST" && asked.path == "/records")
            }
            None => (404, json!({ "code": "PGRST205", "message": "there is no such table" }).to_string()),
        }
    }

    fn run(&self, claims: &Value, statement: &str, creates: bool) -> (u16, String) {
        let role = claims.get("role").and_then(Value::as_str).unwrap_or(NOBODY).to_owned();
        let text = format!(
            "begin;\nset local role {};\nset local \"request.jwt.claims\" = {};\n{statement};\n\
             select coalesce(nullif(current_setting('response.status', true), ''), '0');\ncommit;\n",
            sql::name(&role).unwrap_or(NOBODY),
            sql::literal(&claims.to_string()),
        );
        let output =
            self.psql.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let output = output.and_then(|mut child| {
            if let Some(mut stdin) = child.stdin.take() {
                stdin.write_all(text.as_bytes())?;
            }
            child.wait_with_output()
        });
        let Ok(output) = output else { return (503, json!({ "code": "PGRST000" }).to_string()) };
        let said = String::from_utf8_lossy(&output.stderr);
        match said.split_once("ERROR:  ").and_then(|(_, rest)| rest.split_once(": ")) {
            Some((code, rest)) => {
                let message = rest.lines().next().unwrap_or_default();
                (
                    status(code, role != NOBODY),
                    json!({ "code": code, "message": message, "details": null, "hint": null }).to_string(),
                )
            }
            None => {
                // The last line is the status that the statement itself asked for, if it did.
                let printed = String::from_utf8_lossy(&output.stdout);
                let (body, wanted) = printed.trim().rsplit_once('\n').unwrap_or(("", "0"));
                let usual = if creates { 201 } else { 200 };
                (wanted.parse().ok().filter(|status| *status != 0).unwrap_or(usual), body.to_owned())
            }
        }
    }
}

/// The status that PostgREST gives an error of PostgreSQL.
fn status(code: &str, is_somebody: bool) -> u16 {
    match code {
        "42501" if is_somebody => 403,
        "42501" => 401,
        "23503" | "23505" => 409,
        "42883" | "42P01" => 404,
        _ if code.starts_with("PT") => code.get(2..).and_then(|status| status.parse().ok()).unwrap_or(500),
        _ if code.starts_with("40") || code.starts_with("53") || code.starts_with("57") => 500,
        _ => 400,
    }
}

/// A second as HTTP writes it (RFC 9110).
fn http_date(second: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, second) = (second.div_euclid(86_400), second.rem_euclid(86_400));
    // Days to a date of the civil calendar, by eras of 400 years that begin in March.
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12;
    let year = era * 400 + year_of_era + i64::from(month < 2);
    let named =
        |names: &[&'static str], at: i64| names.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or("");
    let (weekday, month) = (named(&DAYS, day.rem_euclid(7)), named(&MONTHS, month));
    format!(
        "{weekday}, {date:02} {month} {year} {:02}:{:02}:{:02} GMT",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_writes_them() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(1_709_164_800), "Thu, 29 Feb 2024 00:00:00 GMT");
    }
}
