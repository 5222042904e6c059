//! Whether rules say what is not to leave the group: a version without a word of it is published knowingly.

use crate::guard::fold::folded_text;
use crate::kinds::Rule;

/// What speaks of it, folded: one script, one width, small letters.
const WORDS: [&str; 16] = [
    "保密",
    "机密",
    "泄露",
    "泄漏",
    "外传",
    "外泄",
    "转发到群外",
    "转到群外",
    "秘密",
    "confidential",
    "secret",
    "disclose",
    "leak",
    "leaves this space",
    "leave this space",
    "internal",
];

/// Whether one of the rules speaks of confidentiality.
pub fn has_secrecy(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| {
        let text = folded_text(&rule.text);
        WORDS.iter().any(|word| text.contains(&folded_text(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Course, Template};
    use crate::preset;

    #[test]
    fn every_set_of_rules_that_a_space_begins_with_speaks_of_it() {
        for locale in ["zh-Hans", "zh-Hant", "en"] {
            for template in Template::KNOWN {
                let mut rules = preset::rules(template, Some(&Course::Skills), locale);
                assert!(has_secrecy(&rules), "{template:?} {locale}");
                rules.retain(|rule| !has_secrecy(std::slice::from_ref(rule)));
                assert!(!rules.is_empty() && !has_secrecy(&rules), "{template:?} {locale}");
            }
        }
    }
}
