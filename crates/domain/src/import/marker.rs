//! Numbering and bullets: `第三条`, `一、`, `(一)`, `1.`, `1.1`, `①`, `a)`, `-`, `##`.

use super::text::Span;

/// The sorts of numbering, from the outermost to the innermost. The order is the rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Hash(u8),
    Part,
    Chapter,
    Section,
    Article,
    /// The numerals of contracts: 壹, 贰.
    HanFormal,
    Han,
    HanParen,
    /// A heading without numbering ranks here,
    Bare,
    /// or here, if it stands under such a one.
    BareMinor,
    Decimal,
    Dotted(u8),
    Closed,
    Paren,
    Circled,
    Letter,
    Bullet,
    /// Running text ranks below everything.
    Prose,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    /// Its number, where it has one.
    pub(super) number: Option<u32>,
    /// How many characters it takes, with the space after it.
    pub(super) len: usize,
}

impl Style {
    /// Whether it numbers parts that have a title.
    pub(super) fn is_division(self) -> bool {
        matches!(self, Self::Hash(_) | Self::Part | Self::Chapter | Self::Section)
    }
}

/// The marker at the start of a line: a bullet may stand before a number.
pub(super) fn at_line(chars: &[char]) -> Option<Marker> {
    let first = hash(chars)
        .or_else(|| bullet(chars))
        .or_else(|| letter(chars))
        .or_else(|| word(chars))
        .or_else(|| bare_number(chars));
    let Some(first) = first else { return inline(chars) };
    if first.style != Style::Bullet {
        return Some(first);
    }
    let inner = chars.get(first.len..).and_then(inline);
    match inner {
        Some(inner) => Some(Marker { len: first.len + inner.len, ..inner }),
        None => Some(first),
    }
}

/// A marker that may also stand within a line.
pub(super) fn inline(chars: &[char]) -> Option<Marker> {
    let marker = match chars.first()? {
        '第' => division(chars),
        '(' => parens(chars),
        c if c.is_ascii_digit() => decimal(chars),
        c if han_digit(*c).is_some() => han(chars),
        c => circled(*c).map(|number| Marker { style: Style::Circled, number: Some(number), len: 1 }),
    };
    let marker = marker.or_else(|| keycap(chars))?;
    let spaces = chars.get(marker.len..)?.iter().take_while(|c| c.is_whitespace()).count();
    Some(Marker { len: marker.len + spaces, ..marker })
}

fn division(chars: &[char]) -> Option<Marker> {
    let digits =
        chars.get(1..)?.iter().take_while(|c| c.is_ascii_digit() || han_digit(**c).is_some()).count();
    let number = number(chars.get(1..1 + digits)?)?;
    let style = match chars.get(1 + digits)? {
        '编' | '篇' | '部' => Style::Part,
        '章' => Style::Chapter,
        '节' => Style::Section,
        '条' => Style::Article,
        _ => return None,
    };
    let rest = chars.get(2 + digits..)?;
    let marks = rest.iter().take_while(|c| matches!(c, ' ' | ':' | '、' | '.')).count();
    Some(Marker { style, number: Some(number), len: 2 + digits + marks })
}

fn parens(chars: &[char]) -> Option<Marker> {
    let close = chars.iter().take(6).position(|c| *c == ')')?;
    let inner = chars.get(1..close)?;
    let number = number(inner)?;
    let is_han = inner.iter().all(|c| !c.is_ascii_digit());
    let style = if is_han { Style::HanParen } else { Style::Paren };
    let mark = usize::from(matches!(chars.get(close + 1), Some('、' | '.')));
    Some(Marker { style, number: Some(number), len: close + 1 + mark })
}

fn decimal(chars: &[char]) -> Option<Marker> {
    let groups: Vec<usize> = dotted_groups(chars);
    let end: usize = groups.iter().sum::<usize>() + groups.len().saturating_sub(1);
    let value = number(chars.get(..*groups.first()?)?)?;
    let mark = chars.get(end).copied();
    if groups.len() > 1 {
        let depth = u8::try_from(groups.len()).ok().filter(|&depth| depth <= 5)?;
        let marks = usize::from(matches!(mark, Some('.' | '、' | ':')));
        let follows = chars.get(end + marks).copied();
        let is_title = follows.is_some_and(|c| c.is_whitespace() || (c > '\u{2e7f}' && !is_unit(c)));
        return is_title.then_some(Marker { style: Style::Dotted(depth), number: None, len: end + marks });
    }
    let style = match mark? {
        '.' | '、' => Style::Decimal,
        ')' => Style::Closed,
        _ => return None,
    };
    Some(Marker { style, number: Some(value), len: end + 1 })
}

