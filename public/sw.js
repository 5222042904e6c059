// The service worker: starts the app without a network. It keeps the files of the shell by their
// content and nothing else; records live in IndexedDB, and /api is never touched.
//
// `cargo xtask worker` fills in the list when a release is built. A new list means a new worker,
// which waits until a person asks for the new version or the last tab is closed.

const FILES = {}; // name → SHA-256 of its content
const CACHE = "shell";

const scope = new URL(self.registration.scope);
const key = (name) => new URL(`${name}?content=${FILES[name]}`, scope).href;
/** `index.html` is asked for by the address that people use: a redirected answer can't open a page. */
const address = (name) => new URL(name === "index.html" ? "./" : name, scope).href;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data === "apply") self.skipWaiting();
});

// What a page has shown through this worker: on phones a page itself shows nothing. A press leads to the
// page that is open, or opens one.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(goTo(new URL(event.notification.data ?? "./", scope)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const name = url.pathname.slice(scope.pathname.length);
  if (name.startsWith("api/")) return;
  if (request.mode === "navigate") event.respondWith(kept("index.html", request));
  else if (Object.hasOwn(FILES, name)) event.respondWith(kept(name, request));
});

async function goTo(url) {
  if (url.origin !== scope.origin) return;
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return self.clients.openWindow(url.href);
  await open.focus();
  return open.navigate(url.href);
}

async function kept(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key(name))) ?? fetch(request); // evicted under storage pressure
}

/** All or nothing: a file that is not of this release (a deploy under way) fails the installation. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(FILES).map(async ([name, hash]) => {
      if (await cache.match(key(name))) return;
      const answer = await fetch(address(name), { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      if ((await sha256(await answer.clone().arrayBuffer())) !== hash) throw new Error(`${name}: another release`);
      await cache.put(key(name), answer);
    }),
  );
}

async function forgetOthers() {
  const cache = await caches.open(CACHE);
  const ours = new Set(Object.keys(FILES).map(key));
  for (const request of await cache.keys()) {
    if (!ours.has(request.url)) await cache.delete(request);
  }
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
