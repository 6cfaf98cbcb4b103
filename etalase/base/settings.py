"""Settings come from the environment, once, at start. docs/reference/settings.md lists every one (a test compares)."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """What an operator may set. Field names are the variable names, lower case, without the prefix ETALASE_."""

    home: Path
    database_url: str | None = None
    media_url: str | None = None
    mail_url: str | None = None
    mail_from: str = "Etalase <noreply@localhost>"
    sandbox: bool = False
    public_url: str = "http://127.0.0.1:8000"
    proxies: int = 0
    pool_size: int = 8
    log_json: bool = False
    stripe_key: str | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: str | None = None
    stripe_api_url: str | None = None

    @staticmethod
    def load(environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment; a value that cannot be read is a ValueError with the variable's name."""
        env = os.environ if environment is None else environment
        return Settings(
            home=Path(env.get("ETALASE_HOME") or ".etalase").absolute(),
            database_url=env.get("DATABASE_URL") or None,
            media_url=env.get("ETALASE_MEDIA_URL") or None,
            mail_url=_mail_server(env),
            mail_from=env.get("ETALASE_MAIL_FROM") or "Etalase <noreply@localhost>",
            sandbox=_flag(env, "ETALASE_SANDBOX"),
            public_url=(env.get("ETALASE_PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/"),
            proxies=_count(env, "ETALASE_PROXIES", 0),
            pool_size=_count(env, "ETALASE_POOL_SIZE", 8),
            log_json=_flag(env, "ETALASE_LOG_JSON"),
            stripe_key=env.get("ETALASE_STRIPE_KEY") or None,
            stripe_publishable_key=env.get("ETALASE_STRIPE_PUBLISHABLE_KEY") or None,
            stripe_webhook_secret=env.get("ETALASE_STRIPE_WEBHOOK_SECRET") or None,
            stripe_api_url=(env.get("ETALASE_STRIPE_API_URL") or "").rstrip("/") or None,
        )


def _flag(env: Mapping[str, str], name: str) -> bool:
    word = env.get(name, "").strip().lower()
    if word in {"", "0", "no", "false", "off"}:
        return False
    if word in {"1", "yes", "true", "on"}:
        return True
    raise ValueError(f"{name} must be 1 or 0, not {word!r}")


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    word = env.get(name, "").strip()
    if not word:
        return default
    if not word.isdigit() or not 0 < int(word) < 1000:
        raise ValueError(f"{name} must be a whole number from 1 to 999, not {word!r}")
    return int(word)


def _mail_server(env: Mapping[str, str]) -> str | None:
    url = env.get("ETALASE_MAIL_URL") or None
    if url is not None and not url.startswith(("smtp://", "smtps://")):
        raise ValueError("ETALASE_MAIL_URL must begin with smtp:// or smtps://")
    return url
