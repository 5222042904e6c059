//! Who is in the space, in which role, and who has left.

use crate::features::members::member_menu::MemberMenu;
use crate::features::members::{gone_word, place_words, role_words};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{RowSignal, Session, Space};
use crate::ui::{Avatar, Button, ButtonKind, Chip, List, ListRow, RowMeta, RowTitle, TextLink, Tone};
use domain::kinds::Member;
use leptos::prelude::*;
use protocol::order_by_key;
use words::Word;

/// How many show of a list that is longer than that and some: what stands under it stays in reach.
const FIRST: usize = 8;
const SOME: usize = 4;

/// The list: who answers for something first.
#[component]
pub fn MemberList() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let members = space.members();
    let order = members.order();
    let members = StoredValue::new(members);
    let owner = space.owner();
    let is_whole = RwSignal::new(false);
    let sorted = Memo::new(move |_| {
        let mut ids = order.get();
        order_by_key(&mut ids, |id| {
            let member = members.with_value(|members| members.get(id));
            member.map(|member| member.body.rank(owner.read().as_ref() == Some(&member.body.person)))
        });
        ids
    });
    let is_cut = move || sorted.read().len() > FIRST + SOME && !is_whole.get();
    let shown = move || {
        let count = if is_cut() { FIRST } else { usize::MAX };
        sorted.read().iter().take(count).cloned().collect::<Vec<_>>()
    };

    view! {
        <List label=words.signal(Word::MembersList)>
            <For each=shown key=|id| id.clone() let:id>
                {members.get_value().row(&id).map(|member| view! { <MemberRow member /> })}
            </For>
        </List>
        <Show when=is_cut>
            <div>
                <Button kind=ButtonKind::Quiet on_press=move || is_whole.set(true)>
                    {move || words.count(Word::MembersAll, sorted.read().len())}
                </Button>
            </div>
        </Show>
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
    let owner = space.owner();
    let is_owner = move || owner.read().as_ref() == Some(&who.get_value());
    let roles = move || role_words(is_owner(), &row.read().body.roles);
    let post = move || place_words(&row.read().body);
    let gone = move || gone_word(&row.read().body.state);

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
                <TextLink to=path::member(&space.id(), &who.get_value())>
                    {move || name.get()}
                </TextLink>
                {move || is_me.get().then(|| format!(" ({})", words.text(Word::MembersYou)))}
            </RowTitle>
            <RowMeta>{post}</RowMeta>
        </ListRow>
    }
}
