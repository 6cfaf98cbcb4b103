"""The ASGI application: doors mounted, parts opened at start and closed at stop."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig

from etalase import __version__
from etalase.app.house import close_house, open_house
from etalase.app.routes import api_routes, fast_lane, page_routes
from etalase.base.settings import Settings
from etalase.doorway.admitting import SIGNED_IN, admit
from etalase.doorway.bodies import StrictRequest
from etalase.doorway.desk import provide_api_desk, provide_page_desk
from etalase.doorway.document import DocumentPlugin, name_of
from etalase.doorway.express import express
from etalase.doorway.house import House
from etalase.doorway.problems import tell
from etalase.doorway.security import guarded
from etalase.doorway.slow import hurried
from etalase.web.heads import headed
from etalase.web.telling import tell_page
from etalase.web.viewer import meet

BODY_MAX = 12_000_000
# New objects before the collector looks at them, and how seldom at older ones: Python's 700 are fewer than one batch makes.
YOUNG = (20_000, 20, 100)


def create_app(house: House | None = None, settings: Settings | None = None) -> Litestar:
    """The application; with a `house` given (tests) it is used as it is, else one is opened at start."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None, None]:
        app.state.house = house or await open_house(settings or Settings.load())
        if house is None:
            _settle()
        try:
            yield
        finally:
            if house is None:
                await close_house(app.state.house)

    api = Router(
        "/api/v1",
        route_handlers=api_routes(),
        dependencies={"desk": Provide(provide_api_desk)},
        guards=[admit],
        request_class=StrictRequest,
        security=SIGNED_IN,
        exception_handlers={Exception: tell},
    )
    pages = Router(
        "/",
        route_handlers=page_routes(),
        dependencies={"desk": Provide(provide_page_desk)},
        exception_handlers={Exception: tell_page},
        before_request=meet,
        include_in_schema=False,
    )
    app = Litestar(
        [api, pages],
        lifespan=[lifespan],
        exception_handlers={Exception: tell_page},
        request_max_body_size=BODY_MAX,
        openapi_config=OpenAPIConfig(
            title="Etalase",
            version=__version__,
            path="/api",
            render_plugins=[DocumentPlugin()],
            use_handler_docstrings=True,
            operation_id_creator=name_of,
        ),
        on_app_init=[_quiet],
        logging_config=None,
    )
    # Not among its middleware: Litestar answers what it cannot route before any of them.
    app.asgi_handler = express(app, guarded(headed(hurried(app.asgi_handler))), fast_lane())
    return app


def _settle() -> None:
    """What is loaded by now stays for good. Looking through all of it for garbage again and again took a quarter of a checkout."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG)


def _quiet(config: AppConfig) -> AppConfig:
    config.debug = False
    return config


app = create_app()
