"""Versions of an application between a package, the hub and a simulated lender that is not always there."""

from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from hub.cli.once.advisers import Advisers
from hub.cli.once.cast import BEGIN
from hub.cli.once.company import Places, company
from hub.cli.once.play import begin, play, settle
from hub.cli.once.promises import Played, promises
from hub.cli.once.run import Stack, settings_for
from hub.cli.once.stage import SteppedClock, staged
from hub.delivery.partners import pause, resume
from tests.builders.plays import services, story

LENDER, PACKAGE, OFFICE = "600001", "700001", "500001"


class Scene:
    """One application on its way; a test moves it, and makes its lender unreachable."""

    def __init__(self, stage, cast, advisers, told):
        self.stage, self.cast, self.advisers, self.told = stage, cast, advisers, told

    @property
    def package(self):
        return self.cast.packages[PACKAGE]

    def settle(self):
        settle(self.stage, self.cast, self.advisers)

    def begin(self):
        begin(self.cast, [self.told])
        self.settle()

    def play(self):
        play(self.stage, self.cast, self.advisers, [])

    def lender_is(self, *, away):
        with self.stage.hub.database.transaction() as connection:
            if away:
                pause(connection, LENDER, "out", by="otto", reason="onderhoud", at=self.stage.clock.now())
            else:
                resume(connection, LENDER, "out")

    def got(self, code):
        return [each for each in self.cast.stations[LENDER].desk.got.values() if each.code == code]

    def broken(self):
        played = Played(self.stage, self.cast, [self.told])
        return {each.name: each.broken for each in promises(played) if not each.is_kept}

    def sql(self, text):
        return self.stage.sql(text)


@contextmanager
def scene_on(stack, folder, **more):
    told = story(**more)
    with (
        staged(settings_for(folder, stack), SteppedClock(BEGIN)) as stage,
        company(stage, [told], Places(folder, stack.partner_url)) as cast,
        closing(Advisers(stage, cast, [told])) as advisers,
    ):
        yield Scene(stage, cast, advisers, told)


@pytest.fixture(params=["embedded", "services"])
def stack(request):
    if request.param == "embedded":
        return Stack()
    return services(request.getfixturevalue("postgres_url"), request.getfixturevalue("rabbit_server"))


def test_version_two_goes_after_version_one_that_was_still_queued(stack, tmp_path):
    with scene_on(stack, tmp_path, end="amqp") as scene:
        scene.lender_is(away=True)
        scene.begin()
        scene.package.renew("AV-1", scene.stage.clock.now())
        scene.settle()
        queued = "SELECT request_version, state FROM outgoing WHERE code = 'AX' ORDER BY number"
        assert scene.sql(queued) == [(1, "queued"), (2, "queued")]
        assert scene.got("AX") == []
        scene.lender_is(away=False)
        scene.play()
        assert [each.code for each in scene.got("AX")] == ["AX", "AX"]
        assert scene.cast.lenders[LENDER].cases[0].version == 2
        assert scene.broken() == {}


def test_a_version_that_comes_again_with_other_content_goes_no_further(tmp_path):
    with scene_on(Stack(), tmp_path) as scene:
        scene.begin()
        export = scene.package.exports["AV-1"]
        scene.package.export("AV-1", export.household + 1, export.seat, scene.stage.clock.now())
        scene.settle()
        refused = [each.slug for each in scene.cast.stations[PACKAGE].desk.gave.values() if each.outcome == "refused"]
        assert refused == ["request-version-backwards"]
        assert len(scene.got("AX")) == 1


@pytest.mark.parametrize("identity", ["", "another-identity"])
def test_the_same_version_again_goes_on_once(identity, tmp_path):
    with scene_on(Stack(), tmp_path) as scene:
        scene.begin()
        export = scene.package.exports["AV-1"]
        said = scene.package.export("AV-1", export.household, export.seat, BEGIN)
        if identity:
            scene.package._leaving.add(replace(said, id=identity))
        scene.play()
        given = [each for each in scene.cast.stations[PACKAGE].desk.gave.values() if each.code == "AX"]
        assert ([each.outcome for each in given], given[0].times) == (["accepted"] * len(given), 2)
        assert len(scene.got("AX")) == 1
        assert scene.broken() == {}


def test_a_version_that_was_turned_down_is_mended_by_the_adviser_and_sent_again(tmp_path):
    with scene_on(Stack(), tmp_path, plan=("14", "20"), way="by hand") as scene:
        scene.begin()
        scene.play()
        states = "SELECT request_version, state FROM outgoing WHERE code = 'AX' ORDER BY number"
        assert scene.sql(states) == [(1, "refused"), (2, "acknowledged")]
        assert scene.broken() == {}
