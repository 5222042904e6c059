//! Everything that the doctor can say. Each has words in every language of the app, under its key.

use serde::{Deserialize, Serialize};

/// What a finding means for the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It works.
    Works,
    /// It is missing, and the app makes up for it or lives with it.
    Degraded,
    /// The server does not enforce it, so it is advice.
    Unenforced,
    /// It is wrong, and the app can't make up for it.
    Broken,
    /// It could not be found out.
    Untold,
    /// It does not apply, or was left out.
    Skip,
}

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $key:literal, $part:ident $(, $advice:ident)?;)+) => {
        /// Something that the doctor found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Says {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }

        impl Says {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The last part of the keys of its words: `doctor.says.KEY`, and `doctor.mend.KEY`
            /// where it [has advice](Self::has_advice).
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            /// What it means for the app.
            pub fn part(self) -> Part {
                match self {
                    $(Self::$name => Part::$part,)+
                }
            }

            /// Whether there is something to change on the server, or at its address.
            pub fn has_advice(self) -> bool {
                match self {
                    $(Self::$name => says!(@advice $($advice)?),)+
                }
            }
        }
    };
    (@advice mend) => { true };
    (@advice) => { false };
}

says! {
    /// It answers as the profile says.
    Answers: "answers", Works;
    /// Nothing came back.
    NoAnswer: "no_answer", Broken, mend;
    /// The page's own policy stopped the request.
    Policy: "policy", Broken, mend;
    /// A page came instead of JSON.
    Html: "html", Broken, mend;
    /// Another address is named instead of an answer.
    Redirect: "redirect", Broken, mend;
    /// The server has a fault of its own.
    ServerError: "server_error", Broken, mend;
    /// There is nothing at that path.
    NotThere: "not_there", Broken, mend;
    /// JSON under another name.
    OddType: "odd_type", Degraded, mend;
    /// An answer that the profile does not describe.
    Foreign: "foreign", Broken, mend;
    /// There is no account yet.
    NeedsSetup: "needs_setup", Broken, mend;
    /// An answer was lost on the way.
    Lost: "lost", Untold;
    /// The server asked for patience, and got it.
    Waited: "waited", Works;
    /// The session ended in the middle.
    SessionLost: "session_lost", Broken, mend;
    /// Signed in.
    SignedIn: "signed_in", Works;
    /// A wrong password is refused.
    WrongRefused: "wrong_refused", Works;
    /// A wrong password is taken.
    WrongTaken: "wrong_taken", Broken, mend;
    /// Who one says to be is believed.
    TakenAtWord: "taken_at_word", Unenforced, mend;
    /// The sign-in was refused.
    SignInRefused: "sign_in_refused", Broken, mend;
    /// Nobody's name and password were given.
    NoCredentials: "no_credentials", Broken;
    /// The scopes are told.
    ScopesTold: "scopes_told", Works;
    /// A record was created.
    Created: "created", Works;
    /// No record can be created.
    CreateRefused: "create_refused", Broken, mend;
    /// What was written is read back to the letter.
    Exact: "exact", Works;
    /// What was written comes back changed.
    Altered: "altered", Broken, mend;
    /// What was written can't be read.
    Unreadable: "unreadable", Broken, mend;
    /// Ids are the app's own.
    OwnIds: "own_ids", Works;
    /// The server makes ids of its own.
    IdsMapped: "ids_mapped", Degraded;
    /// A creation that is sent again leaves one record.
    ReplayOnce: "replay_once", Works;
    /// A creation that is sent again makes a second record.
    ReplayTwice: "replay_twice", Broken, mend;
    /// A creation under a used id writes over what is there.
    ReplayOverwrites: "replay_overwrites", Broken, mend;
    /// A change is taken.
    Updated: "updated", Works;
    /// A change is refused.
    UpdateRefused: "update_refused", Broken, mend;
    /// A change was taken and is not there.
    UpdateLost: "update_lost", Broken, mend;
    /// Versions can be read.
    VersionTold: "version_told", Works;
    /// Versions can't be read from here.
    VersionHidden: "version_hidden", Degraded, mend;
    /// The server refuses a change of an old version.
    StaleRefused: "stale_refused", Works;
    /// The app compares in the server's place.
    StaleByApp: "stale_by_app", Degraded, mend;
    /// A change of an old version is taken.
    StaleTaken: "stale_taken", Broken, mend;
    /// One of six writers won, each time.
    OneWinner: "one_winner", Works;
    /// Several writers at the same moment were told yes, and the profile never said otherwise.
    ManyWinners: "many_winners", Degraded, mend;
    /// Several won, and who was overwritten learns it.
    LastWins: "last_wins", Degraded, mend;
    /// Several writers were told yes, and the profile says that this can't be.
    NotAtomic: "not_atomic", Broken, mend;
    /// Nobody won, or the answers were lost.
    NoWinner: "no_winner", Untold;
    /// Every change arrives.
    FeedComplete: "feed_complete", Works;
    /// Changes are found by listing everything.
    FeedByListing: "feed_by_listing", Degraded, mend;
    /// Changes are missing.
    FeedMisses: "feed_misses", Broken, mend;
    /// Changes come in an old version.
    FeedStale: "feed_stale", Broken, mend;
    /// Changes don't end.
    FeedEndless: "feed_endless", Broken, mend;
    /// Deletions arrive.
    DeletionsShown: "deletions_shown", Works;
    /// Deletions don't arrive.
    DeletionsHidden: "deletions_hidden", Degraded, mend;
    /// Every record comes once.
    PagesOnce: "pages_once", Works;
    /// Records are missing between pages.
    PagesMiss: "pages_miss", Broken, mend;
    /// Pages don't end.
    PagesEndless: "pages_endless", Broken, mend;
    /// A filter that nobody knows is refused.
    FiltersStrict: "filters_strict", Works;
    /// It is ignored.
    FiltersIgnored: "filters_ignored", Degraded;
    /// It finds nothing.
    FiltersEmpty: "filters_empty", Degraded;
    /// Lists aren't asked for by parameters.
    NoFilters: "no_filters", Skip;
    /// A record is deleted.
    Deleted: "deleted", Works;
    /// Deleting leaves a mark.
    DeletedByMark: "deleted_by_mark", Works;
    /// A record can't be deleted.
    DeleteRefused: "delete_refused", Broken, mend;
    /// A deleted record is still there.
    DeleteLost: "delete_lost", Broken, mend;
    /// What is deleted stays so.
    StaysDeleted: "stays_deleted", Works;
    /// A creation that is sent again brings back what was deleted.
    Resurrects: "resurrects", Broken, mend;
    /// The server tells its time.
    ClockTold: "clock_told", Works;
    /// The server's clock and the device's differ.
    ClockOff: "clock_off", Degraded, mend;
    /// The server tells no time.
    ClockNone: "clock_none", Degraded, mend;
    /// The largest record is taken.
    SizeTaken: "size_taken", Works;
    /// Large records are refused.
    SizeLimited: "size_limited", Degraded, mend;
    /// No limit was met.
    NoLimitMet: "no_limit_met", Works;
    /// The server asks for patience and says how much.
    SlowedDown: "slowed_down", Works;
    /// The server asks for patience and does not say how much, or not so that it can be read.
    SlowedSilently: "slowed_silently", Degraded, mend;
    /// A session that does not hold is refused.
    BadTokenRefused: "bad_token_refused", Works;
    /// It gets an empty list.
    BadTokenEmpty: "bad_token_empty", Degraded, mend;
    /// It reads everything.
    BadTokenReads: "bad_token_reads", Unenforced, mend;
    /// There are no sessions.
    NoSessions: "no_sessions", Skip;
    /// Nobody else's name and password were given.
    NeedsSecond: "needs_second", Skip;
    /// The second person could not sign in.
    SecondRefused: "second_refused", Untold;
    /// Others can't read what is not theirs.
    ReadingKept: "reading_kept", Works;
    /// Others read everything.
    OthersRead: "others_read", Unenforced, mend;
    /// Others can't write what is not theirs.
    WritingKept: "writing_kept", Works;
    /// Others write anything.
    OthersWrite: "others_write", Unenforced, mend;
    /// An author can't be made up.
    AuthorKept: "author_kept", Works;
    /// An author can be made up.
    AuthorForged: "author_forged", Unenforced, mend;
    /// The profile promises what the server does not keep.
    PromiseBroken: "promise_broken", Broken, mend;
    /// Page and backend have the same origin.
    SameOrigin: "same_origin", Skip;
    /// No page was named.
    NoPage: "no_page", Skip;
    /// A page of that origin may do all that the profile needs.
    CorsOpen: "cors_open", Works;
    /// It may not.
    CorsBlocked: "cors_blocked", Broken, mend;
    /// It may, but can't read all headers.
    CorsHides: "cors_hides", Degraded, mend;
    /// Everything was taken back.
    Cleaned: "cleaned", Works;
    /// Leftovers of an earlier examination were taken back.
    Swept: "swept", Works;
    /// Marks stay where records were.
    MarksStay: "marks_stay", Works;
    /// An empty space stays.
    SpaceStays: "space_stays", Works;
    /// Something could not be taken back.
    LeftBehind: "left_behind", Untold, mend;
    /// Nothing had been written.
    NothingWritten: "nothing_written", Skip;
    /// An earlier step failed, without which this one says nothing.
    NotReached: "not_reached", Skip;
    /// Somebody stopped the examination.
    Stopped: "stopped", Skip;
}
