/** The page: draws what the inbox knows, and passes on what people do. */

import { Connection } from "./connection.js";
import { Inbox } from "./inbox.js";

const config = JSON.parse(document.getElementById("config").textContent);
const connection = new Connection(config.endpoint);
const inbox = new Inbox(connection);
const $ = (id) => document.getElementById(id);
const LINK = { idle: "Not connected", connecting: "Reconnecting…", live: "Live", offline: "Offline" };
const TYPED_EVERY = 2_000; // ms
let away = null; // since when there is no socket
let missed = 0;

function draw() {
  $("sign-in").hidden = connection.signedIn;
  document.querySelector("main").hidden = !connection.signedIn;
  $("cut").hidden = $("sign-out").hidden = !connection.signedIn;
  $("company").textContent = inbox.company?.name ?? "";
  $("link").dataset.state = connection.state;
  $("link").lastElementChild.textContent = LINK[connection.state];
  $("cut").textContent = connection.offline ? "Go online" : "Go offline";
  fill("colleagues", [...inbox.members.values()].map(colleague));
  fill("list", inbox.ordered.map(row));
  drawThread();
}

function drawThread() {
  const conversation = inbox.conversations.get(inbox.open);
  $("thread").hidden = !conversation;
  $("none").hidden = Boolean(conversation);
  if (!conversation) return;
  const { number, subject, contact, status, assignee } = conversation;
  $("subject").textContent = subject ?? contact.name;
  $("about").textContent = `#${number} · ${contact.name} · ${status.toLowerCase()}${assignee ? ` · ${assignee.name}` : ""}`;
  $("resolve").textContent = status === "RESOLVED" ? "Reopen" : "Resolve";
  fill("viewing", inbox.viewing.map((name) => make("li", {}, `${name} is looking`)));
  $("typing").textContent = inbox.typing.length ? `${inbox.typing.join(" and ")} ${inbox.typing.length > 1 ? "are" : "is"} typing…` : "";
  const atEnd = $("messages").scrollHeight - $("messages").scrollTop - $("messages").clientHeight < 80;
  fill("messages", [...inbox.messages.values()].map(bubble));
  if (atEnd) $("messages").scrollTop = $("messages").scrollHeight;
}

const colleague = ({ name, presence }) => make("li", { presence, title: `${name}: ${presence.toLowerCase()}` }, make("i"), name);

function row({ id, subject, contact, lastMessagePreview, unreadCount, status, lastMessageAt }) {
  const button = make(
    "button",
    { status, open: id === inbox.open },
    make("b", {}, contact.name),
    make("time", {}, clock(lastMessageAt)),
    make("span", {}, lastMessagePreview ?? subject ?? ""),
    ...(unreadCount ? [make("em", {}, unreadCount)] : []),
  );
  button.type = "button";
  button.addEventListener("click", () => inbox.show(id));
  return make("li", {}, button);
}

function bubble({ direction, status, body, sender, createdAt, errorDetail }) {
  const state = direction === "OUTBOUND" || status === "WAITING" ? ` · ${status.toLowerCase()}` : "";
  const foot = `${sender?.name ?? "System"}${createdAt ? ` · ${clock(createdAt)}` : ""}${state}`;
  return make("li", { direction, status }, make("p", {}, body ?? "(deleted)"), make("small", {}, errorDetail ?? foot));
}

/** An element; whatever it shows is text, and never markup. */
function make(name, data = {}, ...children) {
  const { title, ...marks } = data;
  const element = document.createElement(name);
  if (title) element.title = title;
  Object.assign(element.dataset, marks);
  element.append(...children);
  return element;
}

const fill = (id, children) => $(id).replaceChildren(...children);
const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

connection.addEventListener("state", () => {
  if (connection.state === "live" && away) {
    missed = 0;
    setTimeout(() => (away = null), 5_000);
  } else if (connection.state !== "live" && connection.signedIn) {
    away ??= Date.now();
    notice("");
  }
  draw();
});
connection.addEventListener("ended", () => {
  inbox.leave();
  draw();
});
inbox.addEventListener("change", draw);
inbox.addEventListener("told", ({ detail: { createdAt } }) => {
  if (connection.state !== "live" || !away || Date.parse(createdAt) < away - 1_000) return;
  missed += 1;
  notice(`Back: ${missed} ${missed === 1 ? "message" : "messages"} came meanwhile`);
  setTimeout(notice, 8_000, "");
});

$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("refusal").textContent = "";
  try {
    await connection.signIn($("email").value, $("password").value);
    await inbox.load();
  } catch (refused) {
    $("refusal").textContent = refused.message;
  }
});
$("sign-out").addEventListener("click", () => connection.signOut());
$("cut").addEventListener("click", () => connection.hold(!connection.offline));
$("resolve").addEventListener("click", () => inbox.resolve().catch((refused) => notice(refused.message)));

let typed = 0;
$("body").addEventListener("input", () => {
  if (Date.now() - typed < TYPED_EVERY) return;
  typed = Date.now();
  inbox.type(true);
});
$("body").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  $("composer").requestSubmit();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  inbox.send($("body").value, { note: $("note").checked });
  inbox.type(false);
  $("composer").reset();
  typed = 0;
});

$("email").value = config.accounts[0];
$("password").value = config.password;
fill("accounts", config.accounts.map((email) => Object.assign(document.createElement("option"), { value: email })));
draw();
if (connection.signedIn) inbox.load().catch((refused) => ($("refusal").textContent = refused.message));
