//! Which backend this app talks to, and what that backend can't do. The server that serves the
//! page is the default; `qunyue.json` beside the page names another; `/connect` sets one by hand.

use crate::platform::{fetch, page, policy, storage, vault};
use crate::state::profiles::{self, BUILT_IN, OWN, Source};
use crate::state::trouble::Trouble;
use crate::state::wire;
use dialect::capabilities::Accounts;
use dialect::{AccountOp, Capabilities, Profile};
use domain::{Reason, Refusal};
use futures_channel::oneshot;
use leptos::prelude::*;
use protocol::Failure;
use protocol::account::{AccountCall, AccountOutcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a backend can't do; each is said aloud.
pub use dialect::Weakness;

/// What is wrong in a profile; each has words.
pub use dialect::{Clash, Fault, ProfileError, Shape};

const CHOICE: &str = "qunyue.backend";
const BESIDE: &str = "qunyue.profile";

/// The file beside the page that names the backend of a static build.
const BESIDE_URL: &str = "/qunyue.json";

/// A backend as it is chosen on the connect screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The server that this page came from.
    #[default]
    Own,
    /// A server at this base address, spoken to by one of the built-in profiles.
    BuiltIn {
        /// The profile's name, one of [`Backend::built_in`].
        profile: String,
        /// The base address.
        url: String,
    },
    /// A profile that the person pasted.
    Profile {
        /// Its JSON.
        json: String,
        /// The base address, where the profile leaves it open.
        url: Option<String>,
        /// What else it leaves open.
        #[serde(default)]
        vars: BTreeMap<String, String>,
    },
}

/// A handle to the backend.
#[derive(Clone, Copy)]
pub struct Backend {
    choice: RwSignal<Choice>,
    capabilities: RwSignal<Option<Capabilities>>,
    profile: StoredValue<Option<Profile>, LocalStorage>,
    /// Those who asked before the profile was read; `None` once it was tried.
    early: StoredValue<Option<Vec<oneshot::Sender<()>>>, LocalStorage>,
}

impl Backend {
    /// Puts a handle in context; [`crate::state::Session`] loads the profile.
    pub fn provide() -> Self {
        let backend = Self {
            choice: RwSignal::default(),
            capabilities: RwSignal::new(None),
            profile: StoredValue::new_local(None),
            early: StoredValue::new_local(Some(Vec::new())),
        };
        provide_context(backend);
        backend
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What is in use.
    pub fn choice(self) -> Signal<Choice> {
        self.choice.into()
    }

    /// What it can't do, worst first; empty for the reference server.
    pub fn weaknesses(self) -> Memo<Vec<Weakness>> {
        Memo::new(move |_| self.capabilities.read().as_ref().map(weaknesses).unwrap_or_default())
    }

    /// Whether it knows accounts. Where it doesn't, the sign-in screen asks for a name only
    /// ([`crate::state::Session::claim`]).
    pub fn has_accounts(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.capabilities.read().as_ref().is_none_or(|can| can.accounts == Accounts::Proven)
        })
    }

    /// Whether it answers this account call: invitations, resets and devices are offered only then.
    pub fn answers(self, op: AccountOp) -> Memo<bool> {
        Memo::new(move |_| self.capabilities.read().as_ref().is_none_or(|can| can.account_ops.contains(&op)))
    }

    /// Whether a device that is signed in can show a link by which its person signs in on another.
    pub fn answers_pass(self) -> Memo<bool> {
        self.answers(AccountOp::IssuePass)
    }

    /// Whether a link for many can be made, by which one asks and waits.
    pub fn lets_people_wait(self) -> Memo<bool> {
        self.answers(AccountOp::Requests)
    }

    /// Whether questions about the rules can be put to who comes in, their keys kept from everybody's devices.
    pub fn asks_questions(self) -> Memo<bool> {
        self.answers(AccountOp::AnswerQuestion)
    }

    /// The names of the profiles that the app carries.
    pub fn built_in() -> &'static [&'static str] {
        &BUILT_IN
    }

    /// Asks the backend of `choice` who it is, without changing anything.
    ///
    /// # Errors
    /// It can't be had, isn't what the profile describes, or the profile can't be read.
    pub async fn probe(self, choice: Choice) -> Result<Vec<Weakness>, Trouble> {
        let profile = read(&choice, None).await?;
        let weaknesses = weaknesses(&profile.capabilities());
        let policy = policy::Watch::start();
        let answer = wire::ask_as(&profile, &dialect::Session::default(), &AccountCall::Hello).await;
        match answer.map(|(outcome, _)| outcome) {
            None | Some(AccountOutcome::Hello(_)) => Ok(weaknesses),
            Some(AccountOutcome::Failed(Failure::Unknown)) => {
                Err(policy.verdict().await.map_or(Trouble::Offline, Trouble::Blocked))
            }
            Some(AccountOutcome::Failed(failure)) => Err(failure.into()),
            Some(AccountOutcome::Refused(problem)) => Err(problem.into()),
            Some(_) => Err(Trouble::Foreign("another answer than a greeting".to_owned())),
        }
    }

    /// Reads a profile that somebody pasted: its variables, and what they are unless they are set.
    ///
    /// # Errors
    /// The place and the fault of the first thing that is wrong.
    pub async fn variables(self, json: &str) -> Result<Vec<(String, String)>, Trouble> {
        Ok(read_from(Source::Json(json), None).await?.vars())
    }

    /// Whether the backend of `choice` proves who one is.
    ///
    /// # Errors
    /// The profile can't be read.
    pub async fn proves(self, choice: &Choice) -> Result<bool, Trouble> {
        Ok(self.profile_of(choice).await?.capabilities().accounts == Accounts::Proven)
    }

    /// Uses `choice` from now on, and starts anew: the page reloads. What was written for another
    /// backend stays in that backend's database on this device.
    ///
    /// # Errors
    /// As [`Backend::probe`]; then nothing is changed.
    pub async fn connect(self, choice: Choice) -> Result<(), Trouble> {
        self.probe(choice.clone()).await?;
        match choice {
            Choice::Own => storage::drop_pref(CHOICE),
            _ => storage::set_pref(CHOICE, &serde_json::to_string(&choice).unwrap_or_default()),
        }
        page::reload();
        Ok(())
    }
}

