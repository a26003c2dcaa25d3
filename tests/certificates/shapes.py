"""Steps that go by the shape of a function, by symmetries, and by domains without points: as in `leading.py`, at points.
"""

import random

import mpmath

from basics import Expressions, expect
from points import SMALL, Undefined, Values, key, same


def hill(walk, body, goal):
    """A function that rises and then falls: the factors, limits, values and the last derivative follow."""
    _, name, v, others = walk.of_one_variable(body, goal)
    p, factors = others[0], Expressions(body["factors"])
    expect(len(factors.roots) >= 1 and len(body["from_start"]) == max(0, len(factors.roots) - 2), "factors and ways")
    expect([key(s) for s in walk.e.symbols(walk.e.roots[walk.place(goal)])] == [name], "one variable")
    low, high = walk.ends(goal, v, p)
    if goal["relation"] != "NonNegative":
        numerator, _, denominator = body["positive"].partition("/")
        at = mpmath.mpf(int(numerator)) / int(denominator or 1)
        expect((low is None or low < at) and (high is None or at < high), "a point inside")
        value, _ = walk.value(goal, p | {name: at})
        expect(value is not None and value > 0, "a point at which it is positive")
    f = lambda x: walk.value(goal, p | {name: x})[0]
    m = lambda k, x: Values(factors, {name: x}).root(k)

    def g(k, x):
        if k == 0:
            return f(x)
        return m(k - 1, x) * mpmath.diff(lambda y: g(k - 1, y), x)

    walk_conditions(walk, name, lambda child: is_factor(walk, child, factors, name, low, high))
    for k in range(len(factors.roots)):
        if factors.symbols(factors.roots[k]):
            child = walk.child(goal, "Positive")
            expect(is_factor(walk, child, factors, name, low, high), "a factor")
            walk.show()
    sides = [(high, 1)] if len(factors.roots) == 1 else [(low, 0), (high, 1)]
    for side in sides:
        expect_limit(walk, goal, f, side, 1)
    falls = True
    for k, from_start in enumerate(body["from_start"]):
        side = (low, 0) if from_start else (high, 1)
        expect_limit(walk, goal, lambda x: g(k + 1, x), side, -1 if falls != from_start else 1)
        falls = falls == from_start
    for end, which in ((low, "lower"), (high, "upper")):
        if end is not None and v[which][1]:
            walk.value_at(goal, name, lambda p: end, others, "NonNegative" if goal["relation"] == "NonNegative" else "Positive")
    last = walk.child(goal, "NonNegative")
    for x in inner(low, high, 3):
        expect(walk.domain(last).holds(p | {name: x}), "the range inside")
        with mpmath.workdps(60):
            wanted = g(len(factors.roots), x) * (-1 if falls else 1)
        value, size = walk.value(last, p | {name: x})
        expect(value is not None and abs(value - wanted) <= mpmath.mpf(10) ** -6 * (size + abs(wanted)), "the last derivative")
    walk.show()


def inner(low, high, count):
    for k in range(1, count + 1):
        t = mpmath.mpf(k) / (count + 1)
        if low is not None and high is not None:
            yield low + t * (high - low)
        elif low is not None:
            yield low + 2 * t
        elif high is not None:
            yield high - 2 * t
        else:
            yield 2 * t - 1


def is_factor(walk, child, factors, name, low, high):
    if "relation" not in child or child["relation"] != "Positive":
        return False
    for k in range(len(factors.roots)):
        try:
            pairs = [(walk.value(child, {name: x})[0], Values(factors, {name: x}).root(k)) for x in inner(low, high, 3)]
        except Undefined:
            continue
        if all(same(a, b, max(1, abs(b or 0))) for a, b in pairs):
            return True
    return False


def walk_conditions(walk, name, ends):
    """Conditions of definition: they are about the variable, until the factors come."""
    while name in walk.domain(walk.peek()[1]).names and not ends(walk.peek()[1]):
        walk.show()


