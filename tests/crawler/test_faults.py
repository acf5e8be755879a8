"""Firewalls and faults of portals: each gets its name, and the host is treated accordingly."""

import datetime as dt
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawler.crawling import Crawled, crawl
from tests.portal import Portal, Query, Resource
from tests.portal.site import COLUMN, REPORTS

PDF = REPORTS[2]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def outcomes(crawled: Crawled, portal: Portal) -> set[tuple[str, str]]:
    return {(p["outcome"], "/" + p["url"].removeprefix(portal.url)) for p in crawled.problems}


def page(text: str, status: int = 200, *headers: tuple[str, str]) -> Resource:
    return Resource(text.encode(), status=status, headers=headers)


RUISHU = page("<meta><meta content='x' r='m'><script r='m'>$_ts=window['$_ts'];</script>", 412)
JIASULE = page(
    "<script>document.cookie=('_')+('_')+('j');location.href=location.pathname</script>",
    521,
    ("Set-Cookie", "__jsluid_s=1"),
)
FIREWALLS = {
    "ruishu": RUISHU,
    "jiasule": JIASULE,
    "knownsec_block": page('<div class="online-desc-con">访问过于频繁</div>', 403),
    "aliyun_acw": page("<script>var arg1='0123';/*acw_sc__v2*/</script>"),
    "huawei_waf": page("forbidden", 403, ("Set-Cookie", "HWWAFSESID=1")),
    "c3vk": page('<script>document.cookie="C3VK=1; path=/";location.reload()</script>'),
    "site_firewall": page(
        "<title>网站防火墙</title>您的请求带有不合法参数，已被网站管理员设置拦截！"
    ),
    "slider": page('<title>请稍候…</title><div class="puzzle-vcode"></div>' + " " * 22000),
    "status_of_firewalls": page("no", 421),
    "titled": page("<html><title>安全验证</title><p>请完成验证</p></html>"),
    "cookie_script": page("<script>document.cookie='k=1';location.reload()</script>"),
    "refused_home": page("<h1>403 Forbidden</h1>", 403),
}


@pytest.mark.parametrize("name", FIREWALLS)
def test_a_firewall_is_named_and_its_host_left_alone(
    name: str, portal: Portal, tmp_path: Path
) -> None:
    portal.serve = lambda query: None if query.path == "/robots.txt" else FIREWALLS[name]
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("challenge_page", "/")}
    assert name in crawled.problems[0]["detail"]
    assert [asked.path for asked in portal.requests] == ["/robots.txt", "/"]


def test_a_firewall_before_one_document_stops_the_host(portal: Portal, tmp_path: Path) -> None:
    portal.resources[COLUMN + "index_1.html"] = RUISHU
    crawled = crawl(tmp_path, portal)
    told = {outcome for outcome, _ in outcomes(crawled, portal)}
    assert told == {"challenge_page", "host_left_alone"}


def test_a_captcha_in_the_place_of_a_document(portal: Portal, tmp_path: Path) -> None:
    portal.resources[PDF.document] = page("<html><body>请输入验证码<img src=c.jpg></body></html>")
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("type_mismatch", PDF.document)}


def test_an_empty_home_page_says_so(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/"] = page("<html></html>")
    assert outcomes(crawl(tmp_path, portal), portal) == {("empty_page", "/")}


def test_a_document_cut_short_is_not_kept_as_one(portal: Portal, tmp_path: Path) -> None:
    portal.resources[PDF.document] = replace(portal.resources[PDF.document], missing=500)
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("truncated_body", PDF.document)}
    assert len(crawled.findings) == 8


def test_a_redirect_loop_without_cookies_is_told(portal: Portal, tmp_path: Path) -> None:
    portal.resources[PDF.path] = page("", 302, ("Location", PDF.path + "?again"))
    crawled = crawl(tmp_path, portal)
    assert {outcome for outcome, _ in outcomes(crawled, portal)} == {"redirect_loop"}


def test_a_portal_that_wants_its_cookie_back_gets_it(portal: Portal, tmp_path: Path) -> None:
    """Openresty: the first answer is a redirect to itself that sets a cookie."""

    def serve(query: Query) -> Resource | None:
        if query.path == "/robots.txt" or "CT6T=1" in query.headers.get("cookie", ""):
            return None
        return page("", 302, ("Location", query.path), ("Set-Cookie", "CT6T=1; path=/"))

    portal.serve = serve
    crawled = crawl(tmp_path, portal)
    assert (len(crawled.findings), crawled.problems) == (9, [])


def test_a_short_retry_after_is_waited_for(portal: Portal, tmp_path: Path) -> None:
    busy = {PDF.path: page("", 503, ("Retry-After", "1"))}
    portal.serve = lambda query: busy.pop(query.path, None)
    crawled = crawl(tmp_path, portal, DOWNLOAD_DELAY=0.2)
    assert (len(crawled.findings), crawled.problems) == (9, [])
    refused = next(a for a in portal.requests if a.status == 503)
    after = next(a for a in portal.requests if a.at > refused.at)
    assert after.at - refused.at >= 0.9


def test_a_long_retry_after_ends_the_night_for_a_host(portal: Portal, tmp_path: Path) -> None:
    portal.resources[COLUMN] = page("", 429, ("Retry-After", "86400"))
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("rate_limited", COLUMN)}
    assert portal.requests[-1].path == COLUMN


def test_the_ceiling_of_a_host(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal, GONGKAI_MAX_REQUESTS=6)
    assert len(portal.requests) == 6
    assert {outcome for outcome, _ in outcomes(crawled, portal)} == {"ceiling"}
    crawled = crawl(tmp_path, portal)
    assert len(crawled.findings) == 9


def test_a_certificate_that_proves_nothing_needs_a_profile(tmp_path: Path) -> None:
    with Portal() as portal:
        portal.secure(_own_certificate(tmp_path))
        refused = crawl(tmp_path / "strict", portal)
        assert {outcome for outcome, _ in outcomes(refused, portal)} == {"tls_failure"}
        for profile in ("unverified", "old"):
            registry = tmp_path / profile / "registry"
            registry.mkdir(parents=True)
            rows = f"region_code,home_url,tls\n,{portal.url},{profile}\n"
            (registry / "portals.csv").write_text(rows, "utf-8")
            crawled = crawl(tmp_path / profile, portal)
            assert (len(crawled.findings), crawled.problems) == (9, [])


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "portal.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_failing_page_of_a_list_is_told_though_another_may_follow_it(
    portal: Portal, tmp_path: Path
) -> None:
    portal.resources[COLUMN + "index_1.html"] = page("", 500)
    crawled = crawl(tmp_path, portal)
    assert ("http_5xx", COLUMN + "index_1.html") in outcomes(crawled, portal)


def test_a_document_in_the_place_of_a_list_is_told(portal: Portal, tmp_path: Path) -> None:
    portal.resources[COLUMN] = portal.resources[PDF.document]
    crawled = crawl(tmp_path, portal)
    assert ("type_mismatch", COLUMN) in outcomes(crawled, portal)
