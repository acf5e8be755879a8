"""`gongkai query`: each ready question on rows whose answer is known; 0, blank and sign apart."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.report import Check, Figure, Report, Status
from pipelines.form import form_cells
from tests.gongkai.commands import failure, run
from tests.warehouse.factories import (
    a_link,
    a_listing,
    a_portal,
    a_report,
    batch,
    figure,
    landed,
    published,
)
from warehouse.questions import names, question
from warehouse.rows import LandedReport

FORM = list(form_cells())
COUNTY, FINANCE, JUSTICE = "人民政府", "白鹭县财政局", "白鹭县司法局"

Printed = dict[str, int | str]  # row.column → a number, "" for a blank, or a sign


def cells(table: str, printed: Printed) -> tuple[Figure, ...]:
    return tuple(
        figure(f"{table}.{address}", str(print_), print_ if isinstance(print_, int) else None)
        for address, print_ in printed.items()
    )


def applications(**totals: int | str) -> tuple[Figure, ...]:
    return cells("applications", {f"{row}.total": print_ for row, print_ in totals.items()})


def of(agency: str, year: int, *figures: Figure, **changes: Any) -> LandedReport:
    region = changes.pop("region", "990101")
    seed = (agency + str(year) + str(changes.get("scope"))).encode().hex()[-60:]
    changes = {"checks": (), **changes}
    report: Report = a_report(seed, report_year=year, figures=figures, agency=agency, **changes)
    return landed(report, agency, region)


def warehouse(folder: Path, *reports: LandedReport, **changes: Any) -> Path:
    return published(folder, batch(*reports, form=FORM, **changes)).parent


def answer(data: Path, name: str, *options: str) -> list[dict[str, Any]]:
    result = run("query", name, "--format", "json", "--data", data, *options)
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows


def picked(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_withheld_gives_the_share_and_its_grounds_the_greatest_first(tmp_path: Path) -> None:
    much = applications(
        received=10, disclosed=4, withheld_state_secret=1, withheld_internal_affairs=3,
        withheld_third_party=0, processed_total=8,
    )  # fmt: skip
    little = applications(disclosed=9, withheld_third_party=1, processed_total=10)
    rows = answer(
        warehouse(tmp_path, of(JUSTICE, 2023, *much), of(FINANCE, 2023, *little)), "withheld"
    )
    columns = ("agency", "withheld_percent", "ground", "on_this_ground", "ground_percent")
    assert picked(rows, *columns) == [
        (JUSTICE, 50, "internal_affairs", 3, 75),
        (JUSTICE, 50, "state_secret", 1, 25),
        (FINANCE, 10, "third_party", 1, 100),
    ]


def test_withheld_takes_a_blank_only_where_the_total_leaves_nothing_for_it(tmp_path: Path) -> None:
    told = applications(
        disclosed=1, withheld_third_party=1, withheld_internal_affairs="", processed_total=2
    )
    untold = applications(
        disclosed=1, withheld_third_party=1, withheld_internal_affairs="/", processed_total=3
    )
    data = warehouse(tmp_path, of(JUSTICE, 2023, *told), of(FINANCE, 2023, *untold))
    assert picked(answer(data, "withheld"), "agency") == [(JUSTICE,)]


def test_lost_cases_are_those_put_right_of_those_that_ended(tmp_path: Path) -> None:
    cases: Printed = {
        "litigation_direct.upheld": 1, "litigation_direct.corrected": 2,
        "litigation_direct.other": 1, "litigation_direct.pending": 6, "litigation_direct.total": 10,
        "reconsideration.upheld": "", "reconsideration.corrected": 1,
        "reconsideration.other": 0, "reconsideration.total": 1,
        "litigation_after_reconsideration.corrected": 0,
    }  # fmt: skip
    signs: Printed = {"reconsideration.corrected": "/"}
    table = "reconsideration_litigation"
    data = warehouse(
        tmp_path, of(JUSTICE, 2023, *cells(table, cases)), of(FINANCE, 2023, *cells(table, signs))
    )
    rows = picked(answer(data, "lost_cases"), "kind", "cases", "pending", "lost", "lost_percent")
    assert rows == [("litigation_direct", 10, 6, 2, 50), ("reconsideration", 1, None, 1, None)]


def test_growth_pairs_years_and_says_how_many_reports_it_leaves_out(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2022, *applications(received=4)),
        of(JUSTICE, 2023, *applications(received=5)),
        of(FINANCE, 2022, *applications(received="")),
        of(FINANCE, 2023, *applications(received=90)),
        of("白鹭县教育局", 2023, *applications(received=7)),
        of("白鹭县民政局", 2023),
        of("白鹭县水利局", 2022, *applications(received=0)),
        of("白鹭县水利局", 2023, *applications(received=1)),
        of(COUNTY, 2022, *applications(received=100)),
        of(COUNTY, 2023, *applications(received=50)),
    )
    columns = ("publisher", "agencies", "left_out", "year_before", "applications", "growth_percent")
    assert picked(answer(data, "growth"), *columns) == [
        ("others", 2, 3, 4, 6, 50),
        ("government", 1, 0, 100, 50, -50),
    ]


def test_growth_from_nothing_has_no_percentage(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2022, *applications(received=0)),
        of(JUSTICE, 2023, *applications(received=5)),
    )
    columns = ("year_before", "applications", "growth_percent")
    assert picked(answer(data, "growth"), *columns) == [(0, 5, None)]


def test_applicants_shows_what_each_type_got(tmp_path: Path) -> None:
    people: Printed = {
        "received.natural_person": 99, "disclosed.natural_person": 3,
        "partially_disclosed.natural_person": 1, "withheld_third_party.natural_person": 2,
        "withheld_state_secret.natural_person": 1, "unavailable_not_held.natural_person": 4,
        "not_processed_repeat.natural_person": 0, "other_processing.natural_person": 1,
        "processed_total.natural_person": 12,
    }  # fmt: skip
    firms: Printed = {
        "disclosed.commercial_enterprise": 3, "other_other.commercial_enterprise": "",
        "processed_total.commercial_enterprise": 4,
    }  # fmt: skip
    data = warehouse(tmp_path, of(JUSTICE, 2023, *cells("applications", people | firms)))
    got = {row["applicant"]: row for row in answer(data, "applicants")}
    person, firm = got["natural_person"], got["commercial_enterprise"]
    expected = {
        "publisher": "others", "scope": None, "applicant": "natural_person",
        "reports": 1, "left_out": 0, "decided": 12, "disclosed": 3, "partially": 1, "withheld": 3,
        "unavailable": 4, "not_processed": 0, "other": 1, "disclosed_percent": 25,
    }  # fmt: skip
    assert person == expected
    for blank in (firm, got["total"]):
        assert (blank["reports"], blank["left_out"], blank["decided"]) == (0, 1, None)


def test_wrong_sums_sets_the_agencys_errors_apart(tmp_path: Path) -> None:
    checks = (
        Check("applications_balance", "natural_person", passed=False, left=90, right=1),
        Check("applications_balance", "total", passed=False, left=12, right=11, source_error=True),
        Check("applications_row_total", "received", passed=True, left=1, right=1),
    )
    data = warehouse(tmp_path, of(JUSTICE, 2023, checks=checks))
    assert picked(answer(data, "wrong_sums"), "verdict", "subject", "difference") == [
        ("source_error", "total", 1),
        ("doubtful_reading", "natural_person", 89),
    ]


def test_most_applications_lists_a_zero_and_never_a_blank(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2023, *applications(received=0)),
        of(FINANCE, 2023, *applications(received=8)),
        of("白鹭县教育局", 2023, *applications(received="")),
        of("白鹭县水利局", 2023, *applications(received="/")),
    )
    rows = answer(data, "most_applications")
    assert picked(rows, "agency", "applications") == [(FINANCE, 8), (JUSTICE, 0)]


def test_needs_creation_is_set_against_all_that_was_decided(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2023, *applications(unavailable_needs_creation=2, processed_total=8)),
        of(FINANCE, 2023, *applications(unavailable_needs_creation=1, processed_total="—")),
        of("白鹭县教育局", 2023, *applications(unavailable_needs_creation="", processed_total=8)),
        of("白鹭县民政局", 2023, *applications(unavailable_needs_creation=1)),
    )
    rows = answer(data, "needs_creation")
    assert picked(rows, "agency", "applications", "percent") == [
        (JUSTICE, 2, 25),
        ("白鹭县民政局", 1, None),
        (FINANCE, 1, None),
    ]


def test_fees_are_in_wanyuan_to_the_last_digit(tmp_path: Path) -> None:
    address = "proactive_disclosure.fees.amount_wanyuan"
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2023, figure(address, "160.5964", Decimal("160.5964"))),
        of(FINANCE, 2023, figure(address, "0", 0)),
        of("白鹭县教育局", 2023, figure(address, "/", None)),
    )
    rows = answer(data, "fees")
    assert picked(rows, "agency", "fees_wanyuan") == [(JUSTICE, 160.5964), (FINANCE, 0)]


def test_carried_over_is_a_share_of_the_load(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2023, *applications(received=6, carried_over_in=2, carried_over_out=4)),
        of(FINANCE, 2023, *applications(received=6, carried_over_in="", carried_over_out=6)),
        of("白鹭县教育局", 2023, *applications(received=0, carried_over_in=0, carried_over_out=1)),
    )
    rows = answer(data, "carried_over")
    assert picked(rows, "agency", "percent") == [
        (JUSTICE, 50),
        (FINANCE, None),
        ("白鹭县教育局", None),
    ]


def test_stopped_is_who_reported_once_and_since_then_did_not(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2023),
        of(FINANCE, 2025),
        # In March the government's report for 2025 is not due yet.
        of(COUNTY, 2024),
        portals=[a_portal()],
        listings=[a_listing(a_link("never.html", 2022, "白鹭县教育局"))],
    )
    rows = answer(data, "stopped")
    assert picked(rows, "agency", "last_year", "years_since", "not_listed", "reasons") == [
        (JUSTICE, 2023, 2, 2, "not_listed")
    ]
    assert picked(answer(data, "stopped", "--year", "2025"), "agency") == []


def test_carry_over_disagrees_shows_both_years(tmp_path: Path) -> None:
    data = warehouse(
        tmp_path,
        of(JUSTICE, 2022, *applications(carried_over_out=3)),
        of(JUSTICE, 2023, *applications(carried_over_in=5)),
        of(FINANCE, 2022, *applications(carried_over_out=3)),
        of(FINANCE, 2023, *applications(carried_over_in=3)),
    )
    rows = answer(data, "carry_over_disagrees")
    columns = ("agency", "report_year", "verdict", "stated", "follows", "difference")
    assert picked(rows, *columns) == [(JUSTICE, 2023, "contradiction_between_years", 5, 3, 2)]


def test_gaps_by_reason_counts_them_in_each_region(tmp_path: Path) -> None:
    partial = of("红叶县司法局", 2024, region="990201", status=Status.PARTIAL)
    data = warehouse(tmp_path, of(JUSTICE, 2023), partial, portals=[a_portal()])
    columns = ("region", "reason", "gaps", "agencies", "first_year", "last_year")
    assert picked(answer(data, "gaps_by_reason"), *columns) == [
        ("白鹭县", "not_listed", 2, 1, 2024, 2025),
        ("红叶县", "not_looked", 1, 1, 2025, 2025),
        ("红叶县", "partial", 1, 1, 2024, 2024),
    ]
    of_2025 = answer(data, "gaps_by_reason", "--year", "2025", "--region", "990101")
    assert picked(of_2025, *columns) == [("白鹭县", "not_listed", 1, 1, 2025, 2025)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    many = [of(f"白鹭县{n}局", 2023, *applications(received=n)) for n in range(25)]
    other = of("红叶县司法局", 2022, *applications(received=1), region="990201")
    return warehouse(tmp_path_factory.mktemp("data"), *many, other)


@pytest.mark.parametrize("name", names())
def test_every_question_says_what_it_answers_and_takes_region_and_year(
    data: Path, name: str
) -> None:
    asked = question(name)
    assert asked.answers.endswith(".")
    assert asked.beware.endswith(".")
    assert "$region" in asked.statement
    assert "$year" in asked.statement
    for form in ("table", "csv", "json"):
        result = run("query", name, "--format", form, "--data", data)
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize("name", names())
def test_the_printed_sql_gives_the_same_rows(data: Path, name: str) -> None:
    options = ("--region", "990000", "--year", "2023")
    statement = run("query", name, "--sql", *options).stdout
    by_hand = run("sql", "--format", "csv", "--data", data, "--", statement)
    assert by_hand.exit_code == 0, by_hand.stderr
    asked = run("query", name, *options, "--format", "csv", "--data", data)
    assert by_hand.stdout_bytes == asked.stdout_bytes


def test_region_and_year_narrow_it(data: Path) -> None:
    county = answer(data, "most_applications", "--region", "990201")
    assert picked(county, "agency") == [("红叶县司法局",)]
    assert len(answer(data, "most_applications", "--region", "990000")) == 26
    assert len(answer(data, "most_applications", "--year", "2023")) == 25


def test_a_table_begins_with_what_it_answers_and_what_to_beware_of(data: Path) -> None:
    lines = run("query", "most_applications", "--limit", "3", "--data", data).stdout.splitlines()
    assert lines[0] == "Who received most applications in a year."
    assert lines[1].startswith("Beware: a report whose count is blank or a sign is not listed")
    assert lines[3].split()[0] == "region_code"
    assert lines[-2:] == [
        "3 rows",
        "there are more: --limit 0 shows all, and so does --format csv",
    ]
    whole = run("query", "most_applications", "--limit", "0", "--data", data).stdout
    assert whole.splitlines()[-1] == "26 rows"


def test_without_a_name_all_questions_are_listed(tmp_path: Path) -> None:
    result = run("query", "--data", tmp_path)
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.stdout.splitlines()[2:]]
    assert listed == names()
    assert "Who received most applications in a year." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["withold"], "no query withold: there are applicants, carried_over,"),
        (["../schema"], "no query ../schema"),
        (["fees", "--region", "99"], "no region 99: a code has six digits"),
    ],
)
def test_a_failure_names_the_remedy(data: Path, arguments: list[str], message: str) -> None:
    assert message in failure(run("query", *arguments, "--data", data))


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run `gongkai crawl` first" in failure(run("query", "fees", "--data", tmp_path))


def test_a_quote_in_an_option_stays_text_in_the_printed_sql() -> None:
    printed = run("query", "fees", "--sql", "--region", "5' OR true --").stdout
    assert "'5'' OR true --'" in printed


def test_help_shows_an_example() -> None:
    assert "gongkai query withheld --region 510000" in run("query", "--help").stdout
