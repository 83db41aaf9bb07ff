// A chart of the rows that are shown: bars or a line of a column of numbers, drawn as SVG. The table below has the same values in words.
//
// Rows that differ in a column of units (data-axis) have no common axis: each unit has a picture of its own. What a row is called is said by
// the columns that tell rows apart. Rows without a number in the column are listed with what the table says of them, and never left out in silence.

const MOST = 60;
const HEIGHT = 320;
const LINE = 17;
const BAR = 16;
const LETTER = 8;
// Pixels of a sign at 13 px, so that no text is longer than its place.

function svg(name, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function choice(id, label, options) {
  const field = Object.assign(document.createElement("div"), { className: "field" });
  const select = Object.assign(document.createElement("select"), { id });
  select.append(...options.map(([value, words]) => new Option(words, value)));
  field.append(Object.assign(document.createElement("label"), { htmlFor: id, textContent: label }), select);
  return [field, select];
}

// Offers a chart, where a column holds numbers and there is more than one row.
export function offer(place, table, language, words, say) {
  if (!table || table.tBodies[0].rows.length < 2) return;
  const columns = [...table.tHead.rows[0].cells].map((cell, at) => ({
    at,
    name: cell.textContent,
    called: cell.dataset.name ?? "",
    kind: cell.dataset.kind ?? "",
    unit: cell.dataset.unit ?? "",
    axis: "axis" in cell.dataset,
    counted: "counted" in cell.dataset,
    long: cell.classList.contains("long"),
  }));
  const numeric = columns.filter((column) => column.kind === "number");
  // How many values there are is no value: it is offered only where the table has nothing else.
  const numbers = numeric.some((column) => !column.counted) ? numeric.filter((column) => !column.counted) : numeric;
  if (!numbers.length || columns.length < 2) return;
  const rows = [...table.tBodies[0].rows].map(({ cells }) => cells);
  const dated = columns.find(({ kind, at }) => kind === "date" && different(rows, [at]) > 1);
  const apart = distinguishing(rows, columns);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", id: "charting", textContent: words.chart });
  button.setAttribute("aria-expanded", "false");
  const fields = Object.assign(document.createElement("div"), { className: "charting", hidden: true });
  const figure = Object.assign(document.createElement("figure"), { className: "drawn", hidden: true });
  const [kindField, kind] = choice("chart-kind", words.chart, [["bars", words.bars], ["line", words.line]]);
  const [numberField, number] = choice("chart-number", words.number, numbers.map(({ at, name }) => [at, name]));
  const together = apart.length > 1 ? [[apart.join(), apart.map((at) => columns[at].name).join(" · ")]] : [];
  const [acrossField, across] = choice("chart-across", words.across, [...together, ...columns.map(({ at, name }) => [at, name])]);
  number.value = numbers[0].at;
  // A series in time is a line; else names are told apart by bars.
  const series = dated && different(rows, [dated.at]) === rows.length;
  across.value = series ? dated.at : apart.join() || columns[0].at;
  kind.value = series ? "line" : "bars";
  fields.append(kindField, numberField, acrossField);
  const redraw = () => draw(figure, rows, columns, { kind: kind.value, number: Number(number.value), across: across.value.split(",").map(Number) }, language, words, say);
  fields.addEventListener("change", redraw);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    fields.hidden = figure.hidden = !open;
    if (open) redraw();
  });
  place.replaceChildren(button, fields, figure);
}

function words_of(cell) {
  return (cell.querySelector("a, bdi") ?? cell).textContent.trim();
}

function label_of(cells, across) {
  return across.map((at) => words_of(cells[at])).filter(Boolean).join(" · ");
}

function different(rows, across) {
  return new Set(rows.map((cells) => across.map((at) => words_of(cells[at])).join("\n"))).size;
}

// The columns that tell rows apart, as few as do; words before dates, short texts before long ones, numbers never.
function distinguishing(rows, columns) {
  const rank = ({ kind, long, called }) => (called === "state" ? 3 : long ? 2 : kind === "date" ? 1 : 0);
  const usable = columns.filter(({ kind }) => kind !== "number").sort((one, two) => rank(one) - rank(two) || one.at - two.at);
  const chosen = [];
  for (const { at } of usable) {
    const before = chosen.length ? different(rows, chosen) : 1;
    if (before === rows.length) break;
    if (different(rows, [...chosen, at]) > before) chosen.push(at);
  }
  if (!chosen.length && usable.length) chosen.push(usable[0].at);
  return chosen.sort((one, two) => one - two);
}

