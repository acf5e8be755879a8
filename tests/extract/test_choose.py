"""The form's arithmetic among the readings of a figure."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import figure_set
from extract.choose import choose
from extract.form.bind import DOUBTFUL, Bound
from extract.form.edition import editions
from extract.numbers import read_number
from extract.report import Figure, Place

EDITION = editions()["2021"]
PLACE = Place(page=1)
Address = tuple[str, str, str]
# In the sums of its row and of its column.
INSIDE = ("applications", "disclosed", "natural_person")
# In one sum, that of its row.
IN_ONE_SUM = ("reconsideration_litigation", "reconsideration", "upheld")
IN_NO_SUM = ("proactive_disclosure", "licensing", "decisions")


def bound_as_printed(seed: int = 7) -> Bound:
    bound = Bound()
    for address, raw in figure_set(seed).printed.items():
        bound.figures[address] = Figure(*address, raw, read_number(raw).value, PLACE)
    return bound


def doubt(bound: Bound, address: Address, first: str, *others: str) -> None:
    figures = [Figure(*address, t, read_number(t).value, PLACE, DOUBTFUL) for t in (first, *others)]
    bound.figures[address] = figures[0]
    bound.others[address] = tuple(figures[1:])
    warning = f"{'.'.join(address)}: unclear"
    bound.warnings.append(warning)
    bound.doubts[address] = (warning,)


def test_the_one_reading_under_which_row_and_column_add_up_is_taken_without_a_doubt() -> None:
    bound = bound_as_printed()
    printed = bound.figures[INSIDE]
    doubt(bound, INSIDE, "4711", printed.raw)
    choose(EDITION, bound)
    assert bound.figures[INSIDE] == printed
    assert bound.warnings == []


def test_one_sum_is_enough_to_choose_and_too_few_to_lift_the_doubt() -> None:
    bound = bound_as_printed()
    printed = bound.figures[IN_ONE_SUM]
    doubt(bound, IN_ONE_SUM, "4711", printed.raw)
    choose(EDITION, bound)
    assert bound.figures[IN_ONE_SUM] == printed._replace(confidence=DOUBTFUL)
    assert len(bound.warnings) == 1


def test_without_a_sum_the_first_reading_stays_in_doubt() -> None:
    bound = bound_as_printed()
    doubt(bound, IN_NO_SUM, "4711", bound.figures[IN_NO_SUM].raw)
    choose(EDITION, bound)
    assert (bound.figures[IN_NO_SUM].raw, bound.figures[IN_NO_SUM].confidence) == ("4711", DOUBTFUL)


def test_sums_do_not_make_a_zero_of_what_is_no_number() -> None:
    """A blank adds nothing, and so do words: that the sums hold says nothing of them."""
    bound = bound_as_printed()
    zero = next(a for a, f in bound.figures.items() if a[0] == "applications" and f.value == 0)
    doubt(bound, zero, "0葉")
    choose(EDITION, bound)
    assert (bound.figures[zero].value, bound.figures[zero].confidence) == (None, DOUBTFUL)


def test_where_no_reading_adds_up_nothing_is_chosen_and_nothing_made_up() -> None:
    bound = bound_as_printed()
    doubt(bound, INSIDE, "4711", "4712")
    choose(EDITION, bound)
    assert (bound.figures[INSIDE].value, bound.figures[INSIDE].confidence) == (4711, DOUBTFUL)


def test_two_readings_that_both_add_up_leave_the_first_in_doubt() -> None:
    bound = bound_as_printed()
    row = [("reconsideration_litigation", "reconsideration", c) for c in ("upheld", "corrected")]
    one, other = (int(bound.figures[a].value or 0) for a in row)
    doubt(bound, row[0], str(one), str(one + 1))
    doubt(bound, row[1], str(other + 1), str(other))
    bound.figures[row[1]] = bound.figures[row[1]]._replace()
    total = ("reconsideration_litigation", "reconsideration", "total")
    sums = int(bound.figures[total].value or 0) + 1
    bound.figures[total] = bound.figures[total]._replace(raw=str(sums), value=sums)
    choose(EDITION, bound)
    assert [bound.figures[a].raw for a in row] == [str(one), str(other + 1)]
    assert {bound.figures[a].confidence for a in row} == {DOUBTFUL}


def test_a_figure_read_for_sure_is_never_changed() -> None:
    bound = bound_as_printed()
    wrong = bound.figures[INSIDE]._replace(raw="4711", value=4711)
    bound.figures[INSIDE] = wrong
    choose(EDITION, bound)
    assert bound.figures[INSIDE] == wrong


@given(seed=st.integers(0, 60), wrong=st.lists(st.integers(0, 99999), min_size=1, max_size=3))
def test_what_is_chosen_was_always_among_the_readings(seed: int, wrong: list[int]) -> None:
    bound = bound_as_printed(seed)
    readings = list(dict.fromkeys([*map(str, wrong), bound.figures[INSIDE].raw]))
    doubt(bound, INSIDE, *readings)
    choose(EDITION, bound)
    assert bound.figures[INSIDE].raw in readings
