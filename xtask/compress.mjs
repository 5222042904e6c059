// Lays a .br and a .gz beside each file of a folder that they make smaller. Node brings both encoders, compiled.
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const PLAIN = new Set([".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);

const encoders = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

async function compress({ path, ending }) {
  const bytes = await readFile(path);
  const packed = await encoders[ending](bytes);
  const beside = `${path}.${ending}`;
  await (packed.length < bytes.length ? writeFile(beside, packed) : rm(beside, { force: true }));
}

const [folder] = process.argv.slice(2);
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const jobs = entries
  .filter((entry) => entry.isFile() && PLAIN.has(extname(entry.name)))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .flatMap((path) => Object.keys(encoders).map((ending) => ({ path, ending })));

const worker = async () => {
  for (let job = jobs.pop(); job; job = jobs.pop()) await compress(job);
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
