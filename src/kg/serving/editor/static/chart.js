// A chart of the rows that are shown: bars or a line of a column of numbers, drawn as SVG. The table below has the same values in words.

const MOST = 60;
const HEIGHT = 320;
const ROW = 26;

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
  const columns = [...table.tHead.rows[0].cells].map((cell, at) => ({ at, name: cell.textContent, kind: cell.dataset.kind ?? "" }));
  const numbers = columns.filter((column) => column.kind === "number");
  if (!numbers.length || columns.length < 2) return;
  // A series in time is a line; else names are told apart by bars.
  const told = columns.find(({ kind }) => kind === "date") ?? columns.find(({ kind }) => !kind) ?? columns.find((column) => column !== numbers.at(-1));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", id: "charting", textContent: words.chart });
  button.setAttribute("aria-expanded", "false");
  const fields = Object.assign(document.createElement("div"), { className: "charting", hidden: true });
  const figure = Object.assign(document.createElement("figure"), { className: "drawn", hidden: true });
  const [kindField, kind] = choice("chart-kind", words.chart, [["bars", words.bars], ["line", words.line]]);
  const [numberField, number] = choice("chart-number", words.number, numbers.map(({ at, name }) => [at, name]));
  const [acrossField, across] = choice("chart-across", words.across, columns.map(({ at, name }) => [at, name]));
  number.value = numbers.find((column) => column !== told)?.at ?? numbers[0].at;
  across.value = told.at;
  kind.value = told.kind === "date" ? "line" : "bars";
  fields.append(kindField, numberField, acrossField);
  const redraw = () => draw(figure, points(table, across.value, number.value), kind.value, columns, [across.value, number.value], language, words, say);
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
  return (cell.querySelector("a, bdi") ?? cell).textContent;
}

function points(table, across, number) {
  return [...table.tBodies[0].rows]
    .map(({ cells }) => ({ label: words_of(cells[across]), said: words_of(cells[number]), value: Number.parseFloat(words_of(cells[number])) }))
    .filter(({ value }) => Number.isFinite(value));
}

function draw(figure, found, kind, columns, [across, number], language, words, say) {
  const shown = kind === "bars" ? found.slice(0, MOST) : found;
  const width = Math.max(Math.min(figure.clientWidth - 28, 900), 260);
  const title = `${columns[number].name} – ${columns[across].name}`;
  const picture = kind === "bars" ? bars(shown, width, language) : line(shown, width, columns[across].kind, language);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", `${words[kind]}: ${title}`);
  const caption = document.createElement("figcaption");
  caption.textContent = `${title}. ${say("charted", { count: shown.length })}${shown.length < found.length ? ` ${say("charts-most", { count: MOST })}` : ""}`;
  figure.replaceChildren(picture, caption);
}

function short(text, width) {
  const most = Math.max(Math.floor(width / 7.4), 4);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function scale(found, from, to) {
  const low = Math.min(0, ...found.map(({ value }) => value));
  const high = Math.max(0, ...found.map(({ value }) => value)) || 1;
  return Object.assign((value) => from + ((value - low) / (high - low)) * (to - from), { low, high });
}

function bars(found, width, language) {
  const left = Math.round(width * 0.36);
  const made = svg("svg", { viewBox: `0 0 ${width} ${found.length * ROW}`, width, height: found.length * ROW });
  const at = scale(found, left, width - 64);
  found.forEach(({ label, said, value }, place) => {
    const middle = place * ROW + ROW / 2;
    const group = svg("g", {});
    group.append(svg("title", {}, `${label}: ${said}`));
    group.append(svg("text", { x: left - 8, y: middle + 4, "text-anchor": "end" }, short(label, left - 8)));
    const [from, to] = [at(0), at(value)].sort((one, two) => one - two);
    group.append(svg("rect", { class: "bar", x: from, y: middle - 8, width: Math.max(to - from, 1), height: 16 }));
    group.append(svg("text", { class: "dim", x: to + 6, y: middle + 4 }, value.toLocaleString(language)));
    made.append(group);
  });
  return made;
}

function line(found, width, kind, language) {
  const [left, right, top, bottom] = [64, 16, 12, 28];
  const made = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const measured = (label) => (kind === "date" ? Date.parse(label) : Number.parseFloat(label));
  const placed = found.map((one, place) => ({ ...one, x: kind ? measured(one.label) : place })).filter(({ x }) => Number.isFinite(x));
  if (kind) placed.sort((one, two) => one.x - two.x);
  const up = scale(placed, HEIGHT - bottom, top);
  const [first, last] = [placed[0]?.x ?? 0, placed.at(-1)?.x ?? 1];
  const along = (x) => left + (last === first ? 0.5 : (x - first) / (last - first)) * (width - left - right);
  for (let tick = 0; tick < 5; tick += 1) {
    const value = up.low + ((up.high - up.low) * tick) / 4;
    made.append(svg("line", { class: "axis", x1: left, x2: width - right, y1: up(value), y2: up(value) }));
    made.append(svg("text", { class: "dim", x: left - 8, y: up(value) + 4, "text-anchor": "end" }, value.toLocaleString(language, { maximumFractionDigits: 1 })));
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
    made.append(svg("text", { class: "dim", x: along(x), y: HEIGHT - 8, "text-anchor": anchor }, short(label, width / 2)));
  }
  return made;
}
