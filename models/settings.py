"""What the environment says. Nothing else in the house reads it."""

import hmac
import os
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Environment = Literal["development", "test", "production"]
Process = Literal["serve", "worker", "migrate"]
Listed = NoDecode  # comma-separated, not JSON
SHORTEST_SECRET = 32


class Misconfigured(Exception):
    """One sentence that names the variables and never shows a value."""


class Settings(BaseSettings):
    """Each field is the variable of the same name in capitals, unless an alias is given."""

    # An input shown in an error could be a secret; so could a URL with its password in a repr.
    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    # Unset means production: what is open in development must be asked for.
    environment: Environment = Field(default="production", validation_alias="CHATIA_ENV")
    # Some shells and build tools set HOST for themselves.
    host: str = Field(default="127.0.0.1", validation_alias="CHATIA_HOST")
    port: int = Field(
        default=8000, ge=1, le=65535, validation_alias=AliasChoices("CHATIA_PORT", "PORT")
    )
    public_url: str = Field(default_factory=lambda fields: _local_url(fields))
    allowed_origins: Annotated[tuple[str, ...], Listed] = ()
    # Whose X-Forwarded-For and X-Forwarded-Proto we believe: addresses or networks.
    trusted_proxies: Annotated[tuple[str, ...], Listed] = ()
    explorer: bool = Field(default_factory=lambda fields: fields["environment"] == "development")
    # Opens the operator's console at /ops, for the name `ops`; without it there is none.
    ops_password: SecretStr | None = Field(default=None, min_length=SHORTEST_SECRET)
    # A JSON object of ids and documents, for `documentId`; and whether nothing else is executed.
    trusted_documents: Path | None = None
    trusted_documents_only: bool = False

    # The owner's URL: for migrations, and to derive those of the two runtime roles from.
    database_url: str | None = Field(default=None, repr=False)
    database_app_url: str | None = Field(default=None, repr=False)
    database_every_url: str | None = Field(default=None, repr=False)
    database_pool_max: int = Field(default=10, ge=1)
    # Opened, and used once, before a process says that it is ready.
    database_pool_min: int = Field(default_factory=lambda fields: fields["database_pool_max"], ge=0)
    pooler: Literal["session", "transaction"] = "session"
    statement_timeout_ms: int = Field(default=15_000, ge=1)
    upkeep_statement_timeout_ms: int = Field(default=60_000, ge=1)  # of the role of every company
    lock_timeout_ms: int = Field(default=5_000, ge=1)
    idle_transaction_timeout_ms: int = Field(default=30_000, ge=1)
    redis_url: str = Field(default="", repr=False)

    # The first signs, all verify.
    secret_keys: Annotated[tuple[SecretStr, ...], Listed] = ()
    access_token_minutes: int = Field(default=15, ge=1)
    refresh_token_days: int = Field(default=7, ge=1)

    smtp_url: str | None = Field(default=None, repr=False)
    mail_from: str = "ChatIA Flow <no-reply@localhost>"
    # Web Push: 32 random bytes in base64url. Without it, in production, nothing is pushed.
    vapid_private_key: SecretStr | None = None
    front_end_url: str = ""  # where the links in our mail lead; without it a mail shows a code only
    docs_url: str = "docs/errors.md"  # the page that explains error codes
    allow_private_callbacks: bool = Field(
        default_factory=lambda fields: fields["environment"] != "production"
    )
    callback_timeout: float = Field(default=15.0, gt=0)  # seconds until an answer must have come
    event_retention_days: int = Field(default=30, ge=1)
    inbound_retention_days: int = Field(default=30, ge=1)
    report_retention_days: int = Field(default=1095, ge=1)  # of the facts that reports count
    idempotency_hours: int = Field(default=24, ge=1)
    job_concurrency: int = Field(default=50, ge=1)
    job_retention_days: int = Field(default=7, ge=1)
    dead_job_retention_days: int = Field(default=90, ge=1)
    worker_metrics_port: int | None = Field(default=None, ge=1, le=65535)
    # Of pings, and of the wait for their answer: a silent peer is gone after twice as long.
    socket_ping_seconds: float = Field(default=20.0, gt=0)
    # permessage-deflate costs a third more time and three times the memory.
    socket_compression: bool = False
    # In how long a server that stops sends its sockets away; orchestrators kill after 30.
    drain_seconds: float = Field(default=10.0, ge=0, le=12)
    # At a time, over all processes; a connection is a socket or an event stream.
    connections_per_company: int = Field(default=5_000, ge=1)
    connections_per_viewer: int = Field(default=50, ge=1)
    subscriptions_per_company: int = Field(default=25_000, ge=1)
    subscriptions_per_viewer: int = Field(default=500, ge=1)
    # Told by each process; who is over it is slowed down, and ended when that is too slow.
    events_per_second_per_company: int = Field(default=20_000, ge=1)
    events_per_second_per_viewer: int = Field(default=5_000, ge=1)
    # Read again for those who come back with a cursor, in a minute.
    replay_bytes_per_company: int = Field(default=512 * 1024 * 1024, ge=1)
    replay_bytes_per_viewer: int = Field(default=64 * 1024 * 1024, ge=1)
    # Points that operations may cost in a minute, over all processes; a field of an answer is one.
    cost_per_company: int = Field(default=60_000_000, ge=1)
    cost_per_viewer: int = Field(default=6_000_000, ge=1)
    cost_per_address: int = Field(default=300_000, ge=1)  # of whoever has not signed in
    # Pushes of channels in a minute, over all processes.
    pushes_per_inbox: int = Field(default=60_000, ge=1)
    # Executes what is shared between subscribers once more for each, and shares it only if alike.
    check_groups: bool = Field(default_factory=lambda fields: fields["environment"] == "test")
    # Off, graphql-core answers everything, slowly: to find out whether a plan is to blame.
    compiler: Literal["on", "off"] = "on"
    # Queries and mutations at work at a time, in each process; of strangers, of an address.
    operations_per_viewer: int = Field(default=50, ge=1)
    # What a query or mutation may take before it is undone; of subscriptions, nothing.
    operation_timeout_seconds: float = Field(default=30.0, gt=0)
    # The SDK of OpenTelemetry reads these and its other OTEL_* variables; we, whether to ask it.
    otel_exporter_otlp_endpoint: str = Field(default="", repr=False)
    otel_exporter_otlp_traces_endpoint: str = Field(default="", repr=False)
    otel_traces_exporter: Literal["otlp", "none"] = "otlp"
    otel_sdk_disabled: bool = False
    slow_operation_seconds: float = Field(default=1.0, ge=0)
    # file:///… or s3://bucket/prefix?endpoint=…&region=…; without it, a folder in data_dir.
    files_url: str = Field(default="", repr=False)
    file_max_bytes: int = Field(default=25 * 1024 * 1024, ge=1)
    file_bytes_per_company: int = Field(default=10 * 1024**3, ge=1)
    upload_minutes: int = Field(default=60, ge=1)  # for a file to come, and then to be used
    deleted_file_days: int = Field(default=7, ge=0)  # after which a deleted message's files go, too
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    data_dir: Path = Path(".chatia")

    @property
    def app_url(self) -> str:
        """For the role behind the walls."""
        return self.database_app_url or self._derived_url("app")

    @property
    def every_url(self) -> str:
        """For the role of `every_company`."""
        return self.database_every_url or self._derived_url("every")

    @property
    def app_role(self) -> str:
        return urlsplit(self.app_url).username or ""

    @property
    def every_role(self) -> str:
        return urlsplit(self.every_url).username or ""

    @property
    def search_role(self) -> str:
        """Nobody connects as this one: it owns the function that searches."""
        return f"{self.app_role.removesuffix('_app')}_search"

    @property
    def traced(self) -> bool:
        """Is there anywhere to send spans to?"""
        to = self.otel_exporter_otlp_traces_endpoint or self.otel_exporter_otlp_endpoint
        return bool(to) and self.otel_traces_exporter == "otlp" and not self.otel_sdk_disabled

    def limits(self, role: str) -> dict[str, str]:
        """What PostgreSQL holds this role to, and plans for."""
        statement = self.statement_timeout_ms
        if role == self.every_role:
            statement = max(statement, self.upkeep_statement_timeout_ms)
        return {
            "statement_timeout": str(statement),
            # Disks no longer turn: an index is followed in its order rather than read and sorted.
            "random_page_cost": "1.1",
            "lock_timeout": str(self.lock_timeout_ms),
            "idle_in_transaction_session_timeout": str(self.idle_transaction_timeout_ms),
            "jit": "off",  # it costs more than our statements take
        }

    @property
    def app_password(self) -> str:
        return unquote(urlsplit(self.app_url).password or "")

    @property
    def every_password(self) -> str:
        return unquote(urlsplit(self.every_url).password or "")

    def require(self, process: Process) -> None:
        """Raise Misconfigured, naming everything that this process still needs."""
        missing = [f"{name} ({why})" for name, why in self._missing(process)]
        if missing:
            raise Misconfigured(
                f"`chatia {process}` in {self.environment} still needs {', '.join(missing)}."
            )

    def _missing(self, process: Process) -> list[tuple[str, str]]:
        derived = not (self.database_app_url and self.database_every_url)
        needs: dict[tuple[str, str], object] = {
            ("DATABASE_URL", "the PostgreSQL to use"): (
                self.database_url or (process != "migrate" and not derived)
            ),
            ("SECRET_KEYS", "signs tokens; comma-separated, the first signs, all verify"): (
                self.secret_keys or (process == "migrate" and not derived)
            ),
        }
        if process != "migrate":
            needs[("REDIS_URL", "the Redis to use")] = self.redis_url
        if self.environment == "production":
            needs[("SECRET_KEYS", f"each of {SHORTEST_SECRET} characters or more")] = all(
                len(key.get_secret_value()) >= SHORTEST_SECRET for key in self.secret_keys
            )
        if self.environment == "production" and process != "migrate":
            needs[("PUBLIC_URL", "where clients reach us")] = self.public_url
            needs[("SMTP_URL", "sends our mail")] = self.smtp_url
            needs[("MAIL_FROM", "the sender of our mail")] = "mail_from" in self.model_fields_set
        return [need for need, met in needs.items() if not met]

    def _derived_url(self, kind: str) -> str:
        # Roles belong to the whole cluster, so their names carry the database's.
        if not self.database_url or not self.secret_keys:
            raise Misconfigured(
                f"Set DATABASE_URL and SECRET_KEYS, or DATABASE_{kind.upper()}_URL."
            )
        owner = urlsplit(self.database_url)
        role = f"{unquote(owner.path.lstrip('/'))}_{kind}"
        password = hmac.digest(
            self.secret_keys[0].get_secret_value().encode(), role.encode(), "sha256"
        ).hex()
        server = owner.netloc.rpartition("@")[2]
        return owner._replace(netloc=f"{quote(role, safe='')}:{password}@{server}").geturl()

    @field_validator("allowed_origins", "secret_keys", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("vapid_private_key", mode="after")
    @classmethod
    def _of_32_bytes(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[\w-]{43}=?", value.get_secret_value()):
            raise ValueError("should be 32 bytes in base64url")
        return value

    @field_validator("public_url", mode="after")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("should start with http:// or https://")
        return value.rstrip("/")


@cache
def settings() -> Settings:
    """The settings of this process. Raises Misconfigured."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise Misconfigured(f"The environment is wrong: {'; '.join(faults)}.") from None


def child_environment(**variables: str) -> dict[str, str]:
    """Our environment with `variables` set, for a process that we start."""
    return os.environ | variables


def _local_url(fields: dict[str, Any]) -> str:
    if fields["environment"] == "production":
        return ""
    return f"http://{fields['host']}:{fields['port']}"
