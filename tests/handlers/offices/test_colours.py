import pytest

from handlers.offices.colours import GROUNDS, INKS, NEEDED, checked, contrast, lowest, shades
from schemas.errors import Refused
from tests.portal_api.test_contrast import tokens

COLOURS = ["#ff6200", "#ffff00", "#000000", "#ffffff", "#808080", "#14532d", "#ff0000", "#00ffff", "#1d4ed8", "#fefefe"]


def test_the_grounds_are_those_of_the_tokens():
    sheet = tokens()
    for at, ground in enumerate(("light", "dark")):
        assert GROUNDS[ground] == tuple(sheet[name][at] for name in ("ground", "surface", "sunken"))
        assert INKS[ground] == sheet["accent-ink"][at]


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_has_a_shade_that_can_be_read_on_each_ground(colour):
    for each in shades(colour):
        assert each.ratio >= NEEDED
        assert each.ratio == lowest(each.colour, each.ground)
        assert all(contrast(each.colour, behind) >= NEEDED for behind in GROUNDS[each.ground])


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", COLOURS)
def test_a_shade_is_the_colour_itself_where_it_can_be_read_and_near_it_where_not(colour, ground):
    (shade,) = [each for each in shades(colour) if each.ground == ground]
    assert shade.is_as_given == (shade.colour == colour)
    assert shade.ratio < NEEDED + 0.2 or shade.is_as_given


def test_no_colour_can_be_read_on_both_grounds():
    assert all(not all(each.is_as_given for each in shades(colour)) for colour in COLOURS)


def test_the_ratio_of_what_was_given_is_told():
    light, dark = shades("#ff6200")
    assert (light.colour, round(light.came, 2), round(light.ratio, 2)) == ("#bd4900", 2.66, 4.52)
    assert (dark.colour, dark.is_as_given) == ("#ff6200", True)


@pytest.mark.parametrize(
    ("typed", "kept"), [(" #FF6200 ", "#ff6200"), ("ff6200", "#ff6200"), ("#f60", "#ff6600"), ("", "")]
)
def test_a_colour_is_read_as_people_write_it(typed, kept):
    assert checked(typed) == kept


@pytest.mark.parametrize("typed", ["orange", "#ff62", "rgb(1,2,3)", "#gg0000", "#ff6200;}", "＃ff6200", "٣٣٣"])
def test_what_is_no_colour_is_refused_with_what_was_expected(typed):
    with pytest.raises(Refused) as refused:
        checked(typed)
    assert (refused.value.slug, refused.value.came, refused.value.expected) == ("colour-invalid", typed, "#rrggbb")
