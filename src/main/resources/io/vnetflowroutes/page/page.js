// Shows what page.json says. Texts may come from strangers: they become text nodes, and nothing else.
"use strict";

const EVERY = 10000;
const GLYPHS = {
  "complete": "", "growing": "", "late": "L", "waiting": "W", "dead letters": "D", "missing": "M",
  "not due": "·", "nothing": "",
};
const MEANINGS = {
  "complete": "delivered to every destination",
  "growing": "more of it may come",
  "late": "overdue, and not all delivered",
  "waiting": "some of it waits in a spool",
  "dead letters": "some of it is in the dead letter",
  "missing": "no blob, though there are earlier ones",
  "not due": "its time has not come",
};

const byId = (id) => document.getElementById(id);
let shown = null;       // the report on the page
let mapShape = "";      // which rows and hours the map was built for
let cells = [];         // its buttons, by row and hour
let at = { row: 0, hour: -1 };  // the button that Tab reaches
let selected = null;    // the key of the hour whose detail is open
let window_ = 24;       // how many hours are counted in the lists of what was denied
let answered = true;

function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key === "class") made.className = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function drawing(name, properties) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  return made;
}

/** A stranger's text: what is not printed is shown as such, and it cannot turn what stands beside it. */
const plain = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
const apart = (text) => element("bdi", { dir: "auto" }, plain(text));

const number = (n) => Number(n || 0).toLocaleString("en-US");
const short = (n, units, step) => {
  let unit = 0;
  let rest = Number(n || 0);
  while (rest >= step && unit < units.length - 1) { rest /= step; unit++; }
  return (unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)) + units[unit];
};
const few = (n) => short(n, ["", " k", " M", " G", " T", " P", " E"], 1000);
const size = (n) => short(n, [" B", " KB", " MB", " GB", " TB", " PB", " EB"], 1024);
const clock = (time) => time.slice(11, 16);
const moment = (time) => time.slice(0, 10) + " " + time.slice(11, 19);
const plural = (n, what) => number(n) + " " + what + (Number(n) === 1 ? "" : "s");

function span(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const rest = (n, unit) => n === 0 ? "" : " " + n + unit;
  if (s >= 86400) return Math.floor(s / 86400) + " d" + rest(Math.floor(s % 86400 / 3600), " h");
  if (s >= 3600) return Math.floor(s / 3600) + " h" + rest(Math.floor(s % 3600 / 60), " min");
  return s >= 60 ? Math.floor(s / 60) + " min" : s + " s";
}

const between = (from, to) => span((Date.parse(to) - Date.parse(from)) / 1000);

// ---- head ----

function showState(report) {
  const worries = report.problems.length;
  const looks = report.flow_logs - report.well;
  let text = "All is well";
  if (worries > 0) text = plural(worries, "problem");
  else if (looks > 0) text = plural(looks, "flow log") + " to look at";
  say(text, worries + looks === 0 ? "good" : "bad");
  byId("age").textContent = "as of " + moment(report.at) + " UTC";
  const list = byId("problems");
  list.replaceChildren(...report.problems.map((problem) => element("li", {}, apart(problem))));
  list.hidden = worries === 0;
}

function say(text, kind) {
  const state = byId("state");
  if (state.textContent !== text) state.textContent = text;
  state.className = kind;
}

function showFigures(report) {
  const lag = Math.max(0, ...report.rows.map((row) => row.lag_seconds));
  const waiting = report.receivers.reduce((sum, one) => sum + one.waiting, 0);
  const missing = report.rows.reduce((sum, row) => sum + row.cells.filter((cell) => cell.is === "missing").length, 0);
  const minute = report.minutes[report.minutes.length - 2] || {};
  const figures = [
    ["Flow logs", number(report.flow_logs), false],
    ["To look at", number(report.flow_logs - report.well), report.well < report.flow_logs],
    ["Missing hours", number(missing), false],
    ["Furthest behind", lag === 0 ? "none" : span(lag), lag > 600],
    ["Flows, last minute", few((minute.allowed || 0) + (minute.denied || 0)), false],
    ["Allowed", few(report.counts.allowed), false],
    ["Denied", few(report.counts.denied), false],
    ["Read", size(report.counts.bytes), false],
    ["Messages waiting", number(waiting), waiting > 0],
    ["Dead letters", number(report.counts.dead_letters), report.counts.dead_letters > 0],
  ];
  byId("figures").replaceChildren(...figures.map(([name, value, bad]) => element("div", {},
    element("dt", {}, name), element("dd", { class: bad ? "bad" : "" }, value))));
}

