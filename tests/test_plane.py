"""The maps of the pages: every territory once, where it can be written on, the overseas ones in boxes in a row."""

import re

import pytest

from graph.maps import Level, iris_by_code
from graph.plane import OVERSEAS, Outline, area, middle, outlines, plane_rings


@pytest.mark.parametrize(("level", "number"), [("regions", 18), ("departments", 101)])
def test_every_territory_is_drawn_once_within_the_picture(level: Level, number: int) -> None:
    picture = outlines(level)
    assert {one.iri for one in picture.outlines} == set(iris_by_code(level).values())
    assert len(picture.outlines) == number
    for one in picture.outlines:
        xs, ys = numbers(one)
        assert min(xs) >= 0
        assert max(xs) <= picture.width
        assert min(ys) >= 0
        assert max(ys) < picture.height


def test_overseas_territories_are_named_in_a_row_below() -> None:
    picture = outlines()
    boxed = [one for one in picture.outlines if one.code in OVERSEAS["regions"]]
    assert [one.name for one in boxed] == ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    assert len({one.y for one in boxed}) == 1
    assert max(one.y for one in picture.outlines if not one.name) < boxed[0].y


def test_the_mainland_lies_as_it_does() -> None:
    middles = {one.code: (one.x, one.y) for one in outlines().outlines}
    assert middles["53"][0] < middles["11"][0] < middles["44"][0]  # Bretagne, Île-de-France, Grand Est
    assert middles["32"][1] < middles["11"][1] < middles["76"][1]  # Hauts-de-France, Île-de-France, Occitanie


def test_a_value_is_written_in_the_middle_of_the_largest_ring() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert (area(square), middle(square)) == (4, (1, 1))
    assert len(plane_rings()) == 18


def numbers(one: Outline) -> tuple[list[float], list[float]]:
    found = [float(text) for text in re.findall(r"-?[\d.]+", one.path)]
    return found[::2], found[1::2]
