//! Who a text names with `@`. The text alone says it, so that a draft, a pasted line and an edit name
//! whom they show; the record keeps the persons, because names change.

use crate::kinds::Mentions;
use protocol::PersonId;

/// What stands after `@` where everybody is meant, in each language of the app.
pub const EVERYBODY: [&str; 4] = ["所有人", "everyone", "全体成员", "全體成員"];

/// Whom `text` names, of the people with these names. Where one name begins like another the longer
/// one is meant; who share a name are all named.
pub fn named<'a>(text: &str, people: impl IntoIterator<Item = (&'a PersonId, &'a str)> + Clone) -> Mentions {
    let mut mentions = Mentions::default();
    for (at, _) in text.match_indices(['@', '＠']) {
        if is_inside_a_word(text, at) {
            continue;
        }
        let rest = text.get(at..).map(|rest| rest.trim_start_matches(['@', '＠'])).unwrap_or_default();
        let all = longest(rest, EVERYBODY);
        let names = people.clone().into_iter().map(|(_, name)| name);
        let name = longest(rest, names);
        if all.len() > name.len() {
            mentions.all = true;
        } else if !name.is_empty() {
            for (person, _) in people.clone().into_iter().filter(|(_, known)| *known == name) {
                if !mentions.people.contains(person) {
                    mentions.people.push(person.clone());
                }
            }
        }
    }
    mentions
}

/// An address such as `li@example.org` names nobody.
fn is_inside_a_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_some_and(|before| before.is_ascii_alphanumeric() || matches!(before, '.' | '_' | '-' | '+'))
}

/// The longest of `names` with which `rest` begins; empty where it begins with none. A Latin name ends
/// where its word does.
fn longest<'a>(rest: &str, names: impl IntoIterator<Item = &'a str>) -> &'a str {
    let ends = |name: &&str| {
        let after = rest.get(name.len()..).and_then(|after| after.chars().next());
        let last = name.chars().next_back();
        let goes_on = |c: char| c.is_ascii_alphanumeric();
        !(last.is_some_and(goes_on) && after.is_some_and(goes_on))
    };
    let fits = names.into_iter().filter(|name| !name.is_empty() && rest.starts_with(name)).filter(ends);
    fits.max_by_key(|name| name.len()).unwrap_or_default()
}

/// What is being typed after the last `@` before the caret, while it may still become a name: with it a
/// list of people is narrowed down.
pub fn typing(before_caret: &str) -> Option<&str> {
    const LONGEST: usize = 20;
    let at = before_caret.rfind(['@', '＠'])?;
    let typed = before_caret.get(at..)?.trim_start_matches(['@', '＠']);
    let may_be_a_name = typed.chars().count() <= LONGEST && !typed.chars().any(char::is_whitespace);
    (may_be_a_name && !is_inside_a_word(before_caret, at)).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(text: &str) -> (Vec<String>, bool) {
        let people =
            [("1", "王小"), ("2", "王小明"), ("3", "李雷"), ("4", "李雷"), ("5", "Ann"), ("6", "Anna Lee")];
        let people = people.map(|(id, name)| (PersonId::from(id), name));
        let mentions = named(text, people.iter().map(|(person, name)| (person, *name)));
        (mentions.people.iter().map(ToString::to_string).collect(), mentions.all)
    }

    fn people(ids: &[&str]) -> (Vec<String>, bool) {
        (ids.iter().map(|&id| id.to_owned()).collect(), false)
    }

    #[test]
    fn the_longest_name_is_meant_and_those_who_share_it_are_all_named() {
        assert_eq!(ask("请@王小明看一下，@王小 也来"), people(&["2", "1"]));
        assert_eq!(ask("@李雷 @李雷"), people(&["3", "4"]));
        assert_eq!(ask("＠Anna Lee and @Ann, not @Annabel"), people(&["6", "5"]));
    }

    #[test]
    fn everybody_is_named_in_each_language() {
        for text in ["@所有人 开会", "@everyone now", "@全體成員"] {
            assert_eq!(ask(text), (Vec::new(), true), "{text}");
        }
        assert_eq!(ask("@everyoneelse 所有人"), people(&[]));
    }

    #[test]
    fn an_address_names_nobody() {
        assert_eq!(ask("写给 li@Ann.example 或 li.@Ann"), people(&[]));
        assert_eq!(ask("没有名字 @ 李雷"), people(&[]));
    }

    #[test]
    fn what_is_typed_after_the_last_sign_narrows_the_list_down() {
        assert_eq!(typing("你好 @"), Some(""));
        assert_eq!(typing("你好@wang"), Some("wang"));
        assert_eq!(typing("@王小明 你"), None);
        assert_eq!(typing("li@ex"), None);
        assert_eq!(typing("你好"), None);
    }
}
