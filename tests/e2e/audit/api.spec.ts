// The interface against its own description, as nobody, as somebody from another space, as a member and as
// the owner: tens of thousands of requests that schemathesis makes up, and what `api.py` knows of rights.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Api } from "../support/api.ts";
import { AYGUL, LIN, RULES, SPACE, WANG } from "../support/people.ts";
import { Server } from "../support/server.ts";

/** Requests of all roles together. */
const REQUESTS = Number(process.env["QUNYUE_REQUESTS"] ?? 50_000);
/** Python with schemathesis; `cargo xtask audit` says where. */
const python = process.env["QUNYUE_SCHEMATHESIS"] ?? "python3";

const ROLES = ["nobody", "outsider", "member", "owner"] as const;
type Role = (typeof ROLES)[number];

/** How often each operation was asked, by status. */
type Counts = Record<string, Record<string, number>>;

/** A space with its owner and a member, and somebody who belongs to another. */
async function people(server: Server): Promise<{ space: string; of: Record<Role, Api> }> {
  const of = Object.fromEntries(ROLES.map((role) => [role, new Api(server.url)])) as Record<Role, Api>;
  const { owner, member, outsider } = of;
  await owner.setsUp("示例公司", LIN);
  const space = await owner.founds(SPACE, LIN);
  const hash = await owner.publishes(space, RULES);
  await member.joins(await owner.invites(space, WANG.name), WANG);
  await member.confirms(space, 1, hash);
  await member.posts(space, ["早", "你好"]);
  const other = await owner.founds({ ...SPACE, name: "别的群" }, LIN);
  await outsider.joins(await owner.invites(other, AYGUL.name), AYGUL);
  return { space, of };
}

/** One run of schemathesis; what it printed where it found something. */
function round(url: string, role: Role, api: Api, env: Record<string, string>, seed: number): Promise<string> {
  const args = ["-m", "schemathesis.cli", "run", `${url}/api/v1/openapi.json`, "--url", url];
  args.push("--seed", String(seed), "--max-examples", "100", "--phases", seed === 1 ? "coverage,fuzzing" : "fuzzing");
  args.push("--checks", "not_a_server_error,status_code_conformance,content_type_conformance");
  args.push("--checks", "response_headers_conformance,response_schema_conformance,rights");
  args.push("--suppress-health-check", "all", "--request-timeout", "60", "--generation-database", "none");
  args.push("--workers", "2", "--no-color", "--continue-on-failure", "--header", `Origin: ${new URL(url).origin}`);
  // Made-up sessions would take the place of the real one.
  args.push("--generation-with-security-parameters", "false");
  // A stream has no end.
  args.push("--exclude-operation-id", "events");
  if (role !== "nobody") {
    // Who signs out tests nothing more. And it learns from answers: from the list which session it could revoke,
    // its own, and from a pass that it was given a token by which it could sign in anew, which ends the former.
    for (const ends of ["sign_out", "revoke_session", "redeem_pass"]) args.push("--exclude-operation-id", ends);
    args.push("--header", `Cookie: ${api.cookie}`);
  }
  const child = spawn(python, args, { cwd: tmpdir(), env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (printed += piece.toString()));
  return new Promise((done, fail) => {
    child.once("error", fail);
    // What comes before is how far it had got, a line every moment.
    const found = () => printed.slice(Math.max(0, printed.search(/=+ (ERRORS|FAILURES) =+/)));
    child.once("exit", (code) => done(code === 0 ? "" : found() || `ended with ${code}`));
  });
}

for (const role of ROLES) {
  test(`the interface keeps to its description for ${role}`, async () => {
    const server = await Server.start({ args: ["--rate", "0"] });
    const folder = await mkdtemp(join(tmpdir(), "qunyue-api-"));
    try {
      await audit(server, role, folder);
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Rounds of made-up requests, until there are enough. */
async function audit(server: Server, role: Role, folder: string): Promise<void> {
  const { space, of } = await people(server);
  const counts: Counts = {};
  let asked = 0;
  for (let seed = 1; asked < REQUESTS / ROLES.length; seed++) {
    const counted = join(folder, `${seed}.json`);
    const env = { SCHEMATHESIS_HOOKS: "api", PYTHONPATH: import.meta.dirname, PYTHONDONTWRITEBYTECODE: "1" };
    const told = { QUNYUE_ROLE: role, QUNYUE_SPACE: space, QUNYUE_ME: of[role].person, QUNYUE_COUNT: counted };
    expect(await round(server.url, role, of[role], { ...env, ...told }, seed), `round ${seed}`).toBe("");
    const before = asked;
    asked += add(counts, JSON.parse(await readFile(counted, "utf8")) as Counts);
    expect(asked, "a round without a request").toBeGreaterThan(before);
    console.log(`${role}: ${asked} requests after ${seed} rounds`);
  }
  // A session that ended on the way would have tested nothing but its end.
  if (role !== "nobody") expect((await of[role].knock("GET", "/session")).status).toBe(200);
  const operations = Object.entries(counts).map(([name, statuses]) => `  ${name}: ${JSON.stringify(statuses)}`);
  console.log(`${role}: ${asked} requests\n${operations.join("\n")}`);
}

/** Adds a round's counts; returns how many requests it made. */
function add(counts: Counts, round: Counts): number {
  let asked = 0;
  for (const [operation, statuses] of Object.entries(round)) {
    const known = (counts[operation] ??= {});
    for (const [status, count] of Object.entries(statuses)) {
      known[status] = (known[status] ?? 0) + count;
      asked += count;
    }
  }
  return asked;
}
