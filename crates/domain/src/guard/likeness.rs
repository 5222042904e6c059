//! Whether two posts say the same: word for word, nearly, or with the same link.

use super::fold::folded_text;
use super::links;
use protocol::order;

/// In which way one post is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same words.
    Exact,
    /// Nearly the same words.
    Near,
    /// The same link.
    SameLink,
}

/// Shorter texts are said by everybody: 收到, 好的, 大家早上好.
const LEAST: usize = 10;
/// From how many percent of common pairs of letters on two texts say the same.
const NEAR_PERCENT: usize = 80;

/// A text as it is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    folded: String,
    pairs: Vec<(char, char)>,
    links: Vec<String>,
}

impl Sample {
    /// Prepares `text`.
    pub fn new(text: &str) -> Self {
        let folded = folded_text(text);
        let mut pairs: Vec<_> = folded.chars().zip(folded.chars().skip(1)).collect();
        order(&mut pairs, Ord::cmp);
        pairs.dedup();
        Self { links: links::addresses(text), folded, pairs }
    }

    /// In which way this is like `other`, if it is.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.links.iter().any(|link| other.links.contains(link)) {
            return Some(Likeness::SameLink);
        }
        if self.folded.chars().count().min(other.folded.chars().count()) < LEAST {
            return None;
        }
        if self.folded == other.folded {
            return Some(Likeness::Exact);
        }
        // Texts of which one is much longer have too little in common: told without looking.
        let (fewer, more) =
            (self.pairs.len().min(other.pairs.len()), self.pairs.len().max(other.pairs.len()));
        if fewer.saturating_mul(100) < more.saturating_mul(NEAR_PERCENT) {
            return None;
        }
        let common = self.pairs.iter().filter(|pair| other.pairs.binary_search(pair).is_ok()).count();
        let all = self.pairs.len().saturating_add(other.pairs.len()).saturating_sub(common);
        (common.saturating_mul(100) >= all.saturating_mul(NEAR_PERCENT)).then_some(Likeness::Near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn like(a: &str, b: &str) -> Option<Likeness> {
        Sample::new(a).likeness(&Sample::new(b))
    }

    #[test]
    fn other_punctuation_and_writing_make_no_other_text() {
        let yesterday = "通知：本周五下午三点在二楼会议室开会，请准时参加。";
        assert_eq!(
            like(yesterday, "【通知】本週五下午三點在二樓會議室開會 請準時參加！"),
            Some(Likeness::Exact)
        );
        assert_eq!(
            like(yesterday, "通知：本周五下午四点在二楼会议室开会，请准时参加。"),
            Some(Likeness::Near)
        );
        assert_eq!(like(yesterday, "通知：下周一上午九点交培训作业，逾期按迟交处理。"), None);
    }

    #[test]
    fn what_everybody_says_is_no_repetition() {
        assert_eq!(like("收到", "收到"), None);
        assert_eq!(like("大家早上好！", "大家早上好"), None);
    }

    #[test]
    fn the_same_link_is_the_same_news() {
        let link = "看这个 https://example.cn/a?id=1";
        assert_eq!(like(link, "HTTPS://EXAMPLE.CN/a?id=1 值得一读"), Some(Likeness::SameLink));
        assert_eq!(like(link, "看那个 https://example.cn/b"), None);
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_everything_long_is_like_itself(a in ".{0,30}", b in ".{0,30}") {
            prop_assert_eq!(like(&a, &b), like(&b, &a));
            if folded_text(&a).chars().count() >= LEAST {
                prop_assert!(like(&a, &a).is_some());
            }
        }
    }
}
