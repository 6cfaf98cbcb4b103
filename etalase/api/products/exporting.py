"""The shop's products as a file that can be imported again."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import get
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import Parameter
from litestar.response import Stream

from etalase.doorway.desk import Desk
from etalase.doorway.exporting import TYPES, Format, products_file
from etalase.doorway.inputs import Id

FormatAsked = Annotated[Format, Parameter(query="format", description="csv or xlsx")]


@dataclass
class FileOperation(Operation):
    """An operation whose answer is a file, of one of several types: Litestar documents a stream as JSON."""

    def __post_init__(self) -> None:
        """Say which."""
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse):
            file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
            answer.description = "The file"
            answer.content = {kind.split(";")[0]: file for kind in TYPES.values()}


@get("/shops/{shop:int}/products/export", operation_class=FileOperation)
async def export(desk: Desk, shop: Id, kind: FormatAsked = "csv") -> Stream:
    """Every product that is not deleted, one row per SKU, for the shop's staff. The importer reads the file back unchanged."""
    return await products_file(desk, shop, kind)


handlers: list[Any] = [export]
