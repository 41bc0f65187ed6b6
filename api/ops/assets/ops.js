// Draws each picture that the server sends; keeps nothing but the short past of the tiles.

const root = document.body.dataset.root;
const $ = (id) => document.getElementById(id);
const PAST = 90; // pictures
const past = new Map(); // tile → its last figures
let shown = null;

const source = new EventSource(`${root}/ops/live`);
source.onmessage = (message) => { say("live", "Live"); shown = JSON.parse(message.data); draw(shown); };
source.onerror = () => say("cut", "Connection lost, trying again");

$("kind").onchange = () => drawDead(shown.dead);
$("retry-all").onclick = (event) => retry(event.target, "jobs/retry", { kind: $("kind").value || null });

function say(state, text) {
  $("live").dataset.state = state;
  $("live").lastElementChild.textContent = text;
}

function draw(picture) {
  const { kinds, processes, minutes } = picture;
  $("window").textContent = `times and rates of the last ${minutes} minutes`;
  const alarms = [
    picture.redis ? null : "Redis is unreachable",
    picture.migrations && `Migrations: ${picture.migrations}`,
    processes.some((each) => each.role === "worker") || !picture.redis ? null : "No worker is running",
  ].filter(Boolean);
  $("alarm").hidden = !alarms.length;
  $("alarm").textContent = alarms.join(" · ");

  const total = (column) => kinds.reduce((sum, kind) => sum + kind[column], 0);
  const worst = (column) => Math.max(0, ...kinds.map((kind) => kind[column] ?? 0));
  tiles([
    ["Waiting", total("waiting")],
    ["Oldest waits", worst("overdue") * 1000, duration, worst("overdue") > 60],
    ["Running", total("running")],
    ["Done a minute", total("per_minute")],
    ["Dwell p99", worst("dwell_p99"), duration],
    ["Dead", total("dead"), count, total("dead") > 0],
    ["Sockets", processes.reduce((sum, each) => sum + (each.figures.sockets ?? 0), 0)],
  ]);

  const load = (name, title) => [
    [title, name],
    ["Waiting", (each) => number(each.waiting)],
    ["Scheduled", (each) => number(each.scheduled)],
    ["Running", (each) => number(each.running)],
    ["Dead", (each) => number(each.dead, each.dead > 0 && "bad")],
    ["Oldest waits", (each) => time(each.overdue * 1000, 60_000)],
    ["Done / min", (each) => number(each.per_minute)],
    ["Dwell p50", (each) => time(each.dwell_p50)],
    ["Dwell p99", (each) => time(each.dwell_p99, 5_000)],
    ["Run p50", (each) => time(each.run_p50)],
    ["Run p99", (each) => time(each.run_p99)],
  ];
  const paused = new Set(picture.paused);
  table("kinds", [...load((each) => code(each.name), "Kind"), ["", (each) => gate(each.name, paused.has(each.name))]],
    kinds, "Nothing has been asked for.");
  table("companies", load((each) => cell(each.name), "Company"), picture.companies, "All quiet.");
  kindsToChoose(kinds);
  drawDead(picture.dead);

  table("processes", [
    ["Process", (each) => code(each.name)],
    ["", (each) => cell(each.role)],
    ["Busy", (each) => number(each.figures.running ?? each.figures.sockets)],
    ["Up", (each) => time(new Date(picture.at) - new Date(each.since))],
    ["Silent", (each) => time(each.silent * 1000, 5_000)],
  ], processes, "No process is on the roll.");
  table("sockets", [
    ["Company", (each) => cell(each.name)],
    ["Sockets", (each) => number(each.sockets)],
  ], picture.sockets, "Nobody is connected.");
  const pools = Object.entries(picture.database.pools);
  table("database", [
    ["", (each) => cell(each[0])],
    ["", (each) => cell(each[1], "number")],
  ], [
    ["Size", `${(picture.database.bytes / 2 ** 20).toFixed(0)} MiB`],
    ["Connections", count(picture.database.connections)],
    ...pools.map(([name, pool]) => [`Pool “${name}” here`, `${pool.size - pool.idle} of ${pool.size} busy, ${pool.waiting} wait`]),
    ["Migrations", picture.migrations ?? "all applied"],
  ], "");
}

