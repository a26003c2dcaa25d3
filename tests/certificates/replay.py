"""Replays the algebra of geoflow's certificates: a second, independent reading of docs/certificates.md.

    python3 replay.py FILE..

Polynomials are added and multiplied by SymPy; everything else is the standard library. For every proof in the file:
the digest of its statement; every reduction to 0 and every sign, question by question, from the statement's own
expressions; that all entries are used. Not re-checked here, but by `geoflow replay`: that the statement is what the
claim in the model's text comes down to, the rewriting of tan, tanh, .. through exp and log, signs by enclosure (of
constants, and over boxes), that cases cover every point, bounds of functions, and the points at which everything is
defined.
"""

import hashlib
import json
import sys
from fractions import Fraction

from sympy import QQ
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyRing

LARGEST_POWER = 64


class Rejected(Exception):
    """A step that does not hold."""


class Nowhere(Rejected):
    """An expression divides by 0, or takes the logarithm of 0."""


def expect_value(holds, what):
    if not holds:
        raise Nowhere(what)


def expect(holds, what):
    if not holds:
        raise Rejected(what)


def only(tagged):
    """The tag and content of a variant."""
    if isinstance(tagged, str):
        return tagged, None
    expect(isinstance(tagged, dict) and len(tagged) == 1, "a variant")
    return next(iter(tagged.items()))


# --- expressions ---------------------------------------------------------------------------------------------------


class Expressions:
    """The statement's expressions: nodes, operands before users."""

    def __init__(self, bundle):
        self.nodes = [only(n) for n in bundle["nodes"]]
        self.roots = bundle["roots"]
        for i in range(len(self.nodes)):
            expect(all(k < i for k in self.operands(i)), "operands stand before their users")

    def operands(self, i):
        tag, body = self.nodes[i]
        if tag in ("Sum", "Product", "Power"):
            return body
        if tag == "Binary":
            return body[1:]
        if tag == "Apply":
            return [body[1]]
        return body[2] if tag == "Jet" else []

    def is_kernel(self, i):
        tag, body = self.nodes[i]
        if tag == "Power":
            kind, text = self.nodes[body[1]]
            return kind != "Q" or Fraction(text).denominator != 1
        return tag in ("Apply", "Binary", "Jet")

    def below(self, roots):
        """Every node below and including the roots, in the order of the questions: by level, operands first. The level
        is the number of functions and roots that stand inside each other."""
        seen, out = set(), []
        for root in roots:
            stack = [(root, False)]
            while stack:
                i, expanded = stack.pop()
                if expanded:
                    out.append(i)
                elif i not in seen:
                    seen.add(i)
                    stack.append((i, True))
                    stack.extend((k, False) for k in reversed(self.operands(i)) if k not in seen)
        level = {}
        for i in out:
            level[i] = max((level[k] for k in self.operands(i)), default=0) + self.is_kernel(i)
        return sorted(out, key=level.get)


# --- quotients of polynomials over products of bases ------------------------------------------------------------------


class Value:
    def __init__(self, numerator, denominator=None):
        self.numerator = numerator
        self.denominator = denominator or {}


