#!/usr/bin/env python3
"""geoflow, SymPy and Maxima on the corpus of statements: right, wrong, undecided, time.

    python3 benches/peers/compare.py [GEOFLOW]  writes the first part of docs/peers.md

Needs `target/release/geoflow` (cargo build --release), or the binary that is named. SymPy is installed into a venv of
its own below `target/`; Maxima is used where the command `maxima` is found. No part of the tests: peers are other people's programs.

Each tool is asked the way its manual suggests. SymPy: symbols with assumptions, then `simplify(l - r) == 0`, then
`l.equals(r)`; comparisons by `simplify`. Maxima: `assume`, then `is(equal(l, r))` (or `is(l < r)`), then
`trigsimp(radcan(l - r))`. What a tool has no word for is undecided, never wrong: functions it lacks, and for SymPy
ranges and conditions beyond signs (a "no" there may come from what could not be said).
"""
import json, os, re, select, subprocess, sys, textwrap, threading, time, datetime, platform

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYMPY = '1.14.0'
LIMIT = 10.0
SHOWN = 40
SIGNS = {'real': {}, 'positive': {'positive': True}, 'negative': {'negative': True}, 'nonnegative': {'nonnegative': True},
         'nonzero': {'nonzero': True}, 'integer': {'integer': True}, 'natural': {'integer': True, 'nonnegative': True}}

def corpus():
    folder = os.path.join(ROOT, 'tests', 'verdicts')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.jsonl'):
            with open(os.path.join(folder, name)) as lines:
                yield from (json.loads(line) for line in lines)

def comparisons(claim):
    """`a < b <= c` as pairs; None where the claim has a form that peers do not share."""
    if re.search(r'\bif\b|\bsum\(', claim): return None
    parts = re.split(r'(==|!=|<=|>=|<|>)', claim)
    return [(parts[i].strip(), parts[i + 1], parts[i + 2].strip()) for i in range(0, len(parts) - 2, 2)]

def joined(answers):
    if 'refuted' in answers: return 'refuted'
    return 'proved' if all(a == 'proved' for a in answers) else 'undecided'

# ---- SymPy, in a worker of its own -----------------------------------------------------------------------------------

def sympy_worker():
    import sympy as sp
    from sympy.parsing.sympy_parser import parse_expr, standard_transformations, convert_xor, rationalize
    names = {'abs': sp.Abs, 'lgamma': sp.loggamma, 'cbrt': lambda x: sp.real_root(x, 3), 'acot': lambda x: sp.atan(1 / x),
             'trigamma': lambda x: sp.polygamma(1, x), 'max': sp.Max, 'min': sp.Min, 'E': sp.E, 'pi': sp.pi,
             'logistic': lambda x: 1 / (1 + sp.exp(-x)), 'softplus': lambda x: sp.log(1 + sp.exp(x)),
             'logit': lambda x: sp.log(x / (1 - x)), 'log': sp.log}
    rules = standard_transformations + (convert_xor, rationalize)
    def one(left, op, right, scope):
        l, r = (parse_expr(t, local_dict=scope, transformations=rules) for t in (left, right))
        if op == '==':
            if sp.simplify(l - r) == 0: return 'proved'
            answer = l.equals(r)
            return {True: 'proved', False: 'refuted'}.get(answer, 'undecided')
        relation = sp.simplify({'<': sp.Lt, '<=': sp.Le, '>': sp.Gt, '>=': sp.Ge, '!=': sp.Ne}[op](l, r))
        return 'proved' if relation == True else 'refuted' if relation == False else 'undecided'
    print('ready', sp.__version__, flush=True)
    for line in sys.stdin:
        s = json.loads(line)
        try:
            scope, known = dict(names), True
            for name, domain in s['vars'].items():
                signs = SIGNS.get(domain)
                if signs is None:
                    known, ends = False, domain[1:-1].split(',')
                    signs = {'positive': True} if ends[0].strip() == '0' and domain[0] == '(' else {}
                scope[name] = sp.Symbol(name, real=True, **signs)
            known = known and not s.get('where')
            answer = joined([one(*c, scope) for c in comparisons(s['claim'])])
            if answer == 'refuted' and not known: answer = 'undecided'
        except Exception as error:
            answer = 'undecided'
        print(answer, flush=True)

