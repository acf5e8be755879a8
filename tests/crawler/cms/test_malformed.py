"""Whatever a portal sends, reading it gives a list, if an empty one, and never an error."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cms import family_of, named
from crawler.cms.page import Ask, Page
from tests.crawler.cms.reading import COLUMN, SITE

TEXTS = (
    """<script>window._CONFIG = {SID: '7', TREE: [{"id": 7, "name": "年报", "post_count": 2,
    "children": [{"id": {}, "name": ["年报"], "children": 7}]}], DETAIL: {"title": 7}}</script>""",
    """{"data": {"results": [{"title": "<", "url": "http://["}], "list": 7}, "articles": [[]]}""",
    """<div class="zfxxgk_zdgkc"><ul><li {{x}} style=<br/><a {{id}} href="http://[" title="&#0;">
    2024-13-45</a><b>2024-01-19</b></ul></div><script>createPageHTML(2, 0, "[", "html")</script>""",
    """<iframe src="http://["></iframe><meta http-equiv="refresh" content="0;url=http://[">""",
    """<script>createPageHTML('', 9, 1, '//[', 'shtml', 9); var channelId = '0'</script>""",
)
URLS = (
    SITE,
    COLUMN,
    f"{SITE}/gkmlpt/index",
    f"{SITE}/iList.jsp?cur_page=x",
    f"{SITE}/{{n}}/1.html",
)
CONTEXTS = (
    (("call", "gkmlpt"), ("asker", COLUMN), ("page", "1")),
    (("call", "ucap-channel"), ("asker", COLUMN), ("page", "1")),
    (("template", f"{COLUMN}{{n}}"), ("n", "1"), ("page", "2"), ("among", "/zwgk/")),
)
CUT = st.tuples(st.sampled_from(TEXTS), st.integers(0, 300), st.sampled_from(TEXTS)).map(
    lambda cut: cut[0][: cut[1]] + cut[2][cut[1] :] + cut[2]
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=CUT | st.text(max_size=80), url=st.sampled_from(URLS))
def test_any_page_is_read(text: str, url: str) -> None:
    page = Page(url, text)
    family = family_of(page)
    family.columns(page)
    family.list_page(page)
    family.searches(page)
    family.detail_page(page)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    text=CUT | st.text(max_size=80),
    context=st.sampled_from(CONTEXTS),
    name=st.sampled_from(["nfcms", "ucap", "trs", "siteserver", "generic"]),
)
def test_any_answer_is_read(text: str, context: tuple[tuple[str, str], ...], name: str) -> None:
    named(name).list_page(Page(COLUMN, text, Ask(COLUMN, context=context)))