def expect_limit(walk, goal, f, side, turn):
    """The next goal is the limit, unless that is infinite; numerically."""
    end, upper = side
    values = []
    for k in (3, 5, 7):
        step = mpmath.mpf(10) ** k
        x = (step if upper else -step) if end is None else (end - 1 / step if upper else end + 1 / step)
        with mpmath.workdps(60):
            values.append(turn * f(x))
    kind, child = walk.peek()
    constant = kind == "sign" and not walk.e.symbols(walk.e.roots[walk.place(child)]) and child["relation"] == "NonNegative"
    if constant and not (values[-1] > 100 and values[-1] > 2 * values[0]):
        value, _ = walk.value(child, {})
        gaps = [abs(x - value) for x in values]
        expect(gaps[-1] < mpmath.mpf(10) ** -2 and gaps[-1] <= gaps[0] + SMALL, "a limit")
        walk.show()
    else:
        expect(values[-1] > values[0] and values[-1] > 0, "a limit that is infinite")


def fold(walk, body, goal):
    """The same value at the reflected or shifted point, and what is left of the range."""
    domain = walk.domain(goal)
    name, v = domain.names[body["variable"]], domain.text["variables"][body["variable"]]
    expect(not v["integer"], "a real variable")
    period = body.get("period")
    if period is not None:
        period = Values(Expressions(period), {}).root(0)
        expect(period is not None and period > 0 and v["lower"] is None and v["upper"] is None, "a period")
    kind, difference = walk.peek()
    expect(kind == "zero" and difference["domain"] == goal["domain"], "that nothing changes")
    points = walk.points(goal, "fold")
    walk.show()
    child = walk.child(goal)
    after = walk.domain(child)
    for p in points:
        x = p[name]
        image = abs(x) if period is None else x - period * mpmath.floor(x / period)
        turned = p | {name: -x if period is None else x + period}
        (a, size), (b, other) = walk.value(goal, p), walk.value(goal, turned)
        expect(same(a, b, max(size, other)), "the same value at the image")
        q = p | {name: image}
        expect(after.holds(q), "what is left of the range")
        expect(same(walk.value(child, q)[0], walk.value(goal, q)[0], size), "the same expression")
    w = after.text["variables"][body["variable"]]
    expect(w["lower"] is not None and w["lower"][1], "a range that begins at 0")
    walk.show()


def lipschitz(walk, body, goal):
    """Both slopes have the sign that bounds the difference of values."""
    expect(goal["relation"] == "NonNegative", "a sign that need not be strict")
    domain = walk.domain(goal)
    x, y = domain.names[body["variable"]], domain.names[body["other"]]
    expect(x != y, "another variable")
    points = walk.points(goal, "lipschitz")
    p = points[0]
    v = domain.text["variables"][body["variable"]]
    low, high = walk.ends(goal, v, p)
    # Beside the diagonal e/|x - y| is c - |f'|, so the slopes are c - f' and c + f' with the smaller one of these.
    steps = list(inner(low, high, 3))
    h = mpmath.mpf(10) ** -15
    near = []
    for at in steps:
        with mpmath.workdps(60):
            near.append(walk.value(goal, p | {x: at + h, y: at})[0] / h)
    goals = walk.goals
    slopes = find_slopes(walk, x, steps, near, p)
    while slopes and walk.goals[-1] is not goals[slopes[0]]:
        walk.show()
    expect(slopes, "the slopes")
    for _ in range(2):
        expect_whole(walk, domain, walk.child(goal, "NonNegative"), x, v, (v["lower"], v["upper"]), p)
        walk.show()