class Lines:
    """A process that answers line by line; started anew when it takes too long."""
    def __init__(self, command): self.command, self.process, self.greeting = command, None, ''
    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)
        self.greeting = self.read(60) or ''
    def read(self, seconds):
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline() if ready else None
    def ask(self, line):
        if self.process is None or self.process.poll() is not None: self.start()
        begin = time.perf_counter()
        try:
            self.process.stdin.write(line + '\n'); self.process.stdin.flush()
            answer = self.read(LIMIT)
        except BrokenPipeError:
            answer = None
        if not answer:
            self.process.kill(); self.process.wait(); self.process = None
        return (answer or '').strip(), time.perf_counter() - begin

def sympy_tool():
    venv = os.path.join(ROOT, 'target', 'peers-venv')
    python = os.path.join(venv, 'bin', 'python')
    if not os.path.exists(python):
        subprocess.run([sys.executable, '-m', 'venv', venv], check=True)
        subprocess.run([python, '-m', 'pip', 'install', '-q', f'sympy=={SYMPY}'], check=True)
    lines = Lines([python, os.path.abspath(__file__), '--sympy-worker'])
    def ask(s):
        if comparisons(s['claim']) is None: return 'undecided', 0.0
        answer, seconds = lines.ask(json.dumps(s))
        return answer or 'undecided', seconds
    return f'SymPy {SYMPY}', ask

# ---- Maxima ----------------------------------------------------------------------------------------------------------

MAXIMA = {'abs': 'abs', 'sign': 'signum', 'pi': '%pi', 'E': '%e', 'lgamma': 'log_gamma', 'digamma': 'psi[0]', 'trigamma': 'psi[1]'}
SETUP = '''display2d:false$ ratprint:false$ domain:real$ prompt_always:false$
logistic(x):=1/(1+exp(-x))$ softplus(x):=log(1+exp(x))$ logit(x):=log(x/(1-x))$ cbrt(x):=signum(x)*abs(x)^(1/3)$
eq(l,r):=block([a:is(equal(l,r)),d], if a=true then "proved" else if a=false then "refuted" else (d:trigsimp(radcan(l-r)), if d=0 then "proved" else "undecided"))$
cmp(c):=block([a:errcatch(is(c))], if a=[true] then "proved" else if a=[false] then "refuted" else "undecided")$
'''

def maxima_text(text):
    word = lambda m: MAXIMA.get(m.group(0), m.group(0))
    text = re.sub(r'(?<![\w.])(\d+)\.(\d+)', lambda m: f'({m[1]}{m[2]}/10^{len(m[2])})', text)
    return re.sub(r'[A-Za-z_]\w*', word, text)

def maxima_statement(s):
    facts = []
    for name, domain in s['vars'].items():
        if domain in ('integer', 'natural'): facts.append(f'declare({name},integer)')
        ends = {'positive': f'{name}>0', 'negative': f'{name}<0', 'nonnegative': f'{name}>=0', 'natural': f'{name}>=0', 'nonzero': f'notequal({name},0)'}.get(domain)
        if ends: facts.append(f'assume({ends})')
        elif domain[0] in '([':
            low, high = (maxima_text(e.strip()) for e in domain[1:-1].split(','))
            if low != '-inf': facts.append(f"assume({name}>{'=' if domain[0] == '[' else ''}{low})")
            if high != 'inf': facts.append(f"assume({name}<{'=' if domain[-1] == ']' else ''}{high})")
    for condition in s.get('where', []):
        for l, op, r in comparisons(condition) or []:
            l, r = maxima_text(l), maxima_text(r)
            facts.append({'==': f'assume(equal({l},{r}))', '!=': f'assume(notequal({l},{r}))'}.get(op, f'assume({l}{op}{r})'))
    claims = []
    for l, op, r in comparisons(s['claim']):
        l, r = maxima_text(l), maxima_text(r)
        claims.append({'==': f'eq({l},{r})', '!=': f'cmp(notequal({l},{r}))'}.get(op, f'cmp({l} {op} {r})'))
    return facts, claims

