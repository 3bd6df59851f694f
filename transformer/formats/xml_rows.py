"""Rows of an XML fixture, with positions.

expat reports the byte at which each element starts. Document types are refused, as Django's own
deserializer does: without them there are no entities, so nothing can grow or reach outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from transformer.contents import View
from transformer.formats.nodes import Items, Mapping, Node, NoFixture, Row, Scalar, Unparsable

_CHUNK = 1 << 16
_ATTRIBUTE = re.compile(rb"\s+([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_OPENING = re.compile(rb"<[\w.:-]+(?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*")


def xml_rows(view: View) -> Iterator[Row]:
    """Raises NoFixture and Unparsable."""
    reader = _Reader(view)
    try:
        for at in range(0, len(view), _CHUNK):
            reader.parser.Parse(view[at : at + _CHUNK], False)
            yield from reader.taken()
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise Unparsable(str(error)) from None
    yield from reader.taken()


class _Reader:
    """Follows the elements; the state is the row, the field and the list that are open."""

    def __init__(self, view: View) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = _refuse
        self._view = view
        self._rows: list[Row] = []
        self._depth = 0
        self._model: Scalar | None = None
        self._fields: list[tuple[Scalar, Node]] = []
        self._related: list[Scalar] = []
        self._field: Scalar | None = None
        self._naturals: list[Node] = []
        self._objects: list[Node] = []
        self._text = ""
        self._text_at = 0

    def taken(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._text = ""
        if self._depth == 1 and name != "django-objects":
            raise NoFixture
        if self._depth == 2 and name == "object" and "model" in attributes:
            self._model = self._attribute("model", attributes)
            self._fields, self._related = [], []
        elif self._depth == 3 and name == "field" and "name" in attributes:
            self._field = self._attribute("name", attributes)
            self._naturals, self._objects = [], []
            if "to" in attributes:
                self._related.append(self._attribute("to", attributes))
        elif self._depth == 4 and name == "object":
            self._naturals = []

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name == "natural":
            self._naturals.append(self._scalar())
        elif self._depth == 3 and name == "object":
            self._objects.append(Items(tuple(self._naturals)))
            self._naturals = []
        elif self._depth == 2 and name == "field" and self._field is not None:
            listed = self._objects or self._naturals
            self._fields.append((self._field, Items(tuple(listed)) if listed else self._scalar()))
            self._field = None
        elif self._depth == 1 and self._model is not None:
            self._rows.append(Row(self._model, Mapping(tuple(self._fields)), tuple(self._related)))
            self._model = None
        self._text = ""

    def _data(self, data: str) -> None:
        if not self._text:
            self._text_at = self.parser.CurrentByteIndex
        self._text += data

    def _scalar(self) -> Scalar:
        """The text so far; Django strips it."""
        value = self._text.strip()
        start = self._text_at + len(self._text[: self._text.find(value)].encode())
        return self._checked(start, value)

    def _attribute(self, name: str, attributes: dict[str, str]) -> Scalar:
        at = self.parser.CurrentByteIndex
        opening = _OPENING.match(self._view, at)
        for found in _ATTRIBUTE.finditer(opening[0]) if opening else ():
            if found[1] == name.encode():
                start = at + found.start(2 if found[2] is not None else 3)
                return self._checked(start, attributes[name])
        return Scalar(at, at, attributes[name], editable=False)

    def _checked(self, start: int, value: str) -> Scalar:
        raw = value.encode()
        same = self._view[start : start + len(raw)] == raw
        return Scalar(start, start + len(raw), value, editable=same)


def _refuse(*_: object) -> None:
    raise Unparsable("the file declares a document type, which Django refuses to load")
