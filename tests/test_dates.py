"""Read days and periods, and say what to write instead of a wrong one."""

from datetime import date, timedelta

import pytest

from graph.dates import Period, looks_like_a_day, read_bounds, read_day
from graph.errors import DateError

D = date.fromisoformat

DAYS = {
    "2022-11-07": "2022-11-07",
    " 2024-02-29 ": "2024-02-29",
    "1833-06-13": "1833-06-13",
    "7 novembre 2022": "2022-11-07",
    "1er janvier 2021": "2021-01-01",
    "1 Janvier 2021": "2021-01-01",
    "29  février 2024": "2024-02-29",
    "15 AOÛT 2019": "2019-08-15",
    "15 aout 2019": "2019-08-15",
    "31 décembre 2020": "2020-12-31",
}

WRITE = "Write the day as YYYY-MM-DD, such as 2022-11-07"
WRONG = {
    "2024-02-30": f"'2024-02-30' is not a day: février 2024 has the days 1 to 29, not 30. {WRITE}.",
    "2023-02-29": f"'2023-02-29' is not a day: février 2023 has the days 1 to 28, not 29. {WRITE}.",
    "2021-00-10": f"'2021-00-10' is not a day: there is no month 00. {WRITE}.",
    "2021-13-01": f"'2021-13-01' is not a day: there is no month 13. {WRITE}.",
    "2021-04-00": f"'2021-04-00' is not a day: avril 2021 has the days 1 to 30, not 0. {WRITE}.",
    "0000-01-01": f"'0000-01-01' is not a day: there is no year 0000. {WRITE}.",
    "31 avril 2021": f"'31 avril 2021' is not a day: avril 2021 has the days 1 to 30, not 31. {WRITE}.",
    "7 November 2022": f"'7 November 2022' is not a day: 'November' is not a French month in full. {WRITE}.",
    "7/11/2022": f"'7/11/2022' can be read with the day first or the month first. {WRITE}.",
    "07.11.2022": f"'07.11.2022' can be read with the day first or the month first. {WRITE}.",
    "2022": f"'2022' is a year, not a day. {WRITE}; where no day is known, give its bounds.",
    "2022-11": f"'2022-11' is a month, not a day. {WRITE}; where no day is known, give its bounds.",
    "2022-11-07T00:00:00": f"'2022-11-07T00:00:00' is not a day. {WRITE}.",
    "٢٠٢٢-١١-٠٧": f"'٢٠٢٢-١١-٠٧' is not a day. {WRITE}.",
    "44872": f"'44872' is not a day. {WRITE}.",
    "hier": f"'hier' is not a day. {WRITE}.",
    "": f"'' is not a day. {WRITE}.",
}


def test_the_suite_collects_its_days() -> None:
    assert (len(DAYS), len(WRONG), len(VALID)) == (10, 17, 12)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_in_figures_or_in_french(text: str) -> None:
    assert read_day(text) == D(DAYS[text])


@pytest.mark.parametrize("text", WRONG)
def test_what_is_not_a_day_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(DateError) as told:
        read_day(text)
    assert str(told.value) == WRONG[text]


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-2-3", "7/11/2022", "7 novembre 2022", "1er mai 2021", "2022/11/07"]
)
def test_a_day_badly_written_still_looks_like_one(text: str) -> None:
    assert looks_like_a_day(text)


@pytest.mark.parametrize(
    "text", ["2018", "-3", "id:org-cma-essonne", "plan d'action 2022", "R. 711-32", "32 dents", ""]
)
def test_what_nobody_means_as_a_day_does_not_look_like_one(text: str) -> None:
    assert not looks_like_a_day(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2021-11", "2021-11-01", "2021-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("7 novembre 2022", "2022-11-07", "2022-11-07"),
    ],
)
def test_a_year_or_a_month_is_read_as_its_bounds(text: str, first: str, last: str) -> None:
    assert read_bounds(text) == (D(first), D(last))


def test_the_bounds_of_no_month_are_refused() -> None:
    with pytest.raises(DateError, match="there is no month 13"):
        read_bounds("2021-13")
    with pytest.raises(DateError, match="there is no year 0000"):
        read_bounds("0000")


YEAR_2017 = (D("2017-01-01"), D("2017-12-31"))
VALID = [  # a period, a day, whether it then holds certainly, possibly
    (Period(), "0001-01-01", True, True),
    (Period.between(D("2021-01-01")), "2020-12-31", False, False),
    (Period.between(D("2021-01-01")), "2021-01-01", True, True),
    (Period.until(D("2020-12-31")), "2020-12-31", True, True),
    (Period.until(D("2020-12-31")), "2021-01-01", False, False),
    (Period(*YEAR_2017), "2016-12-31", False, False),
    (Period(*YEAR_2017), "2017-06-30", False, True),
    (Period(*YEAR_2017), "2017-12-31", True, True),
    (Period(start_latest=D("2020-12-31")), "2015-01-01", False, True),
    (Period(start_earliest=D("2016-01-01")), "2030-01-01", False, True),
    (Period(end_latest=D("2018-01-24")), "2015-06-01", False, True),
    (Period(end_earliest=D("2024-01-01")), "2023-12-31", True, True),
]


@pytest.mark.parametrize(("period", "day", "certainly", "possibly"), VALID)
def test_a_period_holds_certainly_or_possibly(period: Period, day: str, certainly: bool, possibly: bool) -> None:
    assert (period.certainly_at(D(day)), period.possibly_at(D(day))) == (certainly, possibly)


def test_certainly_implies_possibly_and_both_are_what_every_choice_of_ends_says() -> None:
    """Compare with the definition: try every start and every end that the bounds allow, over a few days."""
    days = [D("2021-01-01") + timedelta(days=n) for n in range(6)]
    checked = 0
    for a in days:
        for b in days[days.index(a) :]:
            for c in days[days.index(a) + 1 :]:
                for d in days[days.index(c) :]:
                    period = Period(a, b, c, d)
                    choices = [(s, e) for s in days for e in days if a <= s <= b and c <= e <= d]
                    for day in days:
                        holds = [s <= day < e for s, e in choices]
                        assert period.certainly_at(day) == all(holds)
                        assert period.possibly_at(day) == any(holds)
                        checked += 1
    assert checked > 500


def test_bounds_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(DateError, match=r"^The latest start, 2021-01-01, comes before the earliest start, 2021-06-01"):
        Period(D("2021-06-01"), D("2021-01-01"))
    with pytest.raises(DateError, match=r"^The latest end, 2021-01-01, comes before the earliest end, 2021-06-01"):
        Period(None, None, D("2021-06-01"), D("2021-01-01"))
    with pytest.raises(DateError, match=r"begins on 2021-01-01 at the earliest has ended by 2020-12-31, so no day"):
        Period.between(D("2021-01-01"), D("2020-12-31"))
    with pytest.raises(DateError, match="the first day on which it no longer holds"):
        Period.between(D("2021-01-01"), D("2021-01-01"))


def test_only_a_period_that_must_end_later_outlasts_another() -> None:
    closed = Period.until(D("2020-12-31"))
    late = Period(None, None, D("2020-12-01"), D("2021-06-30"))
    assert Period().certainly_outlasts(closed)
    assert Period.until(D("2021-06-30")).certainly_outlasts(closed)
    assert not closed.certainly_outlasts(closed)
    assert not late.certainly_outlasts(closed)
    assert not Period(end_latest=D("2021-06-30")).certainly_outlasts(closed)
    assert not Period().certainly_outlasts(Period())
    assert not Period().certainly_outlasts(Period(end_earliest=D("2020-12-31")))
