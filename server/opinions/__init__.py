"""Judge the obligations of the graph that is served, as of a day, once, in a process of its own.

`keeper` holds what was judged for the last days and says who has to wait; `apart` starts the process and `child` is
that process; `failures` names what can go wrong. What is judged is the store that is served, never the facts of this
installation.
"""

from .keeper import FIRST_DAY, Opinions, check_day, last_day, whole

__all__ = ["FIRST_DAY", "Opinions", "check_day", "last_day", "whole"]
