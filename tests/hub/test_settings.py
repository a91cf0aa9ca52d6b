import os
from pathlib import Path

import pytest

from hub.settings import SECRETS, Settings, load, load_unsigned, variable
from hub.settings_page import page
from schemas.errors import SettingsError

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)


def test_the_defaults_are_one_process_on_loopback():
    settings = load(secret_key=KEY)
    assert settings.database_url == "sqlite:///var/hub.db"
    assert settings.broker_url == "memory://"
    assert settings.blob_url == (Path.cwd() / "var/blobs").as_uri()
    assert (settings.http_host, settings.http_port, settings.metrics_port) == ("127.0.0.1", 8000, 9100)
    assert settings.environment == "production"
    assert settings.is_embedded


def test_the_scanner_is_the_built_in_one_in_the_demo_only():
    assert load(demo=True).scanner == "builtin://"
    assert load(secret_key=KEY).scanner == ""
    assert load(demo=True, scanner_url="clamd://scanner:3310").scanner == "clamd://scanner:3310"


@pytest.mark.parametrize(
    ("url", "mistake"),
    [("http://scanner", "the URL must start with builtin: or clamd:"), ("clamd://", "name the host and port of clamd")],
)
def test_a_scanner_that_cannot_be_found_stops_the_start(url, mistake):
    with pytest.raises(SettingsError, match=f"HUB_SCANNER_URL: .*{mistake}"):
        load(secret_key=KEY, scanner_url=url)


def test_mail_and_sms_stay_on_the_post_page_in_the_demo_only():
    assert (load(demo=True).mail, load(demo=True).sms) == ("demo://", "demo://")
    assert (load(secret_key=KEY).mail, load(secret_key=KEY).sms) == ("", "")
    assert load(demo=True, mail_url="smtps://mail.example").mail == "smtps://mail.example"


@pytest.mark.parametrize(
    ("field", "value", "mistake"),
    [
        ("mail_url", "smtp://", "name the mail server"),
        ("mail_url", "https://mail.example", "the URL must start with smtp: or smtps: or demo:"),
        ("mail_from", "Hub <hub@office.example>", "write one e-mail address without a name"),
        ("sms_url", "http://sms.example", "name the provider's address, https://"),
        ("sms_sender", "Hub\r\nX", "should match pattern"),
        ("post_hook_secret", "short", "at least 32"),
    ],
)
def test_post_that_cannot_work_stops_the_start(field, value, mistake):
    with pytest.raises(SettingsError, match=f"{variable(field)}: .*{mistake}"):
        load(secret_key=KEY, **{field: value})


def test_a_password_completes_the_mail_url_that_has_none():
    assert (
        load(secret_key=KEY, mail_url="smtp://hub@mail:587", mail_password="p:w").mail_url
        == "smtp://hub:p%3Aw@mail:587"
    )


def test_the_largest_message_is_25_mib_and_a_request_has_room_for_it_as_base64():
    settings = load(secret_key=KEY)
    assert settings.max_file_bytes == 26_214_400
    assert settings.max_request_bytes == 49_465_120


def test_a_missing_secret_key_stops_the_start_outside_the_demo():
    with pytest.raises(SettingsError, match="HUB_SECRET_KEY: a secret of at least 32 characters is needed"):
        load()


def test_the_demo_starts_without_a_secret_key():
    assert load(demo=True).secret_key is None


def test_a_command_that_signs_nothing_gets_a_key_that_nobody_else_has():
    first, second = load_unsigned().secret_key, load_unsigned().secret_key
    assert first is not None
    assert first != second


def test_a_variable_counts_and_an_override_wins_from_it(monkeypatch):
    monkeypatch.setenv("HUB_HTTP_PORT", "8100")
    assert load(secret_key=KEY).http_port == 8100
    assert load(secret_key=KEY, http_port=8200).http_port == 8200
    assert load(secret_key=KEY, http_port=None).http_port == 8100