// ---- hours of the flow logs ----

const kind = (cell) => cell.is.replace(" ", "-");
const keyOf = (row, hour) => row.source + "\n" + row.path + "\n" + hour;

function showLegend() {
  byId("legend").replaceChildren(...Object.entries(MEANINGS).map(([word, meaning]) =>
    element("li", {}, element("span", { class: "swatch " + word.replace(" ", "-"), "aria-hidden": "true" }, GLYPHS[word]),
      word + ": " + meaning)));
}

function showMap(report) {
  const shape = JSON.stringify([report.hours, report.rows.map((row) => [row.source, row.path])]);
  if (shape !== mapShape) {
    buildMap(report);
    mapShape = shape;
  }
  report.rows.forEach((row, r) => {
    const lag = cells[r].lag;
    lag.textContent = row.lag_seconds > 0 ? span(row.lag_seconds) : "–";
    lag.className = "lag" + (row.lag_seconds > 600 ? " behind" : "");
    row.cells.forEach((cell, h) => {
      const button = cells[r].buttons[h];
      const key = keyOf(row, report.hours[h]);
      button.className = "cell " + kind(cell);
      button.textContent = GLYPHS[cell.is];
      button.setAttribute("aria-label", plain(row.flow_log) + ", " + report.hours[h].slice(0, 10) + " "
        + clock(report.hours[h]) + ": " + cell.is + (cell.blobs ? ", " + plural(cell.blobs, "blob") : ""));
      button.setAttribute("aria-pressed", String(key === selected));
    });
  });
  const hidden = report.flow_logs - report.rows.length;
  const note = byId("map-note");
  note.hidden = hidden === 0 && report.rows.length > 0;
  note.textContent = report.rows.length === 0
    ? "No flow log was found yet."
    : plural(hidden, "more flow log") + " that are less behind are not shown; ./flowlogs status lists all.";
  showDetail();
}

function buildMap(report) {
  const focused = document.activeElement && document.activeElement.dataset
    ? document.activeElement.dataset.key : undefined;
  const days = element("tr", { role: "row" }, element("td", {}), element("td", {}));
  for (const day of new Set(report.hours.map((hour) => hour.slice(0, 10)))) {
    const width = report.hours.filter((hour) => hour.startsWith(day)).length;
    days.append(element("th", { scope: "colgroup", class: "day", colspan: width }, width > 3 ? day : day.slice(5)));
  }
  const head = element("tr", { role: "row" }, element("th", { scope: "col" }, "Flow log"),
    element("th", { scope: "col" }, "Behind"), ...report.hours.map((hour) =>
      element("th", { scope: "col", class: "hour", title: moment(hour) + " UTC" }, hour.slice(11, 13))));
  const many = new Set(report.rows.map((row) => row.source)).size > 1;
  const body = element("tbody", {});
  cells = report.rows.map((row, r) => {
    const name = element("th", { scope: "row", title: plain(row.source + " " + row.path) });
    const label = element("div", { class: "name" });
    if (many) label.append(element("span", { class: "source" }, plain(row.source) + " / "));
    label.append(apart(row.flow_log));
    name.append(label);
    const lag = element("td", { class: "lag" });
    const buttons = report.hours.map((hour, h) => {
      const button = element("button", { type: "button", tabindex: "-1" });
      button.dataset.key = keyOf(row, hour);
      button.addEventListener("click", () => select(r, h));
      button.addEventListener("keydown", (event) => move(event, r, h));
      button.addEventListener("focus", () => reachable(r, h));
      return button;
    });
    body.append(element("tr", { role: "row" }, name, lag,
      ...buttons.map((button) => element("td", { role: "gridcell" }, button))));
    return { lag, buttons };
  });
  byId("map").replaceChildren(element("thead", {}, days, head), body);
  reachable(Math.min(at.row, cells.length - 1), at.hour < 0 ? report.hours.length - 1 : at.hour);
  if (mapShape === "") showNewest();
  if (focused) {
    const again = cells.flatMap((row) => row.buttons).find((button) => button.dataset.key === focused);
    if (again) again.focus();
  }
}

