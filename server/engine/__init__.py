"""Evaluate strangers' texts, in processes without network and within limits.

A question goes from `evaluate` to `pool`, which gives it to a worker (`handles` are its ends here) and waits no
longer than the time limit. Over there, `nursery` puts up the `barrier` and forks, and `worker` answers, from disk or
from what the nursery holds `resident` in memory; `wire` carries messages, `spool` holds long answers, `rows` counts,
`failures` names what can go wrong. The store refuses what would reach outside (`graph.stores.guard`).

A change (`changes`) goes to `writer` (`writer_handle` is its end here), which has the one `writer_process` carry it
out and then makes it what is published.
"""

from .changes import Outcome, Removal, Update, Upload
from .evaluate import Engine
from .pool import Limits, Pool
from .questions import Question, Reply
from .writer import Writer

__all__ = ["Engine", "Limits", "Outcome", "Pool", "Question", "Removal", "Reply", "Update", "Upload", "Writer"]