def maxima_tool():
    try:
        version = subprocess.run(['maxima', '--version'], capture_output=True, text=True, check=True).stdout.split()[-1]
    except (OSError, subprocess.CalledProcessError):
        return None
    def ask(s):
        if comparisons(s['claim']) is None: return 'undecided', 0.0
        facts, claims = maxima_statement(s)
        asks = ''.join(f'print("answer", errcatch({c}))$ ' for c in claims)
        script = SETUP + ''.join(f'{f}$ ' for f in facts) + 'print("begin")$ t0:elapsed_real_time()$ ' + asks + 'print("time", elapsed_real_time()-t0)$ quit()$\n'
        try:
            # Questions of Maxima ("is x zero?") find no answer on standard input and end the statement.
            out = subprocess.run(['maxima', '--very-quiet'], input=script, capture_output=True, text=True, timeout=LIMIT).stdout
        except subprocess.TimeoutExpired:
            return 'undecided', LIMIT
        words = [w for line in out.splitlines() if 'answer' in line for w in re.findall(r'proved|refuted|undecided', line)]
        seconds = re.search(r'time ([0-9.]+)', out)
        answer = joined(words) if len(words) == len(claims) else 'undecided'
        return answer, float(seconds[1]) if seconds else 0.0
    return f'Maxima {version}', ask

# ---- geoflow ---------------------------------------------------------------------------------------------------------

BINARY = next((a for a in sys.argv[1:] if not a.startswith('--')), os.path.join(ROOT, 'target', 'release', 'geoflow'))

