#!/usr/bin/env python3
"""Mean, variance, entropy, divergence and Fisher metric of named families: geoflow and SymPy's `stats`.

    python3 benches/peers/statistics.py [GEOFLOW]      writes its part of docs/peers.md

Needs `target/release/geoflow`, or the binary that is named. SymPy goes into a virtual environment below `target/`.
Both are asked for a closed form in symbols; it is right if its value at one point agrees with the integral or sum of the
density, which mpmath computes from the log-density as written here, to 9 digits. An integral or sum that is left standing, an
error, or no end within the limit is no answer.

geoflow: one model for each question, the whole process `verify` counts. SymPy: `E(f(X))` for `X` of its own family,
with log-densities written out, so that no logarithm of a piecewise density has to be taken apart; its process runs
already. The Fisher metric is asked for as the sum of its entries on and above the diagonal.
No part of the tests: peers are other people's programs.
"""
import datetime, json, os, platform, select, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SYMPY = '1.14.0'
LIMIT = 10.0
QUESTIONS = ['mean', 'variance', 'entropy', 'divergence', 'Fisher']
# Name: parameters with domains, values and values of the second law; support; geoflow's law; SymPy's law as a function of
# `S` (sympy.stats) and what its variable is shifted by; log-density in x.
INF = 'oo'
FAMILIES = {
    'Bernoulli': ({'p': ('(0, 1)', '3/10', '3/5')}, (0, 1, 1), 'natural', 'Bernoulli(p = {p})', 'S.Bernoulli("X", p)', 0, 'x*log(p) + (1 - x)*log(1 - p)'),
    'Beta': ({'a': ('positive', '5/2', '3/2'), 'b': ('positive', '7/4', '3')}, (0, 1, 0), '(0, 1)', 'Beta(a = {a}, b = {b})', 'S.Beta("X", a, b)', 0, '(a - 1)*log(x) + (b - 1)*log(1 - x) - loggamma(a) - loggamma(b) + loggamma(a + b)'),
    'Binomial': ({'p': ('(0, 1)', '3/10', '3/5')}, (0, 7, 1), 'natural', 'Binomial(n = 7, p = {p})', 'S.Binomial("X", 7, p)', 0, 'loggamma(8) - loggamma(x + 1) - loggamma(8 - x) + x*log(p) + (7 - x)*log(1 - p)'),
    'Exponential': ({'r': ('positive', '3/2', '2/5')}, (0, INF, 0), 'positive', 'Exponential(rate = {r})', 'S.Exponential("X", r)', 0, 'log(r) - r*x'),
    'Gamma': ({'k': ('positive', '9/4', '3/2'), 'r': ('positive', '3/2', '3/4')}, (0, INF, 0), 'positive', 'Gamma(shape = {k}, rate = {r})', 'S.Gamma("X", k, 1/r)', 0, 'k*log(r) - loggamma(k) + (k - 1)*log(x) - r*x'),
    'Geometric': ({'p': ('(0, 1)', '2/5', '7/10')}, (0, INF, 1), 'natural', 'Geometric(p = {p})', 'S.Geometric("X", p)', 1, 'log(p) + x*log(1 - p)'),
    'InverseGamma': ({'k': ('(2, inf)', '7/2', '5/2'), 's': ('positive', '2', '1')}, (0, INF, 0), 'positive', 'InverseGamma(shape = {k}, scale = {s})', 'S.GammaInverse("X", k, s)', 0, 'k*log(s) - loggamma(k) - (k + 1)*log(x) - s/x'),
    'Laplace': ({'m': ('real', '1/2', '-1/2'), 's': ('positive', '3/4', '3/2')}, ('-oo', INF, 0), 'real', 'Laplace(mean = {m}, scale = {s})', 'S.Laplace("X", m, s)', 0, '-log(2*s) - Abs(x - m)/s'),
    'LogNormal': ({'m': ('real', '1/4', '-1/2'), 's': ('positive', '1/2', '3/4')}, (0, INF, 0), 'positive', 'LogNormal(log_mean = {m}, log_sd = {s})', 'S.LogNormal("X", m, s)', 0, '-log(x) - log(s) - log(2*pi)/2 - (log(x) - m)**2/(2*s**2)'),
    'Logistic': ({'m': ('real', '1/2', '-1/2'), 's': ('positive', '3/4', '3/2')}, ('-oo', INF, 0), 'real', 'Logistic(mean = {m}, scale = {s})', 'S.Logistic("X", m, s)', 0, '-(x - m)/s - log(s) - 2*log(1 + exp(-(x - m)/s))'),
    'NegativeBinomial': ({'p': ('(0, 1)', '2/5', '7/10')}, (0, INF, 1), 'natural', 'NegativeBinomial(size = 3, p = {p})', 'S.NegativeBinomial("X", 3, 1 - p)', 0, 'loggamma(x + 3) - loggamma(3) - loggamma(x + 1) + 3*log(p) + x*log(1 - p)'),
    'Normal': ({'m': ('real', '1/2', '-1/2'), 's': ('positive', '3/4', '3/2')}, ('-oo', INF, 0), 'real', 'Normal(mean = {m}, sd = {s})', 'S.Normal("X", m, s)', 0, '-log(s) - log(2*pi)/2 - (x - m)**2/(2*s**2)'),
    'Pareto': ({'a': ('(2, inf)', '3', '5/2')}, (2, INF, 0), '(2, inf)', 'Pareto(shape = {a}, minimum = 2)', 'S.Pareto("X", 2, a)', 0, 'log(a) + a*log(2) - (a + 1)*log(x)'),
    'Poisson': ({'r': ('positive', '5/2', '5/4')}, (0, INF, 1), 'natural', 'Poisson(rate = {r})', 'S.Poisson("X", r)', 0, 'x*log(r) - r - loggamma(x + 1)'),
    'VonMises': ({'m': ('(-1, 1)', '1/2', '1'), 'k': ('positive', '3/2', '3/4')}, ('-pi', 'pi', 0), '(-pi, pi)', 'VonMises(mean = {m}, concentration = {k})', 'S.VonMises("X", m, k)', 0, 'k*cos(x - m) - log(2*pi*besseli(0, k))'),
    'Weibull': ({'k': ('positive', '3/2', '2'), 's': ('positive', '3/4', '5/4')}, (0, INF, 0), 'positive', 'Weibull(shape = {k}, scale = {s})', 'S.Weibull("X", s, k)', 0, 'log(k) - k*log(s) + (k - 1)*log(x) - (x/s)**k'),
}

