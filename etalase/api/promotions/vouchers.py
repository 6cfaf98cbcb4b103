"""Vouchers: a shop's, the platform's, and those a shopper claims."""

from typing import Annotated, Any

from litestar import get, patch, post, put
from litestar.params import Parameter

from etalase.api.promotions.bodies import (
    ClaimBody,
    CodeBody,
    FundingBody,
    VoucherBody,
    VoucherPatch,
    begun,
    new_voucher,
)
from etalase.api.promotions.shown import (
    OfferedShown,
    VoucherShown,
    show_offered,
    show_voucher,
)
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdAsked, Limit
from etalase.doorway.shown import Listed, listing
from etalase.promotions import actions, queries
from etalase.promotions.rules import PLATFORM

ProductAsked = Annotated[IdAsked, Parameter(query="product", description="only vouchers that hold for this product")]


@post("/shops/{shop:int}/vouchers")
async def create_voucher(desk: Desk, shop: Id, data: VoucherBody) -> Answer[VoucherShown]:
    """A new voucher: a draft, or in force with `launch`."""
    return await desk.write(actions.create_voucher, show=show_voucher, shop_id=shop, **begun(data, new_voucher))


@get("/shops/{shop:int}/vouchers")
async def vouchers(desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[VoucherShown]]:
    """The shop's vouchers, newest first."""
    return await desk.page(queries.vouchers_of_shop, show=show_voucher, shop_id=shop, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/vouchers/{voucher:int}")
async def one_voucher(desk: Desk, shop: Id, voucher: Id) -> Answer[VoucherShown]:
    """One voucher."""
    return await desk.read(queries.voucher, show=show_voucher, shop_id=shop, voucher_id=voucher)


@patch("/shops/{shop:int}/vouchers/{voucher:int}")
async def edit_voucher(desk: Desk, shop: Id, voucher: Id, data: VoucherPatch) -> Answer[VoucherShown]:
    """Another title, a later end, another total limit."""
    changes = actions.VoucherChanges(data.title, data.ends_at, data.quantity_limit)
    return await desk.write(actions.edit_voucher, show=show_voucher, shop_id=shop, voucher_id=voucher, changes=changes)


@post("/shops/{shop:int}/vouchers/{voucher:int}/launch", status_code=200)
async def launch_voucher(desk: Desk, shop: Id, voucher: Id) -> Answer[VoucherShown]:
    """Put a draft into force."""
    return await desk.write(actions.launch_voucher, show=show_voucher, shop_id=shop, voucher_id=voucher)


@post("/shops/{shop:int}/vouchers/{voucher:int}/deactivation", status_code=200)
async def deactivate_voucher(desk: Desk, shop: Id, voucher: Id) -> Answer[VoucherShown]:
    """Stop it for good; who claimed it keeps it without effect."""
    return await desk.write(actions.deactivate_voucher, show=show_voucher, shop_id=shop, voucher_id=voucher)


@put("/shops/{shop:int}/vouchers/{voucher:int}/funding")
async def fund_voucher(desk: Desk, shop: Id, voucher: Id, data: FundingBody) -> Answer[VoucherShown]:
    """The operator says which share of it the platform pays."""
    return await desk.write(
        actions.fund_voucher, show=show_voucher, shop_id=shop, voucher_id=voucher, platform_bp=data.platform_bp
    )


@post("/platform/vouchers")
async def create_platform_voucher(desk: Desk, data: VoucherBody) -> Answer[VoucherShown]:
    """A voucher of the platform for one `market`; the operator gives it, the platform pays it."""
    return await desk.write(actions.create_voucher, show=show_voucher, shop_id=PLATFORM, **begun(data, new_voucher))


@get("/platform/vouchers")
async def platform_vouchers(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[VoucherShown]]:
    """The platform's vouchers, newest first."""
    return await desk.page(queries.vouchers_of_shop, show=show_voucher, shop_id=PLATFORM, limit=limit, cursor=cursor)


@post("/platform/vouchers/{voucher:int}/launch", status_code=200)
async def launch_platform_voucher(desk: Desk, voucher: Id) -> Answer[VoucherShown]:
    """Put a draft into force."""
    return await desk.write(actions.launch_voucher, show=show_voucher, shop_id=PLATFORM, voucher_id=voucher)


@post("/platform/vouchers/{voucher:int}/deactivation", status_code=200)
async def deactivate_platform_voucher(desk: Desk, voucher: Id) -> Answer[VoucherShown]:
    """Stop it for good."""
    return await desk.write(actions.deactivate_voucher, show=show_voucher, shop_id=PLATFORM, voucher_id=voucher)


@get("/shops/{shop:int}/claimable-vouchers", security=ANYBODY)
async def claimable(desk: Desk, shop: Id, product: ProductAsked = None) -> Answer[Listed[OfferedShown]]:
    """What anybody may claim for this shop, the platform's too; `claimed` says what the caller holds."""
    return await desk.public(queries.vouchers_at_shop, show=listing(show_offered), shop_id=shop, product_id=product)


@post("/vouchers/{voucher:int}/claims")
async def claim(desk: Desk, voucher: Id, data: ClaimBody | None = None) -> Answer[OfferedShown]:
    """Hold a voucher from now on; claiming twice is claiming once."""
    via = data.via if data else None
    return await desk.write(actions.claim_voucher, show=show_offered, status=201, voucher_id=voucher, via=via)


@post("/shops/{shop:int}/voucher-codes")
async def claim_code(desk: Desk, shop: Id, data: CodeBody) -> Answer[OfferedShown]:
    """Hold the voucher of a code, the shop's or the platform's."""
    return await desk.write(actions.claim_code, show=show_offered, status=201, shop_id=shop, code=data.code)


@get("/me/vouchers")
async def my_vouchers(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[OfferedShown]]:
    """The vouchers the caller claimed, newest first."""
    return await desk.page(queries.my_vouchers, show=show_offered, limit=limit, cursor=cursor)


handlers: list[Any] = [
    create_voucher,
    vouchers,
    one_voucher,
    edit_voucher,
    launch_voucher,
    deactivate_voucher,
    fund_voucher,
    create_platform_voucher,
    platform_vouchers,
    launch_platform_voucher,
    deactivate_platform_voucher,
    claimable,
    claim,
    claim_code,
    my_vouchers,
]
