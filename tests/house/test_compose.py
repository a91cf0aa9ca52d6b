"""docker-compose.yml, checked without Docker: its schema, the settings, the commands and the ports."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

from hub.settings import SECRETS, Settings, load, variable
from hub.topology import TOPOLOGY

ROOT = Path(__file__).parents[2]
ROLES = ["migrate", "serve", "intake", "work", "relay", "deliver", "papers", "post"]
RUNNING = ["serve", "intake", "work", "relay", "deliver", "papers", "post"]


def parsed(path):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def compose():
    return parsed("docker-compose.yml")


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def filled_in(value):
    """The value as compose hands it over when nobody set the variable: ${NAME:-default} is the default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def port_of(service):
    published, _, inside = service["ports"][0].removeprefix("127.0.0.1:").partition(":")
    return int(published), int(inside)


def test_the_file_fits_the_compose_schema(compose):
    schema = files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8")
    jsonschema.validate(compose, json.loads(schema))


def test_a_mistake_in_the_file_does_not_fit_the_compose_schema(compose):
    schema = files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8")
    broken = compose | {"services": {"serve": {"image": "hub", "portz": []}}}
    with pytest.raises(jsonschema.ValidationError, match="portz"):
        jsonschema.validate(broken, json.loads(schema))


def test_every_role_is_a_service(services):
    assert [name for name in services if services[name].get("image") == "hub:0.1.0"] == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_every_variable_of_a_role_is_a_setting(services, role):
    known = {variable(field) for field in Settings.model_fields} | {variable(field) + "_FILE" for field in SECRETS}
    assert set(services[role]["environment"]) - known == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_settings_of_a_role_are_complete_and_without_a_mistake(services, role, monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)
    for name, value in services[role]["environment"].items():
        if name.endswith("_FILE"):
            assert Path(value).parent == Path("/run/secrets")
            assert Path(value).name in services[role]["secrets"]
            (tmp_path / name).write_text("0123456789abcdef0123456789abcdef\n", encoding="utf-8")
            monkeypatch.setenv(name, str(tmp_path / name))
        else:
            monkeypatch.setenv(name, filled_in(value))
    settings = load()
    assert settings.database_url == "postgresql+psycopg://hub:0123456789abcdef0123456789abcdef@postgres:5432/hub"
    assert settings.broker_url == "amqp://hub:0123456789abcdef0123456789abcdef@rabbitmq:5672/hub"
    assert settings.environment == "production"


def test_no_password_stands_in_the_file(services):
    named = [name for service in services.values() for name in service.get("environment", {})]
    assert [name for name in named if re.search("PASS|KEY|SECRET", name) and not name.endswith("_FILE")] == []


