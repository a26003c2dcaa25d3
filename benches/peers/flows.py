#!/usr/bin/env python3
"""The flows of `benches/emitted.rs` by other tools: nanoseconds a point and operations.

    python3 benches/peers/flows.py [GEOFLOW]      writes a table to standard output

SymPy: the flow as a formula (metric times the unknown equals the differential, solved symbolically), common
subexpressions taken out by `cse`, printed by `ccode`, compiled with `cc -O3`, called point by point.
NumPy: `lambdify` with `cse` on a batch of 10,000 points. JAX: the same function under `jit` on the processor, in double
precision, on the same batch. SciPy: `solve_ivp` (DOP853) on SM-14 to t = 4 with tolerances 1e-9, against `geoflow
simulate` with the same tolerances, both per trajectory; geoflow's process and its reading of the model are in its time.
Packages go into a virtual environment below `target/`. No part of the tests: peers are other people's programs.
"""
import os, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGES = ['numpy', 'scipy', 'sympy==1.14.0', 'jax']
LIMIT = 120

def enter_venv():
    venv = os.path.join(ROOT, 'target', 'peers-flows-venv')
    python = os.path.join(venv, 'bin', 'python')
    if not os.path.exists(os.path.join(venv, 'ready')):
        subprocess.run([sys.executable, '-m', 'venv', venv], check=True)
        subprocess.run([python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', *PACKAGES], check=True)
        open(os.path.join(venv, 'ready'), 'w').close()
    if os.path.realpath(sys.prefix) != os.path.realpath(venv):
        os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])

def flows():
    """Name, and a function that makes coordinates, params and components, the way one would write them down."""
    import sympy as sp
    mu, sigma, P, q, sigma0, n, phi, s, eta, target = sp.symbols('mu sigma P q sigma0 n phi s eta target', positive=True)
    mu0 = sp.symbols('mu0', real=True)
    half = sp.Rational(1, 2)
    x = [mu, sigma]
    cost = sp.log(sigma / sigma0) + (sigma0**2 + (mu - mu0)**2) / (2 * sigma**2) - half
    flow = solved(sp.diag(1 / sigma**2, 2 / sigma**2), [-sp.diff(cost, c) for c in x])
    yield 'SM-14, 2 dimensions', lambda: ([*x, mu0, sigma0], flow)
    m, v = n * P * q, n * P * (1 - P) * q**2
    cost = sp.log(sp.sqrt(v) / s) + (s**2 + (m - phi)**2) / (2 * v) - half
    y = [P, q]
    j_m, j_v = sp.Matrix([[sp.diff(m, c) for c in y]]), sp.Matrix([[sp.diff(v, c) for c in y]])
    fisher = j_m.T * j_m / v + j_v.T * j_v / (2 * v**2)
    flow = [-sp.diff(cost, c) for c in y]
    yield 'SM-22, 2 dimensions', lambda: ([*y, n, phi, s], solved(fisher, flow))
    z = sp.symbols('x1:7', real=True)
    cost = sum((c - sp.Rational(i + 1, 4))**2 / 2 for i, c in enumerate(z))
    gram = sp.eye(6) + sp.Matrix(6, 6, lambda i, j: sp.exp(-(z[i] - z[j])**2))
    steps = [-eta * sp.diff(cost, c) for c in z]
    yield 'full metric, 6 dimensions', lambda: ([*z, eta], solved(gram, steps))
    w = sp.symbols('w1:21', positive=True)
    cost = (sum(w) - target)**2 / 2
    speeds = [-eta * c**2 * sp.diff(cost, c) for c in w]
    yield 'diagonal metric, 20 dimensions', lambda: ([*w, eta, target], speeds)

def solved(g, right):
    """The solution of `g v = right`, symbolically; for two dimensions simplified as well."""
    import sympy as sp
    if g.shape[0] == 2:
        return [sp.simplify(e) for e in g.inv() * sp.Matrix(right)]
    # A pivot that is not plainly 0 is none: asking further takes SymPy many minutes here.
    return list(g.LUsolve(sp.Matrix(right), iszerofunc=lambda e: e == 0))

