// Starts the app: policy, language, words, module. Trunk puts the names of the built files on this
// script's element. Whatever goes wrong is said on the screen, in three languages.

import { install } from "./trusted.js";

const script = document.querySelector("script[data-wasm]");
const worker = new URL("sw.js", import.meta.url).href;
install(worker);

/** What the app finds at its start; src/platform/boot.rs reads it. */
const shared = (globalThis.qunyue = { language: language(), words: "", updateReady: false });
document.documentElement.lang = shared.language;
const theme = pref("qunyue.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

const opened = new Promise((tell) => addEventListener("qunyue:opened", tell, { once: true }));
start().then(keepLater, failed);

async function start() {
  if (typeof WebAssembly !== "object") throw new Error("no WebAssembly");
  const slow = setTimeout(() => progress().removeAttribute("hidden"), 400);
  const parts = [import(script.dataset.js), fetch(script.dataset.wasm), table(shared.language)];
  const [glue, module, words] = await Promise.all(parts);
  shared.words = words;
  await glue.default({ module_or_path: counted(module) });
  clearTimeout(slow);
}

/** As src/state/prefs.rs chooses; here too, so that the words come while the module loads. */
function language() {
  const chosen = pref("qunyue.language");
  if (["en", "zh-Hans", "zh-Hant"].includes(chosen)) return chosen;
  for (const tag of navigator.languages ?? []) {
    const parts = tag.toLowerCase().split("-");
    if (parts[0] === "en") return "en";
    if (parts[0] === "zh" || parts[0] === "yue") {
      return parts.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? "zh-Hant" : "zh-Hans";
    }
  }
  return "en";
}

function pref(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is blocked
  }
}

async function table(tag) {
  const answer = await fetch(new URL(`words/${tag}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`words ${answer.status}`);
  return answer.text();
}

/** The answer with its bytes counted into the bar. `data-size` is the size before compression. */
function counted(answer) {
  const size = Number(script.dataset.size);
  if (!answer.ok || !answer.body || !size) return answer;
  const bar = progress();
  let seen = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      bar.max = size;
      bar.value = Math.min(seen, size);
      controller.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(count), { headers: { "content-type": "application/wasm" } });
}

function progress() {
  return document.querySelector("[data-start-progress]") ?? document.createElement("progress");
}

/** The worker fetches the whole app: on a slow network that waits until the first page is there. */
async function keepLater() {
  await Promise.race([opened, new Promise((late) => setTimeout(late, 20_000))]);
  const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 1_000));
  idle(serveOffline, { timeout: 3_000 });
}

/** Release builds start without a network from the second visit on. */
async function serveOffline() {
  if (document.documentElement.dataset.worker !== "on" || !("serviceWorker" in navigator)) return;
  const again = () => addEventListener("online", serveOffline, { once: true });
  const registration = await navigator.serviceWorker.register(worker).catch(() => null); // the app runs without it
  if (registration === null) return again();
  const watch = (fresh) => {
    if (fresh === null) return;
    const ready = () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller) announce();
      if (fresh.state === "redundant" && !registration.active) again(); // the network went while it fetched
    };
    ready();
    fresh.addEventListener("statechange", ready);
  };
  watch(registration.waiting ?? registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  addEventListener("qunyue:apply-update", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("apply");
  });
  setInterval(() => registration.update().catch(() => {}), 60 * 60 * 1000); // offline: at the next hour
}

function announce() {
  shared.updateReady = true;
  dispatchEvent(new Event("qunyue:update"));
}

const FAILURES = {
  old: {
    "zh-Hans": "这个浏览器太旧，打不开群约（缺少 WebAssembly）。请换用较新的浏览器，或升级系统。",
    "zh-Hant": "這個瀏覽器太舊，打不開群約（缺少 WebAssembly）。請改用較新的瀏覽器，或更新系統。",
    en: "This browser is too old for Qunyue (it lacks WebAssembly). Please use a newer one or update the system.",
  },
  load: {
    "zh-Hans": "没有载入成功，多半是网络断了。本机上的内容没有丢。",
    "zh-Hant": "沒有載入成功，多半是網路斷了。本機上的內容沒有遺失。",
    en: "Loading failed; most likely the network is gone. What is on this device is not lost.",
  },
};
const RELOAD = { "zh-Hans": "重新载入", "zh-Hant": "重新載入", en: "Reload" };

/** Said in all three: a person whose language was guessed wrong must still understand it. */
function failed(error) {
  console.error(error);
  const old = typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError;
  const trouble = document.querySelector("[data-start-trouble]");
  if (trouble === null) return; // the app is there: what came after it may fail alone
  progress().remove();
  const texts = Object.entries(FAILURES[old ? "old" : "load"]);
  for (const [tag, text] of texts.sort(([tag]) => (tag === shared.language ? -1 : 0))) {
    const line = trouble.appendChild(document.createElement("p"));
    line.lang = tag;
    line.textContent = text;
  }
  if (!old) trouble.append(button(RELOAD[shared.language], () => location.reload()));
  const details = trouble.appendChild(document.createElement("p"));
  details.className = "start-details";
  details.textContent = `${error}`;
}

function button(words, press) {
  const element = document.createElement("button");
  element.className = "button";
  element.textContent = words;
  element.addEventListener("click", press);
  return element;
}
