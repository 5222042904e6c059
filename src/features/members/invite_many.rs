//! Inviting many at once: a pasted list, what would come of each line before anything is made, and the
//! links, each shown once.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Space, Trouble, device};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Form, List, ListRow, RowMeta, RowTitle, TextArea, Toasts,
};
use domain::kinds::InviteState;
use domain::roster::{self, Doubt, Guest, Line};
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use words::Word;

/// Who is invited, each with their link.
type Links = RwSignal<Vec<(Guest, String)>>;

/// The list and its links.
#[component]
pub fn InviteMany() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let pasted = RwSignal::new(String::new());
    let links: Links = RwSignal::default();
    let lines = dry_run(space, pasted);
    let guests = Memo::new(move |_| {
        lines.get().into_iter().filter_map(|line| line.verdict.ok()).collect::<Vec<Guest>>()
    });

    let invite = Action::new_local(move |guests: &Vec<Guest>| {
        let guests = guests.clone();
        async move {
            // What was made before something fails is shown all the same: nothing keeps these links.
            for guest in guests {
                let made = space.invite(guest.name.clone(), guest.note.clone()).await?;
                let link = device::link(&path::join(&made.token));
                let _ = links.try_update(|links| links.push((guest, link)));
            }
            let _ = pasted.try_set(String::new());
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = invite.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let none = move || guests.with(Vec::is_empty).then(|| words.text(Word::MembersManyNone));
    let go = move || words.count(Word::MembersManyGo, guests.with(Vec::len));

    view! {
        <Form
            on_submit=move |()| _ = invite.dispatch_local(guests.get_untracked())
            label=words.signal(Word::MembersManyOpen)
        >
            <TextArea
                label=words.say(Word::MembersManyTitle)
                value=pasted
                hint=words.signal(Word::MembersManyHint)
                lines=4
            />
            <Would guests />
            <Doubts lines />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div>
                <Button
                    kind=ButtonKind::Ink
                    role=ButtonRole::Submit
                    is_busy=invite.pending()
                    blocked=Signal::derive(none)
                >
                    {go}
                </Button>
            </div>
        </Form>
        <Made links />
    }
}

/// What would come of each line, as members and invitations now are.
fn dry_run(space: Space, pasted: RwSignal<String>) -> Memo<Vec<Line>> {
    let (members, invites) = (space.members(), space.invites());
    let known = Memo::new(move |_| {
        let members = members.all();
        let inside = members.iter().filter(|member| !MEMBERSHIP.is_terminal(&member.body.state));
        let invites = invites.all();
        let open = invites.iter().filter(|invite| invite.body.state == InviteState::Open);
        let names = inside.map(|member| member.body.real_name.clone());
        names.chain(open.map(|invite| invite.body.for_name.clone())).collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        let known = known.read();
        roster::read(&pasted.read(), |name| known.iter().any(|known| known == name))
    })
}

/// Whom the list would invite: by name and with what stands beside it. A long list is to be opened.
#[component]
fn Would(guests: Memo<Vec<Guest>>) -> impl IntoView {
    const LONG: usize = 20;
    let words = Words::expect();
    let is_short = Memo::new(move |_| guests.read().len() <= LONG);
    let said = move || words.count(Word::MembersManyWould, guests.read().len());

    view! {
        <Show when=move || !guests.read().is_empty()>
            <details class="roster-more" prop:open=move || is_short.get()>
                <summary class="link">{said}</summary>
                <List label=Signal::derive(said)>
                    <For
                        each=move || guests.get()
                        key=|guest| (guest.name.clone(), guest.note.clone())
                        let:guest
                    >
                        <ListRow>
                            <RowTitle>{guest.name}</RowTitle>
                            <RowMeta>{guest.note}</RowMeta>
                        </ListRow>
                    </For>
                </List>
            </details>
        </Show>
    }
}

/// The lines that invite nobody: how many, and each with why.
#[component]
fn Doubts(lines: Memo<Vec<Line>>) -> impl IntoView {
    let words = Words::expect();
    let doubts = move || {
        let doubt = |line: Line| {
            let why = doubt_said(words, line.verdict.err()?);
            let no = line.no.to_string();
            let said =
                words.fill(Word::MembersManyDoubt, &[("no", &no), ("name", &line.name), ("why", &why)]);
            Some(view! { <p class="soft small">{said}</p> })
        };
        lines.get().into_iter().filter_map(doubt).collect::<Vec<_>>()
    };

    let count = move || lines.read().iter().filter(|line| line.verdict.is_err()).count();
    let counted = move || {
        (count() > 0)
            .then(|| view! { <p class="small">{words.count(Word::MembersManyWouldNot, count())}</p> })
    };

    view! { <div role="status">{counted} {doubts}</div> }
}

fn doubt_said(words: Words, doubt: Doubt) -> String {
    match doubt {
        Doubt::Repeated(no) => words.fill(Word::MembersManyRepeated, &[("no", &no.to_string())]),
        Doubt::Known => words.text(Word::MembersManyKnown),
        Doubt::NoName => words.text(Word::MembersManyNoName),
        Doubt::TooMany => words.fill(Word::MembersManyTooMany, &[("count", &roster::MAX_PEOPLE.to_string())]),
    }
}

/// The links, to be copied or printed before they are gone.
#[component]
fn Made(links: Links) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let copy = Action::new_local(move |text: &String| {
        let answer = device::copy(text.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::MembersManyCopied));
            }
        }
    });
    let all = move || {
        let links = links.get_untracked();
        links
            .iter()
            .map(|(Guest { name, note }, link)| format!("{name}\t{note}\t{link}"))
            .collect::<Vec<_>>()
            .join("\n")
    };

    view! {
        <Show when=move || !links.read().is_empty()>
            <section class="roster">
                <p class="small">{words.say(Word::MembersManyOnce)}</p>
                <List label=words.signal(Word::MembersManyLinks)>
                    <For each=move || links.get() key=|(_, link)| link.clone() let:made>
                        <ListRow>
                            <RowTitle>{made.0.name.clone()}</RowTitle>
                            <RowMeta>
                                {made.0.note.clone()} " "
                                <span class="roster-link">{made.1.clone()}</span>
                            </RowMeta>
                        </ListRow>
                    </For>
                </List>
                <div class="roster-acts">
                    <Button
                        kind=ButtonKind::Ink
                        on_press=move || {
                            copy.dispatch_local(all());
                        }
                    >
                        {words.say(Word::MembersManyCopy)}
                    </Button>
                    <Button on_press=device::print>{words.say(Word::MembersManyPrint)}</Button>
                </div>
            </section>
        </Show>
    }
}
