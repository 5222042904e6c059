//! The words that policies, and the pages that they are copied from, are made of.
//!
//! Single words of the language, in the folded script; none of them is taken from a given text.

/// A list of words. Without commas, so that the formatter keeps several of them on a line.
macro_rules! words {
    ($($word:literal)+) => { &[$($word),+] };
}

/// Ends a sentence, in folded characters.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '…')
}

/// Separates clauses, in folded characters.
pub(super) fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, ',' | ':')
}

/// Words that headings end with.
pub(super) const HEADING_ENDS: &[&str] = words! {
    "总则" "分则" "附则" "细则" "原则" "准则" "守则" "规则" "目的" "宗旨" "背景" "范围" "对象"
    "定义" "期限" "职责" "权限" "权利" "义务" "责任" "分工" "要求" "标准" "方式" "方法" "流程"
    "程序" "步骤" "措施" "办法" "制度" "规定" "规范" "公约" "条例" "说明" "须知" "事项" "内容"
    "管理" "机制" "纪律" "奖惩" "处罚" "奖励" "考核" "解释" "生效" "施行" "群规" "班规" "家规"
    "校规" "rules" "guidelines" "policy"
};

/// Headings that stand for themselves, so that another may follow without a break.
pub(super) const LONE_HEADINGS: &[&str] = words! {
    "总则" "分则" "附则" "目的" "宗旨"
};

/// How a sentence starts that follows a heading without a break.
pub(super) const SENTENCE_STARTS: &[&str] = words! {
    "为了" "为规范" "为加强" "为进一步" "为确保" "为保证" "为保障" "为切实" "根据" "依据" "按照"
    "凡" "本制度" "本规定" "本办法" "本规范" "本公约" "本守则" "本规则" "本细则" "本条例" "本管理"
    "本准则" "本群" "本公司" "本单位" "本校"
};

/// Words of a web page that say nothing about its text. Headings made of them alone are the
/// page's.
pub(super) const PAGE_HEADINGS: &[&str] = words! {
    "首页" "正文" "文档" "文章" "文库" "简介" "概述" "最新" "最热" "热门" "推荐" "相关" "更多"
    "猜你喜欢" "阅读" "温馨" "友情" "提示" "链接" "评论" "留言" "提交" "发表" "回复" "登录" "注册"
    "下载" "上传" "收藏" "分享" "打印" "目录" "返回" "顶部" "上一篇" "下一篇" "上一页" "下一页"
    "版权" "声明" "免责" "联系" "我们" "关于" "举报" "广告" "标签" "导航" "搜索" "扫码" "关注"
    "资料" "列表" "展开" "全文" "the" "home" "comments" "comment" "related" "articles" "share"
    "search" "menu" "login" "sign in" "read more" "copyright" "privacy" "contact" "us" "about"
    "leave" "a" "reply" "post" "documents" "latest"
};

/// Words of notices about a page, its files and its owner.
pub(super) const PAGE_WORDS: &[&str] = words! {
    "本站" "本网" "本文档" "网站" "网页" "站长" "上传者" "版权" "侵权" "转载"
    "下载" "附件" "压缩" "解压" "软件" "安装" "阅读器" "免责" "会员" "积分" "客服" "举报"
    "来源" "编辑:" "责任编辑" "商业用途" "浏览器" "cookie" "copyright"
    "all rights reserved" "powered by" "subscribe" "terms of service"
};

/// Keys of a page's facts, as in `作者:李四`.
pub(super) const PAGE_KEYS: &[&str] = words! {
    "作者" "来源" "时间" "日期" "发布" "发布时间" "更新" "更新时间" "编辑" "责任编辑" "人气" "阅读"
    "阅读量" "浏览" "浏览量" "浏览次数" "点击" "点击量" "次数" "下载" "下载量" "评论" "评论数"
    "收藏" "点赞" "字数" "页数" "大小" "格式" "价格" "标签" "关键词" "分类" "栏目" "上传者" "author"
    "views" "date" "source" "published" "updated" "tags" "by" "last updated" "last modified"
};

/// Keys by which a page leads to other pages.
pub(super) const PAGE_LEADS: &[&str] = words! {
    "上一篇" "下一篇" "上一页" "下一页" "上一章" "下一章" "上篇" "下篇" "previous" "next"
};

/// How a line starts that names what is attached to a text.
pub(super) const ANNEXES: &[&str] = words! {
    "附件" "附表" "附图" "附录" "attachment" "annex" "appendix" "enclosure"
};

