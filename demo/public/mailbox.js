// The mailbox page: asks for the list every second, shows one mail, and sends answers.

import { sendAnswer } from "./answer.js";
import { element, must } from "./dom.js";

/**
 * @typedef {{ id: string, kind: "received" | "sent", at: number, recipient: string, envelopeFrom: string, subject: string,
 *   from: { name: string, address: string }, replyTo: string | null, language: string, preview: string, answers: string | null }} Summary
 * @typedef {Summary & { text: string, hasHtml: boolean, files: { index: number, name: string, size: number }[], headers: { name: string, value: string }[], raw: string }} Detail
 */

/** Milliseconds. The demo's delays are seconds: a mail should be seen when it comes. */
const POLL_EVERY = 1000;
const VIEWS = /** @type {const} */ (["html", "text", "headers", "raw"]);

const base = document.body.dataset["base"] ?? "";
const list = must("list");
const reader = must("reader");
const status = must("status");
/** @type {Record<string, string>} */
const words = JSON.parse(must("words").textContent ?? "{}");
const lang = document.documentElement.lang;

/** @type {Summary[]} */
let all = [];
let version = "";
let chosen = decodeURIComponent(location.hash.slice(1));
/** @type {Set<string>} */
const seen = new Set();
let isFirst = true;

addEventListener("hashchange", () => void choose(decodeURIComponent(location.hash.slice(1))));
void poll();

async function poll() {
  if (document.visibilityState === "visible" || isFirst) await refresh();
  setTimeout(() => void poll(), POLL_EVERY);
}

async function refresh() {
  try {
    const answer = await fetch(`${base}/mails`, { headers: version === "" ? {} : { "if-none-match": version } });
    if (answer.status === 304) return;
    const { mails, sent } = await answer.json();
    version = answer.headers.get("etag") ?? "";
    take([...mails, ...sent].toSorted((a, b) => b.at - a.at));
  } catch {
    status.textContent = say("mailbox.offline");
  }
}

/** @param {Summary[]} mails */
function take(mails) {
  const known = new Set(all.map(({ id }) => id));
  const fresh = mails.filter(({ id, kind }) => kind === "received" && !known.has(id));
  if (!isFirst && fresh[0])
    status.textContent = say("mailbox.new", { name: fresh[0].from.name, subject: fresh[0].subject });
  if (isFirst) for (const { id } of mails) if (id !== chosen) seen.add(id);
  all = mails;
  showList();
  // The newest mail opens by itself where nothing is being read.
  const toOpen =
    chosen ||
    (isFirst || reader.querySelector("form") === null ? mails.find(({ kind }) => kind === "received")?.id : undefined);
  if (toOpen !== undefined && reader.dataset["id"] !== toOpen) void choose(toOpen);
  isFirst = false;
}

function showList() {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["id"] : undefined;
  // By hand: Safari before 17.4 has no Map.groupBy.
  const people = new Map();
  for (const mail of all) {
    const person = mail.kind === "sent" ? mail.envelopeFrom : mail.recipient;
    people.set(person, [...(people.get(person) ?? []), mail]);
  }
  const groups = [...people].map(([person, mails]) =>
    element("section", {}, [
      element("h2", {}, [person]),
      element(
        "ul",
        {},
        mails.map((mail) => element("li", {}, [row(mail)])),
      ),
    ]),
  );
  list.replaceChildren(...(groups.length === 0 ? [element("p", { class: "hint" }, [say("mailbox.empty")])] : groups));
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

/** @param {Summary} mail */
function row(mail) {
  const isAnswered = all.some(({ answers }) => answers === mail.id);
  const isSent = mail.kind === "sent";
  const marks = [isSent ? say("mailbox.sent") : "", isAnswered ? say("mailbox.answered") : ""].filter(Boolean);
  const button = element(
    "button",
    { class: seen.has(mail.id) || isSent ? "row" : "row unread", type: "button", "data-id": mail.id },
    [
      element("span", { class: "line" }, [
        element("bdi", { class: "who" }, [isSent ? mail.recipient.replace(/\+.*@/, "+…@") : mail.from.name]),
        element("time", { datetime: new Date(mail.at).toISOString() }, [time(mail.at)]),
      ]),
      element("span", { class: "subject", dir: "auto" }, [mail.subject]),
      element("span", { class: "below" }, [
        ...marks.map((mark) => element("span", { class: "mark" }, [mark])),
        element("span", { class: "preview", dir: "auto" }, [mail.preview]),
      ]),
    ],
  );
  if (mail.id === chosen) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => {
    location.hash = encodeURIComponent(mail.id);
  });
  return button;
}

/** @param {string} id */
async function choose(id) {
  if (id === "") return;
  chosen = id;
  seen.add(id);
  showList();
  const answer = await fetch(`${base}/mails/${encodeURIComponent(id)}`);
  if (!answer.ok || chosen !== id) return;
  show(await answer.json());
}

