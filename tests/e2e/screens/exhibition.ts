// A space as it looks after a week: rules, people, talk. What the pictures show.
import type { BrowserContext } from "@playwright/test";
import { Api } from "../support/api.ts";
import { AYGUL, LIN, SPACE, WANG } from "../support/people.ts";
import type { Account } from "../support/person.ts";
import { create, derivedId, sha256, timedId } from "../support/records.ts";
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

/** Who comes by the group's link and waits. */
const TANG: Account = { name: "唐小雨", dept: "渠道部", post: "渠道专员", password: "海棠 台阶 夜航" };

/** What is asked of who comes by it. */
const ENTRY = {
  asks: ["dept", "post", "purpose", "pledge"],
  depts: ["销售部", "客服部", "产品部", "渠道部"],
  pledge: "培训资料只在群内使用，不转给外部人员。",
  hours: 24,
  utc_offset_min: 480,
  limit: 60,
};

/** What they say. */
const FORM = { dept: TANG.dept, post: TANG.post, number: "", purpose: "下月起带三家门店，先学会新品的卖点", regular: false, pledge: ENTRY.pledge };

/** What is asked about the rules, the right answer first. */
const QUESTIONS = [
  { text: "工作日有人提问，多久内回应？", choices: ["两小时内", "当天下班前", "有空再说"], rule: 2 },
  { text: "交不了作业怎么办？", choices: ["提前一天说", "交了再解释"], rule: 6 },
];

/** Somebody of the exhibition; the trainer is offered the space, the applicant waits before it. */
export type Part = "owner" | "member" | "newcomer" | "trainer" | "applicant";

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

/** A change of a rule, and what somebody thinks of it. */
async function proposes(author: Api, other: Api, space: string): Promise<void> {
  const proposal = create(space, "all", "proposal", timedId(), {
    change: "reword", version: 1, rule: 2, kind: "must", binds: "all",
    text: "工作日的提问，四小时内回应；一时答不了的，说明情况并承诺答复时间。",
    reason: "门店同事下午才有空看群，两小时做不到，客户也等不住没有下文的回答。", state: "open",
  });
  await author.writes([proposal]);
  const opinion = { proposal: proposal.id, stance: "for", text: "四小时合适，答复时间要写出来。" };
  await other.writes([create(space, "all", "opinion", derivedId(space, "opinion", proposal.id, other.person), opinion)]);
}

/** A link for the whole group, and somebody who came by it and waits. */
async function waits(owner: Api, applicant: Api, space: string): Promise<string> {
  const token = sha256(`${space} fair`).slice(0, 43);
  const expires_at = Date.now() + 7 * 86_400_000;
  const body = { for_name: "春季展会", note: "", token_hash: sha256(token), expires_at, state: "open", group: { limit: 50 } };
  await owner.writes([create(space, "staff", "invite", timedId(), body)]);
  await applicant.joins(token, TANG, FORM);
  await owner.ask("POST", "/requests/advance", { space, person: applicant.person, step: "look", text: "" });
  return token;
}

/** What waits to be sent: tomorrow at nine, and in three days. */
async function schedules(owner: Api, space: string): Promise<void> {
  const tomorrow = new Date();
  tomorrow.setUTCHours(25, 0, 0, 0); // nine where the pictures are taken
  const posts = ["早上好，今天讲报价演练，请带上第 4 页的功率表。", "周五前交第二次作业，还差的同事抓紧。"];
  const writes = posts.map((text, at) => {
    const message = timedId();
    const id = derivedId(space, "scheduled", owner.person, message);
    const body = { message, text, due_at: tomorrow.getTime() + at * 2 * 86_400_000, state: "waiting" };
    return create(space, "private", "scheduled", id, body, owner.person);
  });
  await owner.writes(writes);
}

/** Where the pictures lead. */
interface Links {
  token: string;
  wall: string;
  reset: string;
  notice: string;
}

const NOWHERE: Links = { token: "", wall: "", reset: "", notice: "" };

/** A server full of life, and the people who may look at it. */
export class Exhibition {
  readonly url: string;
  readonly space: string;
  readonly token: string;
  /** A link for the whole group. */
  readonly wall: string;
  /** A link for a new password. */
  readonly reset: string;
  /** An announcement to confirm. */
  readonly notice: string;
  readonly #server: Server;
  readonly #people: Partial<Record<Part, Api>>;

  private constructor(server: Server, space: string, links: Links, people: Partial<Record<Part, Api>>) {
    this.url = server.url;
    this.#server = server;
    this.space = space;
    this.token = links.token;
    this.wall = links.wall;
    this.reset = links.reset;
    this.notice = links.notice;
    this.#people = people;
  }

  /** A server that nobody has set up. */
  static async empty(): Promise<Exhibition> {
    return new Exhibition(await Server.start(), "", NOWHERE, {});
  }

  /** The invented group, of which anybody may be anyone. */
  static async demo(): Promise<Exhibition> {
    return new Exhibition(await Server.start({ args: ["--demo"] }), "", NOWHERE, {});
  }

  /** The space after a week. */
  static async build(): Promise<Exhibition> {
    const server = await Server.start();
    const owner = new Api(server.url);
    await owner.setsUp("示例公司", LIN);
    const space = await owner.founds(SPACE, LIN, { entry: ENTRY });
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
    await proposes(wang, chen, space);
    await arranges(owner, [wang, chen], space);
    await owner.guards(space, GUARDS);
    await wang.handsIn(space, 4, "经销商的培训价是 860 元，要的加微信 dx3-vip", "渠道部让转给各店，只到周五");
    const about = { title: "周五 14:00 全员演练，样机当天发放", text: "地点二楼培训室。**迟到的同事**到前台领样机。", confirm: true };
    const notice = await owner.announces(space, about);
    const applicant = new Api(server.url);
    const wall = await waits(owner, applicant, space);
    await owner.questions(space, QUESTIONS);
    await schedules(owner, space);
    const offer = { state: "open", note: "下一期由你带，资料和名单都在群里。" };
    await owner.writes([create(space, "personal", "handover", timedId(), offer, chen.person)]);
    const token = await owner.invites(space, "周子涵");
    const reset = await owner.ask<{ token: string }>("POST", "/resets", { person: wang.person, space });
    const links = { token, wall, reset: reset.token, notice };
    return new Exhibition(server, space, links, { owner, member: wang, newcomer, trainer: chen, applicant });
  }

  /** A fresh link by which the trainer signs in on another device: good for three minutes. */
  async pass(): Promise<string> {
    const made = await this.#people.trainer?.ask<{ token: string }>("POST", "/passes");
    return made?.token ?? "";
  }

  /** Whom the page of a member shows. */
  get person(): string {
    return this.#people.member?.person ?? "";
  }

  /** Signs a browser in as somebody. */
  async admit(context: BrowserContext, who: "nobody" | Part): Promise<void> {
    if (who !== "nobody") await this.#people[who]?.lendsSession(context);
  }

  async close(): Promise<void> {
    await this.#server.stop();
  }
}
