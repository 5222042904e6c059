//! Bare addresses in running text.
//!
//! Only ASCII counts as part of a bare address: Chinese is written without spaces, so that the
//! word after the address would become part of it. Whoever means more writes `[…](…)`.

use crate::tree::Inline;
use crate::url::{MAX_BYTES, Url};

/// Splits `text` into text and links.
pub(crate) fn link(text: String, into: &mut Vec<Inline>) {
    let mut rest = text.as_str();
    let mut plain = String::new();
    while let Some((before, address, after)) = next(rest) {
        plain.push_str(before);
        match Url::parse(address) {
            Some(url) => {
                push_text(into, std::mem::take(&mut plain));
                into.push(Inline::Link { url, content: vec![Inline::Text(address.to_owned())] });
            }
            None => plain.push_str(address),
        }
        rest = after;
    }
    plain.push_str(rest);
    push_text(into, plain);
}

fn push_text(into: &mut Vec<Inline>, text: String) {
    if !text.is_empty() {
        into.push(Inline::Text(text));
    }
}

/// The first candidate for an address in `text`: what stands before, itself, and after.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let starts = text
        .char_indices()
        .filter(|&(at, c)| matches!(c, 'h' | 'H') && !text.get(..at).is_some_and(ends_in_word));
    for (at, _) in starts {
        let (before, candidate) = text.split_at_checked(at)?;
        let Some(scheme) = scheme_len(candidate) else { continue };
        let end = candidate.find(|c: char| !is_address(c)).unwrap_or(candidate.len());
        let address = candidate.get(..end)?;
        // What is too long to be an address is not worth trimming either.
        let address = if address.len() > MAX_BYTES { address } else { trim(address) };
        if address.len() > scheme {
            return Some((before, address, candidate.get(address.len()..)?));
        }
    }
    None
}

fn ends_in_word(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// The length of `http://` or `https://` at the start of `text`.
fn scheme_len(text: &str) -> Option<usize> {
    ["http://", "https://"].into_iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(str::len)
    })
}

fn is_address(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '}' | '|')
}

/// Leaves out what more likely belongs to the sentence than to the address.
fn trim(mut address: &str) -> &str {
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        let shorter = [('(', ')'), ('[', ']')].into_iter().fold(shorter, |text, (open, close)| {
            let closes_more = text.matches(close).count() > text.matches(open).count();
            if closes_more { text.strip_suffix(close).unwrap_or(text) } else { text }
        });
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses found, and whether text and links together are the input.
    fn found(text: &str) -> Vec<String> {
        let mut inlines = Vec::new();
        link(text.to_owned(), &mut inlines);
        assert_eq!(crate::plain::inline_text(&inlines), text);
        let urls = inlines.into_iter().filter_map(|inline| match inline {
            Inline::Link { url, .. } => Some(url.as_str().to_owned()),
            _ => None,
        });
        urls.collect()
    }

    #[test]
    fn an_address_ends_where_chinese_begins() {
        assert_eq!(found("见https://a.cn/x，谢谢"), ["https://a.cn/x"]);
        assert_eq!(found("https://a.cn/x谢谢 http://b.cn"), ["https://a.cn/x", "http://b.cn"]);
    }

    #[test]
    fn punctuation_of_the_sentence_is_left_out() {
        assert_eq!(found("(https://a.cn/x_(y))."), ["https://a.cn/x_(y)"]);
        assert_eq!(found("Is it https://a.cn/?q=1&r=2?"), ["https://a.cn/?q=1&r=2"]);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in
            ["xhttp://a.cn", "http://", "https://...", "javascript:alert(1)", "http:/a", "h", "httpshh"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
