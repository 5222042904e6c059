//! The rules that a new space may begin with, by what it is for. They are a draft like any other:
//! the owner changes, drops and publishes them.

use crate::kinds::{Binds, Course, Rule, RuleKind, Template};
use crate::rules::renumber;
use protocol::order_by_key;

/// The rules in each language: `# template` or `# template/course`, then a rule on each line, after its kind
/// and whom it binds. One that comes from the law or the company, and not from the group, is locked by a `!`.
const TEXTS: [(&str, &str); 3] = [
    ("zh-Hans", include_str!("../data/presets/zh-Hans.txt")),
    ("zh-Hant", include_str!("../data/presets/zh-Hant.txt")),
    ("en", include_str!("../data/presets/en.txt")),
];

/// The rules for a space of the sort `template`, for a training with those of its `course` among them, in the
/// language `locale`; in English where it is not known, and none for a sort that is not known.
pub fn rules(template: &Template, course: Option<&Course>, locale: &str) -> Vec<Rule> {
    let text = TEXTS.iter().find(|(tag, _)| *tag == locale).or(TEXTS.last()).map_or("", |(_, text)| text);
    let mut rules = section(text, template.as_str());
    if let (Template::Training, Some(course)) = (template, course) {
        rules.extend(section(text, &format!("{}/{}", template.as_str(), course.as_str())));
        // What is asked first, then what is advised, then what nobody does.
        let place = |rule: &Rule| RuleKind::KNOWN.iter().position(|kind| *kind == rule.kind);
        order_by_key(&mut rules, place);
    }
    renumber(&mut rules);
    rules
}

fn section(text: &str, name: &str) -> Vec<Rule> {
    let lines = text.lines().skip_while(|line| line.strip_prefix("# ") != Some(name)).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('#')).filter(|line| !line.is_empty());
    lines.filter_map(rule).collect()
}

fn rule(line: &str) -> Option<Rule> {
    let (line, locked) = line.strip_prefix('!').map_or((line, false), |rest| (rest, true));
    let (kind, rest) = line.split_once(' ')?;
    let (binds, text) = rest.split_once(' ')?;
    Some(Rule {
        no: 0,
        kind: RuleKind::from(kind),
        text: text.to_owned(),
        chapter: None,
        binds: Binds::from(binds),
        locked,
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
                let rules = rules(template, None, locale);
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
            rules(template, None, locale).into_iter().map(|rule| (rule.kind, rule.binds)).collect()
        };
        for template in Template::KNOWN {
            assert_eq!(sorts(template, "zh-Hans"), sorts(template, "en"));
            assert_eq!(sorts(template, "zh-Hans"), sorts(template, "zh-Hant"));
        }
    }

    #[test]
    fn an_unknown_language_reads_english_and_an_unknown_sort_has_no_rules() {
        assert_eq!(rules(&Template::Daily, None, "fr"), rules(&Template::Daily, None, "en"));
        assert!(rules(&Template::from("festival"), None, "en").is_empty());
    }

    #[test]
    fn each_sort_of_training_adds_rules_of_its_own_in_every_language() {
        for (locale, _) in TEXTS {
            let plain = rules(&Template::Training, None, locale);
            for course in Course::KNOWN {
                let all = rules(&Template::Training, Some(course), locale);
                assert!(all.len() >= plain.len() + 2, "{course:?} {locale}");
                assert!(all.len() <= 14 && crate::rules::is_numbered(&all));
                let own = all.iter().filter(|rule| plain.iter().all(|known| known.text != rule.text));
                for rule in own {
                    RULE_TEXT.check("/text", &rule.text).unwrap();
                    assert!(RuleKind::KNOWN.contains(&rule.kind) && Binds::KNOWN.contains(&rule.binds));
                }
                assert_eq!(
                    rules(&Template::Project, Some(course), locale),
                    rules(&Template::Project, None, locale)
                );
            }
        }
    }

    #[test]
    fn what_comes_from_the_law_is_locked_from_the_start() {
        for template in Template::KNOWN {
            for (locale, _) in TEXTS {
                let locked = rules(template, None, locale).iter().filter(|rule| rule.locked).count();
                assert_eq!(locked, 1, "{template:?} {locale}");
            }
        }
    }
}