def enter_venv():
    venv = os.path.join(ROOT, 'target', 'peers-venv')
    python = os.path.join(venv, 'bin', 'python')
    if not os.path.exists(python):
        subprocess.run([sys.executable, '-m', 'venv', venv], check=True)
        subprocess.run([python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', f'sympy=={SYMPY}'], check=True)
    if os.path.realpath(sys.prefix) != os.path.realpath(venv):
        os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])

def symbols(sp, name):
    """The parameters, those of a second law, and the variable; log-densities of both laws."""
    parameters, (low, high, spacing), _, _, law, _, log = FAMILIES[name]
    def symbol(n, domain):
        signs = {} if domain == 'real' else {'positive': True} if domain[0] == 'p' or domain.startswith(('(0', '(2')) else {}
        return sp.Symbol(n, real=True, **signs)
    own = {n: symbol(n, d) for n, (d, _, _) in parameters.items()}
    other = {n: symbol(n + '0', d) for n, (d, _, _) in parameters.items()}
    x = sp.Symbol('x', integer=True, nonnegative=True) if spacing else sp.Symbol('x', real=True, **({'positive': True} if low in (0, 2) else {}))
    log_p = sp.sympify(log, locals={**own, 'x': x})
    return own, other, x, log_p, log_p.subs({own[n]: other[n] for n in own}, simultaneous=True)

