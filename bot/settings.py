"""The only reader of the environment and of .env."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

MAKE_KEY = "openssl rand -base64 32 | tr '+/' '-_'"
"""Prints a key of Fernet's."""


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence names it."""


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class LogLevel(StrEnum):
    """Levels of the log."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _starting(prefix: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"begins with “{prefix}”")
        return value

    return AfterValidator(check)


def _api_url(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("is an address like https://slack.com/api/")
    return value if value.endswith("/") else f"{value}/"


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("begins with sqlite:/// or postgresql://")
    if value.removeprefix("sqlite:///").partition("?")[0] in {"", ":memory:"}:
        raise ValueError("names a file, like sqlite:///good-clients.db")
    try:
        _ = urlsplit(value).port
    except ValueError:
        raise ValueError("is an address like postgresql://user@host:5432/name") from None
    return value


def _keys(value: SecretStr | None) -> SecretStr | None:
    for key in _split(value):
        try:
            Fernet(key)
        except ValueError:
            raise ValueError(f"holds keys between commas, each made by: {MAKE_KEY}") from None
    return value


def _split(keys: SecretStr | None) -> tuple[str, ...]:
    parts = keys.get_secret_value().split(",") if keys else ()
    return tuple(key.strip() for key in parts if key.strip())


class Settings(BaseSettings):
    """Every setting, by the name of its environment variable in lower case. A secret may stand in a file instead,
    named by the variable with `_FILE` behind it."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True)

    slack_bot_token: Annotated[SecretStr | None, _starting("xoxb-")] = None
    slack_app_token: Annotated[SecretStr | None, _starting("xapp-")] = None
    slack_signing_secret: SecretStr | None = None
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = "https://slack.com/api/"
    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///good-clients.db"
    encryption_keys: Annotated[SecretStr | None, AfterValidator(_keys)] = None
    log_level: Annotated[LogLevel, BeforeValidator(lambda value: str(value).upper())] = LogLevel.INFO

    @property
    def token_keys(self) -> tuple[str, ...]:
        """Keys that encrypt Slack's tokens: the first one writes, all of them read."""
        return _split(self.encryption_keys)

    @property
    def migrates_itself(self) -> bool:
        """Whether a start migrates: a file of one machine; a shared database is migrated by a step of its own."""
        return self.database_url.startswith("sqlite")

    @property
    def mode(self) -> Mode:
        """Socket Mode where there is an app token, HTTP where there is a signing secret.

        Raises SettingsError where a token is missing.
        """
        if self.slack_app_token is None and self.slack_signing_secret is None:
            raise SettingsError(
                "SLACK_APP_TOKEN is not set (Socket Mode; it begins with xapp-). "
                "For HTTP mode set SLACK_SIGNING_SECRET and PORT instead."
            )
        if self.slack_bot_token is None and self.encryption_keys is None:
            raise SettingsError(
                "SLACK_BOT_TOKEN is not set. It begins with xoxb- and is on the page “OAuth & Permissions” of your app."
            )
        return Mode.HTTP if self.slack_app_token is None else Mode.SOCKET

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before .env, each with its `_FILE` variants."""
        return (
            init_settings,
            env_settings,
            _FromFiles(settings_cls, env_settings),
            dotenv_settings,
            _FromFiles(settings_cls, dotenv_settings),
        )


class _FromFiles(PydanticBaseSettingsSource):
    """Secrets whose variable ends in `_FILE` and names a file that holds the value."""

    def __init__(self, settings_cls: type[BaseSettings], source: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        if not isinstance(source, EnvSettingsSource | DotEnvSettingsSource):
            raise TypeError(f"{source} reads no variables")
        self._variables = source.env_vars

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = self._variables.get(f"{field_name}_file")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise SettingsError(f"{field_name.upper()}_FILE names {path}, which cannot be read: {why}.") from None

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}


def read_settings(**given: Any) -> Settings:
    """The settings of this process. Raises SettingsError with a sentence for each that is wrong."""
    try:
        return Settings(**given)
    except (OSError, UnicodeDecodeError):
        raise SettingsError("The file .env cannot be read. It holds lines like PORT=3000, in UTF-8.") from None
    except ValidationError as error:
        wrong = [(str(fault["loc"][0]).upper(), fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
        raise SettingsError("\n".join(f"{name} is wrong: {reason}." for name, reason in wrong)) from None
