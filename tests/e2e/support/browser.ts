// Which browser runs, and with which flags.

/** Where Debian puts it, unless `CHROMIUM` says otherwise. */
export const chromium = process.env["CHROMIUM"] || "/usr/bin/chromium";

/** A name that isn't local to the browser, and so no secure origin on plain HTTP. */
export const STRANGE_HOST = "qunyue.test";

/** Quiet, without a sandbox (root has none), and with a name of our own for this machine. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  `--host-resolver-rules=MAP ${STRANGE_HOST} 127.0.0.1`,
];
