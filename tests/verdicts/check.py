#!/usr/bin/env python3
"""Checks the truth labels of tests/verdicts/*.jsonl without geoflow.

Every statement is evaluated with mpmath (400 digits) at some hundreds of points of its domain. A statement labelled
true must hold at all of them (and at one at least), one labelled false must fail visibly at one of them. That is no
proof of the true ones, but a wrong label would have to hide well. Usage: check.py [FILES]; needs mpmath.
"""
import glob, itertools, json, os, random, re, sys
from mpmath import mp, mpf, mpc
import mpmath

mp.dps = 400
class Undefined(Exception):
    pass

def real(v):
    if isinstance(v, mpc):
        if v.imag != 0:
            raise Undefined
        v = v.real
    v = mpf(v)
    if not mpmath.isfinite(v):
        raise Undefined
    return v

class X:
    """A real number with the language's rules of definition."""
    def __init__(self, v): self.v = real(v)
    def __add__(a, b): return X(a.v + b.v)
    def __sub__(a, b): return X(a.v - b.v)
    def __mul__(a, b): return X(a.v * b.v)
    def __neg__(a): return X(-a.v)
    def __truediv__(a, b):
        # Zero up to rounding: the point is no rational one.
        if abs(b.v) < TINY: raise Undefined
        return X(a.v / b.v)
    def __pow__(a, b):
        if b.v == int(b.v) and abs(b.v) < 10**6:
            n = int(b.v)
            if a.v == 0 and n < 0: raise Undefined
            return X(a.v ** n)
        if a.v < 0 or (a.v == 0 and b.v < 0): raise Undefined
        return X(mpmath.power(a.v, b.v))

def fn(f, ok=lambda x: True):
    def g(x):
        if not ok(x.v): raise Undefined
        return X(f(x.v))
    return g
inv = lambda f: (lambda x: 1 / f(x))
def cbrt(x): return X(mpmath.sign(x.v) * mpmath.cbrt(abs(x.v)))
NAMES = {
    'sqrt': fn(mpmath.sqrt, lambda x: x >= 0), 'cbrt': cbrt, 'exp': fn(mpmath.exp), 'log': fn(mpmath.log, lambda x: x > 0),
    'sin': fn(mpmath.sin), 'cos': fn(mpmath.cos), 'tan': fn(mpmath.tan), 'cot': fn(mpmath.cot, lambda x: x != 0),
    'sec': fn(mpmath.sec), 'csc': fn(mpmath.csc, lambda x: x != 0), 'asin': fn(mpmath.asin, lambda x: abs(x) <= 1),
    'acos': fn(mpmath.acos, lambda x: abs(x) <= 1), 'atan': fn(mpmath.atan),
    'acot': fn(lambda x: mpmath.atan(1 / x), lambda x: x != 0), 'sinh': fn(mpmath.sinh), 'cosh': fn(mpmath.cosh),
    'tanh': fn(mpmath.tanh), 'asinh': fn(mpmath.asinh), 'acosh': fn(mpmath.acosh, lambda x: x >= 1),
    'atanh': fn(mpmath.atanh, lambda x: abs(x) < 1), 'erf': fn(mpmath.erf, lambda x: abs(x) < 20), 'erfc': fn(mpmath.erfc),
    'gamma': fn(mpmath.gamma, lambda x: x > 0), 'lgamma': fn(mpmath.loggamma, lambda x: x > 0),
    'digamma': fn(mpmath.digamma, lambda x: x > 0), 'trigamma': fn(lambda x: mpmath.polygamma(1, x), lambda x: x > 0),
    'abs': fn(abs), 'sign': fn(mpmath.sign), 'logistic': fn(lambda x: 1 / (1 + mpmath.exp(-x))),
    'softplus': fn(lambda x: mpmath.log1p(mpmath.exp(x))), 'logit': fn(lambda x: mpmath.log(x / (1 - x)), lambda x: 0 < x < 1),
    'atan2': lambda y, x: X(mpmath.atan2(y.v, x.v)), 'polygamma': lambda n, x: X(mpmath.polygamma(int(n.v), x.v)),
    'beta': lambda a, b: X(mpmath.beta(a.v, b.v)), 'max': lambda *v: max(v, key=lambda x: x.v),
    'min': lambda *v: min(v, key=lambda x: x.v),
}

def python(text):
    """The language's expression as one of Python over X."""
    text = re.sub(r'\bif\b(.*?)\bthen\b(.*?)\belse\b(.*?)(?=\)|$)', r'((\2) if (\1) else (\3))', text)
    text = re.sub(r'sum\((\w+) in (\w+)\.\.(\w+), ', r'_sum(\2, \3, lambda \1: ', text)
    text = re.sub(r'(?<![\w.])(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w])', r"X('\1')", text).replace('^', '**')
    return text
