"""Replays geoflow's certificates: a second, independent reading of docs/certificates.md.

    python3 replay.py FILE..

Polynomials are added and multiplied by SymPy, numbers are mpmath's; everything else is the standard library. For every proof in
the file: the digest of its statement; every reduction to 0 and every sign, question by question, from the statement's own
expressions; that all entries are used. A step that leads a goal back to others is read by what it claims: at points drawn from
the goal's domain, what follows must be enough, and cover them (`leading.py`, `points.py`). Constants are computed to 80 digits,
numbers below their separation bound to 400; signs over boxes by intervals of mpmath, and at points.

Not re-checked here, but by `geoflow replay`: that the statement is what the claim in the model's text comes down to, that it is
written through exp and log as it should, and the rewriting of formal expectations.
"""

import hashlib
import json
import sys
from fractions import Fraction
from itertools import combinations, product
from math import factorial, gcd, prod

import mpmath
from sympy import QQ, Add, Matrix, Mul, Poly, Rational, Symbol, ceiling, expand, floor, igcd, ilcm, nan, real_roots
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyRing

from basics import Expressions, Nowhere, Rejected, expect, expect_value, only
from boxes import subdivided
from leading import Walk, below
from points import DIGITS as DIGITS_OF_POINTS
from points import Domain, Undefined, Values, expect_sign