/** Where the hours do not all fit, the newest are seen first. */
function showNewest() {
  byId("scroll").scrollLeft = byId("scroll").scrollWidth;
}

/** One button of the map is reached by Tab, the others by arrow keys. */
function reachable(row, hour) {
  const old = cells[at.row] && cells[at.row].buttons[at.hour];
  if (old) old.tabIndex = -1;
  at = { row, hour };
  const now = cells[row] && cells[row].buttons[hour];
  if (now) now.tabIndex = 0;
}

function move(event, row, hour) {
  const last = shown.hours.length - 1;
  const to = {
    ArrowLeft: [row, hour - 1], ArrowRight: [row, hour + 1], ArrowUp: [row - 1, hour], ArrowDown: [row + 1, hour],
    Home: [row, 0], End: [row, last],
  }[event.key];
  if (event.key === "Escape") { selected = null; showMap(shown); }
  if (!to) return;
  event.preventDefault();
  const target = cells[to[0]] && cells[to[0]].buttons[to[1]];
  if (target) target.focus();
}

function select(row, hour) {
  const key = keyOf(shown.rows[row], shown.hours[hour]);
  selected = selected === key ? null : key;
  reachable(row, hour);
  showMap(shown);
}

/** For a shell of Unix: in quotes unless it is harmless, and not at all if it could not be read as it is. */
function quoted(text) {
  if (/^[A-Za-z0-9_./-]+$/.test(text)) return text;
  return plain(text) === text ? "'" + text.replaceAll("'", "'\\''") + "'" : null;
}

function commands(row, hour, cell) {
  const hours = "--from " + hour.replace(".000Z", "Z") + " --to " + hour.replace(".000Z", "Z");
  const name = quoted(row.flow_log);
  const only = " --source " + row.source + (name === null ? "" : " --flow-log=" + name);
  const audit = "./flowlogs audit " + hours;
  switch (cell.is) {
    case "late":
      return [["What Azure holds of this hour, and what of it was delivered:", audit],
        ["What is wrong with the source, if anything:", "./flowlogs check --source " + row.source]];
    case "waiting":
      return [["It is sent by itself once the destination takes it. What waits, and since when:", "./flowlogs status"],
        ["What is wrong with the destinations, if anything:", "./flowlogs check"]];
    case "dead letters":
      return [["What lies there, and what would become of it:", "./flowlogs replay --dry-run"],
        ["To send it once the cause is gone:", "./flowlogs replay"]];
    case "missing":
      return [["Azure wrote no blob: there was no traffic, or the flow log was off. Whether there is one by now:", audit],
        ["To deliver it then:", "./flowlogs backfill " + hours + only]];
    case "complete":
      return [["To compare it with what Azure holds:", audit + " --all"],
        ["To deliver it again:", "./flowlogs backfill " + hours + only]];
    case "growing":
      return [["It is listed again by itself. What Azure holds of it now:", audit + " --all"]];
    default:
      return [];
  }
}

function showDetail() {
  const detail = byId("detail");
  let found = null;
  for (const row of shown.rows) {
    shown.hours.forEach((hour, h) => { if (keyOf(row, hour) === selected) found = { row, hour, cell: row.cells[h] }; });
  }
  detail.hidden = found === null;
  if (found === null) {
    detail.replaceChildren();
    delete detail.dataset.shows;
    return;
  }
  const { row, hour, cell } = found;
  const shows = selected + JSON.stringify(cell);
  if (detail.dataset.shows === shows) return;
  detail.dataset.shows = shows;
  const facts = [];
  if (cell.blobs) facts.push(plural(cell.blobs, "blob"));
  if (cell.unfinished) facts.push(number(cell.unfinished) + " not read to the end");
  if (cell.dead_letters) facts.push(plural(cell.dead_letters, "file") + " in the dead letter");
  if (cell.allowed || cell.denied) {
    facts.push(number(cell.allowed) + " allowed and " + number(cell.denied) + " denied flows since "
      + moment(shown.since) + " UTC");
  }
  const meaning = MEANINGS[cell.is];
  detail.replaceChildren(
    element("h3", {}, apart(row.flow_log)),
    element("p", { class: "note" }, apart("source " + row.source + ", " + row.path)),
    element("p", {}, hour.slice(0, 10) + " " + clock(hour) + " UTC: " + cell.is + (meaning ? ", " + meaning : "")
      + (facts.length ? ". " + facts.join(", ") + "." : ".")),
    ...commands(row, hour, cell).flatMap(([why, command]) => [element("p", {}, why), commandLine(command)]));
}

