"""tools/mbl_results.py: what it reads is what the file holds; its errors are those of textbooks."""

import math
import os
import re
import subprocess
import sys
import unittest

import h5py
import numpy

from paper_case import SOURCE, TOOLS, PaperCase
import mbl_results
import synthetic


class Reader(PaperCase):
    def setUp(self):
        super().setUp()
        self.system = synthetic.system(realizations=20, largest=3, lengths=(0.4, 4.0))
        synthetic.write(self.path("results.h5"), self.system)

    def test_points_are_those_of_the_file(self):
        for path in (self.folder, self.path("results.h5")):
            results = mbl_results.read(path)
            self.assertEqual((results.name, results.profile, results.seed), ("made-up", "paper", 1))
            self.assertEqual(len(results.points), len(self.system.points))
            for point, wanted in zip(results.points, self.system.points):
                for name in mbl_results.PARAMETERS:
                    self.assertEqual(getattr(point, name), getattr(wanted, name))
                self.assertEqual(set(point.samples), set(wanted.samples))
                for name, values in wanted.samples.items():
                    numpy.testing.assert_array_equal(point.samples[name], values)
                self.assertEqual(point.integrals, wanted.integrals)
        self.assertEqual(results.points[3].curve("thouless_density_sigma_z_N").bin_width, 0.25)
        with self.assertRaisesRegex(mbl_results.ResultsError, "curves/nonsense/x is missing"):
            results.points[3].curve("nonsense")

    def test_tables(self):
        results = mbl_results.read(self.folder)
        table = results.table("entropy_tau_M", geometry="1d_exponential", localization_length=0.4)
        self.assertEqual(table["liom_count"].tolist(), [1, 2, 3])
        for row, point in enumerate(results.select(geometry="1d_exponential", localization_length=0.4)[1:]):
            values = point.samples["entropy_tau_M"]
            self.assertAlmostEqual(table["mean"][row], values.mean(), 14)
            self.assertAlmostEqual(table["stderr"][row], values.std(ddof=1) / math.sqrt(20), 14)
        table = results.table("thermal_integral_sigma_x_1")
        self.assertEqual(len(table["mean"]), len(self.system.points))
        self.assertEqual(table["stderr"][0], 1e-4)
        self.assertEqual({len(column) for column in table.values()}, {len(self.system.points)})

    def test_impurity_points(self):
        with h5py.File(self.path("results.h5"), "a") as file:
            del file["ed"]
            group = file.create_group("ipt/points/0")
            group.attrs.update(coupling=1.5, layer_rule="n", liom_count=3)
            group["spectral_function"] = numpy.arange(4.0)
        results = mbl_results.read(self.folder)
        self.assertEqual(results.points, [])
        point, = results.impurity_points
        self.assertEqual(point.parameters, {"coupling": 1.5, "layer_rule": "n", "liom_count": 3})
        self.assertEqual(point.array("spectral_function").tolist(), [0, 1, 2, 3])
        with self.assertRaisesRegex(mbl_results.ResultsError, "frequency is missing"):
            point.array("frequency")

    def test_a_plot_in_one_line(self):
        axes = mbl_results.read(self.folder).plot("entropy_tau_M", geometry="2d_exponential")
        self.assertEqual(len(axes.containers), 2)
        self.assertEqual(axes.containers[0][0].get_xdata().tolist(), [1, 2, 3])
        axes.figure.savefig(self.path("plot.png"))

    def test_errors_name_the_file_and_the_way_out(self):
        for make, code, words in ((lambda path: None, 74, "No such file"), (lambda path: open(path, "w").close(), 65, "not an HDF5"),
                                  (lambda path: h5py.File(path, "w").close(), 65, "not a results file of mbl_gpu")):
            path = self.path("other.h5")
            make(path)
            with self.assertRaisesRegex(mbl_results.ResultsError, words) as caught:
                mbl_results.read(path)
            self.assertEqual(caught.exception.code, code)
            self.assertIn(path, str(caught.exception))

    def test_it_is_one_file_that_can_be_copied(self):
        """Nothing but numpy and h5py: the file alone, elsewhere, without matplotlib."""
        with open(os.path.join(TOOLS, "mbl_results.py")) as source, open(self.path("mbl_results.py"), "w") as copy:
            copy.write(source.read())
        with open(self.path("matplotlib.py"), "w") as stream:
            stream.write("raise ImportError('none')")
        done = subprocess.run([sys.executable, "-B", "-c", "import mbl_results; print(len(mbl_results.read('.').points))"],
                              cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), (f"{len(self.system.points)}\n", ""))

    def test_the_readmes_example_runs(self):
        with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as stream:
            example, = (block for block in re.findall(r"```python\n(.*?)```", stream.read(), re.DOTALL) if "mbl_results" in block)
        os.makedirs(self.path("results", "figS4-quick"))
        os.makedirs(self.path("tools"))
        os.rename(self.path("results.h5"), self.path("results", "figS4-quick", "results.h5"))
        with open(os.path.join(TOOLS, "mbl_results.py")) as source, open(self.path("tools", "mbl_results.py"), "w") as copy:
            copy.write(source.read())
        done = subprocess.run([sys.executable, "-B", "-c", example], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreater(len(done.stdout.splitlines()), 3)
        self.assertTrue(os.path.exists(self.path("entropy.png")))


class Errors(unittest.TestCase):
    def test_jackknife_of_a_mean_is_the_standard_error(self):
        samples = numpy.random.default_rng(3).normal(size=30)
        one, other = mbl_results.jackknife(numpy.mean, samples), mbl_results.mean_error(samples)
        self.assertAlmostEqual(one.mean, other.mean, 14)
        self.assertAlmostEqual(one.stderr, other.stderr, 14)

    def test_jackknife_of_a_ratio_knows_what_is_shared(self):
        noise = numpy.random.default_rng(3).normal(1, 0.1, size=200)
        one = mbl_results.jackknife(lambda a, b: a.mean() / b.mean(), noise, 2 * noise)
        self.assertAlmostEqual(one.mean, 0.5, 14)
        self.assertLess(one.stderr, 1e-14)

    def test_bootstrap_of_a_mean(self):
        samples = numpy.random.default_rng(3).normal(size=400)
        self.assertAlmostEqual(mbl_results.bootstrap(lambda mean: mean, samples, replicas=4000).stderr /
                               mbl_results.mean_error(samples).stderr, 1, delta=0.05)
        shared = mbl_results.bootstrap(lambda a, b: a - b, samples, samples + 1)
        self.assertLess(shared.stderr, 1e-12)

    def test_weights_are_a_function_of_replica_and_realization_alone(self):
        weights = mbl_results.bootstrap_weights(50, 1000)
        numpy.testing.assert_array_equal(mbl_results.bootstrap_weights(20, 137), weights[:20, :137])
        self.assertFalse(numpy.array_equal(mbl_results.bootstrap_weights(50, 1000, stream=1), weights))
        self.assertFalse(numpy.array_equal(weights[0], weights[1]))
        self.assertEqual(weights[:2, :12].tolist(), KNOWN)  # the same on every machine, in every version

    def test_points_with_draws_of_their_own_have_weights_of_their_own(self):
        one, other = (synthetic.system(realizations=2, largest=1, lengths=(xi,)).points[1] for xi in (0.4, 4.0))
        self.assertEqual({mbl_results.bootstrap_stream(point, True) for point in (one, other)}, {0})
        streams = [mbl_results.bootstrap_stream(point, False) for point in (one, other, one)]
        self.assertEqual(streams[0], streams[2])
        self.assertNotEqual(streams[0], streams[1])
        self.assertNotIn(0, streams)

    def test_weights_are_poisson(self):
        weights = mbl_results.bootstrap_weights(200, 1000)
        for count in range(5):
            wanted = math.exp(-1) / math.factorial(count)
            self.assertAlmostEqual((weights == count).mean(), wanted, delta=5 * math.sqrt(wanted / weights.size))
        self.assertAlmostEqual(weights.var(), 1, delta=0.02)


KNOWN = [[0, 0, 0, 1, 1, 0, 3, 4, 0, 0, 1, 0], [2, 2, 1, 1, 1, 0, 2, 1, 1, 3, 2, 1]]


if __name__ == "__main__":
    unittest.main()