LARGEST_POWER = 64

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
        self.used, self.valued, self.poles, self.beside_one = set(), set(), [], []
        for g in self.generators:
            expect(g[0] != "sin" or self.generators[g[1]][0] == "cos", "the cosine of a sine")
            if g[0] == "parity":
                expect(g[1] is None or self.is_sign(g[1]), "a parity is taken of a sign")
                expect(all(self.is_integer(i) for i in g[2]), "a parity has integer exponents")

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
        elif tag == "polar":
            out = (tag, pair(body["y"]), pair(body["x"]))
        elif tag == "parity":
            out = (tag, body["of"], body["variables"])
            v = out[2]
            expect(v and all(s < t for s, t in zip(v, v[1:])), "the variables of a parity")
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
        if g[0] == "parity":
            return g[2] + ([] if g[1] is None else [g[1]])
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
        if g[0] in ("sign", "parity"):
            self.a.relations[i] = (2, self.a.ring.one)
            self.assume_nonzero(self.a.gen(i))
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
        nodes = self.expressions.below(roots)
        for i in nodes:
            tag, body = self.expressions.nodes[i]
            if tag == "Apply" and (body[0] == "Gamma" or (isinstance(body[0], dict) and "Polygamma" in body[0])):
                self.poles.append((body[0], body[1]))
        for i in nodes:
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
            if kind != "Q":
                return self.sign_power(self.images[body[0]], self.images[body[1]])
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
        if tag == "Binary":
            expect(body[0] == "Atan2", f"the function {body[0]}")
            return self.polar(i, self.images[body[1]], self.images[body[2]])
        expect(tag == "Apply", f"the function {tag}")
        if body[0] in ("Asin", "Atan"):
            return self.inverse(body[0], body[1])
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
            return a.add(out, self.log_of(factors))
        if f == "Abs":
            return self.power_of(self.factors("abs", x), Fraction(1)) if x.numerator else x
        if f == "Sign":
            return self.sign_kernel(x)
        if f == "Cbrt":
            return self.cube_root(x) if x.numerator else x
        if f == "Erf":
            return self.opaque(f, x, True)
        if f == "Gamma" or (isinstance(f, dict) and "Polygamma" in f):
            return self.gamma(f, x)
        if isinstance(f, dict) and "BesselI" in f:
            return self.bessel(f["BesselI"], x)
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
        expect(all(s[0] < t[0] for s, t in zip(powers, powers[1:])), "integers that ascend")
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
            if n < 0:
                self.expect_nonzero(p)
        return (negative, powers), factors

    def log_absolute(self, p):
        i = self.bare(p)
        if i is not None:
            g = self.require(i)
            if g[0] == "exp":
                return self.quotient(g[1])
            if g[0] in ("sign", "parity"):
                return Value(self.a.ring.zero)
            if g[0] == "root":
                if not self.a.is_constant(g[1]):
                    self.assume_nonzero(g[1])
                return self.a.scaled(self.log_absolute(g[1]), Fraction(1, g[2]))
        known = [k for k, g in enumerate(self.generators) if g[0] == "log-abs" and g[1] == p]
        if known or self.a.is_constant(p):
            expect(known, "no generator for a logarithm")
            return self.generator(known[0])
        a, form = self.a, self.form(p)
        if form[0] == "power":
            return a.scaled(a.add(self.log_of_content(form[2]), self.log_of(form[3])), Fraction(form[1]))
        return a.add(self.log_of_content(form[2]), a.scaled(self.log_absolute(form[1]), Fraction(-1)))

    def log_of(self, factors):
        out = Value(self.a.ring.zero)
        for p, n in factors:
            self.assume_nonzero(p)
            out = self.a.add(out, self.a.scaled(self.log_absolute(p), Fraction(n)))
        return out

    def log_of_content(self, powers):
        out = Value(self.a.ring.zero)
        for n, k in powers:
            out = self.a.add(out, self.a.scaled(self.log_absolute(self.a.constant(Fraction(n))), Fraction(k)))
        return out

    def form(self, p):
        """Another form of |p|: a power of an element, or a number over another factor."""
        a, (tag, body) = self.a, only(self.answer(["form"])[1])
        if tag == "power":
            q, root = body["degree"], body["root"]
            s = self.quotient((a.polynomial(root["numerator"]), a.polynomial(root["denominator"])))
            (_, powers), factors = self.multiplied_out("a root", s, body["factors"])
            power = a.pow(s, q)
            expect(2 <= q <= 16 and any(self.equals(power, p * c, a.ring.one) for c in (1, -1)), "a power")
            return "power", q, powers, factors
        expect(tag == "conjugate", "another form")
        other = a.polynomial(body["other"])
        for i in a.variables(other):
            self.require(i)
            self.relate(i)
        norm = Fraction(-1 if body["norm"]["negative"] else 1)
        powers = [(int(n), k) for n, k in body["norm"]["powers"]]
        for n, k in powers:
            expect(n > 1 and k != 0, "an integer above 1")
            norm *= Fraction(n) ** k
        expect(a.reduced(p * other) == a.constant(norm), "a conjugate")
        self.assume_nonzero(other)
        return "conjugate", other, powers

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
        if i is not None and self.require(i)[0] in ("sign", "parity"):
            return Value(a.ring.one)
        return a.mul(self.sign_value(p), Value(p))

    def sign_value(self, p):
        """1 or -1; what it is at zeros does not matter."""
        i = self.bare(p)
        if i is not None and self.require(i)[0] in ("sign", "parity"):
            return self.generator(i)
        sign = self.sign_of(p)
        if sign is not None:
            return Value(self.a.constant(Fraction(-1 if sign[0] else 1)))
        for q, value in self.beside_one:
            if q == p:
                return value
        return self.generator(self.find("a sign", lambda g: g[0] == "sign" and g[1] == p))

    def cube_root(self, x):
        a, third = self.a, Fraction(1, 3)
        (negative, powers), factors = self.factors("a cube root", x)
        out = a.scaled(self.power_of(((negative, powers), []), third), Fraction(-1 if negative else 1))
        for p, n in factors:
            out = a.mul(out, self.absolute_power(p, third * n))
            if n % 2:
                out = a.mul(out, self.sign_value(p))
        return out

    def sign_kernel(self, x):
        if not x.numerator:
            return x
        (negative, _), factors = self.factors("sign", x)
        out = Value(self.a.constant(Fraction(-1 if negative else 1)))
        for p, n in factors:
            if self.is_nonzero_by_answer(p):
                if n % 2 == 0:
                    continue
                s = self.sign_value(p)
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
            known = self.known_exponential(a.scaled(self.quotient(self.generators[i][1]), q))
            if known is not None:
                return known
        whole, fraction = q.numerator // q.denominator, q - q.numerator // q.denominator
        is_root = lambda g: g[0] == "root" and g[1] == p and (fraction * g[2]).denominator == 1
        if fraction and not a.is_constant(p) and not any(is_root(g) for g in self.generators):
            form = self.form(p)
            if form[0] == "power":
                return self.power_of(((False, form[2]), form[3]), q * form[1])
            return a.mul(self.power_of(((False, form[2]), []), q), self.absolute_power(form[1], -q))
        base = Value(p) if whole % 2 == 0 else self.absolute(p)
        out = a.pow(base, whole)
        if fraction == 0:
            return out
        i = self.find("a root", is_root)
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
        return None

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
            g, degree = self.require(i), 1
            if g[0] == "root" and self.bare(g[1]) is not None:
                g, degree = self.require(self.bare(g[1])), g[2]
            expect(g[0] == "exp", "an exponential")
            self.quotient(g[1])
            pairs.append((g[1][0] * a.constant(Fraction(k, degree)), g[1][1]))
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
        return self.unit(x, self.answer(["angle"])[1])

    def unit(self, x, body):
        """Cosine and sine of an angle with these parts."""
        a = self.a
        twelfths, cosines, known = body["twelfths"], body["cosines"], body["known"]
        half_turns = a.polynomial(body["half_turns"])
        for v in (cosines, known):
            expect(all(0 < abs(k) <= 64 for _, k in v), "coordinates")
            expect(all(s[0] < t[0] for s, t in zip(v, v[1:])), "coordinates")
        pairs = []
        if twelfths or half_turns:
            pi = a.gen(self.find("pi", lambda g: g[0] == "pi"))
            for i in a.variables(half_turns):
                self.require(i)
            pairs.append((pi * a.constant(Fraction(twelfths, 12)) + pi * half_turns, a.ring.one))
        for i, k in cosines:
            g = self.require(i)
            expect(g[0] == "cos", "a cosine")
            self.quotient(g[1])
            pairs.append((g[1][0] * k, g[1][1]))
        for i, k in known:
            pairs.append((a.gen(i) * k, a.ring.one))
        expect(self.equals(x, *self.summed(pairs)), "the parts of an angle add up to it")
        z = self.twelfths(twelfths % 24)
        if half_turns:
            sign = self.parity([None], half_turns)
            z = (a.mul(z[0], sign), a.mul(z[1], sign))
        for i, k in cosines:
            sine = self.find("a sine", lambda g: g[0] == "sin" and g[1] == i)
            z = self.rotated(z, (self.generator(i), self.generator(sine)), k)
        for i, k in known:
            z = self.rotated(z, self.known_unit(i), k)
        return z

    def is_known_angle(self, i):
        g = self.generators[i]
        return g[0] == "polar" or (g[0] == "opaque" and g[1] in ("Asin", "Atan"))

    def known_unit(self, i):
        """Cosine and sine of asin u, atan v, atan2(y, x)."""
        a, g = self.a, self.require(i)
        expect(self.is_known_angle(i) and i in self.valued, "an angle that has a value")
        one = Value(a.ring.one)
        if g[0] == "polar":
            y, x = self.quotient(g[1]), self.quotient(g[2])
            below = a.pow(self.square_root(a.add(a.mul(x, x), a.mul(y, y))), -1)
            return a.mul(x, below), a.mul(y, below)
        u = self.quotient(g[2])
        square = a.mul(u, u)
        if g[1] == "Asin":
            return self.square_root(a.add(one, a.scaled(square, Fraction(-1)))), u
        below = a.pow(self.square_root(a.add(one, square)), -1)
        return below, a.mul(u, below)

    def square_root(self, square):
        return self.power_of(self.factors("a cosine", square), Fraction(1, 2)) if square.numerator else square

    def vanishing_angle(self, v):
        """A factor that is a sum of known angles and twelfths of pi is 0: its cosine is 1, and it is small."""
        a, (_, body) = self.a, self.answer(["angle-sum"])
        _, factors = self.multiplied_out("a sum of angles", v, body["factors"])
        expect(0 <= body["angle"] < len(factors), "a factor")
        p, n = factors[body["angle"]]
        expect(n > 0, "a factor of the numerator")
        terms, content = [], 0
        for m, c in sorted(p.items()):
            expect(sum(m) == 1 and c.denominator == 1, "a sum of angles")
            i = m.index(1)
            terms.append((i, int(c)))
            if self.generators[i][0] != "pi":
                expect(self.is_known_angle(i), "a known angle")
                content = gcd(content, int(c))
        expect(content, "a known angle")
        z = (Value(a.ring.one), Value(a.ring.zero))
        for i, c in terms:
            if self.generators[i][0] == "pi":
                k = Fraction(12 * c, content)
                expect(k.denominator == 1, "twelfths of pi")
                z = self.rotated(z, self.twelfths(int(k) % 24), 1)
            else:
                expect(abs(c // content) <= 64, "a multiple")
                z = self.rotated(z, self.known_unit(i), c // content)
        expect(not z[1].numerator and not a.add(z[0], Value(-a.ring.one)).numerator, "a whole turn")
        if not body["bounds"]:
            r = sum(self.number(i) * c for i, c in terms) / content
            expect(abs(r) < 6, "less than a turn")
            return
        bounds, low, high, open_ = iter(body["bounds"]), Fraction(0), Fraction(0), False
        for i, c in terms:
            if self.generators[i][0] == "pi":
                ends = (Fraction(1), Fraction(1))
            else:
                *ends, strict = self.range_of_angle(i, next(bounds, None))
                open_ |= strict
            ends = sorted(Fraction(c, content) * e for e in ends)
            low, high = low + ends[0], high + ends[1]
        expect(next(bounds, None) is None, "bounds are left over")
        expect((-2 < low and high < 2) or (open_ and -2 <= low and high <= 2), "less than a turn")

    def range_of_angle(self, i, bound):
        """Bounds in units of pi, and whether neither is attained."""
        a, g = self.a, self.require(i)
        expect(bound is not None, "a bound for each angle")
        if g[0] == "polar":
            expect(bound["sign"] is None and bound["small"] is None, "a bound of an angle")
            return Fraction(-1), Fraction(1), False
        v, end, open_ = self.quotient(g[2]), Fraction(1, 2), g[1] == "Atan"
        if bound["small"] is not None:
            expect(g[1] == "Atan", "a bound of an angle")
            for c, reason in zip((-1, 1), bound["small"]):
                side = a.add(Value(a.ring.one), a.scaled(v, Fraction(c)))
                expect(not self.element_sign(side, reason)[0], "a small argument")
            end, open_ = Fraction(1, 4), False
        if bound["sign"] is None:
            return -end, end, open_
        negative = self.element_sign(v, bound["sign"])[0]
        return (-end, Fraction(0), False) if negative else (Fraction(0), end, False)

    def turns(self, q):
        if q == 0:
            return Value(self.a.ring.zero)
        return Value(self.a.gen(self.find("pi", lambda g: g[0] == "pi")) * self.a.constant(Fraction(q)))

    def inverse(self, f, node):
        a, x = self.a, self.images[node]
        if not x.numerator:
            return x
        tag, body = only(self.answer(["inverse"])[1])
        if tag != "forward":
            return self.inverse_value(f, x, tag, body)
        ways = self.forward(f, node)
        expect(0 <= body["way"] < len(ways) and abs(body["turns"]) <= 1000, "a way to be a sine")
        t, complemented, negated = ways[body["way"]]
        t, right = self.images[t], self.turns(Fraction(1, 2))
        if complemented:
            t = a.add(right, a.scaled(t, Fraction(-1)))
        t = a.add(t, self.turns(-body["turns"]))
        for c, side in ((1, "above"), (-1, "below")):
            self.expect_nonnegative(a.add(right, a.scaled(t, Fraction(c))), body[side])
        turned = f == "Asin" and body["turns"] % 2 != 0
        return a.scaled(t, Fraction(-1 if turned != negated else 1))

    def forward(self, f, node):
        """The ways in which a node is a sine (or tangent) of an angle, in order."""
        nodes, out = self.expressions.nodes, []

        def matches(top, bottom):
            """The node is top/bottom (top, without bottom), or its negative: how often it is so."""
            tag, body = nodes[node]
            parts = list(body) if tag == "Product" else [node]
            minus = [k for k in parts if nodes[k] == ("Q", "-1")]
            parts = [k for k in parts if k not in minus]
            expect(len(minus) <= 1, "a sign")

            def inverse_of(k):
                tag, body = nodes[k]
                return body[0] if tag == "Power" and nodes[body[1]] == ("Q", "-1") else None

            is_top = [k for k in parts if nodes[k][0] == "Apply" and nodes[k][1] == top]
            below = [k for k in parts if inverse_of(k) is not None and nodes[inverse_of(k)] == ("Apply", bottom)]
            wanted = 1 if bottom is None else 2
            if len(parts) == wanted and len(is_top) == 1 and (bottom is None or len(below) == 1):
                return bool(minus)
            return None

        order = self.nodes_below(node)
        for k in order:
            tag, body = nodes[k]
            if tag != "Apply" or body[0] not in ("Sin", "Cos"):
                continue
            t = body[1]
            sine, cosine = ["Sin", t], ["Cos", t]
            patterns = [(sine, None), (cosine, None)] if f == "Asin" else [(sine, cosine), (cosine, sine)]
            for (top, bottom), complemented in zip(patterns, (False, True)):
                negated = matches(top, bottom)
                if negated is not None:
                    out.append((t, complemented, negated))
        return out

    def nodes_below(self, root):
        seen, out = set(), []

        def visit(i):
            if i not in seen:
                seen.add(i)
                for k in self.expressions.operands(i):
                    visit(k)
                out.append(i)

        visit(root)
        return out

    def inverse_value(self, f, x, tag, body):
        a = self.a
        if tag == "generator":
            return self.opaque(f, x, True)
        expect(tag == "exact" and 0 < abs(body) <= (6 if f == "Asin" else 5), "an exact angle")
        easy = {("Asin", 2): Fraction(1, 2), ("Asin", 6): Fraction(1), ("Atan", 3): Fraction(1)}.get((f, abs(body)))
        if easy is not None:
            left, right = x, Value(a.constant(easy if body > 0 else -easy))
        else:
            cosine, right = self.twelfths(body % 24)
            left = x if f == "Asin" else a.mul(x, cosine)
        expect(not a.add(left, a.scaled(right, Fraction(-1))).numerator, "an exact angle")
        return self.turns(Fraction(body, 12))

    def polar_form(self, node, y, x, named):
        """y = r sin t, x = r cos t with r > 0 and -pi < t - 2 k pi <= pi"""
        a, nodes = self.a, self.expressions.nodes
        ways = [nodes[k][1][1] for k in self.nodes_below(nodes[node][1][1]) if nodes[k][0] == "Apply" and nodes[k][1][0] in ("Sin", "Cos")]
        expect(0 <= named["way"] < len(ways) and abs(named["turns"]) <= 1000, "an angle")
        t = ways[named["way"]]
        q = named["radius"]
        radius = self.quotient((a.polynomial(q["numerator"]), a.polynomial(q["denominator"])))
        for side, f in ((y, "Sin"), (x, "Cos")):
            image = self.images[nodes.index(("Apply", [f, t]))]
            expect(not a.add(side, a.scaled(a.mul(radius, image), Fraction(-1))).numerator, "a point by its radius")
        angle = a.add(self.images[t], self.turns(-2 * named["turns"]))
        expect(self.element_sign(radius, named["positive"]) == (False, True), "a radius")
        expect(self.element_sign(a.add(self.turns(1), angle), named["above"]) == (False, True), "an angle")
        self.expect_nonnegative(a.add(self.turns(1), a.scaled(angle, Fraction(-1))), named["below"])
        return angle

    def polar(self, node, y, x):
        a = self.a
        expect_value(y.numerator or x.numerator, "the angle of the origin")
        body = self.answer(["polar"])[1]
        quadrant, of_x, of_y, inverse = body["quadrant"], body["x"], body["y"], body["inverse"]
        if body.get("named") is not None:
            expect(quadrant == "named" and of_x is None and of_y is None and inverse is None, "an angle with its radius")
            return self.polar_form(node, y, x, body["named"])
        if quadrant == "unknown":
            expect(of_x is None and of_y is None and inverse is None, "an angle without hints")
            for i, g in enumerate(self.generators):
                if g[0] == "polar" and self.equals(y, *g[1]) and self.equals(x, *g[2]):
                    self.quotient(g[1])
                    self.quotient(g[2])
                    self.valued.add(i)
                    return self.generator(i)
            raise Rejected("no generator for an angle")
        strict = lambda v, reason, negative: expect(self.element_sign(v, reason) == (negative, True), "a quadrant")
        if quadrant == "right":
            expect(of_y is None, "a quadrant")
            strict(x, of_x, False)
            turn, n, d, minus = Fraction(0), y, x, False
        elif quadrant in ("upper", "lower"):
            expect(of_x is None, "a quadrant")
            strict(y, of_y, quadrant == "lower")
            turn, n, d, minus = Fraction(-1 if quadrant == "lower" else 1, 2), x, y, True
        else:
            expect(quadrant == "left", "a quadrant")
            strict(x, of_x, True)
            self.expect_nonnegative(y, of_y)
            turn, n, d, minus = Fraction(1), y, x, False
        q = a.mul(n, a.pow(d, -1))
        expect((inverse is None) == (not q.numerator), "an inverse tangent")
        angle = q if inverse is None else self.inverse_value("Atan", q, *only(inverse))
        return a.add(self.turns(turn), a.scaled(angle, Fraction(-1 if minus else 1)))

    # --- signs to the power of integers

    def is_sign(self, i):
        g = self.generators[i]
        return g[0] in ("sign", "parity") or (g[0] == "opaque" and g[1] == "Sign")

    def is_integer(self, i):
        g = self.generators[i]
        return g[0] == "symbol" and any(v["symbol"] == g[1] and v["integer"] for v in self.domain["variables"])

    def sign_power(self, sign, n):
        a = self.a
        if sign.numerator == a.ring.one and not sign.denominator:
            return sign
        expect(len(sign.numerator) == 1 and not sign.denominator and not n.denominator, "the power of a sign")
        ((m, c),) = sign.numerator.items()
        expect(abs(c) == 1, "the power of a sign")
        factors = [None] if c < 0 else []
        for i, k in enumerate(m):
            if k:
                expect(self.is_sign(i), "the power of a sign")
                factors += [i] * (k % 2)
        return self.parity(factors, n.numerator)

    def parity(self, factors, n):
        odd = {}
        for m, c in n.items():
            variables = [i for i, k in enumerate(m) if k]
            expect(c.denominator == 1 and all(self.is_integer(i) for i in variables), "an integer exponent")
            odd[tuple(variables)] = odd.get(tuple(variables), 0) ^ (int(c) % 2)
        out = Value(self.a.ring.one)
        for of in factors:
            for variables in (v for v, is_odd in odd.items() if is_odd):
                if variables:
                    is_it = lambda g: g[0] == "parity" and g[1] == of and g[2] == list(variables)
                    power = self.generator(self.find("a power of a sign", is_it))
                else:
                    power = Value(-self.a.ring.one) if of is None else self.generator(of)
                out = self.a.mul(out, power)
        return out

    # --- gamma, polygamma and Bessel functions

    def number_of(self, x):
        if x.denominator or not self.a.is_constant(x.numerator):
            return None
        c = self.a.content(x.numerator)
        return Fraction(int(c.numerator), int(c.denominator))

    def plus(self, x, n):
        return self.a.add(x, Value(self.a.constant(Fraction(n))))

    def differ_by(self, x, y, n):
        return not self.plus(self.a.add(x, self.a.scaled(y, Fraction(-1))), -n).numerator

    def is_evaluated(self, f, x):
        return any(g == f and k in self.images and self.differ_by(self.images[k], x, 0) for g, k in self.poles)

    def gamma(self, f, x):
        a, number = self.a, self.number_of(x)
        is_pole = lambda q: q.denominator == 1 and q <= 0
        expect_value(number is None or not is_pole(number), "a pole")
        tag, body = only(self.answer(["gamma"])[1])

        def base(i, steps):
            g = self.require(i)
            expect(g[0] == "opaque" and g[1] == f and abs(steps) <= 64, "a gamma function")
            at = self.quotient(g[2])
            q = self.number_of(at)
            has_value = not is_pole(q) if q is not None else steps <= 0 or self.is_evaluated(f, at)
            expect(has_value, "a gamma function may have no value")
            return self.generator(i), at

        if tag == "known":
            expect(number is not None, "a number")
            return self.known_gamma(f, number)
        if tag == "shift":
            value, at = base(body["generator"], body["steps"])
            expect(self.differ_by(x, at, body["steps"]), "steps")
            return self.shifted(f, value, at, body["steps"])
        expect(tag == "reflection" and f == "Gamma", "a gamma function")
        at = self.plus(x, -body["steps"])
        mirror = self.plus(a.scaled(at, Fraction(-1)), 1)
        value, other = base(body["generator"], body["mirrored"])
        expect(self.differ_by(mirror, other, body["mirrored"]), "steps")
        if body["inside"] is not None:
            for v, reason in zip((at, mirror), body["inside"]):
                expect(self.element_sign(v, reason) == (False, True), "between 0 and 1")
        else:
            q = self.number_of(at)
            both = body["mirrored"] >= 0 and self.is_evaluated(f, at) and self.is_evaluated(f, other)
            expect((q is not None and q.denominator != 1) or both, "no integer")
        value = self.shifted(f, value, other, body["mirrored"])
        pi = self.turns(1)
        sine = self.unit(a.mul(pi, at), body["angle"])[1]
        return self.shifted(f, a.mul(pi, a.pow(a.mul(sine, value), -1)), at, body["steps"])

    def shifted(self, f, value, at, n):
        a = self.a
        expect(abs(n) <= 64, "steps")
        for k in range(0, n) if n >= 0 else range(n, 0):
            factor = self.plus(at, k)
            if f == "Gamma":
                value = a.mul(value, factor if n >= 0 else a.pow(factor, -1))
            else:
                m = f["Polygamma"]
                weight = factorial(m) * (-1 if (m % 2 == 1) != (n < 0) else 1)
                value = a.add(value, a.scaled(a.pow(factor, -m - 1), Fraction(weight)))
        return value

    def known_gamma(self, f, q):
        a, half = self.a, Fraction(1, 2)
        at = Fraction(1) if q.denominator == 1 else half
        steps = q - at
        expect(steps.denominator == 1, "a multiple of 1/2")
        if f == "Gamma":
            pi = a.gen(self.find("pi", lambda g: g[0] == "pi")) if at == half else None
            value = Value(a.ring.one) if at == 1 else self.absolute_power(pi, half)
        else:
            m = f["Polygamma"]
            if m in (1, 3):
                value = a.scaled(a.pow(self.turns(1), m + 1), Fraction(1, 6 if m == 1 else 15))
            else:
                value = self.opaque(f, Value(a.ring.one), False)
            if at == half and m == 0:
                log = self.log_absolute(a.constant(Fraction(2)))
                value = a.add(value, a.scaled(log, Fraction(-2)))
            elif at == half:
                value = a.scaled(value, Fraction(2 ** (m + 1) - 1))
        return self.shifted(f, value, Value(a.constant(at)), int(steps))

    def bessel(self, n, x):
        a = self.a
        if not x.numerator:
            return Value(a.constant(Fraction(int(n == 0))))
        if not 2 <= n <= 64 or not self.is_nonzero_by_answer(x.numerator):
            return self.bessel_generator(n, x)
        below, before, last = a.pow(x, -1), self.bessel_generator(0, x), self.bessel_generator(1, x)
        for k in range(1, n):
            before, last = last, a.add(before, a.scaled(a.mul(last, below), Fraction(-2 * k)))
        return last

    def bessel_generator(self, n, x):
        f = {"BesselI": n}
        try:
            return self.opaque(f, x, n % 2 == 1)
        except Rejected:
            expect(n % 2 == 0, "no generator for a Bessel function")
            return self.opaque(f, self.a.scaled(x, Fraction(-1)), False)

    # --- numbers

    def number(self, i):
        """The value of a generator made of numbers; not a rigorous one."""
        g, at = self.generators[i], lambda p: self.number_at(p)
        quotient = lambda q: at(q[0]) / at(q[1])
        with mpmath.workdps(80):
            if g[0] == "pi":
                return +mpmath.pi
            if g[0] == "exp":
                return mpmath.exp(quotient(g[1]))
            if g[0] == "log-abs":
                return mpmath.log(abs(at(g[1])))
            if g[0] == "root":
                return mpmath.root(abs(at(g[1])), g[2])
            if g[0] == "cos":
                return mpmath.cos(quotient(g[1]))
            if g[0] == "sin":
                return mpmath.sin(quotient(self.generators[g[1]][1]))
            if g[0] == "polar":
                return mpmath.atan2(quotient(g[1]), quotient(g[2]))
            known = {"Asin": mpmath.asin, "Atan": mpmath.atan, "Erf": mpmath.erf, "Gamma": mpmath.gamma}
            expect(g[0] == "opaque", "a number")
            if isinstance(g[1], dict):
                ((name, order),) = g[1].items()
                f = mpmath.psi if name == "Polygamma" else mpmath.besseli
                return f(order, quotient(g[2]))
            expect(g[1] in known, "a number")
            return known[g[1]](quotient(g[2]))

    def number_at(self, p):
        out = mpmath.mpf(0)
        for m, c in p.items():
            term = mpmath.mpf(int(c.numerator)) / int(c.denominator)
            for i, n in enumerate(m):
                if n:
                    term *= self.number(i) ** n
            out += term
        return out

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
                    self.valued.add(i)
                    return self.a.scaled(self.generator(i), Fraction(sign))
        raise Rejected(f"no generator for {f}")

    # --- signs: a sign is a pair (negative, strict)

    def sign_of(self, p):
        for q, sign in self.signs:
            if q == p:
                return sign
        tag, reason = self.answer(["sign", "beside-one"])
        if tag == "beside-one":
            i = reason["exponential"]
            g = self.require(i)
            expect(g[0] == "exp" and p == self.a.gen(i) - 1, "an exponential less 1")
            (negative, _), factors = self.multiplied_out("an exponent", self.quotient(g[1]), reason["factors"])
            value = Value(self.a.constant(Fraction(-1 if negative else 1)))
            for q, n in factors:
                if n % 2:
                    value = self.a.mul(value, self.sign_value(q))
            self.beside_one.append((p, value))
            reason = None
        sign = None if reason is None else self.by_factor(p, reason)
        self.signs = [(q, s) for q, s in self.signs if q != p] + [(p, sign)]
        return sign

    def range(self, i):
        """lower end, upper end (each: number and whether it belongs to the range), or a bare sign"""
        g = self.generators[i]
        if g[0] == "symbol":
            for v in self.domain["variables"]:
                if v["symbol"] == g[1]:
                    return self.end(v["lower"], True), self.end(v["upper"], False)
            return None, None
        zero = QQ(0)
        if g[0] == "pi":
            return (QQ(333, 106), False), (QQ(355, 113), False)
        if g[0] == "exp":
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

    def end(self, bound, lower):
        if bound is None:
            return None
        root = self.expressions.roots[bound[0]]
        tag, text = self.expressions.nodes[root]
        if tag != "Q":
            # A constant: the next number of the grid outside the range.
            if any(self.expressions.nodes[k][0] == "Symbol" for k in self.nodes_below(root)):
                return None
            with mpmath.workdps(DIGITS + 50):
                value = values_at(self.expressions, root, 1)[root] * 1024
                outside = mpmath.floor(value) if lower else mpmath.ceil(value)
                return QQ(int(outside), 1024), False
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
            expect(relation in ("Positive", "NonNegative") and len(odd) == 1, "a fact with one factor")
            c = Fraction(body["multiple"])
            expect(c > 0, "a positive multiple")
            f = -odd[0] if negative else odd[0]
            rest = (-p if body["negative"] else p) - f * self.a.constant(c)
            strict = relation == "Positive"
            if body["rest"] is None:
                expect(not rest, "a rest")
            else:
                negative_rest, strict_rest = self.by_tree(rest, body["rest"])
                expect(not negative_rest, "a rest that is not negative")
                strict = strict or strict_rest
            return body["negative"], strict
        if tag == "constant":
            for i in self.a.variables(p):
                self.require(i)
            value = self.number_at(p)
            expect(abs(value) > mpmath.mpf(10) ** -60, "a number that is not 0")
            return value < 0, True
        if tag == "narrow":
            narrow, last = {}, -1
            for i, reasons in body["ranges"]:
                expect(i > last and self.a.degree(p, i) > 0, "ranges in order")
                last = i
                narrow[i] = self.narrow_range(i, reasons)
            expect(narrow, "a range")
            for i in self.a.variables(p):
                self.require(i)
            ranges = {i: narrow[i] if i in narrow else self.range(i) for i in self.a.variables(p)}
            return self.on_box(p, ranges, body["tree"])
        if tag == "half-turn":
            g = self.require(body)
            expect(g[0] == "opaque" and g[1] in ("Asin", "Atan"), "an inverse function")
            pi = self.a.gen(self.find("pi", lambda g: g[0] == "pi"))
            for q in (pi - 2 * self.a.gen(body), pi + 2 * self.a.gen(body)):
                c = self.a.leading(p) / self.a.leading(q)
                if p == q * c:
                    return c < 0, g[1] == "Atan"
            raise Rejected("pi/2 beside an inverse function")
        if tag == "outweigh":
            i = body["root"]
            parts = self.a.coefficients(p, i)
            expect(self.require(i)[0] == "root" and len(parts) == 2, "a root")
            g, (first, second) = self.generator(i), [Value(q) for q in parts]
            square = self.a.mul(self.a.mul(second, second), self.a.mul(g, g))
            gap = self.a.add(square, self.a.scaled(self.a.mul(first, first), Fraction(-1)))
            of_gap = self.element_sign(gap, body["gap"])
            return self.element_sign(first if of_gap[0] else second, body["larger"])[0], of_gap[1]
        expect(tag == "not-zero", "a reason for a sign")
        negative, strict = self.by_factor(p, body["sign"])
        expect(not strict, "a sign that allows 0")
        self.expect_factor_of(p, body["fact"])
        return negative, True

    def element_sign(self, value, reason):
        expect(value.numerator, "the sign of 0")
        (negative, _), factors = self.multiplied_out("an element", value, reason["factors"])
        sign = self.sign_of_factors(factors, reason["odd"], reason["even"])
        return sign[0] ^ negative, sign[1]

    def expect_nonnegative(self, value, reason):
        if reason is None:
            expect(not value.numerator, "a value that is 0")
        else:
            expect(not self.element_sign(value, reason)[0], "a value that is not negative")

    def narrow_range(self, i, reasons):
        a, g, q = self.a, self.require(i), lambda n: QQ(n)
        within = lambda low, high, closed: ((low, closed), (high, closed))
        of_sign = lambda sign: (None, (q(0), not sign[1])) if sign[0] else ((q(0), not sign[1]), None)
        if g[0] == "exp":
            (reason,) = reasons
            negative, strict = self.element_sign(self.quotient(g[1]), reason)
            return ((q(0), False), (q(1), not strict)) if negative else ((q(1), not strict), None)
        if g[0] == "log-abs":
            of = Value(g[1])
            expect(not a.is_constant(g[1]) and len(reasons) == 2, "a logarithm")
            negative = self.element_sign(of, reasons[0])[0]
            return of_sign(self.element_sign(self.plus(a.scaled(of, Fraction(-1 if negative else 1)), -1), reasons[1]))
        if g[0] in ("cos", "sin"):
            if not reasons:
                return within(q(-1), q(1), True)
            sign, other = reasons
            if g[0] == "cos":
                b = a.add(self.quotient(g[1]), self.turns(Fraction(1, 2)))
            else:
                expect(self.require(g[1])[0] == "cos", "a cosine")
                b = self.quotient(self.generators[g[1]][1])
            for k in (0, -1, 1, -2, 2, -3, 3, -4):
                try:
                    low, low_strict = self.element_sign(a.add(b, self.turns(-k)), sign)
                except Rejected:
                    continue
                high, high_strict = self.element_sign(a.add(self.turns(k + 1), a.scaled(b, Fraction(-1))), other)
                expect(not low and not high, "an angle")
                touches = not (low_strict and high_strict)
                return ((q(0), touches), (q(1), True)) if k % 2 == 0 else ((q(-1), True), (q(0), touches))
            raise Rejected("an angle")
        if g[0] == "polar":
            expect(not reasons, "an angle")
            return within(QQ(-22, 7), QQ(22, 7), False)
        expect(g[0] == "opaque" and len(reasons) <= 1, "a function")
        sign = self.element_sign(self.quotient(g[2]), reasons[0]) if reasons else None
        f = g[1]
        if f in ("Asin", "Atan", "Erf"):
            end = q(1) if f == "Erf" else QQ(11, 7)
            if sign is None:
                return within(-end, end, False)
            return within(-end, q(0), not sign[1]) if sign[0] else within(q(0), end, not sign[1])
        if f == "Gamma":
            expect(sign == (False, True), "a positive argument")
            return (q(0), False), None
        expect(isinstance(f, dict), "a function")
        ((name, n),) = f.items()
        if name == "Polygamma":
            expect(n > 0 and (sign is None if n % 2 else sign == (False, True)), "a polygamma function")
            return ((q(0), False), None) if n % 2 else (None, (q(0), False))
        expect(name == "BesselI", "a function")
        if n == 0:
            return (q(1), sign is None or not sign[1]), None
        if n % 2 == 0:
            return (q(0), sign is None or not sign[1]), None
        expect(sign is not None, "a sign")
        return of_sign(sign)

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
        sign = self.sign_of_factors(factors, body["odd"], body["even"])
        return sign[0] ^ negative, sign[1]

    def sign_of_factors(self, factors, odd, reasons):
        sign = self.by_product([p for p, n in factors if n % 2], odd)
        even = [p for p, n in factors if n > 0 and n % 2 == 0]
        expect(len(even) == len(reasons), "the even factors")
        strict = sign[1]
        for p, reason in zip(even, reasons):
            if reason is None:
                strict = False
            else:
                self.check_nonzero(p, reason)
        return sign[0], strict

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


# --- numbers, and polynomials in one variable -------------------------------------------------------------------------

DIGITS = 400
FUNCTIONS = {
    "Exp": mpmath.exp, "Log": mpmath.log, "Sin": mpmath.sin, "Cos": mpmath.cos, "Asin": mpmath.asin, "Atan": mpmath.atan,
    "Abs": abs, "Sign": mpmath.sign, "Erf": mpmath.erf, "Gamma": mpmath.gamma,
    "Cbrt": lambda x: mpmath.sign(x) * mpmath.root(abs(x), 3),
}


def values_at(expressions, root, turn):
    """The values of the nodes up to one, with numbers in the place of symbols."""
    values = []
    for i, (tag, body) in enumerate(expressions.nodes[: root + 1]):
        at = lambda k: values[k]
        if tag == "Q":
            q = Fraction(body)
            value = mpmath.mpf(q.numerator) / q.denominator
        elif tag == "Pi":
            value = +mpmath.pi
        elif tag == "Symbol":
            value = mpmath.mpf(3 * turn + i % 7) / (11 + turn)
        elif tag == "Sum":
            value = mpmath.fsum(map(at, body))
        elif tag == "Product":
            value = mpmath.fprod(map(at, body))
        elif tag == "Power":
            value = at(body[0]) ** at(body[1]) if at(body[0]) != 0 or at(body[1]) > 0 else mpmath.nan
        elif tag == "Apply" and body[0] in FUNCTIONS:
            value = FUNCTIONS[body[0]](at(body[1]))
        else:
            value = mpmath.nan
        values.append(value)
    return values


def vanishes(expressions, root):
    """The value is 0 to hundreds of digits, at two points where there are variables: no proof, but a reading of its own."""
    with mpmath.workdps(DIGITS + 50):
        for turn in (1, 2):
            expect(abs(values_at(expressions, root, turn)[root]) < mpmath.mpf(10) ** -DIGITS, "a number that is 0")


def sign_by_means(expressions, domain, root, relation):
    """Terms that may be negative against weighted geometric means of the others, whose weights are shared out evenly."""
    symbols, images = {}, []
    for tag, body in expressions.nodes[: root + 1]:
        at = lambda k: images[k]
        if tag == "Q":
            images.append(Rational(body))
        elif tag == "Symbol":
            key = str(sorted(body.items()))
            symbols.setdefault(key, (Symbol(f"x{len(symbols)}"), body))
            images.append(symbols[key][0])
        elif tag in ("Sum", "Product"):
            parts = [at(k) for k in body]
            known = None not in parts
            images.append((Add if tag == "Sum" else Mul)(*parts) if known else None)
        elif tag == "Power" and at(body[0]) is not None and at(body[1]) is not None and at(body[1]).is_Integer:
            images.append(at(body[0]) ** at(body[1]))
        else:
            images.append(None)
    expect(images[root] is not None, "a polynomial")
    names = list(symbols.values())
    p = Poly(images[root], *(s for s, _ in names))
    floors = []
    for _, body in names:
        low = next((v["lower"] for v in domain["variables"] if v["symbol"] == body), None)
        number = None
        if low is not None:
            tag, text = expressions.nodes[expressions.roots[low[0]]]
            number = Rational(text) if tag == "Q" else None
        floors.append((number is not None and number >= 0, number is not None and (number > 0 or (number == 0 and not low[1]))))
    good, others = [], []
    for exponents, c in p.terms():
        if c > 0 and all(n % 2 == 0 or floor[0] for n, floor in zip(exponents, floors)):
            good.append((exponents, c, all(n == 0 or floor[1] for n, floor in zip(exponents, floors))))
        else:
            others.append((exponents, abs(c)))
    circuits = [mean_of(b, good) for b, _ in others]
    users = lambda i: sum(i in circuit for circuit in circuits)
    positive = any(g[2] and not users(i) for i, g in enumerate(good))
    for circuit, (_, c) in zip(circuits, others):
        n = ilcm(*(l.q for l in circuit.values()))
        product = Mul(*((good[i][1] / users(i) / l) ** (l * n) for i, l in circuit.items()))
        expect(product >= c**n, "an inequality of means")
        positive = positive or (product > c**n and any(good[i][2] for i in circuit))
    expect(relation == "NonNegative" or positive, "a strict sign")


def mean_of(b, good):
    """The first choice of good monomials, as few as possible, of which b is a weighted geometric mean."""
    for size in range(1, min(len(b) + 1, len(good)) + 1):
        for chosen in combinations(range(len(good)), size):
            rows = [[1] * size + [1]] + [[good[i][0][k] for i in chosen] + [n] for k, n in enumerate(b)]
            reduced, pivots = Matrix(rows).rref()
            if pivots == tuple(range(size)):
                weights = [reduced[k, size] for k in range(size)]
                if all(w > 0 for w in weights):
                    return dict(zip(chosen, weights))
    raise Rejected("a weighted mean of other terms")


def integer_polynomial(expressions, domain, root):
    """A polynomial in integer variables, with its variables; nothing if it is none."""
    images, found = [], {}
    for tag, body in expressions.nodes[: root + 1]:
        at = lambda k: images[k]
        if tag == "Q":
            images.append(Rational(body))
        elif tag == "Symbol":
            whole = any(v["symbol"] == body and v["integer"] for v in domain["variables"])
            key = json.dumps(body, sort_keys=True)
            images.append(found.setdefault(key, (Symbol(f"n{len(found)}"), body))[0] if whole else nan)
        elif tag == "Sum":
            images.append(sum(map(at, body)))
        elif tag == "Product":
            images.append(prod(map(at, body)))
        elif tag == "Power":
            whole = at(body[1]).is_Integer and at(body[1]) > 0
            images.append(at(body[0]) ** at(body[1]) if whole else nan)
        else:
            images.append(nan)
    e = images[root]
    if e.has(nan) or not e.free_symbols:
        return None
    return Poly(expand(e), *sorted(e.free_symbols, key=str), domain="QQ"), dict(found.values())


def is_no_multiple(expressions, domain, root):
    """The terms beside the constant are integer multiples of a number, and the constant is none."""
    found = integer_polynomial(expressions, domain, root)
    if found is None:
        return False
    constant, common = Rational(0), Rational(0)
    for powers, c in found[0].terms():
        c = Rational(c)
        if any(powers):
            common = Rational(igcd(common.p * c.q, c.p * common.q), common.q * c.q)
        else:
            constant = c
    return common != 0 and not (constant / common).is_Integer


def leaves_a_residue(expressions, domain, root):
    """By some modulus the polynomial, made integral, is 0 at no residues of its variables."""
    found = integer_polynomial(expressions, domain, root)
    if found is None or len(found[0].gens) > 4:
        return False
    _, p = found[0].clear_denoms(convert=True)
    terms = [(powers, int(c)) for powers, c in p.terms()]
    for modulus in (3, 4, 5, 7, 8, 9, 13, 16):
        if modulus ** len(p.gens) > 5000:
            continue
        points = product(range(modulus), repeat=len(p.gens))
        value = lambda x: sum(c * prod(pow(r, n, modulus) for r, n in zip(x, powers)) for powers, c in terms)
        if all(value(x) % modulus for x in points):
            return True
    return False


def vanishes_at_integers(expressions, domain, root):
    """A polynomial in one integer variable is 0 at every integer of a bounded range."""
    p, symbols = integer_polynomial(expressions, domain, root)
    expect(len(p.gens) == 1, "one integer variable")
    variable = next(v for v in domain["variables"] if v["symbol"] == symbols[p.gens[0]])

    def end(bound):
        tag, body = expressions.nodes[expressions.roots[bound[0]]]
        expect(tag == "Q", "a bound that is a number")
        return Rational(body), bound[1]

    (low, closed_low), (high, closed_high) = end(variable["lower"]), end(variable["upper"])
    first = ceiling(low) if closed_low or not low.is_Integer else low + 1
    last = floor(high) if closed_high or not high.is_Integer else high - 1
    expect(first <= last and last - first <= 1000, "a few integers")
    expect(all(p.eval(n) == 0 for n in range(int(first), int(last) + 1)), "a polynomial that vanishes there")


def in_one_variable(expressions, root):
    """A polynomial in one variable, and the variable."""
    symbols = expressions.symbols(root)
    expect(len({json.dumps(s, sort_keys=True) for s in symbols}) == 1, "one variable")
    x, images = Symbol("x"), {}
    for i in below(expressions, root):
        tag, body = expressions.nodes[i]
        at = lambda k: images[k]
        if tag == "Q":
            images[i] = Rational(body)
        elif tag == "Symbol":
            images[i] = x
        elif tag == "Sum":
            images[i] = sum(map(at, body))
        elif tag == "Product":
            images[i] = prod(map(at, body))
        else:
            expect(tag == "Power", "a polynomial")
            images[i] = at(body[0]) ** at(body[1])
            expect(images[i].is_polynomial(x), "a polynomial")
    return Poly(expand(images[root]), x, domain="QQ"), symbols[0]


def conditions_on(expressions, domain, symbol):
    """The facts that are polynomials in this variable alone."""
    out = []
    for place, relation in domain["facts"]:
        try:
            p, own = in_one_variable(expressions, expressions.roots[place])
        except (Rejected, TypeError, ValueError):
            continue
        if own == symbol:
            out.append((p, relation))
    variable = next(v for v in domain["variables"] if v["symbol"] == symbol)
    if variable.get("nonzero"):
        out.append((Poly(Symbol("x"), Symbol("x"), domain="QQ"), "NonZero"))
    return out


MEETS = {
    "Positive": lambda v: v > 0,
    "NonNegative": lambda v: v >= 0,
    "NonZero": lambda v: v != 0,
    "Zero": lambda v: v == 0,
}


def holds_in_cells(p, relation, conditions, lower, upper):
    """Whether `p` is as said at every root and in every gap of all polynomials where the conditions hold."""
    (low, closed_low), (high, closed_high) = lower, upper
    polynomials = [p] + [q for q, _ in conditions]
    x, product_of_all = p.gen, Poly(1, p.gen, domain="QQ")
    for q in polynomials + [Poly(x - a, x, domain="QQ") for a in (low, high) if a is not None]:
        product_of_all *= q if q.degree() > 0 else 1
    roots = real_roots(product_of_all.sqf_part())
    # Rational numbers between the roots; that they are is checked exactly.
    between = lambda a, b: Rational(sum(map(Fraction, map(str, (a, b))))) / 2
    near = [r.evalf(60) for r in roots]
    gaps = [] if not roots else [Rational(str(near[0])) - 1, *(between(a, b) for a, b in zip(near, near[1:])), Rational(str(near[-1])) + 1]
    gaps = gaps or [Rational(0)]
    expect(all(a < r < b for a, r, b in zip(gaps, roots, gaps[1:])), "numbers between the roots")
    cells = []
    for k, g in enumerate(gaps):
        if (low is None or g > low) and (high is None or g < high):
            cells.append([q.eval(g) for q in polynomials])
        if k < len(roots):
            r, right = roots[k], gaps[k + 1]
            inside = (low is None or r > low or (r == low and closed_low)) and (high is None or r < high or (r == high and closed_high))
            if inside:
                count = lambda q: q.degree() > 0 and q.sqf_part().count_roots(g, right)
                cells.append([0 if count(q) else q.eval(right) for q in polynomials])
    kept = lambda cell: not all(MEETS[c](v) for v, (_, c) in zip(cell[1:], conditions)) or MEETS[relation](cell[0])
    return all(map(kept, cells))


def polynomial_sign(expressions, domain, root, relation, integers):
    """The sign of a polynomial in one variable on its range, by SymPy's roots or by values at integers."""
    p, symbol = in_one_variable(expressions, root)
    x = p.gen
    variable = next(v for v in domain["variables"] if v["symbol"] == symbol)

    def end(bound):
        if bound is None or expressions.nodes[expressions.roots[bound[0]]][0] != "Q":
            return None, False
        return Rational(expressions.nodes[expressions.roots[bound[0]]][1]), bound[1]

    (low, closed_low), (high, closed_high) = end(variable["lower"]), end(variable["upper"])
    if integers:
        expect(variable["integer"], "an integer variable")
        most = int(max(abs(c / p.LC()) for c in p.all_coeffs())) + 3
        inside = lambda n: not (
            (low is not None and (n < low or (n == low and not closed_low)))
            or (high is not None and (n > high or (n == high and not closed_high)))
        )
        reach = most + int(max(abs(b) for b in (low or 0, high or 0))) + 1
        values = [p.eval(n) for n in range(-reach, reach + 1) if inside(n)]
        expect(values, "an integer of the range")
    else:
        conditions = conditions_on(expressions, domain, symbol)
        if conditions:
            free = [dict(v, nonzero=False) for v in domain["variables"]]
            try:
                return polynomial_sign(expressions, {"variables": free, "facts": []}, root, relation, False)
            except Rejected:
                pass
            expect(holds_in_cells(p, relation, conditions, (low, closed_low), (high, closed_high)), "a sign under conditions")
            return
        # Values between and beside the roots, and at the roots that belong to the range.
        roots = [r for r in real_roots(p.sqf_part()) if (low is None or r >= low) and (high is None or r <= high)]
        own = lambda r: not ((r == low and not closed_low) or (r == high and not closed_high))
        values = [0] if any(own(r) for r in roots) else []
        inner = [r for r in roots if r not in (low, high)]
        marks = [low if low is not None else (inner[0] if inner else 0) - 2] + inner
        marks.append(high if high is not None else (inner[-1] if inner else marks[0]) + 2)
        for a, b in zip(marks, marks[1:]):
            middle = (a + b) / 2
            values.append(p.as_expr().subs(x, middle).evalf(60))
    if relation == "Positive":
        expect(all(v > 0 for v in values), "a positive polynomial")
    elif relation == "NonNegative":
        expect(all(v >= 0 for v in values), "a polynomial that is not negative")
    elif relation == "Zero":
        raise Rejected("a polynomial is 0 under conditions only")
    else:
        expect(all(v != 0 for v in values), "a polynomial without roots")


# --- proofs ---------------------------------------------------------------------------------------------------------------


class Leaves:
    """Steps that stand for themselves; counts of reductions and signs that were checked, and what is taken on trust."""

    def __init__(self, expressions, assumed):
        self.expressions, self.assumed, self.zeros, self.signs = expressions, assumed, 0, 0

    def __call__(self, tag, body, kind, goal, domain):
        expect(LEAVES.get(tag) is not None and kind in LEAVES[tag][0], f"a step of this kind: {tag}")
        LEAVES[tag][1](self, body, kind, goal, domain)

    def roots(self, kind, goal):
        places = goal["expressions"] if kind == "zero" else [goal["expression"]]
        return [self.expressions.roots[k] for k in places]

    def zero(self, body, kind, goal, domain):
        roots = self.roots(kind, goal)
        groups = [roots] if len(body) == 1 else [[r] for r in roots]
        expect(len(groups) == len(body) and (roots or not body), "a derivation for each residual")
        for group, derivation in zip(groups, body):
            e = Evaluator(self.expressions, domain, derivation)
            for value in e.evaluate(*group):
                if value.numerator:
                    e.vanishing_angle(value)
            e.finish()
        self.zeros += len(roots)

    def sign(self, body, kind, goal, domain):
        e = Evaluator(self.expressions, domain, body)
        negative, strict = e.goal_sign(self.expressions.roots[goal["expression"]])
        e.finish()
        relation = goal["relation"]
        expect(strict or relation == "NonNegative", "a strict sign")
        expect(not negative or relation == "NonZero", "a positive sign")
        self.signs += 1

    def nowhere(self, body, kind, goal, domain):
        e = Evaluator(self.expressions, domain, body)
        try:
            e.evaluate(*self.roots(kind, goal))
            raise Rejected("the expression has a value")
        except Nowhere:
            e.finish()

    def separation(self, body, kind, goal, domain):
        expect(kind == "zero" or goal["relation"] == "NonNegative", "a goal of this kind")
        for root in self.roots(kind, goal):
            vanishes(self.expressions, root)

    def polynomial(self, goal, domain, integers):
        root = self.expressions.roots[goal["expression"]]
        polynomial_sign(self.expressions, domain, root, goal["relation"], integers)
        self.signs += 1

    def sturm(self, body, kind, goal, domain):
        if kind == "zero":
            for root in self.roots(kind, goal):
                polynomial_sign(self.expressions, domain, root, "Zero", False)
                self.zeros += 1
        else:
            self.polynomial(goal, domain, False)

    def integers(self, body, kind, goal, domain):
        if kind == "zero":
            for root in self.roots(kind, goal):
                vanishes_at_integers(self.expressions, domain, root)
                self.zeros += 1
        elif goal["relation"] == "NonZero" and any(
            shows(self.expressions, domain, self.roots(kind, goal)[0]) for shows in (is_no_multiple, leaves_a_residue)
        ):
            self.signs += 1
        else:
            self.polynomial(goal, domain, True)

    def means(self, body, kind, goal, domain):
        sign_by_means(self.expressions, domain, self.expressions.roots[goal["expression"]], goal["relation"])
        self.signs += 1

    def gibbs(self, body, kind, goal, domain):
        # Of what laws it is the divergence stands in the model; here only whether it has the sign at points.
        for point in Domain(self.expressions, domain).points(20, [goal["expression"]]):
            expect_sign(self.expressions, point, goal["expression"], goal["relation"], "the sign of a divergence at a point")
        self.assumed.add("Gibbs")

    def integrand(self, body, kind, goal, domain):
        # That a mean has the sign of what it is taken of, or is 0 as that is, is checked by `geoflow replay`; what it is taken of follows.
        self.assumed.add("a mean of something of one sign")

    def named(self, body, kind, goal, domain):
        # That the sign is the same with numbers in the ranges is checked by `geoflow replay`; what shows the ranges, and what is
        # left with numbers in place of the expectations, follows.
        for entry in body["ranges"]:
            for end in ("lower", "upper"):
                if end in entry:
                    Fraction(entry[end][0])
        self.assumed.add("expectations are numbers")

    def tangent(self, body, kind, goal, domain):
        # That the sign is that of the tangent at these numbers is checked by `geoflow replay`; what shows the ranges, and the sign
        # of the tangent, follows.
        self.named(body, kind, goal, domain)
        self.assumed.add("an expression has the sign of its tangents")

    def constant(self, body, kind, goal, domain):
        """To 80 digits; what is 0 to so many may be 0."""
        root = self.roots(kind, goal)[0]
        expect(not self.expressions.symbols(root), "a constant")
        if any(self.expressions.nodes[i][0] in ("Mean", "Bound") for i in below(self.expressions, root)):
            self.assumed.add("a number that is an expectation")
            return
        with mpmath.workdps(80):
            values = Values(self.expressions, {})
            value = values.root(goal["expression"])
            expect(value is not None, "a constant with a value")
            near = abs(value) < mpmath.mpf(10) ** -70 * values.scale()
            allowed = near if goal["relation"] == "NonNegative" else False
            expect(allowed or (not near and (value > 0 or goal["relation"] == "NonZero")), "the sign of a constant")
        self.signs += 1

    def boxes(self, count, kind, goal, domain):
        """At many points; and by intervals of its own, where these are narrow enough."""
        expect(isinstance(count, int) and count > 0, "a number of boxes")
        for point in Domain(self.expressions, domain).points(60, [goal["expression"]], attempts=600):
            expect_sign(self.expressions, point, goal["expression"], goal["relation"], "the sign at a point of a box")
        if not subdivided(self.expressions, domain, goal["expression"], goal["relation"]):
            self.assumed.add("boxes")
        self.signs += 1

    def point(self, body, kind, goal, domain):
        """Everything has a value at the point, and every fact holds; without unspecified functions and expectations."""
        numbers = [Fraction(text) for text in body["point"]]
        expect(len(numbers) == len(domain["variables"]), "a value for each variable")
        places = goal["expressions"] + [place for place, _ in domain["facts"]]
        roots = [self.expressions.roots[k] for k in places]
        if any(self.expressions.nodes[i][0] in ("Jet", "Mean", "Bound") for root in roots for i in below(self.expressions, root)):
            return
        place = Domain(self.expressions, domain)
        point = {name: mpmath.mpf(q.numerator) / q.denominator for name, q in zip(place.names, numbers)}
        expect(place.holds(point), "a point of the domain")
        values = Values(self.expressions, point)
        expect(all(values.root(k) is not None for k in goal["expressions"]), "a point at which everything is defined")

    def place(self, body, kind, goal, domain):
        """Everything has a value at the point of these constants, and every fact holds, to 40 digits."""
        constants = Expressions(body["values"])
        expect(len(constants.roots) == len(domain["variables"]), "a value for each variable")
        place = Domain(self.expressions, domain)
        numbers = [Values(constants, {}).root(k) for k in range(len(constants.roots))]
        expect(all(x is not None for x in numbers), "constants with values")
        point = dict(zip(place.names, numbers))
        expect(place.holds(point), "a point of the domain")
        values = Values(self.expressions, point)
        expect(all(values.root(k) is not None for k in goal["expressions"]), "a point at which everything is defined")

    def supposed(self, body, kind, goal, domain):
        self.assumed.add(f"a condition of {goal['rule']}")

    def formal(self, body, kind, goal, domain):
        # The rewriting is not checked here; what is left of the residuals is.
        self.assumed.update(goal["rules"])


LEAVES = {
    "zero": (("zero",), Leaves.zero),
    "sign": (("sign",), Leaves.sign),
    "nowhere": (("zero", "sign"), Leaves.nowhere),
    "separation": (("zero", "sign"), Leaves.separation),
    "sturm": (("zero", "sign"), Leaves.sturm),
    "integers": (("zero", "sign"), Leaves.integers),
    "means": (("sign",), Leaves.means),
    "gibbs": (("sign",), Leaves.gibbs),
    "integrand": (("zero", "sign"), Leaves.integrand),
    "named": (("zero", "sign"), Leaves.named),
    "tangent": (("sign",), Leaves.tangent),
    "constant": (("sign",), Leaves.constant),
    "boxes": (("sign",), Leaves.boxes),
    "point": (("point",), Leaves.point),
    "place": (("point",), Leaves.place),
    "supposed": (("supposed",), Leaves.supposed),
    "formal": (("formal",), Leaves.formal),
}


def replay_proof(proof, assumed):
    """Counts of reductions and signs that were checked; the names of what is taken on trust go into `assumed`."""
    statement = proof["statement"]
    text = json.dumps(statement, separators=(",", ":"), ensure_ascii=False)
    expect(hashlib.sha256(text.encode()).hexdigest() == proof["sha256"], "the digest of the statement")
    expressions = Expressions(statement["expressions"])
    leaves = Leaves(expressions, assumed)
    with mpmath.workdps(DIGITS_OF_POINTS):
        walk = Walk(expressions, statement, proof["steps"], leaves)
        walk.finish()
    assumed.update(walk.unsampled)
    return leaves.zeros, leaves.signs


def replay_file(path):
    with open(path, encoding="utf-8") as file:
        certificate = json.load(file)
    expect(certificate["format"] == "geoflow-certificate" and certificate["version"] == 2, "the format, in its version 2")
    zeros = signs = 0
    assumed = set()
    # Closed forms of expectations stand in the statements already: here they are taken on trust, by the names of their rules.
    for claim in certificate["claims"]:
        for k in claim["expectations"]:
            assumed.update(certificate["expectations"][k]["rules"])
    named = [(f"obligation {k}", p) for k, p in enumerate(certificate["obligations"]) if p]
    named += [(" ".join(c["text"].split()), c["proof"]) for c in certificate["claims"]]
    for name, proof in named:
        try:
            z, s = replay_proof(proof, assumed)
        except (Rejected, Undefined, KeyError, IndexError, TypeError, ValueError) as why:
            raise Rejected(f"{name}: {type(why).__name__}: {why}") from why
        zeros, signs = zeros + z, signs + s
    return len(named), zeros, signs, sorted(assumed)


def main(paths):
    failed = not paths
    for path in paths:
        try:
            proofs, zeros, signs, assumed = replay_file(path)
            trusted = f"; on trust: {', '.join(assumed)}" if assumed else ""
            print(f"{path}: {proofs} proofs: {zeros} reductions to 0, {signs} signs{trusted}")
        except (Rejected, OSError, ValueError) as why:
            print(f"{path}: rejected: {why}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
