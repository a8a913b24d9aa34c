"""tools/crossings.py: the crossing of curves that are known, its error, and curves that do not cross."""

import dataclasses
import math
import unittest

import numpy

import paper_case  # noqa: F401
import synthetic
from crossings import _split, change_error, find_crossings

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


def exact(differences, noise=1e-3, realizations=100, lengths=LENGTHS):
    """Two curves whose difference has these means exactly, and the error `noise`/sqrt(realizations) everywhere."""
    spread = noise * numpy.where(numpy.arange(realizations) % 2, 1, -1)
    return [dataclasses.replace(TEMPLATE, liom_count=count, localization_length=xi,
                                samples={NAME: 0.5 + (count - 2) * (difference + spread) * numpy.ones(realizations)})
            for count in (2, 3) for xi, difference in zip(lengths, differences)]


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

    def test_a_cubic_in_the_logarithm_is_met_exactly(self):
        """Its own zero, in the replicas too; what is lost with one point less is the interpolation's error."""
        place = numpy.log(numpy.array(LENGTHS) / 2.7)
        crossing, = find_crossings(exact(place * (1 - 0.8 * place + 0.5 * place**2), noise=1e-6), NAME)
        self.assertAlmostEqual(crossing.length, 2.7, 9)
        self.assertAlmostEqual(numpy.mean(crossing.resampled), 2.7, 6)
        self.assertGreater(crossing.interpolation_error, 100 * crossing.stderr)
        self.assertEqual(crossing.error, math.hypot(crossing.stderr, crossing.interpolation_error))
        crossing, = find_crossings(exact(place * (1 - 0.8 * place), noise=1e-6), NAME)  # three points suffice for a parabola
        self.assertLess(crossing.interpolation_error, 1e-6)

    def test_between_two_points_the_interpolation_has_no_known_error(self):
        crossing, = find_crossings(exact([-1, 1], lengths=(2.0, 4.0)), NAME)
        self.assertAlmostEqual(crossing.length, math.sqrt(8), 9)
        self.assertGreater(crossing.stderr, 0)
        self.assertTrue(math.isnan(crossing.error))

    def test_two_sides_are_clear_from_three_errors_on(self):
        """100 realizations of spread 0.1: an error of 0.01."""
        for difference, status in ((0.025, "unclear"), (0.035, "crossing")):
            crossing, = find_crossings(exact([-difference] * 4 + [difference] * 5, noise=0.1), NAME)
            self.assertEqual(crossing.status, status)
        crossing, = find_crossings(exact([-0.025] * 4 + [0.1] * 5, noise=0.1), NAME)
        self.assertEqual(crossing.status, "above")

    def test_no_error_where_too_few_replicas_have_realizations(self):
        """Of two realizations a replica draws none with probability exp(-2)."""
        for realizations, known in ((2, False), (4, True)):
            crossing, = find_crossings(exact([-1] * 4 + [1] * 5, realizations=realizations), NAME)
            self.assertEqual((crossing.status, math.isfinite(crossing.stderr)), ("crossing", known))

    def test_one_far_point_does_not_decide_where_the_sides_are(self):
        self.assertEqual(_split(numpy.array([-8, -8, -8, 8, 8, -200, 8])), 3)
        self.assertEqual(_split(numpy.array([8, -8.0])), 0)

    def test_neighbouring_crossings_share_a_curve_that_moves_them_apart(self):
        """S_3 alone fluctuates: it moves the crossings of (2, 3) and (3, 4) in opposite directions."""
        draw = numpy.random.default_rng(5).normal(size=200)
        made = []
        for count in (2, 3, 4):
            for xi in LENGTHS:
                values = 0.5 + 0.1 * count * math.log(xi / 2.7) + (0.05 * draw if count == 3 else 0) * numpy.ones(200)
                made.append(dataclasses.replace(TEMPLATE, liom_count=count, localization_length=xi, samples={NAME: values}))
        one, other = find_crossings(made, NAME)
        self.assertAlmostEqual(change_error(one, other) / (one.error + other.error), 1, delta=0.02)

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
