//! The source by characters, beside a folded copy that the analysis reads: one script, one width.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A range of characters of the source.
pub(super) type Span = Range<usize>;

pub(super) struct Text {
    source: Vec<char>,
    folded: Vec<char>,
}

impl Text {
    pub(super) fn new(source: &str) -> Self {
        let source: Vec<char> = source.chars().collect();
        let folded = source.iter().map(|&c| fold(c)).collect();
        Self { source, folded }
    }

    /// The spans of the lines, without their ends.
    pub(super) fn lines(&self) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, &c) in self.source.iter().enumerate() {
            if is_line_end(c) {
                lines.push(start..at);
                start = at + 1;
            }
        }
        lines.push(start..self.source.len());
        lines
    }

    /// The folded character at `at`.
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.folded.get(at).copied()
    }

    /// The folded characters of `span`.
    pub(super) fn folded(&self, span: &Span) -> &[char] {
        self.folded.get(span.clone()).unwrap_or_default()
    }

    /// The folded text of `span`.
    pub(super) fn fold(&self, span: &Span) -> String {
        self.folded(span).iter().collect()
    }

    /// The source text of `span` on one line. Where a line ended between Chinese characters
    /// nothing stands in its place.
    pub(super) fn show(&self, span: &Span) -> String {
        let chars = self.source.get(span.clone()).unwrap_or_default();
        let mut shown = String::new();
        let mut gap = None;
        for &c in chars {
            if c.is_whitespace() || c.is_control() {
                gap = Some(gap.unwrap_or(false) || is_line_end(c));
                continue;
            }
            let is_wide = |c: char| c > '\u{2e7f}';
            let last = shown.chars().next_back();
            if let (Some(was_line_end), Some(last)) = (gap.take(), last)
                && !(was_line_end && is_wide(last) && is_wide(c))
            {
                shown.push(' ');
            }
            shown.push(c);
        }
        shown
    }

    /// How wide `span` is in columns: a Chinese character takes two.
    pub(super) fn width(&self, span: &Span) -> usize {
        self.folded(span).iter().map(|c| if *c > '\u{2e7f}' { 2 } else { 1 }).sum()
    }

    /// `span` without the white space around it.
    pub(super) fn trim(&self, mut span: Span) -> Span {
        let is_space = |at: usize| self.at(at).is_none_or(|c| c.is_whitespace() || c.is_control());
        while span.start < span.end && is_space(span.start) {
            span.start += 1;
        }
        while span.start < span.end && is_space(span.end - 1) {
            span.end -= 1;
        }
        span
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// One script, one width.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '【' | '〔' | '〖' => '[',
        '】' | '〕' | '〗' => ']',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => FOLDING.get(&c).copied().unwrap_or(c),
    }
}

/// The traditional forms of the characters that [`super::lexicon`] is written with.
static FOLDING: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let pairs = TRADITIONAL.split_whitespace().filter_map(|pair| {
        let mut chars = pair.chars();
        Some((chars.next()?, chars.next()?))
    });
    pairs.collect()
});

const TRADITIONAL: &str = "
    應应 須须 該该 當当 務务 嚴严 準准 許许 請请 絕绝 勵励 導导 議议 盡尽 儘尽 倡倡 薦荐 權权 適适 釋释 義义
    員员 師师 講讲 負负 責责 組组 織织 學学 習习 參参 與与 單单 門门 團团 隊队 長长 對对 於于 從从 來来 為为 爲为
    則则 規规 範范 圍围 範范 條条 編编 節节 項项 職职 準准 標标 業业 務务 處处 罰罚 獎奖 懲惩 結结 總总 據据 項项
    說说 說说 說说 說说 録录 錄录 記记 辦办 發发 佈布 報报 評评 價价 驗验 試试 測测 題题 問问 課课 訓训 計计 劃划
    審审 核核 協协 調调 離离 資资 訊讯 檔档 網网 頁页 載载 傳传 轉转 壓压 縮缩 軟软 體体 電电 腦脑 圖图 紙纸 閱阅
    讀读 瀏浏 覽览 氣气 點点 擊击 評评 論论 簡简 溫温 舉举 認认 領领 聯联 繫系 繋系 係系 冊册 登登 錄录 註注 關关 鍵键
    詞词 最最 後后 後后 係系 時时 間间 個个 們们 會会 議议 讓让 維维 護护 確确 證证 違违 違违 類类 別别 無无 將将
    給给 予予 個个 觀观 聽听 實实 動动 運运 營营 構构 設设 請请 勸劝 謝谢 創创 積积 極极 進进 還还 還还 並并 併并 竝并
    滿满 達达 層层 級级 屬属 稱称 備备 場场 區区 員员 過过 綜综 開开 啟启 禮礼 歡欢 樣样 熱热 薦荐 覺觉 擔担 專专 寫写
    應应 響响 復复 覆复 連连 續续 鑒鉴 預预 順顺 錯错 語语 見见 訂订 裡里 裏里 數数 鐘钟 線线 滲渗 買买 賣卖 貼贴 選选
    務务 擇择 嘗尝 掃扫 碼码 號号 廣广 闆板 騰腾 車车 現现 險险 財财 產产 導导 歷历 曆历 幹干 頻频 誡诫 訴诉 賠赔 償偿 儲储 貳贰 陸陆 緣缘
";

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(source: &str) -> String {
        let text = Text::new(source);
        text.fold(&(0..source.chars().count()))
    }

    #[test]
    fn scripts_and_widths_fold_to_one() {
        assert_eq!(folded("１．應當【Ｘ】"), "1.应当[X]");
        assert_eq!(folded("嚴禁；須"), "严禁;须");
    }

    #[test]
    fn what_is_shown_is_the_source_on_one_line() {
        let text = Text::new("  應當\n 遵守 the\nrule  ");
        assert_eq!(text.show(&(0..20)), "");
        assert_eq!(text.show(&(0..19)), "應當遵守 the rule");
        assert_eq!(text.trim(0..19), 2..17);
    }

    #[test]
    fn the_table_of_characters_is_pairs() {
        assert!(TRADITIONAL.split_whitespace().all(|pair| pair.chars().count() == 2));
    }
}