// A value may have bounds beside it, or be a range that has nothing but these.
function points(rows, columns, across, number) {
  const [lower, upper] = ["lower", "upper"].map((name) => columns.find(({ called, kind }) => called === name && kind === "number"));
  const bounded = columns[number].called === "value" && lower && upper;
  return rows.map((cells) => {
    const [value, low, high] = [number, ...(bounded ? [lower.at, upper.at] : [])].map((at) => Number.parseFloat(cells[at].dataset.value));
    const range = Number.isFinite(low) && Number.isFinite(high) ? { low, high } : {};
    const alone = !Number.isFinite(value) && "low" in range;
    const said = alone ? [lower, upper].map(({ at }) => words_of(cells[at])).join(" \u2013 ") : words_of(cells[number]);
    return { cells, label: label_of(cells, across), said, value, ...range };
  });
}

// One picture for each thing that the columns of units say, in the order of the table; one for all where there are none.
function panels(found, columns) {
  const axes = columns.filter(({ axis }) => axis).map(({ at }) => at);
  const parts = new Map();
  for (const one of found) {
    const name = label_of(one.cells, axes);
    parts.set(name, [...(parts.get(name) ?? []), one]);
  }
  return parts;
}

function draw(figure, rows, columns, { kind, number, across }, language, words, say) {
  const all = points(rows, columns, across, number);
  // A line goes from value to value; a bar can also show a range.
  const drawn = ({ value, low }) => Number.isFinite(value) || (kind === "bars" && low !== undefined);
  const found = all.filter(drawn);
  const shown = kind === "bars" ? found.slice(0, MOST) : found;
  const width = Math.max(Math.min(figure.clientWidth - 28, 900), 260);
  const title = `${columns[number].name} – ${across.map((at) => columns[at].name).join(" · ")}`;
  const parts = panels(shown, columns);
  const pictures = [...parts].flatMap(([name, members]) => {
    const picture = kind === "bars" ? bars(members, width) : line(members, width, across.length === 1 ? columns[across[0]].kind : "", language);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${words[kind]}: ${title}${name ? `: ${name}` : ""}`);
    return name ? [Object.assign(document.createElement("p"), { className: "panel", textContent: name }), picture] : [picture];
  });
  const caption = document.createElement("figcaption");
  const told = [`${title}.`, say("charted", { count: shown.length })];
  if (parts.size > 1) told.push(say("chart-apart", { count: parts.size }));
  if (!columns.some(({ axis }) => axis) && !columns[number].unit) told.push(say("chart-unitless", {}));
  if (shown.length < found.length) told.push(say("charts-most", { count: MOST }));
  caption.textContent = told.join(" ");
  figure.replaceChildren(...pictures, caption, ...silent(all.filter((one) => !drawn(one)), columns, say));
}

// The rows that nothing is drawn of, each with its state, its reason and the words that it was read from, as far as the table has them.
function silent(left, columns, say) {
  if (!left.length) return [];
  const telling = ["state", "reason", "lower", "upper", "printed"].flatMap((name) => columns.filter(({ called }) => called === name));
  const list = Object.assign(document.createElement("ul"), { className: "undrawn" });
  list.append(...left.map(({ cells, label }) => {
    const said = telling.map(({ at, name }) => [name, words_of(cells[at])]).filter(([, text]) => text && !label.includes(text));
    return Object.assign(document.createElement("li"), { textContent: [label, ...said.map(([name, text]) => `${name}: ${text}`)].join("; ") });
  }));
  return [Object.assign(document.createElement("p"), { className: "left", textContent: say("chart-left", { count: left.length }) }), list];
}

function room(texts) {
  return Math.max(0, ...texts.map((text) => text.length)) * LETTER;
}

// A text in lines that fit; a word that is longer than a line is broken.
function wrapped(text, width) {
  const most = Math.max(Math.floor(width / LETTER), 8);
  const lines = [""];
  for (const word of text.split(" ").flatMap((one) => one.match(new RegExp(`.{1,${most}}`, "gu")) ?? [])) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function scale(found, from, to) {
  const values = found.flatMap(({ value, low = value, high = value }) => [value, low, high]).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values) || 1];
  return Object.assign((value) => from + ((value - low) / (high - low)) * (to - from), { low, high });
}

// Names stand above their bars, and numbers behind them in a margin that holds the longest one; where that leaves no bar, behind the names.
function bars(found, width) {
  const margin = room(found.map(({ said }) => said)) + 10;
  const behind = margin <= width / 2;
  const names = found.map(({ label, said }) => wrapped(behind ? label : `${label}: ${said}`, width));
  const height = names.reduce((sum, lines) => sum + lines.length * LINE + BAR + 10, 0);
  const made = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const at = scale(found, 1, behind ? width - margin : width);
  let top = 0;
  found.forEach(({ label, said, value, low, high }, place) => {
    const group = svg("g", {});
    group.append(svg("title", {}, `${label}: ${said}`));
    for (const text of names[place]) {
      top += LINE;
      group.append(svg("text", { x: 0, y: top - 4 }, text));
    }
    const [from, to] = Number.isFinite(value) ? [at(0), at(value)].sort((one, two) => one - two) : [at(low), at(high)];
    if (Number.isFinite(value)) group.append(svg("rect", { class: "bar", x: from, y: top, width: Math.max(to - from, 1), height: BAR }));
    if (low !== undefined) group.append(interval(at(low), at(high), top));
    if (behind) group.append(svg("text", { class: "dim", x: Math.max(to, low === undefined ? to : at(high)) + 6, y: top + 12 }, said));
    top += BAR + 10;
    made.append(group);
  });
  return made;
}

// From bound to bound, with an end at each.
function interval(from, to, top) {
  const middle = top + BAR / 2;
  return svg("path", { class: "interval", d: `M${from} ${middle}H${to}M${from} ${top + 2}V${top + BAR - 2}M${to} ${top + 2}V${top + BAR - 2}` });
}

function line(found, width, kind, language) {
  const [right, top, bottom] = [16, 12, 28];
  const made = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const measured = (label) => (kind === "date" ? Date.parse(label) : Number.parseFloat(label.replace(/[^0-9,.\u2212-]/g, "").replace("\u2212", "-").replace(",", ".")));
  const placed = found.map((one, place) => ({ ...one, x: kind ? measured(one.label) : place })).filter(({ x }) => Number.isFinite(x));
  if (kind) placed.sort((one, two) => one.x - two.x);
  const up = scale(placed, HEIGHT - bottom, top);
  const ticks = [0, 1, 2, 3, 4].map((tick) => up.low + ((up.high - up.low) * tick) / 4);
  const form = (value, options) => value.toLocaleString(language, options).replace("-", "\u2212");
  const plain = (value) => form(value, { maximumFractionDigits: 1 });
  // Numbers that would leave no room for the line are written as a power of ten.
  const said_of = room(ticks.map(plain)) + 12 <= width / 2 ? plain : (value) => form(value, { notation: "scientific", maximumFractionDigits: 2 });
  const left = room(ticks.map(said_of)) + 12;
  const [first, last] = [placed[0]?.x ?? 0, placed.at(-1)?.x ?? 1];
  const along = (x) => left + (last === first ? 0.5 : (x - first) / (last - first)) * (width - left - right);
  for (const value of ticks) {
    made.append(svg("line", { class: "axis", x1: left, x2: width - right, y1: up(value), y2: up(value) }));
    made.append(svg("text", { class: "dim", x: left - 8, y: up(value) + 4, "text-anchor": "end" }, said_of(value)));
  }
  // Several values of one date are of different things: a line through them would say nothing.
  const single = new Set(placed.map(({ x }) => x)).size === placed.length;
  if (single) made.append(svg("polyline", { class: "curve", points: placed.map(({ x, value }) => `${along(x)},${up(value)}`).join(" ") }));
  for (const { label, said, x, value } of placed) {
    const dot = svg("circle", { class: "dot", cx: along(x), cy: up(value), r: 3.5 });
    dot.append(svg("title", {}, `${label}: ${said}`));
    made.append(dot);
  }
  const ends = placed.length > 1 ? [[placed[0], "start"], [placed.at(-1), "end"]] : [];
  for (const [{ label, x }, anchor] of ends) {
    made.append(svg("text", { class: "dim", x: along(x), y: HEIGHT - 8, "text-anchor": anchor }, wrapped(label, width / 2)[0]));
  }
  return made;
}
