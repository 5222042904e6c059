// The people and the space of the journeys.
import type { Account, SpaceCard } from "./person.ts";

export const LIN: Account = { name: "林晓燕", dept: "销售部", post: "培训经理", password: "四月 白兔 火车" };
export const WANG: Account = { name: "王大明", dept: "销售部", post: "销售代表", password: "竹子 台灯 清晨" };
export const AYGUL: Account = { name: "阿依古丽·买买提", dept: "客服部", post: "客服专员", password: "葡萄 七弦 远山" };

export const SPACE: SpaceCard = {
  name: "销售部-新产品-2026Q4",
  purpose: "在十二月前让每位同事讲得清三款新产品",
  forWhom: "销售部的正式员工",
  notFor: "已经通过认证的同事，请去“进阶”群",
};

export const RULES = ["实名入群，备注部门和职位。", "工作时间内的提问，两小时内回应。", "不发与培训无关的内容。"] as const;
