"""Send the evidence pack of a selection: one ZIP that can be checked without this server."""

from flask import Response

from ...negotiation import Offer
from ..current import current_opinions
from .asked import read_asked

ZIP = Offer("zip", "application/zip")


def pack() -> Response:
    """Make the pack of what the filters keep."""
    asked = read_asked()
    made = current_opinions().pack(asked.day, asked.opinion.selection)
    response = Response(made)
    response.headers["Content-Type"] = ZIP.content_type
    response.headers["Content-Disposition"] = f'attachment; filename="obligations-{asked.day}.zip"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
