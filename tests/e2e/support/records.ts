// Records as the reference server takes them: ids, hashes and bodies, made without the app's code.
//
// Written a second time on purpose: a fixture that shared the app's code would share its mistakes.
import { createHash, randomBytes } from "node:crypto";

/** A write of one record. */
export interface Write {
  op: "create" | "update" | "delete";
  id: string;
  scope: string;
  kind: string;
  subject: string | null;
  base_rev: string | null;
  body: object | null;
}

/** A rule of a version. */
export interface Rule {
  no: number;
  kind: "must" | "should" | "forbidden";
  text: string;
  binds: "all" | "admins" | "trainers" | "procedure";
}

/** SHA-256 as hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The id of a thing that exists once for its parts. */
export function derivedId(...parts: string[]): string {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
  return uuid(createHash("sha256").update(text).digest(), 8);
}

/** A time-ordered id. */
export function timedId(at = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  return uuid(bytes, 7);
}

function uuid(bytes: Buffer, version: number): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own.writeUInt8((own.readUInt8(6) & 0x0f) | (version << 4), 6);
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8);
  return own.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A creation in the scope (`space`, `audience`). */
export function create(space: string, audience: string, kind: string, id: string, body: object, subject: string | null = null): Write {
  return { op: "create", id, scope: `${space}/${audience}`, kind, subject, base_rev: null, body };
}

/** Rules with their numbers. */
export function numbered(texts: readonly string[]): Rule[] {
  return texts.map((text, at) => ({ no: at + 1, kind: "must", text, binds: "all" }));
}

/** What a member confirms: SHA-256 over the canonical form of the rules. */
export function contentHash(rules: readonly Rule[]): string {
  const canonical = rules.map((rule) => Object.fromEntries(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1))));
  return sha256(`qunyue rules 1\n${JSON.stringify(canonical)}`);
}
