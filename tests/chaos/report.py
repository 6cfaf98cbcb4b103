"""What one goal found."""

from collections import Counter

from tests.chaos.storm import Storm


class Report:
    """Rounds, figures and problems of one goal; the seed makes it repeatable."""

    def __init__(self, name: str, goals: str, seed: int) -> None:
        self.name = name
        self.goals = goals
        self.seed = seed
        self.problems: list[str] = []
        self.skipped = ""
        self.figures: dict[str, float] = {}
        self.recoveries: list[float] = []
        self.replays = 0

    def note(self, what: str, storm: Storm, recovered: float | None = None) -> None:
        """One round as it went."""
        self.replays += storm.replays
        told = f"{len(storm.acknowledged)} orders, {storm.replays} answered again"
        if recovered is not None:
            self.recoveries.append(recovered)
            told += f", {recovered:.1f} s of silence at most"
        print(f"  {self.name}: {what}: {told}", flush=True)

    def wrong(self, where: str, found: list[str]) -> None:
        """What did not hold there."""
        self.problems += (f"{where}: {each}" for each in found)
        for each, times in Counter(found).items():
            print(f"  {self.name}: WRONG {where}: {each}{f' ({times} times)' if times > 1 else ''}", flush=True)

    def line(self) -> str:
        """One line of the table."""
        verdict = (
            f"skipped: {self.skipped}" if self.skipped else f"{len(self.problems)} wrong" if self.problems else "holds"
        )
        figures = dict(self.figures)
        if self.recoveries:
            ordered = sorted(self.recoveries)
            figures["silence, p95 s"] = round(ordered[int(len(ordered) * 0.95) - (len(ordered) > 1)], 1)
        if self.replays:
            figures["answered again"] = self.replays
        told = ", ".join(f"{name} {number:g}" for name, number in figures.items())
        return f"{self.goals:8} {self.name:14} {verdict:12} {told} (seed {self.seed})"
