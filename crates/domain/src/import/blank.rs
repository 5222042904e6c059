//! Blanks: places that a policy leaves to be filled in, such as `[X]`, `____` or `××`.

use super::{Blank, Import};

/// How many characters of the words around a blank are told.
const AROUND: usize = 10;

/// Names every blank of the drafts, in order: `[X]` becomes `[X1]`, `[X2]` …
pub(super) fn name(import: &mut Import) {
    for rule in &mut import.rules {
        let chars: Vec<char> = rule.text.chars().collect();
        let mut text = String::new();
        let mut at = 0;
        while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
            let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
            let len = blank_len(rest, before);
            let Some(was) = rest.get(..len).filter(|was| !was.is_empty()) else {
                text.extend(rest.first());
                at += 1;
                continue;
            };
            let name = format!("X{}", import.blanks.len() + 1);
            text.push_str(&format!("[{name}]"));
            let before = chars.get(at.saturating_sub(AROUND)..at).unwrap_or_default();
            let after = rest.iter().skip(len).take(AROUND);
            import.blanks.push(Blank {
                name,
                rule: rule.no,
                was: was.iter().collect(),
                before: before.iter().collect(),
                after: after.collect(),
            });
            at += len;
        }
        rule.text = text;
    }
}

/// The names of the blanks in a rule's text, as [`name`] writes them.
pub fn blanks_in(text: &str) -> Vec<&str> {
    let parts = text.split("[X").skip(1);
    let numbers = parts.filter_map(|part| part.split_once(']')).map(|(number, _)| number);
    numbers.filter(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).collect()
}

/// The length of the blank at the start of `rest`; 0 where there is none.
fn blank_len(rest: &[char], before: Option<char>) -> usize {
    let run = |is: fn(char) -> bool| rest.iter().take_while(|c| is(**c)).count();
    match rest.first() {
        Some('[' | '［' | '【' | '〔') => bracketed(rest, |c| is_filler(c) || c.is_ascii_digit()),
        Some('(' | '（') => bracketed(rest, |c| c.is_whitespace() || is_line(c)),
        Some(&c) if is_line(c) => Some(run(is_line)).filter(|len| *len >= 2).unwrap_or(0),
        Some('×') => Some(run(|c| c == '×')).filter(|len| *len >= 2).unwrap_or(0),
        Some('X' | 'x' | 'Ｘ') => {
            let len = run(|c| matches!(c, 'X' | 'x' | 'Ｘ'));
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let stands_alone = !is_word(before) && !is_word(rest.get(len).copied());
            if len >= 2 && stands_alone { len } else { 0 }
        }
        _ => 0,
    }
}

/// The length of a pair of brackets at the start of `rest` that holds fillers alone; round ones
/// need at least one, square ones may be empty.
fn bracketed(rest: &[char], fills: impl Fn(char) -> bool) -> usize {
    let Some(close) = rest.iter().take(12).position(|c| matches!(c, ']' | '］' | '】' | '〕' | ')' | '）'))
    else {
        return 0;
    };
    let inner = rest.get(1..close).unwrap_or_default();
    let is_number = !inner.is_empty() && inner.iter().all(char::is_ascii_digit);
    let is_round = matches!(rest.first(), Some('(' | '（'));
    let fits = inner.iter().all(|c| fills(*c)) && !is_number && !(is_round && inner.is_empty());
    if fits { close + 1 } else { 0 }
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || is_line(c) || matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '…')
}

fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿' | '﹍' | '﹎' | '﹏')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(text: &str) -> usize {
        blank_len(&text.chars().collect::<Vec<_>>(), None)
    }

    #[test]
    fn blanks_of_every_sort_are_seen() {
        assert_eq!(
            [blank("[X]%"), blank("【 】"), blank("[]"), blank("____天"), blank("（  ）")],
            [3, 3, 2, 4, 4]
        );
        assert_eq!([blank("××公司"), blank("XX公司"), blank("[X12]")], [2, 2, 5]);
    }

    #[test]
    fn what_means_something_is_no_blank() {
        for text in ["[1]", "[注]", "()", "(1)", "X光", "XXL号", "_x", "×2", "[X", "见[X]"] {
            assert_eq!(blank(text), 0, "{text}");
        }
    }

    #[test]
    fn named_blanks_are_found_again() {
        assert_eq!(blanks_in("達到[X1]%，[X12]分，[X]、[Xa]"), ["1", "12"]);
    }
}
