"""One agency, one id, however it was printed; and contradictions with the portal."""

from dataclasses import replace

import pytest

from crawler.items import Finding
from crawler.outcomes import Outcome
from extract.report import Report, Status
from pipelines.check import problems_of
from pipelines.normalise import agency_of
from tests.pipelines.test_read import found

REPORT = Report(
    source="", sha256="0123abcdef", format="html", status=Status.COMPLETE, agency="渠县司法局",
    region_code="511725", report_year=2023,
)  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "region", "name", "agency_id"),
    [
        ("渠县司法局", "511725", "渠县司法局", "511725-司法局"),
        ("司法局", "511725", "司法局", "511725-司法局"),
        ("四川省达州市渠县司法局", "511725", "四川省达州市渠县司法局", "511725-司法局"),
        ("银川市兴庆区司法局", "640104", "银川市兴庆区司法局", "640104-司法局"),
        ("兴庆区司法局", "640104", "兴庆区司法局", "640104-司法局"),
        ("市场监督管理局", "210900", "市场监督管理局", "210900-市场监督管理局"),
        ("武山县榆盘镇", "620524", "武山县榆盘镇", "620524-榆盘镇人民政府"),
        ("榆盘镇政府", "620524", "榆盘镇政府", "620524-榆盘镇人民政府"),
        ("榆盘镇人民政府", "620524", "榆盘镇人民政府", "620524-榆盘镇人民政府"),
        ("永吉街道", "220102", "永吉街道", "220102-永吉街道办事处"),
        ("永吉街道办", "220102", "永吉街道办", "220102-永吉街道办事处"),
        ("永吉街道办事处", "220102", "永吉街道办事处", "220102-永吉街道办事处"),
        ("桐梓县人民政府", "520322", "桐梓县人民政府", "520322-人民政府"),
        ("国家税务总局渠县税务局", "511725", "国家税务总局渠县税务局", "511725-税务局"),
        ("某某委员会", None, "某某委员会", "portal.example-某某委员会"),
        (None, "511725", "未署名机关", "511725-未署名机关-0123abcd"),
    ],
)
def test_one_agency(printed: str | None, region: str | None, name: str, agency_id: str) -> None:
    agency = agency_of(
        replace(REPORT, agency=printed, region_code=region), "http://portal.example/"
    )
    assert (agency.name, agency.agency_id, agency.region_code) == (name, agency_id, region)


@pytest.fixture
def finding(tmp_path_factory: pytest.TempPathFactory) -> Finding:
    from crawler.archive import Archive

    archive = Archive(tmp_path_factory.mktemp("data") / "archive", "20260101T000000Z")
    return replace(found(archive, "002.html"), region_code="511725", year=2023)


def test_what_fits_is_no_problem(finding: Finding) -> None:
    assert list(problems_of(finding, REPORT)) == []
    assert list(problems_of(replace(finding, region_code="511700"), REPORT)) == []
    assert list(problems_of(replace(finding, region_code=None, year=None), REPORT)) == []


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"report_year": 2022}, Outcome.WRONG_YEAR),
        ({"region_code": "410781"}, Outcome.WRONG_ISSUER),
        ({"agency": None}, Outcome.IDENTITY_FAILED),
        ({"report_year": None}, Outcome.IDENTITY_FAILED),
        ({"status": Status.UNREADABLE, "error": "locked"}, Outcome.UNREADABLE),
    ],
)
def test_what_does_not_fit_is_told(
    finding: Finding, changes: dict[str, object], outcome: Outcome
) -> None:
    ((found_outcome, detail),) = problems_of(finding, replace(REPORT, **changes))  # type: ignore[arg-type]  # fields of Report, named above
    assert found_outcome is outcome
    assert detail


def test_a_page_that_is_no_report_is_no_problem(finding: Finding) -> None:
    assert list(problems_of(finding, replace(REPORT, status=Status.NOT_A_REPORT))) == []
