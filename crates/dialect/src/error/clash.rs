//! Parts of a profile that don't fit together.

/// Parts of a profile that don't fit together: what is missing or too much.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// Where a reading holds the record.
    #[error("say where the answer holds the record: `record`")]
    ReadUnplaced,
    /// `{key}` without a place.
    #[error("`{{key}}` is used, but `/record/key` does not say where it stands")]
    KeyUnplaced,
    /// A feed without its next cursor.
    #[error("say where the next cursor stands: `next`")]
    NextUnplaced,
    /// A body that is the record itself.
    #[error("a body needs a place of its own in the record")]
    BodyUnplaced,
    /// A version without a place.
    #[error("say where the version stands: `at` (a pointer) or `header`")]
    VersionUnplaced,
    /// Deletions that nobody could see.
    #[error("without `delete`, deleting leaves a mark: say where it stands (`/record/deleted`)")]
    DeletionUnplaced,
    /// Nothing compared, and no mark.
    #[error("a server that compares nothing needs a `stamp`: a place where each writer leaves a mark")]
    StampMissing,
    /// Atomic without a comparison.
    #[error("a server that compares nothing can't be atomic")]
    NothingCompared,
    /// A page or a batch of none.
    #[error("a page or a batch of none carries nothing")]
    NothingFits,
    /// A batch that carries no writes.
    #[error("the request of a batch has no `{{writes}}` in it")]
    BatchWithoutWrites,
    /// A bound of several parameters.
    #[error("a bound is one parameter")]
    BoundIsOne,
    /// A feed by a field without its filter.
    #[error("a feed by a field needs the filter `from`")]
    FilterMissing,
    /// A feed by a field without its order.
    #[error("a feed by a field needs the order `ascending`")]
    OrderMissing,
    /// An entity tag that speaks of one page.
    #[error(
        "the tag of a page says nothing of the others: name a request whose tag is the whole list's, `gate`"
    )]
    TagOfPage,
    /// A tag in no header.
    #[error("a tag stands in a header that has a name")]
    TagUnnamed,
    /// A renewal of what is no token in a header.
    #[error("only a token in a header can be renewed")]
    RenewalElsewhere,
    /// A renewal that shows nothing.
    #[error("the request that renews a token has no `{{refresh}}` in it")]
    RenewalWithoutRefresh,
    /// A poll without a pause.
    #[error("asking all the time is no poll")]
    PollWithoutPause,
    /// A request to nowhere.
    #[error("a request needs a path")]
    PathMissing,
    /// A request to two places.
    #[error("a request has a path or a url, not both")]
    PathTwice,
    /// No JSON pointer.
    #[error("`{0}` is no JSON pointer: one is empty or begins with `/`")]
    NoPointer(String),
    /// A variable that the app itself fills in.
    #[error("`{0}` is a name that the app itself fills in")]
    NameReserved(String),
    /// A parameter that the feed itself sets.
    #[error("`{0}` is set by the app in this feed")]
    NameSetByFeed(String),
    /// No name of a header.
    #[error("`{0}` is no name of a header")]
    NoHeaderName(String),
    /// A secret in a URL.
    #[error("`{{{0}}}` is a secret: it may stand in a body or a header, not in a URL")]
    SecretInUrl(String),
    /// No audience.
    #[error("`{0}` is no audience: all, staff, personal, private, keys or a label")]
    NoAudience(String),
}
