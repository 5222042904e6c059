//! Who is in the space, in which role, and who has left.

use crate::features::members::member_menu::MemberMenu;
use crate::features::members::role_words;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{RowSignal, Session, Space};
use crate::ui::{Avatar, Chip, List, ListRow, RowMeta, RowTitle, TextLink, Tone};
use domain::kinds::{Member, MemberState};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use words::Word;

/// The list.
#[component]
pub fn MemberList() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let members = space.members();
    let order = members.order();
    let members = StoredValue::new(members);

    view! {
        <List label=words.signal(Word::MembersList)>
            <For each=move || order.get() key=|id| id.clone() let:id>
                {members.get_value().row(&id).map(|member| view! { <MemberRow member /> })}
            </For>
        </List>
    }
}

#[component]
fn MemberRow(member: RowSignal<Member>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();

    let row = Signal::derive(move || member.get());
    let person = row.with_untracked(|row| row.body.person.clone());
    let who = StoredValue::new(person);
    let name = Memo::new(move |_| row.read().body.real_name.clone());
    let is_me =
        Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.person == who.get_value()));
    let manages = space.may(Deed::ManageMembers);
    // What was done about somebody is for that person and for staff.
    let is_known = Memo::new(move |_| is_me.get() || manages.read().is_ok());
    let owner = space.owner();
    let is_owner = move || owner.read().as_ref() == Some(&who.get_value());
    let roles = move || role_words(is_owner(), &row.read().body.roles);
    let post = move || {
        let row = row.get();
        [row.body.dept.clone(), row.body.post.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let gone = move || match row.read().body.state {
        MemberState::Removed => Some(Word::MembersStateRemoved),
        MemberState::Left | MemberState::Departed => Some(Word::MembersStateLeft),
        _ => None,
    };

    view! {
        <ListRow
            lead=move || view! { <Avatar name=name /> }
            end=move || {
                view! {
                    {move || gone().map(|word| view! { <Chip tone=Tone::Bare>{words.say(word)}</Chip> })}
                    {move || {
                        let chip = |word| view! { <Chip>{words.say(word)}</Chip> };
                        roles().into_iter().map(chip).collect_view()
                    }}
                    <MemberMenu person=who.get_value() name row />
                }
            }
        >
            <RowTitle>
                <Show when=move || is_known.get() fallback=move || view! { {move || name.get()} }>
                    <TextLink to=path::member(&space.id(), &who.get_value())>
                        {move || name.get()}
                    </TextLink>
                </Show>
                {move || is_me.get().then(|| format!(" ({})", words.text(Word::MembersYou)))}
            </RowTitle>
            <RowMeta>{post}</RowMeta>
        </ListRow>
    }
}
