"""The region and the points of each statement, written out a second time: a threshold that moves is seen here."""

import math
import re
import unittest
from math import inf

import paper_case  # noqa: F401
import synthetic
from paper_checks import integrals
from paper_checks.registry import DIAGONALIZATION

LOG2 = math.log(2)
CRITICAL = 2 / LOG2
UP, DOWN, QUARTER = (0, inf), (-inf, 0), (0.8, 1.25)
REGIONS = {
    "peaks": {(0, 1)},
    "floor": {(-inf, 2.2)},
    "hybridized": {(3, inf)},
    "rising": {UP},
    "falling": {DOWN},
    "non-monotonic": {UP, DOWN},
    "stronger coupling": {UP},
    "Eq. 6, 1D": {QUARTER},
    "Eq. 6, 2D": {QUARTER},
    "Eq. 7": {QUARTER},
    "Eq. 7 as printed": {QUARTER},
    "golden rule": {QUARTER},
    "absorbed": {(0.75, 1.25)},
    "not absorbed": {(-inf, 1)},
    "broadening": {UP},
    "shift": {(-0.1, 0.1)},
    "other operator": {(-0.25, 0.25)},
    "I grows": {UP},
    "I collapses": {DOWN},
    "thermal function": {(0.9, 1.0001)},
    "bound": {DOWN},
    "S collapses": {(0, 0.1)},
    "S falls": {DOWN},
    "layers": {UP, DOWN},
    "S saturates": {(0.95, 1), UP},
    "bath spin maximal": {(0, 1.5)},
    "bath spin thermal": {(0.75, 1.25)},
    "crossing": {(CRITICAL / 1.25, CRITICAL * 1.25), UP, DOWN},
    "no transition": {(0, CRITICAL / 1.25), UP, DOWN},
    "r in between": {(2 * LOG2 - 1, 0.5307)},
    "r thermal": {(0.5307 - 0.015, 0.5307 + 0.015)},
    "r localized": {(2 * LOG2 - 1.015, 0.5307 - 0.03), DOWN},
}


def rule(point):
    return synthetic.golden_rule(point.bubble_spins, point.geometry, point.coupling, point.localization_length, point.liom_count)


def label(point, step=False):
    word = {"1d_exponential": "1D", "1d_stretched": "stretched", "2d_exponential": "2D"}[point.geometry]
    coupling = f", V1 = {point.coupling:g}" if point.coupling != 1 else ""
    count = f"M = {point.liom_count - 1} to {point.liom_count}" if step else f"M = {point.liom_count}"
    return f"{word}, xi = {point.localization_length:g}{coupling}, {count}"


