//! What a guard finds, in words: for the composer, and for the preview of a guard.

use super::Words;
use domain::guard::check::{Duplicates, Flood, Interval, Links, QuietHours, Sorts, Terms, Topic};
use domain::guard::terms::TermList;
use domain::guard::{Check, Course, Finding, Found, Level};
use domain::kinds::GuardKind;
use words::Word;

impl Words {
    /// A finding. `said` are name and time of the message that says the same, where they are known.
    pub fn finding(self, finding: &Finding, said: Option<(String, i64)>) -> String {
        let level = |hint, ask, hold, block| match finding.course {
            Course::Block => block,
            Course::Hold => hold,
            Course::Ask => ask,
            _ => hint,
        };
        match &finding.found {
            Found::Term(what) => {
                let word = level(
                    Word::GuardsFoundTermHint,
                    Word::GuardsFoundTermAsk,
                    Word::GuardsFoundTermHold,
                    Word::GuardsFoundTermBlock,
                );
                self.fill(word, &[("what", what)])
            }
            Found::Link(what) => {
                let word = level(
                    Word::GuardsFoundLinkHint,
                    Word::GuardsFoundLinkAsk,
                    Word::GuardsFoundLinkHold,
                    Word::GuardsFoundLinkBlock,
                );
                self.fill(word, &[("what", what)])
            }
            Found::Promotion => self.text(level(
                Word::GuardsFoundPromotionHint,
                Word::GuardsFoundPromotionAsk,
                Word::GuardsFoundPromotionHold,
                Word::GuardsFoundPromotionBlock,
            )),
            Found::SaidBefore { .. } => {
                let (name, time) = said.unwrap_or_default();
                self.fill(Word::GuardsFoundSaid, &[("name", &name), ("time", &self.time(time))])
            }
            Found::Astray => self.text(Word::GuardsFoundAstray),
            Found::Unsorted => self.text(Word::GuardsFoundUnsorted),
            Found::TooSoon(until) => self.fill(Word::GuardsPaceGoes, &[("time", &self.time(*until))]),
        }
    }

    /// What a guard does, in one line.
    pub fn guard(self, check: &Check) -> String {
        match check {
            Check::Interval(Interval { seconds }) => {
                self.fill(Word::GuardsDoesInterval, &[("seconds", &self.number(i64::from(*seconds)))])
            }
            Check::Flood(Flood { posts, minutes }) => {
                let (posts, minutes) = (i64::from(*posts), i64::from(*minutes));
                let values = [("posts", self.number(posts)), ("minutes", self.number(minutes))];
                self.fill(
                    Word::GuardsDoesFlood,
                    &values.each_ref().map(|(name, value)| (*name, value.as_str())),
                )
            }
            Check::QuietHours(QuietHours { from_min, to_min, .. }) => {
                let (from, to) = (hour_of(*from_min), hour_of(*to_min));
                self.fill(Word::GuardsDoesQuiet, &[("from", &from), ("to", &to)])
            }
            Check::Terms(terms) => self.fill(
                Word::GuardsDoesTerms,
                &[("what", &self.term_lists(terms)), ("level", &self.level(&terms.level))],
            ),
            Check::Links(Links { allowed, level }) => {
                let sites =
                    if allowed.is_empty() { self.text(Word::GuardsDoesNoSites) } else { self.list(allowed) };
                self.fill(Word::GuardsDoesLinks, &[("sites", &sites), ("level", &self.level(level))])
            }
            Check::Promotion(promotion) => {
                self.fill(Word::GuardsDoesPromotion, &[("level", &self.level(&promotion.level))])
            }
            Check::Duplicates(Duplicates { days }) => {
                self.fill(Word::GuardsDoesDuplicates, &[("days", &self.number(i64::from(*days)))])
            }
            Check::Topic(Topic { words, after }) => {
                let (words, after) = (self.list(words), self.number(i64::from(*after)));
                self.fill(Word::GuardsDoesTopic, &[("words", &words), ("after", &after)])
            }
            Check::Sorts(Sorts { sorts }) => {
                self.fill(Word::GuardsDoesSorts, &[("sorts", &self.list(sorts))])
            }
        }
    }

    fn term_lists(self, terms: &Terms) -> String {
        let list = |list: &TermList| match list {
            TermList::Advertising => self.text(Word::GuardsListAdvertising),
            TermList::Insults => self.text(Word::GuardsListInsults),
            TermList::Other(name) => name.clone(),
        };
        let mut lists: Vec<String> = terms.lists.iter().map(list).collect();
        if !terms.own.is_empty() {
            lists.push(self.count(Word::GuardsListOwn, terms.own.len()));
        }
        self.list(&lists)
    }

    /// A level.
    pub fn level(self, level: &Level) -> String {
        self.text(match level {
            Level::Permit => Word::GuardsLevelPermit,
            Level::Hold => Word::GuardsLevelHold,
            Level::Block => Word::GuardsLevelBlock,
            Level::Hint | Level::Other(_) => Word::GuardsLevelHint,
        })
    }

    /// A kind of guard.
    pub fn guard_kind(self, kind: &GuardKind) -> String {
        self.text(match kind {
            GuardKind::Interval => Word::GuardsKindInterval,
            GuardKind::Flood => Word::GuardsKindFlood,
            GuardKind::QuietHours => Word::GuardsKindQuiet,
            GuardKind::Terms => Word::GuardsKindTerms,
            GuardKind::Links => Word::GuardsKindLinks,
            GuardKind::Promotion => Word::GuardsKindPromotion,
            GuardKind::Duplicates => Word::GuardsKindDuplicates,
            GuardKind::Sorts => Word::GuardsKindSorts,
            GuardKind::Topic => Word::GuardsKindTopic,
            GuardKind::Other(_) => Word::GuardsKindOther,
        })
    }
}

/// A minute of the day as people write it: 22:00.
pub fn hour_of(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
