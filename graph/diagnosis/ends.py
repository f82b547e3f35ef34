"""Look at what stands around a WHERE that has solutions: LIMIT, OFFSET, HAVING, VALUES, the template."""

from ..stores.base import Row
from ..stores.sparql_tokens import Token, scan
from .findings import Edit
from .inquiry import Inquiry
from .tree import Group, Triple, walk
from .vocabulary import likeness
from .wording import say


def check_ends(inquiry: Inquiry) -> None:
    """Note what takes the solutions away after the WHERE."""
    if inquiry.query.form == "CONSTRUCT" and _check_template(inquiry):
        return
    start, end = inquiry.query.modifiers
    tokens = [token._replace(start=token.start + start) for token in scan(inquiry.text[start:end])]
    for index, token in enumerate(tokens):
        word, following = token.text.upper() if token.kind == "word" else "", tokens[index + 1 : index + 2]
        if word == "LIMIT" and following and int(following[0].text) == 0:
            span = (token.start, following[0].end)
            made = [inquiry.suggest([Edit(*span, "LIMIT 100")], say("write", text="LIMIT 100"))]
            inquiry.add("limit-zero", span, made)
            return
    if not _check_having(inquiry, tokens):
        _check_offset(inquiry, tokens)
    if not inquiry.findings:
        _check_values(inquiry, tokens)


def _check_offset(inquiry: Inquiry, tokens: list[Token]) -> None:
    index = next((place for place, one in enumerate(tokens) if one.text.upper() == "OFFSET"), None)
    if index is None or index + 1 >= len(tokens):
        return
    span = (tokens[index].start, tokens[index + 1].end)
    bare = inquiry.text[: span[0]] + inquiry.text[span[1] :]
    if not inquiry.prober.gives(bare):
        return
    count = _count(inquiry)
    made = [inquiry.suggest([Edit(*span, "OFFSET 0")], say("write", text="OFFSET 0"))]
    inquiry.add("offset-beyond", span, made, count=count)


def _count(inquiry: Inquiry) -> str:
    """Count the rows that there are without LIMIT and OFFSET."""
    query, text = inquiry.query, inquiry.text
    body = text[query.head[0] : query.modifiers[0]]
    if any(word in text[slice(*query.modifiers)].upper() for word in ("GROUP", "VALUES")) or query.form != "SELECT":
        return "…"
    told = f"{inquiry.prober.head}\nSELECT (COUNT(*) AS ?n) WHERE {{ {{ {body} }} }}"
    rows: list[Row] = [] if query.dataset else inquiry.prober.rows(told, whole=False)
    return rows[0]["n"].value if rows else "…"


def _check_having(inquiry: Inquiry, tokens: list[Token]) -> bool:
    index = next((place for place, one in enumerate(tokens) if one.text.upper() == "HAVING"), None)
    if index is None:
        return False
    end = _end_of_having(tokens, index)
    span = (tokens[index].start, tokens[end].end)
    made = inquiry.suggest([Edit(*span, "")], say("without", text="HAVING"))
    if not made.gives_rows:
        return False
    row = next(iter(inquiry.prober.rows(made.query, whole=False)), {})
    sample = ", ".join(f"?{name} = {inquiry.name(term)}" for name, term in row.items())
    inquiry.add("having-removes-all", span, [made], names=["HAVING"], mistake=False, sample=sample or "…")
    return True


def _end_of_having(tokens: list[Token], index: int) -> int:
    depth, end = 0, index
    for place in range(index + 1, len(tokens)):
        token = tokens[place]
        if depth == 0 and token.kind == "word" and token.text.upper() in {"ORDER", "LIMIT", "OFFSET", "VALUES"}:
            break
        depth += (token.text in {"(", "{"}) - (token.text in {")", "}"}) if token.kind == "mark" else 0
        end = place
    return end


def _check_values(inquiry: Inquiry, tokens: list[Token]) -> None:
    index = next((place for place, one in enumerate(tokens) if one.text.upper() == "VALUES"), None)
    if index is None:
        return
    span = (tokens[index].start, tokens[-1].end)
    made = inquiry.suggest([Edit(*span, "")], say("without", text="VALUES"))
    if made.gives_rows:
        inquiry.add("values-after-removes-all", span, [made], names=["VALUES"], mistake=False)


def _check_template(inquiry: Inquiry) -> bool:
    """Find a variable of the template that the WHERE never gives."""
    template, where = inquiry.query.template, inquiry.query.where
    if template is None or where is None:
        return False
    known = _names(where, inquiry)
    for one in walk(template):
        if not isinstance(one, Triple):
            continue
        for node in one.nodes:
            if node.is_variable and not node.value.startswith("_we_") and node.value not in known:
                near = sorted(
                    (name for name in known if likeness(name, node.value) >= 0.6),
                    key=lambda name: -likeness(name, node.value),
                )
                made = inquiry.instead(node, [f"?{name}" for name in near[:3]])
                hint = say("hint-near", near=[f"?{name}" for name in near[:3]]) if near else say("hint-none")
                inquiry.add("template-variable", node, made, hint=hint)
                return True
    return False


def _names(where: Group, inquiry: Inquiry) -> set[str]:
    return {token.text[1:] for token in scan(inquiry.text[where.start : where.end]) if token.kind == "variable"}
