//! What a page of another origin may send and read: asked as a browser would ask.

use super::just;
use crate::clinic::Clinic;
use crate::report::Note;
use crate::run::Options;
use crate::says::Says;
use crate::wire::{Preflight, Who, Wire};
use dialect::{Method, Request, Response};

/// How long to wait before a question that got no answer is put again.
const AGAIN_MS: u64 = 1_000;
/// Headers that a page may send without asking.
const SIMPLE: [&str; 3] = ["accept", "accept-language", "content-language"];

/// What a page of another origin may do.
pub(crate) async fn cors<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) -> Vec<Note> {
    let in_page = clinic.wire.page();
    let Some(page) = in_page.clone().or_else(|| options.page.clone()) else { return just(Says::NoPage) };
    let is_same = clinic.asked.iter().all(|request| origin(&request.url).is_none_or(|origin| origin == page));
    if is_same {
        return just(Says::SameOrigin);
    }
    // All that was asked so far was asked by this page, and answered.
    if in_page.is_some() {
        return hidden(clinic, &clinic.shown.clone());
    }
    let (mut stopped, asked) = (Vec::new(), clinic.asked.clone());
    for request in asked {
        match refused(clinic, &request, &page).await {
            Ok(Some(what)) if !stopped.contains(&what) => stopped.push(what),
            Ok(_) => {}
            Err(why) => return vec![why],
        }
    }
    if !stopped.is_empty() {
        return vec![Note::with(Says::CorsBlocked, stopped.join("; "))];
    }
    let exposed = exposed(clinic, &page).await;
    hidden(clinic, &exposed)
}

/// What of a request the server does not allow to that page.
async fn refused<W: Wire>(
    clinic: &Clinic<'_, W>,
    request: &Request,
    page: &str,
) -> Result<Option<String>, Note> {
    let needs = |(name, value): &&(String, String)| {
        let is_plain = name == "content-type" && !value.contains("json");
        !SIMPLE.contains(&name.as_str()) && !is_plain
    };
    let headers: Vec<String> = request.headers.iter().filter(needs).map(|(name, _)| name.clone()).collect();
    let is_simple = matches!(request.method, Method::Get | Method::Head | Method::Post);
    if is_simple && headers.is_empty() {
        return Ok(None);
    }
    let ask = Preflight {
        url: request.url.clone(),
        origin: page.to_owned(),
        method: request.method,
        headers: headers.clone(),
    };
    let mut answer = clinic.wire.preflight(&ask).await;
    if answer.as_ref().is_none_or(|answer| answer.status == 429) {
        clinic.wire.pause(AGAIN_MS).await;
        answer = clinic.wire.preflight(&ask).await;
    }
    let answer = answer.ok_or_else(|| Note::of(Says::Lost))?;
    let methods = listed(&answer, "access-control-allow-methods");
    let allowed = listed(&answer, "access-control-allow-headers");
    let lacks = |header: &String| {
        let any = allowed.iter().any(|name| name == "*") && header != "authorization";
        !any && !allowed.contains(header)
    };
    let verb = verb_of(request).to_lowercase();
    let may = is_simple || methods.iter().any(|name| *name == verb || name == "*");
    let is_open = (200..300).contains(&answer.status) && lets_in(&answer, page) && may;
    let what = || format!("{} {}", verb_of(request), headers.join(", "));
    Ok((!is_open || headers.iter().any(lacks)).then(what))
}

fn verb_of(request: &Request) -> &'static str {
    request.method.name()
}

/// The headers that a page of that origin may read. A server may show them on some answers only, so
/// each is asked of one that had it.
async fn exposed<W: Wire>(clinic: &mut Clinic<'_, W>, page: &str) -> Vec<String> {
    let any = clinic.asked.iter().rfind(|request| request.method == Method::Get).cloned();
    let mut readable = Vec::new();
    for name in clinic.profile.watched_headers() {
        let told_by = clinic.told_by.iter().find(|(known, _)| *known == name).map(|(_, request)| request);
        let Some(request) = told_by.or(any.as_ref()).cloned() else { continue };
        let origin = ("origin".to_owned(), page.to_owned());
        let headers = request.headers.iter().cloned().chain([origin]).collect();
        let answer = clinic.send(Who::Me, vec![Request { headers, ..request }]).await.pop().flatten();
        let Some(answer) = answer.filter(|answer| lets_in(answer, page)) else { continue };
        let named = listed(&answer, "access-control-expose-headers");
        if named.iter().any(|known| *known == name || known == "*") {
            readable.push(name);
        }
    }
    readable
}

/// What the profile reads in headers, and that page can't.
fn hidden<W: Wire>(clinic: &Clinic<'_, W>, readable: &[String]) -> Vec<Note> {
    let wanted = clinic.profile.watched_headers();
    let hidden: Vec<String> = wanted.into_iter().filter(|name| !readable.contains(name)).collect();
    if hidden.is_empty() {
        just(Says::CorsOpen)
    } else {
        vec![Note::of(Says::CorsOpen), Note::with(Says::CorsHides, hidden.join(", "))]
    }
}

fn lets_in(answer: &Response, page: &str) -> bool {
    let origin = answer.headers.iter().find(|(name, _)| name == "access-control-allow-origin");
    origin.is_some_and(|(_, value)| value == "*" || value == page)
}

fn listed(answer: &Response, header: &str) -> Vec<String> {
    let lines = answer.headers.iter().filter(|(name, _)| name == header);
    lines.flat_map(|(_, value)| value.split(',')).map(|name| name.trim().to_lowercase()).collect()
}

/// The origin of an absolute URL.
fn origin(url: &str) -> Option<&str> {
    let after = url.find("://")? + 3;
    let end = url.get(after..)?.find(['/', '?', '#']).map_or(url.len(), |at| at + after);
    url.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert_eq!(origin("https://x.test:8443/a/b?c"), Some("https://x.test:8443"));
        assert_eq!(origin("http://x.test"), Some("http://x.test"));
        assert_eq!(origin("/api/v1/hello"), None);
    }
}
