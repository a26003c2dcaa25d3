"""Steps that lead a goal back to those after it: whether what follows is enough, at points of the domain.

Each step is read by what it claims, not by how geoflow found it: the terms of a derivative, a lemma or a substitution are not
looked at, but values of the expressions and domains before and after. What is to follow of every point is asked at points
drawn here; that the points of a domain are all covered, likewise. See `points.py` for what that is worth.
"""

from fractions import Fraction

import mpmath

from basics import Expressions, Rejected, expect, only
import rules
import shapes
from points import SMALL, Domain, Undefined, Values, expect_sign, key, same, solved

# Steps that lead equations back as well as signs.
OF_ZERO = ("split", "exponential", "constant-angles", "gamma-relations", "shift", "constancy", "combination", "factors", "absurd")
OF_ZERO_ALONE = ("each", "constancy")
WITHOUT_GOAL = ("descent", "multiple", "metric-sum", "information")
POINTS = 8


class Walk:
    """The steps of a proof with their goals; `leaf` checks a step that stands for itself."""

    def __init__(self, expressions, statement, steps, leaf):
        self.e, self.statement, self.leaf = expressions, statement, leaf
        self.steps, self.goals = list(reversed(steps)), list(reversed(statement["goals"]))
        # What the step above waits for, so that no other step takes it.
        self.awaited = lambda goal: False
        self.unsampled = set()

    def finish(self):
        while self.steps:
            self.show()
        expect(not self.goals, "goals are left over")

    def peek(self):
        expect(self.goals, "a goal")
        return only(self.goals[-1])

    def show(self):
        expect(self.steps, "steps are missing")
        tag, body = only(self.steps.pop())
        if tag in WITHOUT_GOAL:
            if tag == "information":
                # That the law makes its metric definite is checked by `geoflow replay`.
                self.unsampled.add("information")
            return
        kind, goal = self.peek()
        self.goals.pop()
        method = LEADING.get(tag)
        if method is None:
            self.leaf(tag, body, kind, goal, self.statement["domains"][goal["domain"]])
            return
        allowed = ("zero",) if tag in OF_ZERO_ALONE else ("sign", "zero") if tag in OF_ZERO else ("sign",)
        expect(kind in allowed, "a goal of this kind")
        if tag not in ("each", "absurd"):
            expect(kind == "sign" or len(goal["expressions"]) == 1, "one residual")
            for p in self.points(goal, tag):
                expect_sign(self.e, p, self.place(goal), goal.get("relation", "Zero"), "the sign at a point")
        method(self, body, goal)

    # --- goals

    def place(self, goal):
        return goal["expression"] if "expression" in goal else goal["expressions"][0]

    def domain(self, goal):
        return Domain(self.e, self.statement["domains"][goal["domain"]])

    def value(self, goal, point):
        values = Values(self.e, point)
        return values.root(self.place(goal)), values.scale()

    def points(self, goal, why, **more):
        out = self.domain(goal).points(POINTS, [self.place(goal)], **more)
        expect(out, f"a point of the domain: {why}")
        return out

    def child(self, like, relation=None):
        """The next goal: of the same kind, with this relation."""
        kind, goal = self.peek()
        expect(kind == ("sign" if "relation" in like else "zero"), "a goal of the same kind follows")
        expect(kind == "sign" or len(goal["expressions"]) == 1, "one residual follows")
        expect(kind == "zero" or goal["relation"] == (relation or like["relation"]), "the sign that must follow")
        return goal

    def carried(self, goal, child, pairs, by=lambda value, point: value):
        """Each point of the goal goes to a point of what follows, where the values agree."""
        domain = self.domain(child)
        self.expect_bound(child)
        for p, q in pairs:
            expect(all(name in q for name in domain.names), "the variables of what follows")
            expect(domain.holds({name: q[name] for name in domain.names}), "the domain of what follows")
            (a, size), (b, other) = self.value(goal, p), self.value(child, q)
            expect(a is not None and same(by(a, p), b, max(size, other)), "the expression of what follows")

    def expect_bound(self, goal):
        """Whatever occurs is a variable of the domain."""
        names = self.domain(goal).names
        symbols = self.e.symbols(self.e.roots[self.place(goal)])
        expect(all(key(s) in names for s in symbols), "a variable of the domain")

    # --- the steps

    def each(self, body, goal):
        for k in goal["expressions"]:
            kind, child = self.peek()
            expect(kind == "zero" and child == {"domain": goal["domain"], "expressions": [k]}, "each residual by itself")
            # What a mean is taken of follows the step that says so.
            expect(self.steps, "steps are missing")
            followed = only(self.steps[-1])[0] == "integrand"
            self.show()
            if followed:
                self.show()

    def split(self, body, goal):
        on, domain = Expressions(body["on"]), self.domain(goal)
        expect(len(on.roots) == 1, "one expression to split on")
        f = lambda p: Values(on, p).root(0)
        points = self.points(goal, "split")
        expect(all(f(p) is not None for p in points), "what is split on has a value")
        left_out = any(self.says(domain, fact, points, f, "NonZero") for fact in domain.text["facts"])
        left_out = left_out or any(self.says(domain, fact, points, lambda p: -f(p), "NonZero") for fact in domain.text["facts"])
        cases = [("Positive", 1), ("Positive", -1)] if left_out else [("NonNegative", 1), ("NonNegative", -1)]
        # Both ways to divide cover every point: with a sign that is known the other half may be told without it.
        kind, first = self.peek()
        added = self.domain(first).text["facts"][len(domain.text["facts"]):] if "domain" in first else []
        halves = not left_out and any(relation == "NonNegative" for _, relation in added)
        for turn in (1, -1):
            if not halves and points and any(self.says(domain, fact, points, lambda p: turn * f(p)) for fact in domain.text["facts"]):
                cases = [("Positive", turn)] if left_out else [("Positive", turn), ("Zero", turn)]
                break
        for relation, turn in cases:
            if relation == "Zero" and self.is_impossible(on, f, domain):
                continue
            child = self.child(goal)
            after = self.domain(child)
            if relation == "Zero":
                gone = [name for name in domain.names if name not in after.names]
                expect(len(gone) == 1, "the variable that is solved for")
                zero = lambda p: solved(p, f, gone[0])
                here = domain.points(POINTS, [self.place(goal)], also=zero)
            else:
                on_this_side = lambda p: p if f(p) is not None and turn * f(p) > 0 else None
                here = domain.points(POINTS, [self.place(goal)], also=on_this_side)
            if not here:
                self.unsampled.add("a case without a point")
            new = [name for name in after.names if name not in domain.names]
            expect(len(new) <= 1, "one new variable")
            if relation != "Zero":
                # Only an equation leaves fewer variables: a new one stands for the one that it replaces.
                gone = [name for name in domain.names if name not in after.names]
                expect(len(gone) == len(new), "as many variables as before")
            self.carried(goal, child, [(p, p | {name: turn * f(p) for name in new}) for p in here])
            self.show()

    def says(self, domain, fact, points, f, relation="NonNegative"):
        place, known = fact
        if known != relation or not points:
            return False
        return all(same(Values(self.e, p).root(place), f(p), 1) for p in points)

    def is_impossible(self, on, f, domain):
        """`f = 0` with one variable, which lies outside of its range then."""
        names = [key(s) for s in on.symbols(on.roots[0])]
        if len(names) != 1 or names[0] not in domain.names:
            return False
        point = solved({names[0]: mpmath.mpf(1) / 3}, f, names[0])
        if point is None:
            return False
        for place, relation in domain.text["facts"]:
            if [key(s) for s in self.e.symbols(self.e.roots[place])] == names:
                value = Values(self.e, point).root(place)
                if value is not None:
                    close = abs(value) < SMALL
                    fails = {"Positive": close or value < 0, "NonNegative": value < 0 and not close, "NonZero": close}
                    if fails.get(relation, not close):
                        return True
        return False

    def shift(self, body, goal):
        domain, child = self.domain(goal), self.child(goal)
        points = self.points(goal, "shift")
        new = [name for name in self.domain(child).names if name not in domain.names]
        expect(len(new) <= 1, "one new variable")
        if not new:
            self.carried(goal, child, [(p, p) for p in points])
        else:
            # Some fact of the domain is the new variable.
            facts = [place for place, relation in domain.text["facts"] if relation in ("Positive", "NonNegative")]
            why = None
            for place in facts:
                try:
                    self.carried(goal, child, [(p, p | {new[0]: Values(self.e, p).root(place)}) for p in points])
                    break
                except Rejected as failed:
                    why = failed
            else:
                raise why or Rejected("a condition to solve")
        self.show()

    def translate(self, body, goal):
        names, child = self.domain(goal).names, self.child(goal)
        x, y = names[body["variable"]], names[body["from"]]
        expect(x != y, "another variable")
        # The image lives on every value of the variable.
        v = self.domain(child).text["variables"][body["variable"]]
        expect(v["lower"] is None and v["upper"] is None and not v["integer"], "a variable that nothing bounds")
        self.carried(goal, child, [(p, p | {x: p[x] - p[y]}) for p in self.points(goal, "translate")])
        self.show()

    def rewritten(self, body, goal):
        """Another expression with the same values."""
        child = self.child(goal)
        expect(child["domain"] == goal["domain"], "the same domain")
        self.carried(goal, child, [(p, p) for p in self.points(goal, "another form")])
        self.show()

    def beside(self, goal, relation=None):
        """The next goal, on the same domain, with its values where those of the goal are known."""
        child = self.child(goal, relation)
        expect(child["domain"] == goal["domain"], "the same domain")
        return child

    def multiply(self, body, goal):
        only_one(body["by"])
        points, factor = self.points(goal, "multiply"), self.beside(goal, "Positive")
        self.show()
        product = self.beside(goal)
        for p in points:
            (a, size), (m, _), (b, other) = self.value(goal, p), self.value(factor, p), self.value(product, p)
            expect(m is not None and same(a * m, b, max(size * max(1, abs(m)), other)), "a product")
        self.show()

    def logarithm(self, body, goal):
        points, terms = self.points(goal, "logarithm"), []
        for _ in range(2):
            terms.append(self.beside(goal, "Positive"))
            self.show()
        difference = self.beside(goal)
        for x in points:
            (a, size), (p, _), (n, _) = self.value(goal, x), self.value(terms[0], x), self.value(terms[1], x)
            b, other = self.value(difference, x)
            expect(p is not None and n is not None and p > 0 and n > 0, "positive terms")
            expect(same(a, p - n, size), "a difference of two terms")
            expect(same(mpmath.log(p) - mpmath.log(n), b, other), "a difference of logarithms")
        self.show()

    def either(self, body, goal):
        expect(isinstance(body, int), "a number")
        points, first = self.points(goal, "either"), self.beside(goal)

        def is_second(child):
            """Where the first one is not the goal, the second one is."""
            if child["domain"] != goal["domain"]:
                return False
            for p in points:
                (a, size), (b, _), (c, _) = self.value(goal, p), self.value(first, p), self.value(child, p)
                if c is None or not (same(a, b, size) or same(a, c, size)):
                    return False
            return True

        # Steps of the first one must not take the second one for something that they need.
        before, self.awaited = self.awaited, is_second
        self.show()
        self.awaited = before
        expect(is_second(self.beside(goal)), "an absolute value or its opposite")
        self.show()

    def absolute(self, body, goal):
        expect(len(body) == 2 and isinstance(body[0], int) and isinstance(body[1], bool), "a number and a sign")
        points = self.points(goal, "absolute")
        kind, argument = self.peek()
        expect(kind == "sign" and argument["relation"] == "NonNegative" and argument["domain"] == goal["domain"], "the argument's sign")
        self.show()
        child = self.beside(goal)
        self.carried(goal, child, [(p, p) for p in points])
        self.show()

    def exponential(self, n, goal):
        expect(isinstance(n, int) and n >= 1, "a multiple")
        child = self.child(goal)
        expect(child["domain"] == goal["domain"], "the same domain")
        pairs = [(p, p) for p in self.points(goal, "exponential")]
        self.carried(goal, child, pairs, by=lambda value, point: mpmath.expm1(n * value))
        self.show()

    def square(self, body, goal):
        expect(goal["relation"] == "NonZero", "what is not to be 0")
        child = self.child(goal, "Positive")
        expect(child["domain"] == goal["domain"], "the same domain")
        pairs = [(p, p) for p in self.points(goal, "square")]
        self.carried(goal, child, pairs, by=lambda value, point: value**2)
        self.show()

    def monotone(self, body, goal):
        child = self.child(goal)
        expect(child["domain"] == goal["domain"], "the same domain")
        for p in self.points(goal, "monotone"):
            (a, size), (b, other) = self.value(goal, p), self.value(child, p)
            expect(b is not None, "a value of what follows")
            near = abs(a) < SMALL * size and abs(b) < SMALL * other
            expect(near or mpmath.sign(a) == mpmath.sign(b), "the sign of a difference of arguments")
        self.show()

    def bound(self, lemmas, goal):
        expect(any(lemmas), "a lemma")
        kind, child = self.peek()
        expect(kind == "sign" and child["domain"] == goal["domain"], "a bound on the same domain")
        wanted, shown = goal["relation"], child["relation"]
        strictly = wanted != "NonNegative" and shown == "NonNegative"
        expect(shown == ("NonNegative" if strictly or wanted == "NonNegative" else "Positive"), "the sign of a lower bound")
        for p in self.points(goal, "bound"):
            (a, size), (b, _) = self.value(goal, p), self.value(child, p)
            expect(b is not None and (a > b if strictly else a >= b - SMALL * size), "a lower bound")
        self.show()
        for _ in range(2 * sum(lemma is not None for lemma in lemmas)):
            # What the lemmas need.
            if not self.goals:
                break
            kind, need = self.peek()
            same_place = kind == "sign" and need["domain"] == goal["domain"] and need["relation"] == "NonNegative"
            if not same_place or self.awaited(need):
                break
            self.show()

    def amplitude(self, body, goal):
        only_one(body["angle"])
        points = self.points(goal, "amplitude")
        first = self.child(goal, "NonNegative")
        self.show()
        second = self.child(goal, "Positive" if goal["relation"] == "NonZero" else None)
        expect(first["domain"] == second["domain"] == goal["domain"], "the same domain")
        for p in points:
            (value, size), (d, _), (rest, _) = self.value(goal, p), self.value(first, p), self.value(second, p)
            square = d**2 - rest
            near = SMALL * size**2
            # |e - d| is at most the amplitude.
            expect(square >= -near and (value - d) ** 2 <= square + near, "an amplitude")
        self.show()

    def half_angle(self, body, goal):
        angle = only_one(body["angle"])
        names, child = self.domain(goal).names, self.child(goal)
        after = self.domain(child)
        new = [name for name in after.names if name not in names]
        expect(len(new) == 1, "a new variable")
        v = after.text["variables"][after.names.index(new[0])]
        expect(v["lower"] is None and v["upper"] is None and not v["integer"], "a variable that nothing bounds")
        degree = None
        for p in self.points(goal, "half-angle"):
            u = Values(angle, p).root(0)
            expect(u is not None, "an angle")
            t = mpmath.tan(u / 2)
            q = p | {new[0]: t}
            expect(after.holds(q), "the domain of what follows")
            (value, size), (image, _) = self.value(goal, p), self.value(child, q)
            if abs(value) > mpmath.mpf(10) ** -8 and abs(t) > mpmath.mpf(1) / 10:
                expect(image is not None and image / value > 0, "the sign in the tangent of half the angle")
                found = mpmath.log(image / value) / mpmath.log(1 + t**2)
                degree = mpmath.nint(found) if degree is None else degree
                expect(abs(found - degree) < mpmath.mpf(10) ** -10, "a power of 1 + t^2")
        self.show()
        turn = self.child(goal)
        expect(turn["domain"] == goal["domain"], "the same domain")
        moving = next((key(s) for s in angle.symbols(angle.roots[0])), None)
        for p in self.domain(goal).points(POINTS, [self.place(goal)]):
            u = Values(angle, p).root(0)
            odd = 2 * mpmath.floor(u / (2 * mpmath.pi)) + 1
            at = solved(p, lambda q: Values(angle, q).root(0) - odd * mpmath.pi, moving)
            if at is not None:
                (a, size), (b, other) = self.value(goal, at), self.value(turn, at)
                expect(a is None or same(a, b, max(size, other)), "the value where the cosine is -1")
        self.show()

    # --- derivatives

    def slope(self, body, goal):
        at, name, v, others = self.of_one_variable(body, goal)
        point = lambda p: Values(at, p).root(0)
        at = only_one(body["at"])
        ends = [self.ends(goal, v, p) for p in others]
        expect(all(point(p) is not None for p in others), "a point")
        is_end = [all(e[k] is not None and same(e[k], point(p), 1) for e, p in zip(ends, others)) for k in (0, 1)]
        is_end = [hit and bool(others) for hit in is_end]
        if is_end[0] or is_end[1]:
            belongs = v["lower" if is_end[0] else "upper"][1]
        else:
            belongs = True
            for (low, high), p in zip(ends, others):
                c = point(p)
                expect((low is None or low <= c) and (high is None or c <= high), "a point of the range")
        rising = [mpmath.mpf(int(q.numerator)) / q.denominator for q in map(Fraction, body.get("rising", []))]
        of_values, of_slopes = strength(goal, body["strict"], belongs, bool(rising))
        for p in others:
            along = lambda x: self.value(goal, p | {name: x})[0]
            slopes = [mpmath.diff(along, x) * (1 if x > point(p) else -1) for x in rising]
            expect(all(slope > 0 for slope in slopes), "a point at which the slope is positive")
        self.conditions(name)
        self.value_at(goal, name, point, others, of_values)
        for side, skip in ((1, is_end[1]), (-1, is_end[0])):
            if not skip:
                self.slope_on(goal, name, others, side, 1, of_slopes, lambda p: (point(p), p[name]))

    def concave(self, body, goal):
        _, name, v, others = self.of_one_variable(body, goal)
        expect(v["lower"] is not None and v["upper"] is not None, "a range with two ends")
        belongs = v["lower"][1] or v["upper"][1]
        of_values, of_slopes = strength(goal, body["strict"], belongs)
        self.conditions(name)
        before = self.awaited
        last = lambda p: self.ends(goal, v, p)[1]
        self.awaited = lambda child: self.is_value_at(goal, child, name, last, others)
        self.value_at(goal, name, lambda p: self.ends(goal, v, p)[0], others, of_values)
        self.awaited = before
        self.value_at(goal, name, last, others, of_values)
        self.slope_on(goal, name, others, -1, 2, of_slopes, lambda p: self.ends(goal, v, p))

    def of_one_variable(self, body, goal):
        domain = self.domain(goal)
        expect(0 <= body["variable"] < len(domain.names), "a variable")
        name, v = domain.names[body["variable"]], domain.text["variables"][body["variable"]]
        expect(not v["integer"], "a real variable")
        others = self.points(goal, "slope")
        for p in others[:3]:
            self.expect_smooth(goal, p, name, v)
        at = Expressions(body["at"]) if "at" in body else None
        return at, name, v, others

    def ends(self, goal, v, p):
        return self.domain(goal).ends(v, p)

    def expect_smooth(self, goal, p, name, v):
        """No pole, corner or branch point inside of the range: what is divided by, and what stands in roots, logarithms and
        absolute values, has one sign there."""
        low, high = self.ends(goal, v, p)
        a = low if low is not None else (high if high is not None else p[name]) - 12
        b = high if high is not None else (low if low is not None else p[name]) + 12
        signs = {}
        for k in range(1, 80):
            values = Values(self.e, p | {name: a + (b - a) * k / 80})
            expect(values.root(self.place(goal)) is not None, "an expression with a value on the whole range")
            for i in critical(self.e, self.e.roots[self.place(goal)]):
                sign = mpmath.sign(values.node(i))
                expect(sign != 0 and signs.setdefault(i, sign) == sign, "an expression that is smooth inside of the range")
            for i in inside_one(self.e, self.e.roots[self.place(goal)]):
                expect(abs(values.node(i)) < 1, "an inverse sine inside of its range")

    def conditions(self, name):
        """Conditions of definition: they are about the variable, values at points are not."""
        while name in self.domain(self.peek()[1]).names:
            self.show()

    def is_value_at(self, goal, child, name, point, others):
        try:
            for p in others:
                (a, size), (b, other) = self.value(goal, p | {name: point(p)}), self.value(child, p)
                if not same(a, b, max(size, other)):
                    return False
            return name not in self.domain(child).names
        except Undefined:
            return False

    def value_at(self, goal, name, point, others, relation):
        child = self.child(goal, relation)
        expect(self.is_value_at(goal, child, name, point, others), "the value at a point")
        expect(all(self.domain(child).holds(p) for p in others), "the domain of a value")
        self.show()

    def slope_on(self, goal, name, others, turn, order, relation, ends):
        """`turn` times the derivative of this order, on the way between the ends."""
        child = self.child(goal, relation)
        domain = self.domain(child)
        for p in others:
            a, b = ends(p)
            if order == 1 and (b - a) * turn <= 0:
                # The way from the point to where the slope is asked for, on the other side.
                b = a + turn * (abs(b - a) + 1)
                low, high = self.ends(goal, self.variable(goal, name), p)
                b = min(b, high) if high is not None else b
                b = max(b, low) if low is not None else b
            if a == b:
                # There is nothing on this side.
                continue
            for part in (1, 4, 6):
                q = p | {name: a + (b - a) * part / 7}
                expect(domain.holds(q), "the domain of a slope")
                along = lambda x: self.value(goal, q | {name: x})[0]
                slope = turn * mpmath.diff(along, q[name], order)
                value, size = self.value(child, q)
                expect(value is not None and abs(slope - value) <= mpmath.mpf(10) ** -12 * size, "a slope")
        self.show()

    def variable(self, goal, name):
        domain = self.domain(goal)
        return domain.text["variables"][domain.names.index(name)]


