//! Members of a space: the list, who is responsible for what, invitations, what happened.

pub mod applicant;
pub mod audit;
pub mod card;
pub mod duty_roster;
pub mod entry_terms;
pub mod group_link;
pub mod handover;
pub mod invite_form;
pub mod invite_many;
pub mod invites;
pub mod leave;
pub mod link;
pub mod member_list;
pub mod member_menu;
pub mod questions_form;
pub mod responsible;
pub mod roster_form;
pub mod waiting_list;

pub use audit::AuditLog;
pub use card::MemberCard;
pub use duty_roster::DutyRoster;
pub use handover::Handover;
pub use invites::Invitations;
pub use leave::LeaveSpace;
pub use member_list::MemberList;
pub use responsible::{MyAnswers, Responsible};
pub use waiting_list::WaitingList;

use domain::kinds::{Member, MemberState, Role};
use words::Word;

/// The words for a person's roles; a plain member's, where they have no other.
pub fn role_words(is_owner: bool, roles: &[Role]) -> Vec<Word> {
    let given = [
        (Role::Admin, Word::MembersRoleAdmin),
        (Role::Trainer, Word::MembersRoleTrainer),
        (Role::Reviewer, Word::MembersRoleReviewer),
        (Role::Observer, Word::MembersRoleObserver),
    ];
    let given = given.into_iter().filter(|(role, _)| roles.contains(role)).map(|(_, word)| word);
    let mut words: Vec<Word> = is_owner.then_some(Word::MembersRoleOwner).into_iter().chain(given).collect();
    if words.is_empty() {
        words.push(Word::MembersRoleMember);
    }
    words
}

/// Where somebody works and as what, in one line.
pub fn place_words(member: &Member) -> String {
    let parts = [member.dept.as_str(), member.post.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// That a membership is over, and how.
pub fn gone_word(state: &MemberState) -> Option<Word> {
    match state {
        MemberState::Removed => Some(Word::MembersStateRemoved),
        MemberState::Left | MemberState::Departed => Some(Word::MembersStateLeft),
        _ => None,
    }
}
