"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const PAGE = 150;
  const byId = new Map();
  const places = new Map();
  for (const [id, kind, ref, text, container, place, template] of data.occurrences) {
    const key = (kind === "fact" || kind === "constant") ? ref.split("#")[0] : ref;
    if (!places.has(key)) places.set(key, []);
    places.get(key).push({ id, kind, text, container, place, template });
  }
  const entries = [];
  for (const fact of data.facts) entries.push({ key: fact.id, fact, label: data.metrics[fact.metric].label });
  for (const constant of data.constants) entries.push({ key: constant.id, constant, label: constant.label });
  for (const entry of entries) {
    const shown = entry.fact ? entry.fact.shown : entry.constant.shown;
    entry.shown = shown;
    entry.used = places.has(entry.key);
    const said = (places.get(entry.key) || []).map((p) => `${p.text} ${p.id}`).join(" ");
    entry.text = `${shown} ${entry.key} ${entry.label} ${entry.fact ? entry.fact.slice : ""} ${said}`.toLowerCase().replace(/[\u00a0\u202f\u2009]/g, " ");
    byId.set(entry.key, entry);
  }

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") made.addEventListener("click", value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const search = document.getElementById("search");
  const show = document.getElementById("show");
  const list = document.getElementById("numbers");
  const more = document.getElementById("more");
  const chosen = document.getElementById("chosen");
  let matches = [];
  let drawn = 0;
  let current = null;

  const dateOf = (entry) => {
    if (!entry.fact) return words.decided;
    const dates = new Set(entry.fact.rows.map(([id]) => data.extracts[id].date));
    const queue = [...entry.fact.parents];
    const seen = new Set();
    while (queue.length) {
      const id = queue.pop();
      if (seen.has(id) || !byId.has(id)) continue;
      seen.add(id);
      const parent = byId.get(id).fact;
      for (const [extract] of parent.rows) dates.add(data.extracts[extract].date);
      queue.push(...parent.parents);
    }
    return [...dates].sort().join(", ");
  };

  const line = (entry) => {
    const button = element("button", { type: "button", on: () => choose(entry.key, true) },
      element("b", {}, entry.shown),
      element("span", {}, entry.label + (entry.fact && entry.fact.slice ? `: ${entry.fact.slice}` : ""),
        element("small", {}, `${words.extract} ${dateOf(entry)}`)));
    if (entry.key === current) button.setAttribute("aria-current", "true");
    return element("li", { "data-key": entry.key }, button);
  };

  const drawMore = () => {
    const part = matches.slice(drawn, drawn + PAGE);
    list.append(...part.map(line));
    drawn += part.length;
    more.hidden = drawn >= matches.length;
  };

  const filter = () => {
    const wanted = search.value.toLowerCase().replace(/[\u00a0\u202f\u2009]/g, " ").split(/\s+/).filter(Boolean);
    const all = show.value === "everything";
    matches = entries.filter((entry) => (all || entry.used) && wanted.every((word) => entry.text.includes(word)));
    list.replaceChildren();
    drawn = 0;
    drawMore();
    document.getElementById("count").textContent = matches.length ? `${matches.length} ${words.found}` : words.none;
  };

  const pair = (dl, term, value) => {
    if (value === "" || value === null || value === undefined) return;
    dl.append(element("dt", {}, term), element("dd", {}, value));
  };

  const rowsOf = (fact, dl) => {
    for (const [id, count, , ranges] of fact.rows) {
      const extract = data.extracts[id];
      pair(dl, words.extract_date, `${extract.date} (${extract.label || extract.source})`);
      pair(dl, words.received, extract.received);
      pair(dl, words.file, element("code", {}, extract.file));
      pair(dl, words.sheet, extract.sheet);
      pair(dl, words.checksum, element("code", {}, extract.sha256));
      pair(dl, words.rows, String(count));
      if (ranges) pair(dl, words.row_numbers, ranges.replaceAll(",", ", "));
    }
  };

  const parentsOf = (fact) => element("ul", { class: "parents" }, ...fact.parents.filter((id) => byId.has(id)).map((id) => {
    const parent = byId.get(id);
    const slice = parent.fact.slice ? ` (${parent.fact.slice})` : "";
    return element("li", {}, element("button", { type: "button", on: () => choose(id, true) }, `${parent.shown} ${parent.label}${slice}`));
  }));

  const placesOf = (key) => element("ul", { class: "places" }, ...(places.get(key) || []).map((place) =>
    element("li", {}, element("a", { href: `report.html#${place.id}` }, `”${place.text}”`), ` ${place.template || place.place || place.container}`)));

  const commandOf = (key) => {
    const match = key.match(/^([^[@]+)(?:\[([^\]]*)\])?(?:@(.+))?$/);
    const parts = ["sparbar", "trace", data.report, match ? match[1] : key];
    if (match && match[2]) parts.push(...match[2].split(","));
    if (match && match[3]) parts.push(`at=${match[3]}`);
    const text = parts.map((part) => /^[\w.@=åäöæøÅÄÖÆØ-]+$/.test(part) ? part : `'${part}'`).join(" ");
    const button = element("button", { type: "button" }, words.copy);
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(text); button.textContent = words.copied; } catch { window.getSelection().selectAllChildren(button.previousSibling); }
    });
    return element("span", {}, element("code", {}, text), button);
  };

  const choose = (key, focus) => {
    const entry = byId.get(key);
    if (!entry) return;
    current = key;
    for (const button of list.querySelectorAll("button")) {
      if (button.parentElement.dataset.key === key) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const dl = element("dl");
    if (entry.fact) {
      const fact = entry.fact;
      pair(dl, words.definition, data.metrics[fact.metric].definition);
      if (fact.exact && fact.exact !== fact.shown) pair(dl, words.exact, fact.exact);
      if (fact.base !== undefined) pair(dl, words.base, `${fact.base}` + (fact.missing ? `, ${words.missing} ${fact.missing}` : ""));
      rowsOf(fact, dl);
      if (data.metrics[fact.metric].custom) pair(dl, "", words.custom);
    } else {
      pair(dl, words.definition, words.decided);
      pair(dl, words.origin, entry.constant.origin);
      pair(dl, words.evidence, entry.constant.evidence);
      pair(dl, words.since, entry.constant.date);
    }
    pair(dl, words.command, commandOf(key));
    const slice = entry.fact && entry.fact.slice ? `: ${entry.fact.slice}` : "";
    const parts = [element("p", { class: "big" }, entry.shown), element("p", {}, entry.label + slice), dl];
    if (entry.fact && entry.fact.parents.length) parts.push(element("h3", {}, words.derived), parentsOf(entry.fact));
    if (places.has(key)) parts.push(element("h3", {}, words.places), placesOf(key));
    chosen.replaceChildren(...parts);
    if (focus) document.getElementById("detail").focus();
    history.replaceState(null, "", `#${encodeURIComponent(key)}`);
  };

  const said = () => {
    const section = document.getElementById("said");
    const part = (title, items) => {
      if (items.length) section.append(element("h2", {}, title), element("ul", {}, ...items));
    };
    part(words.claims, data.claims.map((c) => element("li", {}, `”${c.words}”: ${c.said} `, element("code", {}, c.facts.join(", ")))));
    part(words.observations, data.observations.map((o) => element("li", {}, `”${o.words}”: ${words.basis.toLowerCase()}: ${o.basis}`)));
    part(words.exceptions, data.occurrences.filter((o) => o[1] === "exception").map((o) => element("li", {}, `”${o[3]}”: ${o[2]}`)));
  };

  document.getElementById("intro").textContent = words.intro;
  document.getElementById("list-title").textContent = words.list;
  document.getElementById("detail-title").textContent = words.detail;
  document.querySelector("label[for=search]").textContent = words.search;
  document.querySelector("label[for=show]").textContent = words.show;
  show.options[0].textContent = words.used;
  show.options[1].textContent = words.everything;
  more.textContent = words.more;
  chosen.textContent = words.choose;
  search.addEventListener("input", filter);
  show.addEventListener("change", filter);
  more.addEventListener("click", drawMore);
  document.getElementById("search-form").addEventListener("submit", (event) => event.preventDefault());
  filter();
  said();
  let asked = "";
  try { asked = decodeURIComponent(location.hash.slice(1)); } catch { /* an address that somebody cut off */ }
  if (asked) { show.value = byId.has(asked) && !byId.get(asked).used ? "everything" : show.value; filter(); choose(asked, false); }
})();
