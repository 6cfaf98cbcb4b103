"""People sign up and open shops."""

from datetime import datetime, timedelta

from etalase.accounts import actions as accounts
from etalase.accounts.actions.passwords import hash_password
from etalase.accounts.actions.profile import Review, set_operator
from etalase.accounts.rules import SignUp
from etalase.base.actor import Actor
from etalase.base.money import Money
from etalase.catalog import actions as catalog
from etalase.catalog.actions import Made as MadeProduct
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.demo.cast import EVERYBODY, FOLLOWS, PASSWORD, Player
from etalase.demo.goods import STALLS, Good, Stall
from etalase.demo.loading.pictures import of_good, views_of
from etalase.demo.loading.stage import Made, Stage
from etalase.shops.actions.shop import edit_shop, set_standing
from etalase.stock.actions import open_shop


async def open_accounts(stage: Stage) -> None:
    """Everybody signs up; the password is hashed once, hashing is slow on purpose."""
    password_hash = await hash_password(PASSWORD)
    for player in EVERYBODY:
        await _sign_up(stage, player, password_hash)


async def _sign_up(stage: Stage, player: Player, password_hash: str) -> None:
    asked = SignUp(player.handle, player.name, f"{player.handle}@example.com", PASSWORD, player.market)
    new = await accounts.prepare(asked, today=stage.past.date(), password_hash=password_hash)
    made = await accounts.create_account(stage.db, None, new=new, now=stage.past, wall=stage.past)
    actor = Actor(made.account_id, made.handle, made.market, player.operator)
    stage.actors[player.handle] = actor
    face = stage.shelf[f"face:{player.handle}"]
    await accounts.set_profile(stage.db, actor, bio=player.bio, avatar_key=face, now=stage.past)
    review = Review(followers=player.followers, verified=player.verified)
    await accounts.review_account(stage.db, actor, handle=player.handle, review=review, now=stage.past)
    if player.operator:
        await set_operator(stage.db, made.account_id, is_operator=True)


async def follow_each_other(stage: Stage, *, at: datetime) -> None:
    """People follow whom they like."""
    for handle, liked in FOLLOWS.items():
        for followed in liked:
            await accounts.follow(stage.db, stage.actors[handle], handle=followed, now=at)


async def open_shops(stage: Stage) -> None:
    """Each owner opens a shop, which is reviewed, and fills it over the first days."""
    for stall in STALLS:
        owner = stage.actors[stall.owner]
        shop = await open_shop(
            stage.db, owner, name=stall.name, market=stall.market, seller_type="BUSINESS", now=stage.past
        )
        await set_standing(stage.db, shop.shop_id, stage.past, verified=True, probation=False)
        mark = stage.shelf[f"mark:{stall.name}"]
        await edit_shop(stage.db, owner, shop_id=shop.shop_id, description=stall.text, logo_key=mark, now=stage.past)
        stage.shops[stall.name], stage.stalls[stall.name] = shop.shop_id, stall
        await _stock(stage, stall, owner, shop.shop_id, shop.currency)


async def _stock(stage: Stage, stall: Stall, owner: Actor, shop_id: int, currency: str) -> None:
    drafts = [_draft(stage, stall, good, number, currency) for number, good in enumerate(stall.goods)]
    # The last in the list is listed first, so that the first is the newest and leads the shop.
    outcomes = await catalog.create_products(
        stage.db, owner, shop_id=shop_id, drafts=drafts[::-1], now=stage.past + timedelta(days=1)
    )
    made = [outcome for outcome in outcomes if isinstance(outcome, MadeProduct)][::-1]
    if len(made) != len(drafts):
        raise ValueError(f"{stall.name}: {[str(each) for each in outcomes if not isinstance(each, MadeProduct)]}")
    for good, product in zip(stall.goods, made, strict=True):
        stage.goods.append(Made(good.title, product.product_id, shop_id, [sku.sku_id for sku in product.skus]))
    sold = {product.product_id: good.sold for good, product in zip(stall.goods, made, strict=True)}
    await catalog.add_sold(stage.db, shop_id, sold)


def _draft(stage: Stage, stall: Stall, good: Good, number: int, currency: str) -> ProductDraft:
    price = Money.parse(str(good.price), currency).minor
    sku = f"{stall.owner[:3].upper()}-{number + 1:03}"
    skus = tuple(
        SkuDraft(f"{sku}-{size}", {stall.size_word: size}, price, max(0, good.stock - 3 * place) if good.stock else 0)
        for place, size in enumerate(good.sizes)
    ) or (SkuDraft(sku, {}, price, good.stock),)
    pictures = tuple(stage.shelf[of_good(stall.name, good, view)] for view in range(views_of(good)))
    return ProductDraft(good.title, good.text, stall.category, skus, pictures)
