"""The verbs of media: draw an upload anew in every width, and keep it."""

from etalase.media.actions.drawing import Rendered, draw
from etalase.media.actions.keeping import keep, put, store_image, store_rendered

__all__ = ["Rendered", "draw", "keep", "put", "store_image", "store_rendered"]
