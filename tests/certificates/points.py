"""Values of a statement's expressions at points of its domains, to 40 digits: a reading that shares nothing with the proofs.

What a step says follows from others is an inequality or an identity between their expressions at every point. Here points are
drawn from a domain, in a fixed order, and values computed. That proves nothing; a forgery that passes at all of the points
would have to be false elsewhere only.
"""

import json
import random
from fractions import Fraction

import mpmath
from mpmath import mp

from basics import expect

DIGITS = 40
SMALL = mpmath.mpf(10) ** -20


class Undefined(Exception):
    """An expression without a value at a point."""


def defined(holds):
    if not holds:
        raise Undefined()


def whole(x):
    return x == mpmath.floor(x)


def power(b, x):
    if whole(x):
        defined(b != 0 or x > 0)
        return b ** int(x)
    defined(b >= 0 and (b > 0 or x > 0))
    return b**x if b else mpmath.mpf(0)


def gamma(x):
    defined(x > 0 or not whole(x))
    return mpmath.gamma(x)


def positive(f):
    def of(x):
        defined(x > 0)
        return f(x)

    return of


def within(low, high, f):
    def of(x):
        defined(low <= x <= high)
        return f(x)

    return of


def quotient(f, g):
    def of(x):
        defined(abs(g(x)) > SMALL)
        return f(x) / g(x)

    return of


FUNCTIONS = {
    "Exp": mpmath.exp,
    "Log": positive(mpmath.log),
    "Sin": mpmath.sin,
    "Cos": mpmath.cos,
    "Tan": quotient(mpmath.sin, mpmath.cos),
    "Cot": quotient(mpmath.cos, mpmath.sin),
    "Sec": quotient(lambda x: 1, mpmath.cos),
    "Csc": quotient(lambda x: 1, mpmath.sin),
    "Sinh": mpmath.sinh,
    "Cosh": mpmath.cosh,
    "Tanh": mpmath.tanh,
    "Asin": within(-1, 1, mpmath.asin),
    "Acos": within(-1, 1, mpmath.acos),
    "Atan": mpmath.atan,
    "Acot": quotient(lambda x: mpmath.atan(1 / x) * x if x else 0, lambda x: x),
    "Asinh": mpmath.asinh,
    "Acosh": within(1, mpmath.inf, mpmath.acosh),
    "Atanh": within(-1, 1, lambda x: mpmath.atanh(x)),
    "Abs": abs,
    "Sign": mpmath.sign,
    "Cbrt": lambda x: mpmath.sign(x) * mpmath.root(abs(x), 3),
    "Logistic": lambda x: 1 / (1 + mpmath.exp(-x)),
    "Softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "Logit": within(0, 1, lambda x: mpmath.log(x / (1 - x))),
    "Erf": mpmath.erf,
    "Erfc": mpmath.erfc,
    "Gamma": gamma,
    "LogGamma": lambda x: mpmath.log(abs(gamma(x))),
}


def polar(y, x):
    defined(x != 0 or y != 0)
    return mpmath.atan2(y, x)


def beta(a, b):
    defined(a > 0 and b > 0)
    return mpmath.beta(a, b)


BINARY = {"Min": min, "Max": max, "Atan2": polar, "Beta": beta}


def unspecified(function, orders, arguments):
    """A stand-in for an unspecified function, the same for all of its derivatives: a sum of exponentials, positive."""
    name = random.Random(json.dumps(function, sort_keys=True))
    total = mpmath.mpf(0)
    for _ in range(3):
        rates = [mpmath.mpf(name.randint(-8, 8)) / 7 for _ in arguments]
        term = mpmath.mpf(name.randint(1, 9)) / 4
        for rate, order, x in zip(rates, orders, arguments):
            term *= rate**order * mpmath.exp(rate * x)
        total += term
    return total


def key(symbol):
    return json.dumps(symbol, sort_keys=True)


def value_of(tag, body, at, point):
    if tag == "Q":
        q = Fraction(body)
        return mpmath.mpf(q.numerator) / q.denominator
    if tag == "Pi":
        return +mp.pi
    if tag == "Symbol":
        defined(key(body) in point)
        return point[key(body)]
    if tag == "Sum":
        return mpmath.fsum(map(at, body))
    if tag == "Product":
        return mpmath.fprod(map(at, body))
    if tag == "Power":
        return power(at(body[0]), at(body[1]))
    if tag == "Binary":
        return BINARY[body[0]](at(body[1]), at(body[2]))
    if tag == "Jet":
        return unspecified(body[0], body[1], [at(k) for k in body[2]])
    defined(tag == "Apply")
    name, x = body[0], at(body[1])
    if isinstance(name, dict):
        ((name, order),) = name.items()
        if name == "Polygamma":
            defined(x > 0 or not whole(x))
            return mpmath.polygamma(order, x)
        return mpmath.besseli(order, x)
    return FUNCTIONS[name](x)


class Values:
    """The values of all nodes at one point, each computed when it is asked for."""

    def __init__(self, expressions, point):
        self.expressions, self.point, self.known = expressions, point, {}

    def node(self, i):
        if i not in self.known:
            stack = [i]
            while stack:
                k = stack[-1]
                missing = [j for j in self.expressions.operands(k) if j not in self.known]
                if missing:
                    stack.extend(missing)
                    continue
                stack.pop()
                if k in self.known:
                    continue
                try:
                    tag, body = self.expressions.nodes[k]
                    value = value_of(tag, body, self.operand, self.point)
                    defined(isinstance(value, (int, mpmath.mpf)) and mpmath.isfinite(value))
                    self.known[k] = mpmath.mpf(value)
                except (Undefined, ValueError, ZeroDivisionError, OverflowError):
                    self.known[k] = None
        return self.known[i]

    def operand(self, i):
        defined(self.known[i] is not None)
        return self.known[i]

    def root(self, k):
        """The value of the expression of this number, or None."""
        return self.node(self.expressions.roots[k])

    def scale(self):
        """The size of what was computed on the way: differences that are small beside it are 0."""
        return max([1] + [abs(v) for v in self.known.values() if v is not None])


