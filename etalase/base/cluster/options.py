"""How the server is set: durable, reachable through its socket only, sized by the machine."""

import os
from pathlib import Path

MIB = 1 << 20
BUFFERS_MIB = (32, 512)


def server_options(socket_dir: Path, *, durable: bool) -> list[str]:
    """Arguments for `postgres`. `durable=False` is for clusters thrown away after a test run: a power cut would lose them."""
    buffers = min(max(_memory_mib() // 8, BUFFERS_MIB[0]), BUFFERS_MIB[1])
    kept = "on" if durable else "off"
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "fsync": kept,
        "synchronous_commit": kept,
        "full_page_writes": kept,
        "max_connections": "200",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(_memory_mib() // 2, 128)}MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "10min",
        "random_page_cost": "1.1",  # no machine that runs this still turns a disk for each page
        "jit": "off",  # short statements: compiling them costs more than it saves
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %a ",
        "log_lock_waits": "on",
        "log_min_duration_statement": "2s",
    }
    return [part for name, word in settings.items() for part in ("-c", f"{name}={word}")]


def _memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB
