"""Send the files that pages are made with: styles, scripts, pictures, vendored libraries."""

import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from ..compression import Coding, choose_coding, compress, is_text

assets = Blueprint("assets", __name__)

FOLDER = Path(__file__).resolve().parent.parent / "static"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_FOREVER = "public, max-age=31536000, immutable"  # the address has the digest of the file
_ASKED = "public, no-cache"


@assets.get("/static/<path:name>")
def send(name: str) -> Response:
    """Send a file, compressed; one asked for with its digest may be kept for good."""
    path = _path(name)
    modified = path.stat().st_mtime_ns
    digest = _digest(path, modified)
    content_type = _content_type(path)
    coding = choose_coding(request.environ.get("HTTP_ACCEPT_ENCODING", "")) if is_text(content_type) else None
    response = Response(_body(path, modified, coding))
    response.headers["Content-Type"] = content_type
    if is_text(content_type):
        response.vary.add("Accept-Encoding")
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = _FOREVER if request.args.get("v") == digest else _ASKED
    response.set_etag(digest, weak=True)
    response.make_conditional(request.environ)
    return response


def asset(name: str) -> str:
    """Give the address of a file with its digest, so that browsers keep it until it changes."""
    path = _path(name)
    return url_for("assets.send", name=name, v=_digest(path, path.stat().st_mtime_ns))


def _path(name: str) -> Path:
    joined = safe_join(str(FOLDER), name)
    path = Path(joined) if joined and "\0" not in joined else None
    if path is None or not path.is_file():
        raise NotFound
    return path


def _content_type(path: Path) -> str:
    found = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


@lru_cache(maxsize=256)
def _digest(path: Path, _modified: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _body(path: Path, _modified: int, coding: Coding | None) -> bytes:
    """Compress well, since it is done once in the life of a process."""
    body = path.read_bytes()
    if coding == "br":
        made: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=9)
        return made
    return compress(body, coding) if coding else body