def batch():
    return subprocess.Popen([BINARY, 'decide', '--batch', '-', '--timeout', str(LIMIT), '--wait', '500'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)

def geoflow_tool():
    version = subprocess.run([BINARY, '--version'], capture_output=True, text=True, check=True).stdout.strip()
    process = batch()
    def ask(s):
        begin = time.perf_counter()
        process.stdin.write(json.dumps(s) + '\n'); process.stdin.flush()
        return json.loads(process.stdout.readline())['verdict'], time.perf_counter() - begin
    # The engine runs once per machine: it is given back before the peers are asked.
    ask.finish = lambda: (process.stdin.close(), process.wait())
    return version, ask

def all_at_once(statements):
    """The whole corpus as one batch: seconds of the whole process, and between answers, in order."""
    process, begin = batch(), time.perf_counter()
    lines = ''.join(json.dumps(s) + '\n' for s in statements)
    writer = threading.Thread(target=lambda: (process.stdin.write(lines), process.stdin.close()))
    writer.start()
    arrivals = [time.perf_counter() for _ in process.stdout]
    process.wait(); writer.join()
    gaps = sorted(b - a for a, b in zip(arrivals, arrivals[1:]))
    assert len(arrivals) == len(statements)
    return time.perf_counter() - begin, gaps

def main():
    statements = list(corpus())
    rows, by_topic, wrong = [], {}, []
    makers = [geoflow_tool, sympy_tool, maxima_tool]
    tools = []
    for make in makers:
        tools.append(make())
        if tools[-1] is None: continue
        name, ask = tools[-1]
        count = {'right': 0, 'wrong': 0, 'undecided': 0}; times = []
        ask(statements[0])
        for s in statements:
            answer, seconds = ask(s)
            times.append(seconds)
            truth = 'proved' if s['truth'] else 'refuted'
            mark = 'right' if answer == truth else 'wrong' if answer in ('proved', 'refuted') else 'undecided'
            count[mark] += 1
            topic = by_topic.setdefault(s['id'].split('/')[0], {}).setdefault(name, {'right': 0, 'wrong': 0, 'undecided': 0})
            topic[mark] += 1
            if mark == 'wrong': wrong.append((name, s, answer))
        getattr(ask, 'finish', lambda: None)()
        times.sort()
        rows.append((name, count, sum(times), times[len(times) // 2], times[int(len(times) * .99)]))
        print(rows[-1], flush=True)
    write(statements, rows, by_topic, wrong, [t is None for t in tools][2], all_at_once(statements))

def write(statements, rows, by_topic, wrong, no_maxima, at_once):
    out = ['## Statements', '', 'Written by `python3 benches/peers/compare.py`, which says how each tool is asked.',
           f'{len(statements)} statements of `tests/verdicts/`, {sum(s["truth"] for s in statements)} of them true. '
           f'{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f} over the last '
           f'quarter of an hour, at most {LIMIT:.0f} s a statement. Under load, times are upper bounds.', '',
           f'Given all at once, the {len(statements)} statements took geoflow {at_once[0]:.1f} s, from one answer to the next '
           f'{at_once[1][len(at_once[1]) // 2] * 1e3:.1f} ms in the median and {at_once[1][int(len(at_once[1]) * .99)] * 1e3:.0f} ms at the 99th percentile.', '',
           '| Tool | Right | Wrong | Undecided | Median | 99th percentile | In all |', '|---|---:|---:|---:|---:|---:|---:|']
    for name, c, total, median, p99 in rows:
        out.append(f'| {name} | {c["right"]} | {c["wrong"]} | {c["undecided"]} | {median * 1e3:.1f} ms | {p99 * 1e3:.0f} ms | {total:.1f} s |')
    if no_maxima: out += ['', 'Maxima was not found on this machine.']
    out += ['', 'Maxima starts anew for each statement; the start is not counted.', '', '### By topic', '', 'Right / wrong / undecided.', '',
            '| Topic | ' + ' | '.join(r[0] for r in rows) + ' |', '|---|' + '---|' * len(rows)]
    for topic, tools in sorted(by_topic.items()):
        out.append(f'| {topic} | ' + ' | '.join('{right} / {wrong} / {undecided}'.format(**tools[r[0]]) for r in rows) + ' |')
    out += ['', '### Wrong answers', '']
    if wrong: out += [f'The first {SHOWN} of each tool.', '']
    shown = {}
    for name, s, answer in wrong:
        shown[name] = shown.get(name, 0) + 1
        if shown[name] > SHOWN: continue
        domain = ', '.join(f'{n}: {d}' for n, d in s['vars'].items())
        where = f' where {", ".join(s["where"])}' if s.get('where') else ''
        out.append(f'- {name}: `{s["claim"]}` ({domain}{where}) is said to be {"true" if answer == "proved" else "false"}')
    if not wrong: out.append('None.')
    replace_part('statements', out)

def replace_part(name, lines):
    """The lines between the marks of a part of docs/peers.md; a part that is not there is put at the end."""
    path, begin, end = os.path.join(ROOT, 'docs', 'peers.md'), f'<!-- {name}: begin -->', f'<!-- {name}: end -->'
    with open(path) as page: text = page.read()
    wrapped = lambda l: l if l.startswith(('|', '-', '#')) or not l else textwrap.fill(l, 120, break_on_hyphens=False)
    part = '\n'.join([begin, *map(wrapped, lines), end])
    if begin in text:
        text = text[:text.index(begin)] + part + text[text.index(end) + len(end):]
    else:
        text = text.rstrip() + '\n\n' + part + '\n'
    with open(path, 'w') as page: page.write(text)

if __name__ == '__main__':
    sympy_worker() if '--sympy-worker' in sys.argv else main()
