/* The panel that tells of a number: what it is, in words, and from which file, date and rows it came.
   Without this script every number is a link to its entry in the appendix; with it the same link opens the panel.
   All text goes in as text, never as markup. */
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const proof = read("sparbar-proof");
  const ledger = proof.ledger;
  const words = read("sparbar-words");
  const occurrences = new Map(proof.document.occurrences.map((o) => [o.id, o]));
  const byId = (list) => new Map(list.map((item) => [item.id, item]));
  const facts = byId(ledger.facts), metrics = byId(ledger.metrics), extracts = byId(ledger.extracts);
  const constants = byId(ledger.constants), claims = byId(ledger.claims), observations = byId(ledger.observations);
  const language = document.documentElement.lang;

  // A fact's own text is the first that the report shows of it.
  const texts = new Map();
  for (const o of occurrences.values()) {
    if (o.kind === "fact" && !texts.has(o.ref)) texts.set(o.ref, o.text);
  }

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  // The ledger lists the categories of a dimension as pairs, in the contract's order.
  const labels = new Map(Object.entries(ledger.labels).map(([dimension, pairs]) => [dimension, new Map(pairs)]));
  const categoryOf = (dimension, code) =>
    code === null ? words.missing_code : (labels.get(dimension) || new Map()).get(code) || code;

  // Numbers are exact: a fraction that ends is written with its decimals, any other as it stands.
  const exactNumber = (text) => {
    const [top, bottom] = text.split("/").map(BigInt);
    if (bottom === undefined) return text.replace("-", "−");
    for (let digits = 1; digits <= 6; digits += 1) {
      const scaled = top * 10n ** BigInt(digits);
      if (scaled % bottom === 0n) {
        const plain = String(scaled / bottom).replace("-", "").padStart(digits + 1, "0");
        return (top < 0n ? "−" : "") + plain.slice(0, -digits) + words.decimal + plain.slice(-digits);
      }
    }
    return text.replace("-", "−");
  };

  const exactText = (fact) => {
    if (fact.status !== "value") return words[fact.status === "missing" ? "missing_value" : fact.status];
    if (fact.value.number !== undefined) return exactNumber(fact.value.number);
    if (fact.value.date !== undefined) return fact.value.date;
    return fact.value.names.map((name) => categoryOf(name.dimension, name.code)).join(", ");
  };

  const sliceText = (fact) => {
    const parts = fact.slice.map(([dimension, code]) => `${ledger.dimensions[dimension] || dimension}: ${categoryOf(dimension, code)}`);
    const other = fact.at && ledger.extracts.find((extract) => extract.id.endsWith(`@${fact.at}`));
    if (other) parts.push(other.date);
    return parts.join("; ");
  };

  const panel = element("dialog", undefined, "panel");
  const inner = element("div", undefined, "panel-inner");
  const back = element("button", words.back);
  const close = element("button", words.close);
  const title = element("h2");
  const label = element("p", undefined, "panel-label");
  const list = element("dl");
  const more = element("p", undefined, "panel-more");
  const moreLink = element("a", words.origin);
  // The trace page lies beside the report; where only this file was handed on, the text says what is missing.
  const desk = element("p", undefined, "panel-desk");
  const deskLink = element("a", words.trace_page);
  const trail = [];
  let opener = null;

  const build = () => {
    const bar = element("div", undefined, "panel-bar");
    back.type = close.type = "button";
    title.id = "panel-title";
    title.tabIndex = -1;
    panel.setAttribute("aria-labelledby", "panel-title");
    bar.append(back, close);
    more.append(moreLink);
    desk.append(deskLink, ` ${words.trace_beside}`);
    inner.append(bar, title, label, list, more, desk);
    panel.append(inner);
    document.body.append(panel);
  };

  const add = (term, ...contents) => {
    const shown = contents.filter((content) => content !== "" && content !== undefined && content !== null);
    if (shown.length === 0) return;
    list.append(element("dt", term));
    for (const content of shown) {
      const description = element("dd");
      description.append(content instanceof Node ? content : String(content));
      list.append(description);
    }
  };

  const steps = (identifiers) => {
    const known = identifiers.filter((identifier) => facts.has(identifier));
    if (known.length === 0) return "";
    const made = element("ul");
    for (const identifier of known) {
      const fact = facts.get(identifier);
      const slice = sliceText(fact);
      const button = element("button", `${(metrics.get(fact.metric) || {}).label || fact.metric}${slice ? `, ${slice}` : ""}: ${texts.get(identifier) || exactText(fact)}`);
      button.type = "button";
      button.addEventListener("click", () => show(() => tellFact(fact, texts.get(identifier) || exactText(fact)), true));
      const item = element("li");
      item.append(button);
      made.append(item);
    }
    return made;
  };

  // The extracts of a fact are those of its rows, or of the rows of what it was derived from.
  const extractsOf = (fact, seen = new Set()) => {
    if (seen.has(fact.id)) return [];
    seen.add(fact.id);
    const own = fact.rows.map((rows) => rows.extract);
    const inherited = fact.parents.flatMap((parent) => (facts.has(parent) ? extractsOf(facts.get(parent), seen) : []));
    return [...new Set([...own, ...inherited])];
  };

  const extractText = (identifier, rows) => {
    const extract = extracts.get(identifier);
    const sheet = extract.sheet ? `, ${words.sheet} ${extract.sheet}` : "";
    // Without a digest the rows are not told: the ledger is public.
    const number = rows?.digest ? new Intl.NumberFormat(language).format(rows.count) : words.rows_untold;
    const count = rows ? `. ${words.rows}: ${number}` : "";
    return `${extract.label || extract.source}, ${words.pulled} ${extract.date}. ${words.file}: ${extract.file}${sheet}${count}`;
  };

  // Some numbers are no fact's value but speak of it ("base", "rows:insikt"): the aspect after "#" in their reference.
  const tellFact = (fact, text, aspect) => {
    const metric = metrics.get(fact.metric) || { label: fact.metric, definition: "" };
    title.textContent = text;
    label.textContent = metric.label;
    add(words.slice, sliceText(fact) || words.all);
    add(words.definition, metric.definition, metric.custom ? words.custom : "");
    add(words.why, metric.why);
    if (fact.status !== "value") add(words.status, exactText(fact));
    else if (!aspect) add(words.value, exactText(fact));
    add(words.extract, ...extractsOf(fact).map((id) => extractText(id, fact.rows.find((rows) => rows.extract === id))));
    add(words.base, fact.base);
    if (fact.missing) add(words.missing, fact.missing);
    add(words.parents, steps(fact.parents));
    linkTo(`m-${fact.metric}`);
  };

  const tellConstant = (constant, text) => {
    title.textContent = text;
    label.textContent = constant.label;
    add(words.decided, constant.origin);
    add(words.evidence, constant.evidence);
    add(words.since, constant.date);
    linkTo(`k-${constant.id}`);
  };

  const tellClaim = (claim, text) => {
    title.textContent = text;
    label.textContent = "";
    add(words.claim, claim.said);
    add(words.parents, steps(claim.facts));
    linkTo("");
  };

  const tellObservation = (observation, text) => {
    title.textContent = text;
    label.textContent = "";
    add(words.observation, observation.basis);
    linkTo("");
  };

  const linkTo = (identifier) => {
    more.hidden = !identifier || !document.getElementById(identifier);
    moreLink.href = `#${identifier}`;
  };

  const show = (tell, deeper) => {
    if (!deeper) trail.length = 0;
    trail.push(tell);
    render();
  };

  const render = () => {
    list.replaceChildren();
    trail[trail.length - 1]();
    label.hidden = label.textContent === "";
    back.hidden = trail.length < 2;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    title.focus();
  };

  const tellerOf = (occurrence) => {
    const [reference, aspect] = occurrence.ref.split("#");
    const found = (map, tell) => map.has(reference) && (() => tell(map.get(reference), occurrence.text, aspect));
    if (occurrence.kind === "fact") return found(facts, tellFact);
    if (occurrence.kind === "constant") return found(constants, tellConstant);
    if (occurrence.kind === "claim") return found(claims, tellClaim);
    if (occurrence.kind === "observation") return found(observations, tellObservation);
    return false;
  };

  const open = (node, event) => {
    const occurrence = occurrences.get(node.id);
    const tell = occurrence && tellerOf(occurrence);
    if (!tell) return;
    event.preventDefault();
    opener = node;
    deskLink.href = `trace.html#${occurrence.id}`;
    show(tell, false);
  };

  // A table or drawing that is cut off says so, and is a stop for the keyboard, so that it can be scrolled without a mouse.
  const boxes = [...document.querySelectorAll(".scroll")].map((box) => {
    const table = box.querySelector("table");
    const own = table && ((table.caption && table.caption.id) || table.getAttribute("aria-labelledby"));
    return { box, role: table ? "region" : "group", name: own || box.getAttribute("aria-labelledby") };
  });
  const markScrolled = () => {
    for (const { box, role, name } of boxes) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.dataset.hint = words.scroll;
        if (name) {
          box.setAttribute("role", role);
          box.setAttribute("aria-labelledby", name);
        }
      } else {
        for (const attribute of ["tabindex", "role", "aria-labelledby", "data-hint"]) box.removeAttribute(attribute);
      }
    }
  };

  const TELLING = "a.fact, a.constant, span.claim, span.observation, span.observed";

  build();
  markScrolled();
  window.addEventListener("resize", markScrolled);
  for (const node of document.querySelectorAll(TELLING)) {
    const occurrence = occurrences.get(node.id);
    if (!occurrence || !tellerOf(occurrence)) continue;
    node.setAttribute("aria-haspopup", "dialog");
    if (node.tagName === "SPAN" || !node.hasAttribute("href")) {
      node.setAttribute("role", "button");
      node.tabIndex = 0;
    }
  }
  document.addEventListener("click", (event) => {
    const node = event.target.closest(TELLING);
    if (node && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) open(node, event);
  });
  document.addEventListener("keydown", (event) => {
    const node = event.target.closest && event.target.closest('[role="button"][aria-haspopup="dialog"]');
    if (node && (event.key === "Enter" || event.key === " ")) open(node, event);
  });
  back.addEventListener("click", () => { trail.pop(); render(); });
  close.addEventListener("click", () => panel.close());
  moreLink.addEventListener("click", () => { opener = null; panel.close(); });
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("close", () => { if (opener) opener.focus(); opener = null; });
})();
