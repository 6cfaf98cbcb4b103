"""What is written to people, as msgids, and how long carrying a message is tried. No database, no clock."""

from datetime import timedelta
from typing import Final

import msgspec

from etalase.base.texts import N_

MAIL: Final = "MAIL"
SMS: Final = "SMS"
TRIES_MAX: Final = 8
BATCH: Final = 20
# Longer than a tick may take, so that no message is carried twice by workers who live.
CLAIM_LASTS: Final = timedelta(minutes=3)
SUBJECT_MAX: Final = 200


class Wording(msgspec.Struct, frozen=True):
    """A message's subject (none in an SMS) and body, both msgids; `%(fact)s` places are filled when it is written."""

    subject: str
    body: str


PASSWORD_RESET: Final = Wording(
    N_("Choose a new password"),
    N_(
        "Hello %(name)s,\n\nsomebody, probably you, asked for a new password for @%(handle)s. Choose it here within an hour:\n\n"
        "%(link)s\n\nIf it was not you, do nothing: your password stays as it is."
    ),
)
PASSWORD_CHANGED: Final = Wording(
    N_("Your password was changed"),
    N_(
        "Hello %(name)s,\n\nthe password of @%(handle)s was changed and every other session was ended.\n\n"
        "If it was not you, choose a new one at once: %(link)s"
    ),
)
PASSKEY_ADDED: Final = Wording(
    N_("A passkey was added to your account"),
    N_(
        "Hello %(name)s,\n\nfrom now on @%(handle)s can also sign in with a new passkey.\n\n"
        "If it was not you, remove it here: %(link)s"
    ),
)
PHONE_CODE: Final = Wording("", N_("%(code)s is your Etalase code. It is valid for ten minutes. Tell it to nobody."))
STAFF_INVITED: Final = Wording(
    N_("%(shop)s invites you to its team"),
    N_(
        "Hello,\n\n%(shop)s would like you to work in its shop as %(role)s. Accept here within five days:\n\n%(link)s\n\n"
        "You need an account to do so; the invitation works for one account only."
    ),
)
LINK_INVITED: Final = Wording(
    N_("%(shop)s invites @%(handle)s"),
    N_(
        "Hello %(name)s,\n\nthe shop %(shop)s would like to link your account @%(handle)s. Nothing changes until you confirm. "
        "The invitation is open for 48 hours:\n\n%(link)s"
    ),
)
ROLES: Final = {"MANAGER": N_("manager"), "WAREHOUSE": N_("warehouse staff"), "ADS": N_("advertising staff")}
# What follows a sale and needs an answer, by event: who reads of it, the wording, the page to go to.
AFTER_SALES: Final[dict[str, tuple[tuple[str, Wording, str], ...]]] = {
    "cancellation.requested": (
        (
            "SHOP",
            Wording(
                N_("A buyer wants to cancel an order"),
                N_(
                    "Hello %(name)s,\n\na buyer of %(shop)s wants to cancel order %(order)s. Without an answer in time it is "
                    "cancelled:\n\n%(link)s"
                ),
            ),
            "/seller/{shop}/returns?state=cancel",
        ),
    ),
    "cancellation.rejected": (
        (
            "BUYER",
            Wording(
                N_("Your order is not cancelled"),
                N_("Hello %(name)s,\n\n%(shop)s did not agree to cancel your order %(order)s. Read why:\n\n%(link)s"),
            ),
            "/orders/{order}",
        ),
    ),
    "return.requested": (
        (
            "SHOP",
            Wording(
                N_("A return waits for your answer"),
                N_(
                    "Hello %(name)s,\n\na buyer of %(shop)s asks for a return or a refund of order %(order)s. Without an answer in "
                    "time it is approved:\n\n%(link)s"
                ),
            ),
            "/seller/{shop}/returns/{return}",
        ),
    ),
    "return.sent_back": (
        (
            "SHOP",
            Wording(
                N_("A return is on its way back"),
                N_(
                    "Hello %(name)s,\n\nthe buyer sent back what %(shop)s sold in order %(order)s. Check it when it comes: without "
                    "an answer in time the money goes back:\n\n%(link)s"
                ),
            ),
            "/seller/{shop}/returns/{return}",
        ),
    ),
    "return.approved": (
        (
            "BUYER",
            Wording(
                N_("Send it back now"),
                N_(
                    "Hello %(name)s,\n\nyour return of order %(order)s was approved. Send it back in time and write down the "
                    "tracking number:\n\n%(link)s"
                ),
            ),
            "/returns/{return}",
        ),
    ),
    "return.offered": (
        (
            "BUYER",
            Wording(
                N_("%(shop)s makes you an offer"),
                N_(
                    "Hello %(name)s,\n\n%(shop)s offers you a part of the money for order %(order)s. Take or decline it; without "
                    "an answer in time it counts as taken:\n\n%(link)s"
                ),
            ),
            "/returns/{return}",
        ),
    ),
    "return.rejected": (
        (
            "BUYER",
            Wording(
                N_("%(shop)s rejected your request"),
                N_(
                    "Hello %(name)s,\n\n%(shop)s rejected what you asked for order %(order)s. For two days you can ask once more "
                    "or take it to the operator:\n\n%(link)s"
                ),
            ),
            "/returns/{return}",
        ),
    ),
    "return.parcel_refused": (
        (
            "BUYER",
            Wording(
                N_("%(shop)s refused your parcel"),
                N_(
                    "Hello %(name)s,\n\n%(shop)s refused the parcel you sent back for order %(order)s. The operator decides; tell "
                    "your side:\n\n%(link)s"
                ),
            ),
            "/returns/{return}",
        ),
    ),
    "dispute.decided": (
        (
            "BUYER",
            Wording(
                N_("The operator decided"),
                N_("Hello %(name)s,\n\nthe operator decided about your return. Read it here:\n\n%(link)s"),
            ),
            "/returns/{return}",
        ),
        (
            "SHOP",
            Wording(
                N_("The operator decided"),
                N_("Hello %(name)s,\n\nthe operator decided about a return of %(shop)s. Read it here:\n\n%(link)s"),
            ),
            "/seller/{shop}/returns/{return}",
        ),
    ),
    "complaint.answered": (
        (
            "BUYER",
            Wording(
                N_("The operator answered your complaint"),
                N_("Hello %(name)s,\n\nthe operator answered what you told about %(shop)s. Read it here:\n\n%(link)s"),
            ),
            "/complaints",
        ),
    ),
}
# A seller's money and listings, by event: what the owner of the shop reads, the page to go to.
SHOP_NEWS: Final[dict[str, tuple[Wording, str]]] = {
    "payout.paid": (
        Wording(
            N_("Your payout has arrived"),
            N_(
                "Hello %(name)s,\n\nthe bank has paid %(amount)s to the account of %(shop)s. What it is made of:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/finance/payouts/{payout}",
    ),
    "payout.failed": (
        Wording(
            N_("Your payout did not go through"),
            N_(
                "Hello %(name)s,\n\nthe bank refused to pay %(amount)s to the account of %(shop)s. The money is available "
                "again. Check the bank account:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/finance",
    ),
    "statement.closed": (
        Wording(
            N_("Your statement for %(day)s"),
            N_(
                "Hello %(name)s,\n\nwhat %(shop)s earned on %(day)s comes to %(amount)s after fees. Every order and every fee "
                "of it:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/finance/statements/{statement}",
    ),
    "product.failed": (
        Wording(
            N_("A product was not accepted"),
            N_(
                "Hello %(name)s,\n\n“%(title)s” of %(shop)s was not accepted. The reason: %(reason)s\n\nChange it and send it "
                "in again:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/products/{product}",
    ),
    "product.deactivated": (
        Wording(
            N_("A product was taken down"),
            N_(
                "Hello %(name)s,\n\n“%(title)s” of %(shop)s was taken down and is not sold any more. The reason: %(reason)s\n\n"
                "You may appeal here:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/products/{product}",
    ),
    "product.frozen": (
        Wording(
            N_("A product is frozen"),
            N_(
                "Hello %(name)s,\n\n“%(title)s” of %(shop)s is frozen: it is not sold while the platform looks at it. The "
                "reason: %(reason)s\n\nRead more here:\n\n%(link)s"
            ),
        ),
        "/seller/{shop}/products/{product}",
    ),
}
NO_REASON: Final = N_("none was given")


def wait_after(tries: int) -> timedelta:
    """How long a message waits after so many failed tries: ten seconds, then twice as long each time."""
    return timedelta(seconds=10 * 2 ** (tries - 1))


def one_line(subject: str) -> str:
    """A subject that fits into one header and brings no other with it."""
    return " ".join(subject.split())[:SUBJECT_MAX]
