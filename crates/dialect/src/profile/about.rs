//! What a profile tells about itself to whoever sets a connection up, or examines one.

use super::Profile;
use super::feed::{Feed, LinkAt, PagingKind, Total};
use serde_json::Value;

impl Profile {
    /// The variables that a connection may set, and what they are unless it does.
    pub fn vars(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.spec.vars.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    }

    /// Whether ids are the server's, and the app's stand beside them.
    pub fn maps_ids(&self) -> bool {
        self.spec.record.key.as_ref().is_some_and(|key| *key != self.spec.record.id)
    }

    /// The headers of answers that say something which stands nowhere else, in lower case: a page
    /// of another origin must be allowed to read them.
    pub fn watched_headers(&self) -> Vec<String> {
        let spec = &self.spec;
        let version = spec.version.header.as_ref().filter(|_| spec.version.at.is_none());
        let clock = spec.clock.header.as_ref().filter(|_| spec.clock.at.is_none());
        let total = match &spec.paging.total {
            Some(Total::Header(name)) => Some(name),
            _ => None,
        };
        let link = match &spec.paging.kind {
            PagingKind::NextLink(LinkAt::Header(name)) => Some(name),
            _ => None,
        };
        let tag = match &spec.feed {
            Feed::FullDiff { gate: Some(gate), .. } => Some(&gate.header),
            _ => None,
        };
        let all = [version, clock, total, link, tag].into_iter().flatten();
        all.map(|name| name.to_ascii_lowercase()).collect()
    }
}
