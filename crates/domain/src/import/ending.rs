//! The items of a list are divided by semicolons; a rule stands alone and ends by itself.

use super::Import;
use super::lexicon::ends_sentence;
use super::text::fold;

/// Ends each draft that a semicolon divided from the next one with a full stop.
pub(super) fn close(import: &mut Import) {
    for rule in &mut import.rules {
        let divides = |c: char| fold(c) == ';';
        let undivided = rule.text.trim_end_matches(|c: char| divides(c) || c.is_whitespace());
        if undivided.is_empty() || !rule.text.trim_end().ends_with(divides) {
            continue;
        }
        // What ends a sentence already stays, also before a semicolon.
        let is_end = |c: char| ends_sentence(fold(c)) || c == '.';
        let own = undivided.chars().next_back().filter(|c| is_end(*c));
        let kept = undivided.strip_suffix(is_end).unwrap_or(undivided);
        let is_wide = kept.chars().any(|c| c > '\u{2e7f}');
        let text = format!("{kept}{}", own.unwrap_or(if is_wide { '。' } else { '.' }));
        rule.divider = rule.text.get(kept.len()..).unwrap_or_default().to_owned();
        rule.text = text;
    }
}
