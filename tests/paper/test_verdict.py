"""The rule that makes verdicts of numbers: by hand, and how often it errs."""

import math
import unittest

import numpy

import paper_case  # noqa: F401
from paper_checks.verdict import (AGREES, DISAGREES, FAMILY, UNDECIDED, Evidence, Number, Statement, from_samples, judge,
                                  pooled)


def statement(key, *numbers, guards=()):
    return Statement(key, "", "", "", lambda system: Evidence(list(numbers), list(guards)))


def verdicts(*statements):
    return [one.verdict for one in judge(list(statements), None)]


class Numbers(unittest.TestCase):
    def test_p_values_by_hand(self):
        number = Number("", 1.2, 0.1, 0.5, 1.0)  # normal: 2 errors outside
        self.assertAlmostEqual(number.outside_p, 0.0227501319, 9)
        self.assertEqual(number.inside_p, 1.0)
        number = Number("", 0.8, 0.1, 0.5, 1.0)  # 2 errors from the nearer border
        self.assertAlmostEqual(number.inside_p, 0.0227501319, 9)
        self.assertEqual(number.outside_p, 1.0)
        self.assertAlmostEqual(Number("", 3.0, 1.0, high=0.0, degrees=1).outside_p, math.atan(1 / 3) / math.pi, 12)  # Cauchy

    def test_an_unknown_error_decides_nothing_and_an_exact_number_everything(self):
        for estimate in (0.5, 2.0):
            number = Number("", estimate, math.nan, 0.0, 1.0)
            self.assertEqual((number.inside_p, number.outside_p), (1.0, 1.0))
        self.assertEqual((Number("", 1.0, 0.0, 0.0, 1.0).inside_p, Number("", 1.0, 0.0, 0.0, 1.0).outside_p), (0.0, 1.0))
        self.assertEqual((Number("", 1.1, 0.0, 0.0, 1.0).inside_p, Number("", 1.1, 0.0, 0.0, 1.0).outside_p), (1.0, 0.0))
        self.assertEqual(from_samples("", [1.0]).inside_p, 1.0)

    def test_the_error_is_that_of_the_mean(self):
        number = from_samples("", [1.0, 2.0, 3.0, 4.0])
        self.assertAlmostEqual(number.stderr, math.sqrt(5 / 3) / 2, 14)
        self.assertEqual((number.estimate, number.degrees), (2.5, 3))

    def test_equal_realizations_are_no_proof(self):
        """Widths are whole numbers: n times 2 has no spread. The sign test of their median: 2^-n."""
        for count, verdict in ((2, UNDECIDED), (6, UNDECIDED), (7, AGREES)):
            number = from_samples("", [2.0] * count, high=2.2)
            self.assertEqual((number.stderr, number.inside_p), (0.0, 0.5**count))
            self.assertEqual(verdicts(statement("a", number)), [verdict])
        self.assertEqual(from_samples("", [2.0] * 4, high=1.0).outside_p, 1 / 16)

    def test_pooling_counts_shared_noise_once(self):
        noise = numpy.random.default_rng(1).normal(size=100)
        one, both = from_samples("", noise), from_samples("", pooled([noise, noise[:90]]))
        self.assertAlmostEqual(both.stderr, from_samples("", noise[:90]).stderr, 14)
        self.assertEqual((one.degrees, both.degrees), (99, 89))


class Rule(unittest.TestCase):
    def test_three_verdicts(self):
        inside, outside, unclear = (Number("", x, 0.1, 0.0, 1.0) for x in (0.5, 3.0, 1.05))
        self.assertEqual(verdicts(statement("a", inside), statement("b", outside), statement("c", unclear), statement("d")),
                         [AGREES, DISAGREES, UNDECIDED, UNDECIDED])

    def test_every_number_must_be_inside_and_guards_can_only_object(self):
        inside, outside, unclear = (Number("", x, 0.1, 0.0, 1.0) for x in (0.5, 3.0, 1.05))
        self.assertEqual(verdicts(statement("a", inside, unclear)), [UNDECIDED])
        self.assertEqual(verdicts(statement("a", inside, guards=[unclear])), [AGREES])
        self.assertEqual(verdicts(statement("a", inside, guards=[outside])), [DISAGREES])
        self.assertEqual(verdicts(statement("a", guards=[inside])), [UNDECIDED])

    def test_the_number_shown_is_the_one_that_decides(self):
        near, far, worst = (Number(str(x), x, 0.1, 0.0, 1.0) for x in (0.7, 0.5, 3.0))
        shown, = judge([statement("a", far, near)], None)
        self.assertIs(shown.number, near)
        shown, = judge([statement("a", far, near, guards=[worst])], None)
        self.assertIs(shown.number, worst)

    def test_holm_by_hand(self):
        """p of 0.012, 0.02, 0.06: of three 0.012 < 0.05/3, then 0.02 < 0.05/2, then 0.06 > 0.05."""
        at = {0.012: 2.257129, 0.02: 2.053749, 0.06: 1.554774}  # normal quantiles
        made = [statement(str(p), Number("", z, 1.0, high=0.0)) for p, z in at.items()]
        self.assertEqual(verdicts(*made), [DISAGREES, DISAGREES, UNDECIDED])
        self.assertEqual(verdicts(made[1], made[2], made[2]), [UNDECIDED] * 3)  # 0.02 > 0.05/3
        self.assertEqual(verdicts(made[1], statement("no data"), statement("no data")), [DISAGREES, UNDECIDED, UNDECIDED])

    def test_many_numbers_of_one_statement_are_corrected_too(self):
        good = [Number("", 0.0, 1.0, -9.0, 9.0)] * 4
        odd = Number("", 2.257129, 1.0, high=0.0)  # 0.012
        self.assertEqual(verdicts(statement("a", *good[:3], odd)), [DISAGREES])  # 4 x 0.012 < 0.05
        self.assertEqual(verdicts(statement("a", *good, odd)), [UNDECIDED])


class ErrorRates(unittest.TestCase):
    """600 tables of 10 statements of 5 numbers of 20 realizations, every truth exactly on a border: the worst case of both errors."""

    def test_false_alarms_and_false_agreements(self):
        draw = numpy.random.default_rng(7)
        alarms = agreements = 0
        tables, statements, numbers = 600, 10, 5
        for _ in range(tables):
            samples = draw.normal(size=(statements, numbers, 20))
            made = [statement(str(k), *(from_samples("", values, low=0.0) for values in samples[k])) for k in range(statements)]
            found = verdicts(*made)
            alarms += DISAGREES in found
            single = [statement(str(k), from_samples("", samples[k, 0], low=0.0)) for k in range(statements)]
            agreements += verdicts(*single).count(AGREES)
        spread = 3 * math.sqrt(FAMILY * (1 - FAMILY) / tables)
        self.assertLess(alarms / tables, FAMILY + spread)
        self.assertGreater(alarms / tables, FAMILY / 4)  # nor is the test one that never speaks
        self.assertLess(agreements / (tables * statements), 0.01 + 3 * math.sqrt(0.01 / (tables * statements)))


if __name__ == "__main__":
    unittest.main()
