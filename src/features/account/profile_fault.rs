//! Why a text is no profile, in the reader's language: the place, and what is expected there.

use crate::i18n::Words;
use crate::state::{Clash, Fault, ProfileError, Shape};
use words::Word;

/// The words for profiles that can't be read.
pub trait ProfileWords {
    /// What is wrong, and where.
    fn profile_fault(self, error: &ProfileError) -> String;
}

impl ProfileWords for Words {
    fn profile_fault(self, error: &ProfileError) -> String {
        let place = match error.pointer.as_str() {
            "" => self.text(Word::ProfileWhole),
            pointer => pointer.to_owned(),
        };
        self.fill(Word::ProfilePlace, &[("place", &place), ("what", &fault(self, &error.fault))])
    }
}

fn fault(words: Words, fault: &Fault) -> String {
    let what = |word, what: &str| words.fill(word, &[("what", what)]);
    match fault {
        Fault::NotJson(why) => what(Word::ProfileNotJson, why),
        Fault::Version(version) => what(Word::ProfileVersion, version),
        Fault::UnknownKey { key, nearest } => {
            near(words, what(Word::ProfileUnknownKey, key), nearest.as_deref())
        }
        Fault::Missing(key) => what(Word::ProfileMissing, key),
        Fault::Type { expected, found } => {
            let (expected, found) = (words.text(shape(*expected)), words.text(shape(*found)));
            words.fill(Word::ProfileType, &[("expected", &expected), ("found", &found)])
        }
        Fault::Choice { found, nearest, known } => {
            let said = words.fill(Word::ProfileChoice, &[("what", found), ("known", &known.join(", "))]);
            near(words, said, nearest.as_deref())
        }
        Fault::Filter { found, template, known } => {
            words.fill(Word::ProfileFilter, &[("what", found), ("template", template), ("known", known)])
        }
        Fault::Mismatch(clash) => {
            let (word, about) = of_clash(clash);
            what(word, about)
        }
    }
}

fn near(words: Words, said: String, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => words.fill(Word::ProfileNearest, &[("fault", &said), ("nearest", nearest)]),
        None => said,
    }
}

fn shape(shape: Shape) -> Word {
    match shape {
        Shape::Null => Word::ProfileShapeNull,
        Shape::Flag => Word::ProfileShapeFlag,
        Shape::Number => Word::ProfileShapeNumber,
        Shape::Count => Word::ProfileShapeCount,
        Shape::Text => Word::ProfileShapeText,
        Shape::List => Word::ProfileShapeList,
        Shape::Audiences => Word::ProfileShapeAudiences,
        Shape::Object => Word::ProfileShapeObject,
    }
}

/// The sentence, and what it speaks of.
fn of_clash(clash: &Clash) -> (Word, &str) {
    match clash {
        Clash::ReadUnplaced => (Word::ProfileClashReadUnplaced, ""),
        Clash::KeyUnplaced => (Word::ProfileClashKeyUnplaced, "{key}"),
        Clash::NextUnplaced => (Word::ProfileClashNextUnplaced, ""),
        Clash::BodyUnplaced => (Word::ProfileClashBodyUnplaced, ""),
        Clash::VersionUnplaced => (Word::ProfileClashVersionUnplaced, ""),
        Clash::DeletionUnplaced => (Word::ProfileClashDeletionUnplaced, ""),
        Clash::StampMissing => (Word::ProfileClashStampMissing, ""),
        Clash::NothingCompared => (Word::ProfileClashNothingCompared, ""),
        Clash::NothingFits => (Word::ProfileClashNothingFits, ""),
        Clash::BatchWithoutWrites => (Word::ProfileClashBatchWithoutWrites, "{writes}"),
        Clash::BoundIsOne => (Word::ProfileClashBoundIsOne, ""),
        Clash::FilterMissing => (Word::ProfileClashFilterMissing, ""),
        Clash::OrderMissing => (Word::ProfileClashOrderMissing, ""),
        Clash::TagOfPage => (Word::ProfileClashTagOfPage, ""),
        Clash::TagUnnamed => (Word::ProfileClashTagUnnamed, ""),
        Clash::RenewalElsewhere => (Word::ProfileClashRenewalElsewhere, ""),
        Clash::RenewalWithoutRefresh => (Word::ProfileClashRenewalWithoutRefresh, "{refresh}"),
        Clash::PollWithoutPause => (Word::ProfileClashPollWithoutPause, ""),
        Clash::PathMissing => (Word::ProfileClashPathMissing, ""),
        Clash::PathTwice => (Word::ProfileClashPathTwice, ""),
        Clash::NoPointer(text) => (Word::ProfileClashNoPointer, text),
        Clash::NameReserved(name) => (Word::ProfileClashNameReserved, name),
        Clash::NameSetByFeed(name) => (Word::ProfileClashNameSetByFeed, name),
        Clash::NoHeaderName(name) => (Word::ProfileClashNoHeaderName, name),
        Clash::SecretInUrl(name) => (Word::ProfileClashSecretInUrl, name),
        Clash::NoAudience(name) => (Word::ProfileClashNoAudience, name),
    }
}
