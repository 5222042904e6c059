//! My spaces, with what waits for me in each.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, SpaceCard, Spaces};
use crate::ui::{
    Avatar, ButtonKind, ButtonLink, Chip, Empty, Face, IconName, List, ListRow, Load, RowMeta, RowTitle, Tone,
};
use leptos::prelude::*;
use words::Word;

/// The list of the home screen.
#[component]
pub fn SpaceList() -> impl IntoView {
    let words = Words::expect();
    let spaces = Spaces::expect();

    let face = move || match spaces.cards().read().as_deref() {
        None => Face::Waiting,
        Some([]) => Face::Empty,
        Some(_) => Face::Here,
    };

    let me = Session::expect().me();
    let may_found = Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.can_create_space));
    let hint = move || match may_found.get() {
        true => words.text(Word::SpacesHomeEmptyHint),
        false => words.text(Word::SpacesHomeEmptyHintInvited),
    };

    view! {
        <Load
            face=Signal::derive(face)
            waiting=words.say(Word::AppLoading)
            empty=move || {
                view! {
                    <Empty
                        icon=IconName::Home
                        title=words.say(Word::SpacesHomeEmpty)
                        body=Signal::derive(move || Some(hint()))
                    >
                        <NewSpace />
                    </Empty>
                }
            }
        >
            <List label=words.signal(Word::SpacesHomeTitle)>
                <For
                    each=move || spaces.cards().get().unwrap_or_default()
                    key=|card| (card.id.clone(), card.about.as_ref().map(|about| about.name.clone()), card.needs_confirmation, card.has_news, card.said, card.to_note, card.to_me)
                    let:card
                >
                    <SpaceRow card />
                </For>
            </List>
            <p><NewSpace /></p>
        </Load>
    }
}

/// Founding is offered only to whom the organization allows it.
#[component]
fn NewSpace() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let may_found = Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.can_create_space));

    view! {
        <Show when=move || may_found.get()>
            <ButtonLink kind=ButtonKind::Ink to=path::new_space()>
                {words.say(Word::SpacesHomeNew)}
            </ButtonLink>
        </Show>
    }
}

#[component]
fn SpaceRow(card: SpaceCard) -> impl IntoView {
    let words = Words::expect();
    let SpaceCard { id, about, is_unsent, needs_confirmation, has_news, said, to_note, to_me, .. } = card;
    let about = about.map(|about| (*about).clone()).unwrap_or_default();
    let name = StoredValue::new(if about.name.is_empty() { "…".to_owned() } else { about.name });

    view! {
        <ListRow
            to=Signal::derive(move || Some(path::space(&id)))
            lead=move || view! { <Avatar name=Signal::derive(move || name.get_value()) /> }
            end=move || {
                view! {
                    {is_unsent.then(|| view! { <Chip>{words.say(Word::FeedRowWaiting)}</Chip> })}
                    {needs_confirmation
                        .then(|| {
                            view! {
                                <Chip tone=Tone::Seal icon=IconName::Stamp>
                                    {words.say(Word::RulesConfirmGo)}
                                </Chip>
                            }
                        })}
                    {(to_note > 0)
                        .then(|| {
                            view! {
                                <Chip tone=Tone::Ink icon=IconName::Important>
                                    {move || words.count(Word::SpacesHomeImportant, to_note)}
                                </Chip>
                            }
                        })}
                    {(to_me > 0)
                        .then(|| {
                            view! {
                                <Chip tone=Tone::Indigo>
                                    {move || words.count(Word::SpacesHomeToMe, to_me)}
                                </Chip>
                            }
                        })}
                    <News has_news said />
                }
            }
        >
            <RowTitle>{name.get_value()}</RowTitle>
            <RowMeta>{about.purpose}</RowMeta>
        </ListRow>
    }
}

/// How much was said, or, where nothing was, that something was announced.
#[component]
fn News(has_news: bool, said: usize) -> impl IntoView {
    let words = Words::expect();
    let told = move || match said {
        0 => words.text(Word::SpacesHomeNews),
        said => words.count(Word::SpacesHomeSaid, said),
    };

    (has_news || said > 0).then(|| view! { <Chip>{told}</Chip> })
}
