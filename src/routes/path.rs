//! Every link of the app. No address is put together anywhere else.

use protocol::{PersonId, RecordId, SpaceId};
use std::fmt::Write;

/// My spaces; or the first run, or signing in.
pub fn home() -> String {
    "/".to_owned()
}

/// The first account of a server.
pub fn set_up() -> String {
    "/setup".to_owned()
}

/// Signing in.
pub fn sign_in() -> String {
    "/signin".to_owned()
}

/// Signing in, and then on to `place` of this app.
pub fn sign_in_for(place: &str) -> String {
    format!("/signin?to={}", encoded(place))
}

/// Whether an address that came from outside is a place of this app. A browser reads `//host` and
/// `/\host` as other hosts.
pub fn is_inside(place: &str) -> bool {
    place.starts_with('/') && !place.starts_with("//") && !place.contains('\\')
}

/// An invitation. The token stands in the fragment, which no browser sends to any server.
pub fn join(token: &str) -> String {
    format!("/join#{}", encoded(token))
}

/// A reset link, its token likewise.
pub fn reset(token: &str) -> String {
    format!("/reset#{}", encoded(token))
}

/// A link for another device of one's own, its token likewise.
pub fn pass(token: &str) -> String {
    format!("/pass#{}", encoded(token))
}

/// Founding a space.
pub fn new_space() -> String {
    "/new".to_owned()
}

/// A space: its feed.
pub fn space(space: &SpaceId) -> String {
    format!("/s/{}", encoded(space.as_str()))
}

/// A space's rules.
pub fn rules(id: &SpaceId) -> String {
    space(id) + "/rules"
}

/// Reading and confirming a space's rules.
pub fn rules_read(id: &SpaceId) -> String {
    space(id) + "/rules/read"
}

/// Writing a space's rules.
pub fn rules_edit(id: &SpaceId) -> String {
    space(id) + "/rules/edit"
}

/// What members propose for a space's rules.
pub fn proposals(id: &SpaceId) -> String {
    space(id) + "/rules/proposals"
}

/// Proposing a change of a space's rules.
pub fn propose(id: &SpaceId) -> String {
    space(id) + "/rules/propose"
}

/// The name under which that address says which rule the change is about.
pub const RULE: &str = "rule";

/// Proposing a change of one rule.
pub fn propose_about(id: &SpaceId, rule: u32) -> String {
    format!("{}?{RULE}={rule}", propose(id))
}

/// One rule of a space.
pub fn rule(id: &SpaceId, no: u32) -> String {
    format!("{}/rules/{no}", space(id))
}

/// How a space's rules enforce themselves.
pub fn guards(id: &SpaceId) -> String {
    space(id) + "/guards"
}

/// Looking for words in a space.
pub fn search(id: &SpaceId) -> String {
    space(id) + "/search"
}

/// The name under which a feed's address says which message it opens at.
pub const AT: &str = "at";

/// A space's feed, at a message.
pub fn message(id: &SpaceId, message: &RecordId) -> String {
    format!("{}?{AT}={}", space(id), encoded(message.as_str()))
}

/// What guards have set aside, for whom decides about it.
pub fn held(id: &SpaceId) -> String {
    space(id) + "/held"
}

/// A space's announcements.
pub fn notices(id: &SpaceId) -> String {
    space(id) + "/notices"
}

/// Announcing something.
pub fn new_notice(id: &SpaceId) -> String {
    space(id) + "/notices/new"
}

/// The name under which that address says what was called back and is written anew.
pub const AGAIN: &str = "again";

/// Writing an announcement anew that was called back.
pub fn notice_again(id: &SpaceId, notice: &RecordId) -> String {
    format!("{}?{AGAIN}={}", new_notice(id), encoded(notice.as_str()))
}

/// One announcement.
pub fn notice(id: &SpaceId, notice: &RecordId) -> String {
    format!("{}/notices/{}", space(id), encoded(notice.as_str()))
}

/// What a space is for.
pub fn about(id: &SpaceId) -> String {
    space(id) + "/about"
}

/// A space's members and invitations.
pub fn members(id: &SpaceId) -> String {
    space(id) + "/members"
}

/// One member: what was done about them.
pub fn member(id: &SpaceId, person: &PersonId) -> String {
    format!("{}/members/{}", space(id), encoded(person.as_str()))
}

/// One post, to be reported or judged.
pub fn post(id: &SpaceId, message: &RecordId) -> String {
    format!("{}/post/{}", space(id), encoded(message.as_str()))
}

/// What one has written in a space that goes later.
pub fn scheduled(id: &SpaceId) -> String {
    space(id) + "/scheduled"
}

/// How much one wants to be told of a space.
pub fn told(id: &SpaceId) -> String {
    space(id) + "/told"
}

/// What is one's own in a space after coming in.
pub fn welcome(id: &SpaceId) -> String {
    space(id) + "/welcome"
}

/// Handing a space over.
pub fn handover(id: &SpaceId) -> String {
    space(id) + "/handover"
}

