"""Give a route the engine and the settings of the application that it runs in."""

from flask import current_app

from ..checking import Gate
from ..config import Settings
from ..engine import Engine
from ..opinions import Opinions
from ..version import DatasetVersion


def current_engine() -> Engine:
    """Give the engine that answers."""
    engine: Engine = current_app.extensions["engine"]
    return engine


def current_gate() -> Gate:
    """Give what has submissions judged."""
    gate: Gate = current_app.extensions["gate"]
    return gate


def current_settings() -> Settings:
    """Give the settings that the application was made with."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def current_opinions() -> Opinions:
    """Give what judges the obligations of the graph that is served."""
    opinions: Opinions = current_app.extensions["opinions"]
    return opinions


def current_version() -> DatasetVersion:
    """Give the version of the dataset that is served."""
    version: DatasetVersion = current_app.extensions["version"]
    return version
