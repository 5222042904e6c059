//! Members of a space: the list, invitations, what happened.

pub mod audit;
pub mod invite_form;
pub mod invites;
pub mod leave;
pub mod link;
pub mod member_list;
pub mod member_menu;

pub use audit::AuditLog;
pub use invites::Invitations;
pub use leave::LeaveSpace;
pub use member_list::MemberList;

use domain::kinds::Role;
use words::Word;

/// The word for a person's foremost role.
pub fn role_word(is_owner: bool, roles: &[Role]) -> Word {
    match () {
        () if is_owner => Word::MembersRoleOwner,
        () if roles.contains(&Role::Admin) => Word::MembersRoleAdmin,
        () if roles.contains(&Role::Trainer) => Word::MembersRoleTrainer,
        () => Word::MembersRoleMember,
    }
}
