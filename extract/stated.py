"""How many applications the prose says were received; the table must say the same.

Source of the forms: reports of 2019 to 2024, among them 收到依申请公开申请 0 例 (渠县司法局 2023),
共接收依申请公开0件 (卫辉市司法局 2023), 未收到…政府信息公开申请 (银川市兴庆区司法局 2024),
收到政府信息公开申请58件，上年结转3件 (嘉兴市人民政府办公室 2022).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.form.edition import Address
from extract.form.text import fold
from extract.report import Check, Figure, Section

CHECK = "narrative_agrees"
RECEIVED: Address = ("applications", "received", "total")
SECTIONS = (1, 3)  # 总体情况, and what stands before the table of 收到和处理政府信息公开申请情况

_VERB = r"(?:收到|新收|接收|接到|受理)"
_WHAT = r"(?:政府信息(?:依申请)?公开的?申请|信息公开申请|依申请公开(?:政府信息|信息)?的?(?:申请)?)"
_WHOM = r"(?P<whom>[^0-9,，。:：]{0,24}?)"  # 公民、法人和其他组织…
# What was not received from anybody was not received; what was not received from some, or of some
# kind, may have been from others.
_ANYBODY = (
    r"(?:任何|公民|法人|其[他它]|社会|公众|群众|组织|单位|团体|有关|相关|关于|各类|提出|提交|要求|公开|"
    r"的|、|和|或者?|及|以及|与){0,16}"
)
_AND_NO_MORE = r"(?:事项|事宜|案件|件)?(?:的?(?:情况|情形))?(?=[,:()、和及]|相比|$)"
_BETWEEN = r"(?:件|数量|数|总数|共计|共|合计|总计|为|是|有|的|:){0,3}"
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:件|份|例|宗|项|条|次|起|个)"
_STATEMENTS = (
    re.compile(rf"{_VERB}{_WHOM}{_WHAT}{_BETWEEN}{_NUMBER}"),
    re.compile(rf"{_VERB}共?{_NUMBER}{_WHOM}{_WHAT}"),
    re.compile(rf"(?:未|没有|无)(?P<none>曾?{_VERB}){_ANYBODY}{_WHAT}{_AND_NO_MORE}"),
)
_RECEIPT = re.compile(_VERB)
_OF_SOMETHING_ELSE = re.compile(r"的?(?:行政)?(?:复议|诉讼|投诉|举报|咨询)")
# A part of what was received, or more than it: then the number need not be that of the table.
_PART_OR_MORE = re.compile(r"本级|(?:含|包括|包含|其中)[^。;]{0,12}(?:结转|上年|上一年|转办)")
# In the words before: of more years than one, or of a part of this.
_OTHER_TIME = re.compile(
    r"(?:施行|实施|颁布|公布|成立|建立|开通)以来|近[一二两三四五六几\d]{1,2}年|历年"
    r"|(?:去年|上一?年|前年|往年|同期|季度|半年)[^,]*$|\d月?[-—–~至到](?!12)\d{1,2}月(?!\d)"
)
# A part of those that may apply, where no other is named with it.
_SOME = re.compile(r"^(?!.*组织).*(?:自然人|个人|法人|企业|当面|现场|书面|传真|重复)")
_NOT_ALL_ACCEPTED = re.compile(r"(?:不予|未予?)受理")
_CHANNEL = re.compile(r"(?:通过|网上|网络|网站|信函|邮寄|邮件|当面|现场|平台)[^,，]*$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def narrative_agrees(
    sections: Sequence[Section], year: int | None, figures: Mapping[Address, Figure]
) -> tuple[Check, ...]:
    """Try the number of the prose against that of the table.

    Not tried where the prose gives none or several, or the table no number that could be read.
    """
    printed = figures.get(RECEIVED)
    stated = stated_applications(sections, year)
    if stated is None or printed is None or printed.value is None or printed.confidence == 0:
        return ()
    passed = stated == printed.value
    _, row, column = RECEIVED
    source_error = not passed and printed.confidence == 1
    return (Check(CHECK, f"{row}.{column}", passed, stated, printed.value, source_error),)


def stated_applications(sections: Sequence[Section], year: int | None) -> int | None:
    """Give the number of new applications that the prose states; None if it states not just one."""
    stated = {
        number
        for section in sections
        if section.number in SECTIONS
        for sentence in re.split("[。;]", fold(section.text.replace("\n", "。")))
        for number in _numbers(sentence, year)
    }
    return stated.pop() if len(stated) == 1 else None


def _numbers(sentence: str, year: int | None) -> Iterator[int]:
    """Give each number of new applications of the year in a folded sentence."""
    if not _RECEIPT.search(sentence):  # as in most
        return
    if year is not None and set(_YEAR.findall(sentence)) - {str(year)}:
        return
    if _PART_OR_MORE.search(sentence):
        return
    for statement in _STATEMENTS:
        for match in statement.finditer(sentence):
            if _OF_SOMETHING_ELSE.match(sentence, match.end()):
                continue
            before = sentence[: match.start()]
            if _CHANNEL.search(before) or _OTHER_TIME.search(before):
                continue
            if _SOME.search(match.groupdict().get("whom") or ""):
                continue
            if match.group().startswith("受理") and _NOT_ALL_ACCEPTED.search(sentence):
                continue
            number = match.groupdict().get("number")
            yield int(number.replace(",", "")) if number else 0