@pytest.mark.parametrize("field", SECRETS)
def test_every_secret_also_comes_from_a_file(monkeypatch, tmp_path, field):
    values = {
        "secret_key": KEY,
        "database_url": "sqlite:///elsewhere.db",
        "broker_url": "memory://elsewhere",
        "blob_url": "s3://bucket",
        "mail_url": "smtp://mail.example:587",
        "post_hook_secret": KEY,
    }
    (tmp_path / "secret").write_text(values.get(field, "pass word") + "\n", encoding="utf-8")
    monkeypatch.setenv(variable(field) + "_FILE", str(tmp_path / "secret"))
    given = getattr(load(**({} if field == "secret_key" else {"secret_key": KEY})), field)
    shown = given if isinstance(given, str) else given.get_secret_value()
    assert shown == values.get(field, "pass word")


def test_a_password_completes_the_url_that_has_none():
    settings = load(
        secret_key=KEY,
        database_url="postgresql://hub@postgres:5432/hub",
        database_password="p@ss",
        broker_url="amqp://hub@rabbitmq:5672/hub",
        broker_password="rab/bit",
    )
    assert settings.database_url == "postgresql+psycopg://hub:p%40ss@postgres:5432/hub"
    assert settings.broker_url == "amqp://hub:rab%2Fbit@rabbitmq:5672/hub"


def test_no_secret_is_shown_with_the_settings():
    settings = load(
        secret_key=KEY,
        database_url="postgresql://hub:geheim@postgres/hub",
        broker_url="amqp://hub:geheim@rabbitmq/hub",
    )
    assert "geheim" not in repr(settings)
    assert KEY not in repr(settings)


def test_every_mistake_is_reported_at_once_and_no_secret_with_it(monkeypatch):
    monkeypatch.setenv("HUB_HTTP_PORT", "many")
    monkeypatch.setenv("HUB_SECRET_KEY", "short")
    monkeypatch.setenv("HUB_ENVIRONMENT", "test")
    monkeypatch.setenv("HUB_PUBLIC_URL", "http://hub.example")
    monkeypatch.setenv("HUB_BROKER_URL", "amqp://hub:geheim@rabbitmq/hub")
    monkeypatch.setenv("HUB_DATABSE_URL", "sqlite://")
    monkeypatch.setenv("HUB_DATABASE_PASSWORD_FILE", "nowhere")
    with pytest.raises(SettingsError) as failure:
        load()
    lines = str(failure.value).splitlines()
    assert lines[0] == "7 settings do not fit; the hub does not start."
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "HUB_BROKER_URL",
        "HUB_DATABASE_PASSWORD_FILE",
        "HUB_DATABSE_URL",
        "HUB_ENVIRONMENT",
        "HUB_HTTP_PORT",
        "HUB_PUBLIC_URL",
        "HUB_SECRET_KEY",
    ]
    assert "geheim" not in str(failure.value)
    assert "short" not in str(failure.value)


@pytest.mark.parametrize(
    ("database", "broker"),
    [("sqlite:///hub.db", "amqp://hub@rabbitmq/hub"), ("postgresql://hub@postgres/hub", "memory://")],
)
def test_a_pair_of_stores_that_is_not_tested_together_is_refused(database, broker):
    with pytest.raises(SettingsError, match="use sqlite: with memory:, or postgresql: with amqp:"):
        load(secret_key=KEY, database_url=database, broker_url=broker)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("database_url", "mysql://hub@mysql/hub", "the URL must start with sqlite: or postgresql"),
        ("broker_url", "redis://localhost", "the URL must start with memory: or amqp: or amqps:"),
        ("blob_url", "ftp://files", "the URL must start with file: or s3:"),
        ("public_url", "http://hub.example", "people reach the hub over https://"),
        ("max_file_bytes", 26_214_401, "less than or equal to 26214400"),
        ("http_port", 0, "greater than or equal to 1"),
    ],
)
def test_a_value_outside_its_bounds_is_refused_with_the_reason(field, value, why):
    with pytest.raises(SettingsError, match=f"{variable(field)}: .*{why}"):
        load(**{"secret_key": KEY, field: value})


def test_a_secret_given_twice_is_refused(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(KEY, encoding="utf-8")
    monkeypatch.setenv("HUB_SECRET_KEY", KEY)
    monkeypatch.setenv("HUB_SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(SettingsError, match="HUB_SECRET_KEY: also HUB_SECRET_KEY_FILE is set; keep one of the two"):
        load()


def test_every_setting_says_what_it_means():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_settings_page_is_current():
    assert Path("docs/settings.md").read_text(encoding="utf-8") == page()
