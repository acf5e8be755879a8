"""The runs of a Word document: their text, and which are hidden, raised or struck through.

How a run looks is said by itself, or else by its style, or else by the style of its paragraph
(ECMA-376, part 1, 17.7.2). What a whole document or table has by default marks nothing out.
"""

import re
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Wrappers whose content stands where they stand.
WRAPPERS = {
    *(qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")),
    *(qn("w:customXml"), qn("w:hyperlink"), qn("w:fldSimple"), qn("w:r")),
    *(qn("w:dir"), qn("w:bdo"), qn("w:ruby"), qn("w:rubyBase")),
    *(f"{_MARKUP}AlternateContent", f"{_MARKUP}Choice"),
}
_NO_MEANING = "\ufffd"
_TEXT, _SYMBOL = qn("w:t"), qn("w:sym")
# A field: what it is to do, and between its marks what that gave (ECMA-376, part 1, 17.16.18).
_FIELD, _INSTRUCTION = qn("w:fldChar"), qn("w:instrText")
_DRAWN = re.compile(r"\s*EQ\b", re.IGNORECASE)  # shows what its instruction draws
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:noBreakHyphen"): "-",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    f"{_MATH}oMath": _NO_MEANING,  # a formula: its pieces in a row are not what it says
    f"{_MATH}oMathPara": _NO_MEANING,
}
# Where Word puts the characters of fonts that are no alphabet, such as Symbol and Wingdings
# (ECMA-376, part 1, 17.3.3.30). What is seen there, the font alone knows.
# Halves of a pair mean nothing either.
_WITHOUT_MEANING = re.compile("[\uf000-\uf0ff\ud800-\udfff]")

_RUN, _PROPERTIES = qn("w:r"), qn("w:rPr")
_RUN_STYLE, _PARAGRAPH_STYLE = qn("w:rStyle"), qn("w:pStyle")
_VALUE = qn("w:val")
_ON = {"true", "1", "on", "superscript"}
# The properties that say how a run looks.
_POSITION = qn("w:position")
_HIDDEN, _RAISED = {qn("w:vanish")}, {qn("w:vertAlign"), _POSITION}
# Text that is set so much higher than its line is raised, in half points.
_HIGHER = 6
_STRUCK = {qn("w:strike"), qn("w:dstrike")}


@dataclass(frozen=True)
class Marks:
    """The runs that may be no part of the number beside them."""

    raised: set[Any]
    struck: set[Any]


def text_of(element: Any, without: Container[Any] = ()) -> str:
    """Give the text of a paragraph as it stands after all tracked changes, less some runs."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            parts.append(_WITHOUT_MEANING.sub(_NO_MEANING, child.text or ""))
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == _INSTRUCTION and _DRAWN.match(child.text or ""):
            parts.append(_NO_MEANING)
        elif tag == _SYMBOL:
            parts.append(_symbol(child.get(qn("w:char"), "")))
        elif tag in WRAPPERS and child not in without:
            parts.append(text_of(child, without))
    return "".join(parts)


def _symbol(code: str) -> str:
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):  # no code at all, or none of Unicode
        return _NO_MEANING
    return _WITHOUT_MEANING.sub(_NO_MEANING, char)


def drop_instructions(body: Any) -> None:
    """Take out of the tree what a field gave that stands in the instruction of another."""
    if next(body.iter(_FIELD), None) is None:
        return  # as in most documents
    for paragraph in body.iter(qn("w:p")):
        fields: list[bool] = []  # whether what follows is of its instruction, innermost last
        for element in paragraph.iter(_FIELD, _TEXT):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                fields.append(True)
            elif kind and fields:
                fields[-1:] = [False] if kind == "separate" else []
            elif any(fields[:-1]):
                element.text = ""


def drop_hidden(body: Any, styles: Any) -> None:
    """Take the runs out of the tree that are not printed, and what is anchored in them."""
    for run in _runs_with(_HIDDEN, body, styles):
        run.getparent().remove(run)


def marks_in(body: Any, styles: Any) -> Marks:
    """Find the runs that are raised or struck through; `styles` may be None."""
    return Marks(_runs_with(_RAISED, body, styles), _runs_with(_STRUCK, body, styles))


def is_on(properties: Any, tags: Container[str]) -> bool | None:
    """Whether one of these properties is switched on; None if nothing is said of them."""
    said = [_is_on(child) for child in properties if child.tag in tags]
    return any(said) if said else None


def _is_on(said: Any) -> bool:
    value = said.get(_VALUE, "true")
    if said.tag == _POSITION:
        return value.isdecimal() and int(value) >= _HIGHER
    return value in _ON


def _runs_with(look: Collection[str], body: Any, styles: Any) -> set[Any]:
    by_style = {} if styles is None else _by_style(look, styles)
    looking_so = {style for style, on in by_style.items() if on}
    named = body.iter(_RUN_STYLE, _PARAGRAPH_STYLE) if looking_so else ()
    if next(body.iter(*look), None) is None and not any(
        name.get(_VALUE) in looking_so for name in named
    ):
        return set()  # as in most documents
    return {run for run in body.iter(_RUN) if _looks_so(run, look, by_style)}


def _looks_so(run: Any, look: Collection[str], by_style: Mapping[str, bool]) -> bool:
    properties = run.find(_PROPERTIES)
    if properties is not None:
        said = is_on(properties, look)
        if said is None:
            said = _named(properties.find(_RUN_STYLE), by_style)
        if said is not None:
            return said
    paragraph = next(run.iterancestors(qn("w:p")), None)
    style = None if paragraph is None else paragraph.find(f"{qn('w:pPr')}/{_PARAGRAPH_STYLE}")
    return bool(_named(style, by_style))


def _named(style: Any, by_style: Mapping[str, bool]) -> bool | None:
    return None if style is None else by_style.get(style.get(_VALUE))


def _by_style(look: Collection[str], styles: Any) -> dict[str, bool]:
    """Give what styles say of a look, themselves or by the style that they are based on."""
    if next(styles.iter(*look), None) is None:
        return {}
    based_on, said = dict[str, str](), dict[str, bool]()
    for style in styles.iter(qn("w:style")):
        name, above = style.get(qn("w:styleId"), ""), style.find(qn("w:basedOn"))
        based_on[name] = "" if above is None else above.get(_VALUE, "")
        properties = style.find(_PROPERTIES)
        if properties is not None and (on := is_on(properties, look)) is not None:
            said[name] = on
    for name in based_on:
        line = [name]  # a style, that below it, and so on; a damaged document may lead in a circle
        while line[-1] not in said and (under := based_on.get(line[-1])) and under not in line:
            line.append(under)
        if line[-1] in said:
            said[name] = said[line[-1]]
    return said
