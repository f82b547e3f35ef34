"""Send an answer: from memory, or from its file in pieces, with its length either way."""

from dataclasses import replace

from flask import Response, g, request

from ..compression import choose_coding, is_text, shorten_file
from ..engine import Reply


def respond(reply: Reply, content_type: str) -> Response:
    """Make a response of an answer; the file of a long one is closed with the response, sent or not.

    A long one is compressed here, a short one with all other responses. One from another version of the dataset than
    the request was recognised by gets no ETag.
    """
    if reply.dataset not in {None, g.version}:
        g.etag = None
    if reply.file is None:
        response = Response(reply.body)
    else:
        coding = choose_coding(request.environ.get("HTTP_ACCEPT_ENCODING", "")) if is_text(content_type) else None
        if coding:
            file, size = shorten_file(reply.file, coding)
            reply = replace(reply, file=file, size_of_file=size)
        response = Response(reply.pieces())
        response.call_on_close(reply.close)
        response.content_length = reply.size
        if coding:
            response.headers["Content-Encoding"] = coding
        if is_text(content_type):
            response.vary.add("Accept-Encoding")
    response.headers["Content-Type"] = content_type
    return response
