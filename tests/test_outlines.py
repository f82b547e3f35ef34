"""The outlines that maps of the pages are drawn with."""

import re

import pytest

from graph.maps import Level, iris_by_code
from graph.outlines import HEIGHT, WIDTH, outlines

_POINT = re.compile(r"[ML](\d+) (\d+)")


@pytest.mark.parametrize(("level", "many"), [("regions", 18), ("departments", 101)])
def test_every_territory_is_drawn_inside_the_box(level: Level, many: int) -> None:
    drawn = outlines(level)
    assert {one.code: one.iri for one in drawn} == iris_by_code(level)
    assert len(drawn) == many
    for one in drawn:
        assert re.fullmatch(r"(?:M\d+ \d+(?:L\d+ \d+)+Z)+", one.path), one.code
        points = [(int(x), int(y)) for x, y in _POINT.findall(one.path)]
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points), one.code
        assert 0 < one.x < WIDTH
        assert 0 < one.y < HEIGHT


def test_the_mainland_lies_as_it_does() -> None:
    middle = {one.code: (one.x, one.y) for one in outlines("regions")}
    assert middle["53"][0] < middle["11"][0] < middle["44"][0]  # Bretagne, Île-de-France, Grand Est
    assert middle["32"][1] < middle["11"][1] < middle["76"][1]  # Hauts-de-France, Île-de-France, Occitanie


def test_those_overseas_have_a_box_each_under_it() -> None:
    regions = {one.code: one for one in outlines("regions")}
    places = [(regions[code].x, regions[code].y) for code in ("01", "02", "03", "04", "06")]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert min(y for _, y in places) > max(
        one.y for code, one in regions.items() if code not in {"01", "02", "03", "04", "06"}
    )
