"""Publish the graph on the web.

The application is loaded when it is first asked for: the processes that answer queries are of this package too, need
nothing of it, and have their memory counted.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name != "create_app":
        raise AttributeError(f"module 'server' has no attribute '{name}'")
    from .app import create_app

    return create_app
