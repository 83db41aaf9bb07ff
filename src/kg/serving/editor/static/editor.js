// The page of queries with a script: the text field becomes an editor, and answers come without leaving the page. The server draws all of it.
import { Completion } from "./completion.js";
import { offer } from "./chart.js";

const KEPT = "kg-query";
const form = document.getElementById("ask");
const field = document.getElementById("query");
const answer = document.getElementById("answer");
const { terms, path, language, words, said } = JSON.parse(form.dataset.script);
const here = new URL(path, location.href).pathname;
let asking = null;
let shownAt = location.search; // a step in history to another place of the same page asks for nothing

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ------------------------------------------------------------------ the editor

function edited() {
  // Lists of the defaults are merged, so that an empty one would not switch its completers off.
  Yasqe.defaults.autocompleters = [];
  const place = element("div", { id: "editor" });
  field.before(place);
  const stop = { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false, Tab: false, "Shift-Tab": false };
  const made = new Yasqe(place, {
    value: field.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    syntaxErrorCheck: false,
    highlightSelectionMatches: false,
    editorHeight: "auto",
    viewportMargin: Infinity, // it is as high as its text: nothing in it is scrolled, so that keys reach all of it
    screenReaderLabel: document.getElementById("query-label").textContent,
    extraKeys: { ...stop, "Ctrl-Space": () => completion.show(made) },
  });
  field.hidden = true;
  field.required = false;
  document.getElementById("query-label").addEventListener("click", () => made.focus());
  return made;
}

function text() {
  return editor.getValue();
}

function put(value) {
  if (value !== text()) editor.setValue(value);
}

function clear() {
  for (const { line } of marked.splice(0)) {
    editor.getDoc().removeLineClass(line, "background", "wrong");
    editor.getDoc().removeLineClass(line, "gutter", "wrong");
  }
}

function mark(number) {
  const line = editor.getDoc().getLineHandle(number);
  if (!line) return;
  for (const part of ["background", "gutter"]) editor.getDoc().addLineClass(line, part, "wrong");
  marked.push({ line });
}

// The first line that the grammar of the editor cannot read is marked while one writes; the server has the last word, and knows prefixes
// that are not declared.
function check() {
  clear();
  for (let number = 0; number < editor.getDoc().lineCount(); number += 1) {
    const { state } = editor.getTokenAt({ line: number, ch: editor.getDoc().getLine(number).length }, true);
    if (state.OK === false) {
      if (!state.errorMsg?.startsWith("Prefix")) mark(number);
      return;
    }
  }
}

function changed() {
  clearTimeout(changed.later);
  changed.later = setTimeout(() => {
    check();
    try {
      sessionStorage.setItem(KEPT, text());
    } catch {
      // storage is forbidden here: the text is only in the page
    }
  }, 300);
}

function remembered() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

// ------------------------------------------------------------------ asking

function tell(words_) {
  document.getElementById("status").textContent = words_;
}

function busy(now) {
  document.getElementById("stop").hidden = !now;
  answer.setAttribute("aria-busy", String(now));
}

