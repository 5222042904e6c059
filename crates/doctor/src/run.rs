//! The order of the steps, and what each needs before it.

use crate::clinic::Clinic;
use crate::report::{Note, Report, Step};
use crate::says::Says;
use crate::steps::{cleanup, contest, cors, deletion, enter, feed, limits, records, rights};
use crate::wire::Wire;
use dialect::{Profile, Session};

/// A name and a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name.
    pub login: String,
    /// The password; empty where the backend asks for none.
    pub password: String,
}

/// What an examination is given.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who to sign in as. Without, `session` holds.
    pub account: Option<Account>,
    /// Somebody else, to see what they may do.
    pub second: Option<Account>,
    /// The session that holds already.
    pub session: Session,
    /// Where the backend is, for the report.
    pub backend: String,
    /// The origin of the page that will talk to the backend.
    pub page: Option<String>,
    /// How many rounds six writers have.
    pub rounds: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            account: None,
            second: None,
            session: Session::default(),
            backend: String::new(),
            page: None,
            rounds: 4,
        }
    }
}

/// Examines a backend. What it writes it takes back, also when it is stopped; what an earlier
/// examination had to leave behind, it takes back first.
pub async fn examine<W: Wire>(profile: &Profile, options: &Options, wire: &W) -> Report {
    let at = wire.now_ms();
    let mut clinic = Clinic::new(wire, profile.clone(), options.session.clone());
    let accounts = options.account.iter().chain(&options.second);
    clinic.secrets.extend(accounts.map(|account| account.password.clone()));
    // Whatever follows, what was written is taken back.
    let is_through = steps(&mut clinic, options).await;
    clinic.begin(Step::CleanUp);
    let mut notes = cleanup::clean_up(&mut clinic).await;
    enter::leave(&mut clinic, options).await;
    if !is_through && wire.is_stopped() {
        notes.push(Note::of(Says::Stopped));
    }
    clinic.close(Step::CleanUp, notes);
    let mut findings = clinic.findings;
    findings.sort_by_key(|finding| finding.step);
    Report { profile: profile.name().to_owned(), backend: options.backend.clone(), at, findings }
}

macro_rules! step {
    ($clinic:ident, $step:ident, $found:expr) => {{
        if $clinic.wire.is_stopped() {
            return false;
        }
        $clinic.begin(Step::$step);
        let notes = $found.await;
        let is_sound = !notes.iter().any(|note| note.says.part() == crate::says::Part::Broken);
        $clinic.close(Step::$step, notes);
        is_sound
    }};
}

/// Runs the steps; whether all had their turn.
async fn steps<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) -> bool {
    let is_there = step!(clinic, Reach, enter::reach(clinic));
    if !is_there {
        return skip_rest(clinic, Step::Reach);
    }
    if !step!(clinic, SignIn, enter::sign_in(clinic, options)) {
        return skip_rest(clinic, Step::SignIn);
    }
    if !step!(clinic, Scopes, enter::scopes(clinic)) {
        return skip_rest(clinic, Step::Scopes);
    }
    if !step!(clinic, Create, records::create(clinic)) || clinic.place.is_none() {
        return skip_rest(clinic, Step::Create);
    }
    let can_be_read = step!(clinic, ReadBack, records::read_back(clinic));
    step!(clinic, Replay, records::replay(clinic));
    if can_be_read && step!(clinic, Update, records::update(clinic)) {
        step!(clinic, Stale, contest::stale(clinic));
        step!(clinic, Race, contest::race(clinic, options.rounds));
    } else if !can_be_read {
        skip(clinic, Step::Update);
    }
    step!(clinic, Feed, feed::changes(clinic));
    step!(clinic, Paging, feed::pages(clinic));
    step!(clinic, Filters, feed::filters(clinic));
    step!(clinic, Delete, deletion::delete(clinic));
    step!(clinic, Resurrect, deletion::resurrect(clinic));
    step!(clinic, Clock, limits::clock(clinic));
    step!(clinic, Size, limits::size(clinic));
    step!(clinic, Pressure, limits::pressure(clinic));
    step!(clinic, BadToken, rights::bad_token(clinic));
    step!(clinic, Second, rights::second(clinic, options));
    step!(clinic, Cors, cors::cors(clinic, options));
    true
}

/// Leaves out what comes after `last`, but for the clean-up.
fn skip_rest<W: Wire>(clinic: &mut Clinic<'_, W>, last: Step) -> bool {
    let rest = Step::ALL.iter().copied().filter(|step| *step > last && *step != Step::CleanUp);
    rest.for_each(|step| skip(clinic, step));
    true
}

fn skip<W: Wire>(clinic: &mut Clinic<'_, W>, step: Step) {
    clinic.begin(step);
    clinic.close(step, vec![Note::of(Says::NotReached)]);
}
