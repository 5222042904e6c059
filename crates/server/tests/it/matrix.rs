//! The authorization matrix: every operation of the interface × who asks × what about.
//!
//! The expected values are written by hand from the product's model (roles × permissions) and
//! from nothing else: no line of the policy takes part in them.

mod deeds;
mod people;

use crate::files::described_operations;
use deeds::{DEEDS, Deed};
use futures_util::{StreamExt, stream};
use people::{Cast, WHO};
use std::collections::{BTreeMap, BTreeSet};

/// What the abbreviations of the table mean.
const MEANINGS: &[(&str, u16, &str)] = &[
    ("out", 401, "signed-out"),
    ("not", 403, "not-a-member"),
    ("sus", 403, "suspended"),
    ("mute", 403, "muted"),
    ("role", 403, "role-needed"),
    ("owner", 403, "owner-only"),
    ("rules", 403, "rules-not-confirmed"),
    ("yours", 403, "not-yours"),
    ("scope", 403, "scope-forbidden"),
    ("reset", 403, "reset-forbidden"),
    ("server", 403, "server-only"),
    ("invite", 403, "invitation-needed"),
    ("found", 403, "may-not-create-spaces"),
    ("none", 404, "record-unknown"),
    ("gone", 404, "not-found"),
    ("link", 404, "link-unknown"),
    ("inside", 409, "already-member"),
    ("setup", 409, "already-set-up"),
    ("need", 403, "measure-needed"),
    ("hidden", 403, "post-hidden"),
    ("own", 403, "own-post"),
    ("clash", 412, "conflict"),
    ("stays", 422, "owner-stays"),
    ("state", 422, "wrong-state"),
    ("id", 422, "wrong-id"),
    ("lost", 422, "gone"),
    ("many", 422, "too-many"),
    ("kind", 422, "unknown-kind"),
    ("unrole", 422, "unknown-role"),
    ("fixed", 422, "immutable"),
    ("keep", 422, "not-deletable"),
    ("author", 422, "wrong-author"),
    ("norule", 422, "unknown-rule"),
    ("said", 422, "opinions-closed"),
];

