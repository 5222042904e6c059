//! The items of a list are divided by semicolons; a rule stands alone.

use super::Import;
use super::text::fold;

/// Lets each draft that a semicolon divided from the next one end before it. Nothing is put in its
/// place: what a draft says stands in the source as it is.
pub(super) fn close(import: &mut Import) {
    for rule in &mut import.rules {
        let divides = |c: char| fold(c) == ';';
        let undivided = rule.text.trim_end_matches(|c: char| divides(c) || c.is_whitespace());
        if undivided.is_empty() || !rule.text.trim_end().ends_with(divides) {
            continue;
        }
        let end = undivided.len();
        rule.divider = rule.text.split_off(end);
    }
}
