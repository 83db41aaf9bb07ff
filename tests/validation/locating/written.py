"""Small graphs written by hand, in every form of RDF and many ways of writing, each object on a line that is known."""

from __future__ import annotations

import json
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

E, XSD, RDF = "http://e.org/", "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SHORT = {"integer", "decimal", "double", "boolean"}


class Value(NamedTuple):
    """An object: ``kind`` is the local name of a datatype of XSD, ``@`` and a language, or ``iri``."""

    words: str
    kind: str


class Said(NamedTuple):
    """A triple: local names of subject and predicate, and the object."""

    subject: str
    predicate: str
    value: Value


Written = tuple[str, list[tuple[Said, int]]]
"""A text, and each triple with the line from 1 on which its object begins."""
WORDS = [
    "x",
    "07",
    "7",
    "1.0",
    "true",
    "ы",
    'say "x"',
    "a\\b",
    "two\nlines",
    " x ",
    "<&'>",
    "",
    "http://e.org/x",
    "# no",
    "}",
    "@en",
    "\U0001f600",
]
VALUES = [
    *(Value(words, "string") for words in WORDS),
    *(Value(words, "@en") for words in ("x", "ы", "7")),
    Value("x", "@ru"),
    *(Value(words, "integer") for words in ("7", "07", "+7", "-0", "0", "70", "x")),
    *(Value(words, kind) for words in ("7", "07", "1") for kind in ("int", "nonNegativeInteger", "byte", "gYear")),
    *(Value(words, "decimal") for words in ("7.0", "7", "1.0", "1.00", "01", "0.50", ".5")),
    *(Value(words, "double") for words in ("7", "1e0", "1.0E0", "10.0E-1", "NaN", "INF")),
    *(Value(words, "float") for words in ("1", "1.0")),
    *(Value(words, "boolean") for words in ("1", "true", "0", "false", "TRUE")),
    *(Value(words, "dateTime") for words in ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0Z", "2020-01-01T00:00:00+00:00", "2020-01-01")),
    *(Value(words, "date") for words in ("2020-01-01", "2020-01-01Z", "2020-01-01+00:00")),
    *(Value(words, "duration") for words in ("P1Y", "P12M", "P1D", "PT24H")),
    *(Value(name, "iri") for name in ("a", "b", "x", "é")),
]
SUBJECTS, PREDICATES = ["a", "b", "é"], ["p", "q"]


def lines(said: list[Said], random: Random, *, graphs: bool) -> Written:
    """N-Triples or N-Quads."""
    end, where = random.choice(["\n", "\r\n"]), []
    texts: list[str] = []
    for one in said:
        while random.random() < 0.2:
            texts.append(random.choice(["", "# " + _line(one, " "), "\t"]))
        blank = random.choice([" ", " ", "\t", "  ", ""])
        graph = random.choice(["", f"<{E}g>{blank}"]) if graphs else ""
        indent = random.choice(["", "", "", "  "])
        texts.append(indent + _line(one, blank, escaped=random.random() < 0.3) + graph + random.choice([".", " .", ". # x"]))
        where.append((one, len(texts)))
    return end.join(texts) + random.choice(["", end]), where


def _line(one: Said, blank: str, *, escaped: bool = False) -> str:
    def ascii_(text: str) -> str:
        return text if not escaped else "".join(c if c.isascii() else f"\\U{ord(c):08X}" for c in text)

    value = f"<{E}{one.value.words}>" if one.value.kind == "iri" else _quoted(one.value, '"', f"^^<{XSD}{one.value.kind}>")
    return ascii_(f"<{E}{one.subject}>{blank}<{E}{one.predicate}>{blank}{value}{blank}")


def _quoted(value: Value, quote: str, datatype: str) -> str:
    words = value.words.replace("\\", "\\\\").replace(quote[0], "\\" + quote[0])
    if len(quote) == 1:
        words = words.replace("\n", "\\n")
    return f"{quote}{words}{quote}" + (value.kind if value.kind[0] == "@" else "" if value.kind == "string" else datatype)


def terse(said: list[Said], random: Random, *, graphs: bool) -> Written:
    """Turtle or TriG: an object a line, sharing subject and predicate with the line before where it can."""
    end, where = random.choice(["\n", "\n", "\r\n"]), []
    text = f"@prefix : <{E}> .{end}PREFIX xsd: <{XSD}>{end}"
    before: Said | None = None
    inside = False
    for one in said:
        if before is None:
            text += ":g {" + end if graphs and (inside := random.random() < 0.5) else ""
        shared = 0 if before is None or before.subject != one.subject else 2 if before.predicate == one.predicate else 1
        shared = random.randint(0, shared)
        if before is not None:
            text += random.choice(["", " "]) if shared else " "
            text += (".", ";", ",")[shared] + random.choice(["", " # :a :p 7, '07' ."]) + end
            if not shared and graphs and random.random() < 0.3:
                text += "}" + end if inside else ""
                inside = not inside
                text += ":g {" + end if inside else ""
        text += ("", f":{one.subject} ", "")[1 if shared == 0 else 0] + (
            f":{one.predicate}" + random.choice([" ", "\t", end]) if shared < 2 else ""
        )
        where.append((one, text.count("\n") + 1))
        text += _terse(one.value, random)
        before = one
    return text + " ." + end + ("}" if inside else ""), where


def _terse(value: Value, random: Random) -> str:
    if value.kind == "iri":
        return random.choice([f":{value.words}", f"<{E}{value.words}>"])
    plain = {"integer": "+-0123456789", "decimal": "+-.0123456789", "double": "+-.eE0123456789", "boolean": "truefalse"}.get(value.kind)
    fits = plain and value.words and set(value.words) <= set(plain) and random.random() < 0.7
    shaped = {
        "integer": lambda words: True,
        "decimal": lambda words: "." in words,
        "double": lambda words: "e" in words.lower(),
        "boolean": lambda words: words in ("true", "false"),
    }
    if fits and shaped[value.kind](value.words):
        return value.words
    quotes = ['"', "'"] + (['"""', "'''"] if value.words[-1:] not in ("'", '"') else [])
    return _quoted(value, random.choice(quotes), random.choice([f"^^xsd:{value.kind}", f"^^<{XSD}{value.kind}>"]))


def xml(said: list[Said], random: Random) -> Written:
    """RDF/XML: an element a value, or an attribute."""
    where: list[tuple[Said, int]] = []
    text = f'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="{E}">\n'
    for one in said:
        text += f"<rdf:Description rdf:about={quoteattr(E + one.subject)}" + random.choice(["", "\n"])
        value, body = one.value, escape(one.value.words)
        if value.kind == "string" and "\n" not in value.words and random.random() < 0.3:
            text += " "
            where.append((one, text.count("\n") + 1))
            text += f"e:{one.predicate}={quoteattr(value.words)}/>\n"
            continue
        text += ">" + random.choice(["", "\n", f"\n<!-- <e:{one.predicate}>{body.replace('-', '')}</e:{one.predicate}> -->\n"])
        if value.kind == "iri":
            where.append((one, text.count("\n") + 1))
            text += f"<e:{one.predicate} rdf:resource={quoteattr(E + value.words)}/>"
        else:
            kind = f' xml:lang="{value.kind[1:]}"' if value.kind[0] == "@" else f' rdf:datatype="{XSD}{value.kind}"'
            text += f"<e:{one.predicate}{'' if value.kind == 'string' else kind}" + random.choice(["", "\n"]) + ">"
            where.append((one, text.count("\n") + 1))
            if body and random.random() < 0.2:
                body = "".join(f"&#{ord(c)};" for c in value.words)
            text += body + f"</e:{one.predicate}>"
        text += random.choice(["", "\n"]) + "</rdf:Description>\n"
    return text + "</rdf:RDF>\n", where


def jsonld(said: list[Said], random: Random) -> Written:
    """JSON-LD: a node object a triple, or the values of a predicate in a list."""
    where: list[tuple[Said, int]] = []
    text = f'{{"@context": {{"e": "{E}", "xsd": "{XSD}", "t": {{"@id": "e:p", "@type": "xsd:int"}}}},\n"@graph": [\n'
    for number, one in enumerate(said):
        text += ",\n" if number else ""
        key = "t" if one.predicate == "p" and one.value.kind == "int" and random.random() < 0.5 else f"e:{one.predicate}"
        begin, close = random.choice([("", ""), ("[", "]"), ("[\n", "\n]"), ('{"@set": [', "]}")])
        text += f'{{"@id": {json.dumps("e:" + one.subject, ensure_ascii=random.random() < 0.5)}, "{key}": {begin}'
        where.append((one, text.count("\n") + 1))
        text += _json(one.value, key, random) + close + "}"
    return text + "\n]}\n", where


def _json(value: Value, key: str, random: Random) -> str:
    if value.kind == "iri":
        return json.dumps({"@id": f"e:{value.words}"})
    if value.kind[0] == "@":
        return json.dumps({"@value": value.words, "@language": value.kind[1:]})
    if key == "t" or (value.kind == "string" and random.random() < 0.7):
        return json.dumps(value.words)
    if value == Value("true", "boolean") or value == Value("false", "boolean") or value in (Value("7", "integer"), Value("0", "integer")):
        return value.words
    return json.dumps({"@value": value.words, "@type": f"xsd:{value.kind}"}, indent=None)


def written(name: str, said: list[Said], random: Random) -> Written:
    """A graph in the form that a file name asks for."""
    if name.endswith((".nt", ".nq")):
        return lines(said, random, graphs=name.endswith(".nq"))
    if name.endswith((".ttl", ".trig")):
        return terse(said, random, graphs=name.endswith(".trig"))
    return xml(said, random) if name.endswith(".rdf") else jsonld(said, random)