/// Columns: the owner; an administrator; a trainer; a member who has confirmed the rules; one
/// who has not; a muted, a suspended one; an observer; somebody removed; somebody of the same
/// organization who is no member; nobody; somebody whose session has expired.
const TABLE: &str = "
#                        owner  admin  train  memb   unconf muted  susp   obser  remov  other  nobody expired
# -- accounts and sessions: one's own, whoever one is
hello                    200    200    200    200    200    200    200    200    200    200    200    200
setup                    setup  setup  setup  setup  setup  setup  setup  setup  setup  setup  setup  setup
sign in                  200    200    200    200    200    200    200    200    200    200    200    200
me                       200    200    200    200    200    200    200    200    200    200    out    out
sign out                 204    204    204    204    204    204    204    204    204    204    out    out
change password          204    204    204    204    204    204    204    204    204    204    out    out
my sessions              200    200    200    200    200    200    200    200    200    200    out    out
end another's session    gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
# -- the demo: nowhere but in an empty database
play the demo            setup  setup  setup  setup  setup  setup  setup  setup  setup  setup  setup  setup
end the demo             gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
events                   200    200    200    200    200    200    200    200    200    200    out    out
scopes                   200    200    200    200    200    200    200    200    200    200    out    out
# -- reset links: staff for members, the owner alone for staff, nobody for who founds spaces
reset a member           201    201    reset  reset  reset  reset  reset  reset  reset  reset  out    out
reset an administrator   201    reset  reset  reset  reset  reset  reset  reset  reset  reset  out    out
reset the owner          reset  reset  reset  reset  reset  reset  reset  reset  reset  reset  out    out
reset a stranger         reset  reset  reset  reset  reset  reset  reset  reset  reset  reset  out    out
peek no reset link       link   link   link   link   link   link   link   link   link   link   link   link
use no reset link        link   link   link   link   link   link   link   link   link   link   link   link
# -- links for another device: one's own, whoever one is
make a pass              201    201    201    201    201    201    201    201    201    201    out    out
what became of none      gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
peek no pass             link   link   link   link   link   link   link   link   link   link   link   link
use no pass              link   link   link   link   link   link   link   link   link   link   link   link
# -- invitations: for whoever holds the link
peek an invitation       200    200    200    200    200    200    200    200    200    200    200    200
accept as oneself        inside inside inside inside inside inside inside inside 201    201    out    out
accept anew              201    201    201    201    201    201    201    201    201    201    201    201
my requests              200    200    200    200    200    200    200    200    200    200    out    out
# -- nobody waits in this scene: who may let people in is told that
let somebody in          gone   gone   role   role   role   role   sus    role   not    not    out    out
look at who waits        gone   gone   role   role   role   role   sus    role   not    not    out    out
ask somebody for more    gone   gone   role   role   role   role   sus    role   not    not    out    out
answer for another       gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
withdraw another's       gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
withdraw nothing         gone   gone   gone   gone   gone   gone   gone   gone   gone   gone   out    out
# -- questions about the rules: the owner sets them, who comes in is asked
read the questions       200    200    200    200    200    200    sus    200    not    not    out    out
set the questions        204    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
answer a question        200    200    200    200    200    200    sus    200    not    not    out    out
# -- reading: members the stream, staff their part, each what is theirs
list all                 200    200    200    200    200    200    scope  200    scope  scope  out    out
list staff               200    200    scope  scope  scope  scope  scope  scope  scope  scope  out    out
list personal            200    200    200    200    200    200    scope  200    200    scope  out    out
list private             200    200    200    200    200    200    scope  200    scope  scope  out    out
list keys                scope  scope  scope  scope  scope  scope  scope  scope  scope  scope  out    out
list a label             scope  scope  scope  scope  scope  scope  scope  scope  scope  scope  out    out
list no space            scope  scope  scope  scope  scope  scope  scope  scope  scope  scope  out    out
read a message           200    200    200    200    200    200    scope  200    scope  scope  out    out
read the rules           200    200    200    200    200    200    scope  200    scope  scope  out    out
read the rules draft     200    200    scope  scope  scope  scope  scope  scope  scope  scope  out    out
read an invitation       200    200    scope  scope  scope  scope  scope  scope  scope  scope  out    out
read memb's ack          200    200    none   200    none   none   scope  none   none   scope  out    out
read memb's confirm      200    200    none   200    none   none   scope  none   none   scope  out    out
read memb's held post    200    200    none   200    none   none   scope  none   none   scope  out    out
read memb's draft        none   none   none   200    none   none   scope  none   scope  scope  out    out
read memb's warning      200    200    none   200    none   none   scope  none   none   scope  out    out
read why remov was       200    200    none   none   none   none   scope  none   200    scope  out    out
read who reported memb   200    200    none   none   none   none   scope  none   none   scope  out    out
read who reported second 200    none   none   none   none   none   scope  none   scope  scope  out    out
# -- posting: who takes part and has confirmed the rules
post                     201    201    201    201    rules  mute   sus    role   not    not    out    out
post by batch            201    201    201    201    rules  mute   sus    role   not    not    out    out
edit memb's post         yours  yours  yours  200    yours  yours  yours  yours  yours  yours  out    out
edit it after a day      yours  yours  yours  403    yours  yours  yours  yours  yours  yours  out    out
take memb's post away    200    200    yours  200    yours  yours  sus    yours  not    not    out    out
take it away after 2 h   200    200    yours  403    yours  yours  sus    yours  not    not    out    out
recall memb's post       yours  yours  yours  200    yours  yours  yours  yours  yours  yours  out    out
recall it after 2 h      yours  yours  yours  403    yours  yours  yours  yours  yours  yours  out    out
recall it, not its words yours  yours  yours  fixed  yours  yours  yours  yours  yours  yours  out    out
post as another          201    201    201    201    rules  mute   sus    role   not    not    out    out
# -- what all see is arranged by staff; whoever posts may say it in a word
react to memb's post     201    201    201    201    rules  mute   sus    role   not    not    out    out
react for another        id     id     id     id     rules  mute   sus    role   not    not    out    out
open a channel           201    201    role   role   role   role   sus    role   not    not    out    out
archive a channel        200    200    role   role   role   role   sus    role   not    not    out    out
delete a channel         keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
move memb's post         200    200    role   role   role   role   sus    role   not    not    out    out
post into no channel     lost   lost   lost   lost   rules  mute   sus    role   not    not    out    out
pin memb's post          201    201    role   role   role   role   sus    role   not    not    out    out
pin a fourth post        many   many   role   role   role   role   sus    role   not    not    out    out
# -- announcements: trainers too, urgent ones and those to confirm are for staff; their words stay
announce something       201    201    201    role   rules  mute   sus    role   not    not    out    out
announce it as urgent    201    201    role   role   rules  mute   sus    role   not    not    out    out
announce it to confirm   201    201    role   role   rules  mute   sus    role   not    not    out    out
remind of a notice       200    200    role   role   rules  mute   sus    role   not    not    out    out
call a notice back       200    200    yours  yours  yours  yours  sus    yours  not    not    out    out
change a notice's words  fixed  fixed  role   role   rules  mute   sus    role   not    not    out    out
delete a notice          keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
confirm a notice         201    201    201    201    201    201    sus    201    not    not    out    out
confirm it for another   yours  yours  yours  yours  yours  yours  yours  yours  yours  yours  out    out
take a confirm back      yours  yours  yours  fixed  yours  yours  yours  yours  yours  yours  out    out
take note of a notice    201    201    201    201    201    201    sus    201    not    not    out    out
# -- guards: the owner sets them, members hand in, staff decide, the author takes back
set the guards           201    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
hand in a post           201    201    201    201    rules  mute   sus    role   not    not    out    out
hand in for another      yours  yours  yours  yours  yours  yours  yours  yours  yours  yours  out    out
release memb's post      200    200    role   role   role   role   sus    role   not    not    out    out
return memb's post       200    200    role   role   role   role   sus    role   not    not    out    out
withdraw memb's post     yours  yours  yours  200    yours  yours  sus    yours  not    not    out    out
delete a held post       keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
# -- measures: staff about members, the owner about staff, nobody about the owner or themselves
hide memb's post         201    201    role   role   role   role   sus    role   not    not    out    out
show memb's post again   201    201    role   role   role   role   sus    role   not    not    out    out
edit it while hidden     yours  yours  yours  hidden yours  yours  yours  yours  yours  yours  out    out
ask memb to edit         201    201    role   role   role   role   sus    role   not    not    out    out
warn a member            201    201    role   role   role   role   sus    role   not    not    out    out
mute a member            201    201    role   role   role   role   sus    role   not    not    out    out
let a member post again  201    201    role   role   role   role   sus    role   not    not    out    out
mute an administrator    201    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
warn the owner           stays  stays  role   role   role   role   sus    role   not    not    out    out
warn oneself             stays  owner  role   role   role   role   sus    role   not    not    out    out
see memb's warning       yours  yours  yours  200    yours  yours  sus    yours  not    not    out    out
delete memb's warning    keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
# -- reports: whoever reads; staff decide about members', the owner about administrators'
report memb's post       201    201    201    own    201    201    sus    201    not    not    out    out
report second's post     201    201    201    201    201    201    sus    201    not    not    out    out
dismiss a report         200    200    role   role   role   role   sus    role   not    not    out    out
# -- the space and its rules: the owner's; administrators write the draft
found a space            201    found  found  found  found  found  found  found  found  found  out    out
rename the space         200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
delete the space         keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
write the rules draft    200    200    role   role   role   role   sus    role   not    not    out    out
publish rules            201    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
change published rules   fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  out    out
confirm the rules        201    201    201    201    201    201    sus    201    not    not    out    out
confirm for another      yours  yours  yours  yours  yours  yours  yours  yours  yours  yours  out    out
take an ack back         yours  yours  yours  fixed  yours  yours  yours  yours  yours  yours  out    out
# -- proposals for the rules: whoever has a voice, confirmed or not; staff decide, their author withdraws
propose a change         201    201    201    201    201    201    sus    role   not    not    out    out
propose about no rule    norule norule norule norule norule norule sus    role   not    not    out    out
propose as if taken up   state  state  state  state  state  state  sus    role   not    not    out    out
take a proposal up       200    200    role   role   role   role   sus    role   not    not    out    out
decline a proposal       200    200    role   role   role   role   sus    role   not    not    out    out
withdraw the owner's     200    yours  yours  yours  yours  yours  sus    yours  not    not    out    out
reword a proposal        fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  out    out
delete a proposal        keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
say to a proposal        201    201    201    201    201    201    sus    role   not    not    out    out
say it for another       id     id     id     id     id     id     sus    role   not    not    out    out
say to a declined one    said   said   said   said   said   said   sus    role   not    not    out    out
remind of the rules      200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
# -- the space changes hands: the owner offers, whom it was offered to answers
offer the space          201    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
accept memb's offer      yours  yours  yours  200    yours  yours  sus    yours  not    not    out    out
decline memb's offer     yours  yours  yours  200    yours  yours  sus    yours  not    not    out    out
take the offer back      200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
write oneself as owner   server owner  owner  owner  owner  owner  sus    owner  not    not    out    out
# -- invitations as records: staff
invite                   201    201    role   role   role   role   sus    role   not    not    out    out
lay the roster down      201    201    role   role   role   role   sus    role   not    not    out    out
revoke an invitation     200    200    role   role   role   role   sus    role   not    not    out    out
say it was used          server server server server server server server server server server out    out
# -- members
join without invitation  clash  clash  clash  clash  clash  clash  fixed  clash  fixed  invite out    out
bring somebody in        invite invite invite invite invite invite invite invite invite invite out    out
remove a member          200    200    role   role   role   role   sus    role   not    not    out    out
remove without a measure need   need   role   role   role   role   sus    role   not    not    out    out
mute without a measure   need   need   role   role   role   role   sus    role   not    not    out    out
remove an administrator  200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
remove the owner         stays  stays  stays  stays  stays  stays  stays  stays  stays  stays  out    out
appoint an administrator 200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
appoint a reviewer       200    owner  owner  owner  owner  owner  sus    owner  not    not    out    out
appoint oneself          stays  owner  owner  owner  owner  owner  sus    owner  state  -      out    out
appoint another owner    unrole unrole unrole unrole unrole unrole unrole unrole unrole unrole out    out
leave                    stays  200    200    200    200    200    200    200    state  -      out    out
change one's post        200    200    200    200    200    mute   state  200    state  -      out    out
change one's real name   200    owner  role   role   role   role   sus    role   state  -      out    out
change one's entry date  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  fixed  -      out    out
change another's post    200    200    role   role   role   role   sus    role   not    not    out    out
delete a membership      keep   keep   keep   keep   keep   keep   keep   keep   keep   keep   out    out
# -- what is kept for oneself, and what nobody writes
keep a draft             201    201    201    201    201    201    sus    201    not    not    out    out
keep another's draft     yours  yours  yours  yours  yours  yours  yours  yours  yours  yours  out    out
schedule a post          201    201    201    201    201    201    sus    201    not    not    out    out
schedule for another     yours  yours  yours  yours  yours  yours  yours  yours  yours  yours  out    out
keep a note              201    201    201    201    201    201    sus    201    not    not    out    out
an unknown kind for all  kind   kind   kind   kind   kind   kind   kind   kind   kind   kind   out    out
an unknown kind, staff   kind   kind   kind   kind   kind   kind   kind   kind   kind   kind   out    out
write the audit log      server server server server server server server server server server out    out
";

