//! Acknowledgements: messages that say no more than that something was received. Many in a row say it
//! once, with the names of who said it.

use crate::guard::fold::folded_text;

/// What acknowledges and nothing else, folded as guards fold. Words that also answer a question (yes,
/// fine, can do) are none: who asked wants to read them.
const WORDS: [&str; 33] = [
    "收到",
    "收到了",
    "已收到",
    "收到谢谢",
    "谢谢收到",
    "收到感谢",
    "收到收到",
    "好",
    "好的",
    "好的收到",
    "收到好的",
    "好滴",
    "好哒",
    "好嘞",
    "嗯",
    "嗯嗯",
    "明白",
    "明白了",
    "知道了",
    "了解",
    "知悉",
    "已知悉",
    "已阅",
    "已读",
    "1",
    "11",
    "111",
    "ok",
    "okay",
    "gotit",
    "received",
    "noted",
    "roger",
];

/// Longer ones say more. In bytes, so that most messages are not even folded.
const LONGEST: usize = 48;

/// Whether `text` acknowledges something and says nothing else.
pub fn is_ack(text: &str) -> bool {
    text.len() <= LONGEST && WORDS.contains(&folded_text(text).as_str())
}

/// Of entries that stand in a row, those with an equal key are one run; one alone is none. An entry
/// without a key ends a run, and one for which `begins` is true begins another.
pub fn runs<I, K: PartialEq>(
    entries: impl IntoIterator<Item = (I, Option<K>)>,
    begins: impl Fn(&I) -> bool,
) -> Vec<Vec<I>> {
    let mut runs: Vec<Vec<I>> = Vec::new();
    let mut last = None;
    for (entry, key) in entries {
        let goes_on = key.is_some() && last == key && !begins(&entry);
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(entry),
            None if key.is_some() => runs.push(vec![entry]),
            None => {}
        }
        last = key;
    }
    runs.retain(|run| run.len() > 1);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acknowledgements_are_known_in_every_hand() {
        for text in [
            "收到",
            "收到！",
            "收 到",
            "好的。",
            "好的，收到",
            "１",
            "OK",
            "Ok~",
            "Got it!",
            "received.",
            "嗯嗯…",
            "已閱",
        ] {
            assert!(is_ack(text), "{text}");
        }
    }

    #[test]
    fn what_says_more_or_answers_a_question_is_none() {
        for text in
            ["", "！", "可以", "是的", "不行", "收到，周五我不在", "好的，几点？", "12", "ok?no", "行"]
        {
            assert!(!is_ack(text), "{text}");
        }
    }

    #[test]
    fn every_word_is_folded_and_short_enough() {
        for word in WORDS {
            assert_eq!(folded_text(word), word);
            assert!(is_ack(word));
        }
    }

    #[test]
    fn a_run_is_of_one_key_and_ends_at_everything_else() {
        let entries = [
            (1, Some('a')),
            (2, Some('a')),
            (3, None),
            (4, None),
            (5, Some('a')),
            (6, Some('b')),
            (7, Some('b')),
        ];
        assert_eq!(runs(entries, |_| false), [vec![1, 2], vec![6, 7]]);
        let entries = (1..=5).map(|n| (n, Some('a')));
        assert_eq!(runs(entries, |n| *n == 3), [vec![1, 2], vec![3, 4, 5]]);
        assert!(runs([(1, Some('a'))], |_| false).is_empty());
    }
}
