"""Forges certificates in many ways and asks that replay.py rejects them: `python3 forge.py FILE..`.

A forger writes the digest that fits, so it is computed again each time. Forged are the steps that lead a goal back to others
(a number, the order, one too few) and what is said to follow (another expression, another sign, another domain, none).
"""

import copy
import hashlib
import json
import sys

import mpmath

from basics import Expressions, Rejected, only
from points import DIGITS, Domain, Values, same
from replay import replay_proof

# Steps whose statement is forged.
LEADING = ("each", "split", "shift", "translate", "exponential", "monotone", "bound", "amplitude", "half-angle", "slope", "concave",
           "gamma-relations", "constant-angles", "regroup", "multiply", "logarithm", "either", "absolute", "square",
           "relaxed", "fold", "integral", "hill", "induction", "constancy")
STANDING = ("sturm", "integers", "means", "separation", "constant", "boxes", "nowhere", "point")


def signed(proof):
    text = json.dumps(proof["statement"], separators=(",", ":"), ensure_ascii=False)
    proof["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return proof


def is_accepted(proof):
    try:
        replay_proof(signed(proof), set())
        return True
    except (Rejected, KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        return False


def goal_of(proof, k):
    """The goal of a step, by number: some steps have none."""
    before = [only(s)[0] for s in proof["steps"][:k]]
    return sum(tag not in ("descent", "multiple", "metric-sum", "information") for tag in before)


def numbers(value, path=()):
    """The places of numbers and truth values in a step."""
    if isinstance(value, (bool, int)):
        yield path
    elif isinstance(value, dict):
        for k, v in value.items():
            yield from numbers(v, path + (k,))
    elif isinstance(value, list):
        for k, v in enumerate(value):
            yield from numbers(v, path + (k,))
    elif isinstance(value, str) and path and path[-1] == "Q":
        yield path


def put(value, path, new):
    for k in path[:-1]:
        value = value[k]
    value[path[-1]] = new(value[path[-1]])


def another(x):
    if isinstance(x, bool):
        return not x
    return x + 1 if isinstance(x, int) else x + "7"


def forgeries(proof, k):
    """Named forgeries of a proof at a step."""
    tag, body = only(proof["steps"][k])
    g = goal_of(proof, k)
    goals = proof["statement"]["goals"]

    def forged(change):
        out = copy.deepcopy(proof)
        change(out)
        return out

    yield "the step without its goal", forged(lambda p: p["steps"].pop(k))
    yield "the next step is left out", forged(lambda p: p["steps"].pop(k + 1) if k + 1 < len(p["steps"]) else p["steps"].clear())
    if tag in LEADING:
        for path in numbers(body) if isinstance(body, (dict, list)) else [()]:
            # Lemmas, the angle of an amplitude, the multiple in what is 0 and the number of a condition are read off from what follows.
            if tag not in ("bound", "amplitude", "shift", "each", "monotone", "either", "absolute", "regroup", "multiply") and body is not None and "zero" not in goals[g]:
                change = lambda p: put(p["steps"][k], (tag,) + path, another)
                yield f"{'/'.join(map(str, path))} altered", forged(change)
    count = len(proof["statement"]["expressions"]["roots"])
    at = following(proof, g, tag) if tag in LEADING else g
    if tag in LEADING:
        yield "what follows is left out", forged(lambda p: (p["steps"].pop(k + at - g), p["statement"]["goals"].pop(at)))
    kind, goal = only(goals[at])
    if kind == "sign" and tag in LEADING:
        for other in range(0, count):
            if not are_same(proof, goal, other):
                yield f"about expression {other}", forged(lambda p: only(p["statement"]["goals"][at])[1].__setitem__("expression", other))
        for relation in ("Positive", "NonNegative", "NonZero"):
            if relation != goal["relation"]:
                yield f"{relation} follows", forged(lambda p: only(p["statement"]["goals"][at])[1].__setitem__("relation", relation))
    for what, change in domains(proof, goal):
        def change_domain(p):
            domain = copy.deepcopy(p["statement"]["domains"][goal["domain"]])
            change(domain)
            p["statement"]["domains"].append(domain)
            only(p["statement"]["goals"][at])[1]["domain"] = len(p["statement"]["domains"]) - 1

        if tag in LEADING:
            yield f"on {what}", forged(change_domain)


def following(proof, g, tag):
    """The goal to forge: of slopes the value, for the conditions before it are not what the second checker goes by."""
    goals, domains = proof["statement"]["goals"], proof["statement"]["domains"]
    if tag not in ("slope", "concave",
           "gamma-relations", "constant-angles", "regroup", "multiply", "logarithm", "either", "absolute", "square",
           "increments", "relaxed", "fold", "lipschitz", "integral", "hill", "induction", "combination", "factors", "constancy"):
        return g + 1
    count = len(domains[only(goals[g])[1]["domain"]]["variables"])
    return next((k for k in range(g + 1, len(goals)) if len(domains[only(goals[k])[1]["domain"]]["variables"]) < count), g + 1)


def are_same(proof, goal, other):
    """Whether another expression has the same values."""
    expressions = Expressions(proof["statement"]["expressions"])
    points = Domain(expressions, proof["statement"]["domains"][goal["domain"]]).points(4, [goal["expression"]])
    values = [Values(expressions, p) for p in points]
    return all(same(v.root(goal["expression"]), v.root(other), v.scale()) for v in values)


def domains(proof, goal):
    """Smaller domains than the one that is needed, and such that lack a variable which occurs."""
    expressions = Expressions(proof["statement"]["expressions"])
    place = goal["expression"] if "expression" in goal else goal["expressions"][0]
    occurs = expressions.symbols(expressions.roots[place])
    domain = proof["statement"]["domains"][goal["domain"]]
    for k, v in enumerate(domain["variables"]):
        if v["symbol"] in occurs:
            if not v["integer"]:
                yield f"integers for variable {k}", lambda d, k=k: d["variables"][k].__setitem__("integer", True)
            yield f"a domain without variable {k}", lambda d, k=k: d["variables"].pop(k)
    for k in range(len(domain["facts"])):
        yield f"what contradicts fact {k}", lambda d, k=k: d["facts"].__setitem__(k, [d["facts"][k][0], "Zero"])


def main(paths):
    kinds, accepted, tried = {}, [], 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            certificate = json.load(file)
        for claim in certificate["claims"]:
            proof = claim["proof"]
            if not is_accepted(copy.deepcopy(proof)):
                print(f"{path}: {claim['text']}: is rejected as it is")
                return 1
            for k, step in enumerate(proof["steps"]):
                tag = only(step)[0]
                if tag not in LEADING + STANDING or kinds.get(tag, 0) > 3:
                    continue
                kinds[tag] = kinds.get(tag, 0) + 1
                for what, forgery in forgeries(proof, k):
                    tried += 1
                    if is_accepted(forgery):
                        accepted.append(f"{' '.join(claim['text'].split())}: step {k} ({tag}): {what}")
    missing = [tag for tag in LEADING + STANDING if tag not in kinds]
    for line in accepted:
        print(f"accepted: {line}")
    for tag in missing:
        print(f"nothing forges {tag}")
    print(f"{tried} forgeries of {len(kinds)} kinds of steps, {len(accepted)} accepted")
    return 1 if accepted or missing or tried < 300 else 0


if __name__ == "__main__":
    mpmath.mp.dps = DIGITS
    sys.exit(main(sys.argv[1:]))
