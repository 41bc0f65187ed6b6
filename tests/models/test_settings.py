"""The environment is read in one place, safely, and what is missing is named."""

from urllib.parse import parse_qs, urlsplit

import pytest
from tortoise.backends.base.config_generator import expand_db_url

from models.settings import Misconfigured, Settings, settings

SECRET = "s" * 40
PRODUCTION = {
    "DATABASE_URL": "postgres://owner:pass%40word@db.example:6432/flow?ssl=true",
    "REDIS_URL": "redis://:hidden@redis.example",
    "SECRET_KEYS": SECRET,
    "PUBLIC_URL": "https://flow.example/",
    "SMTP_URL": "smtp://user:hidden@mail.example",
    "MAIL_FROM": "Flow <flow@example.com>",
}


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without any variable of ours."""
    for name in [*Settings.model_fields, "CHATIA_ENV", "CHATIA_HOST", "CHATIA_PORT"]:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def read(environ: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        environ.setenv(name, value)
    return Settings()


def test_an_empty_environment_is_production_and_closed(environ: pytest.MonkeyPatch) -> None:
    ours = read(environ)

    assert ours.environment == "production"
    assert not ours.explorer
    assert not ours.allow_private_callbacks


def test_development_is_open_on_this_machine_only(environ: pytest.MonkeyPatch) -> None:
    ours = read(environ, CHATIA_ENV="development", PORT="9000")

    assert ours.explorer
    assert ours.allow_private_callbacks
    assert ours.public_url == "http://127.0.0.1:9000"


def test_lists_are_separated_by_commas(environ: pytest.MonkeyPatch) -> None:
    ours = read(environ, SECRET_KEYS="new, old,", ALLOWED_ORIGINS="https://a.example")

    assert [key.get_secret_value() for key in ours.secret_keys] == ["new", "old"]
    assert ours.allowed_origins == ("https://a.example",)


@pytest.mark.parametrize("process", ["serve", "worker", "migrate"])
def test_complete_production_is_accepted(environ: pytest.MonkeyPatch, process: str) -> None:
    ours = read(environ, **PRODUCTION)

    ours.require(process)  # type: ignore[arg-type]

    assert ours.public_url == "https://flow.example"


def test_production_names_everything_that_is_missing(environ: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misconfigured) as refusal:
        read(environ).require("serve")

    assert all(name in str(refusal.value) for name in PRODUCTION)


def test_migrate_needs_no_redis_and_no_mail(environ: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misconfigured) as refusal:
        read(environ).require("migrate")

    assert "DATABASE_URL" in str(refusal.value)
    assert "REDIS_URL" not in str(refusal.value)


def test_a_short_secret_is_refused_in_production_without_showing_it(
    environ: pytest.MonkeyPatch,
) -> None:
    ours = read(environ, **PRODUCTION | {"SECRET_KEYS": f"{SECRET},hidden"})

    with pytest.raises(Misconfigured, match="SECRET_KEYS") as refusal:
        ours.require("serve")

    assert "hidden" not in str(refusal.value)
    assert "REDIS_URL" not in str(refusal.value)


def test_no_secret_shows_in_the_settings_themselves(environ: pytest.MonkeyPatch) -> None:
    shown = repr(read(environ, **PRODUCTION))

    assert "hidden" not in shown
    assert "pass%40word" not in shown
    assert SECRET not in shown


def test_a_wrong_value_is_one_sentence_that_does_not_show_it(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("CHATIA_PORT", "hidden")
    environ.setenv("PUBLIC_URL", "hidden")
    settings.cache_clear()

    with pytest.raises(Misconfigured) as refusal:
        settings()

    assert "CHATIA_PORT" in str(refusal.value)
    assert "PUBLIC_URL" in str(refusal.value).upper()
    assert "hidden" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    settings.cache_clear()


def test_runtime_roles_are_derived_from_the_owners_url(environ: pytest.MonkeyPatch) -> None:
    ours = read(environ, **PRODUCTION)
    app, every = urlsplit(ours.app_url), urlsplit(ours.every_url)

    assert (ours.app_role, ours.every_role) == ("flow_app", "flow_every")
    assert (app.hostname, app.port, app.path, app.query) == (
        "db.example",
        6432,
        "/flow",
        "ssl=true",
    )
    assert app.password == ours.app_password
    assert len({ours.app_password, ours.every_password, every.password, SECRET}) == 3


def test_derived_roles_work_over_a_unix_socket(environ: pytest.MonkeyPatch) -> None:
    url = "postgres://owner:secret@/flow?host=/run/a%20place&port=5432"
    ours = read(environ, DATABASE_URL=url, SECRET_KEYS=SECRET)

    assert ours.app_url.startswith("postgres://flow_app:")
    assert parse_qs(urlsplit(ours.app_url).query)["host"] == ["/run/a place"]
    assert expand_db_url(ours.app_url)["credentials"]["user"] == "flow_app"


def test_given_runtime_urls_are_used_as_they_are(environ: pytest.MonkeyPatch) -> None:
    app = "postgres://runner:p%2Fw@db.example/flow"
    ours = read(environ, DATABASE_APP_URL=app, DATABASE_EVERY_URL="postgres://all@db.example/flow")

    assert ours.app_url == app
    assert (ours.app_role, ours.app_password) == ("runner", "p/w")
    assert (ours.every_role, ours.every_password) == ("all", "")


def test_without_an_owners_url_nothing_is_derived(environ: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misconfigured, match="DATABASE_EVERY_URL"):
        _ = read(environ).every_url


def test_all_connections_are_opened_at_the_start_unless_told(environ: pytest.MonkeyPatch) -> None:
    every = read(environ, DATABASE_POOL_MAX="4")
    some = read(environ, DATABASE_POOL_MAX="4", DATABASE_POOL_MIN="1")

    assert (every.database_pool_min, some.database_pool_min) == (4, 1)
