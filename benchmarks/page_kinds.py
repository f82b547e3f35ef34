"""List one page of each kind, for what weighs, times, checks and photographs them all."""

from urllib.parse import urlencode

_LISTING = "SELECT * { ?agreement a <https://w3id.org/consulaire/ns#Agreement> }"
_VERDICT = "obl--rule-com-cci--org-cci-normandie--event-cop-cci-current"
KINDS = {
    "home": "/",
    "search": "/search?q=normandie",
    "search-nothing": "/search?q=zzzzzz",
    "body": "/id/org-cci-normandie",
    "body-at": "/id/org-cci-normandie?at=2019-06-30",
    "person": "/id/person-albertini",
    "convention": "/id/instr-plan-na",
    "convention-com": "/id/instr-com-normandie",
    "element": "/id/axis-normandie-1",
    "article": "/id/law-code-artisanat",
    "rule": "/id/rule-com-cci",
    "event": "/id/event-com-cci-normandie-cop-2019",
    "source": "/id/src-002",
    "region": "/id/geo-normandie",
    "concept": "/def/kind-com",
    "class": "/ns/Agreement",
    "property": "/ns/signs",
    "obligations": "/obligations?at=2024-06-30",
    "obligations-bodies": "/obligations?rows=bodies&region=28&at=2024-06-30",
    "obligations-verdicts": "/obligations/verdicts?region=28&rule=OB05&at=2024-06-30",
    "obligations-verdict": f"/obligations/verdicts/{_VERDICT}?at=2024-06-30",
    "obligations-body": "/obligations/bodies/org-cci-normandie?at=2024-06-30",
    "obligations-region": "/obligations/regions/28?at=2024-06-30",
    "obligations-map": "/obligations/map?at=2024-06-30",
    "obligations-map-share": "/obligations/map?question=no-evidence&scale=share&at=2024-06-30",
    "obligations-calendar": "/obligations/calendar?at=2024-06-30",
    "obligations-changes": "/obligations/changes?from=2023-06-30&to=2024-06-30",
    "check": "/check",
    "explore": "/explore",
    "queries": "/queries",
    "query": "/queries/chambers-of-a-region-at-a-date",
    "workbench": "/sparql",
    "workbench-answer": f"/sparql?{urlencode({'query': _LISTING})}",
    "diagnosis": f"/sparql/diagnose?{urlencode({'query': _LISTING.replace('Agreement', 'Agrement')})}",
    "contribute": "/contribute",
    "docs": "/docs",
    "docs-tutorial": "/docs/tutorial",
    "docs-model": "/docs/model",
    "docs-verdicts": "/docs/verdicts",
    "docs-sources": "/docs/sources",
    "docs-api": "/docs/api",
    "docs-licences": "/docs/licences",
    "not-found": "/id/org-cci-normandy",
    "wrong-day": "/?at=2022-02-30",
}
WITH_EDITOR = ("workbench", "workbench-answer")  # may weigh more than the others
MOST = 300_000  # bytes of a page and all that it loads, as sent
