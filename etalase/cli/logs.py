"""Structured logs on stderr: for people in a terminal, JSON lines otherwise. Libraries' own logs come in the same form."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import Processor

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def start_logging(*, as_json: bool) -> None:
    """Set up structlog and the standard library's logging for this process."""
    structlog.configure(
        processors=[*SHARED, *_rendering(as_json=as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(as_json=as_json))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def formatter(*, as_json: bool) -> logging.Formatter:
    """Renders the standard library's records like our own."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, structlog.stdlib.add_logger_name],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(as_json=as_json)],
    )


def server_logging(*, as_json: bool) -> dict[str, Any]:
    """What the web server's workers are told, so that their warnings look like ours."""
    ours = {"()": "etalase.cli.logs.formatter", "as_json": as_json}
    return {"formatters": {"generic": ours, "access": ours}}


def _rendering(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
