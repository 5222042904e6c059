//! Whether somebody talks about something else: so many posts in a row that use none of the words by
//! which a channel says what it is for. Plain on purpose, so that whoever hears of it can see why.

use super::check::Topic;
use super::terms::Haystack;

/// Something that its author said, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The channel.
    pub channel: protocol::RecordId,
    /// What it says.
    pub text: String,
}

/// Whether `text` and what its author said before it in the same channel, newest first, make as many
/// posts in a row as the guard counts, of which none is about its topic.
pub fn strays<'s>(topic: &Topic, text: &str, before: impl Iterator<Item = &'s str>) -> bool {
    let Some(more) = usize::try_from(topic.after).ok().and_then(|after| after.checked_sub(1)) else {
        return false;
    };
    let is_about_it = |text: &str| Haystack::new(text).find(topic.words.iter().map(String::as_str)).is_some();
    let lately: Vec<&str> = before.take(more).collect();
    lately.len() == more && !is_about_it(text) && !lately.into_iter().any(is_about_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(after: u32) -> Topic {
        Topic { words: vec!["产品".to_owned(), "报价".to_owned()], after }
    }

    fn astray(before: &[&str], text: &str) -> bool {
        strays(&topic(3), text, before.iter().copied())
    }

    #[test]
    fn so_many_posts_in_a_row_about_something_else_stray() {
        assert!(astray(&["午饭吃什么", "天气不错"], "周末去哪"));
        assert!(!astray(&["天气不错"], "周末去哪"), "one too few");
        assert!(!astray(&["午饭吃什么", "新產品的報價單呢"], "周末去哪"), "one in another hand");
        assert!(!astray(&["午饭吃什么", "天气不错"], "说回产 品"));
        assert!(astray(&["午饭吃什么", "天气不错", "产品呢"], "周末去哪"), "that was before them");
    }

    #[test]
    fn a_guard_that_counts_one_looks_at_this_post_alone() {
        assert!(strays(&topic(1), "周末去哪", std::iter::empty()));
        assert!(!strays(&topic(1), "报价", std::iter::empty()));
    }
}
