//! Links, and prices that come with a way to get in touch.

use super::fold::folded_text;
use protocol::order;

/// Endings of host names that are written without `http://` in front.
const ENDINGS: [&str; 20] = [
    "com", "cn", "net", "org", "top", "xyz", "shop", "vip", "cc", "io", "me", "link", "club", "site",
    "online", "info", "app", "live", "fun", "tw",
];

/// The addresses in a text: host and path, the host in small letters, without the scheme.
pub fn addresses(text: &str) -> Vec<String> {
    let narrow: String = text.chars().map(narrow).collect();
    let words = narrow.split(|c: char| !is_of_address(c)).filter(|word| !word.is_empty());
    words.filter_map(address).collect()
}

/// The hosts that a text links to, each once.
pub fn hosts(text: &str) -> Vec<String> {
    let mut hosts: Vec<String> = addresses(text)
        .iter()
        .filter_map(|address| address.split(['/', '?', '#']).next().map(str::to_owned))
        .collect();
    order(&mut hosts, Ord::cmp);
    hosts.dedup();
    hosts
}

/// Whether `host` is `site` or below it.
pub fn is_below(host: &str, site: &str) -> bool {
    let site = site.trim().trim_start_matches("www.").to_ascii_lowercase();
    let host = host.trim_start_matches("www.");
    host.strip_suffix(site.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn address(word: &str) -> Option<String> {
    let word = word.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let (scheme, rest) = match word.find("://") {
        Some(at) => (true, word.get(at.saturating_add(3)..)?),
        None => (false, word),
    };
    let rest = rest.trim_end_matches(['.', ',', ':', ';', '!', '?', ')', '\'', '/']);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let host = host.rsplit('@').next()?.to_ascii_lowercase();
    let name = host.split(':').next()?;
    let is_host = if scheme { !name.is_empty() } else { is_bare_host(name) };
    // Somebody's mailbox is no link.
    let is_mailbox = !scheme && rest.contains('@');
    (is_host && !is_mailbox).then(|| host + path)
}

/// `example.com`, but not `3.14`, `a.b` or `main.rs`.
fn is_bare_host(name: &str) -> bool {
    let Some((first, ending)) = name.rsplit_once('.') else { return false };
    let label = first.rsplit('.').next().unwrap_or_default();
    let has_letter = label.bytes().any(|byte| byte.is_ascii_alphabetic());
    (ENDINGS.contains(&ending) && has_letter) || (name.starts_with("www.") && ending.len() >= 2)
}

fn is_of_address(c: char) -> bool {
    c.is_ascii_graphic()
        && !matches!(c, '<' | '>' | '"' | '(' | '[' | ']' | '{' | '}' | '|' | '\\' | '^' | '`' | '*')
}

fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code.saturating_sub(0xfee0)).unwrap_or(c),
        _ => c,
    }
}

/// Whether a text names a price and a way to get in touch.
pub fn is_promotion(text: &str) -> bool {
    let folded = folded_text(text);
    names_price(text, &folded) && names_contact(&folded)
}

fn names_price(text: &str, folded: &str) -> bool {
    const WORDS: [&str; 8] = ["特价", "优惠价", "到手价", "团购价", "仅售", "批发价", "包邮", "秒杀价"];
    const UNITS: [&str; 5] = ["元", "块钱", "rmb", "万元", "折"];
    let after_sign = text.split(['¥', '￥', '$', '＄']).skip(1);
    after_sign.map(str::trim_start).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || WORDS.iter().any(|word| folded.contains(word))
        || UNITS.iter().any(|unit| {
            let before = folded.match_indices(unit).filter_map(|(at, _)| folded.get(..at));
            before.into_iter().any(|before| before.ends_with(|c: char| c.is_ascii_digit()))
        })
}

fn names_contact(folded: &str) -> bool {
    const WORDS: [&str; 10] =
        ["加我", "加微信", "微信号", "私聊", "私信我", "联系我", "扫码", "加qq", "加群", "加v"];
    WORDS.iter().any(|word| folded.contains(word)) || has_phone(folded)
}

/// Eleven digits that begin as a mobile number does, and are no part of a longer number.
fn has_phone(folded: &str) -> bool {
    folded.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        digits.len() == 11
            && digits.starts_with('1')
            && digits.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_with_and_without_a_scheme() {
        assert_eq!(hosts("看 https://Shop.Example.com/a?b=1。"), ["shop.example.com"]);
        assert_eq!(hosts("在这里：taobao.com，或 ｗｗｗ．ｊｄ．ｃｏｍ"), ["taobao.com", "www.jd.com"]);
        assert_eq!(hosts("[店](http://a.cn/x) 和 <http://b.cn>"), ["a.cn", "b.cn"]);
    }

    #[test]
    fn numbers_files_and_mailboxes_are_no_links() {
        for text in
            ["圆周率 3.14", "改 main.rs 和 v1.2.3", "写信到 li@example.com", "见第3.2条", "a.b", "…", "://"]
        {
            assert_eq!(hosts(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_site_includes_what_is_below_it_and_nothing_beside() {
        assert!(is_below("docs.example.cn", "example.cn") && is_below("example.cn", "www.Example.cn"));
        assert!(!is_below("badexample.cn", "example.cn") && !is_below("example.cn.evil.com", "example.cn"));
    }

    #[test]
    fn a_price_alone_is_news_and_with_a_phone_number_an_offer() {
        assert!(!is_promotion("餐费每人 35 元，周五前交给小王"));
        assert!(!is_promotion("有事打 13800138000"));
        assert!(is_promotion("新茶上市，一斤 180 元，要的打 138-0013-8000"));
        assert!(is_promotion("原價￥99，優惠價只要半价，加 微 信 详谈"));
    }
}
