"""Read a form with files strictly, from memory into memory: nothing of it touches a disk, no name in it is trusted."""

import io
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from .problems import RequestError

LONGEST = 2_000_000  # bytes of all files together
MOST_FILES = 6
_LONGEST_FIELDS = 20_000  # bytes of everything else
_BUFFER = 500_000  # bytes
_LONGEST_STEM, _LONGEST_VALUE = 60, 200  # characters
_MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class HandedIn:
    """Hold the fields of a form and its files, each with a name that is safe to show."""

    fields: "MultiDict[str, str]"
    files: tuple[tuple[str, bytes], ...]

    def field(self, name: str) -> str:
        """Give one field, empty where it is not there; RequestError when it is too long."""
        value = self.fields.get(name, "").strip()
        if len(value) > _LONGEST_VALUE:
            raise RequestError(
                f"The field '{name}' has {len(value):,} characters; at most {_LONGEST_VALUE} are read.",
                title="A field of the form is too long",
                title_fr="Un champ du formulaire est trop long",
                french=f"Le champ « {name} » a {len(value)} caractères ; {_LONGEST_VALUE} au plus sont lus.",
            )
        return value


def read_form(endings: tuple[str, ...]) -> HandedIn:
    """Read the form of this request; RequestError says what to change in it (400, 403, 413, 415)."""
    _refuse_other_sites(request)
    if request.mimetype != _MULTIPART or request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RequestError(
            f"Send the files as a form ({_MULTIPART}), in fields named file, without a Content-Encoding.",
            status=415,
            slug="unsupported-media-type",
            title="The media type is not one that files are read in",
            french=f"Envoyez les fichiers par un formulaire ({_MULTIPART}), dans des champs nommés file.",
        )
    fields, parts = _parsed(request)
    sent = [(_safe(part.filename), part.read()) for part in parts.getlist("file") if part.filename]
    files = [(f"{number}-{name}", content) for number, (name, content) in enumerate(sent, 1)] if sent[1:] else sent
    _check_files(files, endings)
    return HandedIn(fields, tuple(files))


def _parsed(asked: Request) -> "tuple[MultiDict[str, str], MultiDict[str, FileStorage]]":
    asked.max_content_length = LONGEST + _LONGEST_FIELDS
    parser = FormDataParser(
        stream_factory=lambda *_, **__: io.BytesIO(),  # never a file
        max_form_memory_size=_BUFFER,  # of one field, and of what waits to be taken apart
        max_content_length=LONGEST + _LONGEST_FIELDS,
        max_form_parts=4 * MOST_FILES,
        silent=False,
    )
    try:
        _, fields, files = parser.parse(asked.stream, asked.mimetype, asked.content_length, asked.mimetype_params)
    except RequestEntityTooLarge as error:
        is_long = (asked.content_length or 0) > LONGEST
        raise (_too_long() if is_long else _too_many()) from error
    except ValueError as error:
        raise RequestError(
            "The form cannot be taken apart: its parts are not as its Content-Type announces them.",
            title="The form is not well-formed",
            title_fr="Le formulaire est mal formé",
            french="Le formulaire n’a pu être lu : ses parties ne sont pas celles qu’annonce son Content-Type.",
        ) from error
    if sum(len(value) for _, value in fields.items(multi=True)) > _LONGEST_FIELDS:
        raise _too_long()
    return fields, files


def _check_files(files: list[tuple[str, bytes]], endings: tuple[str, ...]) -> None:
    if not files:
        raise RequestError(
            "No file came with the form. Choose at least one, in the field named file.",
            slug="no-file",
            title="No file was sent",
            french="Aucun fichier n’est joint au formulaire. Choisissez-en au moins un.",
        )
    if len(files) > MOST_FILES:
        raise _too_many()
    if sum(len(content) for _, content in files) > LONGEST:
        raise _too_long()
    for name, _ in files:
        if not name.lower().endswith(endings):
            raise RequestError(
                f"The ending of {name} is none that is read here: {', '.join(endings)}.",
                status=415,
                slug="unsupported-media-type",
                title="The file is of no kind that is read here",
                french=f"La terminaison de {name} n’est pas de celles qui sont lues ici : {', '.join(endings)}.",
            )


def _too_many() -> RequestError:
    return RequestError(
        f"The form has too many parts, or parts that are too long: at most {MOST_FILES} files are read at a time.",
        slug="too-many-files",
        title="The form has too many parts",
        french=f"Le formulaire a trop de parties, ou de trop longues : {MOST_FILES} fichiers au plus à la fois.",
    )


def _too_long() -> RequestError:
    return RequestError(
        f"At most {LONGEST:,} bytes are read in all. Keep the rows that are meant, or send the files in several times.",
        status=413,
        slug="too-long",
        title="The files are too long",
        title_fr="Les fichiers sont trop longs",
        french=f"Au plus {LONGEST // 1_000_000} Mo sont lus en tout. Gardez les lignes utiles, ou envoyez les fichiers "
        "en plusieurs fois.",
    )


def _safe(given: str) -> str:
    """Keep of a name what can be shown: its last part, letters and digits, cut in the middle where it is long."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(one if unicodedata.category(one)[0] in "LMN" or one in " ._-()" else "_" for one in last).strip(
        " ."
    )
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:_LONGEST_STEM] or 'file'}{dot}{ending[:10]}" if dot else shown[:_LONGEST_STEM] or "file"


def _refuse_other_sites(asked: Request) -> None:
    """Keep pages of other sites from spending this server's time by their readers' browsers."""
    origin, site = asked.headers.get("Origin"), asked.headers.get("Sec-Fetch-Site")
    is_other = site not in {"same-origin", "none"} if site else origin is not None and not _is_here(origin, asked)
    if is_other:
        raise RequestError(
            "The form was sent from a page of another site. Send it from the page /check of this server, or by a "
            "program.",
            status=403,
            slug="other-site",
            title="The form comes from another site",
            french="Le formulaire vient d’une page d’un autre site. Envoyez-le depuis la page /check de ce serveur, ou "
            "par un programme.",
        )


def _is_here(origin: str, asked: Request) -> bool:
    try:
        return urlsplit(origin).netloc == asked.host
    except ValueError:
        return False
