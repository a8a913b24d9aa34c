"""tools/crossings.py: the crossing of curves that are known, its error, and curves that do not cross."""

import dataclasses
import math
import unittest

import numpy

import paper_case  # noqa: F401
import synthetic
from crossings import find_crossings

LENGTHS = (1.0, 1.5, 2.0, 2.5, 2.885, 3.2, 4.0, 6.0, 8.0)
NAME = "entropy_tau_M"
TEMPLATE = synthetic.system(realizations=2, largest=1, lengths=(1.0,)).points[1]


def points(realizations=100, where=2.9, seed=1, noise=0.02, shared=0.05, counts=(2, 3), slope=0.1, curvature=0.03):
    """S_M(xi) = 0.5 + (M - 2) (slope ln(xi/where) + curvature ln^2) + noise."""
    draw = numpy.random.default_rng(seed)
    common = shared * draw.normal(size=max(realizations.values()) if isinstance(realizations, dict) else realizations)
    made = []
    for count in counts:
        for xi in LENGTHS:
            size = realizations[count] if isinstance(realizations, dict) else realizations
            place = math.log(xi / where)
            values = (0.5 + (count - 2) * (slope * place + curvature * place**2) + common[:size] + noise * draw.normal(size=size))
            made.append(dataclasses.replace(TEMPLATE, liom_count=count, localization_length=xi, samples={NAME: values}))
    return made


class Crossings(unittest.TestCase):
    def test_a_known_crossing(self):
        crossing, = find_crossings(points(), NAME)
        self.assertEqual((crossing.lower, crossing.status), (2, "crossing"))
        self.assertLess(abs(crossing.length - 2.9), 3 * crossing.error)
        self.assertLess(crossing.error, 0.2)

    def test_the_error_is_the_spread_over_data_sets(self):
        found = [find_crossings(points(seed=seed), NAME, replicas=200)[0] for seed in range(60)]
        spread = numpy.std([one.length for one in found], ddof=1)
        self.assertAlmostEqual(numpy.mean([one.stderr for one in found]) / spread, 1, delta=0.3)
        self.assertAlmostEqual(numpy.mean([one.length for one in found]), 2.9, delta=4 * spread / math.sqrt(60))

    def test_saturating_curves_and_continuity_at_a_measured_length(self):
        """1 - (where/xi)^3 with hardly any noise: 3 % at most wherever the zero is, and no jump where it passes xi = 2.885."""
        lengths = []
        for where in (2.2, 2.45, 2.7, 2.88, 2.89, 3.1, 3.6):
            made = []
            for count in (2, 3):
                for xi in LENGTHS:
                    values = 0.5 + (count - 2) * (1 - (where / xi)**3) + 1e-4 * numpy.random.default_rng(count).normal(size=30)
                    made.append(dataclasses.replace(TEMPLATE, liom_count=count, localization_length=xi, samples={NAME: values}))
            crossing, = find_crossings(made, NAME)
            lengths.append(crossing.length)
            self.assertAlmostEqual(crossing.length / where, 1, delta=0.03)
            self.assertLess(abs(crossing.length - where), 3 * crossing.error + 0.01)
        self.assertAlmostEqual(lengths[4] - lengths[3], 0.01, delta=0.005)

    def test_points_that_share_realizations_are_resampled_together(self):
        """The noise that they share is ten times their own, and cancels."""
        one, = find_crossings(points(shared=0.2), NAME)
        alone, = find_crossings(points(shared=0.0), NAME)
        self.assertAlmostEqual(one.stderr / alone.stderr, 1, delta=0.15)
        separate, = find_crossings(points(shared=0.2), NAME, stream_of=lambda point: point.liom_count)
        self.assertTrue(separate.status == "unclear" or not separate.stderr < 3 * one.stderr)

    def test_different_numbers_of_realizations(self):
        crossing, = find_crossings(points(shared=0.0, realizations={2: 300, 3: 60}), NAME)
        self.assertEqual((crossing.status, crossing.realizations), ("crossing", 60))
        self.assertLess(abs(crossing.length - 2.9), 4 * crossing.error)

    def test_curves_that_do_not_cross(self):
        for where, status in ((0.01, "above"), (300.0, "below")):
            crossing, = find_crossings(points(where=where, curvature=0), NAME)
            self.assertEqual(crossing.status, status)
            self.assertTrue(math.isnan(crossing.length))

    def test_equal_curves_and_single_realizations_are_unclear(self):
        for made in (points(slope=0, curvature=0), points(realizations=1), points()[:1] + points()[9:10]):
            self.assertEqual([one.status for one in find_crossings(made, NAME)], ["unclear"])

    def test_identical_points_are_left_out(self):
        made = points()
        made[0] = dataclasses.replace(made[0], samples=made[9].samples)
        crossing, = find_crossings(made, NAME)
        self.assertEqual(crossing.status, "crossing")

    def test_two_runs_give_the_same_bits(self):
        self.assertEqual(find_crossings(points(), NAME), find_crossings(points(), NAME))

    def test_every_pair_of_consecutive_m(self):
        found = find_crossings(points(counts=(2, 3, 4, 6)), NAME)
        self.assertEqual([one.lower for one in found], [2, 3])


if __name__ == "__main__":
    unittest.main()
