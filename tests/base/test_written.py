"""What is written on paper, where nobody's clock is known."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from etalase.base.markets import MARKETS
from etalase.base.written import moment_text

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("market", "text"),
    [
        ("ID", "2026-11-24 16:30 WIB (UTC+7)"),
        ("MY", "2026-11-24 17:30 UTC+8"),
        ("PH", "2026-11-24 17:30 PST (UTC+8)"),
        ("SG", "2026-11-24 17:30 UTC+8"),
        ("TH", "2026-11-24 16:30 UTC+7"),
        ("GB", "2026-11-24 09:30 GMT (UTC)"),
        ("US", "2026-11-24 04:30 EST (UTC-5)"),
        ("VN", "2026-11-24 16:30 UTC+7"),
    ],
)
def test_a_time_on_paper_says_its_zone(market: str, text: str) -> None:
    assert moment_text(AT.astimezone(ZoneInfo(MARKETS[market].time_zone))) == text


def test_odd_distances_summer_and_times_without_a_zone() -> None:
    assert moment_text(AT.astimezone(ZoneInfo("Asia/Kathmandu"))) == "2026-11-24 15:15 UTC+5:45"
    assert moment_text(datetime(2026, 7, 1, 9, 0, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))).endswith(
        "BST (UTC+1)"
    )
    assert moment_text(AT) == "2026-11-24 09:30 UTC"
    with pytest.raises(ValueError, match="without its zone"):
        moment_text(datetime(2026, 1, 1))  # noqa: DTZ001
