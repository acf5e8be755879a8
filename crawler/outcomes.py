"""What became of a request: the closed list of outcomes that problems and counts name."""

from enum import StrEnum


class Outcome(StrEnum):
    """One outcome a request. All but the first three are problems."""

    OK = "ok"  # answered with a body
    UNCHANGED = "unchanged"  # the portal said 304: the body held is still the right one
    ARCHIVED = "archived"  # answered from the archive, the portal was not asked

    DNS_FAILURE = "dns_failure"  # the host name has no address
    CONNECT_REFUSED = "connect_refused"  # nothing listens, or the connection was cut
    CONNECT_TIMEOUT = "connect_timeout"  # no answer in time
    TLS_FAILURE = "tls_failure"  # no common cipher, or a certificate that does not hold
    ADDRESS_REFUSED = "address_refused"  # a private or loopback address: we do not go there
    HTTP_4XX = "http_4xx"  # the portal says that the page is not there or not for us
    HTTP_5XX = "http_5xx"  # the portal failed
    CHALLENGE_PAGE = "challenge_page"  # a firewall asks for a browser; the host is left alone
    RATE_LIMITED = "rate_limited"  # the portal says that we ask too often; the host is left alone
    HOST_LEFT_ALONE = "host_left_alone"  # not asked, after a challenge or a rate limit of its host
    ROBOTS_DISALLOWED = "robots_disallowed"  # robots.txt forbids it
    OFFSITE = "offsite"  # a host that is not of the registry
    TRUNCATED_BODY = "truncated_body"  # fewer bytes came than were announced
    TOO_LARGE = "too_large"  # above the size ceiling
    REDIRECT_LOOP = "redirect_loop"  # redirected without end
    NO_MATCHING_LINK = "no_matching_link"  # the portal was read, no annual-report column was found
    LIST_STUB = "list_stub"  # a list without any entry
    TYPE_MISMATCH = "type_mismatch"  # a document was asked for, a web page came
    CRAWLER_ERROR = "crawler_error"  # our own fault; the log has the traceback


NO_PROBLEM = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.ARCHIVED})
