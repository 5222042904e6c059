//! Seeds in which something once broke, and what it was. What a seed lives changes with the
//! simulator, so that a pinned seed may come to test something else; none may break again.

use testkit::run::run;
use testkit::server::Style;
use testkit::world::Choice;
use testkit::world::backend::Model;

const ONCE_BROKEN: [(u64, &str); 22] = [
    (931, "a living tab's unsent write died with the store, because another tab made the new one"),
    (1575, "a load that the store failed let go of the writes that it was to replace"),
    (1938, "a scope was read across another tab's fold, and its folded rows vanished for a while"),
    (2351, "the same, with a segment gone"),
    (2818, "a write rested on another that a living tab remembered and did not take over"),
    (2952, "a field showed an old value between a failed load and the next"),
    (3317, "a creation met itself before the first list was taken, and was shown as a conflict"),
    (3924, "a scope that was open and not read when the store was wiped dropped what it showed"),
    (3745, "a scope not listed since a wipe was taken for lost when everything was read again"),
    (4735, "the same, and the record vanished"),
    (4833, "a wipe went untold: the tab that made the new store knew of no ledger"),
    (5420, "a list that was asked for by one person was answered for another, and taken"),
    (5513, "a write that newer code had rewritten showed below an older one"),
    (7090, "a decision queued before a wipe changed another write of the new store"),
    (9161, "two wipes: a write of the second store was not taken over, as another tab knew only the first"),
    (9170, "the oracle took a draft over a draft of a wiped store for an unseen edit"),
    (9234, "a fold rested on a directory that the disk had lost"),
    (9576, "the oracle compared scopes that were only just being opened"),
    (10688, "a write was settled by a version that memory showed and the new store did not hold"),
    (13612, "an acknowledged write vanished from a scope that was open and not read since the wipe"),
    (18097, "a field removed in a draft over another tab's draft showed again"),
    (28323, "a record made anew was taken into an edit that showed nothing"),
];

/// The same before one sort of server.
const ONCE_BROKEN_BEFORE: [(Model, u64, &str); 33] = [
    (
        Model::PocketBase,
        10,
        "after several pages the cursor stood where a transaction could commit behind it",
    ),
    (Model::PocketBase, 23, "a deletion was taken for done because its record could not be seen"),
    (Model::PocketBase, 120, "a refusal that was cut on its way was taken for another"),
    (Model::PocketBase, 250, "the server's clock stepped back, stood, and made old versions current"),
    (Model::PocketBase, 882, "the last of several pages was empty for a session that had ended"),
    (Model::CouchDb, 465, "a tab that had slept took half of another's load for all there is"),
    (Model::Kinto, 1, "the oracle took for a repetition what a person wrote upon a creation that had come"),
    (Model::PostgRest, 61, "a deletion was taken for done because its record could not be seen"),
    (
        Model::Bare(Style::Keyset),
        67,
        "a creation was held back while its answer was on the way, and vanished",
    ),
    (Model::Bare(Style::Terse), 247, "the oracle held a person to what was sent before they decided"),
    (
        Model::Direct(Style::Diff),
        654,
        "the oracle could not read a damaged row of newer code, and held what rested on it to its order",
    ),
    (
        Model::Bare(Style::Diff),
        172,
        "a write that met itself stopped showing before its effect was in memory",
    ),
    (Model::Bare(Style::Diff), 1201, "a creation taken unseen covered the change that met itself after it"),
    (Model::Bare(Style::Diff), 4903, "what left the log stopped showing while a damaged journal was mended"),
    (Model::Bare(Style::Terse), 1748, "a full disk dropped another scope than the one that was looked up"),
    (
        Model::Bare(Style::Keyset),
        5605,
        "a creation was sent again after the tombstone of its record was gone",
    ),
    (Model::Bare(Style::Keyset), 6890, "the same, where the scope began anew and told no tombstones"),
    (
        Model::CouchDb,
        2295,
        "a creation that met another version vanished from a screen that was not read yet",
    ),
    (
        Model::CouchDb,
        2619,
        "a store that was wiped before its tab had counted the log was taken for the same",
    ),
    (Model::CouchDb, 446, "a write of the new store took the place of one that showed on from the wiped one"),
    (Model::PocketBase, 255, "a deletion was taken for done because its record could not be seen"),
    (Model::PocketBase, 4115, "a change made another record slip past the border of two pages"),
    (Model::PocketBase, 3860, "a deletion was taken for done because its record could not be seen"),
    (Model::PocketBase, 6198, "what others wrote upon a write that met itself was overwritten by the next"),
    (Model::CouchDb, 118, "what waited for a reading in a space that no list has kept that space for ever"),
    (
        Model::CouchDb,
        7580,
        "a write for the backend to judge brought back what the one before it had changed",
    ),
    (Model::JsonServer, 321, "a change that was taken was overwritten unread, and nobody was told"),
    (Model::JsonServer, 903, "a change that was taken up again was laid over a later one of the same device"),
    (Model::JsonServer, 8161, "a write upon which others had written was taken for what stood there"),
    (Model::JsonServer, 11981, "a write was dropped because a page showed it, before that was overwritten"),
    (Model::Kinto, 8327, "what left the log and then the store, before a tab ever read it, vanished there"),
    (Model::Bare(Style::Diff), 6774, "a creation of months ago was sent again after its record was deleted"),
    (
        Model::Qunyue,
        9831,
        "the oracle took a screen that a blocked disk kept from being read for one that shows nothing",
    ),
];

#[test]
fn what_once_broke_before_one_sort_of_server_holds() {
    for (model, seed, what) in ONCE_BROKEN_BEFORE {
        let findings = run(seed, Choice { model: Some(model), ..Choice::default() }).findings;
        assert!(findings.is_empty(), "seed {seed} of {} ({what}): {findings:?}", model.name());
    }
}

#[test]
fn what_once_broke_holds() {
    for (seed, what) in ONCE_BROKEN {
        let findings = run(seed, Choice::default()).findings;
        assert!(findings.is_empty(), "seed {seed} ({what}): {findings:?}");
    }
}