/** @param {Detail} mail */
function show(mail) {
  reader.dataset["id"] = mail.id;
  const view = element("div", { id: "view", role: "tabpanel", tabindex: "0" }, []);
  const tabs = VIEWS.map((name) =>
    element("button", { type: "button", role: "tab", "aria-controls": "view", "data-view": name }, [
      say(`mailbox.view.${name}`),
    ]),
  );
  /** @param {HTMLElement} tab */
  const open = (tab) => {
    for (const each of tabs) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
    view.replaceChildren(viewOf(mail, tab.dataset["view"] ?? ""));
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next =
        step === undefined ? undefined : tabs.at((i + (document.dir === "rtl" ? -step : step)) % tabs.length);
      if (next === undefined) return;
      next.focus();
      open(next);
    });
  });
  reader.replaceChildren(
    element("header", {}, [
      element("h2", {}, [element("bdi", {}, [mail.subject])]),
      element("dl", {}, [
        element("dt", {}, [say("mailbox.from")]),
        element("dd", {}, [element("bdi", {}, [`${mail.from.name} <${mail.from.address}>`])]),
        element("dt", {}, [say("mailbox.to")]),
        element("dd", {}, [element("bdi", {}, [mail.recipient])]),
      ]),
    ]),
    element("div", { class: "tabs", role: "tablist" }, tabs),
    view,
    ...(mail.files.length === 0 ? [] : [filesOf(mail)]),
    ...(mail.kind === "received" ? [replyForm(mail)] : []),
  );
  const first = tabs[mail.hasHtml ? 0 : 1];
  if (first) open(first);
}

/**
 * @param {Detail} mail
 * @param {string} name
 */
function viewOf(mail, name) {
  if (name === "html") return mail.hasHtml ? frameOf(mail) : element("p", { class: "hint" }, [say("mailbox.no-html")]);
  if (name === "text") return element("pre", { dir: "auto", lang: mail.language }, [mail.text]);
  if (name === "raw") return element("pre", { dir: "ltr" }, [mail.raw]);
  const rows = mail.headers.map((header) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [header.name]),
      element("td", {}, [element("bdi", {}, [header.value])]),
    ]),
  );
  return element("table", { class: "headers", dir: "ltr" }, rows);
}

/** @param {Detail} mail */
function filesOf(mail) {
  const links = mail.files.map(({ index, name, size }) =>
    element("li", {}, [
      element("a", { href: `${base}/mails/${encodeURIComponent(mail.id)}/files/${index}`, download: name }, [
        element("bdi", {}, [name]),
      ]),
      ` · ${sizeOf(size)}`,
    ]),
  );
  return element("ul", { class: "files", "aria-label": say("mailbox.files") }, links);
}

/**
 * As the widget, the workspace and the mail say it: a begun kilobyte counts.
 * @param {number} octets
 */
function sizeOf(octets) {
  const kilobytes = Math.ceil(octets / 1024);
  const isSmall = kilobytes < 1000;
  const format = { style: "unit", unit: isSmall ? "kilobyte" : "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(lang, format).format(isSmall ? kilobytes : octets / 1024 / 1024);
}

/** @param {Detail} mail */
function frameOf(mail) {
  // No scripts in there, by sandbox and by policy; the same origin only lets us read how high it is.
  const frame = element(
    "iframe",
    {
      sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
      title: say("mailbox.view.html"),
      src: `${base}/mails/${encodeURIComponent(mail.id)}/html`,
    },
    [],
  );
  frame.addEventListener("load", () => {
    const content = frame instanceof HTMLIFrameElement ? frame.contentDocument?.documentElement : null;
    if (content) frame.style.height = `${content.scrollHeight}px`;
  });
  return frame;
}

/** @param {Detail} mail */
function replyForm(mail) {
  const text = element("textarea", { id: "answer", name: "text", dir: "auto", required: "" }, []);
  const from = element(
    "input",
    { id: "as", name: "from", type: "email", dir: "ltr", value: mail.recipient, "aria-describedby": "as-hint" },
    [],
  );
  const files = element("input", { id: "files", type: "file", multiple: "" }, []);
  const send = element("button", { class: "send", type: "submit" }, [say("mailbox.reply.send")]);
  const told = element("p", { class: "told", role: "status" }, []);
  const form = element("form", { novalidate: "" }, [
    element("label", { for: "answer" }, [say("mailbox.reply.label")]),
    text,
    element("label", { for: "files" }, [say("mailbox.reply.files")]),
    files,
    element("div", { class: "as" }, [
      element("div", {}, [element("label", { for: "as" }, [say("mailbox.reply.as")]), from]),
      send,
      element("small", { id: "as-hint" }, [say("mailbox.reply.as.hint")]),
    ]),
    told,
  ]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.classList.remove("refused");
    const chosenFiles = [...(files.files ?? [])];
    if (text.value.trim() === "" && chosenFiles.length === 0) {
      told.textContent = say("mailbox.reply.empty");
      text.focus();
      return;
    }
    send.disabled = true;
    told.textContent = say("mailbox.reply.sending");
    const url = `${base}/mails/${encodeURIComponent(mail.id)}/reply`;
    const answer = { text: text.value, from: from.value, files: chosenFiles };
    const refusal = await sendAnswer(url, answer).catch(() => say("mailbox.offline"));
    send.disabled = false;
    told.classList.toggle("refused", refusal !== null);
    told.textContent = refusal === null ? say("mailbox.reply.done") : `${say("mailbox.reply.refused")} ${refusal}`;
    if (refusal === null) form.reset();
    await refresh();
  });
  return form;
}

/** @param {number} at */
function time(at) {
  return new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at);
}

/**
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}