def relaxed(walk, body, goal):
    """An integer variable read as a real one."""
    domain, child = walk.domain(goal), walk.child(goal)
    after, place = walk.domain(child).text, body["variable"]
    v = domain.text["variables"][place]
    expect(v["integer"], "an integer variable")
    expect(after["facts"] == domain.text["facts"] and len(after["variables"]) == len(domain.text["variables"]), "the same domain")
    for k, (w, u) in enumerate(zip(after["variables"], domain.text["variables"])):
        expect(w == (u | {"integer": False} if k == place else u), "the same ranges")
    for p in walk.points(goal, "relaxed"):
        (a, size), (b, other) = walk.value(goal, p), walk.value(child, p)
        expect(a is not None and same(a, b, max(size, other)), "the same expression")
    walk.show()


def increments(walk, body, goal):
    """A difference of values of one function, or its product with that of the arguments, by the sign of the slope."""
    domain = walk.domain(goal)
    x, y = domain.names[body["variable"]], domain.names[body["other"]]
    v, w = (domain.text["variables"][body[place]] for place in ("variable", "other"))
    expect(x != y and not v["integer"] and not w["integer"], "two real variables")
    p = walk.points(goal, "increments")[0]
    low, high = walk.ends(goal, w, p)[0], walk.ends(goal, v, p)[1]
    steps = list(inner(low, high, 4))
    e = lambda a, b: walk.value(goal, p | {x: a, y: b})[0]
    # Additive in the way from one argument to another, or so once the distance is divided by.
    sums = lambda f: all(same(f(a, b) + f(b, c), f(a, c), 1 + abs(f(a, b)) + abs(f(b, c))) for a, b, c in zip(steps, steps[1:], steps[2:]))
    apart = lambda a, b: e(a, b) / (a - b)
    product = not sums(e)
    expect(not product or walk.ends(goal, v, p) == walk.ends(goal, w, p), "one range")
    expect(sums(apart if product else e), "a difference of values of one function")
    f = apart if product else e
    order = []
    for place, relation in domain.text["facts"]:
        if relation in (("NonZero",) if product else ("Positive", "NonNegative")):
            value = lambda a, b: Values(walk.e, p | {x: a, y: b}).root(place)
            pairs = [(value(a, b), a - b) for a, b in zip(steps, steps[1:])] + [(value(b, a), b - a) for a, b in zip(steps, steps[1:])]
            (first, way), some = pairs[0], all(c is not None for c, _ in pairs)
            if some and first and all(same(c * way, first * d, 1 + abs(c)) for c, d in pairs) and (product or first * way > 0):
                order.append(relation)
    expect(product or order, "an order of the variables")
    strict = "Positive" in order or "NonZero" in order
    if goal["relation"] != "NonNegative":
        numerator, _, denominator = body["rising"].partition("/")
        at = mpmath.mpf(int(numerator)) / int(denominator or 1)
        expect(strict and (low is None or low < at) and (high is None or at < high), "a point inside")
        expect(mpmath.diff(lambda a: f(a, steps[0]), at) > 0, "a point at which the slope is positive")
    walk.expect_smooth(goal, p, x, v)
    is_slope = lambda child: child.get("relation") == "NonNegative" and follows_slope(walk, child, f, x, steps, p)
    while not is_slope(walk.peek()[1]):
        # What the function needs to be smooth, on the same range.
        expect_whole(walk, domain, walk.peek()[1], x, v, (w["lower"], v["upper"]), p)
        walk.show()
    child = walk.child(goal, "NonNegative")
    expect_whole(walk, domain, child, x, v, (w["lower"], v["upper"]), p)
    walk.show()


