// A virtual list by hand: the same rows, the newest first to be read, older ones as one scrolls; only those in sight
// are in the document. A message that is written is durable before it shows.
const ESTIMATE = 72;
const BEYOND = 400;

const database = await new Promise((opened, failed) => {
  const request = indexedDB.open("list-by-hand", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("segs");
    request.result.createObjectStore("log", { autoIncrement: true });
  };
  request.onsuccess = () => opened(request.result);
  request.onerror = () => failed(request.error);
});

/** The segment before the key `before`; the newest for none. */
const segment = (before) =>
  new Promise((read, failed) => {
    const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
    const request = database.transaction("segs").objectStore("segs").openCursor(range, "prev");
    request.onsuccess = () => read(request.result && { key: request.result.key, rows: JSON.parse(request.result.value) });
    request.onerror = () => failed(request.error);
  });

const time = new Intl.DateTimeFormat("zh-Hans", { hour: "2-digit", minute: "2-digit" });

function drawn({ text, sent_at }) {
  const row = document.createElement("div");
  row.className = "windowed-list-row";
  const article = row.appendChild(document.createElement("article"));
  article.className = "message";
  const avatar = article.appendChild(document.createElement("span"));
  avatar.className = "avatar";
  avatar.textContent = "晓燕";
  const body = article.appendChild(document.createElement("div"));
  body.className = "message-body";
  const head = body.appendChild(document.createElement("header"));
  head.className = "message-head";
  const name = head.appendChild(document.createElement("span"));
  name.className = "message-name";
  name.textContent = "林晓燕";
  const when = head.appendChild(document.createElement("time"));
  when.className = "message-time";
  when.textContent = time.format(sent_at);
  body.appendChild(document.createElement("p")).textContent = text;
  const acts = article.appendChild(document.createElement("div"));
  acts.className = "message-acts";
  acts.appendChild(document.createElement("button")).textContent = "…";
  return row;
}

class List {
  rows = [];
  heights = [];
  shown = new Map();
  oldest;
  reads = false;

  constructor(main) {
    this.log = main.appendChild(document.createElement("div"));
    this.log.className = "windowed-list";
    this.log.setAttribute("role", "log");
    this.all = this.log.appendChild(document.createElement("div"));
    this.all.className = "windowed-list-all";
    this.held = this.all.appendChild(document.createElement("div"));
    this.held.className = "windowed-list-rows";
    this.log.addEventListener("scroll", () => this.draw());
  }

  /** Reads the next older segment, and stays at its place. */
  async read() {
    if (this.reads) return;
    this.reads = true;
    const older = await segment(this.oldest);
    this.reads = false;
    if (!older) return;
    this.oldest = older.key;
    this.rows.unshift(...older.rows);
    this.heights.unshift(...older.rows.map(() => ESTIMATE));
    for (const row of this.shown.values()) row.remove();
    this.shown.clear();
    this.tall();
    this.log.scrollTop += older.rows.length * ESTIMATE;
    this.draw();
  }

  tall() {
    this.all.style.blockSize = `${this.heights.reduce((sum, height) => sum + height, 0)}px`;
  }

  /** Puts the rows in sight into the document, and measures those that are new there. */
  draw() {
    const [from, to] = [this.log.scrollTop - BEYOND, this.log.scrollTop + this.log.clientHeight + BEYOND];
    let [top, at] = [0, 0];
    while (at < this.rows.length && top + this.heights[at] < from) top += this.heights[at++];
    const [first, start] = [at, top];
    while (at < this.rows.length && top < to) top += this.heights[at++];
    for (const [place, row] of this.shown) {
      if (place < first || place >= at) {
        row.remove();
        this.shown.delete(place);
      }
    }
    let next = this.held.firstChild;
    const fresh = new Set();
    for (let place = first; place < at; place += 1) {
      const known = this.shown.get(place);
      if (known) {
        next = known.nextSibling;
        continue;
      }
      const row = drawn(this.rows[place]);
      this.held.insertBefore(row, next);
      this.shown.set(place, row);
      fresh.add(place);
    }
    this.held.style.transform = `translateY(${start}px)`;
    // What turns out higher than thought above the reader must not move what they read.
    let [edge, moved] = [start, 0];
    for (let place = first; place < at; place += 1) {
      if (fresh.has(place)) {
        const height = this.shown.get(place).offsetHeight;
        if (edge < this.log.scrollTop) moved += height - this.heights[place];
        this.heights[place] = height;
      }
      edge += this.heights[place];
    }
    if (fresh.size) this.tall();
    if (moved) this.log.scrollTop += moved;
    if (this.log.scrollTop < 2_000) this.read();
  }

  end() {
    for (let round = 0; round < 3; round += 1) {
      this.log.scrollTop = this.log.scrollHeight;
      this.draw();
    }
  }

  async add(message) {
    await new Promise((written, failed) => {
      const transaction = database.transaction("log", "readwrite", { durability: "strict" });
      transaction.objectStore("log").put(JSON.stringify(message));
      transaction.oncomplete = () => written();
      transaction.onerror = () => failed(transaction.error);
      transaction.commit();
    });
    this.rows.push(message);
    this.heights.push(ESTIMATE);
    this.tall();
    this.end();
  }
}

const main = document.querySelector("main");

/** The page with the way in. */
globalThis.home = () => {
  const link = document.createElement("a");
  link.href = "#list";
  link.textContent = "大群";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  main.replaceChildren(link);
};

async function open() {
  main.replaceChildren();
  const list = new List(main);
  const paper = main.appendChild(document.createElement("textarea"));
  paper.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    list.add({ text: paper.value, sent_at: Date.now() });
    paper.value = "";
  });
  await list.read();
  list.end();
}

globalThis.home();

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
