"""A believable world to look at, made of the rooms' own actions and of pictures the project draws itself."""

from etalase.demo.loading import load

__all__ = ["load"]