function drawDead(dead) {
  const kind = $("kind").value;
  const wanted = dead.filter((job) => !kind || job.kind === kind);
  $("retry-all").hidden = !wanted.length;
  $("retry-all").textContent = kind ? `Retry all of ${kind}` : "Retry all";
  table("dead", [
    ["Died", (job) => cell(job.finished_at ? new Date(job.finished_at).toLocaleString() : "–")],
    ["Kind", (job) => code(job.kind)],
    ["Company", (job) => cell(job.company)],
    ["Attempts", (job) => number(job.attempts)],
    ["Error", (job) => error(job)],
    ["", (job) => action("Retry", (button) => retry(button, `jobs/${job.id}/retry`))],
  ], wanted, "No job is dead.");
}

function kindsToChoose(kinds) {
  const select = $("kind");
  const names = kinds.filter((kind) => kind.dead).map((kind) => kind.name);
  const there = [...select.options].slice(1).map((option) => option.value);
  if (names.join() === there.join()) return;
  const chosen = select.value;
  select.replaceChildren(new Option("All", ""), ...names.map((name) => new Option(name)));
  select.value = names.includes(chosen) ? chosen : "";
}

function gate(kind, paused) {
  const verb = paused ? "resume" : "pause";
  return action(paused ? "Resume" : "Pause", (button) => act(button, `kinds/${encodeURIComponent(kind)}/${verb}`));
}

async function retry(button, path, body) {
  const answer = await act(button, path, body);
  if (answer) button.textContent = `Retried ${answer.retried}`;
}

async function act(button, path, body = {}) {
  button.disabled = true;
  const response = await fetch(`${root}/ops/${path}`, {
    method: "POST",
    headers: { "x-requested-with": "ops", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  setTimeout(() => { button.disabled = false; }, 2000);
  if (response.ok) return answer;
  button.textContent = answer.error;
  return null;
}

// What a page is made of. Text goes in as text only.

function table(id, columns, rows, empty) {
  const head = element("tr", columns.map(([title], place) => element("th", [title], place && rows.length ? numeric(columns[place][1], rows[0]) : "")));
  const body = rows.map((row) => element("tr", columns.map(([, make]) => make(row))));
  if (!rows.length) {
    const none = element("td", [empty], "none");
    none.colSpan = columns.length;
    body.push(element("tr", [none]));
  }
  $(id).replaceChildren(element("thead", [head]), element("tbody", body));
}

function numeric(make, row) {
  return make(row).classList.contains("number") ? "number" : "";
}

function tiles(figures) {
  $("tiles").replaceChildren(...figures.map(([title, value, show = count, bad = false]) => {
    const before = past.get(title) ?? [];
    before.push(value);
    past.set(title, before.slice(-PAST));
    const tile = element("div", [element("b", [show(value)]), element("span", [title]), sparkline(past.get(title))], "tile");
    tile.classList.toggle("bad", bad);
    return tile;
  }));
}

function sparkline(values) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  const top = Math.max(...values, 1);
  svg.setAttribute("viewBox", `0 0 ${PAST} 26`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("points", values.map((value, place) => `${PAST - values.length + place},${25 - (24 * value) / top}`).join(" "));
  svg.append(line);
  return svg;
}

function element(name, children, classes = "") {
  const made = document.createElement(name);
  made.className = classes;
  made.append(...children);
  return made;
}

const cell = (text, classes = "") => element("td", [text], classes);
const code = (text) => element("td", [element("code", [text])]);
const number = (value, classes = "") => cell(count(value ?? 0), `number ${value ? classes || "" : "zero"}`);
const time = (milliseconds, slow = Infinity) =>
  milliseconds == null || milliseconds === 0
    ? cell("–", "number faint")
    : cell(duration(milliseconds), `number ${milliseconds > slow ? "slow" : ""}`);

function error(job) {
  return element("td", [element("code", [job.error]), element("span", [job.message], "message")]);
}

function action(title, act) {
  const button = element("button", [title]);
  button.type = "button";
  button.onclick = () => act(button);
  return element("td", [button], "number");
}

function count(value) {
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

function duration(milliseconds) {
  if (milliseconds < 1) return milliseconds ? "<1 ms" : "0";
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  if (milliseconds < 3_600_000) return `${Math.floor(milliseconds / 60_000)} min`;
  if (milliseconds < 86_400_000) return `${(milliseconds / 3_600_000).toFixed(1)} h`;
  return `${(milliseconds / 86_400_000).toFixed(1)} days`;
}
