"""The files that start first are there, so that a renamed one does not slip to the end in silence."""

from tests.conftest import HERE, LONGEST_FIRST


def test_every_file_that_starts_first_is_there():
    assert [name for name in LONGEST_FIRST if not (HERE / name).exists()] == []


def test_the_longest_file_is_the_first_that_is_collected(request):
    places = [str(item.path.relative_to(HERE)) for item in request.session.items]
    named = [place for place in dict.fromkeys(places) if place in LONGEST_FIRST]
    assert places[: sum(place in LONGEST_FIRST for place in places)] == [p for p in places if p in LONGEST_FIRST]
    assert named == [name for name in LONGEST_FIRST if name in named]
