//! The rules that a new space may begin with, by what it is for. They are a draft like any other:
//! the owner changes, drops and publishes them.

use crate::kinds::{Binds, Rule, RuleKind, Template};

/// The rules in each language: `# template`, then a rule on each line, after its kind and whom it
/// binds.
const TEXTS: [(&str, &str); 3] = [
    ("zh-Hans", include_str!("../data/presets/zh-Hans.txt")),
    ("zh-Hant", include_str!("../data/presets/zh-Hant.txt")),
    ("en", include_str!("../data/presets/en.txt")),
];

/// The rules for a space of the sort `template`, in the language `locale`; in English where it is
/// not known, and none for a sort that is not known.
pub fn rules(template: &Template, locale: &str) -> Vec<Rule> {
    let text = TEXTS.iter().find(|(tag, _)| *tag == locale).or(TEXTS.last()).map_or("", |(_, text)| text);
    let lines = text.lines().skip_while(|line| line.strip_prefix("# ") != Some(template.as_str())).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('#')).filter(|line| !line.is_empty());
    lines.zip(1..).filter_map(|(line, no)| rule(line, no)).collect()
}

fn rule(line: &str, no: u32) -> Option<Rule> {
    let (kind, rest) = line.split_once(' ')?;
    let (binds, text) = rest.split_once(' ')?;
    Some(Rule {
        no,
        kind: RuleKind::from(kind),
        text: text.to_owned(),
        chapter: None,
        binds: Binds::from(binds),
        locked: false,
        extra: Default::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blanks_in;
    use crate::limits::RULE_TEXT;

    #[test]
    fn every_sort_of_space_begins_with_rules_of_each_kind_that_can_be_published() {
        for template in Template::KNOWN {
            for (locale, _) in TEXTS {
                let rules = rules(template, locale);
                assert!((6..=12).contains(&rules.len()), "{template:?} {locale}");
                assert!(crate::rules::is_numbered(&rules));
                for kind in RuleKind::KNOWN {
                    assert!(rules.iter().any(|rule| rule.kind == *kind), "{template:?} {locale} {kind:?}");
                }
                for rule in rules {
                    RULE_TEXT.check("/text", &rule.text).unwrap();
                    assert!(blanks_in(&rule.text).is_empty());
                    assert!(RuleKind::KNOWN.contains(&rule.kind) && Binds::KNOWN.contains(&rule.binds));
                }
            }
        }
    }

    #[test]
    fn the_languages_say_the_same_to_the_same_people() {
        let sorts = |template, locale: &str| -> Vec<(RuleKind, Binds)> {
            rules(template, locale).into_iter().map(|rule| (rule.kind, rule.binds)).collect()
        };
        for template in Template::KNOWN {
            assert_eq!(sorts(template, "zh-Hans"), sorts(template, "en"));
            assert_eq!(sorts(template, "zh-Hans"), sorts(template, "zh-Hant"));
        }
    }

    #[test]
    fn an_unknown_language_reads_english_and_an_unknown_sort_has_no_rules() {
        assert_eq!(rules(&Template::Daily, "fr"), rules(&Template::Daily, "en"));
        assert!(rules(&Template::from("festival"), "en").is_empty());
    }
}
