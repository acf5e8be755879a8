"""What the crawler does not do: connect to private addresses, argue with firewalls."""

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest

from crawler.addresses import is_allowed
from crawler.challenges import challenge_in
from crawler.outcomes import Outcome, Refused, outcome_of


@pytest.mark.parametrize("address", ["1.2.4.8", "240e::1", "2400:3200::1"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(address, allow_loopback=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_loopback_only_with_permission(address: str) -> None:
    assert not is_allowed(address, allow_loopback=False)
    assert is_allowed(address, allow_loopback=True)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "192.168.1.1", "172.16.3.4", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1", "240.0.0.1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_private_addresses_never(address: str) -> None:
    assert not is_allowed(address, allow_loopback=False)
    assert not is_allowed(address, allow_loopback=True)


PORTAL_PAGE = '<meta name="SiteName" content="某县人民政府">'.encode() * 40


@pytest.mark.parametrize(
    ("status", "body", "cookies", "name"),
    [
        (412, "<script r='m'>$_ts=window['$_ts'];$_ts.nsd=1;</script>", "", "ruishu"),
        (202, "<script r='m'>$_ts.cd='x'</script>", "", "ruishu"),
        (412, "", "", "precondition"),
        (468, "x", "", "precondition"),
        (521, "<script>document.cookie=('_')+('_')+('j')</script>", "__jsluid_s=1", "jiasule"),
        (403, "访问过于频繁，本站开启了验证码保护", "", "knownsec_block"),
        (200, "<script>var arg1='AB'; acw_sc__v2</script>", "", "aliyun_acw"),
        (403, "", "HWWAFSESID=1; path=/", "huawei_waf"),
        (200, 'document.cookie="C3VK=ab; path=/"', "", "c3vk"),
        (200, "您的请求带有不合法参数，已被网站管理员设置拦截！", "", "site_firewall"),
        (200, '<div class="puzzle-vcode"></div>', "", "slider"),
    ],
)
def test_a_firewall_is_recognised(status: int, body: str, cookies: str, name: str) -> None:
    assert challenge_in(status, body.encode(), cookies) == name


@pytest.mark.parametrize("status", [200, 403, 404, 500, 503])
def test_a_portal_is_not_taken_for_a_firewall(status: int) -> None:
    assert challenge_in(status, PORTAL_PAGE) is None


def test_a_long_page_that_mentions_a_mark_is_no_challenge() -> None:
    assert challenge_in(200, b"C3VK=" + PORTAL_PAGE) is None


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (CannotResolveHostError("x"), Outcome.DNS_FAILURE),
        (DownloadTimeoutError("x"), Outcome.CONNECT_TIMEOUT),
        (Refused(Outcome.ROBOTS_DISALLOWED, "x"), Outcome.ROBOTS_DISALLOWED),
        (IgnoreRequest("max redirections reached"), Outcome.REDIRECT_LOOP),
        (ValueError("x"), Outcome.CRAWLER_ERROR),
    ],
)
def test_a_failure_has_a_name(failure: Exception, outcome: Outcome) -> None:
    assert outcome_of(failure) is outcome
