//! Buttons, fields and choices.

use crate::pages::gallery::{Block, words};
use crate::ui::*;
use leptos::prelude::*;

/// Buttons in every kind and state.
#[component]
pub fn Buttons() -> impl IntoView {
    let busy = Signal::stored(true);

    view! {
        <Block name="Buttons">
            <div class="cluster">
                <Button kind=ButtonKind::Ink>"保存并下一份"</Button>
                <Button kind=ButtonKind::Binds>"确认收到"</Button>
                <Button>"退回修改"</Button>
                <Button kind=ButtonKind::Quiet>"稍后"</Button>
                <Button kind=ButtonKind::Danger>"移出成员"</Button>
                <Button kind=ButtonKind::Ink is_busy=busy>"保存并下一份"</Button>
                <Button kind=ButtonKind::Ink size=ButtonSize::Compact>"小"</Button>
                <ButtonLink to="/gallery".to_owned()>"去看看"</ButtonLink>
            </div>
            <div>
                <Button kind=ButtonKind::Ink blocked=words("读到第 12 条后可以确认")>"盖章确认"</Button>
            </div>
            <Button kind=ButtonKind::Binds size=ButtonSize::Tall width=ButtonWidth::Full>"盖章确认"</Button>
            <div class="cluster">
                <IconButton icon=IconName::Search label=words("搜索")/>
                <IconButton icon=IconName::Send label=words("发送") is_blocked=busy/>
                <IconButton icon=IconName::Eye label=words("显示") is_on=busy/>
                <IconLink icon=IconName::Back label=words("返回") to="/".to_owned()/>
                <TextLink to="/gallery".to_owned()>"看看是哪 3 条"</TextLink>
            </div>
        </Block>
    }
}

/// Fields: plain, wrong, hidden, long, chosen.
#[component]
pub fn Fields() -> impl IntoView {
    let (purpose, number) =
        (RwSignal::new("负责华东 12 家门店".to_owned()), RwSignal::new("20A17".to_owned()));
    let (secret, note, kind) =
        (RwSignal::new("秘密".to_owned()), RwSignal::default(), RwSignal::new("b".to_owned()));
    let options = vec![("a".to_owned(), "须".to_owned()), ("b".to_owned(), "宜".to_owned())];

    view! {
        <Block name="Fields">
            <TextField label=words("加入目的") value=purpose hint=words("至少 10 个字，现在 10 个")/>
            <TextField
                label=words("工号")
                value=number
                hint=words("在工牌背面")
                error=words("名册里没有这个工号")
            />
            <PasswordField label=words("密码") value=secret show=words("显示密码")/>
            <TextArea label=words("备注") value=note optional=words("选填")/>
            <SelectField label=words("类别") options=Signal::stored(options) value=kind/>
        </Block>
    }
}

/// Boxes, radio buttons and a segmented bar.
#[component]
pub fn Choices() -> impl IntoView {
    let (plain, binds, later) = (RwSignal::new(true), RwSignal::new(true), RwSignal::new(false));
    let chosen = RwSignal::new(1_u8);
    let choices = || {
        vec![
            Choice::new(1_u8, || "跟随".to_owned()),
            Choice::new(2, || "纸".to_owned()),
            Choice::new(3, || "夜".to_owned()),
        ]
    };

    view! {
        <Block name="Choices">
            <Checkbox checked=plain>"我是正式员工"</Checkbox>
            <Checkbox checked=binds kind=CheckKind::Binds>"我承诺保密，离职后亦不泄露"</Checkbox>
            <Checkbox
                checked=later
                kind=CheckKind::Binds
                is_blocked=Signal::stored(true)
                hint=words("读到第 12 条后可以勾选")
            >
                "我已阅读并同意第 4 版"
            </Checkbox>
            <RadioGroup legend=words("提醒我") choices=choices() selected=chosen on_select=move |value| chosen.set(value)/>
            <Segmented legend=words("明暗") choices=choices() selected=chosen on_select=move |value| chosen.set(value)/>
        </Block>
    }
}
