// What the app is compared with: the newest fifty messages from IndexedDB to the screen, by hand and with nothing else.
navigator.serviceWorker?.register("sw.js");

const database = await new Promise((opened, failed) => {
  const request = indexedDB.open("by-hand", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("segs");
  request.onsuccess = () => opened(request.result);
  request.onerror = () => failed(request.error);
});

/** The newest segment, as the app packs them: 256 records in one value. */
const newest = () =>
  new Promise((read, failed) => {
    const request = database.transaction("segs").objectStore("segs").openCursor(null, "prev");
    request.onsuccess = () => read(request.result?.value ?? "[]");
    request.onerror = () => failed(request.error);
  });

const log = document.querySelector("[role=log]");
const time = new Intl.DateTimeFormat("zh-Hans", { hour: "2-digit", minute: "2-digit" });
for (const { text, sent_at } of JSON.parse(await newest()).slice(-50)) {
  const row = document.createElement("article");
  const head = row.appendChild(document.createElement("header"));
  head.appendChild(document.createElement("b")).textContent = "林晓燕";
  const when = head.appendChild(document.createElement("time"));
  when.dateTime = new Date(sent_at).toISOString();
  when.textContent = time.format(sent_at);
  row.appendChild(document.createElement("p")).textContent = text;
  log.append(row);
}
scrollTo(0, document.body.scrollHeight);

/** Fills the store, as a first sync would. */
globalThis.fill = (messages) =>
  new Promise((filled, failed) => {
    const transaction = database.transaction("segs", "readwrite");
    const store = transaction.objectStore("segs");
    for (let from = 0; from < messages.length; from += 256) {
      store.put(JSON.stringify(messages.slice(from, from + 256)), from);
    }
    transaction.oncomplete = () => filled();
    transaction.onerror = () => failed(transaction.error);
  });