def total(a, b, f):
    out = X(0)
    for k in range(int(a.v), int(b.v) + 1): out = out + f(X(k))
    return out

TOL, TINY = mpf(10) ** -100, mpf(10) ** -250
OPS = ('==', '!=', '<=', '>=', '<', '>')
def holds(a, op, b):
    """Whether it holds, up to the digits computed."""
    gap = a.v - b.v
    near = abs(gap) <= TOL * (abs(a.v) + abs(b.v)) + (TINY if op in ('==', '!=') else 0)
    if op == '==': return near
    if op == '!=': return not near
    if op in ('<', '>'):
        if near: return False
        return (gap < 0) == (op == '<')
    return near or (gap < 0) == (op == '<=')

def compile_claim(text):
    parts = re.split(r'(==|!=|<=|>=|<|>)', text) if not re.search(r'\bif\b', text) else re.split(r'(==)', text)
    sides = [compile(python(p.strip()), text, 'eval') for p in parts[0::2]]
    return sides, parts[1::2]
def judge(claim, env):
    sides, ops = claim
    values = [eval(s, dict(env, __builtins__={})) for s in sides]
    return all(holds(values[i], op, values[i + 1]) for i, op in enumerate(ops))
X.__lt__ = lambda a, b: a.v < b.v
X.__gt__ = lambda a, b: a.v > b.v
X.__le__ = lambda a, b: a.v <= b.v
X.__ge__ = lambda a, b: a.v >= b.v

GRID = [mpf(p) / q for p, q in ((0,1),(1,1),(-1,1),(2,1),(-2,1),(1,2),(-1,2),(3,1),(-3,1),(1,3),(5,1),(7,2),(-7,3),(10,1),(-10,1),(1,100),(-1,100),(3,2),(100,1))] 
ANGLES = [mp.pi / 2, mp.pi / 4, mp.pi]
def inside(domain, rng, alone):
    """A function of the values chosen before, giving a value of the domain or None."""
    if domain in ('integer', 'natural'):
        def pick(_): 
            n = rng.choice([0, 1, 2, 3, 4, 5, 7, 11, 13, 40, -1, -2, -3, rng.randrange(-30, 60)])
            return mpf(n) if domain == 'integer' or n >= 0 else None
        return pick
    lower = upper = None; lc = uc = False
    named = {'positive': (mpf(0), None), 'negative': (None, mpf(0)), 'nonnegative': (mpf(0), None), 'real': (None, None), 'nonzero': (None, None)}
    ends = None
    if domain in named: lower, upper = named[domain]; lc = domain == 'nonnegative'
    else:
        lc, uc = domain[0] == '[', domain[-1] == ']'
        ends = [e.strip() for e in domain[1:-1].split(',')]
    def pick(env):
        lo, hi = lower, upper
        if ends:
            lo = None if ends[0] == '-inf' else eval(python(ends[0]), {'__builtins__': {}}, env).v
            hi = None if ends[1] == 'inf' else eval(python(ends[1]), {'__builtins__': {}}, env).v
        mode = rng.random()
        if mode < .35: v = rng.choice(GRID + ANGLES if alone else GRID)
        elif mode < .5 and (lo is not None or hi is not None):
            v = rng.choice([e for e in (lo, hi) if e is not None]); step = mpf(rng.choice([0, 1, -1])) / rng.choice([100, 10] if lo is None or hi is None else [2000, 100, 10]); v = v + step
        elif mode < .7 and env.get('_last'):
            w = rng.choice(env['_last']); v = rng.choice([w, w, -w, 1 - w, -1 - w, w + mpf(1) / 7])
        elif lo is not None and hi is not None: v = lo + (hi - lo) * mpf(rng.random())
        else:
            v = mpf(rng.gauss(0, 1)) * rng.choice([1, 1, 5])
            v = abs(v) + lo if lo is not None else (hi - abs(v) if hi is not None else v)
        # An open end is kept away from, as far as rounding goes.
        if lo is not None and (v < lo or (v - lo < TOL and not lc)): return None
        if hi is not None and (v > hi or (hi - v < TOL and not uc)): return None
        if domain == 'nonzero' and v == 0: return None
        return v
    return pick

