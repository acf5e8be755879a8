"""What the scripts of a page say: the values they hand to the CMS, and the JSON they carry."""

import json
import re
from typing import Any
from urllib.parse import unquote

# webid: '3095' · "columnid":"12" · &unitid=6101313& · webSiteCode[]=jxsgyhxxht · channelId: ['19']
_VALUE = r"""(?:"([^"'+<>\n]*)"|'([^"'+<>\n]*)'|([^\s"'&,;+(){}\[\]<>]+))"""
_NAMED = r"""(?<![\w$-]){name}(?:\[\])?["']?\s*[:=]\s*\[?\s*{value}"""


def told(text: str, *names: str) -> dict[str, str]:
    """Give the first value that a text sets each name to; names it does not set are left out."""
    text = text.replace("&amp;", "&")
    found = {}
    for name in names:
        pattern = _NAMED.format(name=re.escape(name), value=_VALUE)
        values = ["".join(groups) for groups in re.findall(pattern, text)]
        if values:
            found[name] = unquote(next((value for value in values if value), ""))
    return found


def carried_list(text: str, name: str) -> list[dict[str, Any]]:
    """Give the objects of the first JSON list that stands behind a name; none if there is none."""
    for place in re.finditer(rf"""\b{re.escape(name)}["']?\s*[:=]\s*(?=\[)""", text):
        try:
            value, _ = json.JSONDecoder().raw_decode(text, place.end())
        except ValueError:
            continue
        return [each for each in value if isinstance(each, dict)]
    return []


def number(text: str | None) -> int | None:
    """Read a count that a page tells; None if it tells none."""
    return int(text) if text and text.isdecimal() else None
