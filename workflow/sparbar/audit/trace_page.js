/* The auditor's desk: search and filter what the report says, choose one thing, and see its way down to the rows.
   What is chosen is the address (#fact or #occurrence), so that links, the back button and bookmarks work by themselves.
   All text goes in as text, never as markup. */
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("the-data").textContent);
  const { words, places, passages } = data;
  const LINES = 100, PARENTS = 10, PLACES = 3, RANGES = 60;
  const REPORT = "report.html";
  const at = (id) => document.getElementById(id);
  const search = at("the-search"), kind = at("the-kind"), extract = at("the-extract");
  const list = at("the-numbers"), more = at("the-more"), title = at("detail-title"), chosen = at("the-chosen");
  const desk = document.querySelector(".desk");
  const number = new Intl.NumberFormat(data.language).format;
  const plain = (text) => text.toLowerCase().replace(/[\u00a0\u202f\u2009]/g, " ").trim();

  const entries = data.entries;
  const byKey = new Map();
  const byPlace = new Map();
  for (const entry of entries) {
    entry.places = places[entry.key] || [];
    if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
    for (const place of entry.places) byPlace.set(place[0], entry);
  }

  const make = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
    return made;
  };
  const address = (key) => `#${encodeURIComponent(key)}`;

  /* The list */
  const KINDS = {
    used: (e) => (e.kind === "fact" || e.kind === "constant") && e.places.length > 0,
    everything: (e) => e.kind === "fact" || e.kind === "constant",
    constant: (e) => e.kind === "constant",
    claim: (e) => e.kind === "claim",
    observation: (e) => e.kind === "observation",
    exception: (e) => e.kind === "exception",
    wording: (e) => e.kind === "wording",
  };
  let matches = [], drawn = 0, current = null;

  // Made when somebody first searches, so that the page opens sooner.
  const textOf = (entry) => {
    if (entry.text === undefined) {
      const own = [entry.shown, entry.key, entry.label, entry.slice || ""];
      entry.text = plain([...own, ...entry.places.flatMap((place) => [place[1], place[0]])].join(" "));
      entry.exactly = new Set([entry.shown, ...entry.places.filter((p) => !p[2]).map((p) => p[1])].map(plain));
    }
    return entry.text;
  };

  const line = (entry) => {
    const link = make("a", { href: address(entry.key) });
    if (entry.kind === "fact" || entry.kind === "constant") {
      const dates = entry.kind === "fact" ? `${words.extract} ${datesOf(entry)}` : words.decided;
      link.append(make("b", {}, entry.shown), make("span", {}, entry.label, entry.slice ? `. ${entry.slice}` : "", make("small", {}, dates)));
    } else {
      link.append(make("b", {}, `“${entry.shown}”`), make("span", {}, make("small", {}, entry.label)));
    }
    if (entry === current) link.setAttribute("aria-current", "true");
    return make("li", KINDS.everything(entry) ? {} : { class: "words" }, link);
  };
  const datesOf = (entry) => [...new Set(entry.extracts.map((id) => data.extracts[id].date))].sort().join(", ");
  const linkOf = (entry) => [...list.querySelectorAll("a")].find((link) => link.hash === address(entry.key));

  const drawMore = () => {
    const part = matches.slice(drawn, drawn + LINES);
    list.append(...part.map(line));
    drawn += part.length;
    more.hidden = drawn >= matches.length;
    return part.length;
  };

  const filter = () => {
    const began = performance.now();
    const wanted = plain(search.value), parts = wanted.split(/\s+/).filter(Boolean), from = extract.value;
    matches = entries.filter((entry) =>
      KINDS[kind.value](entry) && (!from || (entry.extracts || []).includes(from)) && parts.every((part) => textOf(entry).includes(part)));
    // Whoever looks for "16" wants the numbers that read so before those that have it in them.
    if (wanted) matches = [...matches.filter((e) => e.exactly.has(wanted)), ...matches.filter((e) => !e.exactly.has(wanted))];
    list.replaceChildren();
    drawn = 0;
    drawMore();
    at("the-count").textContent = matches.length ? `${number(matches.length)} ${words.found}` : words.none;
    performance.measure("filter", { start: began, end: performance.now() });
  };

  /* The chosen one */
  const pairs = (...lines) => {
    const shown = lines.filter(([, value]) => value !== "" && value !== null && value !== undefined);
    return make("dl", {}, ...shown.flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]));
  };
  const step = (name, ...content) => make("li", {}, make("h3", {}, name), ...content);

  // The first of many lines, and the rest when somebody asks for them.
  const folded = (tag, name, items, limit, draw) => {
    const holder = make(tag, { class: name }, ...items.slice(0, limit).map(draw));
    if (items.length <= limit) return [holder];
    const button = make("button", { type: "button" }, `${words.all} (${number(items.length)})`);
    button.addEventListener("click", () => {
      const rest = items.slice(limit).map(draw);
      holder.append(...rest);
      button.remove();
      rest[0].tabIndex = -1;
      rest[0].focus();
    });
    return [holder, button];
  };

  const passageOf = ([id, text, , container, template, passage], entry) => {
    const made = make("li", { class: "place" });
    const [section, table, parts] = passage < 0 ? ["", "", [[id, text]]] : passages[passage];
    const own = new Set(entry.places.map((place) => place[0]));
    const said = parts.map((part) => (typeof part === "string" ? part : part[0] === id ? make("mark", {}, part[1]) : own.has(part[0]) ? make("strong", {}, part[1]) : part[1]));
    made.append(make("blockquote", {}, make("p", {}, ...said)));
    const where = [table || section || words.containers[container] || container, template].filter(Boolean).join(" · ");
    const link = passage < 0 ? "" : make("a", { href: `${REPORT}#${id}`, "aria-label": `${words.to_report}: ${text}` }, words.to_report);
    made.append(make("p", { class: "quiet" }, where, link && where ? " · " : "", link));
    return made;
  };

  const saidStep = (entry, first) => {
    const seen = new Set();
    const body = entry.places.filter((place) => {
      const same = place[5] < 0 ? `${place[3]} ${place[1]}` : `${place[5]}`;
      return place[3] !== "appendix" && !seen.has(same) && seen.add(same);
    });
    body.sort((a, b) => (b[0] === first) - (a[0] === first) || (a[5] < 0) - (b[5] < 0));
    const appendix = entry.places.find((place) => place[3] === "appendix");
    const last = appendix ? make("p", { class: "quiet" }, make("a", { href: `${REPORT}#${appendix[0]}` }, words.in_appendix)) : "";
    if (!body.length) return step(words.places, last || make("p", {}, words.nowhere));
    return step(words.places, ...folded("ul", "places", body, PLACES, (place) => passageOf(place, entry)), last);
  };

  const other = (key) => {
    const entry = byKey.get(key);
    return make("li", {}, make("a", { href: address(key) }, make("b", {}, entry.shown), ` ${entry.label}${entry.slice ? `. ${entry.slice}` : ""}`));
  };
  const parentsStep = (entry, name) => step(name, ...folded("ul", "parents", entry.parents.filter((key) => byKey.has(key)), PARENTS, other));

  /* Rows: ranges such as "5-9,12", read only for what is looked at. */
  const spans = (text) => (text ? text.split(",").map((part) => { const [from, to] = part.split("-").map(Number); return [from, to || from]; }) : []);
  const sizeOf = (ranges) => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const shared = (mine, theirs) => {
    const found = [];
    for (let i = 0, j = 0; i < mine.length && j < theirs.length;) {
      const from = Math.max(mine[i][0], theirs[j][0]), to = Math.min(mine[i][1], theirs[j][1]);
      if (from <= to) found.push([from, to]);
      if (mine[i][1] < theirs[j][1]) i += 1; else j += 1;
    }
    return found;
  };
  const written = (ranges) => ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
  const rowList = (ranges, tag) => {
    const holder = make(tag, { class: "rows" }, written(ranges.slice(0, RANGES)));
    if (ranges.length > RANGES) {
      const button = make("button", { type: "button" }, `${words.all_rows} (${number(sizeOf(ranges))})`);
      button.addEventListener("click", () => { holder.tabIndex = -1; holder.textContent = written(ranges); holder.focus(); });
      holder.append(", … ", button);
    }
    return holder;
  };

  const cleaned = (mine, source) => {
    const touched = (source.changes || []).map(([column, rule, rows]) => [column, rule, shared(mine, spans(rows))]).filter((part) => part[2].length);
    if (!touched.length) return source.changes ? make("p", { class: "quiet" }, words.untouched) : "";
    const head = make("tr", {}, ...[words.column, words.rule, words.rows].map((text) => make("th", { scope: "col" }, text)));
    const body = touched.map(([column, rule, ranges]) => make("tr", {}, make("th", { scope: "row" }, column), make("td", {}, words.rules[rule] || rule), rowList(ranges, "td")));
    return make("details", {}, make("summary", {}, `${words.touched} (${number(touched.length)})`),
      make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)),
      make("p", { class: "quiet" }, `${words.log} `, make("code", {}, source.log)));
  };

  const extractOf = (id, entry) => {
    const source = data.extracts[id];
    const [, count, digest, place] = entry.rows.find((rows) => rows[0] === id) || [];
    const ranges = place >= 0 ? spans(data.rows[place]) : [];
    const left = (source.rejected || []).map(([rule, rows]) => `${rule}: ${written(spans(rows))}`).join("; ");
    const balance = source.rows_in === undefined ? "" : `${number(source.rows_in)} = ${number(source.rows_kept)} ${words.kept} + ${number(source.rows_rejected)} ${words.rejected}${left ? ` (${left})` : ""}`;
    return make("div", { class: "extract" },
      pairs(
        [words.extract, source.label || source.source], [words.extract_date, source.date], [words.received, source.received],
        [words.file, make("code", {}, source.file)], [words.sheet, source.sheet], [words.checksum, make("code", {}, source.sha256)],
        [words.balance, balance], [words.rows, digest ? number(count) : ""],
        [words.row_numbers, ranges.length ? rowList(ranges, "span") : ""], [words.row_digest, digest ? make("code", {}, digest) : ""]),
      ranges.length ? cleaned(ranges, source) : "", source.notice ? make("p", { class: "quiet" }, source.notice) : "");
  };

  const command = (...parts) => {
    const text = parts.map((part) => (/^[\w.@=/:-]+$/u.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(" ");
    const code = make("code", {}, text), button = make("button", { type: "button", "aria-label": `${words.copy}: ${text}` }, words.copy);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = at("the-status").textContent = words.copied;
      } catch {
        getSelection().selectAllChildren(code);
        at("the-status").textContent = words.marked;
      }
    });
    return make("div", { class: "command" }, code, button);
  };

  const STEPS = {
    fact: (entry) => {
      const metric = data.metrics[entry.metric];
      const base = entry.base === undefined ? "" : number(entry.base) + (entry.missing ? `, ${words.missing} ${number(entry.missing)}` : "");
      return [
        step(words.definition, make("p", {}, metric.definition),
          pairs([words.why, metric.why], [words.slice, entry.slice], [words.exact, entry.exact === entry.shown ? "" : entry.exact], [words.base, base]),
          metric.custom ? make("p", { class: "quiet" }, words.custom) : ""),
        entry.parents.length ? parentsStep(entry, words.derived) : "",
        step(entry.rows.length ? words.from_rows : words.from_extracts, ...entry.extracts.map((id) => extractOf(id, entry))),
        step(words.command, make("p", {}, words.in_project), command("sparbar", "trace", data.report, ...entry.args, ...(data.audience === "internal" ? [] : ["--audience", data.audience]), "--recompute"),
          make("p", {}, words.with_file), command("sparbar", "verify", REPORT, "--extracts", ".")),
      ];
    },
    constant: (entry) => [step(words.decided, pairs([words.origin, entry.origin], [words.evidence, entry.evidence], [words.since, entry.date]))],
    claim: (entry) => [step(words.claim_rule, make("p", {}, entry.label)), parentsStep(entry, words.rests_on)],
    observation: (entry) => [step(words.not_measured, pairs([words.basis, entry.label]))],
    exception: (entry) => [step(words.not_data, pairs([words.reason, entry.label]))],
    wording: (entry) => [step(words.written, pairs([words.declared, entry.label]))],
  };

  const tell = (entry, first) => {
    const isNumber = KINDS.everything(entry);
    at("detail-kind").textContent = words.kinds[entry.kind];
    title.textContent = isNumber ? entry.shown : `“${entry.shown}”`;
    title.className = "";
    const label = isNumber ? [make("p", { class: "label" }, entry.label, entry.slice ? make("span", {}, entry.slice) : "")] : [make("p", { class: "label" })];
    chosen.replaceChildren(...label, make("ol", { class: "chain" }, saidStep(entry, first), ...STEPS[entry.kind](entry).filter(Boolean)));
    at("the-status").textContent = "";
  };

  const tellNothing = (asked) => {
    at("detail-kind").textContent = words.detail;
    title.textContent = asked ? `${words.unknown} “${asked}”` : words.choose;
    title.className = "none";
    chosen.replaceChildren();
  };

  // Follows the address: a link, a bookmark, the back button.
  const follow = () => {
    let asked = "";
    try { asked = decodeURIComponent(location.hash.slice(1)); } catch { /* an address that somebody cut off */ }
    if (asked && at(asked)) return;
    const before = current;
    current = byKey.get(asked) || byPlace.get(asked) || byKey.get(`claim:${asked}`) || byKey.get(`observation:${asked}`) || null;
    desk.classList.toggle("chosen", Boolean(current));
    document.querySelector(".back").hidden = !current;
    for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    if (!current) {
      tellNothing(asked);
      if (before && linkOf(before)) linkOf(before).focus();
      return;
    }
    if (!KINDS[kind.value](current)) {
      kind.value = Object.keys(KINDS).find((name) => KINDS[name](current));
      filter();
    }
    tell(current, asked);
    document.title = `${title.textContent} – ${words.trace}: ${data.title}`;
    if (linkOf(current)) linkOf(current).setAttribute("aria-current", "true");
    document.querySelector(".detail").scrollTop = 0;
    title.focus();
  };

  const steer = (event) => {
    const links = [...list.querySelectorAll("a")], place = links.indexOf(document.activeElement);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || (place < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (to < 0) search.focus(); else if (links[to]) links[to].focus();
  };

  const options = (select, choices) => select.append(...choices.map(([value, text]) => make("option", { value }, text)));
  options(kind, Object.keys(KINDS).map((name) => [name, entries.filter(KINDS[name]).length, words.filters[name]])
    .filter(([name, count]) => count || name === "used").map(([name, count, text]) => [name, `${text} (${number(count)})`]));
  const sources = Object.entries(data.extracts);
  options(extract, [["", words.every_extract], ...sources.map(([id, source]) => [id, `${source.label || source.source} ${source.date}`])]);
  extract.closest(".field").hidden = sources.length < 2;
  search.addEventListener("input", filter);
  for (const select of [kind, extract]) select.addEventListener("change", filter);
  more.addEventListener("click", () => { const first = drawn; drawMore(); list.children[first].firstChild.focus(); });
  for (const part of [search, list]) part.addEventListener("keydown", steer);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && current && event.target !== search) location.hash = ""; });
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  filter();
  follow();
  performance.measure("open", { start: 0, end: performance.now() });
})();
