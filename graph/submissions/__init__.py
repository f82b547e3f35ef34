"""Judge what somebody hands in, filled templates or RDF, beside the graph; nothing of it is stored or written.

`reading` makes facts of the files and says, cell by cell, what is wrong with them (`faults`); `judging` gives verdicts
on them, `drafting` holds a draft instrument against the texts; `telling` writes both as plain values.
"""

from .answering import Answer, Submission, answer
from .reading import ENDINGS

__all__ = ["ENDINGS", "Answer", "Submission", "answer"]
