// A space as it looks after a week: rules, people, talk. What the pictures show.
import type { BrowserContext } from "@playwright/test";
import { Api } from "../support/api.ts";
import { AYGUL, LIN, SPACE, WANG } from "../support/people.ts";
import type { Account } from "../support/person.ts";
import { create, derivedId, timedId } from "../support/records.ts";
import { Server } from "../support/server.ts";

/** The rules of the space. */
export const RULES = [
  "实名入群，群名片写明部门和职位。",
  "工作日的提问，两小时内回应；不懂的说明找谁。",
  "资料发出前由第二个人核对，错的当天改正并说明。",
  "不发与培训无关的内容，不发未经核实的消息。",
  "内部资料不转出本群；带“内部”字样的不截图。",
  "作业按时交；交不了的提前一天说。",
  "讨论对事不对人；有异议先私下说，再在群里说。",
  "每月回顾一次，改进项写成任务，有人负责。",
] as const;

const CHEN: Account = { name: "陈思远", dept: "产品部", post: "产品讲师", password: "石榴 纸船 晚风" };

/** Rules that enforce themselves. */
const GUARDS = [
  { rule: 4, kind: "terms", settings: { lists: ["advertising"], own: ["团购"], level: "hold" } },
  { rule: 4, kind: "promotion", settings: { level: "permit" } },
  { rule: 2, kind: "interval", settings: { seconds: 10 } },
];

/** Somebody of the exhibition. */
export type Part = "owner" | "member" | "newcomer";

/** Channels, a conversation about one message, what was said to it in a word, and what is pinned. */
async function arranges(owner: Api, others: readonly Api[], space: string): Promise<void> {
  const sorts = ["notices", "questions", "materials", "homework", "chat"];
  const channels = sorts.map((sort, at) => {
    const body = { sort, order: [10, 30, 40, 50, 60][at] ?? 70 };
    return create(space, "all", "channel", derivedId(space, "channel", sort), body);
  });
  const task = create(space, "all", "message", timedId(), { text: "第二次作业：三款新产品各写一段 60 秒的介绍，周五前交。", sent_at: Date.now(), channel: derivedId(space, "channel", "homework") });
  const pin = { slot: 1, message: task.id, label: "第二次作业：周五前交", expires_at: Date.now() + 7 * 86_400_000 };
  await owner.writes([...channels, task, create(space, "all", "pin", derivedId(space, "pin", "1"), pin)]);
  for (const [at, api] of others.entries()) {
    const said = { message: task.id, word: ["received", "question"][at] ?? "received" };
    const text = ["可以写成对话吗？", "可以，别超过一分钟。"][at] ?? "好";
    const answer = { text, sent_at: Date.now(), reply_to: task.id, thread: task.id, channel: derivedId(space, "channel", "homework") };
    await api.writes([
      create(space, "all", "reaction", derivedId(space, "reaction", task.id, api.person), said),
      create(space, "all", "message", timedId(), answer),
    ]);
  }
}

/** A server full of life, and the people who may look at it. */
export class Exhibition {
  readonly url: string;
  readonly space: string;
  readonly token: string;
  /** A link for a new password. */
  readonly reset: string;
  /** An announcement to confirm. */
  readonly notice: string;
  readonly #server: Server;
  readonly #people: Partial<Record<Part, Api>>;

  private constructor(server: Server, space: string, links: { token: string; reset: string; notice: string }, people: Partial<Record<Part, Api>>) {
    this.url = server.url;
    this.#server = server;
    this.space = space;
    this.token = links.token;
    this.reset = links.reset;
    this.notice = links.notice;
    this.#people = people;
  }

  /** A server that nobody has set up. */
  static async empty(): Promise<Exhibition> {
    return new Exhibition(await Server.start(), "", { token: "", reset: "", notice: "" }, {});
  }

  /** The space after a week. */
  static async build(): Promise<Exhibition> {
    const server = await Server.start();
    const owner = new Api(server.url);
    await owner.setsUp("示例公司", LIN);
    const space = await owner.founds(SPACE, LIN);
    await owner.founds({ name: "客服部 服务规范", purpose: "让每位同事的每一次回答都一致", forWhom: "客服部同事", notFor: "" }, LIN);
    const hash = await owner.publishes(space, RULES);

    const [wang, chen, newcomer] = [new Api(server.url), new Api(server.url), new Api(server.url)];
    for (const [api, account] of [[wang, WANG], [chen, CHEN], [newcomer, AYGUL]] as const) {
      await api.joins(await owner.invites(space, account.name), account);
    }
    for (const api of [wang, chen]) await api.confirms(space, 1, hash);

    await owner.posts(space, ["各位同事早上好。群规已经发布，请先读过、**盖章确认**，再发言。", "本周的安排：\n\n1. 周二：三款新产品的卖点\n2. 周四：报价演练\n3. 周五前交第二次作业"]);
    await chen.posts(space, ["DX-3 的资料放在学习区了，功率以第 4 页的表为准，第 2 页的数字是旧的。"]);
    await wang.posts(space, ["收到。客户常问保修期，三款都是两年吗？"]);
    await chen.posts(space, ["> 三款都是两年吗？\n\n是的，都是两年；`DX-3` 的电池一年。"]);
    await wang.posts(space, ["明白了，谢谢陈老师。"]);
    await arranges(owner, [wang, chen], space);
    await owner.guards(space, GUARDS);
    await wang.handsIn(space, 4, "经销商的培训价是 860 元，要的加微信 dx3-vip", "渠道部让转给各店，只到周五");
    const about = { title: "周五 14:00 全员演练，样机当天发放", text: "地点二楼培训室。**迟到的同事**到前台领样机。", confirm: true };
    const notice = await owner.announces(space, about);
    const token = await owner.invites(space, "周子涵");
    const reset = await owner.ask<{ token: string }>("POST", "/resets", { person: wang.person, space });
    const links = { token, reset: reset.token, notice };
    return new Exhibition(server, space, links, { owner, member: wang, newcomer });
  }

  /** Signs a browser in as somebody. */
  async admit(context: BrowserContext, who: "nobody" | Part): Promise<void> {
    if (who !== "nobody") await this.#people[who]?.lendsSession(context);
  }

  async close(): Promise<void> {
    await this.#server.stop();
  }
}
