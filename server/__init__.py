"""Publish the graph on the web."""

from .app import create_app

__all__ = ["create_app"]