def integrand(sp, name, question):
    own, other, x, log_p, log_q = symbols(sp, name)
    scores = [sp.diff(log_p, v) for v in own.values()]
    return {'mean': lambda: x, 'variance': lambda: x**2, 'entropy': lambda: -log_p, 'divergence': lambda: log_p - log_q,
            'Fisher': lambda: sum(scores[i]*scores[j] for i in range(len(scores)) for j in range(i, len(scores)))}[question]()

def values(sp, name):
    own, other, *_ = symbols(sp, name)
    parameters = FAMILIES[name][0]
    return {**{own[n]: sp.Rational(parameters[n][1]) for n in own}, **{other[n]: sp.Rational(parameters[n][2]) for n in own}}

def reference(sp, mpmath, name, question):
    """The number, from the log-density alone."""
    mpmath.mp.dps = 30
    _, _, x, log_p, _ = symbols(sp, name)
    low, high, spacing = FAMILIES[name][1]
    at = values(sp, name)
    density = sp.lambdify(x, sp.exp(log_p.subs(at)), 'mpmath')
    def mean(f):
        f = sp.lambdify(x, f.subs(at), 'mpmath')
        if spacing:
            return mpmath.fsum(f(mpmath.mpf(k))*density(mpmath.mpf(k)) for k in range(low, (400 if high == INF else high) + 1))
        ends = [mpmath.mpf(sp.N(sp.sympify(e), 40)) if 'oo' not in str(e) else mpmath.mpf(str(e).replace('oo', 'inf')) for e in (low, high)]
        # Cut at the corner, or in the middle.
        middle = mpmath.mpf(1)/2 if ends[0] < mpmath.mpf(1)/2 else 4
        return mpmath.quad(lambda t: f(t)*density(t), [ends[0], middle, *([3] if ends[1] > 3 else []), ends[1]], maxdegree=12)
    f = integrand(sp, name, question)
    return mean(f) - mean(x)**2 if question == 'variance' else mean(f)

# ---- SymPy, in a worker of its own -----------------------------------------------------------------------------------

def sympy_worker():
    import sympy as sp
    import sympy.stats as S
    print('ready', flush=True)
    for line in sys.stdin:
        name, question = json.loads(line)
        try:
            own, _, x, *_ = symbols(sp, name)
            X = eval(FAMILIES[name][4], {'S': S, **own})
            shifted = X - FAMILIES[name][5]
            if question == 'variance':
                form = S.variance(X)
            else:
                form = S.E(integrand(sp, name, question).subs(x, shifted))
            if form.has(sp.Integral, sp.Sum, S.Expectation, S.Variance) or form.has(sp.nan, sp.zoo):
                answer = None
            else:
                number = sp.N(sp.simplify(form.subs(values(sp, name))), 15)
                answer = str(number) if number.is_Number else None
        except Exception:
            answer = None
        print(json.dumps(answer), flush=True)

