"""The command line over the same functions: the only room that opens files and prints (extra `cli`)."""

from .app import app

__all__ = ["app"]
