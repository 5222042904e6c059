//! Emphasis beside Chinese.
//!
//! CommonMark tells the opening from the closing `**` by the spaces and punctuation around it,
//! and so does not see the end in `**重要：**请看`: punctuation within, a letter without. Written
//! Chinese has no spaces, so this is how people write. A mark that counts as punctuation is put
//! on the letter's side of such a run; it is taken out of everything that comes back.

/// Punctuation (Po, a cuneiform divider) that nobody types.
const MARK: char = '\u{12474}';

/// `text` with marks where emphasis meets Chinese, or as it is where nothing is to be done.
pub(crate) fn mark(text: &str) -> Option<String> {
    if !text.contains('*') || text.contains(MARK) {
        return None;
    }
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = '\n';
    while let Some(at) = rest.find('*') {
        let (plain, run_on) = rest.split_at_checked(at)?;
        let end = run_on.find(|c| c != '*').unwrap_or(run_on.len());
        let (run, after) = run_on.split_at_checked(end)?;
        before = plain.chars().next_back().unwrap_or(before);
        let next = after.chars().next().unwrap_or('\n');
        marked.push_str(plain);
        if is_wide_letter(before) && is_punctuation(next) {
            marked.push(MARK);
        }
        marked.push_str(run);
        if is_punctuation(before) && is_wide_letter(next) {
            marked.push(MARK);
        }
        before = '*';
        rest = after;
    }
    marked.push_str(rest);
    Some(marked)
}

/// `text` without marks.
pub(crate) fn unmark(text: &str) -> String {
    text.replace(MARK, "")
}

/// Han, kana, bopomofo, hangul: letters that stand without spaces.
fn is_wide_letter(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{fe30}'..='\u{fe6b}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}')
}
