//! A request as a template.

use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use crate::http::{Method, Request};
use crate::profile::Spec;
use crate::template::{Json, Text, Vars, encode};
use serde::{Deserialize, Serialize};

/// The keys of a request template.
pub(crate) const KEYS: [&str; 6] = ["method", "path", "url", "query", "headers", "body"];

/// Names whose values never stand in a URL, where logs and histories keep them.
const SECRETS: [&str; 7] = ["password", "old", "new", "token", "refresh", "link", "account"];

const METHODS: [(&str, Method); 6] = [
    ("GET", Method::Get),
    ("HEAD", Method::Head),
    ("POST", Method::Post),
    ("PUT", Method::Put),
    ("PATCH", Method::Patch),
    ("DELETE", Method::Delete),
];

/// A request as a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ask {
    method: Method,
    target: Target,
    query: Vec<(String, Text)>,
    headers: Vec<(String, Text)>,
    body: Option<Json>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Target {
    /// Below the profile's base.
    Path(Text),
    /// As it stands: another host.
    Url(Text),
}

impl Ask {
    /// Reads a request template from an object that may hold more.
    pub(crate) fn read(fields: &Fields<'_>) -> Result<Self, ProfileError> {
        let target = match (fields.text("path")?, fields.text("url")?) {
            (Some(path), None) => Target::Path(url_text(path, &fields.at("path"))?),
            (None, Some(url)) => Target::Url(url_text(url, &fields.at("url"))?),
            (None, None) => {
                fields.need("path")?;
                return Err(mismatch(fields.place(), Clash::PathMissing));
            }
            _ => return Err(mismatch(fields.place(), Clash::PathTwice)),
        };
        let body = fields.get("body").map(|body| Json::parse(body, &fields.at("body"))).transpose()?;
        Ok(Self {
            method: fields.choice("method", &METHODS)?.unwrap_or(Method::Get),
            target,
            query: query(fields, "query")?,
            headers: headers(fields)?,
            body,
        })
    }

    /// The same with one more parameter.
    pub(crate) fn with_parameter(mut self, name: &str, value: Text) -> Self {
        self.query.push((name.to_owned(), value));
        self
    }

    /// The request, with `more` parameters behind its own.
    pub(crate) fn build(&self, spec: &Spec, vars: &Vars, more: &[(String, String)]) -> Request {
        let mut url = match &self.target {
            Target::Path(path) => format!("{}{}", spec.base.fill(vars), path.fill_path(vars)),
            Target::Url(url) => url.fill(vars),
        };
        let own =
            self.query.iter().filter_map(|(key, value)| Some((key.clone(), value.fill_optional(vars)?)));
        for (key, value) in joined(own.collect(), more, spec.filter.and.as_deref()) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{}={}", encode(&key), encode(&value)));
        }
        let body = self.body.as_ref().map(|body| body.fill(vars).to_string());
        Request { method: self.method, url, headers: self.fill_headers(spec, vars, body.is_some()), body }
    }

    /// A GET of a URL that the server has named, with the same headers.
    pub(crate) fn follow(&self, spec: &Spec, vars: &Vars, url: String) -> Request {
        Request { method: Method::Get, url, headers: self.fill_headers(spec, vars, false), body: None }
    }

    /// Whether a name occurs anywhere in it.
    pub(crate) fn mentions(&self, wanted: &str) -> bool {
        let target = match &self.target {
            Target::Path(text) | Target::Url(text) => text,
        };
        let texts = std::iter::once(target)
            .chain(self.query.iter().map(|(_, text)| text))
            .chain(self.headers.iter().map(|(_, text)| text));
        texts.flat_map(Text::names).any(|(name, _)| name == wanted)
            || self.body.as_ref().is_some_and(|body| body.mentions(wanted))
    }

    fn fill_headers(&self, spec: &Spec, vars: &Vars, has_body: bool) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut set = |name: &str, value: String| {
            headers.retain(|(known, _)| known != name);
            headers.push((name.to_owned(), value));
        };
        if has_body {
            set("content-type", "application/json".to_owned());
        }
        let auth = spec.auth.header.as_ref().map(|(name, text)| (name, text));
        let all = spec.headers.iter().map(|(name, text)| (name, text)).chain(auth);
        for (name, text) in all.chain(self.headers.iter().map(|(name, text)| (name, text))) {
            if let Some(value) = text.fill_optional(vars) {
                set(name, value.replace(['\r', '\n'], " "));
            }
        }
        headers
    }
}

/// The parameters with `more` behind them. Where conditions share one parameter and the server has
/// a word to join them by, they become one.
fn joined(
    mut own: Vec<(String, String)>,
    more: &[(String, String)],
    and: Option<&str>,
) -> Vec<(String, String)> {
    for (key, value) in more {
        match (and, own.iter_mut().find(|(known, _)| known == key)) {
            (Some(and), Some((_, condition))) => condition.push_str(&format!("{and}{value}")),
            _ => own.push((key.clone(), value.clone())),
        }
    }
    own
}

/// Parameters of a URL.
pub(crate) fn query(fields: &Fields<'_>, key: &str) -> Result<Vec<(String, Text)>, ProfileError> {
    let members = fields.members(key)?.into_iter();
    members
        .map(|(name, at, value)| Ok((name.to_owned(), url_text(crate::fields::text(value, &at)?, &at)?)))
        .collect()
}

/// The `headers` of an object, in lower case.
pub(crate) fn headers(fields: &Fields<'_>) -> Result<Vec<(String, Text)>, ProfileError> {
    let members = fields.members("headers")?.into_iter();
    members
        .map(|(name, at, value)| {
            let sound = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !sound {
                return Err(mismatch(&at, Clash::NoHeaderName(name.to_owned())));
            }
            Ok((name.to_ascii_lowercase(), Text::parse(crate::fields::text(value, &at)?, &at)?))
        })
        .collect()
}

fn url_text(text: &str, at: &str) -> Result<Text, ProfileError> {
    let text = Text::parse(text, at)?;
    if let Some((name, _)) = text.names().find(|(name, hashed)| SECRETS.contains(name) && !hashed) {
        return Err(mismatch(at, Clash::SecretInUrl(name.to_owned())));
    }
    Ok(text)
}
