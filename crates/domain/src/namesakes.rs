//! People whose names are the same: a list to choose from tells them apart by where they work.

use crate::kinds::Member;
use protocol::PersonId;
use std::collections::BTreeMap;
use std::ops::Deref;

/// The people with what they are called in a list, in its order: who shares a name with another is
/// called by department and post too.
pub fn told_apart(members: impl IntoIterator<Item = impl Deref<Target = Member>>) -> Vec<(PersonId, String)> {
    let members: Vec<_> = members.into_iter().collect();
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for member in &members {
        *bearers.entry(member.real_name.trim()).or_default() += 1;
    }
    let called = |member: &Member| {
        let name = member.real_name.trim();
        let place = [member.dept.trim(), member.post.trim()];
        let more = place.into_iter().filter(|part| !part.is_empty() && bearers.get(name) > Some(&1));
        std::iter::once(name).chain(more).collect::<Vec<_>>().join(" · ")
    };
    members.iter().map(|member| (member.person.clone(), called(member))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(person: &str, real_name: &str, dept: &str, post: &str) -> Member {
        let body = serde_json::json!({
            "person": person, "real_name": real_name, "dept": dept, "post": post,
            "roles": ["member"], "state": "active", "joined_at": 0,
        });
        serde_json::from_value(body).unwrap()
    }

    fn called(members: &[Member]) -> Vec<String> {
        told_apart(members).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn who_shares_a_name_is_called_by_place_too() {
        let members = [
            member("1", "王磊", "技术支持部", "讲师"),
            member("2", "李想", "华东区", "工程师"),
            member("3", " 王磊", "", "维修技师"),
        ];
        assert_eq!(called(&members), ["王磊 · 技术支持部 · 讲师", "李想", "王磊 · 维修技师"]);
    }

    #[test]
    fn who_gave_no_place_is_called_by_name_alone() {
        assert_eq!(called(&[member("1", "王磊", "", ""), member("2", "王磊", "", "")]), ["王磊", "王磊"]);
    }
}