class Domain:
    """Where a goal is considered: variables with ranges, and facts."""

    def __init__(self, expressions, text):
        self.expressions, self.text = expressions, text
        self.names = [key(v["symbol"]) for v in text["variables"]]

    def holds(self, point):
        """Whether the point lies in the domain."""
        values = Values(self.expressions, point)
        for v in self.text["variables"]:
            if v["integer"] and not whole(point[key(v["symbol"])]):
                return False
        for place, relation in self.text["facts"]:
            value = values.root(place)
            near = SMALL * values.scale()
            if value is None:
                return False
            meets = {"Positive": value > 0, "NonNegative": value >= -near, "NonZero": value != 0, "Zero": abs(value) < near}
            if not meets[relation]:
                return False
        return True

    def ends(self, v, point):
        """The lower and the upper end of a variable's range, None where there is none; Undefined where they depend on what is
        not drawn yet."""
        out = []
        for bound in (v["lower"], v["upper"]):
            value = None
            if bound is not None:
                value = Values(self.expressions, point).root(bound[0])
                defined(value is not None)
            out.append(value)
        return out

    def draw(self, source):
        point, waiting = {}, list(self.text["variables"])
        for _ in range(len(waiting) + 1):
            later = []
            for v in waiting:
                try:
                    low, high = self.ends(v, point)
                    point[key(v["symbol"])] = between(low, high, v, source)
                except Undefined:
                    later.append(v)
            waiting = later
        for v in waiting:
            point[key(v["symbol"])] = between(None, None, v, source)
        return point

    def points(self, wanted=8, roots=(), attempts=250, also=lambda point: point):
        """Points of the domain, at which these expressions have values; `also` may move or refuse one."""
        source, out = random.Random(len(self.text["facts"])), []
        equations = [place for place, relation in self.text["facts"] if relation == "Zero"]
        for _ in range(attempts):
            point = self.draw(source)
            for place in equations:
                symbols = [key(s) for s in self.expressions.symbols(self.expressions.roots[place])]
                source.shuffle(symbols)
                moving = next((name for name in symbols if name in point), None)
                if moving is not None:
                    at = lambda p, place=place: Values(self.expressions, p).root(place)
                    point = solved(point, at, moving) or point
            point = also(point)
            if point is None or not self.holds(point):
                continue
            values = Values(self.expressions, point)
            if all(values.root(k) is not None for k in roots):
                out.append(point)
                if len(out) == wanted:
                    break
        return out


def solved(point, at, name):
    """The point moved along one variable to where `at` is 0, by secants; None where that fails."""
    point = dict(point)

    def here(x):
        point[name] = x
        value = at(point)
        defined(value is not None)
        return value

    try:
        a, b = point[name], point[name] + mpmath.mpf(1) / 7
        fa = here(a)
        for _ in range(60):
            fb = here(b)
            if abs(fb) < mpmath.mpf(10) ** (-DIGITS + 4) or fa == fb:
                break
            a, fa, b = b, fb, b - fb * (b - a) / (fb - fa)
        return point if abs(here(b)) < SMALL**2 * 10**6 else None
    except (Undefined, ZeroDivisionError):
        return None


def between(low, high, v, source):
    """A number of the range; one time in six an end that belongs to it, or a number near an end."""
    if v["integer"]:
        a = int(mpmath.ceil(low)) if low is not None else None
        b = int(mpmath.floor(high)) if high is not None else None
        reach = source.choice([2, 6])
        if a is None:
            a = -reach if b is None else b - reach
        b = a + reach if b is None else b
        return mpmath.mpf(source.randint(min(a, b), max(a, b)))
    t = mpmath.mpf(source.randint(1, 9999)) / 10007
    near = source.randint(0, 11)
    size = mpmath.mpf(source.choice(["0.1", "1", "1", "3", "10"]))
    if low is None and high is None:
        return (2 * t - 1) * size
    if low is not None and high is not None:
        if near < 2:
            end, closed = ((low, v["lower"][1]), (high, v["upper"][1]))[near]
            if closed:
                return end
            t = mpmath.mpf(1) / 1000 if near == 0 else 1 - mpmath.mpf(1) / 1000
        return low + t * (high - low)
    end, closed = (low, v["lower"][1]) if low is not None else (high, v["upper"][1])
    if near == 0 and closed:
        return end
    step = t * size if near > 1 else mpmath.mpf(1) / 1000
    return end + step if low is not None else end - step


def same(a, b, scale):
    return a is not None and b is not None and abs(a - b) <= SMALL * scale


def meets(value, relation, scale):
    near = SMALL * scale
    if relation == "Positive":
        return value > 0
    if relation == "NonNegative":
        return value >= -near
    if relation == "NonZero":
        return value != 0
    return abs(value) < near


def expect_sign(expressions, point, k, relation, what):
    values = Values(expressions, point)
    value = values.root(k)
    expect(value is not None and meets(value, relation, values.scale()), what)
