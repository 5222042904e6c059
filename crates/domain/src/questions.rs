//! Questions about the rules for who comes in: what the owner may ask. Checked where they are written and
//! where they are kept; who answers is judged where the key is.

use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::account::{QuestionKey, RuleQuestion};

/// Clean questions of what somebody typed, each about a rule of `rules`, the numbers of the binding version.
///
/// # Errors
/// What does not fit, at its place; `unknown-rule` where there is no such rule.
pub fn set(typed: &[RuleQuestion], rules: &[u32]) -> Result<Vec<RuleQuestion>, Refusal> {
    limits::at_most(limits::MAX_QUESTIONS, "/questions", typed)?;
    typed.iter().enumerate().map(|(index, question)| one(index, question, rules)).collect()
}

/// The same of a sheet with places left empty: what does not fit is at its place on the sheet.
///
/// # Errors
/// As [`set`].
pub fn set_sheet(sheet: &[Option<RuleQuestion>], rules: &[u32]) -> Result<Vec<RuleQuestion>, Refusal> {
    let asked = sheet.iter().enumerate().filter_map(|(place, typed)| Some((place, typed.as_ref()?)));
    asked.map(|(place, typed)| one(place, typed, rules)).collect()
}

/// The question as those read it who are asked.
pub fn without_key(question: &RuleQuestion) -> RuleQuestion {
    RuleQuestion { key: None, ..question.clone() }
}

/// A question as its author thinks of it: the right answer, and others. The choices stand in the order of
/// their words, so that no place tells which is right.
pub fn of_answers(text: &str, right: &str, others: &str, rule: u32) -> RuleQuestion {
    let right = right.trim();
    let others = others.lines().map(str::trim).filter(|other| !other.is_empty());
    let given = Some(right).filter(|right| !right.is_empty());
    let mut choices: Vec<String> = others.chain(given).map(str::to_owned).collect();
    choices.sort_unstable();
    let choice = given.and_then(|right| choices.iter().position(|choice| choice == right));
    let choice = choice.and_then(|choice| u32::try_from(choice).ok());
    RuleQuestion { text: text.to_owned(), choices, key: choice.map(|choice| QuestionKey { choice, rule }) }
}

/// The right answer and the others, a line each.
pub fn answers(question: &RuleQuestion) -> (String, String) {
    let key = question.key.as_ref().and_then(|key| usize::try_from(key.choice).ok());
    let right = key.and_then(|key| question.choices.get(key)).cloned().unwrap_or_default();
    let others = question.choices.iter().enumerate().filter(|(place, _)| Some(*place) != key);
    let others: Vec<&str> = others.map(|(_, choice)| choice.as_str()).collect();
    (right, others.join("\n"))
}

fn one(index: usize, typed: &RuleQuestion, rules: &[u32]) -> Result<RuleQuestion, Refusal> {
    let at = |part: &str| format!("/questions/{index}/{part}");
    let fails = |reason: Reason, part: &str| Err(Refusal::new(reason).at(at(part)));
    let text = limits::QUESTION.parse(at("text"), &typed.text)?;
    let Some(key) = typed.key.clone() else { return fails(Reason::Empty, "key") };
    let choices = typed.choices.iter().map(|choice| limits::QUESTION_CHOICE.parse(at("choices"), choice));
    let choices = choices.collect::<Result<Vec<_>, _>>()?;
    if choices.len() < limits::MIN_CHOICES {
        return fails(Reason::Empty, "choices");
    }
    if choices.len() > limits::MAX_CHOICES {
        return fails(Reason::TooMany, "choices");
    }
    let is_twice = |place: usize| {
        choices.iter().skip(place.saturating_add(1)).any(|other| choices.get(place) == Some(other))
    };
    if (0..choices.len()).any(is_twice) {
        return fails(Reason::WrongValue, "choices");
    }
    if !usize::try_from(key.choice).is_ok_and(|choice| choice < choices.len()) {
        return fails(Reason::WrongValue, "key");
    }
    if !rules.contains(&key.rule) {
        return fails(Reason::UnknownRule, "rule");
    }
    Ok(RuleQuestion { text, choices, key: Some(key) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn question() -> RuleQuestion {
        of_answers("提问后多久要回应？", "四小时内", "当天\n下一个工作日", 2)
    }

    fn refused(question: RuleQuestion) -> Option<(&'static str, String)> {
        let refusal = set(&[question], &[1, 2]).err()?;
        Some((refusal.code(), refusal.field().unwrap_or_default().to_owned()))
    }

    #[test]
    fn a_question_has_two_to_four_answers_of_which_one_is_right_by_a_rule_that_there_is() {
        assert_eq!(refused(question()), None);
        let at = |code, field: &str| Some((code, format!("/questions/0/{field}")));
        assert_eq!(refused(RuleQuestion { text: " ".into(), ..question() }), at("empty", "text"));
        assert_eq!(refused(RuleQuestion { key: None, ..question() }), at("empty", "key"));
        assert_eq!(refused(of_answers("几点？", "四点", "", 2)), at("empty", "choices"));
        assert_eq!(refused(of_answers("几点？", " ", "四点", 2)), at("empty", "key"));
        assert_eq!(refused(of_answers("几点？", "一", "二\n三\n四\n五", 2)), at("too-many", "choices"));
        assert_eq!(refused(of_answers("几点？", "四点", "四点", 2)), at("wrong-value", "choices"));
        assert_eq!(refused(of_answers("几点？", "四点", "五点", 3)), at("unknown-rule", "rule"));
        let key = Some(QuestionKey { choice: 3, rule: 2 });
        assert_eq!(refused(RuleQuestion { key, ..question() }), at("wrong-value", "key"));
        let three = vec![question(); 3];
        assert_eq!(set(&three, &[2]).unwrap_err().code(), "too-many");
    }

    #[test]
    fn what_does_not_fit_stays_at_its_place_beside_an_empty_one() {
        let faulty = RuleQuestion { key: None, ..question() };
        let refusal = set_sheet(&[None, Some(faulty)], &[2]).unwrap_err();
        assert_eq!((refusal.code(), refusal.field()), ("empty", Some("/questions/1/key")));
        assert_eq!(set_sheet(&[None, Some(question())], &[2]), Ok(vec![question()]));
    }

    proptest! {
        #[test]
        fn what_was_typed_is_read_back_and_no_place_tells_the_key(
            words in prop::collection::btree_set("[a-z]{1,6}", 2..=4), at in any::<prop::sample::Index>()
        ) {
            let sorted: Vec<String> = words.into_iter().collect();
            let mut others = sorted.clone();
            let right = others.remove(at.index(sorted.len()));
            let asked = of_answers("?", &right, &others.join("\n"), 1);
            prop_assert_eq!(&asked.choices, &sorted, "in the order of their words, whichever is right");
            prop_assert_eq!(answers(&asked), (right, others.join("\n")));
            prop_assert_eq!(set(std::slice::from_ref(&asked), &[1]), Ok(vec![asked]));
        }
    }
}