class Worker:
    """Started anew when it takes too long."""
    process = None
    def ask(self, question):
        if self.process is None:
            self.process = subprocess.Popen([sys.executable, os.path.abspath(__file__), '--sympy-worker'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)
            self.read(60)
        begin = time.perf_counter()
        self.process.stdin.write(json.dumps(question) + '\n')
        line = self.read(LIMIT)
        if line is None:
            self.process.kill(); self.process.wait(); self.process = None
        return json.loads(line) if line else None, time.perf_counter() - begin
    def read(self, seconds):
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return (self.process.stdout.readline() or None) if ready else None

# ---- geoflow ---------------------------------------------------------------------------------------------------------

def geoflow_asks(binary, name, question, digits):
    """Whether the digits are right, by `check`; no answer where the model is refused or the check is not decided."""
    parameters, _, domain, law, *_ = FAMILIES[name]
    chart = ', '.join(f'{n}: {d}' for n, (d, _, _) in parameters.items())
    point = ', '.join(f'{n} = {v}' for n, (_, v, _) in parameters.items())
    own, other = law.format(**{n: n for n in parameters}), law.format(**{n: n + '0' for n in parameters})
    k = len(parameters)
    fisher = ' + '.join(f'g[{i}, {j}]' for i in range(1, k + 1) for j in range(i, k + 1))
    asked = {'mean': f'E[x ~ p_](x)', 'variance': 'E[x ~ p_](x^2) - E[x ~ p_](x)^2', 'entropy': 'Entropy(p_)', 'divergence': f'KL(p_, {other})', 'Fisher': fisher}[question]
    text = ''.join(f'param {n}0: {d} = {v}\n' for n, (d, _, v) in parameters.items()) + f'manifold M {{ chart c {{ {chart} }} }}\nfamily p_(x: {domain}) on M.c = {own}\n'
    if question == 'Fisher': text += 'metric g = Fisher(p_)\n'
    text += f'let asked on M.c = {asked}\ncheck it: asked at c({point}) given values ~ {digits}\n'
    with tempfile.NamedTemporaryFile('w', suffix='.geo') as model:
        model.write(text); model.flush()
        begin = time.perf_counter()
        done = subprocess.run([binary, 'verify', '--wait', '500', model.name], capture_output=True, text=True)
        seconds = time.perf_counter() - begin
    return {0: True, 1: False}.get(done.returncode), seconds

def main():
    enter_venv()
    import sympy as sp, mpmath
    sys.path.insert(0, HERE)
    binary = next((a for a in sys.argv[1:] if not a.startswith('--')), os.path.join(ROOT, 'target', 'release', 'geoflow'))
    worker, rows, tally, wrong = Worker(), [], {}, []
    for name in FAMILIES:
        cells = []
        for question in QUESTIONS:
            exact = reference(sp, mpmath, name, question)
            # Ten digits behind the point; a number that is 0 in all of them is compared with 0.
            verdict, seconds = geoflow_asks(binary, name, question, mpmath.nstr(exact, 10, strip_zeros=False, min_fixed=-20, max_fixed=20))
            answer, peer = worker.ask([name, question])
            right = None if answer is None else abs(mpmath.mpf(answer) - exact) < mpmath.mpf(10)**-9*(1 + abs(exact))
            for tool, ok, t in (('geoflow', verdict, seconds), (f'SymPy {SYMPY}', right, peer)):
                counts = tally.setdefault(tool, [0, 0, 0, []])
                counts[{True: 0, False: 1, None: 2}[ok]] += 1
                counts[3].append(t)
                if ok is False: wrong.append(f'{tool}: {question} of {name}')
            mark = {True: 'right', False: '**wrong**', None: 'none'}
            cells.append(f'{mark[verdict]}, {seconds:.2f} s / {mark[right]}, {peer:.1f} s')
            print(name, question, cells[-1], flush=True)
        rows.append((name, cells))
    write(rows, tally, wrong)

def write(rows, tally, wrong):
    out = ['## Statistics', '', 'Written by `python3 benches/peers/statistics.py`, which says how each tool is asked.',
           f'{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f} over the last quarter of an hour,',
           f'at most {LIMIT:.0f} s a question. geoflow\'s times are whole processes. Under load, times are upper bounds.', '',
           '| Tool | Right | Wrong | No answer | Median | In all |', '|---|---:|---:|---:|---:|---:|']
    for tool, (right, bad, none, times) in tally.items():
        times = sorted(times)
        out.append(f'| {tool} | {right} | {bad} | {none} | {times[len(times) // 2]:.2f} s | {sum(times):.0f} s |')
    out += ['', 'geoflow / SymPy, for each question:', '', '| Family | ' + ' | '.join(QUESTIONS) + ' |', '|---|' + '---|' * len(QUESTIONS)]
    out += [f'| {name} | ' + ' | '.join(cells) + ' |' for name, cells in rows]
    out += ['', 'Wrong answers: ' + ('; '.join(wrong) if wrong else 'none') + '.']
    from compare import replace_part
    replace_part('statistics', out)

if __name__ == '__main__':
    sympy_worker() if '--sympy-worker' in sys.argv else main()