def expect_whole(walk, domain, child, name, v, ends, p):
    """The domain with the whole range of one real variable, without what is stated of it."""
    after = walk.domain(child).text
    expect(len(after["variables"]) == len(domain.text["variables"]), "the same variables")
    for u, w in zip(domain.text["variables"], after["variables"]):
        if u is not v:
            expect(u == w, "the same range")
            continue
        expect(w["symbol"] == u["symbol"] and not w["integer"], "a real variable")
        for end, found in zip(ends, (w["lower"], w["upper"])):
            expect((end is None) == (found is None) and (end is None or end[0] == found[0]), "the whole range")
    low, high = domain.ends(after["variables"][domain.text["variables"].index(v)], p)
    inside = p[name]
    gaps = ([inside - low] if low is not None else []) + ([high - inside] if high is not None else [])
    for place, relation in after["facts"]:
        symbols = [key(s) for s in walk.e.symbols(walk.e.roots[place])]
        if name in symbols:
            # Of the variable itself, its range alone.
            value = Values(walk.e, p).root(place)
            expect(relation in ("Positive", "NonNegative") and any(same(value, gap, 1 + abs(gap)) for gap in gaps), "the range")
        else:
            expect([place, relation] in domain.text["facts"], "what is stated of the others")


def follows_slope(walk, child, f, x, steps, p):
    """Whether the goal is the derivative of f(., y) for any y."""
    try:
        for at, other in zip(steps, steps[1:] + steps[:1]):
            value, size = walk.value(child, p | {x: at})
            slope = mpmath.diff(lambda a: f(a, other), at)
            if value is None or abs(slope - value) > mpmath.mpf(10) ** -10 * max(1, size):
                return False
        return True
    except Undefined:
        return False


def find_slopes(walk, x, steps, near, p):
    """The places of two goals whose smaller value is that of the quotient beside the diagonal."""
    places = range(len(walk.goals) - 1, 0, -1)
    for k in places:
        pair = []
        for goal in (walk.goals[k], walk.goals[k - 1]):
            ((kind, text),) = goal.items()
            if kind != "sign" or text["relation"] != "NonNegative":
                break
            values = []
            for at in steps:
                try:
                    values.append(walk.value(text, p | {x: at})[0])
                except Undefined:
                    values.append(None)
            pair.append(values)
        if len(pair) == 2 and all(a is not None and b is not None and abs(min(a, b) - c) < mpmath.mpf(10) ** -8 for a, b, c in zip(*pair, near)):
            return [k, k - 1]
    return []


def absurd(walk, body, goal):
    """A condition has the wrong sign."""
    domain = walk.domain(goal)
    kind, child = walk.peek()
    expect(kind == "sign", "a sign")
    after = walk.domain(child).text
    expect(after["variables"] == domain.text["variables"], "the same variables")
    expect(all(fact in domain.text["facts"] for fact in after["facts"]), "facts of the domain")
    opposite = {"Positive": ("NonNegative", -1), "NonNegative": ("Positive", -1), "Zero": ("NonZero", 1)}
    source, hit = random.Random(7), False
    points = [domain.draw(source) for _ in range(12)]
    for place, relation in domain.text["facts"]:
        wanted, turn = opposite.get(relation, (None, 0))
        if child["relation"] == wanted:
            pairs = [(Values(walk.e, p).root(place), Values(walk.e, p).root(child["expression"])) for p in points]
            pairs = [(a, b) for a, b in pairs if a is not None]
            hit = hit or (bool(pairs) and all(same(turn * a, b, max(1, abs(a))) for a, b in pairs))
    expect(hit, "the opposite of a condition")
    walk.show()


def integral(walk, body, goal):
    """An integer above -1."""
    expect(goal["relation"] == "NonNegative", "a sign that need not be strict")
    child = walk.child(goal, "Positive")
    expect(child["domain"] == goal["domain"], "the same domain")
    for p in walk.points(goal, "integral"):
        (a, size), (b, _) = walk.value(goal, p), walk.value(child, p)
        expect(same(a, mpmath.nint(a), size) and same(a + 1, b, size), "an integer, and the one above it")
    symbols = walk.e.symbols(walk.e.roots[walk.place(goal)])
    whole = {key(v["symbol"]) for v in walk.domain(goal).text["variables"] if v["integer"]}
    expect(all(key(s) in whole for s in symbols), "integer variables")
    walk.show()
