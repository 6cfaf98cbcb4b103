"""How a JSON body is read: a number is a number. Litestar itself would take "5" for 5, for the sake of forms and queries."""

from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ValidationException


class StrictRequest(Request[Any, Any, State]):
    """The request of the JSON doors."""

    async def json(self) -> Any:
        """The body as the type its door names; ValidationException when it is of another, before Litestar is lenient."""
        sent = await super().json()
        field = self.route_handler.parsed_data_field
        if field is None:
            return sent
        try:
            return msgspec.convert(sent, field.annotation, str_keys=True)
        except msgspec.ValidationError as wrong:
            found = [{"key": "data", "source": "body", "message": str(wrong)}]
            raise ValidationException("The body is malformed.", extra=found) from wrong