def solved(where, env, names):
    """Values of as many variables as there are equations, where these are affine in them; or of one that solves the only one."""
    equations = [sides for sides, ops in where if ops == ['==']]
    if not equations: return
    def residuals(values):
        here = dict(env, __builtins__={}, **{n: X(v) for n, v in values.items()})
        return mpmath.matrix([(eval(a, here) - eval(b, here)).v for a, b in equations])
    for chosen in itertools.permutations(names, len(equations)):
        try:
            at = residuals({n: mpf(0) for n in chosen})
            slopes = [residuals({m: mpf(int(m == n)) for m in chosen}) - at for n in chosen]
            values = mpmath.lu_solve(mpmath.matrix([[s[i] for s in slopes] for i in range(len(equations))]), -at)
        except (Undefined, ZeroDivisionError): continue
        yield {n: X(mpmath.nint(v) if abs(v - mpmath.nint(v)) < TINY else v) for n, v in zip(chosen, values)}
    # One equation that is affine in nothing: a root by the secant method, from the point at hand.
    for name in names if len(equations) == 1 else []:
        start = env[name].v
        try: root = mpmath.findroot(lambda v: residuals({name: v})[0], (start, start + mpf(1) / 7), solver='secant', tol=mpf(10) ** -700, maxsteps=40)
        except (Undefined, ZeroDivisionError, ValueError, OverflowError): continue
        yield {name: X(root)}

def fits(domain, v, env):
    if domain == 'real': return True
    if domain in ('positive', 'nonnegative'): return v > 0 or (v == 0 and domain == 'nonnegative')
    if domain[0] in '([':
        lo, hi = (e.strip() for e in domain[1:-1].split(','))
        value = lambda text: eval(python(text), {'__builtins__': {}}, env).v
        return (lo == '-inf' or v > value(lo) or (domain[0] == '[' and v == value(lo))) and (hi == 'inf' or v < value(hi) or (domain[-1] == ']' and v == value(hi)))
    return False

def check(statement, points=300):
    rng = random.Random(statement['id'])
    claim = compile_claim(statement['claim'])
    where = [compile_claim(c) for c in statement.get('where', [])]
    base = dict(NAMES, X=X, _sum=total, pi=X(mp.pi), E=X(mp.e))
    picks = [(name, inside(d, rng, len(statement['vars']) == 1)) for name, d in statement['vars'].items()]
    # Ends of ranges may name other variables: these first.
    picks.sort(key=lambda p: any(o in re.findall(r'\w+', statement['vars'][p[0]]) for o in statement['vars']))
    good = 0
    for _ in range((points if statement['truth'] else 8 * points) if picks else 1):
        env = dict(base); env['_last'] = []
        for name, pick in picks:
            v = pick(env)
            if v is None: break
            env[name] = X(v); env['_last'].append(v)
        else:
            try:
                if not all(judge(c, env) for c in where):
                    found = None
                    for values in solved(where, env, [n for n, _ in picks]):
                        other = dict(env, **values)
                        if all(fits(statement['vars'][n], x.v, env) for n, x in values.items()) and all(judge(c, other) for c in where):
                            found = other
                            break
                    if found is None: continue
                    env = found
                ok = judge(claim, env)
            except (Undefined, ZeroDivisionError, OverflowError, ValueError):
                continue
            good += 1
            if not ok:
                point = {n: mpmath.nstr(env[n].v, 8) for n, _ in picks}
                return (not statement['truth']), f'fails at {point}'
    if statement['truth']:
        return good >= 1, f'holds at {good} points'
    # A strict comparison may fail only where both sides are equal.
    if claim[1] in (['!='], ['<'], ['>']) and not where:
        for _ in range(points):
            env = dict(base); env['_last'] = []
            values = {name: pick(env) for name, pick in picks}
            if any(v is None for v in values.values()): continue
            env.update({name: X(v) for name, v in values.items()})
            for found in solved([(claim[0], ['=='])], env, list(values)):
                inside_all = all(fits(statement['vars'][n], x.v, env) for n, x in found.items())
                if inside_all and not judge(claim, dict(env, **found)): return True, 'equal at a root'
    return False, f'no failure at {good} points'

def main():
    here = os.path.dirname(os.path.abspath(__file__))
    files = sys.argv[1:] or sorted(glob.glob(os.path.join(here, '*.jsonl')))
    count = wrong = 0
    for path in files:
        for line in open(path):
            s = json.loads(line); count += 1
            try: ok, why = check(s)
            except Exception as e: ok, why = False, f'{type(e).__name__}: {e}'
            if not ok:
                wrong += 1
                print(s['id'], s['vars'], s.get('where', ''), s['claim'], s['truth'], why)
    print(f'{count} statements, {wrong} labels in doubt')
    return 1 if wrong else 0
if __name__ == '__main__':
    sys.exit(main())
