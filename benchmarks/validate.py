"""Measure validation: the fast engine against pySHACL, its cost per triple as the data grow, and its dearest shapes."""

import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import rdflib
import shifty
from rdflib.namespace import RDF, SH

from graph import load
from graph.engines import engine
from graph.namespaces import ID, short
from graph.stores.oxigraph import union_of
from graph.validate import load_shapes

T = TypeVar("T")

REPETITIONS = 3
TARGET = 25.0
SIZES = (1, 3, 10)
TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
PARTS = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)


def main() -> None:
    """Print the three measures; exit 1 when the ratio is under the target or the engines differ."""
    nquads, shapes = load().nquads, load_shapes()
    good = _against_pyshacl(nquads, shapes)
    _by_size(nquads, shapes)
    _by_shape(nquads, shapes)
    sys.exit(0 if good else 1)


def _against_pyshacl(nquads: bytes, shapes: rdflib.Graph) -> bool:
    """Time both from N-Quads to results graph; pySHACL runs once, between runs of the fast engine."""
    fast, slow = engine("shifty"), engine("pyshacl")
    times = [_timed(lambda: fast.run(nquads, shapes))[0]]
    referee, expected = _timed(lambda: slow.run(nquads, shapes))
    times += [_timed(lambda: fast.run(nquads, shapes))[0] for _ in range(REPETITIONS - 1)]
    same = _tuples(fast.run(nquads, shapes)) == _tuples(expected)
    ratio = referee / statistics.median(times)
    print(f"1. The whole graph: {_count(nquads)} triples, from N-Quads to results")
    print(f"pyshacl  {referee:8.2f} s")
    print(f"shifty   {statistics.median(times):8.2f} s   (median of {REPETITIONS})")
    print(f"ratio    {ratio:8.1f}     (target: at least {TARGET:g})")
    print(f"results  {_tuples(expected).total()}, tuple by tuple {'identical' if same else 'DIFFERENT'}\n")
    return same and ratio >= TARGET


def _by_size(nquads: bytes, shapes: rdflib.Graph) -> None:
    """Time the fast engine on the data, and on copies of it under other IRIs."""
    print("2. The fast engine as the data grow")
    first = 0.0
    for size in SIZES:
        data = b"".join(_copy(nquads, number) for number in range(size))
        triples = _count(data)
        each = min(_timed(partial(engine("shifty").run, data, shapes))[0] for _ in range(2)) / triples * 1e6
        first = first or each
        print(f"{size:3} x  {triples:8} triples  {each:6.1f} µs per triple  ({each / first:.2f} of 1 x)")
    print()


def _copy(nquads: bytes, number: int) -> bytes:
    """Give the facts again with each IRI of an individual renamed; the ontology, which is one, stays as it is."""
    if number == 0:
        return nquads
    facts = b"".join(line for line in nquads.splitlines(keepends=True) if b"/graph/facts/" in line)
    return re.sub(rb"<(" + re.escape(ID.encode()) + rb")", rb"<\1copy-%d-" % number, facts)


def _by_shape(nquads: bytes, shapes: rdflib.Graph) -> None:
    """Time each shape that has a target, alone, less what reading the data costs: a part of the sum of them all."""
    prepared, data = shifty.PreparedValidator(shapes.serialize(format="nt").encode()), union_of(nquads)
    named = {str(shape) for target in TARGETS for shape in shapes.subjects(target) if isinstance(shape, rdflib.URIRef)}

    def cost(*names: str, times: int = 2) -> float:
        def once() -> object:
            return prepared.validate_algebra(data, graph_mode="data", infer=False, shape_names=list(names))

        return min(_timed(once, time.process_time)[0] for _ in range(times))

    costs = {name: cost(name) for name in sorted(named)}
    suspects = sorted(costs, key=costs.__getitem__, reverse=True)[:20]  # two runs are noisy: time the dearest again
    costs |= {name: cost(name, times=8) for name in suspects}
    reading = min(costs.values())
    whole = cost(*named, times=8)
    dearest = sorted(((took - reading, name) for name, took in costs.items() if name in suspects), reverse=True)[:10]
    print(f"3. The dearest of {len(named)} shapes with a target: {whole:.2f} s in all, {reading:.2f} s of it to read")
    for took, name in dearest:
        rules = len(list(shapes.objects(rdflib.URIRef(name), SH.property))) or 1
        print(f"{took / whole:6.1%}  {short(name)}  ({rules} rules, {took / whole / rules:.1%} each)")


def _tuples(results: rdflib.Graph) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for node in results.subjects(RDF.type, SH.ValidationResult):
        terms = [results.value(node, part) for part in PARTS]
        found[tuple("_:" if isinstance(term, rdflib.BNode) else str(term) for term in terms)] += 1
    return found


def _count(nquads: bytes) -> int:
    return len(union_of(nquads).splitlines())


def _timed(work: Callable[[], T], clock: Callable[[], float] = time.perf_counter) -> tuple[float, T]:
    start = clock()
    made = work()
    return clock() - start, made


if __name__ == "__main__":
    main()
