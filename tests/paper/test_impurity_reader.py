"""tools/mbl_results.py on campaigns of the impurity model: points as the file has them, averages over seeds."""

import math
import os
import re
import subprocess
import sys
import unittest

import numpy

from paper_case import SOURCE, TOOLS, PaperCase
import mbl_results

sys.path.append(os.path.join(SOURCE, "tests", "plot"))
from make_synthetic_impurity import points_of, report, spectral_function, sweep, write  # noqa: E402

OMEGA = numpy.linspace(-1, 1, 21)


class ImpurityReader(PaperCase):
    def read(self, points, **keywords):
        write(self.path("results.h5"), points, frequency=OMEGA, **keywords)
        return mbl_results.read(self.folder)

    def test_points_are_those_of_the_file(self):
        points = points_of("paper")
        results = self.read(points, failed=[4])
        self.assertEqual((results.points, len(results.impurity_points)), ([], len(points)))
        for number, (point, wanted) in enumerate(zip(results.impurity_points, points)):
            self.assertEqual((point.index, point.parameters), (number, wanted))
            self.assertEqual(set(point.parameters), set(mbl_results.IMPURITY_PARAMETERS))
            self.assertEqual(point.report, {**report(wanted), "converged": int(number != 4)})
            self.assertEqual(set(point.report), set(mbl_results.IMPURITY_REPORT))
            self.assertEqual((point.converged, "iteration_limit" in point.failure), (number != 4, number == 4))
        self.assertEqual((point.liom_count, point.sum_rule), (wanted["liom_count"], report(wanted)["sum_rule"]))
        with self.assertRaisesRegex(AttributeError, "no 'bubble_spins'"):
            point.bubble_spins

    def test_curves_and_arrays(self):
        point = self.read(sweep("", liom_count=[55]), lioms=[7]).impurity_points[0]
        curve = point.curve("plot_spectral_function")
        numpy.testing.assert_array_equal(curve.x, OMEGA)
        numpy.testing.assert_array_equal(curve.mean, spectral_function(point.parameters, OMEGA))
        self.assertTrue(numpy.all(numpy.isnan(curve.stderr)))
        self.assertEqual(point.lioms, [0, 7, 54])
        for name, frequency in (("spectral_function", "frequency"), ("matsubara_green", "matsubara_frequency"),
                                ("matsubara_self_energy", "matsubara_frequency"), ("liom_spectral_function/7", "plot_frequency")):
            curve = point.curve(name)
            numpy.testing.assert_array_equal(curve.x, point.array(frequency))
            numpy.testing.assert_array_equal(curve.mean, point.array(name))
        green = point.array("matsubara_green")
        self.assertEqual(green.dtype, numpy.complex128)
        numpy.testing.assert_allclose(1 / green, 1j * point.array("matsubara_frequency") + 0.2, rtol=1e-14)
        self.assertEqual([len(point.array(name)) for name in ("liom_energy", "liom_coupling", "liom_filling")], [55] * 3)
        with self.assertRaisesRegex(mbl_results.ResultsError, "liom_spectral_function/8 is missing"):
            point.curve("liom_spectral_function/8")
        with self.assertRaisesRegex(KeyError, "known: spectral_function"):
            point.curve("nonsense")

    def test_select(self):
        results = self.read(points_of("paper"), failed=[4])
        self.assertEqual([point.index for point in results.select(coupling=1.5, interaction=2, liom_count=[3, 10][0])], [18])
        self.assertEqual([point.index for point in results.select(converged=False)], [4])
        self.assertEqual(len(results.select(panel="ab", layer_rule="n")), 18)

    def test_tables_are_averages_over_seeds(self):
        points = sweep("", coupling=[0.5, 1.5], liom_count=[10, 55], seed=[1, 2, 3, 4])
        results = self.read(points, failed=[1])
        table = results.table("shape_distance_to_free")
        self.assertEqual(table["coupling"].tolist(), [0.5, 0.5, 1.5, 1.5])
        self.assertEqual(table["liom_count"].tolist(), [10, 55, 10, 55])
        self.assertEqual(table["seeds"].tolist(), [3, 4, 4, 4])
        self.assertEqual(set(table), {*mbl_results.IMPURITY_PARAMETERS, "seeds", "mean", "stderr"} - {"seed"})
        for row, first in enumerate(range(0, 16, 4)):
            values = numpy.array([report(point)["shape_distance_to_free"] for index, point in enumerate(points[first:first + 4], first)
                                  if index != 1])
            self.assertAlmostEqual(table["mean"][row], values.mean(), 14)
            self.assertAlmostEqual(table["stderr"][row], values.std(ddof=1) / math.sqrt(len(values)), 14)
        one = results.table("shape_distance_to_free", seed=1, coupling=1.5)
        self.assertEqual((one["seeds"].tolist(), numpy.isnan(one["stderr"]).tolist()), ([1, 1], [True, True]))
        with self.assertRaisesRegex(KeyError, "known: converged"):
            results.table("nonsense")

    def test_average_of_curves(self):
        results = self.read(sweep("", liom_count=[10, 55], seed=[1, 2, 3]))
        points = results.select(liom_count=55)
        for name in ("plot_spectral_function", "matsubara_green"):
            values = numpy.array([point.array(name) for point in points])
            curve = mbl_results.seed_average(points, name)
            numpy.testing.assert_allclose(curve.mean, values.mean(axis=0), rtol=1e-14)
            numpy.testing.assert_allclose(curve.stderr, numpy.sqrt((abs(values - values.mean(axis=0))**2).sum(axis=0) / 6), rtol=1e-12)
            self.assertEqual(curve.stderr.dtype, float)
        groups = mbl_results.by_seed(results.impurity_points)
        self.assertEqual([[point.index for point in group] for group in groups], [[0, 1, 2], [3, 4, 5]])

    def test_a_point_listed_twice_is_one_seed(self):
        results = self.read(sweep("", liom_count=[10, 10]) + sweep("other", liom_count=[10]))
        self.assertEqual([[point.index for point in group] for group in mbl_results.by_seed(results.impurity_points)], [[0], [2]])

    def test_explicit_lioms_of_several_seeds(self):
        """V and xi are NaN, and equal all the same."""
        results = self.read(sweep("", geometry="explicit", liom_count=[3], seed=[1, 2]))
        self.assertEqual(results.table("sum_rule")["seeds"].tolist(), [2])

    def test_plots_in_one_line(self):
        results = self.read(sweep("", coupling=[0.5, 1.5], liom_count=[10, 55], seed=[1, 2]))
        axes = results.plot("shape_distance_to_free")
        self.assertEqual([bars[0].get_xdata().tolist() for bars in axes.containers], [[10, 55], [10, 55]])
        self.assertEqual(axes.get_legend().get_title().get_text(), "coupling")
        axes = self.read(sweep("ab", interaction=[2.0, 0.0], bubble_sites=[30, 300], liom_count=[10, 55])).plot("sum_rule")
        self.assertEqual([bars[0].get_xdata().tolist() for bars in axes.containers], [[10, 55]] * 4)
        self.assertEqual([bars.get_label() for bars in axes.containers],
                         [f"0.5, interaction {u}, bubble_sites {sites}" for u in (2, 0) for sites in (30, 300)])
        axes = results.plot("plot_spectral_function")
        self.assertEqual([line.get_label() for line in axes.lines], [f"{m}, coupling {v}" for m in (10, 55) for v in (0.5, 1.5)])
        axes = results.plot("plot_spectral_function", coupling=1.5)
        self.assertEqual([line.get_label() for line in axes.lines], ["10", "55"])
        average = mbl_results.seed_average(results.select(coupling=1.5, liom_count=55), "plot_spectral_function")
        numpy.testing.assert_array_equal(axes.lines[1].get_ydata(), average.mean)
        self.assertEqual((len(axes.collections), axes.get_xlabel()), (2, "plot_frequency"))
        axes.figure.savefig(self.path("plot.png"))

    def test_the_docstrings_examples_run(self):
        _, example = re.findall(r"\n\n((?:    .+\n)+)", mbl_results.__doc__)
        os.makedirs(self.path("results", "fig6-quick"))
        write(self.path("results", "fig6-quick", "results.h5"), points_of("quick"))
        code = "import mbl_results\n" + "".join(line[4:] + "\n" for line in example.splitlines())
        done = subprocess.run([sys.executable, "-B", "-c", code], cwd=self.folder, env={**os.environ, "PYTHONPATH": TOOLS},
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(os.path.exists(self.path("rho.png")))


if __name__ == "__main__":
    unittest.main()