def in_c(name, x, components):
    """Operations and nanoseconds a call of SymPy's C."""
    import sympy as sp
    shared, outputs = sp.cse(components)
    count = sum(sp.count_ops(e) for _, e in shared) + sum(sp.count_ops(e) for e in outputs)
    lines = [f'double {s} = {sp.ccode(e)};' for s, e in shared] + [f'out[{i}] = {sp.ccode(e)};' for i, e in enumerate(outputs)]
    names = ''.join(f'double {c} = in[{i}];' for i, c in enumerate(x))
    n, m = len(x), len(components)
    code = f'''#include <math.h>
#include <stdio.h>
#include <time.h>
__attribute__((noinline)) void flow(const double *in, double *out) {{ {names} {' '.join(lines)} }}
int main(void) {{
  static double p[512][{n}]; unsigned long s = 1; double out[{m}], best = 1e9; volatile double sink = 0;
  for (int i = 0; i < 512; i++) for (int k = 0; k < {n}; k++) {{
    s = s * 6364136223846793005UL + 1442695040888963407UL; p[i][k] = 0.1 + 0.8 * ((s >> 11) / 9007199254740992.0); }}
  for (int t = 0; t < 60; t++) {{
    struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a);
    for (int r = 0; r < 40; r++) for (int i = 0; i < 512; i++) {{ flow(p[i], out); sink += out[0]; }}
    clock_gettime(CLOCK_MONOTONIC, &b);
    double ns = ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / (40 * 512); if (ns < best) best = ns; }}
  printf("%.2f\\n", best); return 0; }}'''
    base = os.path.join(ROOT, 'target', 'peers-flow')
    with open(base + '.c', 'w') as f: f.write(code)
    subprocess.run(['cc', '-O3', base + '.c', '-o', base, '-lm'], check=True)
    return count, float(subprocess.run([base], capture_output=True, text=True, check=True).stdout)

def in_batches(x, components):
    """Nanoseconds a point of NumPy and of JAX."""
    import numpy as np, sympy as sp, jax
    jax.config.update('jax_enable_x64', True)
    points = np.random.default_rng(1).uniform(0.1, 0.9, (len(x), 10000))
    def best(call):
        call()
        times = []
        for _ in range(20):
            begin = time.perf_counter(); call(); times.append(time.perf_counter() - begin)
        return min(times) * 1e9 / points.shape[1]
    f = sp.lambdify(x, components, 'numpy', cse=True)
    g = jax.jit(sp.lambdify(x, components, 'jax', cse=True))
    on_device = [jax.numpy.asarray(p) for p in points]
    return best(lambda: f(*points)), best(lambda: jax.block_until_ready(g(*on_device)))

def trajectories(geoflow):
    import numpy as np
    from scipy.integrate import solve_ivp
    def flow(t, y): return [4 - y[0], (4 + (y[0] - 4)**2 - y[1]**2) / (2 * y[1])]
    def best(call):
        """The fastest of three: another geoflow on the machine makes this one wait."""
        times = []
        for _ in range(3):
            begin = time.perf_counter(); made = call(); times.append(time.perf_counter() - begin)
        return min(times) / 100, made
    def all_by_scipy():
        for i in range(100): solve_ivp(flow, (0, 4), [2 + i / 100, 1], method='DOP853', rtol=1e-9, atol=1e-12)
    scipy, _ = best(all_by_scipy)
    starts = [a for i in range(100) for a in ('--from', f'std(mu = {200 + i}/100, sigma = 1)')]
    command = [geoflow, 'simulate', os.path.join(ROOT, 'examples/normal_natural_flow.geo'), 'natural', *starts,
               '--until', '4', '--rtol', '1e-9', '--atol', '1e-12', '--wait', '500']
    whole, run = best(lambda: subprocess.run(command, capture_output=True, text=True))
    return scipy, whole if run.returncode == 0 else None, run.stderr[-300:]

def main():
    import signal
    print('| Flow | Operations, SymPy | ns a call, SymPy in C | ns a point, NumPy | ns a point, JAX |\n|---|---:|---:|---:|---:|')
    class TooLong(Exception): pass
    def stop(*_): raise TooLong
    signal.signal(signal.SIGALRM, stop)
    for name, make in flows():
        signal.alarm(LIMIT)
        try:
            x, components = make()
            count, c = in_c(name, x, components)
            numpy, jax = in_batches(x, components)
            print(f'| {name} | {count} | {c:.2f} | {numpy:.1f} | {jax:.1f} |', flush=True)
        except TooLong:
            print(f'| {name} | | more than {LIMIT} s to make | | |', flush=True)
        signal.alarm(0)
    geoflow = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'target', 'release', 'geoflow')
    scipy, whole, said = trajectories(geoflow)
    print(f'\nOne of 100 trajectories of SM-14 to t = 4, tolerances 1e-9: SciPy {scipy * 1e3:.2f} ms, '
          + (f'geoflow {whole * 1e3:.2f} ms' if whole else f'geoflow failed: {said}'))

if __name__ == '__main__':
    enter_venv()
    main()
