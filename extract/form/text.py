"""Printed text made comparable: width, white space, radicals, brackets and numerals folded."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

# CJK radicals (U+2E80–2EFF) that PDF fonts put in place of the character itself; the Kangxi block
# (U+2F00–2FDF) is folded by NFKC, this one is not. Unicode 16, EquivalentUnifiedIdeograph.txt. The
# last two are Kangxi radicals that NFKC folds to a form which simplified text does not use.
RADICALS = str.maketrans(
    "⺁⺃⺅⺉⺋⺍⺎⺐⺓⺖⺘⺙⺛⺜⺝⺡⺣⺤⺦⺨⺩⺪⺬⺭⺮⺯⺰⺲⺶⺸⺹⺺⺼⺽⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⺠⺟⻳⼾⾭",
    "厂乚亻刂㔾小兀尣幺忄扌攵旡日月氵灬爫丬犭王疋示礻竹糹纟罒羊羋耂肀月臼艹虎衤覀西见角讠贝车辶阝钅長镸长门阝雨青韦页风飞食饣𩙿马骨鬼鱼鸟卤麦黄黾齐齿龙民母龟户青",
)
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_ALL_RADICALS: dict[int, int | str] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FE0)},
    **RADICALS,
}
# All that NFKC changes in most prose. Done before it, they spare it nine tenths of its time.
_FULL_WIDTH = [(c, unicodedata.normalize("NFKC", c)) for c in "，：；（）？！０１２３４５６７８９"]
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_UNSEEN = re.compile(f"[{_NO_WIDTH}]")
_BLANKS = re.compile("[ \t\u00a0\u3000\u200b\ufeff]+")
# All that `readable` changes, but for what NFC does.
_NOT_AS_READ = re.compile("[ \t\u00a0\u3000\u200b\ufeff\u2e80-\u2fdf]")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
CHINESE_YEAR = re.compile(r"[二][〇○零0oO][〇○零一二三四五六七八九0-9]{2}(?=年)")
_CHINESE_DAY = re.compile(r"(?<=年)([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")

_SHORT = 100

_CJK = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018\u2019\u201c\u201d\u2026"
# The blank first: then the search is for it, and not for each Chinese character.
_BLANK_BESIDE_CJK = re.compile(rf" (?:(?<=[{_CJK}] )|(?=[{_CJK}]))")


def fold(text: str) -> str:
    """Fold width, compatibility forms and radicals, and drop all white space."""
    return _folded(text) if len(text) < _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=16384)  # labels and figures come again and again, prose does not
def _folded(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    if _RADICAL.search(text):
        text = text.translate(RADICALS)
    if not unicodedata.is_normalized("NFKC", text):
        for wide, narrow in _FULL_WIDTH:
            text = text.replace(wide, narrow)
        text = unicodedata.normalize("NFKC", text)
    bare = "".join(_UNSEEN.sub("", text).split())
    # An accent may have lost the blank it stood on.
    return text if bare == text else unicodedata.normalize("NFC", bare)


def is_blank(char: str) -> bool:
    """Whether a character leaves no ink."""
    return char.isspace() or char in _NO_WIDTH


def on_one_line(text: str) -> str:
    """Give text as a browser shows it: all white space is a blank, and none stands at the ends."""
    return " ".join((text if text.isascii() else _UNSEEN.sub(" ", text)).split())


def readable(text: str) -> str:
    """Give prose for people: blanks that only set the page are dropped, wording is kept.

    Blanks between Latin words stay; those beside a Chinese character come from justified text.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if not _NOT_AS_READ.search(text):  # as most prose
        return text
    if _RADICAL.search(text):
        text = unicodedata.normalize("NFC", text.translate(_ALL_RADICALS))
    text = _BLANKS.sub(" ", text).strip()
    return _BLANK_BESIDE_CJK.sub("", text)


def fold_title(text: str) -> str:
    """Fold a title or a period: also 二〇二三年 to 2023年, as headings of reports write years."""
    return CHINESE_YEAR.sub(
        lambda m: m.group().translate(DIGITS).replace("o", "0").replace("O", "0"), fold(text)
    )


def fold_date(text: str) -> str:
    """Fold a line with a date: also 二○一四年一月十日 to 2014年1月10日."""
    return _CHINESE_DAY.sub(
        lambda m: f"{_up_to_99(m.group(1))}月{_up_to_99(m.group(2))}日", fold_title(text)
    )


def _up_to_99(numeral: str) -> str:
    """Give a Chinese numeral in digits: 十, 二十, 三十一."""
    tens, ten, ones = numeral.translate(DIGITS).partition("十")
    return (tens or "1") + (ones or "0") if ten else tens


def first_date(text: str) -> str | None:
    """Find the first date in a text and give it as YYYY-MM-DD; None if it is no day there is.

    Give it the text unfolded: without its blank, 2024-1-3 10:12 would be of the 31st.
    """
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
