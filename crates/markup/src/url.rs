//! Where a link may lead.

/// An address that may be followed: `http`, `https` or `mailto`, and nothing that a browser
/// would read in another way than a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(String);

/// Longer addresses are shown as text.
pub(crate) const MAX_BYTES: usize = 2_048;

impl Url {
    /// Takes `text` if it is an address that may be followed.
    ///
    /// Refused are other schemes and relative addresses; white space, control and invisible
    /// characters anywhere, because browsers drop some of them before they read the scheme;
    /// backslashes, because browsers take them for slashes; a user name before the host, because
    /// it makes one host look like another; and what is no host, because it leads nowhere.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES || text.chars().any(is_deceptive) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        let fits = match scheme.as_str() {
            "http" | "https" => is_host(authority(rest)?),
            "mailto" => rest
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !rest.starts_with('/')),
            _ => false,
        };
        fits.then(|| Self(format!("{scheme}:{rest}")))
    }

    /// The address, its scheme in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host that the link leads to, for showing beside it; `None` for mail.
    pub fn host(&self) -> Option<&str> {
        self.0.split_once(':').and_then(|(_, rest)| authority(rest))
    }
}

/// What stands between `//` and the next part.
fn authority(rest: &str) -> Option<&str> {
    rest.strip_prefix("//")?.split(['/', '?', '#']).next()
}

/// Whether `authority` is a host by name or number, with or without a port.
fn is_host(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((six, rest)) => {
            return is_six(six) && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
        }
        None => authority.split_once(':').unwrap_or((authority, "0")),
    };
    let is_named = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
    is_named && host.chars().any(char::is_alphanumeric) && is_port(port)
}

/// Whether `six` may be an address of the sixth version of the protocol.
fn is_six(six: &str) -> bool {
    six.contains(':') && six.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
}

fn is_port(port: &str) -> bool {
    port.chars().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_deceptive(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c,
            '\\' | '"' | '<' | '>' | '`' | '^' | '{' | '}' | '|'
            // Invisible, or turning the reading direction.
            | '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_schemes_may_be_followed() {
        for text in ["http://a.cn", "HTTPS://a.cn:8443/路径?q=1#f", "mailto:li@a.cn", "https://[::1]/x"] {
            assert!(Url::parse(text).is_some(), "{text}");
        }
        assert_eq!(Url::parse("HTTPS://A.cn/X").unwrap().as_str(), "https://A.cn/X");
    }

    #[test]
    fn nothing_else_may() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://a.cn/x",
            "file:///etc/passwd",
            "//a.cn",
            "/s/1",
            "#x",
            "",
            "https:a.cn",
            "https://",
            "https:///a.cn",
            "https://:80/",
            "http://;URL=javascript:alert('XSS')",
            "https://a.cn:port/",
            "https://a.cn:99999/",
            "https://...",
            "https://[alert(1)]/",
            "https:\\\\a.cn",
            "https://bank.cn@evil.cn/",
            "https://a.cn/\u{202e}gpj.exe",
            "https://a\u{200b}.cn",
            "mailto:",
            "mailto:li",
            "mailto://a@b",
            "http\u{ff1a}//a.cn",
        ] {
            assert_eq!(Url::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_host_can_be_shown() {
        assert_eq!(Url::parse("https://a.cn:1/x?y").unwrap().host(), Some("a.cn:1"));
        assert_eq!(Url::parse("mailto:li@a.cn").unwrap().host(), None);
    }
}