def strength(goal, strict, belongs, rising=False):
    """The signs of values and slopes that are enough."""
    if rising:
        expect(not belongs, "a point that is none of the range")
        return "NonNegative", "NonNegative"
    if strict:
        return "Positive", "NonNegative"
    if goal["relation"] == "NonNegative":
        return "NonNegative", "NonNegative"
    expect(not belongs, "a strict value or a strict slope")
    return "NonNegative", "Positive"


def only_one(bundle):
    out = Expressions(bundle)
    expect(len(out.roots) == 1, "one expression")
    return out


def below(expressions, root):
    seen, stack = set(), [root]
    while stack:
        i = stack.pop()
        if i not in seen:
            seen.add(i)
            stack.extend(expressions.operands(i))
    return sorted(seen)


def critical(expressions, root):
    """What must not change its sign where an expression is to be smooth."""
    out = []
    for i in below(expressions, root):
        tag, body = expressions.nodes[i]
        if tag == "Power":
            kind, text = expressions.nodes[body[1]]
            if kind != "Q" or "/" in text or text.startswith("-"):
                out.append(body[0])
        elif tag == "Apply" and body[0] in ("Log", "Abs", "Sign", "Cbrt", "LogGamma"):
            out.append(body[1])
    return out


def inside_one(expressions, root):
    nodes = (expressions.nodes[i] for i in below(expressions, root))
    return [body[1] for tag, body in nodes if tag == "Apply" and body[0] in ("Asin", "Acos")]


LEADING = {
    "each": Walk.each,
    "split": Walk.split,
    "shift": Walk.shift,
    "translate": Walk.translate,
    "exponential": Walk.exponential,
    "constant-angles": Walk.rewritten,
    "gamma-relations": Walk.rewritten,
    "regroup": Walk.rewritten,
    "square": Walk.square,
    "absolute": Walk.absolute,
    "multiply": Walk.multiply,
    "logarithm": Walk.logarithm,
    "either": Walk.either,
    "monotone": Walk.monotone,
    "bound": Walk.bound,
    "amplitude": Walk.amplitude,
    "half-angle": Walk.half_angle,
    "slope": Walk.slope,
    "concave": Walk.concave,
    "constancy": rules.constancy,
    "combination": rules.combination,
    "factors": rules.factors,
    "induction": rules.induction,
    "hill": shapes.hill,
    "fold": shapes.fold,
    "lipschitz": shapes.lipschitz,
    "increments": shapes.increments,
    "relaxed": shapes.relaxed,
    "absurd": shapes.absurd,
    "integral": shapes.integral,
}
