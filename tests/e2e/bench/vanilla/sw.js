// Keeps the page for a start without a network.
const FILES = ["./", "page.js", "app.css"];
addEventListener("install", (event) => event.waitUntil(caches.open("by-hand").then((cache) => cache.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));
