import pytest

from handlers.notifications.rendering import check, examples, made
from handlers.notifications.shipped import Wording, kind_of, kinds
from schemas.errors import NotFound, Refused
from schemas.notifications import RemoveTemplate, SetTemplate
from tests.builders.notifications import points, sent_by

PLACE = {"office_id": "kantoor-7", "template": "action-points", "channel": "email", "language": "nl", "form": "u"}
TEXT = "Dag {{ name }}, zie {{ address }}"


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_text_that_ships_is_whole(kind):
    for (channel, language, _), wording in kind.wordings.items():
        check(kind, channel, wording)
        assert "{" not in made(kind, channel, wording, examples(kind), language).text
    assert {("email", "nl", "u"), ("email", "nl", "je"), ("email", "en", "u")} <= set(kind.wordings)


def test_what_lets_people_in_cannot_be_switched_off():
    assert not [kind.name for kind in kinds().values() if kind.is_urgent and kind.can_switch_off]
    assert kind_of("sign-in-link").sealed == {"link"}


@pytest.mark.parametrize(
    ("part", "source", "slug", "came"),
    [
        ("text", "{{ nmae }} {{ address }}", "template-field-unknown", "nmae"),
        ("text", "Dag {{ name }}", "template-field-missing", "address"),
        ("html", "<p>{{ name }}</p>", "template-field-missing", "address"),
        ("subject", "{{ adres }}", "template-field-unknown", "adres"),
        ("subject", " ", "template-part-missing", ""),
        ("text", "", "template-part-missing", ""),
        ("text", "{{ name ", "template-broken", "line 1"),
        ("text", "{% if name %}{{ address }}", "template-broken", "line 1"),
        ("text", "{{ address }}{% for x in name %}{{ x }}{% endfor %}", "template-not-allowed", "for"),
        ("text", "{{ address }}{{ name.__class__ }}", "template-not-allowed", "getattr"),
        ("text", "{{ address }}{{ name() }}", "template-not-allowed", "call"),
        ("text", "{{ address }}{{ 'a' * 999999999 }}", "template-not-allowed", "mul"),
        ("text", "{{ address }}{{ name | safe }}", "template-not-allowed", "safe"),
        ("text", "{{ address }}{% include 'x' %}", "template-not-allowed", "include"),
        ("text", "{{ address }}{{ " + "not " * 4_000 + "name }}", "template-broken", "RecursionError"),
        ("text", "{{ address }}{{ " + "(" * 6_000 + "name" + ")" * 6_000 + " }}", "template-broken", "RecursionError"),
        ("text", "{{ address }}" + "{% if name %}" * 150 + "{% endif %}" * 150, "template-broken", "IndentationError"),
        ("text", "{{ address }}{{ " + "9" * 5_000 + " }}", "template-broken", "ValueError"),
    ],
    ids=lambda value: value[:40],
)
def test_a_text_that_cannot_work_is_refused_when_it_is_saved(hub, part, source, slug, came):
    said = {"subject": "Dag", "text": TEXT, "html": "", part: source}
    with pytest.raises(Refused) as refused:
        hub.command(SetTemplate(**PLACE, **said))
    assert (refused.value.slug, refused.value.path, refused.value.came) == (slug, part, came)


def test_an_sms_has_no_subject(hub):
    with pytest.raises(Refused, match="template-part-extra"):
        hub.command(SetTemplate(**{**PLACE, "channel": "sms"}, subject="x", text=TEXT))


def test_an_office_has_its_own_text_and_can_go_back(hub):
    hub.command(SetTemplate(**PLACE, subject="Dag {{ name }}", text=TEXT, html="<b>{{ name }}</b> {{ address }}"))
    row = sent_by(hub, points(office_id="kantoor-7"))
    assert (row.subject, row.text) == ("Dag Anna de Wit", "Dag Anna de Wit, zie https://hub.example/\n")
    assert "<b>Anna de Wit</b>" in row.html
    assert sent_by(hub, points(office_id="kantoor-8")).subject.startswith("Message hub heeft")
    hub.command(RemoveTemplate(**PLACE))
    assert sent_by(hub, points(office_id="kantoor-7")).subject.startswith("Message hub heeft")
    with pytest.raises(NotFound):
        hub.command(RemoveTemplate(**PLACE))


def test_an_office_may_write_in_any_language(hub):
    hub.command(SetTemplate(**{**PLACE, "language": "pl"}, subject="Dzień dobry", text=TEXT))
    assert sent_by(hub, points(office_id="kantoor-7", language="pl")).subject == "Dzień dobry"


def test_html_escapes_what_people_are_called():
    kind = kind_of("action-points")
    values = examples(kind) | {"name": "<img src=x onerror=alert(1)>"}
    for wording in (kind.wordings["email", "nl", "u"], Wording("x", TEXT, "<p>{{ name }} {{ address }}</p>")):
        assert "<img" not in made(kind, "email", wording, values, "nl").html
