// Names completed from the terms of the release: by prefix, name or label in any language; their prefixes are declared with them.

const MOST = 60;
const WORD = /[<\p{L}\p{N}_:.\-/#]+$/u;
const DECLARING = /\bPREFIX\s+([\w-]*)$/i;

export class Completion {
  constructor(address, language, words, say) {
    Object.assign(this, { address, language, words, say, loading: null });
  }

  // The terms, asked for when the first is needed; none where the server does not answer.
  load() {
    this.loading ??= fetch(this.address)
      .then((response) => response.json())
      .then((found) => this.read(found))
      .catch(() => ((this.loading = null), { prefixes: {}, terms: [] }));
    return this.loading;
  }

  read({ languages, prefixes, terms }) {
    const count = languages.length;
    const mine = languages.indexOf(this.language);
    return {
      prefixes,
      terms: terms.map((row) => ({
        written: row[0],
        kind: row[1],
        of: row[2 + mine],
        used: row[2 + count],
        label: row[3 + count + mine],
        words: [row[0], ...row.slice(3 + count)].join("\n").toLowerCase(),
      })),
    };
  }

  follow(editor) {
    editor.on("inputRead", async (_, change) => {
      const typed = change.text.join("\n");
      if (change.origin !== "+input" || !/[\p{L}\p{N}:?$_-]$/u.test(typed)) return;
      const { prefixes } = await this.load();
      const before = this.before(editor);
      const prefix = before.match(/(?:^|[\s({^/|!,;])([\w-]+):$/)?.[1];
      if (prefix in prefixes && !this.quoted(editor) && !/\bPREFIX\s+[\w-]+:$/i.test(before)) declare(editor, prefix, prefixes);
      const word = before.match(WORD)?.[0] ?? before.match(/[?$]\w*$/)?.[0] ?? "";
      if (word.length > 1 && !editor.state.completionActive) this.show(editor);
    });
  }

  before(editor) {
    const { line, ch } = editor.getDoc().getCursor();
    return editor.getDoc().getLine(line).slice(0, ch);
  }

  quoted(editor) {
    return /\b(?:comment|string)(?!-)/.test(editor.getTokenAt(editor.getDoc().getCursor()).type ?? "");
  }

  show(editor) {
    const hint = async () => {
      const found = await this.hints(editor);
      setTimeout(() => this.named()); // the list is drawn when this is told
      return found;
    };
    editor.showHint({ hint, completeSingle: false, closeCharacters: /[\s()[\]{};,>]/, container: document.body });
  }

  named() {
    const list = document.querySelector(".CodeMirror-hints");
    list?.setAttribute("aria-label", this.words.names);
    list?.setAttribute("tabindex", "0");
  }

  async hints(editor) {
    const { prefixes, terms } = await this.load();
    const to = editor.getDoc().getCursor();
    const before = this.before(editor);
    const span = (word) => ({ from: { line: to.line, ch: to.ch - word.length }, to });
    if (this.quoted(editor)) return null;
    const declaring = before.match(DECLARING);
    if (declaring) {
      const fits = Object.entries(prefixes).filter(([prefix]) => prefix.startsWith(declaring[1].toLowerCase()));
      return { list: fits.map(([prefix, iri]) => ({ text: `${prefix}: <${iri}>`, displayText: `${prefix}: ${iri}` })), ...span(declaring[1]) };
    }
    const variable = before.match(/[?$]\w*$/)?.[0];
    if (variable) {
      const known = new Set(editor.getValue().match(/[?$]\w+/g) ?? []);
      known.delete(variable);
      return { list: [...known].filter((one) => one.startsWith(variable)).sort(), ...span(variable) };
    }
    const word = before.match(WORD)?.[0] ?? "";
    const likely = this.likely(editor, before.slice(0, before.length - word.length));
    const found = ranked(terms, word.toLowerCase(), likely).slice(0, MOST);
    return { list: found.map((term) => this.hint(term, prefixes)), ...span(word) };
  }

  // What may stand here: a class behind rdf:type, a property where the grammar takes "a".
  likely(editor, before) {
    if (/(?:^|[\s;])(?:a|rdf:type)\s+$/.test(before)) return "class";
    const { line } = editor.getDoc().getCursor();
    const state = editor.getTokenAt({ line, ch: before.length }, true).state;
    return state.possibleCurrent?.includes("a") || state.possibleNext?.includes("a") ? "property" : "";
  }

  hint(term, prefixes) {
    return {
      text: term.written,
      hint: (editor, data) => {
        editor.replaceRange(term.written, data.from, data.to, "complete");
        const prefix = term.written.split(":", 1)[0];
        if (!term.written.startsWith("<") && prefix in prefixes) declare(editor, prefix, prefixes);
      },
      render: (item) => {
        const part = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
        item.append(part("named", term.label || term.written), part("written", term.label ? term.written : ""));
        item.append(part("about", [this.words[term.kind], term.of, term.used ? this.say("used", { count: term.used }) : ""].filter(Boolean).join(" · ")));
      },
    };
  }
}

function ranked(terms, word, likely) {
  const bare = word.replace(/^</, "");
  const rank = ({ written, label, words }) => {
    const name = written.toLowerCase();
    if (name.startsWith(word)) return 0;
    if (name.slice(name.indexOf(":") + 1).startsWith(bare)) return 1;
    if (label.toLowerCase().startsWith(bare)) return 2;
    return words.includes(` ${bare}`) || words.includes(`\n${bare}`) ? 3 : 4;
  };
  return terms
    .filter((term) => term.words.includes(bare))
    .map((term) => ({ term, order: [likely && term.kind !== likely ? 1 : 0, rank(term), -term.used] }))
    .sort((one, two) => one.order[0] - two.order[0] || one.order[1] - two.order[1] || one.order[2] - two.order[2])
    .map(({ term }) => term);
}

// The declaration of a prefix at the head of the text, where it is missing: the query then runs in any tool.
export function declare(editor, prefix, prefixes) {
  const lines = editor.getValue().split("\n");
  const declared = lines.map((line) => line.match(/^\s*PREFIX\s+([\w-]*):/i)?.[1]);
  if (declared.includes(prefix)) return;
  const line = declared.findLastIndex((one) => one !== undefined) + 1;
  const gap = line === 0 && lines[0].trim() ? "\n" : "";
  editor.getDoc().replaceRange(`PREFIX ${prefix}: <${prefixes[prefix]}>\n${gap}`, { line, ch: 0 }, undefined, "complete");
}