/// A cell: the status, and the code of a refusal where the table names one.
type Cell = (u16, Option<&'static str>);

/// The rows of the table.
fn table() -> BTreeMap<String, Vec<Option<Cell>>> {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &str| {
        let (name, cells) = line.split_at(25);
        let cells: Vec<_> = cells.split_whitespace().map(cell).collect();
        assert_eq!(cells.len(), WHO.len(), "{line}");
        (name.trim().to_owned(), cells)
    };
    rows.map(row).collect()
}

fn cell(text: &str) -> Option<Cell> {
    if text == "-" {
        return None;
    }
    if let Ok(status) = text.parse() {
        return Some((status, None));
    }
    let meaning = MEANINGS.iter().find(|(name, ..)| *name == text);
    let (_, status, code) = meaning.unwrap_or_else(|| panic!("`{text}` has no meaning"));
    Some((*status, Some(code)))
}

#[tokio::test]
async fn everybody_may_do_what_the_model_says_and_nothing_else() {
    let mut table = table();
    let cast = Cast::assemble().await;
    let cells = DEEDS.iter().flat_map(|deed| {
        let row = table.remove(deed.name).unwrap_or_else(|| panic!("`{}` has no row", deed.name));
        let row: Vec<_> = WHO.iter().zip(row).filter_map(|(who, cell)| Some((deed, *who, cell?))).collect();
        row
    });
    let cells: Vec<_> = cells.collect();
    assert!(cells.len() > 800, "{} cells", cells.len());
    // Several at once: each has a database of its own, and mostly waits for the disk.
    let judged = stream::iter(cells).map(|(deed, who, cell)| judge(&cast, deed, who, cell)).buffered(16);
    let wrong: Vec<String> = judged.filter_map(|verdict| async { verdict }).collect().await;
    assert!(table.is_empty(), "rows without a deed: {:?}", table.keys());
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

/// Does the deed; says what was not as expected.
async fn judge(cast: &Cast, deed: &Deed, who: &'static str, (status, code): Cell) -> Option<String> {
    let scene = cast.scene(who);
    let answer = (deed.run)(&scene).await;
    let fits = answer.status == status && code.is_none_or(|code| answer.code() == code);
    let code = code.unwrap_or_default();
    (!fits).then(|| format!("{} / {who}: expected {status} {code}, got {:?}", deed.name, answer.refusal()))
}

#[test]
fn the_matrix_covers_every_operation_of_the_interface() {
    let covered: BTreeSet<_> = DEEDS.iter().map(|deed| deed.operation.to_owned()).collect();
    assert_eq!(covered, described_operations());
}
