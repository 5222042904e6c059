//! How account calls are carried out: recipes of one or a few requests.

use crate::capabilities::AccountOp;
use crate::error::ProfileError;
use crate::fields::{Fields, choice, fault};
use crate::profile::ask::{Ask, KEYS};
use crate::template::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How each account call is carried out, where it is.
pub(crate) type Recipes = BTreeMap<AccountOp, Recipe>;

/// How one account call is carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recipe {
    /// Requests, one after another.
    pub(crate) steps: Vec<Step>,
    /// What comes of it; `{answer}` is the last step's answer.
    pub(crate) answer: Json,
    /// The bearer token that it brings.
    pub(crate) token: Option<Json>,
    /// What renews that token.
    pub(crate) refresh: Option<Json>,
}

/// One request of a recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// The request; `None` where the step only looks at what is known.
    pub(crate) ask: Option<Ask>,
    /// Runs only where this name stands for something.
    pub(crate) when: Option<String>,
    /// Runs only where this name stands for nothing.
    pub(crate) unless: Option<String>,
    /// The code of its refusal, where the answer tells none.
    pub(crate) refusal: Option<String>,
    /// Whether the recipe goes on without it where the server refuses it.
    pub(crate) optional: bool,
    /// What is taken from the answer, by name.
    pub(crate) take: Vec<(String, Take)>,
    /// Values set from what is known, by name, after `take`.
    pub(crate) set: Vec<(String, Json)>,
}

/// What is taken from an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Take {
    /// Where it stands.
    pub(crate) at: String,
    /// The refusal where nothing is there.
    pub(crate) missing: Option<String>,
    /// The refusal where something is there.
    pub(crate) present: Option<String>,
    /// The value that it must have, or else the refusal.
    pub(crate) expect: Option<(Json, String)>,
    /// Refusals by the text that stands there.
    pub(crate) refuse: Vec<(String, String)>,
    /// The refusal where it is an instant that has passed.
    pub(crate) passed: Option<String>,
}

const OPS: [(&str, AccountOp); 25] = [
    ("hello", AccountOp::Hello),
    ("setup", AccountOp::Setup),
    ("sign_in", AccountOp::SignIn),
    ("sign_out", AccountOp::SignOut),
    ("me", AccountOp::Me),
    ("sessions", AccountOp::Sessions),
    ("revoke_session", AccountOp::RevokeSession),
    ("change_password", AccountOp::ChangePassword),
    ("issue_reset", AccountOp::IssueReset),
    ("redeem_reset", AccountOp::RedeemReset),
    ("peek_reset", AccountOp::PeekReset),
    ("issue_pass", AccountOp::IssuePass),
    ("pass_state", AccountOp::PassState),
    ("peek_pass", AccountOp::PeekPass),
    ("redeem_pass", AccountOp::RedeemPass),
    ("peek_invite", AccountOp::PeekInvite),
    ("redeem_invite", AccountOp::RedeemInvite),
    ("play_demo", AccountOp::PlayDemo),
    ("end_demo", AccountOp::EndDemo),
    ("requests", AccountOp::Requests),
    ("decide_request", AccountOp::DecideRequest),
    ("advance_request", AccountOp::AdvanceRequest),
    ("questions", AccountOp::Questions),
    ("set_questions", AccountOp::SetQuestions),
    ("answer_question", AccountOp::AnswerQuestion),
];

/// Reads `accounts`.
pub(crate) fn read(value: &Value, at: &str) -> Result<Recipes, ProfileError> {
    let names: Vec<&str> = OPS.iter().map(|(name, _)| *name).collect();
    Fields::open(value, at, &names)?;
    let mut recipes = Recipes::new();
    for (name, at, value) in crate::fields::members(value, at)? {
        if names.contains(&name) {
            recipes.insert(choice(name, &at, &OPS)?, Recipe::read(value, &at)?);
        }
    }
    Ok(recipes)
}

impl Recipe {
    /// Reads a recipe: a list of steps, or one step right away.
    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        const OWN: [&str; 3] = ["answer", "token", "refresh"];
        let many = value.get("steps").is_some();
        let known =
            if many { [&OWN[..], &["steps"]].concat() } else { [&OWN[..], &KEYS, &Step::KEYS].concat() };
        let fields = Fields::open(value, at, &known)?;
        let steps = if many {
            let steps = fields.items("steps")?.into_iter();
            steps.map(|(at, step)| Step::read(step, &at)).collect::<Result<_, _>>()?
        } else {
            vec![Step::from_fields(&fields)?]
        };
        let default = Value::String("{answer}".to_owned());
        let answer = Json::parse(fields.get("answer").unwrap_or(&default), &fields.at("answer"))?;
        let secret = |key: &str| fields.get(key).map(|value| Json::parse(value, &fields.at(key))).transpose();
        Ok(Self { steps, answer, token: secret("token")?, refresh: secret("refresh")? })
    }
}

impl Step {
    const KEYS: [&'static str; 6] = ["when", "unless", "refusal", "optional", "take", "set"];

    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        Self::from_fields(&Fields::open(value, at, &[&KEYS[..], &Self::KEYS].concat())?)
    }

    fn from_fields(fields: &Fields<'_>) -> Result<Self, ProfileError> {
        let asks = fields.get("path").is_some() || fields.get("url").is_some();
        if !asks && fields.get("take").is_some() {
            return Err(fault(fields.place(), crate::error::Fault::Missing("path".to_owned())));
        }
        let take = fields.members("take")?.into_iter();
        let set = fields.members("set")?.into_iter();
        Ok(Self {
            ask: asks.then(|| Ask::read(fields)).transpose()?,
            when: fields.text("when")?.map(str::to_owned),
            unless: fields.text("unless")?.map(str::to_owned),
            refusal: fields.text("refusal")?.map(str::to_owned),
            optional: fields.flag("optional")?,
            take: take
                .map(|(name, at, value)| Ok((name.to_owned(), Take::read(value, &at)?)))
                .collect::<Result<_, ProfileError>>()?,
            set: set
                .map(|(name, at, value)| Ok((name.to_owned(), Json::parse(value, &at)?)))
                .collect::<Result<_, ProfileError>>()?,
        })
    }
}

impl Take {
    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        if value.is_string() {
            let at = crate::fields::pointer(value, at)?;
            return Ok(Self {
                at,
                missing: None,
                present: None,
                expect: None,
                refuse: Vec::new(),
                passed: None,
            });
        }
        let fields =
            Fields::open(value, at, &["at", "missing", "present", "equals", "differs", "refuse", "passed"])?;
        let code = |key: &str| Ok::<_, ProfileError>(fields.text(key)?.map(str::to_owned));
        let expect = match fields.get("equals") {
            Some(value) => {
                let wanted = Json::parse(value, &fields.at("equals"))?;
                Some((wanted, fields.need_text("differs")?.to_owned()))
            }
            None => None,
        };
        Ok(Self {
            at: fields.need_pointer("at")?,
            missing: code("missing")?,
            present: code("present")?,
            expect,
            refuse: fields
                .members("refuse")?
                .into_iter()
                .map(|(value, at, code)| Ok((value.to_owned(), crate::fields::text(code, &at)?.to_owned())))
                .collect::<Result<_, ProfileError>>()?,
            passed: code("passed")?,
        })
    }
}