function commandLine(command) {
  const button = element("button", { type: "button" }, "Copy");
  const code = element("code", { dir: "ltr" }, command);
  button.addEventListener("click", () => {
    if (navigator.clipboard) navigator.clipboard.writeText(command).then(() => { button.textContent = "Copied"; }, () => mark(code));
    else mark(code);
  });
  return element("div", { class: "command" }, code, button);
}

/** Where a page may not write to the clipboard, the command is at least marked. */
function mark(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// ---- traffic ----

function chart(id, title, labels, counts, allow, deny, unit, axis) {
  const most = Math.max(1, ...counts.map((count) => (count[allow] || 0) + (count[deny] || 0)));
  const sums = [allow, deny].map((key) => counts.reduce((sum, count) => sum + (count[key] || 0), 0));
  const image = drawing("svg", {
    viewBox: "0 0 " + counts.length * 10 + " 100", preserveAspectRatio: "none", role: "img",
    "aria-label": title + ": allowed " + unit(sums[0]) + ", denied " + unit(sums[1]) + ", at most " + unit(most),
  });
  counts.forEach((count, i) => {
    const denied = 100 * (count[deny] || 0) / most;
    const allowed = 100 * (count[allow] || 0) / most;
    const bar = drawing("g", {});
    bar.append(drawing("rect", { x: i * 10 + 1, y: 100 - denied - allowed, width: 8, height: allowed, class: "allow" }),
      drawing("rect", { x: i * 10 + 1, y: 100 - denied, width: 8, height: denied, class: "deny" }));
    const tip = drawing("title", {});
    tip.textContent = labels[i] + ": allowed " + unit(count[allow]) + ", denied " + unit(count[deny]);
    bar.append(tip);
    image.append(bar);
  });
  const open = byId(id).querySelector("details");
  const figures = element("details", {}, element("summary", {},
    element("span", { class: "key allow" }), "allowed " + unit(sums[0]) + "  ",
    element("span", { class: "key deny" }), "denied " + unit(sums[1])),
  element("table", {}, element("tr", {}, element("th", { scope: "col" }, "UTC"), element("th", { scope: "col" }, "allowed"),
    element("th", { scope: "col" }, "denied")),
  ...counts.map((count, i) => element("tr", {}, element("th", { scope: "row" }, labels[i]),
    element("td", {}, unit(count[allow])), element("td", {}, unit(count[deny]))))));
  figures.open = open !== null && open.open;
  const keep = open !== null && open.contains(document.activeElement);
  byId(id).replaceChildren(
    element("figcaption", {}, title, element("span", { class: "most" }, "at most " + unit(most))), image,
    element("div", { class: "axis", "aria-hidden": "true" }, ...axis.map((text) => element("span", {}, text))), figures);
  if (keep) figures.firstChild.focus();
}

function showTraffic(report) {
  const hours = report.hours.map((hour) => hour.slice(5, 10) + " " + clock(hour));
  const axis = [0, 6, 12, 18, 23].map((h) => clock(report.hours[h]));
  chart("flows-hourly", "Flows by hour of the log", hours, report.hourly, "allowed", "denied", few, axis);
  chart("bytes-hourly", "Bytes by hour of the log", hours, report.hourly, "allowed_bytes", "denied_bytes", size, axis);
  const now = Date.parse(report.at);
  const minutes = report.minutes.map((count, m) =>
    clock(new Date(now - 60000 * (report.minutes.length - 1 - m)).toISOString()));
  chart("flows-minutes", "Flows delivered by the minute", minutes, report.minutes, "allowed", "denied", few,
    [0, 15, 30, 45, 59].map((m) => minutes[m]));
}

// ---- what was denied most ----

function showWindows(report) {
  if (byId("windows").querySelector("input")) return;
  report.top.forEach((top) => {
    const choice = element("input", { type: "radio", name: "hours", value: top.hours });
    choice.checked = top.hours === window_;
    choice.addEventListener("change", () => { window_ = top.hours; showTop(shown); });
    byId("windows").append(element("label", {}, choice, top.hours === 1 ? "newest hour" : top.hours + " h"));
  });
}

function showTop(report) {
  const top = report.top.find((one) => one.hours === window_);
  for (const list of ["sources", "ports", "rules"]) {
    const { entries, total, too_high: error } = top[list];
    const most = Math.max(1, ...entries.map((entry) => entry.flows));
    byId("top-" + list).replaceChildren(...entries.map((entry) => {
      const meter = drawing("svg", { class: "meter", viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true" });
      meter.append(drawing("rect", { width: 100 * entry.flows / most, height: 1 }));
      return element("tr", {}, element("td", { class: "what" }, apart(entry.what), meter),
        element("td", { class: "count" }, number(entry.flows)));
    }));
    byId("note-" + list).textContent = entries.length === 0
      ? "Nothing was denied in hours delivered since " + moment(report.since) + " UTC."
      : "Of " + number(total) + " denied flows since " + moment(report.since) + " UTC. "
        + (error === 0 ? "The counts are exact." : "A count can be up to " + number(error) + " too high.");
  }
}

// ---- destinations and lines ----

function showReceivers(report) {
  const heads = [["Name"], ["Kind"], ["Flows delivered", "number"], ["Refused", "number"],
    ["Failed attempts", "number"], ["Waiting", "number"], ["Since"], ["Why"]];
  const rows = report.receivers.map((one) => element("tr", {},
    element("td", {}, apart(one.name)),
    element("td", {}, plain(one.kind)),
    element("td", { class: "number" }, number(one.delivered)),
    element("td", { class: one.refused ? "number bad" : "number" }, number(one.refused)),
    element("td", { class: "number" }, number(one.failures)),
    element("td", { class: one.waiting_since ? "number bad" : "number" },
      one.waiting ? plural(one.waiting, "message") + ", " + size(one.bytes) : "nothing"),
    element("td", {}, one.waiting_since ? between(one.waiting_since, report.at) : ""),
    element("td", { class: "why" }, one.why ? apart(one.why) : one.waiting_since ? "it is being sent" : one.waiting ? "not due yet" : "")));
  byId("receivers").replaceChildren(
    element("thead", {}, element("tr", {}, ...heads.map(([head, type]) => element("th", { scope: "col", class: type || "" }, head)))),
    element("tbody", {}, ...rows));
}

function showLines(report) {
  byId("lines").replaceChildren(...(report.lines.length === 0
    ? [element("li", { class: "none" }, "None since the program started.")]
    : report.lines.map((line) => element("li", {}, element("time", { datetime: line.at }, moment(line.at)),
      element("b", { class: line.level }, line.level), element("span", {}, apart(line.text))))));
}

// ---- asking ----

function show(report) {
  shown = report;
  showState(report);
  showFigures(report);
  showMap(report);
  showTraffic(report);
  showWindows(report);
  showTop(report);
  showReceivers(report);
  showLines(report);
  byId("footer").textContent = "flowlogs " + plain(report.version) + ", counted since " + moment(report.since)
    + " UTC. This page changes nothing. ./flowlogs top shows it in a terminal.";
}

async function ask() {
  try {
    // Not relative to the page's own address, which may hold a password.
    const answer = await fetch(location.origin + location.pathname + "page.json", { cache: "no-store" });
    if (!answer.ok) throw new Error("status " + answer.status);
    show(await answer.json());
    document.body.dataset.ready = "yes";
    answered = true;
  } catch (problem) {
    if (answered || shown === null) {
      say("The program does not answer" + (shown ? "; what is shown is of " + moment(shown.at) + " UTC" : ""), "bad");
    }
    answered = false;
  }
  setTimeout(ask, EVERY);
}

addEventListener("resize", showNewest);
showLegend();
ask();