@pytest.mark.parametrize("role", ROLES)
def test_the_command_of_a_role_is_a_command_of_the_hub(services, role):
    asked = subprocess.run(
        [sys.executable, "-m", "hub.cli", *services[role]["command"], "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr


def test_the_command_of_the_image_is_that_of_the_serve_role(services):
    assert 'CMD ["serve"]' in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert services["serve"]["command"] == ["serve"]


def test_the_ports_agree_in_settings_compose_image_and_prometheus(services):
    environment = services["serve"]["environment"]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    exposed = re.findall(r"^EXPOSE (.+)$", image, re.MULTILINE)
    scraped = parsed("ops/prometheus/prometheus.yml")["scrape_configs"][0]["dns_sd_configs"][0]
    assert (Settings.model_fields["http_port"].default, Settings.model_fields["metrics_port"].default) == (8000, 9100)
    assert (environment["HUB_HTTP_PORT"], environment["HUB_METRICS_PORT"]) == ("8000", "9100")
    assert port_of(services["serve"]) == (8000, 8000)
    assert "http://127.0.0.1:8000/health/live" in services["serve"]["healthcheck"]["test"][-1]
    assert exposed == ["8000 9100"]
    assert scraped["port"] == 9100


def test_prometheus_asks_every_running_role_and_the_broker():
    hub, broker = parsed("ops/prometheus/prometheus.yml")["scrape_configs"]
    assert hub["dns_sd_configs"][0]["names"] == RUNNING
    assert broker["static_configs"][0]["targets"] == ["rabbitmq:15692"]
    assert "rabbitmq_prometheus" in (ROOT / "ops/rabbitmq/enabled_plugins").read_text(encoding="utf-8")


def test_the_alerts_count_every_running_process(services):
    processes = sum(services[role].get("deploy", {}).get("replicas", 1) for role in RUNNING)
    assert f'count(up{{job="hub"}}) < {processes}' in (ROOT / "ops/prometheus/alerts.yml").read_text(encoding="utf-8")


def test_the_alerts_name_queues_of_the_topology():
    named = re.findall(r'queue=~?"([^"]+)"', (ROOT / "ops/prometheus/alerts.yml").read_text(encoding="utf-8"))
    patterns = [name.replace("\\\\", "\\") for name in named]
    queues = {queue.name for queue in TOPOLOGY.queues}
    assert {queue for queue in queues if any(re.fullmatch(pattern, queue) for pattern in patterns)} == queues


@pytest.mark.parametrize("role", RUNNING)
def test_a_role_waits_for_the_migration(services, role):
    assert services[role]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_intake_over_http_starts_without_the_broker(services):
    assert "rabbitmq" not in services["serve"]["depends_on"]


@pytest.mark.parametrize("server", ["postgres", "rabbitmq"])
def test_a_server_says_when_it_is_healthy(services, server):
    assert services[server]["healthcheck"]["test"][0] == "CMD"


def test_every_secret_has_a_file_that_make_secrets_writes(compose):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [secret["file"] for secret in compose["secrets"].values()] == [
        f"./secrets/{name}" for name in compose["secrets"]
    ]
    assert f"for name in {' '.join(compose['secrets'])};" in makefile


def test_every_file_that_a_service_mounts_exists(services):
    mounts = [mount.split(":")[0] for service in services.values() for mount in service.get("volumes", [])]
    assert [mount for mount in mounts if mount.startswith("./") and not (ROOT / mount).exists()] == []


def test_the_broker_gets_one_user_whose_password_is_the_secret(tmp_path):
    (tmp_path / "password").write_text("p@ss|word/é\n", encoding="utf-8")
    script, definitions = ROOT / "ops/rabbitmq/definitions.sh", ROOT / "ops/rabbitmq/definitions.json"
    printed = subprocess.run(["bash", script, tmp_path / "password", definitions], capture_output=True, check=True)
    (user,) = json.loads(printed.stdout)["users"]
    hashed = base64.b64decode(user["password_hash"])
    assert user["name"] == "hub"
    assert hashed[4:] == hashlib.sha256(hashed[:4] + "p@ss|word/é".encode()).digest()


def test_the_scanner_takes_the_largest_file_and_calls_nothing_clean_that_it_did_not_look_through(services):
    said = dict(
        line.split(maxsplit=1)
        for line in (ROOT / "ops/clamav/clamd.conf").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    largest = Settings.model_fields["max_file_bytes"].default
    assert int(said["StreamMaxLength"].removesuffix("M")) * 1024 * 1024 > largest
    assert (said["AlertEncrypted"], said["AlertExceedsMax"]) == ("yes", "yes")
    assert services["work"]["environment"]["HUB_SCANNER_URL"] == f"clamd://clamav:{said['TCPSocket']}"
    assert "clamav" in services


def test_files_that_wait_for_the_scanner_are_an_alert_after_five_minutes():
    rules = [rule for group in parsed("ops/prometheus/alerts.yml")["groups"] for rule in group["rules"]]
    (waiting,) = [rule for rule in rules if rule["alert"] == "FilesWaitForScanner"]
    assert "hub_files_waiting_seconds > 300" in waiting["expr"]
