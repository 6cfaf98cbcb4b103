"""The sandbox provider: another party that ships with the house. No real money moves.

books.py      its tables                    provider.py   what merchants call
page.py       what its customers do         sending.py    its webhooks
"""

from etalase.payments.ports.sandbox.page import Shown, shown, tap, waiting
from etalase.payments.ports.sandbox.provider import SandboxProvider
from etalase.payments.ports.sandbox.sending import SECRET, Parcel, due, expire

__all__ = ["SECRET", "Parcel", "SandboxProvider", "Shown", "due", "expire", "shown", "tap", "waiting"]
