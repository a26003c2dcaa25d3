"""What both readings of a certificate share: failures, variants, and a statement's expressions."""

from fractions import Fraction


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

    def symbols(self, root):
        """The symbols below a root."""
        seen, stack, out = set(), [root], []
        while stack:
            i = stack.pop()
            if i not in seen:
                seen.add(i)
                stack.extend(self.operands(i))
                if self.nodes[i][0] == "Symbol":
                    out.append(self.nodes[i][1])
        return out
