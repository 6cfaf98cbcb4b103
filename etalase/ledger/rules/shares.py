"""Parts of a sum that is given back little by little, without drift.

Rounding each refund by itself drifts: a hundred refunds of a hundredth do not reverse a fee. So what has gone back so far
is always a function of the total refunded so far, and a refund posts the difference.
"""

from collections.abc import Sequence


def floor_share(amount_minor: int, done_minor: int, whole_minor: int) -> int:
    """How much of an amount has gone back when `done` of `whole` has: nothing at 0, all at `whole`, never less than before."""
    if whole_minor == 0:
        return amount_minor
    return amount_minor * done_minor // whole_minor


def shares_of(parts: Sequence[int], done_minor: int) -> list[int]:
    """How `done` falls on parts that sum to the whole: it sums to `done`, each share only grows as `done` does.

    Apportionment by Webster's divisors: proportional to within a unit or so, monotone (largest remainders are not: a
    larger refund could take less from a part), and exact when everything has gone back.
    """
    whole = sum(parts)
    if not 0 <= done_minor <= whole or min(parts, default=0) < 0:
        raise ValueError("a share of what is not there")
    if whole == 0:
        return [0 for _ in parts]
    # Webster's answer lies within half the number of parts of the exact share: begin below it, and fill up in order.
    given = [max(part * done_minor // whole - len(parts), 0) for part in parts]
    for _ in range(done_minor - sum(given)):
        nearest = 0
        for place in range(1, len(parts)):
            # parts[place] / (2 * given[place] + 1) > parts[nearest] / (2 * given[nearest] + 1), in whole numbers
            if parts[place] * (2 * given[nearest] + 1) > parts[nearest] * (2 * given[place] + 1):
                nearest = place
        given[nearest] += 1
    return given
