/** The page: draws what the inbox and the desk know, and passes on what people do. */

import { Bell } from "./bell.js";
import { Card } from "./card.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Desk } from "./desk.js";
import { $, choices, clock, fill, make, notice, press, tried } from "./elements.js";
import { Inbox } from "./inbox.js";

const config = JSON.parse($("config").textContent);
const connection = new Connection(config.endpoint);
const inbox = new Inbox(connection);
const desk = new Desk(connection);
const composer = new Composer(connection, inbox);
const card = new Card(connection);
const bell = new Bell(connection, (id) => inbox.show(id));
const LINK = { idle: "Not connected", connecting: "Reconnecting…", live: "Live", offline: "Offline" };
let been = false; // live, since the sign-in
let away = null; // since when there is no socket
let missed = 0;
let pressed = false; // what is drawn anew between press and release is not clicked

function draw() {
  if (pressed) return;
  for (const id of ["cut", "sign-out", "bell", "availability"]) $(id).hidden = !connection.signedIn;
  $("sign-in").hidden = connection.signedIn;
  document.querySelector("main").hidden = !connection.signedIn;
  $("company").textContent = inbox.company?.name ?? "";
  $("link").dataset.state = connection.state;
  $("link").lastElementChild.textContent = LINK[connection.state];
  $("cut").textContent = connection.offline ? "Go online" : "Go offline";
  fill("colleagues", [...inbox.members.values()].map(colleague));
  choices("where", [
    ["all", "All"],
    ["mine", "Mine"],
    ["nobody", "Unassigned"],
    ...[...desk.queues.values()].map(({ id, name, line }) => [id, `${name} (${line.waiting} waiting)`]),
  ]);
  fill("list", inbox.ordered.filter(belongs).map(row));
  drawThread();
}

/** Which of them the select above the list asks for. */
function belongs({ assignee, queue }) {
  const where = $("where").value;
  if (where === "mine") return assignee?.id === inbox.me.member.id;
  if (where === "nobody") return !assignee;
  return where === "all" || queue?.id === where;
}

function drawThread() {
  const conversation = inbox.conversations.get(inbox.open);
  $("thread").hidden = document.querySelector("aside").hidden = !conversation;
  $("none").hidden = Boolean(conversation);
  if (!conversation) return;
  const { id, number, subject, contact, status, assignee, queue, labels, waiting } = conversation;
  composer.open(id).catch((refused) => notice(refused.message));
  card.show(contact.id).catch((refused) => notice(refused.message));
  $("subject").textContent = subject ?? contact.name;
  $("about").textContent = [`#${number}`, contact.name, status.toLowerCase(), assignee?.name].filter(Boolean).join(" · ");
  choices("queue", [["", "No queue"], ...[...desk.queues.values()].map((each) => [each.id, each.name])]);
  $("queue").value = queue?.id ?? "";
  $("take").hidden = assignee?.id === inbox.me.member.id;
  $("resolve").textContent = status === "RESOLVED" ? "Reopen" : "Resolve";
  $("offer").hidden = waiting?.offeredTo?.id !== inbox.me.member.id;
  if (!$("offer").hidden) $("offer").firstElementChild.textContent = `Offered to you until ${clock(waiting.offerExpiresAt)}`;
  fill("labels", [...labels.map((label) => chip(id, label)), ...missing(labels).map((label) => offered(id, label))]);
  fill("viewing", inbox.viewing.map((name) => make("li", {}, `${name} is looking`)));
  $("typing").textContent = inbox.typing.length ? `${inbox.typing.join(" and ")} ${inbox.typing.length > 1 ? "are" : "is"} typing…` : "";
  const atEnd = $("messages").scrollHeight - $("messages").scrollTop - $("messages").clientHeight < 80;
  fill("messages", [...inbox.messages.values()].map((message) => (message.activity ? line(message) : bubble(message))));
  if (atEnd) $("messages").scrollTop = $("messages").scrollHeight;
}

const colleague = ({ name, presence }) => make("li", { presence, title: `${name}: ${presence.toLowerCase()}` }, make("i"), name);
const missing = (labels) => [...desk.labels.values()].filter(({ id }) => !labels.some((label) => label.id === id));

function chip(conversation, { id, name, colour }) {
  const button = press(name, tried(() => desk.unlabel(conversation, id)), { has: true, title: `Take off ${name}` });
  button.style.borderColor = colour;
  return make("li", {}, button);
}