/// The lengths of the groups of `1.2.3` at the start; each has at most three digits.
fn dotted_groups(chars: &[char]) -> Vec<usize> {
    let mut groups = Vec::new();
    let mut at = 0;
    while let Some(rest) = chars.get(at..) {
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        if !(1..=3).contains(&digits) || groups.len() > 5 {
            return if digits == 0 { groups } else { Vec::new() };
        }
        groups.push(digits);
        at += digits;
        if chars.get(at) != Some(&'.') {
            break;
        }
        at += 1;
    }
    groups
}

/// What follows a measured number, which is no numbering.
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '日' | '年'
            | '月'
            | '人'
            | '个'
            | '名'
            | '%'
            | '倍'
            | '元'
            | '万'
            | '亿'
            | '分'
            | '小'
            | '天'
            | '次'
            | '米'
            | '折'
            | '克'
            | '版'
    )
}

fn han(chars: &[char]) -> Option<Marker> {
    let digits = chars.iter().take(5).take_while(|c| han_digit(**c).is_some()).count();
    let number = number(chars.get(..digits)?)?;
    let is_formal = chars.first().is_some_and(|c| FORMAL.contains(*c));
    matches!(chars.get(digits)?, '、' | '.').then_some(Marker {
        style: if is_formal { Style::HanFormal } else { Style::Han },
        number: Some(number),
        len: digits + 1,
    })
}

/// A digit in a box: the digit, a variation selector, a combining enclosing keycap.
fn keycap(chars: &[char]) -> Option<Marker> {
    let number = chars.first()?.to_digit(10)?;
    let selector = usize::from(chars.get(1) == Some(&'\u{fe0f}'));
    (chars.get(1 + selector) == Some(&'\u{20e3}')).then_some(Marker {
        style: Style::Circled,
        number: Some(number),
        len: 2 + selector,
    })
}

fn circled(c: char) -> Option<u32> {
    let code = u32::from(c);
    match c {
        '①'..='⑳' => Some(code - 0x2460 + 1),
        '⑴'..='⒇' => Some(code - 0x2474 + 1),
        '❶'..='❿' => Some(code - 0x2776 + 1),
        '㈠'..='㈩' => Some(code - 0x3220 + 1),
        _ => None,
    }
}

fn hash(chars: &[char]) -> Option<Marker> {
    let hashes = chars.iter().take(7).take_while(|c| **c == '#').count();
    let level = u8::try_from(hashes).ok().filter(|level| (1..=6).contains(level))?;
    let spaces = spaces(chars, hashes);
    (spaces > 0).then_some(Marker { style: Style::Hash(level), number: None, len: hashes + spaces })
}

fn bullet(chars: &[char]) -> Option<Marker> {
    let spaces = spaces(chars, 1);
    let is_bullet = match chars.first()? {
        '-' | '–' | '—' | '*' | '+' | '>' | 'o' => spaces > 0,
        c => "•·●▪■◆◇○□★☆►➢➤✓✔√※◎".contains(*c),
    };
    is_bullet.then_some(Marker { style: Style::Bullet, number: None, len: 1 + spaces })
}

fn letter(chars: &[char]) -> Option<Marker> {
    let is_letter = chars.first()?.is_ascii_alphabetic() && matches!(chars.get(1)?, '.' | ')');
    let next = chars.get(2).copied();
    let follows = next.is_some_and(|c| c.is_whitespace() || c > '\u{2e7f}');
    (is_letter && follows).then(|| Marker { style: Style::Letter, number: None, len: 2 + spaces(chars, 2) })
}

/// `2 Scope`, beside `2.1`.
fn bare_number(chars: &[char]) -> Option<Marker> {
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let spaces = spaces(chars, digits);
    let starts_title = |c: &char| c.is_uppercase() || (*c > '\u{2e7f}' && c.is_alphabetic() && !is_unit(*c));
    let fits =
        (1..=2).contains(&digits) && spaces > 0 && chars.get(digits + spaces).is_some_and(starts_title);
    fits.then_some(Marker { style: Style::Dotted(1), number: None, len: digits + spaces })
}

