//! One post: judged by whoever may, and reported by whoever reads it and may not.

use crate::features::measures::post_card::{Known, known};
use crate::features::measures::{MeasureForm, PostCard, ReportForm};
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Empty, IconName, TopBar};
use domain::kinds::MeasureKind;
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use protocol::{PersonId, RecordId};
use words::Word;

/// The page.
#[component]
pub fn PostPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("message").unwrap_or_default());

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::MeasuresPost)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">{move || view! { <OfPost id=RecordId::new(id.get()) /> }}</div>
        </Shell>
    }
}

#[component]
fn OfPost(id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let post = known(space, id.clone());
    let author = Memo::new(move |_| post.read().as_ref().map(|post| post.author.clone()));
    let id = StoredValue::new(id);

    move || match author.get() {
        Some(author) => view! { <Found id=id.get_value() post author /> }.into_any(),
        None => view! {
            <Empty
                icon=IconName::Search
                title=words.say(Word::MeasuresPostGone)
                body=words.signal(Word::MeasuresPostGoneBody)
            />
        }
        .into_any(),
    }
}

#[component]
fn Found(id: RecordId, post: Memo<Option<Known>>, author: PersonId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let member = space.member(author.clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let may_take = space.may_take(author.clone());
    let said = Memo::new(move |_| post.get().map(|post| post.text).unwrap_or_default());
    let is_hidden = Memo::new(move |_| post.read().as_ref().is_some_and(|post| post.is_hidden));
    let is_inside = Memo::new(move |_| {
        member.read().as_ref().is_some_and(|member| !MEMBERSHIP.is_terminal(&member.body.state))
    });
    let about = StoredValue::new((author, id));

    view! {
        <PostCard post name />
        <Show when=move || may_take.read().is_ok()>
            <section class="section">
                <h2 class="section-title">{words.say(Word::MeasuresTake)}</h2>
                <MeasureForm
                    person=about.with_value(|(person, _)| person.clone())
                    name
                    kinds=Signal::derive(move || kinds(is_hidden.get(), is_inside.get()))
                    message=Some(about.with_value(|(_, id)| id.clone()))
                />
            </section>
        </Show>
        <Show when=move || may_take.read().is_err()>
            <section class="section">
                <h2 class="section-title">{words.say(Word::MeasuresReportTitle)}</h2>
                <ReportForm
                    message=about.with_value(|(_, id)| id.clone())
                    person=about.with_value(|(person, _)| person.clone())
                    name
                    said
                />
            </section>
        </Show>
    }
}

/// What can be done about a post and its author, the mildest first.
fn kinds(is_hidden: bool, is_inside: bool) -> Vec<MeasureKind> {
    let of_post: &[MeasureKind] = match is_hidden {
        true => &[MeasureKind::Shown],
        false => &[MeasureKind::EditAsked, MeasureKind::Hidden],
    };
    let of_author: &[MeasureKind] = match is_inside {
        true => &[MeasureKind::Warned, MeasureKind::Muted, MeasureKind::Removed],
        false => &[],
    };
    [of_post, of_author].concat()
}
