//! The seal, the colors, the type and the icons.

use crate::pages::gallery::{Block, words};
use crate::ui::{Avatar, AvatarSize, Icon, IconName, IconSize, Seal, SealSize, SealState};
use leptos::prelude::*;

/// The seal in every size and state.
#[component]
pub fn Seals() -> impl IntoView {
    let blank = Signal::stored(SealState::Blank);

    view! {
        <Block name="Seal">
            <div class="cluster">
                <Seal size=SealSize::Huge label=words("Confirmed")/>
                <Seal size=SealSize::Large/>
                <Seal size=SealSize::Medium/>
                <Seal/>
                <Seal size=SealSize::Small/>
                <Seal size=SealSize::Large state=blank/>
                <Seal size=SealSize::Medium state=blank/>
                <Seal state=blank/>
            </div>
        </Block>
    }
}

/// The tokens of color.
#[component]
pub fn Colors() -> impl IntoView {
    let names = [
        "surface",
        "surface-raised",
        "surface-sunken",
        "surface-press",
        "line",
        "line-field",
        "ink-faint",
        "ink-soft",
        "ink",
        "seal",
        "seal-fill",
        "seal-wash",
        "jade",
        "amber",
        "rust",
        "indigo",
    ];
    let swatch = |name: &'static str| {
        view! {
            <div>
                <div class="gallery-swatch" style:background-color=format!("var(--{name})")></div>
                {name}
            </div>
        }
    };

    view! {
        <Block name="Colors">
            <div class="gallery-swatches">{names.map(swatch).collect_view()}</div>
        </Block>
    }
}

/// The two voices of type, and avatars.
#[component]
pub fn Type() -> impl IntoView {
    view! {
        <Block name="Type">
            <p class="song" lang="zh-Hans">"宋体说的是约束人的话：条文、公告、题干、等级。"</p>
            <p lang="zh-Hans">"黑体是人和工具在说话：消息、按钮、状态。中英混排自动留空，如 2026 年 Q4 的 12 条。"</p>
            <p class="song" lang="zh-Hant">"群成員應嚴格保密，不得隨意洩露。"</p>
            <p class="small" lang="en">"Members keep what is confidential, and say so."</p>
            <div class="cluster">
                <Avatar name=words("周敏") size=AvatarSize::Small/>
                <Avatar name=words("欧阳书恒")/>
                <Avatar name=words("阿依古丽·买买提") size=AvatarSize::Large/>
                <Avatar name=words("Ada Lovelace")/>
            </div>
        </Block>
    }
}

/// Every drawing.
#[component]
pub fn Icons() -> impl IntoView {
    let icon =
        |name: &IconName| view! { <span title=name.id()><Icon name=*name size=IconSize::Large/></span> };

    view! {
        <Block name="Icons">
            <div class="cluster">{IconName::ALL.iter().skip(2).map(icon).collect_view()}</div>
        </Block>
    }
}
