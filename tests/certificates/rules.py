"""Steps for equations among the conditions, derivatives that vanish, and integers: as in `leading.py`, at points.
"""

import mpmath

from basics import Expressions, expect
from points import SMALL, Values, same


def several(bundle):
    return Expressions(bundle)


def constancy(walk, body, goal):
    """A residual whose derivative is 0, and that is 0 at a point."""
    at, name, v, others = walk.of_one_variable(body, goal)
    expect(len(at.roots) == 1, "a point")
    point = lambda p: Values(at, p).root(0)
    expect(all(point(p) is not None for p in others), "a point")
    ends = [walk.ends(goal, v, p) for p in others]
    for (low, high), p in zip(ends, others):
        expect((low is None or low <= point(p)) and (high is None or point(p) <= high), "a point of the range")
    walk.conditions(name)
    walk.value_at(goal, name, point, others, None)
    is_end = [all(e[k] is not None and same(e[k], point(p), 1) for e, p in zip(ends, others)) for k in (0, 1)]
    for side, skip in ((1, is_end[1]), (-1, is_end[0])):
        if not skip:
            walk.slope_on(goal, name, others, side, 1, None, lambda p: (point(p), p[name]))


def combination(walk, body, goal):
    """What is taken off is 0 where the equations hold, or not negative."""
    factors, facts = several(body["factors"]), walk.domain(goal).text["facts"]
    expect(len(factors.roots) == len(body["conditions"]) > 0, "a factor for each condition")
    kind, child = walk.peek()
    expect(child["domain"] == goal["domain"], "the same domain")
    if "relation" in goal:
        expect(kind == "sign", "a goal of the same kind follows")
        wanted, shown = goal["relation"], child["relation"]
        strictly = wanted != "NonNegative" and shown == "NonNegative"
        exactly = wanted == shown == "NonZero"
        lower = "NonNegative" if strictly or wanted == "NonNegative" else "Positive"
        expect(exactly or shown == lower, "the sign of a lower bound")
    else:
        expect(kind == "zero" and len(child["expressions"]) == 1, "one residual follows")
    walk.expect_bound(child)
    inequalities = any(relation in ("Positive", "NonNegative") for _, relation in facts)
    for p in walk.points(goal, "combination"):
        (a, size), (b, other) = walk.value(goal, p), walk.value(child, p)
        expect(all(Values(factors, p).root(k) is not None for k in range(len(factors.roots))), "factors with values")
        if "relation" in goal and strictly:
            expect(b is not None and a > b, "a lower bound")
        elif "relation" in goal and inequalities and not exactly:
            expect(b is not None and a >= b - SMALL * max(size, other), "a lower bound")
        else:
            expect(same(a, b, max(size, other)), "the expression less what is 0")
    walk.show()


def factors(walk, body, goal):
    """At every point one of the factors that may be 0 is."""
    parts, opened = several(body["factors"]), body["open"]
    expect(len(parts.roots) == len(opened) and any(opened), "factors")
    kind, difference = walk.peek()
    expect(kind == "zero" and difference["domain"] == goal["domain"], "that the product is the equation")
    expect(len(difference["expressions"]) == 1, "one residual follows")
    points = walk.points(goal, "factors")
    walk.show()
    for k, is_open in enumerate(opened):
        if not is_open:
            kind, excluded = walk.peek()
            expect(kind == "sign" and excluded["relation"] == "NonZero", "a factor that is not 0")
            expect(excluded["domain"] == goal["domain"], "the same domain")
            for p in points:
                (a, size) = walk.value(excluded, p)
                expect(same(a, Values(parts, p).root(k), size), "a factor")
            walk.show()
    covered = set()
    for k, is_open in enumerate(opened):
        if is_open:
            child = walk.child(goal)
            here = []
            for number, p in enumerate(points):
                value = Values(parts, p).root(k)
                expect(value is not None, "a factor with a value")
                if abs(value) < mpmath.mpf(10) ** -15:
                    covered.add(number)
                    here.append((p, p))
            if not here:
                walk.unsampled.add("a factor without a point")
            walk.carried(goal, child, here)
            walk.show()
    expect(len(covered) == len(points), "a factor that is 0 at every point")


def induction(walk, body, goal):
    """The first values, and each by the one before it."""
    domain = walk.domain(goal)
    expect(0 <= body["variable"] < len(domain.names), "a variable")
    name, v = domain.names[body["variable"]], domain.text["variables"][body["variable"]]
    expect(v["integer"] and v["upper"] is None and v["lower"] is not None and v["lower"][1], "integers from the least one on")
    by, count = several(body["by"]), body["count"]
    expect(len(by.roots) == 1 and isinstance(count, int) and count > 0, "a factor and a count")
    others = walk.points(goal, "induction")
    least = walk.ends(goal, v, others[0])[0]
    walk.conditions(name)
    relation = "NonNegative" if goal["relation"] == "NonNegative" else "Positive"
    for k in range(count):
        walk.value_at(goal, name, lambda p, k=k: least + k, others, relation)
    factor = walk.child(goal, "Positive")
    last_first(walk, factor, body, name, least + count - 1)
    for n in range(4):
        for p in others:
            q = p | {name: least + count - 1 + n}
            (a, size), b = walk.value(factor, q), Values(by, q).root(0)
            expect(a is not None and same(a, b, size), "the factor")
    walk.show()
    step = walk.child(goal, "NonNegative")
    last_first(walk, step, body, name, least + count - 1)
    for n in range(4):
        for p in others:
            q = p | {name: least + count - 1 + n}
            (a, size), (b, other) = walk.value(goal, q), walk.value(goal, q | {name: q[name] + 1})
            m, (c, third) = Values(by, q).root(0), walk.value(step, q)
            expect(a is not None and b is not None and m is not None, "values")
            expect(same(b - m * a, c, max(size * max(1, abs(m)), other, third)), "what a value exceeds the one before it by")
    walk.show()


def last_first(walk, child, body, name, least):
    """The domain begins where the first values end."""
    after = walk.domain(child)
    v = after.text["variables"][body["variable"]]
    expect(after.names[body["variable"]] == name and v["integer"] and v["upper"] is None, "integers without an end")
    expect(v["lower"] is not None and v["lower"][1] and walk.ends(child, v, {})[0] == least, "the last of the first values")