/// What the rest of `state` asks of the backend.
impl Backend {
    /// Reads the profile that was chosen, without waiting for the network.
    pub(crate) async fn load(self) -> Result<Profile, Trouble> {
        let profile = self.read_chosen().await;
        if let Some(early) = self.early.try_update_value(Option::take).flatten() {
            early.into_iter().for_each(|asker| _ = asker.send(()));
        }
        profile
    }

    async fn read_chosen(self) -> Result<Profile, Trouble> {
        let choice = stored_choice();
        let _ = self.choice.try_set(choice.clone());
        let beside = storage::pref(BESIDE).filter(|_| choice == Choice::Own);
        if beside.is_some() {
            // As it was, now; a newer one counts from the next start on.
            crate::platform::task::spawn(async { _ = fetch_beside().await });
        }
        let profile = read(&choice, beside.as_deref()).await?;
        let _ = self.capabilities.try_set(Some(profile.capabilities()));
        self.profile.try_set_value(Some(profile.clone()));
        Ok(profile)
    }

    /// The profile of a choice, which need not be the one in use.
    pub(crate) async fn profile_of(self, choice: &Choice) -> Result<Profile, Trouble> {
        let beside = storage::pref(BESIDE).filter(|_| *choice == Choice::Own);
        read(choice, beside.as_deref()).await
    }

    /// Looks for a file beside the page that names another backend than the page's own server,
    /// which does not answer as expected; says whether there is one now that was not known.
    pub(crate) async fn look_beside(self) -> bool {
        let is_own = self.choice.try_get_untracked() == Some(Choice::Own);
        is_own && storage::pref(BESIDE).is_none() && fetch_beside().await.is_some()
    }

    /// Whether it gives a token that this page has to keep itself, and can.
    pub(crate) fn keeps_tokens(self) -> bool {
        let capabilities = self.capabilities.try_get_untracked().flatten();
        capabilities.is_some_and(|can| can.token_in_page) && vault::is_possible()
    }