class Arithmetic:
    def __init__(self, count):
        self.ring = PolyRing([f"g{i}" for i in range(count)] or ["unused"], QQ, lex)
        self.bases = []  # none of them vanishes at the points considered
        self.nonzero = []
        self.relations = {}

    def constant(self, q):
        return self.ring.ground_new(QQ(q.numerator, q.denominator))

    def polynomial(self, terms):
        out, last = self.ring.zero, None
        for text, powers in terms:
            exponents = [0] * self.ring.ngens
            expect(all(a[0] < b[0] for a, b in zip(powers, powers[1:])), "variables ascend")
            for i, n in powers:
                expect(0 <= i < self.ring.ngens and n > 0, "a variable")
                exponents[i] = n
            m = tuple(exponents)
            expect(last is None or m < last, "monomials descend")
            q = Fraction(text)
            expect(q != 0 and str(q) == text, "a coefficient")
            out[m] = QQ(q.numerator, q.denominator)
            last = m
        return out

    def gen(self, i):
        return self.ring.gens[i]

    def over(self, p, q):
        """The exact quotient, or None."""
        if not q:
            return None
        quotient, rest = divmod(p, q)
        return None if rest else quotient

    def variables(self, p):
        return sorted({i for m in p for i, n in enumerate(m) if n})

    def degree(self, p, i):
        return max((m[i] for m in p), default=0)

    def is_constant(self, p):
        return all(not any(m) for m in p)

    def content(self, p):
        return p.get(self.ring.zero_monom, QQ(0))

    def leading(self, p):
        return p[max(p)]

    def reduced(self, p):
        for g in sorted(self.relations, reverse=True):
            q, value = self.relations[g]
            if self.degree(p, g) < q:
                continue
            parts = {}
            for m, c in p.items():
                n = m[g]
                rest = m[:g] + (n % q,) + m[g + 1:]
                part = parts.setdefault(n // q, self.ring.zero)
                part[rest] = part.get(rest, QQ(0)) + c
            p = sum((part * value**n for n, part in parts.items()), self.ring.zero)
        return p

    def expanded(self, denominator):
        out = self.ring.one
        for i, n in denominator.items():
            out *= self.bases[i] ** n
        return out

    def cancelled(self, v):
        if not v.numerator:
            return Value(self.ring.zero)
        numerator, denominator = v.numerator, {}
        for i, n in sorted(v.denominator.items()):
            while n > 0:
                quotient = self.over(numerator, self.bases[i])
                if quotient is None:
                    break
                numerator, n = quotient, n - 1
            if n:
                denominator[i] = n
        return Value(numerator, denominator)

    def add(self, a, b):
        common = dict(a.denominator)
        for i, n in b.denominator.items():
            common[i] = max(n, common.get(i, 0))

        def lifted(v):
            missing = {i: n - v.denominator.get(i, 0) for i, n in common.items()}
            return self.reduced(v.numerator * self.expanded(missing))

        return self.cancelled(Value(lifted(a) + lifted(b), common))

    def mul(self, a, b):
        left = self.cancelled(Value(a.numerator, b.denominator))
        right = self.cancelled(Value(b.numerator, a.denominator))
        denominator = dict(left.denominator)
        for i, n in right.denominator.items():
            denominator[i] = denominator.get(i, 0) + n
        return self.cancelled(Value(self.reduced(left.numerator * right.numerator), denominator))

    def scaled(self, a, q):
        return Value(a.numerator * self.constant(q), a.denominator)

    def pow(self, a, n):
        """For negative n the value does not vanish at the points considered."""
        if n < 0:
            a = self.reciprocal(a)
        n = abs(n)
        denominator = {i: k * n for i, k in a.denominator.items()} if n else {}
        numerator = self.ring.one
        for _ in range(n):
            numerator = self.reduced(numerator * a.numerator)
        return self.cancelled(Value(numerator, denominator))

    def reciprocal(self, a):
        numerator = self.expanded(a.denominator)
        content, bases = self.split(a.numerator)
        expect(content != 0, "a divisor")
        return self.cancelled(Value(self.reduced(numerator * (1 / content)), bases))

    def quotient(self, n, d):
        content, bases = self.split(d)
        expect(content != 0, "a generator's divisor")
        return self.cancelled(Value(n * (1 / content), bases))

    def split(self, p):
        out, rest = {}, p
        for i in self.variables(p):
            n = min(m[i] for m in rest)
            if n:
                rest = self.over(rest, self.gen(i) ** n)
                out[self.base(self.gen(i))] = n
        for k in range(len(self.bases)):
            if self.is_constant(rest):
                break
            while (quotient := self.over(rest, self.bases[k])) is not None:
                rest = quotient
                out[k] = out.get(k, 0) + 1
        if self.is_constant(rest):
            return self.content(rest), out
        lead = self.leading(rest)
        k = self.base(rest * (1 / lead))
        out[k] = out.get(k, 0) + 1
        return lead, out

    def base(self, p):
        for k, b in enumerate(self.bases):
            if b == p:
                return k
        self.bases.append(p)
        return len(self.bases) - 1

    def is_nonzero(self, p):
        known = self.bases + self.nonzero
        rest = p
        for b in known:
            if self.is_constant(b):
                continue
            while (quotient := self.over(rest, b)) is not None:
                rest = quotient
                if self.is_constant(rest):
                    break
        if self.is_constant(rest):
            return self.content(rest) != 0
        return any(self.over(b, rest) is not None for b in known)

    def coefficients(self, p, i):
        out = [self.ring.zero for _ in range(self.degree(p, i) + 1)]
        for m, c in p.items():
            out[m[i]][m[:i] + (0,) + m[i + 1:]] = c
        return out


# --- one derivation -----------------------------------------------------------------------------------------------------


class Evaluator:
    def __init__(self, expressions, domain, derivation):
        self.expressions = expressions
        self.domain = domain
        self.answers = list(reversed(derivation["answers"]))
        self.a = Arithmetic(len(derivation["generators"]))
        self.generators = [self.meaning(i, g) for i, g in enumerate(derivation["generators"])]
        self.images, self.signs, self.facts = {}, [], {}
        self.used = set()

    def meaning(self, i, tagged):
        tag, body = only(tagged)
        p = self.a.polynomial
        pair = lambda q: (p(q["numerator"]), p(q["denominator"]))
        if tag == "symbol":
            out = (tag, body)
        elif tag == "pi":
            out = (tag,)
        elif tag == "jet":
            out = (tag, body["function"], body["orders"], [pair(q) for q in body["arguments"]])
        elif tag == "opaque":
            out = (tag, body["function"], pair(body["argument"]))
        elif tag == "exp":
            out = (tag, pair(body["argument"]))
        elif tag == "cos":
            out = (tag, pair(body["angle"]))
        elif tag in ("log-abs", "sign"):
            out = (tag, p(body["of"]))
        elif tag == "root":
            out = (tag, p(body["of"]), body["degree"])
            expect(body["degree"] >= 2, "a degree")
        else:
            expect(tag == "sin", "a generator")
            out = (tag, body["cosine"])
        if tag in ("log-abs", "root") and self.a.is_constant(out[1]):
            c = self.a.content(out[1])
            expect(c.denominator == 1 and c > 1, "an integer above 1")
        expect(all(k < i for k in self.parts(out)), "a generator is made of those before it")
        return out

    def parts(self, g):
        out = []
        for x in g[1:]:
            pairs = x if isinstance(x, list) and g[0] == "jet" else [x]
            for q in pairs:
                for poly in q if isinstance(q, tuple) else [q]:
                    if isinstance(poly, type(self.a.ring.one)):
                        out += self.a.variables(poly)
        return out + ([g[1]] if g[0] == "sin" else [])

    def answer(self, wanted):
        expect(self.answers, f"an answer: {wanted}")
        tag, body = only(self.answers.pop())
        expect(tag in wanted, f"an answer of the form {wanted}, not {tag}")
        return tag, body

    def require(self, i):
        expect(0 <= i < len(self.generators), "a generator")
        self.used.add(i)
        return self.generators[i]

    def generator(self, i):
        self.require(i)
        self.relate(i)
        return Value(self.a.gen(i))

    def find(self, what, is_it):
        for i, g in enumerate(self.generators):
            if is_it(g):
                self.used.add(i)
                return i
        raise Rejected(f"no generator for {what}")

    def finish(self):
        expect(not self.answers, "answers are left over")
        pending = list(self.used)
        while pending:
            for k in self.parts(self.generators[pending.pop()]):
                if k not in self.used:
                    self.used.add(k)
                    pending.append(k)
        expect(len(self.used) == len(self.generators), "a generator is not used")

    # --- relations

    def relate(self, i):
        if i in self.a.relations:
            return
        g = self.generators[i]
        if g[0] == "sign":
            self.a.relations[i] = (2, self.a.ring.one)
        elif g[0] == "sin":
            self.a.relations[i] = (2, 1 - self.a.gen(g[1]) ** 2)
        elif g[0] == "root":
            for k in range(i - 1, -1, -1):
                h = self.generators[k]
                if h[0] == "root" and h[1] == g[1] and g[2] % h[2] == 0:
                    self.require(k)
                    self.relate(k)
                    q, value = g[2] // h[2], self.a.gen(k)
                    break
            else:
                q, value = g[2], self.absolute(g[1]).numerator
            self.a.relations.setdefault(i, (q, value))

    # --- evaluation

    def evaluate(self, *roots):
        for i in self.expressions.below(roots):
            if i not in self.images:
                self.images[i] = self.node(i)
        return [self.images[root] for root in roots]

    def node(self, i):
        a, (tag, body) = self.a, self.expressions.nodes[i]
        if tag == "Q":
            return Value(a.constant(Fraction(body)))
        if tag == "Pi":
            return self.generator(self.find("pi", lambda g: g[0] == "pi"))
        if tag == "Symbol":
            return self.generator(self.find(body["name"], lambda g: g[0] == "symbol" and g[1] == body))
        if tag == "Sum":
            out = Value(a.ring.zero)
            for k in body:
                out = a.add(out, self.images[k])
            return out
        if tag == "Product":
            out = Value(a.ring.one)
            for k in body:
                out = a.mul(out, self.images[k])
            return out
        if tag == "Power":
            kind, text = self.expressions.nodes[body[1]]
            expect(kind == "Q", "a power with a number as exponent")
            q, base = Fraction(text), self.images[body[0]]
            if q.denominator == 1:
                expect_value(q > 0 or base.numerator, "a divisor is 0")
                return a.pow(base, int(q))
            if not base.numerator:
                expect_value(q > 0, "a divisor is 0")
                return base
            return self.power_of(self.factors("a root", base), q)
        if tag == "Jet":
            return self.jet(*body)
        expect(tag == "Apply", f"the function {tag}")
        if body[0] == "Log":
            kind, inner = self.expressions.nodes[body[1]]
            if kind == "Apply" and inner[0] == "Abs":
                return self.apply("Log", self.images[inner[1]])
        return self.apply(body[0], self.images[body[1]])

    def apply(self, f, x):
        a = self.a
        if f == "Log":
            expect_value(x.numerator, "the logarithm of 0")
            content, factors = self.factors("a logarithm", x)
            out = Value(a.ring.zero)
            for n, k in content[1]:
                out = a.add(out, a.scaled(self.log_absolute(a.constant(Fraction(n))), Fraction(k)))
            for p, n in factors:
                self.assume_nonzero(p)
                out = a.add(out, a.scaled(self.log_absolute(p), Fraction(n)))
            return out
        if f == "Abs":
            return self.power_of(self.factors("abs", x), Fraction(1)) if x.numerator else x
        if f == "Sign":
            return self.sign_kernel(x)
        if f in ("Asin", "Atan"):
            return self.opaque(f, x, True)
        if f == "Exp":
            return self.exponential(x)
        expect(f in ("Sin", "Cos"), f"the function {f}")
        return self.angle(x)[f == "Sin"]

    def factors(self, what, v):
        return self.multiplied_out(what, v, self.answer(["factors"])[1])

    def multiplied_out(self, what, v, body):
        a = self.a
        negative, powers = body["content"]["negative"], [(int(n), k) for n, k in body["content"]["powers"]]
        content = Fraction(-1 if negative else 1)
        for n, k in powers:
            expect(n > 1 and k != 0, "an integer above 1")
            content *= Fraction(n) ** k
        factors = [(a.polynomial(p), n) for p, n in body["factors"]]
        left, right = v.numerator, a.expanded(v.denominator) * a.constant(content)
        keys = [sorted(p.items()) for p, _ in factors]
        expect(all(s < t for s, t in zip(keys, keys[1:])), f"the order of the factors of {what}")
        for p, n in factors:
            expect(n != 0 and not a.is_constant(p), f"the factors of {what}")
            for g in a.variables(p):
                self.require(g)
                self.relate(g)
            if n > 0:
                right *= p**n
            else:
                left *= p**-n
        expect(not a.reduced(left - right), f"the factors of {what} multiply to it")
        for p, n in factors:
            expect(n > 0 or a.is_nonzero(p), f"a divisor in {what}")
        return (negative, powers), factors

    def log_absolute(self, p):
        i = self.bare(p)
        if i is not None:
            g = self.require(i)
            if g[0] == "exp":
                return self.quotient(g[1])
            if g[0] == "sign":
                return Value(self.a.ring.zero)
            if g[0] == "root":
                if not self.a.is_constant(g[1]):
                    self.assume_nonzero(g[1])
                return self.a.scaled(self.log_absolute(g[1]), Fraction(1, g[2]))
        return self.generator(self.find("a logarithm", lambda g: g[0] == "log-abs" and g[1] == p))

    def bare(self, p):
        if len(p) == 1 and self.a.leading(p) == 1 and sum(max(p)) == 1:
            return max(p).index(1)
        return None

    def assume_nonzero(self, p):
        if all(q != p for q in self.a.nonzero):
            self.a.nonzero.append(p)

    def quotient(self, pair):
        for g in self.a.variables(pair[0]) + self.a.variables(pair[1]):
            self.used.add(g)
            self.relate(g)
        expect(self.a.is_nonzero(pair[1]), "the divisor of a generator may vanish")
        return self.a.quotient(*pair)

    def equals(self, v, n, d):
        return not self.a.reduced(v.numerator * d - n * self.a.expanded(v.denominator))

    def absolute(self, p):
        a = self.a
        if a.is_constant(p):
            return Value(abs(a.content(p)) * a.ring.one)
        i = self.bare(p)
        if i is not None and self.require(i)[0] == "sign":
            return Value(a.ring.one)
        sign = self.sign_of(p)
        if sign is None:
            s = self.generator(self.find("a sign", lambda g: g[0] == "sign" and g[1] == p))
            return Value(a.reduced(s.numerator * p))
        return Value(-p if sign[0] else p)

    def sign_kernel(self, x):
        if not x.numerator:
            return x
        (negative, _), factors = self.factors("sign", x)
        out = Value(self.a.constant(Fraction(-1 if negative else 1)))
        for p, n in factors:
            if self.is_nonzero_by_answer(p):
                if n % 2 == 0:
                    continue
                i = self.bare(p)
                expect(i is None or self.require(i)[0] != "sign", "the sign of a sign")
                sign = self.sign_of(p)
                if sign is None:
                    s = self.generator(self.find("a sign", lambda g: g[0] == "sign" and g[1] == p))
                else:
                    s = Value(self.a.constant(Fraction(-1 if sign[0] else 1)))
            else:
                s = self.opaque("Sign", Value(p), False)
                s = s if n % 2 else self.a.pow(s, 2)
            out = self.a.mul(out, s)
        return out

    def is_nonzero_by_answer(self, p):
        if self.a.is_nonzero(p):
            return True
        tag, body = self.answer(["opaque", "non-zero"])
        if tag == "opaque":
            return False
        self.check_nonzero(p, body)
        self.assume_nonzero(p)
        return True

    def power_of(self, factorisation, q):
        (_, powers), factors = factorisation
        out = Value(self.a.ring.one)
        for n, k in powers:
            out = self.a.mul(out, self.absolute_power(self.a.constant(Fraction(n)), q * k))
        for p, n in factors:
            out = self.a.mul(out, self.absolute_power(p, q * n))
        return out

    def absolute_power(self, p, q):
        a, i = self.a, self.bare(p)
        if i is not None and self.require(i)[0] == "exp" and q.denominator != 1:
            return self.known_exponential(a.scaled(self.quotient(self.generators[i][1]), q))
        whole, fraction = q.numerator // q.denominator, q - q.numerator // q.denominator
        base = Value(p) if whole % 2 == 0 else self.absolute(p)
        out = a.pow(base, whole)
        if fraction == 0:
            return out
        i = self.find("a root", lambda g: g[0] == "root" and g[1] == p and (fraction * g[2]).denominator == 1)
        return a.mul(out, a.pow(self.generator(i), int(fraction * self.generators[i][2])))

    def known_exponential(self, v):
        a, bases = self.a, self.a.expanded(v.denominator)
        for i, g in enumerate(self.generators):
            if g[0] != "exp":
                continue
            left, right = v.numerator * g[1][1], g[1][0] * bases
            if not left or not right:
                continue
            k = a.leading(left) / a.leading(right)
            if k.denominator != 1 or a.reduced(left - right * k):
                continue
            self.quotient(g[1])
            return a.pow(self.generator(i), int(k))
        raise Rejected("no generator for an exponential")

    def summed(self, pairs):
        n, d = self.a.ring.zero, self.a.ring.one
        for m, e in pairs:
            n, d = n * e + m * d, d * e
        return n, d

    def exponential(self, x):
        a, (_, body) = self.a, self.answer(["exponential"])
        logarithms = [(i, Fraction(r)) for i, r in body["logarithms"]]
        exponentials = body["exponentials"]
        for v in (logarithms, exponentials):
            expect(all(k != 0 for _, k in v) and all(s[0] < t[0] for s, t in zip(v, v[1:])), "coordinates")
        pairs = []
        for i, r in logarithms:
            expect(self.require(i)[0] == "log-abs", "a logarithm")
            pairs.append((a.gen(i) * a.constant(r), a.ring.one))
        for i, k in exponentials:
            g = self.require(i)
            expect(g[0] == "exp", "an exponential")
            self.quotient(g[1])
            pairs.append((g[1][0] * k, g[1][1]))
        expect(self.equals(x, *self.summed(pairs)), "the parts of an exponent add up to it")
        out = Value(a.ring.one)
        for i, r in logarithms:
            of = self.generators[i][1]
            expect(a.is_constant(of) or a.is_nonzero(of), "a factor may vanish")
            out = a.mul(out, self.absolute_power(of, r))
        for i, k in exponentials:
            out = a.mul(out, a.pow(self.generator(i), k))
        return out

    def angle(self, x):
        a, (_, body) = self.a, self.answer(["angle"])
        twelfths, cosines = body["twelfths"], body["cosines"]
        expect(all(0 < abs(k) <= 64 for _, k in cosines), "coordinates")
        expect(all(s[0] < t[0] for s, t in zip(cosines, cosines[1:])), "coordinates")
        pairs = []
        if twelfths:
            pi = self.find("pi", lambda g: g[0] == "pi")
            pairs.append((a.gen(pi) * a.constant(Fraction(twelfths, 12)), a.ring.one))
        for i, k in cosines:
            g = self.require(i)
            expect(g[0] == "cos", "a cosine")
            self.quotient(g[1])
            pairs.append((g[1][0] * k, g[1][1]))
        expect(self.equals(x, *self.summed(pairs)), "the parts of an angle add up to it")
        z = self.twelfths(twelfths % 24)
        for i, k in cosines:
            sine = self.find("a sine", lambda g: g[0] == "sin" and g[1] == i)
            z = self.rotated(z, (self.generator(i), self.generator(sine)), k)
        return z

    def rotated(self, z, u, k):
        a, minus = self.a, lambda v: Value(-v.numerator, v.denominator)
        if k < 0:
            u = (u[0], minus(u[1]))
        for _ in range(abs(k)):
            re = a.add(a.mul(z[0], u[0]), minus(a.mul(z[1], u[1])))
            z = (re, a.add(a.mul(z[0], u[1]), a.mul(z[1], u[0])))
        return z

    def twelfths(self, k):
        a, half = self.a, Fraction(1, 2)
        unit = (Value(a.ring.one), Value(a.ring.zero))
        if k == 0:
            return unit
        root = lambda n: a.scaled(self.absolute_power(a.constant(Fraction(n)), half), half)
        quarter = root(2)
        third = (Value(a.constant(half)), root(3))
        return self.rotated(self.rotated(unit, third, k % 6), (quarter, quarter), -(k % 8))

    def jet(self, function, orders, arguments):
        values = [self.images[k] for k in arguments]
        for i, g in enumerate(self.generators):
            if g[0] == "jet" and g[1] == function and g[2] == orders and len(g[3]) == len(values):
                if all(self.equals(v, *pair) for v, pair in zip(values, g[3])):
                    for pair in g[3]:
                        self.quotient(pair)
                    return self.generator(i)
        raise Rejected("no generator for a function's value")

    def opaque(self, f, x, odd):
        if odd and not x.numerator:
            return x
        for i, g in enumerate(self.generators):
            if g[0] != "opaque" or g[1] != f:
                continue
            for sign in (1, -1) if odd else (1,):
                if self.equals(x, g[2][0] * sign, g[2][1]):
                    self.quotient(g[2])
                    return self.a.scaled(self.generator(i), Fraction(sign))
        raise Rejected(f"no generator for {f}")

    # --- signs: a sign is a pair (negative, strict)

    def sign_of(self, p):
        for q, sign in self.signs:
            if q == p:
                return sign
        _, reason = self.answer(["sign"])
        sign = None if reason is None else self.by_factor(p, reason)
        self.signs = [(q, s) for q, s in self.signs if q != p] + [(p, sign)]
        return sign

    def range(self, i):
        """lower end, upper end (each: number and whether it belongs to the range), or a bare sign"""
        g = self.generators[i]
        if g[0] == "symbol":
            for v in self.domain["variables"]:
                if v["symbol"] == g[1]:
                    return self.end(v["lower"]), self.end(v["upper"])
            return None, None
        zero = QQ(0)
        if g[0] in ("pi", "exp"):
            return (zero, False), None
        if g[0] == "jet" and g[1]["positive"] and not any(g[2]):
            return (zero, False), None
        if g[0] == "log-abs" and self.a.is_constant(g[1]):
            return (zero, False), None
        if g[0] == "root":
            known = any(q == g[1] and s is not None and s[1] for q, s in self.signs)
            strict = self.a.is_constant(g[1]) or known or self.a.is_nonzero(g[1])
            return (zero, not strict), None
        return None, None

    def end(self, bound):
        if bound is None:
            return None
        tag, text = self.expressions.nodes[self.expressions.roots[bound[0]]]
        if tag != "Q":
            return None
        q = Fraction(text)
        return QQ(q.numerator, q.denominator), bound[1]

    def by_tree(self, p, tree):
        ranges = {i: self.range(i) for i in self.a.variables(p)}
        for i in ranges:
            self.require(i)
        return self.on_box(p, ranges, tree)

    def on_box(self, p, ranges, tree):
        a, parameter = self.a, {}
        tag, body = only(tree)
        if tag == "closed-box":
            i = body["variable"]
            lower, upper = ranges.get(i, (None, None))
            expect(lower and upper and lower[1] and upper[1], "a closed range")
            inside = self.on_box(p, {**ranges, i: (lower, (upper[0], False))}, body["inside"])
            end = p.compose(a.gen(i), a.ring.one * upper[0])
            if body["end"] is None:
                expect(not end, "a zero at the end")
                return inside[0], False
            sign = self.on_box(end, ranges, body["end"])
            expect(sign[0] == inside[0], "one sign")
            return inside[0], inside[1] and sign[1]
        for i in a.variables(p):
            lower, upper = ranges[i]
            x, one = a.gen(i), a.ring.one
            if lower and not upper:
                p, parameter[i] = p.compose(x, x + lower[0]), ("weak" if lower[1] else "strict")
            elif upper and not lower:
                p, parameter[i] = p.compose(x, upper[0] - x), ("weak" if upper[1] else "strict")
            elif lower and upper and not (lower[1] and upper[1]):
                first, last = (upper, lower) if upper[1] else (lower, upper)
                parts = a.coefficients(p, i)
                up, down, d = first[0] + last[0] * x, one + x, len(parts) - 1
                p = sum((c * up**k * down ** (d - k) for k, c in enumerate(parts)), a.ring.zero)
                parameter[i] = "weak" if first[1] else "strict"
        return self.follow(p, parameter, tree)

    def follow(self, p, parameter, tree):
        a, (tag, body) = self.a, only(tree)
        expect(p, "the sign of 0")
        if tag == "terms":
            negative, strict = a.leading(p) < 0, False
            for m, c in p.items():
                expect((c < 0) == negative, "terms of one sign")
                never_zero = True
                for i, n in enumerate(m):
                    if n and i not in parameter:
                        expect(n % 2 == 0, "an even power of a variable of unknown sign")
                    never_zero &= not n or parameter.get(i) == "strict"
                strict |= never_zero
            return negative, strict
        if tag == "coefficients":
            i = body["variable"]
            parts = a.coefficients(p, i)
            expect(len(parts) > 1, "a variable that occurs")
            expect(i in parameter or not any(parts[1::2]), "even powers of a variable of unknown sign")
            present = [(k, c) for k, c in enumerate(parts) if c]
            expect(len(present) == len(body["parts"]), "one reason for each coefficient")
            signs = [(k, self.follow(c, parameter, t)) for (k, c), t in zip(present, body["parts"])]
            negative = signs[0][1][0]
            expect(all(s[0] == negative for _, s in signs), "coefficients of one sign")
            return negative, any(s[1] and (k == 0 or parameter.get(i) == "strict") for k, s in signs)
        if tag == "even-powers":
            parameter = dict(parameter)
            expect(body["variables"] and all(s < t for s, t in zip(body["variables"], body["variables"][1:])), "order")
            for i in body["variables"]:
                expect(i not in parameter and a.degree(p, i) > 0, "a variable of unknown sign")
                expect(all(m[i] % 2 == 0 for m in p), "even powers")
                q = a.ring.zero
                for m, c in p.items():
                    q[m[:i] + (m[i] // 2,) + m[i + 1:]] = c
                p, parameter[i] = q, "weak"
            return self.follow(p, parameter, body["part"])
        expect(tag == "square", "a rule for signs")
        parts = a.coefficients(p, body["variable"])
        expect(len(parts) == 3, "a square")
        negative, strict = self.follow(parts[2], parameter, body["leading"])
        expect(strict, "a leading coefficient that does not vanish")
        rest = 4 * parts[2] * parts[0] - parts[1] ** 2
        if body["discriminant"] is None:
            expect(not rest, "a discriminant")
            return negative, False
        below, strict = self.follow(rest, parameter, body["discriminant"])
        expect(not below, "a discriminant")
        return negative, strict

    def by_factor(self, p, reason):
        tag, body = only(reason)
        if tag == "range":
            return self.by_tree(p, body)
        if tag == "product":
            return self.by_product([p], body)
        if tag == "fact-plus":
            relation, negative, factors = self.fact(body["fact"])
            odd = [f for f, n in factors if n % 2]
            expect(relation == "Positive" and len(odd) == 1, "a fact with one factor")
            c = Fraction(body["multiple"])
            expect(c > 0, "a positive multiple")
            f = -odd[0] if negative else odd[0]
            rest = (-p if body["negative"] else p) - f * self.a.constant(c)
            if body["rest"] is None:
                expect(not rest, "a rest")
            else:
                expect(not self.by_tree(rest, body["rest"])[0], "a rest that is not negative")
            return body["negative"], True
        expect(tag == "not-zero", "a reason for a sign")
        negative, strict = self.by_factor(p, body["sign"])
        expect(not strict, "a sign that allows 0")
        self.expect_factor_of(p, body["fact"])
        return negative, True

    def expect_factor_of(self, p, fact):
        relation, _, factors = self.fact(fact)
        expect(relation in ("Positive", "NonZero") and any(q == p for q, _ in factors), "a fact that excludes 0")

    def check_nonzero(self, p, reason):
        tag, body = only(reason)
        if tag == "fact":
            self.expect_factor_of(p, body)
        else:
            expect(tag == "sign" and self.by_factor(p, body)[1], "a strict sign")

    def expect_nonzero(self, p):
        if not self.a.is_nonzero(p):
            self.check_nonzero(p, self.answer(["non-zero"])[1])
            self.assume_nonzero(p)

    def by_product(self, factors, reason):
        rest, negative, weak = list(factors), False, 0
        expect(all(s < t for s, t in zip(reason["facts"], reason["facts"][1:])), "facts in order")
        for i in reason["facts"]:
            relation, flip, others = self.fact(i)
            expect(relation in ("Positive", "NonNegative"), "a fact about a sign")
            weak += relation == "NonNegative"
            negative ^= flip
            for p, n in others:
                if n % 2:
                    rest = [q for q in rest if q != p] if p in rest else rest + [p]
        expect(weak <= 1 and len(rest) == len(reason["rest"]), "the remaining factors")
        rest.sort(key=lambda p: sorted(p.items()))
        strict = weak == 0
        for p, r in zip(rest, reason["rest"]):
            s = self.by_factor(p, r)
            expect(not weak or s[1] or p in factors, "a strict sign")
            negative ^= s[0]
            strict &= s[1]
        return negative, strict

    def fact(self, i):
        if i in self.facts:
            expect(self.facts[i] is not None, "a fact that waits for itself")
            return self.facts[i]
        expect(0 <= i < len(self.domain["facts"]), "a fact")
        place, relation = self.domain["facts"][i]
        self.facts[i] = None
        (value,) = self.evaluate(self.expressions.roots[place])
        expect(value.numerator, "a fact about 0")
        (negative, _), factors = self.factors(f"condition {i}", value)
        if relation == "NonNegative":
            for p, n in factors:
                if n > 0 and n % 2 == 0:
                    self.expect_nonzero(p)
        self.facts[i] = (relation, negative, factors)
        return self.facts[i]

    def goal_sign(self, root):
        (value,) = self.evaluate(root)
        _, k = self.answer(["log-bound"])
        if k is None:
            return self.sign_of_value(value)
        expect(not self.sign_of_value(self.bound(value, k))[0], "a bound that is not negative")
        return False, False

    def sign_of_value(self, value):
        if not value.numerator:
            return False, False
        (negative, _), factors = self.factors("the goal", value)
        _, body = self.answer(["goal"])
        sign = self.by_product([p for p, n in factors if n % 2], body["odd"])
        even = [p for p, n in factors if n > 0 and n % 2 == 0]
        expect(len(even) == len(body["even"]), "the even factors")
        strict = sign[1]
        for p, reason in zip(even, body["even"]):
            if reason is None:
                strict = False
            else:
                self.check_nonzero(p, reason)
        return sign[0] ^ negative, strict

    def bound(self, value, k):
        """log W >= 1 - 1/W for the sum of the logarithms, which is (1/k) log W."""
        a = self.a
        expect(k > 0, "a positive multiple")
        bases, rest, inverse, found = a.expanded(value.denominator), value.numerator, Value(a.ring.one), False
        for i in sorted(set(a.variables(value.numerator) + a.variables(bases))):
            if self.generators[i][0] != "log-abs":
                continue
            of, found = self.generators[i][1], True
            parts = a.coefficients(rest, i)
            expect(len(parts) == 2 and a.degree(bases, i) == 0, "a sum that is linear in logarithms")
            c = a.leading(parts[1]) / a.leading(bases)
            expect(parts[1] == bases * c, "a number as coefficient")
            rest = rest - parts[1] * a.gen(i)
            n = -Fraction(int(c.numerator), int(c.denominator)) * k
            expect(n.denominator == 1 and abs(n) <= LARGEST_POWER, "an integer power")
            expect(a.is_constant(of) or a.is_nonzero(of), "a factor may vanish")
            inverse = a.mul(inverse, self.absolute_power(of, n))
        expect(found, "a logarithm")
        bound = a.scaled(a.add(Value(a.ring.one), Value(-inverse.numerator, inverse.denominator)), Fraction(1, k))
        return a.add(Value(rest, value.denominator), bound)


# --- proofs ---------------------------------------------------------------------------------------------------------------


def replay_proof(proof):
    """Counts of reductions and signs that were checked."""
    statement = proof["statement"]
    text = json.dumps(statement, separators=(",", ":"), ensure_ascii=False)
    expect(hashlib.sha256(text.encode()).hexdigest() == proof["sha256"], "the digest of the statement")
    expressions = Expressions(statement["expressions"])
    goals, zeros, signs = iter(statement["goals"]), 0, 0
    for step in proof["steps"]:
        tag, body = only(step)
        if tag == "descent":
            continue
        kind, goal = only(next(goals, "none"))
        domain = statement["domains"][goal["domain"]] if goal else None
        if tag == "zero":
            expect(kind == "zero", "a goal of this kind")
            roots = [expressions.roots[k] for k in goal["expressions"]]
            groups = [roots] if len(body) == 1 else [[r] for r in roots]
            expect(len(groups) == len(body) and (roots or not body), "a derivation for each residual")
            for group, derivation in zip(groups, body):
                e = Evaluator(expressions, domain, derivation)
                for value in e.evaluate(*group):
                    expect(not value.numerator, "the residual reduces to 0")
                e.finish()
            zeros += len(roots)
        elif tag in ("split", "each", "bound", "boxes"):
            # What follows is checked; that it is enough is checked by `geoflow replay`.
            expect(kind == "sign" or (kind == "zero" and tag in ("split", "each")), "a goal of this kind")
        elif tag == "nowhere":
            e = Evaluator(expressions, domain, body)
            roots = goal["expressions"] if kind == "zero" else [goal["expression"]]
            try:
                e.evaluate(*(expressions.roots[k] for k in roots))
                raise Rejected("the expression has a value")
            except Nowhere:
                e.finish()
        elif tag == "sign":
            expect(kind == "sign", "a goal of this kind")
            e = Evaluator(expressions, domain, body)
            negative, strict = e.goal_sign(expressions.roots[goal["expression"]])
            e.finish()
            relation = goal["relation"]
            expect(strict or relation == "NonNegative", "a strict sign")
            expect(not negative or relation == "NonZero", "a positive sign")
            signs += 1
        else:
            expect((tag, kind) in (("constant", "sign"), ("point", "point")), "a step of this kind")
    expect(next(goals, None) is None, "goals are left over")
    return zeros, signs


def replay_file(path):
    with open(path, encoding="utf-8") as file:
        certificate = json.load(file)
    expect(certificate["format"] == "geoflow-certificate" and certificate["version"] == 1, "the format")
    zeros = signs = 0
    named = [(f"obligation {k}", p) for k, p in enumerate(certificate["obligations"]) if p]
    named += [(" ".join(c["text"].split()), c["proof"]) for c in certificate["claims"]]
    for name, proof in named:
        try:
            z, s = replay_proof(proof)
        except (Rejected, KeyError, IndexError, TypeError, ValueError) as why:
            raise Rejected(f"{name}: {type(why).__name__}: {why}") from why
        zeros, signs = zeros + z, signs + s
    return len(named), zeros, signs


def main(paths):
    failed = not paths
    for path in paths:
        try:
            proofs, zeros, signs = replay_file(path)
            print(f"{path}: {proofs} proofs: {zeros} reductions to 0, {signs} signs")
        except (Rejected, OSError, ValueError) as why:
            print(f"{path}: rejected: {why}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
