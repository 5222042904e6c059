//! Rust as tokens with their lines: enough to read paths and attributes, in and out of macros.
//!
//! A parser would see `view! { … }` as one opaque lump; tokens see the paths in it.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name(String),
    /// The content of a string literal, escapes as written.
    Text(String),
    /// One character of punctuation.
    Mark(char),
    /// A number, a character or a lifetime: nothing that a check asks about.
    Other,
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Counted from 1.
    pub(super) line: usize,
}

impl Token {
    /// Whether this is the punctuation `mark`.
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// The name, where it is one.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// The tokens of `source`, without comments.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source, line: 1, found: Vec::new() };
    while lexer.step() {}
    lexer.found
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.skip(block_comment(self.rest));
        } else if let Some(hashes) = raw_string(self.rest) {
            self.raw_text(hashes);
        } else if first == '"' {
            self.text();
        } else if first == '\'' {
            self.push(Kind::Other, quote(self.rest));
        } else if first.is_alphabetic() || first == '_' {
            let length =
                self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            let name = self.rest.get(..length).unwrap_or_default().to_owned();
            self.push(Kind::Name(name), length);
        } else if first.is_ascii_digit() {
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            self.push(Kind::Other, end);
        } else if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else {
            self.push(Kind::Mark(first), first.len_utf8());
        }
        true
    }

    /// A string literal in plain quotes.
    fn text(&mut self) {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find_map(|(at, c)| match c {
            _ if std::mem::take(&mut escaped) => None,
            '\\' => {
                escaped = true;
                None
            }
            '"' => Some(at),
            _ => None,
        });
        let end = end.unwrap_or(self.rest.len());
        let content = self.rest.get(1..end).unwrap_or_default().to_owned();
        self.push(Kind::Text(content), (end + 1).min(self.rest.len()));
    }

    fn raw_text(&mut self, hashes: usize) {
        let open = self.rest.find('"').map_or(self.rest.len(), |at| at + 1);
        let close = format!("\"{}", "#".repeat(hashes));
        let body = self.rest.get(open..).unwrap_or_default();
        let length = body.find(&close).unwrap_or(body.len());
        let content = body.get(..length).unwrap_or_default().to_owned();
        self.push(Kind::Text(content), (open + length + close.len()).min(self.rest.len()));
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.found.push(Token { kind, line: self.line });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.line += gone.matches('\n').count();
        self.rest = rest;
    }
}

/// The length of a block comment; they nest.
fn block_comment(source: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The number of hashes of a raw string that starts here.
fn raw_string(source: &str) -> Option<usize> {
    let after = ["br", "cr", "r"].iter().find_map(|prefix| source.strip_prefix(prefix))?;
    let body = after.trim_start_matches('#');
    body.starts_with('"').then_some(after.len() - body.len())
}

/// The length of a character literal or a lifetime.
fn quote(source: &str) -> usize {
    let mut chars = source.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((escaped, c))) => {
            let from = escaped + c.len_utf8();
            let rest = source.get(from..).unwrap_or_default();
            from + rest.find('\'').map_or(rest.len(), |end| end + 1)
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn names(source: &str) -> Vec<String> {
        tokens(source).into_iter().filter_map(|token| token.name().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_and_literals_hide_their_words() {
        let source = "a /* b /* c */ d */ 'e' '\\'' \"f \\\" g\" r#\"h \" i\"# // j\nk<'l>";

        assert_eq!(names(source), ["a", "k", "l"]);
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let source = "a\n/* \n */ \"x\ny\" b";

        assert_eq!(tokens(source).last().unwrap().line, 4);
    }

    #[test]
    fn the_text_of_a_raw_string_is_kept() {
        assert_eq!(tokens("r##\"a\"#b\"##").first().unwrap().kind, Kind::Text("a\"#b".to_owned()));
    }

    #[test]
    fn what_never_ends_ends_with_the_file() {
        for open in ["\"abc", "/* abc", "r#\"abc", "'", "'\\", "b'"] {
            tokens(open);
        }
    }

    #[test]
    fn han_is_lexed_whole() {
        assert_eq!(names("let 群约 = \"群\"; '约' x"), ["let", "群约", "x"]);
    }
}