const offered = (conversation, { id, name }) => make("li", {}, press(`+ ${name}`, tried(() => desk.label(conversation, id))));

function row({ id, subject, contact, lastMessagePreview, unreadCount, status, lastMessageAt, assignee, queue }) {
  const button = press("", () => inbox.show(id), { status, open: id === inbox.open });
  button.replaceChildren(
    make("b", {}, contact.name),
    make("time", {}, clock(lastMessageAt)),
    make("span", {}, lastMessagePreview ?? subject ?? ""),
    ...(unreadCount ? [make("em", {}, unreadCount)] : []),
    make("small", {}, [queue?.name, assignee?.name].filter(Boolean).join(" · ")),
  );
  return make("li", {}, button);
}

function bubble({ direction, status, body, sender, createdAt, errorDetail, attachments = [] }) {
  const state = direction === "OUTBOUND" || status === "WAITING" ? ` · ${status.toLowerCase()}` : "";
  const foot = `${sender?.name ?? "System"}${createdAt ? ` · ${clock(createdAt)}` : ""}${state}`;
  const said = body ?? (attachments.length ? "" : "(deleted)");
  return make("li", { direction, status }, make("p", {}, said), ...attachments.map(attached), make("small", {}, errorDetail ?? foot));
}

function attached({ fileName, url, preview }) {
  const link = make("a", {}, fileName);
  if (url) Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
  if (preview) link.replaceChildren(Object.assign(make("img"), { src: preview.url, width: preview.width, height: preview.height, alt: fileName }));
  return link;
}

/** What somebody did, between what was said. */
function line({ sender, activity: { name, field, from, to }, createdAt }) {
  const what = name.split(".").pop().replaceAll("_", " ");
  const how = [field, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(" ");
  return make("li", { activity: name }, make("small", {}, `${sender?.name ?? "System"}: ${what} ${how} · ${clock(createdAt)}`));
}

async function begin() {
  await Promise.all([inbox.load(), desk.load(), composer.load(), bell.load()]);
  $("availability").value = inbox.me.availability;
}

connection.addEventListener("state", () => {
  if (connection.state === "live") {
    if (away) setTimeout(() => (away = null), 5_000);
    [been, missed] = [true, 0];
  } else if (been && connection.signedIn) {
    away ??= Date.now();
    notice("");
  }
  draw();
});
connection.addEventListener("ended", () => {
  for (const each of [inbox, desk, composer, bell]) each.leave();
  [been, away] = [false, null];
  draw();
});
addEventListener("pointerdown", ({ target }) => (pressed = target.closest("button") !== null));
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => {
    pressed = false;
    draw();
  }));
}
inbox.addEventListener("change", draw);
desk.addEventListener("change", draw);
inbox.addEventListener("told", ({ detail: { activity, createdAt } }) => {
  if (activity || connection.state !== "live" || !away || Date.parse(createdAt) < away - 1_000) return;
  missed += 1;
  notice(`Back: ${missed} ${missed === 1 ? "message" : "messages"} came meanwhile`);
  setTimeout(notice, 8_000, "");
});

$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("refusal").textContent = "";
  try {
    await connection.signIn($("email").value, $("password").value);
    await begin();
  } catch (refused) {
    $("refusal").textContent = refused.message;
  }
});
$("sign-out").addEventListener("click", () => connection.signOut());
$("cut").addEventListener("click", () => connection.hold(!connection.offline));
$("where").addEventListener("change", draw);
$("availability").addEventListener("change", tried(() => desk.be($("availability").value)));
$("next").addEventListener("click", tried(async () => {
  const queue = desk.queues.has($("where").value) ? $("where").value : null;
  const id = await desk.takeNext(queue);
  if (id) await inbox.show(id);
  else notice("Nobody is waiting.");
}));
$("take").addEventListener("click", tried(() => desk.take(inbox.open)));
$("queue").addEventListener("change", tried(() => desk.move(inbox.open, $("queue").value || null)));
$("accept").addEventListener("click", tried(() => desk.accept(inbox.open)));
$("decline").addEventListener("click", tried(() => desk.decline(inbox.open)));
$("resolve").addEventListener("click", tried(() => inbox.resolve()));

$("email").value = config.accounts[0];
$("password").value = config.password;
fill("accounts", config.accounts.map((email) => Object.assign(document.createElement("option"), { value: email })));
draw();
if (connection.signedIn) begin().catch((refused) => ($("refusal").textContent = refused.message));