    /// Whether it answers this account call, now.
    pub(crate) fn answers_now(self, op: AccountOp) -> bool {
        let capabilities = self.capabilities.try_get_untracked().flatten();
        capabilities.is_none_or(|can| can.account_ops.contains(&op))
    }

    /// The profile in use, as soon as it is read: a page that is opened by its own address may ask
    /// before that. `None` where it can't be read.
    pub(crate) async fn loaded(self) -> Option<Profile> {
        let (asker, read) = oneshot::channel();
        let is_early = self.early.try_update_value(|early| match early {
            Some(early) => {
                early.push(asker);
                true
            }
            None => false,
        });
        if is_early == Some(true) {
            let _ = read.await;
        }
        self.profile()
    }

    /// The profile in use, once it was loaded.
    pub(crate) fn profile(self) -> Option<Profile> {
        self.profile.try_get_value().flatten()
    }

    /// A short name for the backend that its databases on this device are told apart by.
    pub(crate) fn key(self) -> String {
        let name = self.profile().map(|profile| profile.name().to_owned()).unwrap_or_default();
        match self.choice.try_get_untracked().unwrap_or_default() {
            Choice::Own => ["own.", &name].concat(),
            Choice::BuiltIn { url, .. } | Choice::Profile { url: Some(url), .. } => {
                [&name, "@", &url].concat()
            }
            Choice::Profile { url: None, vars, .. } => {
                let origin = vars.get("origin").map(String::as_str).unwrap_or_default();
                [&name, "@", origin].concat()
            }
        }
    }
}

/// What a backend can't do for this page: where the browser keeps a session under lock, nobody has to
/// sign in anew.
fn weaknesses(can: &Capabilities) -> Vec<Weakness> {
    let mut weaknesses = can.weaknesses();
    weaknesses.retain(|weakness| *weakness != Weakness::SignsInAnew || !vault::is_possible());
    weaknesses
}

fn stored_choice() -> Choice {
    storage::pref(CHOICE).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Fetches the file beside the page and keeps it for this and later starts.
async fn fetch_beside() -> Option<()> {
    let file = fetch::file(BESIDE_URL).await??;
    read_beside(&file).await.ok()?;
    storage::set_pref(BESIDE, &file);
    Some(())
}

/// What a file beside the page says: a whole profile, or only where the backend is.
#[derive(Deserialize)]
struct Beside {
    backend: String,
    #[serde(default)]
    profile: Option<String>,
}

async fn read_beside(file: &str) -> Result<Profile, Trouble> {
    match serde_json::from_str::<Beside>(file) {
        Ok(Beside { backend, profile }) => {
            let profile = profile.unwrap_or_else(|| OWN.to_owned());
            read_from(Source::BuiltIn(&profile), Some(&backend)).await
        }
        Err(_) => read_from(Source::Json(file), None).await,
    }
}

async fn read(choice: &Choice, beside: Option<&str>) -> Result<Profile, Trouble> {
    match (choice, beside) {
        (Choice::Own, Some(file)) => read_beside(file).await,
        (Choice::Own, None) => read_from(Source::BuiltIn(OWN), None).await,
        // Without an address the profile would mean the server that the page came from.
        (Choice::BuiltIn { url, .. }, _) if url.is_empty() => Err(at_url(Reason::Empty)),
        (Choice::BuiltIn { url, .. }, _) if !is_web_address(url) => Err(at_url(Reason::WrongValue)),
        (Choice::BuiltIn { profile, url }, _) => read_from(Source::BuiltIn(profile), Some(url)).await,
        (Choice::Profile { json, url, vars }, _) => {
            let profile = read_from(Source::Json(json), url.as_deref()).await?;
            Ok(profile.with_vars(vars.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
        }
    }
}

/// What is wrong with the address.
fn at_url(reason: Reason) -> Trouble {
    Trouble::Refused(Refusal::new(reason).at("/url").into())
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

/// The profile of `source`, its backend at `url`.
async fn read_from(source: Source<'_>, url: Option<&str>) -> Result<Profile, Trouble> {
    let profile = profiles::read(&source).await?;
    Ok(match url {
        Some(url) => profile.with_vars([("origin", url.trim_end_matches('/'))]),
        None => profile,
    })
}
