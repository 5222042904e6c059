//! States, bars, rows, the four faces, and what people wrote.

use crate::pages::gallery::{Block, words};
use crate::ui::*;
use leptos::prelude::*;

/// Chips, marks, counts and notes.
#[component]
pub fn States() -> impl IntoView {
    let is_on = RwSignal::new(true);

    view! {
        <Block name="States">
            <div class="cluster">
                <Chip tone=Tone::Jade icon=IconName::Check>"已提交"</Chip>
                <Chip tone=Tone::Amber icon=IconName::Clock>"还有 2 天"</Chip>
                <Chip tone=Tone::Rust icon=IconName::Warn>"逾期 3 天"</Chip>
                <Chip tone=Tone::Indigo>"新成绩"</Chip>
                <Chip tone=Tone::Seal icon=IconName::Stamp>"须确认"</Chip>
                <Chip tone=Tone::Ink icon=IconName::Important>"重要"</Chip>
                <Chip icon=IconName::Offline>"离线"</Chip>
                <Chip tone=Tone::Bare icon=IconName::Clock>"待同步，联网后送出"</Chip>
                <Mark character=words("新") label=words("本版新增")/>
                <Mark character=words("改") label=words("本版修改")/>
                <Count count=Signal::stored(6) label=words("6 条未读")/>
                <Count count=Signal::stored(12_345) label=words("很多") tone=CountTone::Soft/>
                <ChipButton is_on on_press=move |()| is_on.update(|on| *on = !*on)>"收到 8"</ChipButton>
            </div>
            <Note tone=Tone::Amber icon=IconName::Guard>
                <p>"第 10 条会拦下这条："<b>"不发与工作无关的推销。"</b></p>
            </Note>
            <Note
                tone=Tone::Rust
                icon=IconName::Warn
                actions=|| view! { <Button size=ButtonSize::Compact>"再试一次"</Button> }
            >
                <p>"没送出去：服务器答 503，一分钟后再试。"</p>
            </Note>
            <Note tone=Tone::Jade icon=IconName::Check><p>"都已经在服务器上了。"</p></Note>
            <Note tone=Tone::Seal icon=IconName::Stamp><p>"改 1 条，新增 1 条，11-23 前确认。"</p></Note>
            <Alert title=words("没有连上网络") body=words("写在本机上的内容都在，联网后再试。")/>
        </Block>
    }
}

/// Meters, steps, progress and a code.
#[component]
pub fn Bars() -> impl IntoView {
    let step = |index: usize| Step { is_done: index < 5, is_changed: index == 4 || index == 11 };
    let steps: Vec<Step> = (0..12).map(step).collect();

    view! {
        <Block name="Bars">
            <Meter value=Signal::stored(28) of=Signal::stored(30) label=words("28 / 30 已确认")/>
            <Meter value=Signal::stored(9) of=Signal::stored(9) label=words("9 / 9") tone=MeterTone::Jade/>
            <Meter value=Signal::stored(1) of=Signal::stored(9) label=words("1 / 9") tone=MeterTone::Rust/>
            <Steps steps=Signal::stored(steps) label=words("已读 5 / 12")/>
            <Progress percent=Signal::stored(Some(40)) label=words("正在载入")/>
            <Progress label=words("正在载入")/>
            <QrCode text=words("https://example.org/join#q3sDkZ0a7RkN2yqXyO5xVw") label=words("邀请二维码")/>
        </Block>
    }
}

/// Rows and the lines of a stream.
#[component]
pub fn Rows() -> impl IntoView {
    let meta = "负责培训的人力资源部门与业务部门共同维护，名字很长时折行，不截断";

    view! {
        <Block name="Rows">
            <List label=words("成员")>
                <ListRow
                    lead=|| view! { <Avatar name=words("周敏")/> }
                    end=|| view! { <Chip tone=Tone::Jade icon=IconName::Check>"已确认"</Chip> }
                >
                    <RowTitle>"周敏"</RowTitle>
                    <RowMeta>"华东区 · 店长"</RowMeta>
                </ListRow>
                <ListRow to=words("/gallery") lead=|| view! { <Seal state=Signal::stored(SealState::Blank)/> }>
                    <RowTitle>"新品价格未公布前，一律不对外报价"</RowTitle>
                    <RowMeta>{meta}</RowMeta>
                </ListRow>
                <ListRow>
                    <RowTitle>"只有字的一行"</RowTitle>
                </ListRow>
            </List>
            <DayLine label=words("11 月 20 日 星期五") date=words("2026-11-20")/>
            <UnreadLine label=words("以下 6 条未读")/>
        </Block>
    }
}

/// Waiting, empty, failed, here; cards and wells.
#[component]
pub fn Faces() -> impl IntoView {
    let faces = [Face::Waiting, Face::Empty, Face::Failed, Face::Here];
    let shown = |face: Face| {
        view! {
            <Card>
                <Load
                    face=Signal::stored(face)
                    waiting=words("正在取第 2 页…")
                    empty=|| {
                        view! {
                            <Empty
                                icon=IconName::Learn
                                title=words("本周没有到期的")
                                body=words("老师布置了作业或测试，会先出现在这里。")
                            />
                        }
                    }
                    failed=|| {
                        view! {
                            <Empty
                                icon=IconName::Offline
                                title=words("这一页还没下载过")
                                body=words("联网后再打开。写好的 3 条都在本机，没有丢。")
                            >
                                <Button>"再试一次"</Button>
                            </Empty>
                        }
                    }
                >
                    <p>"到了。"</p>
                    <Well>"为什么改：门店提问的首次回复中位数 6.2 小时。"</Well>
                </Load>
            </Card>
        }
    };

    view! {
        <Block name="Faces">
            {faces.map(shown).collect_view()}
            <Card weight=CardWeight::Important>"重要的一张"</Card>
        </Block>
    }
}

/// Light Markdown.
#[component]
pub fn Written() -> impl IntoView {
    let text = "**先按旧价登记**，*周一*和财务核完，见 https://example.org/a。\n\n- 一\n- 二\n\n1. 甲\n2. 乙\n\n> 老款还能不能按旧价？\n\n`代码` 与\n\n```\nfn main() {}\n```\n\n<script>alert(1)</script>";

    view! {
        <Block name="Written">
            <MarkupView text=words(text)/>
        </Block>
    }
}
