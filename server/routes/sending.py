"""Send an answer: from memory, or from its file in pieces, with its length either way."""

from flask import Response

from ..engine import Reply


def respond(reply: Reply, content_type: str) -> Response:
    """Make a response of an answer; the file of a long one is closed with the response, sent or not."""
    if reply.file is None:
        response = Response(reply.body)
    else:
        response = Response(reply.pieces())
        response.call_on_close(reply.close)
        response.content_length = reply.size
    response.headers["Content-Type"] = content_type
    return response