class Regions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.system = synthetic.system(lengths=(*synthetic.LENGTHS, 2.7))
        cls.found = {statement.key: statement.check(cls.system) for statement in DIAGONALIZATION}

    def test_regions(self):
        self.assertEqual(set(self.found), set(REGIONS))
        for key, evidence in self.found.items():
            regions = {(one.low, one.high) for one in evidence.numbers + evidence.guards}
            self.assertEqual(len(regions), len(REGIONS[key]), (key, regions))
            for one, wanted in zip(sorted(regions), sorted(REGIONS[key])):
                for border, expected in zip(one, wanted):
                    self.assertTrue(border == expected or math.isclose(border, expected, rel_tol=1e-12), (key, regions))

    def assert_points(self, key, wanted, step=False):
        evidence = self.found[key]
        points = [point for point in self.system.points if point.liom_count > 0 and wanted(point)]
        self.assertGreater(len(points), 2, key)
        tested = {one.what for one in evidence.guards or evidence.numbers}
        self.assertEqual(tested, {label(point, step) for point in points}, key)

    def test_which_points_are_tested(self):
        weak = lambda point: point.coupling == 1  # noqa: E731
        beyond_the_golden_rule = lambda point: point.coupling == 2 and point.liom_count == 1  # noqa: E731
        for key, wanted in {
                "floor": lambda point: rule(point) < 0.5,
                "hybridized": lambda point: rule(point) >= 4 and point.localization_length > 2.885,
                "golden rule": lambda point: rule(point) > 3 and not beyond_the_golden_rule(point),
                "Eq. 6, 2D": lambda point: point.geometry == "2d_exponential" and point.liom_count > 1 and rule(point) > 3,
                "absorbed": lambda point: rule(point) >= 4,
                "not absorbed": lambda point: rule(point) < 0.5 and point.liom_count == 6,
                "broadening": lambda point: rule(point) < 0.5,
                "S collapses": lambda point: rule(point) < 0.005,
                "bath spin thermal": lambda point: rule(point) >= 4}.items():
            self.assert_points(key, wanted)
        self.assert_points("layers", lambda point: point.geometry == "2d_exponential" and point.localization_length <= 1
                           and point.liom_count > 1, step=True)

        def falls(point):
            before = synthetic.golden_rule(8, point.geometry, 1, point.localization_length, max(point.liom_count - 1, 1))
            return (weak(point) and point.geometry != "2d_exponential" and point.localization_length < 1 and point.liom_count > 1
                    and rule(point) < 0.8 * before)
        self.assert_points("S falls", falls, step=True)

    def test_within_a_layer_up_and_to_the_next_down(self):
        for one in self.found["layers"].numbers:
            self.assertEqual((one.low, one.high), DOWN if one.what.endswith(("to 2", "to 4")) else UP, one.what)

    def test_which_curves_are_tested(self):
        """At xi = 3.2 Eq. 6 itself does not rise at these sizes, xi = 2.7 is too near to the critical one."""
        for key, wanted in {"rising": {4, 8}, "falling": {0.4, 0.6, 0.8, 1, 1.5, 2, 2.5}, "S saturates": {4, 8},
                            "I grows": {4, 8}}.items():
            lengths = {float(re.search(r"xi = ([0-9.]+)", one.what)[1]) for one in self.found[key].numbers}
            self.assertEqual(lengths, wanted, key)

    def test_crossings_are_of_curves_that_depend_on_xi(self):
        """M = 1 does not; the largest M decide."""
        for key in ("crossing", "no transition"):
            evidence = self.found[key]
            self.assertTrue(evidence.remark.startswith("M = 2, 3: ") and evidence.remark.count(";") == 3, evidence.remark)
            self.assertEqual(evidence.numbers[0].what, "M = 5, 6")
            self.assertEqual({one.what.split(" at ")[0] for one in evidence.guards}, {"S(M = 6) - S(M = 5)"})

    def test_units(self):
        """Deficits in units of 2/D and 2/2^N, steps of G in units of one degree of freedom."""
        self.assertAlmostEqual(self.found["bath spin thermal"].numbers[0].estimate, 1, delta=0.02)
        bare = [one for one in self.found["bath spin maximal"].numbers if one.what.endswith("M = 0")]
        for one in bare:
            self.assertAlmostEqual(one.estimate, 1, delta=0.03)
        self.assertAlmostEqual(self.found["absorbed"].numbers[0].estimate, 1, delta=0.05)
        other, = self.found["other operator"].numbers
        self.assertAlmostEqual(other.stderr * LOG2 / 2, self.step_error(), 12)

    def step_error(self):
        """Of the mean over steps of the change of the second operator's G less the first's, in natural units."""
        values = []
        for curve in self.system.curves():
            for count, point in curve.points.items():
                if count > 1 and rule(point) >= 4:
                    after, before = point.samples, curve.points[count - 1].samples
                    values.append(sum(sign * (after[name] - before[name]) for sign, name in (
                        (1, "thouless_mean_sigma_z_N_tau_z_1"), (-1, "thouless_mean_sigma_z_N"))))
        mean = sum(values) / len(values)
        return mean.std(ddof=1) / math.sqrt(len(mean))

    def test_degrees_of_freedom_of_integrals_are_jackknife_groups(self):
        degrees = {point.liom_count: integrals._degrees(point) for point in self.system.points}
        self.assertEqual(degrees, {0: 49, 1: 49, 2: 49, 3: 49, 4: 49, 5: 199, 6: 399})


if __name__ == "__main__":
    unittest.main()
