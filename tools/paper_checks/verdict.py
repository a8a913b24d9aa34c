"""The one rule by which numbers become verdicts.

A statement says that numbers lie in regions: a region is what the words of the paper are taken to mean. Each number has an error and
Student's t distribution. A statement's *numbers* decide whether it agrees, its *guards* (every single point behind a pooled number) can
only show that it does not.

- disagrees: some number or guard lies outside its region, one-sided t-test, Holm's correction over all statements of a table after
  Bonferroni's over the numbers of each; the chance of any false alarm in a table is at most FAMILY.
- agrees: every number lies inside its region, at level AGREEMENT each (an intersection-union test: no correction is needed).
- not enough data: neither can be said.
"""

import math
from dataclasses import dataclass, field

import numpy
from scipy import stats

FAMILY = 0.05  # of a table: the chance that any statement that is true is called a disagreement, at most
AGREEMENT = 0.01  # of a statement: the chance that it is called an agreement although a number is outside its region, at most
AGREES, DISAGREES, UNDECIDED = "agrees", "disagrees", "not enough data"


@dataclass(frozen=True)
class Number:
    what: str  # for a reader: "xi = 0.6, M = 4, 2D"
    estimate: float
    stderr: float  # NaN: unknown, then it decides nothing; 0: exact if degrees are infinite, else of realizations that are all equal
    low: float = -math.inf
    high: float = math.inf
    degrees: float = math.inf  # of freedom of the error

    @property
    def outside_p(self):
        """The p-value of "inside, or on the border": small where it is clearly outside."""
        distance = max(self.low - self.estimate, self.estimate - self.high)
        if math.isnan(self.estimate) or math.isnan(self.stderr) or distance <= 0:
            return 1.0
        return self._tail(distance)

    @property
    def inside_p(self):
        """The p-value of "outside, or on the border": small where it is clearly inside (the larger of two one-sided tests)."""
        distance = min(self.estimate - self.low, self.high - self.estimate)
        if math.isnan(self.estimate) or math.isnan(self.stderr) or distance < 0:
            return 1.0
        return self._tail(distance)

    @property
    def margin(self):
        """Standard errors to the nearer border, from inside: orders what is so clear that the p-values vanish."""
        distance = min(self.estimate - self.low, self.high - self.estimate)
        return distance / self.stderr if self.stderr > 0 else math.inf

    def _tail(self, distance):
        if self.stderr == 0:  # widths are whole numbers: n equal ones have no spread, and are no proof; the sign test of their median
            return 0.5**(self.degrees + 1)
        return float(stats.t.sf(distance / self.stderr, self.degrees)) if self.degrees > 0 else 1.0


def from_samples(what, values, low=-math.inf, high=math.inf):
    """A Number whose estimate is the mean of one value per realization."""
    values = numpy.asarray(values, dtype=float)
    count = len(values)
    error = float(numpy.std(values, ddof=1) / math.sqrt(count)) if count > 1 else math.nan
    return Number(what, float(numpy.mean(values)), error, low, high, count - 1)


def pooled(lists):
    """[realizations]: the mean over points, realization by realization, so that what points share is counted once."""
    count = min(map(len, lists))
    return numpy.mean([numpy.asarray(values, dtype=float)[:count] for values in lists], axis=0)


@dataclass(frozen=True)
class Evidence:
    """What a check found. No numbers: there was nothing to test."""

    numbers: list = field(default_factory=list)  # of Number: all inside -> agrees
    guards: list = field(default_factory=list)  # of Number: any outside -> disagrees
    remark: str = ""


@dataclass(frozen=True)
class Statement:
    key: str  # short and stable: "floor"
    place: str  # in the paper: "Sec. III A, Fig. 4"
    text: str  # what the paper says
    criterion: str  # what that is taken to mean here
    check: object  # (System) -> Evidence


@dataclass(frozen=True)
class Verdict:
    statement: Statement
    evidence: Evidence
    verdict: str
    number: object  # the Number that decides, or the weakest; None without data
    p_agree: float
    p_disagree: float  # after Bonferroni's correction over the numbers of the statement


def judge(statements, system):
    """[Verdict], one per statement, in their order."""
    found = [(statement, statement.check(system)) for statement in statements]
    p_disagree = [min(1.0, len(all_of) * min(number.outside_p for number in all_of)) if all_of else math.nan
                  for _, evidence in found for all_of in [evidence.numbers + evidence.guards]]
    rejected = _holm(p_disagree)
    return [_verdict(statement, evidence, p, index in rejected)
            for index, ((statement, evidence), p) in enumerate(zip(found, p_disagree))]


def _verdict(statement, evidence, p_disagree, is_rejected):
    p_agree = max((number.inside_p for number in evidence.numbers), default=math.nan)
    if is_rejected:
        count = len(evidence.numbers) + len(evidence.guards)
        clear = [one for one in evidence.numbers if one.outside_p * count <= FAMILY]  # rather a number than a single point
        number = min(clear or evidence.numbers + evidence.guards, key=lambda one: one.outside_p)
        return Verdict(statement, evidence, DISAGREES, number, p_agree, p_disagree)
    number = max(evidence.numbers, key=lambda one: (one.inside_p, -one.margin), default=None)
    verdict = AGREES if evidence.numbers and p_agree <= AGREEMENT else UNDECIDED
    return Verdict(statement, evidence, verdict, number, p_agree, p_disagree)


def _holm(p_values):
    """Indices of the hypotheses that Holm's step-down procedure rejects at FAMILY; NaN: not tested."""
    tested = sorted((p, index) for index, p in enumerate(p_values) if not math.isnan(p))
    rejected = set()
    for rank, (p, index) in enumerate(tested):
        if p > FAMILY / (len(tested) - rank):
            break
        rejected.add(index)
    return rejected