/// What waits to be sent, was refused or met a conflict.
pub fn sync() -> String {
    "/sync".to_owned()
}

/// One's own things.
pub fn me() -> String {
    "/me".to_owned()
}

/// Which backend, and connecting another.
pub fn connect() -> String {
    "/connect".to_owned()
}

/// Every part in every state; development builds only.
pub fn gallery() -> String {
    "/gallery".to_owned()
}

/// One segment of a path: another backend's ids may hold anything.
fn encoded(segment: &str) -> String {
    let mut text = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(byte.into()),
            _ => _ = write!(text, "%{byte:02X}"),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::pattern;
    use leptos_router::PossibleRouteMatch;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// Whether `link` leads to the route of `pattern`, and with which parameters.
    fn leads(link: &str, pattern: impl PossibleRouteMatch) -> Option<Vec<String>> {
        let path = link.split('#').next().unwrap_or_default();
        let found = pattern.test(path).filter(leptos_router::PartialPathMatch::is_complete)?;
        Some(found.params().into_iter().map(|(_, value)| value).collect())
    }

    #[wasm_bindgen_test]
    fn every_link_leads_to_its_route() {
        let none = Some(Vec::new());
        assert_eq!(leads(&home(), pattern::home()), none);
        assert_eq!(leads(&set_up(), pattern::set_up()), none);
        assert_eq!(leads(&sign_in(), pattern::sign_in()), none);
        assert_eq!(leads(&join("t-1"), pattern::join()), none);
        assert_eq!(leads(&reset("t-1"), pattern::reset()), none);
        assert_eq!(leads(&pass("t-1"), pattern::pass()), none);
        assert_eq!(leads(&new_space(), pattern::new_space()), none);
        assert_eq!(leads(&sync(), pattern::sync()), none);
        assert_eq!(leads(&me(), pattern::me()), none);
        assert_eq!(leads(&connect(), pattern::connect()), none);
        assert_eq!(leads(&gallery(), pattern::gallery()), none);
    }

    #[wasm_bindgen_test]
    fn every_link_into_a_space_leads_to_its_route_there() {
        let id = SpaceId::new("s1");
        let one = Some(vec!["s1".to_owned()]);
        let at = pattern::space;
        assert_eq!(leads(&space(&id), (at(), pattern::feed())), one);
        assert_eq!(leads(&rules(&id), (at(), pattern::rules())), one);
        assert_eq!(leads(&rules_read(&id), (at(), pattern::rules_read())), one);
        assert_eq!(leads(&rules_edit(&id), (at(), pattern::rules_edit())), one);
        assert_eq!(leads(&proposals(&id), (at(), pattern::proposals())), one);
        assert_eq!(leads(&propose(&id), (at(), pattern::propose())), one);
        assert_eq!(leads(&guards(&id), (at(), pattern::guards())), one);
        assert_eq!(leads(&held(&id), (at(), pattern::held())), one);
        assert_eq!(leads(&scheduled(&id), (at(), pattern::scheduled())), one);
        assert_eq!(leads(&told(&id), (at(), pattern::told())), one);
        assert_eq!(leads(&welcome(&id), (at(), pattern::welcome())), one);
        assert_eq!(leads(&handover(&id), (at(), pattern::handover())), one);
        assert_eq!(leads(&notices(&id), (at(), pattern::notices())), one);
        assert_eq!(leads(&new_notice(&id), (at(), pattern::new_notice())), one);
        assert_eq!(leads(&about(&id), (at(), pattern::about())), one);
        assert_eq!(leads(&members(&id), (at(), pattern::members())), one);
        let two = Some(vec!["s1".to_owned(), "12".to_owned()]);
        let of = |other: &str| Some(vec!["s1".to_owned(), other.to_owned()]);
        assert_eq!(leads(&member(&id, &PersonId::from("p1")), (at(), pattern::member())), of("p1"));
        assert_eq!(leads(&post(&id, &RecordId::from("m1")), (at(), pattern::post())), of("m1"));
        assert_eq!(leads(&notice(&id, &RecordId::from("n1")), (at(), pattern::notice())), of("n1"));
        assert_eq!(leads(&rule(&id, 12), (at(), pattern::rule())), two);
    }

    #[wasm_bindgen_test]
    fn signing_in_leads_on_inside_the_app_alone() {
        assert_eq!(sign_in_for("/s/s1/rules"), "/signin?to=%2Fs%2Fs1%2Frules");
        assert!(is_inside("/s/s1"));
        for outside in ["https://evil.test", "//evil.test", "/\\evil.test", "", "evil"] {
            assert!(!is_inside(outside), "{outside}");
        }
    }

    #[wasm_bindgen_test]
    fn an_id_stays_one_segment_whatever_it_holds() {
        let id = SpaceId::new("a/b?c#d e群");
        assert_eq!(space(&id), "/s/a%2Fb%3Fc%23d%20e%E7%BE%A4");
        assert!(leads(&space(&id), (pattern::space(), pattern::feed())).is_some());
    }
}
