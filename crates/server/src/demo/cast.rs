//! The people of the story.

use super::slip;
use crate::store::accounts::Account;
use crate::trouble::Trouble;
use domain::kinds::Role;
use protocol::account::Persona;
use protocol::{PersonId, RecordId};
use serde::Deserialize;

/// Everybody, in the order in which they join; the first founds the group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Cast(Vec<Part>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Under which name the story knows them: two people have the same real name.
    pub(super) name: String,
    /// The real name, where that is another one.
    #[serde(default)]
    real_name: Option<String>,
    /// Department.
    pub(super) dept: String,
    /// Post.
    pub(super) post: String,
    /// What the person may do beyond taking part, or instead of it.
    #[serde(default)]
    pub(super) role: Option<Role>,
}

impl Cast {
    /// Reads the people.
    pub(super) fn read() -> Result<Self, Trouble> {
        serde_json::from_str(include_str!("../../demo/people.json")).map_err(slip)
    }

    /// Everybody.
    pub(super) fn all(&self) -> &[Part] {
        &self.0
    }

    /// Who founds the group.
    pub(super) fn owner(&self) -> Result<&Part, Trouble> {
        self.0.first().ok_or_else(|| slip("there is nobody in it"))
    }

    /// Somebody, by the name that the story uses.
    pub(super) fn part(&self, name: &str) -> Result<&Part, Trouble> {
        self.0.iter().find(|part| part.name == name).ok_or_else(|| slip(format!("nobody is called {name}")))
    }
}

impl Part {
    /// The real name.
    pub(super) fn real_name(&self) -> &str {
        self.real_name.as_deref().unwrap_or(&self.name)
    }

    /// The same in every performance: a device that was there before finds its own things again.
    pub(super) fn person(&self) -> PersonId {
        PersonId::new(RecordId::derived(&["demo", "person", &self.name]).as_str())
    }

    /// Who somebody is who looks around as this person.
    pub(super) fn persona(&self) -> Persona {
        let role = self.role.as_ref().unwrap_or(&Role::Member).as_str().to_owned();
        Persona { person: self.person(), real_name: self.real_name().to_owned(), role }
    }

    /// The account. It has no password: nobody signs in with it.
    pub(super) fn account(&self) -> Account {
        Account {
            person: self.person(),
            login: self.name.clone(),
            login_key: crate::login::key(&self.name),
            real_name: self.real_name().to_owned(),
            dept: self.dept.clone(),
            post: self.post.clone(),
            password: String::new(),
            founder: self.role == Some(Role::Owner),
        }
    }
}
