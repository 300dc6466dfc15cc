"""The one set of settings: read once, from the environment, files and .env; what is wrong is named."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import LogLevel, Mode, Settings, SettingsError, read_settings

Environment = Callable[..., None]
BOT, APP, SECRET = "xoxb-1-2-three", "xapp-1-A1-2-three", "0123456789abcdef"
KEY, OLD_KEY = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """Sets variables; without a call there are none, and no .env either."""
    for name in Settings.model_fields:
        for variable in (name.upper(), f"{name.upper()}_FILE"):
            monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)

    def set_variables(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_variables


def secret(settings: Settings, name: str) -> str:
    value: str = getattr(settings, name).get_secret_value()
    return value


def test_two_tokens_are_enough(environment: Environment) -> None:
    environment(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)
    settings = read_settings()
    assert settings.mode is Mode.SOCKET
    assert secret(settings, "slack_bot_token") == BOT
    assert secret(settings, "slack_app_token") == APP
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///good-clients.db"
    assert (settings.port, settings.log_level, settings.token_keys) == (3000, LogLevel.INFO, ())


def test_a_signing_secret_instead_of_an_app_token_means_http(environment: Environment) -> None:
    environment(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SECRET, PORT="8080")
    settings = read_settings()
    assert (settings.mode, settings.port) == (Mode.HTTP, 8080)


def test_tokens_of_many_teams_come_with_their_installations(environment: Environment) -> None:
    environment(SLACK_SIGNING_SECRET=SECRET, ENCRYPTION_KEYS=f" {KEY} , {OLD_KEY} ,")
    settings = read_settings()
    assert settings.mode is Mode.HTTP
    assert settings.token_keys == (KEY, OLD_KEY)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
    ],
)
def test_a_missing_setting_is_named(environment: Environment, given: dict[str, str], named: str) -> None:
    environment(**given)
    settings = read_settings()
    with pytest.raises(SettingsError, match=rf"\A{named} is not set"):
        _ = settings.mode


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "SLACK_BOT_TOKEN is wrong: begins with “xoxb-”."),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN is wrong: begins with “xapp-”."),
        ("SLACK_API_URL", "ftp://slack", "SLACK_API_URL is wrong: is an address like https://slack.com/api/."),
        ("DATABASE_URL", "mysql://host/db", "DATABASE_URL is wrong: begins with sqlite:/// or postgresql://."),
        ("DATABASE_URL", "sqlite:///?mode=ro", "DATABASE_URL is wrong: names a file, like sqlite:///good-clients.db."),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL is wrong: names a file, like "),
        ("DATABASE_URL", "postgresql://host:port/x", "DATABASE_URL is wrong: is an address like postgresql://user@"),
        ("ENCRYPTION_KEYS", "short", "ENCRYPTION_KEYS is wrong: holds keys between commas"),
        ("ENCRYPTION_KEYS", f"{KEY},another", "ENCRYPTION_KEYS is wrong: holds keys between commas"),
        ("PORT", "65536", "PORT is wrong: "),
        ("PORT", "-1", "PORT is wrong: "),
        ("PORT", "many", "PORT is wrong: "),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is wrong: "),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_kept_back(
    environment: Environment, name: str, value: str, sentence: str
) -> None:
    environment(**{name: value})
    with pytest.raises(SettingsError, match=rf"\A{re.escape(sentence)}") as raised:
        read_settings()
    assert value not in str(raised.value)


def test_all_that_is_wrong_is_said_at_once(environment: Environment) -> None:
    environment(PORT="many", SLACK_BOT_TOKEN="nonsense", DATABASE_URL="here")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert sorted(line.split()[0] for line in str(raised.value).splitlines()) == [
        "DATABASE_URL",
        "PORT",
        "SLACK_BOT_TOKEN",
    ]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_an_empty_variable_is_none_at_all(environment: Environment, name: str) -> None:
    default = getattr(read_settings(), name)
    environment(**{name.upper(): "", f"{name.upper()}_FILE": ""})
    assert getattr(read_settings(), name) == default


def test_a_secret_may_stand_in_a_file(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{BOT}\n")
    environment(SLACK_BOT_TOKEN_FILE=str(tmp_path / "token"))
    assert secret(read_settings(), "slack_bot_token") == BOT


def test_a_wrong_token_in_a_file_is_wrong_as_well(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("nonsense")
    environment(SLACK_BOT_TOKEN_FILE=str(tmp_path / "token"))
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is wrong"):
        read_settings()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(environment: Environment, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    environment(SLACK_APP_TOKEN_FILE=str(path))
    with pytest.raises(SettingsError, match=rf"SLACK_APP_TOKEN_FILE names {re.escape(str(path))}, which cannot"):
        read_settings()


def test_dot_env_fills_what_the_environment_leaves_open(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "signing").write_text(SECRET)
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nPORT=1\nSLACK_SIGNING_SECRET_FILE={tmp_path}/signing\n")
    environment(PORT="2")
    settings = read_settings()
    assert secret(settings, "slack_bot_token") == BOT
    assert secret(settings, "slack_signing_secret") == SECRET
    assert settings.port == 2


def test_others_variables_in_dot_env_are_let_be(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=bright\nLOG_LEVEL=debug\n")
    assert read_settings().log_level is LogLevel.DEBUG


def test_a_dot_env_that_is_no_text_is_named(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeP\x00O\x00")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings()


def test_secrets_do_not_show_when_settings_are_printed(environment: Environment) -> None:
    environment(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_SIGNING_SECRET=SECRET, ENCRYPTION_KEYS=KEY)
    settings = read_settings()
    assert not {BOT, APP, SECRET, KEY} & set(re.split(r"[\s=']+", f"{settings!r} {settings}"))


def test_an_api_address_may_end_without_a_slash(environment: Environment) -> None:
    environment(SLACK_API_URL="http://127.0.0.1:8300/api")
    assert read_settings().slack_api_url == "http://127.0.0.1:8300/api/"