/// `Article 5`, `Section 2.`, `Rule 3:`.
fn word(chars: &[char]) -> Option<Marker> {
    let head: String = chars.iter().take(8).collect::<String>().to_ascii_lowercase();
    let (name, style) = [
        ("chapter ", Style::Chapter),
        ("section ", Style::Section),
        ("article ", Style::Article),
        ("rule ", Style::Article),
    ]
    .into_iter()
    .find(|(name, _)| head.starts_with(name))?;
    let digits = chars.get(name.len()..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    let end = name.len() + digits;
    let number = number(chars.get(name.len()..end)?)?;
    let marks = chars.get(end..)?.iter().take_while(|c| matches!(c, ' ' | ':' | '.' | '-' | '–')).count();
    Some(Marker { style, number: Some(number), len: end + marks })
}

fn spaces(chars: &[char], from: usize) -> usize {
    chars.iter().skip(from).take_while(|c| c.is_whitespace()).count()
}

fn han_digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '一' | '壹' => Some(1),
        '二' | '贰' | '两' => Some(2),
        '三' | '叁' | '参' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        '十' | '拾' => Some(10),
        '百' => Some(100),
        _ => None,
    }
}

/// The numerals of contracts.
const FORMAL: &str = "壹贰叁参肆伍陆柒捌玖拾";

/// The value of digits, Chinese or not: at most three ASCII digits or five Chinese ones.
fn number(digits: &[char]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 5 {
        return None;
    }
    if digits.iter().all(char::is_ascii_digit) {
        return digits.iter().collect::<String>().parse().ok().filter(|number| *number < 1_000);
    }
    let (mut total, mut last) = (0_u32, None);
    for digit in digits {
        let value = han_digit(*digit)?;
        if value >= 10 {
            total += last.take().unwrap_or(1) * value;
        } else {
            // `二三` side by side is a count (二三十), not a number.
            if last.is_some_and(|last: u32| last != 0) {
                return None;
            }
            last = Some(value);
        }
    }
    Some(total + last.unwrap_or(0))
}

/// A marker where it stands.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) style: Style,
    pub(super) span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Style, Option<u32>, usize)> {
        let chars: Vec<char> = text.chars().collect();
        at_line(&chars).map(|marker| (marker.style, marker.number, marker.len))
    }

    #[test]
    fn numbering_of_every_sort_is_read() {
        assert_eq!(read("第十二章 总则"), Some((Style::Chapter, Some(12), 5)));
        assert_eq!(read("第3条为了"), Some((Style::Article, Some(3), 3)));
        assert_eq!(read("二十一、成员"), Some((Style::Han, Some(21), 4)));
        assert_eq!(read("(三)成员"), Some((Style::HanParen, Some(3), 3)));
        assert_eq!(read("12. 成员"), Some((Style::Decimal, Some(12), 4)));
        assert_eq!(read("1.2.3 成员"), Some((Style::Dotted(3), None, 6)));
        assert_eq!(read("3)成员"), Some((Style::Closed, Some(3), 2)));
        assert_eq!(read("(3) 成员"), Some((Style::Paren, Some(3), 4)));
        assert_eq!(read("⑤成员"), Some((Style::Circled, Some(5), 1)));
        assert_eq!(read("- 2. 成员"), Some((Style::Decimal, Some(2), 5)));
        assert_eq!(read("参、附则"), Some((Style::HanFormal, Some(3), 2)));
        assert_eq!(read("3️⃣ 成员"), Some((Style::Circled, Some(3), 4)));
        assert_eq!(read("2 会议组织"), Some((Style::Dotted(1), None, 2)));
        assert_eq!(read("## Rules"), Some((Style::Hash(2), None, 3)));
        assert_eq!(read("Article 5: Members"), Some((Style::Article, Some(5), 11)));
    }

    #[test]
    fn numbers_that_count_something_are_no_numbering() {
        for text in [
            "2.5倍",
            "2024.5",
            "一起",
            "二三、",
            "第一",
            "9:30",
            "-5",
            "3个",
            "3 天内",
            "30 people",
            "1.",
            "",
            "(第一)",
        ] {
            assert!(read(text).is_none_or(|(_, _, len)| text == "1." && len == 2), "{text}");
        }
    }
}
