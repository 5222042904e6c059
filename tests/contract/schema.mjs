// Judges JSON documents, one a line on standard input, by the profiles' schema: `true`, or what is
// wrong, one line each.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";

const schema = JSON.parse(readFileSync(new URL("../../profiles/profile.schema.json", import.meta.url)));
const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
for await (const line of createInterface({ input: process.stdin })) {
  const ok = validate(JSON.parse(line));
  console.log(ok ? "true" : validate.errors.map((e) => `${e.instancePath} ${e.message}`).join("; "));
}
