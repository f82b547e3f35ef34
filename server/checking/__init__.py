"""Judge what strangers hand in, in a process of its own for each: behind the barrier, within limits, then gone.

`gate` lets so many at a time pass and stands at this end; `process` is the other. What was handed in is never parsed in
a web process and never on a disk: it goes over a channel, is read from memory, and ends with the process.
"""

from .gate import Gate, Order

__all__ = ["Gate", "Order"]
