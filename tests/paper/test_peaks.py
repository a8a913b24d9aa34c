"""Where the peaks of Fig. 3 are, by hand."""

import unittest

import numpy

import paper_case  # noqa: F401
from mbl_results import Curve
from paper_checks.peaks import _distance


class Peaks(unittest.TestCase):
    def test_the_distance_in_half_widths(self):
        x = (numpy.arange(-8, 8) + 0.5) * 0.5
        mean = numpy.where(numpy.isin(x, (1.25, 1.75, -1.25)), 1.0, 0.4)  # two bins on the right, one on the left
        curve = Curve(x, mean, numpy.zeros(len(x)), 0.5)
        self.assertAlmostEqual(_distance(curve, 1.5), (0 + 0.25 / 0.25) / 2, 14)
        self.assertAlmostEqual(_distance(curve, 1.3), (0.2 / 0.5 + 0.05 / 0.25) / 2, 14)

    def test_each_side_has_its_own_maximum(self):
        x = numpy.array([-1.5, -0.5, 0.5, 1.5])
        self.assertAlmostEqual(_distance(Curve(x, numpy.array([0.1, 0.02, 0.3, 1.0]), numpy.zeros(4), 1.0), 1.5), 0, 14)


if __name__ == "__main__":
    unittest.main()