async function go(address, options = {}, { push = true, own = false } = {}) {
  asking?.abort();
  const mine = (asking = new AbortController());
  busy(true);
  tell(said.running);
  try {
    const response = await fetch(address, { ...options, signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (push && (response.redirected || options.method !== "POST")) history.pushState(null, "", response.url);
    show(page, own);
  } catch {
    if (asking === mine) tell(mine.signal.aborted ? said.stopped : said.failed);
  } finally {
    if (asking === mine) busy(false);
  }
}

function show(page, own) {
  const found = page.getElementById("answer") ?? page.querySelector("main");
  const written = page.getElementById("query");
  if (!own && written) {
    document.getElementById("chosen").replaceChildren(...(page.getElementById("chosen")?.childNodes ?? []));
    put(written.value);
    const name = page.querySelector("#questions [aria-current]")?.getAttribute("href") ?? "";
    for (const link of document.querySelectorAll("#questions a")) {
      if (link.getAttribute("href") === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  const languages = page.querySelector("ul.languages");
  if (languages) document.querySelector("ul.languages")?.replaceWith(languages);
  shownAt = location.search;
  answer.replaceChildren(...found.childNodes);
  shown();
  if (answer.firstElementChild) answer.scrollIntoView({ block: "nearest" });
}

// What the answer holds is marked in the text, offered as a chart, and told to who cannot see it.
function shown() {
  clearTimeout(changed.later);
  clear();
  const wrong = answer.querySelector("[data-line]");
  if (wrong) {
    const line = Number(wrong.dataset.line) - 1;
    mark(line);
    editor.getDoc().setCursor(line, Number(wrong.dataset.column) - 1);
    editor.focus();
  }
  const chart = document.getElementById("chart");
  if (chart) offer(chart, answer.querySelector("table.answer"), language, words, (name, values) => fill(said[name], values));
  const told = answer.querySelector(".problem h2, [role=status]");
  tell(told ? told.textContent : "");
}

function run() {
  const body = new URLSearchParams({ lang: language, query: text() });
  return go(path, { method: "POST", body }, { own: true });
}

function share() {
  const fields = `${new URLSearchParams({ query: text(), lang: language })}`.replaceAll("%3A", ":").replaceAll("%2C", ",");
  const address = `${new URL(path, location.href)}?${fields}`;
  const place = document.getElementById("link");
  place.hidden = false;
  place.querySelector("input").value = address;
  place.querySelector("input").select();
  if (address.length > 6000) return tell(said.long);
  const copied = navigator.clipboard?.writeText(address) ?? Promise.reject(new Error("no clipboard"));
  return copied.then(() => tell(said.copied), () => document.execCommand("copy") && tell(said.copied));
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute("download") || link.hasAttribute("hreflang") || new URL(link.href).pathname !== here || !link.closest("main")) return;
  event.preventDefault();
  go(link.href, {}, { own: Boolean(link.closest(".pages")) });
}

function send(event) {
  const sent = event.target;
  if (new URL(sent.action).pathname !== here || "leave" in sent.dataset) return;
  event.preventDefault();
  if (sent === form) return run();
  if (sent.id === "find") return find();
  const fields = new URLSearchParams(new FormData(sent, event.submitter));
  return sent.method === "post" ? go(sent.action, { method: "POST", body: fields }) : go(`${sent.action}?${fields}`);
}

function find() {
  const wanted = document.getElementById("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const item of document.querySelectorAll("#questions li")) {
    item.hidden = !wanted.every((word) => item.dataset.words.includes(word));
    count += item.hidden ? 0 : 1;
  }
  const told = document.getElementById("found");
  told.textContent = fill(told.dataset.said, { count });
}

// ------------------------------------------------------------------ the beginning

const marked = [];
const completion = new Completion(terms, language, words, (name, values) => fill(said[name], values));
const editor = edited();
const actions = form.querySelector(".actions");
const copying = element("p", { class: "link", id: "link", hidden: "" }, element("label", { for: "address" }, words.link));
copying.append(element("input", { id: "address", type: "text", readonly: "" }));
actions.append(
  element("button", { type: "button", id: "stop", class: "plain", hidden: "" }, words.stop),
  element("button", { type: "button", id: "share", class: "plain" }, words.share),
  element("span", { id: "status", role: "status" }),
  copying,
);
form.append(element("p", { class: "hint keys" }, said.hints));
document.getElementById("stop").addEventListener("click", () => asking?.abort());
document.getElementById("share").addEventListener("click", share);
document.getElementById("q").addEventListener("input", find);
document.addEventListener("click", follow);
document.addEventListener("submit", send);
addEventListener("popstate", () => {
  if (shownAt !== location.search) go(location.href, {}, { push: false });
});
if (matchMedia("(max-width: 62rem)").matches) document.getElementById("library").open = false;

// An address with #query= fills the editor and runs nothing, as Yasgui has it; without a query of its own the page has the last one again.
const fragment = new URLSearchParams(location.hash.slice(1)).get("query");
const bare = !/[?&](query|question)=/.test(location.search);
if (fragment) put(fragment);
else if (bare && remembered()) put(remembered());
editor.on("changes", changed);
completion.follow(editor);
shown();
document.documentElement.dataset.ready = "";
