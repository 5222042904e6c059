//! Signs that a draft is broken: what got lost can't be guessed, only pointed at.

use super::lexicon::{ends_clause, ends_sentence};
use super::text::fold;
use super::{Flag, Flaw, Import};

/// Verbs that say nothing without the noun that follows.
const EMPTY_VERBS: [&str; 6] = ["进行", "加以", "给予", "予以", "作出", "做出"];
/// Words that join nouns: after such a verb the first noun is missing.
const JOINTS: &str = "和与及并或";
/// Adverbs that need a verb.
const ADVERBS: [&str; 6] = ["定期", "及时", "适时", "经常", "不断", "随时"];

/// Flags the drafts of `import` that look broken.
pub(super) fn flag(import: &mut Import) {
    let found = flaws(import.rules.iter().map(|rule| rule.text.as_str()));
    let flags = import.rules.iter().zip(found);
    let flags = flags.flat_map(|(rule, flaws)| flaws.into_iter().map(|why| Flag { rule: rule.no, why }));
    import.flagged.extend(flags);
    import.flagged.sort_by_key(|flag| (flag.rule, flag.why));
}

/// What looks broken in each of the rules of one draft, in their order.
pub fn flaws<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Vec<Flaw>> {
    let texts: Vec<Vec<char>> = texts.map(|text| text.chars().map(fold).collect()).collect();
    let ended = texts.iter().filter(|text| has_end(text)).count();
    // Where most drafts end without a mark, that is the text's habit and no flaw.
    let ends_matter = ended * 5 >= texts.len() * 3;
    let of = |text: &Vec<char>| {
        let found = [
            (ends_matter && text.len() >= 8 && !has_end(text), Flaw::NoEnd),
            (has_no_start(text), Flaw::NoStart),
            (misses_word(text), Flaw::MissingWord),
            (has_adjacent_blanks(text), Flaw::AdjacentBlanks),
            (!is_balanced(text), Flaw::Unbalanced),
        ];
        found.into_iter().filter(|(is_there, _)| *is_there).map(|(_, why)| why).collect()
    };
    texts.iter().map(of).collect()
}

fn has_end(text: &[char]) -> bool {
    let last = text.iter().rev().find(|c| !matches!(c, '”' | '’' | '"' | '」' | '』' | ')' | ']'));
    last.is_some_and(|c| ends_sentence(*c) || *c == '.')
}

fn has_no_start(text: &[char]) -> bool {
    text.first().is_some_and(|c| ends_clause(*c) || matches!(c, '、' | ')' | ']' | '”' | '》' | '%'))
}

fn misses_word(text: &[char]) -> bool {
    let words: String = text.iter().collect();
    let hangs = EMPTY_VERBS.iter().any(|verb| {
        words.match_indices(verb).any(|(at, verb)| {
            let after = words.get(at + verb.len()..).and_then(|rest| rest.chars().next());
            after.is_some_and(|c| JOINTS.contains(c))
        })
    });
    let name = words.split_once(':').map(|(name, _)| name);
    hangs || name.is_some_and(|name| ADVERBS.contains(&name))
}

fn has_adjacent_blanks(text: &[char]) -> bool {
    let words: String = text.iter().collect();
    let mut ends = words.match_indices("[X").filter_map(|(at, _)| {
        let close = words.get(at..)?.find(']')?;
        Some((at, at + close + 1))
    });
    let mut last: Option<usize> = None;
    ends.any(|(start, end)| {
        let between = last.replace(end).and_then(|last| words.get(last..start));
        between.is_some_and(|between| {
            between.chars().count() <= 1 && !between.contains(['-', '~', '至', '到', '–', '—', '/', ','])
        })
    })
}

fn is_balanced(text: &[char]) -> bool {
    let pairs = [('(', ')'), ('[', ']'), ('“', '”'), ('《', '》'), ('「', '」'), ('『', '』')];
    pairs.iter().all(|(open, close)| {
        let count = |mark: &char| text.iter().filter(|c| *c == mark).count();
        count(open) == count(close)
    })
}
