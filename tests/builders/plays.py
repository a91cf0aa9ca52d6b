"""Plays on either stack: a whole hub with simulated partners at their own ends, on a clock that is set by hand."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lxml import etree

from hub.cli.once.cast import BEGIN, OFFICES, PACKAGES, ROLES, Story
from hub.cli.once.company import Places
from hub.cli.once.promises import promises
from hub.cli.once.run import Stack, played_on, settings_for
from hub.cli.once.stage import SteppedClock, staged

_USERS = """lists:foreach(fun(N) ->
  case rabbit_auth_backend_internal:exists(N) of
    true -> ok; false -> rabbit_auth_backend_internal:add_user(N, N, <<"hub">>) end,
  rabbit_auth_backend_internal:set_permissions(N, <<"{vhost}">>, <<".*">>, <<".*">>, <<".*">>, <<"hub">>)
end, [{nodes}])."""


def services(postgres_url, rabbit_server):
    """PostgreSQL and RabbitMQ, with a user for every node."""
    vhost = rabbit_server.new_vhost()
    nodes = [role.lender.node for role in ROLES] + [node for node, _ in PACKAGES]
    listed = ", ".join(f'<<"{node}">>' for node in nodes)
    rabbit_server.control("eval", " ".join(_USERS.format(vhost=vhost, nodes=listed).split()))
    broker_url = rabbit_server.url(vhost)
    return Stack(postgres_url, broker_url, broker_url.replace("hub:hub@", "{node}:{node}@"))


def story(place=0, *, behaviour="behaves", plan=("20",), way="carried", end="https", office=0):
    """One application for the lender at `place`, who behaves as told."""
    role = replace(ROLES[place], behaviour=behaviour, plans=(plan,), end=end)
    return Story(
        number=f"AV-{place + 1}",
        household=place,
        office=OFFICES[office],
        lender=role,
        package=PACKAGES[0][0],
        way=way,
        minutes=0,
        plan=plan,
    )


@dataclass
class Played:
    """A play that is over: its stage is still up, and every partner kept what came."""

    played: object
    letters: list = field(default_factory=list)

    @property
    def stage(self):
        return self.played.stage

    @property
    def cast(self):
        return self.played.cast

    def broken(self):
        """What broke a promise."""
        return {each.name: each.broken for each in promises(self.played) if not each.is_kept}

    def at(self, node, root=""):
        """The messages that reached a partner, as trees, in their order; of one kind when `root` names it."""
        trees = [etree.fromstring(came.body) for to, came in self.letters if to == node]
        return [tree for tree in trees if root in {"", tree.tag}]

    def sql(self, text):
        return self.stage.sql(text)


@contextmanager
def play_on(stack, folder, *told, patience_s=30.0):
    """These stories, played to their end."""
    letters = []
    with staged(settings_for(folder, stack), SteppedClock(BEGIN)) as stage:
        places = Places(folder, stack.partner_url, patience_s)
        played = played_on(stage, list(told), places, lambda node, came: letters.append((node, came)))
        yield Played(played, letters)
