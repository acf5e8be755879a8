"""The code list as it was: every code that ended names what came after it, or nothing is known."""

from collections import Counter

from pipelines.regions import region_history, regions


def test_each_time_of_a_code_is_told_once() -> None:
    keys = Counter((period.region_code, period.valid_from) for period in region_history())
    assert max(keys.values()) == 1


def test_what_goes_on_has_no_successor_and_every_successor_begins_where_the_other_ends() -> None:
    periods = list(region_history())
    for period in periods:
        if period.valid_to is None:
            assert period.successor_codes == (), period
        for code in period.successor_codes:
            assert any(
                after.region_code == code
                and after.valid_from <= (period.valid_to or 0) < (after.valid_to or 9999)
                for after in periods
            ), (period, code)


def test_the_codes_of_today_are_those_of_the_list_of_regions() -> None:
    listed = {region.region_code for region in regions() if region.status == "current"}
    go_on = {period.region_code for period in region_history() if period.valid_to is None}
    assert listed == go_on
