"""The sign of an expression over a box, by interval arithmetic of mpmath and a subdivision of its own."""

from fractions import Fraction

import mpmath
from mpmath import iv

from leading import below
from points import Domain, Undefined, key

MOST = 4000
FUNCTIONS = {"Exp": iv.exp, "Log": iv.log, "Sin": iv.sin, "Cos": iv.cos, "Abs": abs}


class Unknown(Exception):
    """Something that intervals are not known for."""


def enclosure(expressions, root, box):
    values = {}
    for i in below(expressions, root):
        tag, body = expressions.nodes[i]
        if tag == "Q":
            q = Fraction(body)
            values[i] = iv.mpf(q.numerator) / iv.mpf(q.denominator)
        elif tag == "Pi":
            values[i] = iv.pi
        elif tag == "Symbol":
            values[i] = box[key(body)]
        elif tag == "Sum":
            values[i] = sum((values[k] for k in body), iv.mpf(0))
        elif tag == "Product":
            out = iv.mpf(1)
            for k in body:
                out *= values[k]
            values[i] = out
        elif tag == "Power":
            kind, text = expressions.nodes[body[1]]
            if kind != "Q":
                raise Unknown()
            q, base = Fraction(text), values[body[0]]
            if q.denominator == 1:
                values[i] = base ** int(q)
            elif base.a > 0:
                values[i] = iv.exp(iv.log(base) * iv.mpf(q.numerator) / iv.mpf(q.denominator))
            else:
                raise Unknown()
        elif tag == "Apply" and isinstance(body[0], str) and body[0] in FUNCTIONS:
            if body[0] == "Log" and not values[body[1]].a > 0:
                raise Unknown()
            values[i] = FUNCTIONS[body[0]](values[body[1]])
        else:
            raise Unknown()
    return values[root]


def subdivided(expressions, domain, place, relation):
    """Whether intervals show the sign; a failure shows nothing."""
    root = expressions.roots[place]
    names = [key(s) for s in expressions.symbols(root)]
    try:
        ends = Domain(expressions, domain)
        whole = {}
        for v in domain["variables"]:
            if key(v["symbol"]) in names:
                low, high = ends.ends(v, {})
                if low is None or high is None:
                    return False
                whole[key(v["symbol"])] = (low, high)
        pending, looked = [whole], 0
        while pending:
            part = pending.pop()
            looked += 1
            if looked > MOST:
                return False
            value = enclosure(expressions, root, {n: iv.mpf([a, b]) for n, (a, b) in part.items()})
            if value.a > 0 or (value.b < 0 and relation == "NonZero"):
                continue
            if value.b < 0:
                return False
            widest = max(part, key=lambda n: part[n][1] - part[n][0])
            a, b = part[widest]
            middle = (a + b) / 2
            pending += [part | {widest: (a, middle)}, part | {widest: (middle, b)}]
        return True
    except (Unknown, Undefined, ZeroDivisionError, ValueError, mpmath.libmp.ComplexResult):
        return False
