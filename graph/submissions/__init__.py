"""Judge what somebody hands in, filled templates or RDF, beside the graph; nothing of it is stored or written.

`answering` carries out a submission: `reading` makes facts of the files and says, cell by cell, what is wrong with them
(`faults`); `judging` tells what they change in the verdicts; a draft is held against the texts by `obligations.draft`;
`telling` writes both as plain values. `choices` lists what a form offers.
"""

from .answering import Answer, Submission, answer
from .reading import ENDINGS

__all__ = ["ENDINGS", "Answer", "Submission", "answer"]
