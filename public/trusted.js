// The one Trusted Types policy. Leptos writes static parts of its views through `innerHTML`, and
// the service worker is registered by an address; both are sinks, and nothing else may use them.

const TAGS = new Set(
  ("a article aside b br button circle code dd del details div dl dt em fieldset figure footer form g h1 h2 h3 h4 " +
    "header hr ins label legend li main nav ol p path pre rect section small span strong summary svg time ul use").split(" "),
);

const ATTRIBUTES = new Set(
  ("aria-atomic aria-current aria-describedby aria-disabled aria-hidden aria-label aria-labelledby aria-live class cx cy d " +
    "datetime dir disabled for height hidden href id lang open r role rx ry tabindex title type viewbox width x y").split(" "),
);

// Sticky, and one token each: text, a closing tag, an opening tag. There is no alternative for a
// comment: one that lets `<!-->` through lets everything behind it through.
const TOKEN = /([^<]+)|<\/([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*)((?: [A-Za-z][A-Za-z-]*(?:="[^"<]*")?)*) ?\/?>/y;
const ATTRIBUTE = / ([A-Za-z][A-Za-z-]*)(?:="([^"<]*)")?/g;

// No `&`: an entity could spell a second slash. One leading slash: an address of this origin.
const OWN_PATH = /^\/(?![/\\])[\w\-./#?=]*$/;
const OWN_ICON = /^#icon-[\w-]+$/;

/** Whether every token of `html` is on the list, to the last character. */
export function isHarmless(html) {
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < html.length) {
    const token = TOKEN.exec(html);
    if (token === null) return false;
    at = TOKEN.lastIndex;
    const [, , closing, opening, attributes] = token;
    if (closing !== undefined && !TAGS.has(closing)) return false;
    if (opening === undefined) continue;
    if (!TAGS.has(opening)) return false;
    for (const [, name, value] of attributes.matchAll(ATTRIBUTE)) {
      if (!isHarmlessAttribute(opening, name.toLowerCase(), value ?? "")) return false;
    }
  }
  return true;
}

function isHarmlessAttribute(tag, name, value) {
  if (name === "href") return tag === "use" ? OWN_ICON.test(value) : tag === "a" && OWN_PATH.test(value);
  return ATTRIBUTES.has(name) || name.startsWith("data-");
}

/** Installs the policy, where the browser knows Trusted Types. */
export function install(worker) {
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML: (html) => (isHarmless(html) ? html : null),
    createScriptURL: (url) => (url === worker ? url : null),
  });
}
