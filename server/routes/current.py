"""Give a route the engine and the settings of the application that it runs in."""

from flask import current_app

from ..config import Settings
from ..engine import Engine


def current_engine() -> Engine:
    """Give the engine that answers."""
    engine: Engine = current_app.extensions["engine"]
    return engine


def current_settings() -> Settings:
    """Give the settings that the application was made with."""
    settings: Settings = current_app.extensions["settings"]
    return settings