/// How a remark starts that sums up what was said.
pub(super) const SUMMARY_STARTS: &[&str] = words! {
    "通过以上" "以上" "综上" "总之" "总而言之" "总的来说" "in summary" "in short" "to sum up"
    "in conclusion" "感谢" "谢谢" "thank"
};

/// Administrators, as rules name them.
pub(super) const ADMINS: &[&str] = words! {
    "管理员" "管理人员" "群主" "版主" "负责人" "组长" "班长" "值班员" "主持人" "administrator"
    "admin" "moderator" "owner" "organizer"
};

/// Trainers, as rules name them.
pub(super) const TRAINERS: &[&str] = words! {
    "讲师" "教师" "老师" "培训师" "导师" "主讲" "教练" "instructor" "trainer" "teacher" "lecturer"
    "tutor"
};

/// Members, as rules name them.
pub(super) const MEMBERS: &[&str] = words! {
    "成员" "员工" "职工" "学员" "学生" "人员" "大家" "用户" "参与者" "任何人" "所有人" "本人"
    "当事人" "申请人" "发布人" "提问者" "居民" "业主" "读者" "members" "member" "participants"
    "participant" "everyone" "everybody" "anyone" "students" "student" "users" "user" "you" "nobody"
    "no one"
};

/// Bodies and things that act by procedure.
pub(super) const BODIES: &[&str] = words! {
    "部门" "公司" "单位" "学校" "委员会" "人力资源" "系统" "平台" "机构" "办公室" "专人" "小组"
    "department" "company" "committee" "office" "management" "system" "board"
};

/// Verbs by which staff make members do something.
pub(super) const CAUSATIVES: &[&str] = words! {
    "提醒" "引导" "要求" "邀请" "指定" "安排" "让" "组织" "移除" "清理" "remind" "ask"
};

/// What those do who run a group: a text that tells how it is done speaks to them.
pub(super) const RUNNING: &[&str] = words! {
    "管理" "组织" "运营" "维护" "建群" "manage" "run a" "run your" "moderate" "organize" "organise"
};

/// Chapters that say how something is done.
pub(super) const PROCEDURE_CHAPTERS: &[&str] = words! {
    "考核" "评价" "评分" "评定" "流程" "程序" "步骤" "标准" "结果" "应用" "附则" "总则" "目的" "缘起" "前言"
    "宗旨" "范围" "依据" "解释" "定义" "生效" "施行" "procedure" "process" "scope" "purpose"
    "definitions" "criteria"
};

/// Statements that define or award, and ask nothing of a member.
pub(super) const STATEMENTS: &[&str] = words! {
    "属于" "适用于" "是指" "指的是" "包括但不限于" "给予" "之日起" "解释权" "制定本" "订定本" "applies to" "apply to" "means"
};

/// How a clause starts that speaks of something else than a heading would.
pub(super) const NO_HEADING_STARTS: &str = "按依根违遵对在经如若凡由其与和及并如因当";

/// Words before the name of whom a rule binds.
pub(super) const QUANTIFIERS: &[&str] = words! {
    "由" "所有" "全体" "全部" "各位" "各" "每位" "每个" "每名" "本群" "群内" "群" "培训" "all "
    "every " "each " "the "
};

/// Words that forbid.
pub(super) const FORBIDDING: &[&str] = words! {
    "不得" "严禁" "禁止" "不准" "不许" "不允许" "不可" "不可以" "不能" "不要" "切勿" "请勿" "切忌"
    "谢绝" "杜绝" "不应" "不应当" "不应该" "must not" "may not" "shall not" "should not" "do not"
    "does not" "don't" "never" "no" "prohibited" "forbidden" "not permitted" "not allowed" "cannot"
    "can not" "can't" "mustn't" "unacceptable"
};

/// Words that demand.
pub(super) const DEMANDING: &[&str] = words! {
    "必须" "务必" "应当" "应该" "应" "须" "需" "需要" "要" "一律" "有义务" "方可" "才可" "才能" "must" "shall"
    "required" "has to" "have to" "need to" "needs to" "is to" "are to"
};

/// Words that advise, allow or ask.
pub(super) const ADVISING: &[&str] = words! {
    "建议" "鼓励" "提倡" "倡导" "尽量" "尽可能" "最好" "可以" "可" "宜" "不宜" "推荐" "有权" "酌情" "请"
    "should" "ought" "recommended" "encouraged" "encourage" "may" "can" "please" "try to" "advised"
};

/// Words that name whose task something is.
pub(super) const CHARGING: &[&str] = words! {
    "负责" "确保" "保证" "承担" "要求" "responsible"
};
