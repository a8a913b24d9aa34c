"""A campaign of the impurity model, from config to files, replay, status and its ends."""

import json
import math
import os
import shutil
import signal
import subprocess
import unittest

import h5py
import numpy

from program import NUMERICAL, SECONDS, STOPPED, USAGE, ProgramTest, changed, read_bytes, rows_of

PARAMETERS = ["coupling", "interaction", "temperature", "localization_length", "bubble_sites", "liom_density", "layer_rule",
              "liom_count", "seed"]
REPORT = ["converged", "iterations", "residual", "sum_rule", "filling", "matsubara_mismatch", "eta_bias", "narrowest_width", "eta",
          "step", "distance_to_free", "shape_distance_to_free", "shape_correlation"]
CURVES = ["frequency", "spectral_function", "matsubara_frequency", "matsubara_green", "matsubara_self_energy", "plot_frequency",
          "plot_spectral_function", "liom_energy", "liom_coupling", "liom_filling"]

# Five points, four problems.
BATH = {
    "name": "bath", "seed": 3, "model": {"kind": "impurity"},
    "sweeps": [{"panel": "ab", "interaction": [2, 0], "liom_count": [0, 3]}, {"panel": "again", "liom_count": 3}],
    "spectral": {"liom": [1]},
}
POINTS = [("ab", 2, 0), ("ab", 2, 3), ("ab", 0, 0), ("ab", 0, 3), ("again", 2, 3)]  # panel, U, M

# Too few iterations for the self-consistency; at U = 0, where there is none, they do not count.
HASTY = changed(BATH, sweeps=[{"interaction": [2, 0], "liom_count": 3}], grid={"iteration_limit": 4})
HOPELESS = changed(HASTY, sweeps=[{"interaction": 2, "liom_count": [3, 1]}])


def numbers(row):
    """A CSV row by what its columns hold."""
    return {key: value if key == "layer_rule" else float(value) for key, value in row.items()}


class ImpurityTest(ProgramTest):
    def summary(self, *folder):
        return rows_of(read_bytes(self.path(*folder, "ipt_summary.csv")).decode())

    def assert_equal_files(self, a, b):
        for name in ("results.h5", "ipt_summary.csv"):
            self.assertEqual(read_bytes(self.path(*a, name)), read_bytes(self.path(*b, name)), name)


class Finished(ImpurityTest):
    """One finished campaign, shared by the tests of this class."""

    @classmethod
    def setUpClass(cls):
        cls.shared = cls("campaign")
        cls.shared.folder = cls.make_folder()
        cls.addClassCleanup(shutil.rmtree, os.path.dirname(cls.shared.folder))
        cls.config = cls.shared.write(BATH)
        cls.done = cls.shared.call("--config", cls.config)

    def campaign(self):
        """A name that unittest accepts for an instance that runs no test."""

    def setUp(self):
        self.folder = self.shared.folder
        self.rows = self.summary("results", "bath-paper")
        self.results = h5py.File(self.path("results", "bath-paper", "results.h5"), "r")
        self.addCleanup(self.results.close)

    def point(self, index):
        return self.results[f"ipt/points/{index}"]

    def test_files_and_words(self):
        self.assertEqual(self.files("results", "bath-paper"), ["ipt_summary.csv", "results.h5"])
        self.assertIn("bath (paper): 5 points of the impurity model, 4 distinct\n", self.done.stderr)
        self.assertIn("results in results/bath-paper\n", self.done.stderr)
        self.assertNotIn("not converged", self.done.stderr)

    def test_summary(self):
        text = read_bytes(self.path("results", "bath-paper", "ipt_summary.csv")).decode()
        self.assertEqual(text.splitlines()[0], ",".join(PARAMETERS + REPORT))
        self.assertEqual([(float(row["interaction"]), int(row["liom_count"])) for row in self.rows],
                         [(2, 0), (2, 3), (0, 0), (0, 3)])
        for row in self.rows:
            self.assertEqual([row[name] for name in PARAMETERS if name not in ("interaction", "liom_count")],
                             ["0.5", "2", "10", "30", "1", "n", "3"])
            self.assertEqual(row["converged"], "1")
            self.assertLess(abs(float(row["sum_rule"]) - 1), 1e-3)
            self.assertEqual(row["narrowest_width"] == "nan", row["liom_count"] == "0")

    def test_root(self):
        attributes = self.results.attrs
        self.assertEqual((attributes["format"], attributes["format_version"], attributes["name"], attributes["figure"]),
                         ("mbl_gpu", 1, "bath", "fig6"))
        provenance = json.loads(attributes["provenance"])
        self.assertEqual(provenance["convergence"], {"problems": 4, "converged": 4})
        self.assertEqual(len(provenance["devices"]), 1)
        self.assertEqual(list(self.results), ["ipt"])

    def test_attributes_are_the_columns(self):
        self.assertEqual(sorted(self.results["ipt/points"], key=int), [str(k) for k in range(5)])
        for k, (panel, interaction, count) in enumerate(POINTS):
            attributes = self.point(k).attrs
            self.assertEqual((attributes["panel"], attributes["interaction"], attributes["liom_count"]), (panel, interaction, count))
            self.assertEqual((attributes["geometry"], attributes["hopping"], attributes["liom_bandwidth"]), ("2d_layers", 1, 2))
            self.assertEqual(attributes["failure"], "")
            row = numbers(self.rows[min(k, 3) if k < 4 else 1])
            for name in PARAMETERS + REPORT:
                value = attributes[name]
                self.assertTrue(value == row[name] or (math.isnan(value) and math.isnan(row[name])), (k, name))

    def test_datasets(self):
        for k, (_, interaction, count) in enumerate(POINTS):
            point = self.point(k)
            sizes = {name: point[name].shape for name in CURVES}
            self.assertEqual(sizes["spectral_function"], sizes["frequency"])
            self.assertEqual(sizes["plot_spectral_function"], sizes["plot_frequency"])
            self.assertGreaterEqual(sizes["matsubara_frequency"][0], 64)
            for name in ("matsubara_green", "matsubara_self_energy"):
                self.assertEqual(point[name].shape, sizes["matsubara_frequency"])
                self.assertEqual(point[name].dtype, numpy.complex128)
            frequency = point["matsubara_frequency"][:]
            self.assertTrue(numpy.all(numpy.diff(frequency) > 0) and frequency[0] > 0)
            self.assertTrue(numpy.all(point["matsubara_green"][:].imag < 0))
            self.assertEqual(numpy.all(point["matsubara_self_energy"][:] == 0), interaction == 0)
            for name in ("liom_energy", "liom_coupling", "liom_filling"):
                self.assertEqual(point[name].shape, (count,))
            if count:
                self.assertEqual(sorted(point["liom_spectral_function"]), ["0", "1", "2"])
                self.assertEqual(point["liom_spectral_function/1"].shape, sizes["plot_frequency"])
            else:
                self.assertNotIn("liom_spectral_function", point)

    def test_replay_is_what_is_stored(self):
        for k in (1, 2):
            found = self.replay(self.config, k, 0)
            self.assertEqual(list(found), PARAMETERS + REPORT + CURVES + ["failure"])
            point = self.point(k)
            for name in PARAMETERS + REPORT:
                stored = point.attrs[name]
                if found[name] is None:
                    self.assertTrue(math.isnan(stored), name)
                else:
                    self.assertEqual(found[name], stored, name)
            for name in CURVES:
                stored = point[name][:]
                values = numpy.array(found[name])
                if name in ("matsubara_green", "matsubara_self_energy"):
                    values = values[:, 0] + 1j * values[:, 1]
                numpy.testing.assert_array_equal(values, stored, name)
            self.assertEqual(found["failure"], "")

    def test_replay_for_people(self):
        text = self.call("replay", "--config", self.config, "--point", "1").stdout  # no --realization
        self.assertTrue(text.startswith("point 1 ab\n"))
        self.assertIn(f"  iterations                      {self.rows[1]['iterations']}\n", text)
        self.assertIn("  converged                       1\n", text)

    def test_a_point_has_no_second_realization(self):
        self.refused("--realization: a point of the impurity model is one solution, its number must be 0, got 1; its draws follow "
                     "from the point's seed", "replay", "--config", self.config, "--point", "0", "--realization", "1", code=USAGE)

    def test_status(self):
        document = json.loads(self.call("status", "--config", self.config, "--json").stdout)
        self.assertTrue(document["complete"])
        self.assertEqual([(point["panel"], point["interaction"], point["liom_count"]) for point in document["points"]], POINTS)
        for k, point in enumerate(document["points"]):
            self.assertEqual((point["stored"], point["converged"], point["failure"]), (True, 1, ""))
            self.assertEqual(point["sum_rule"], self.point(k).attrs["sum_rule"])
        text = self.call("status", "--config", self.config).stdout
        self.assertIn("bath-paper: 5 of 5 points complete, 4 of 4 solutions stored, to go: -\n", text)
        self.assertEqual(text.count("converged after "), 5)

    def test_status_before_anything_is_computed(self):
        document = json.loads(self.call("status", "--config", self.config, "--results", "elsewhere", "--json").stdout)
        self.assertFalse(document["complete"])
        self.assertEqual([point["stored"] for point in document["points"]], [False] * 5)

    def test_verify_and_export(self):
        self.assertIn(": 4 blocks with 4 realizations", self.call("verify", "--config", self.config).stdout)
        before = [read_bytes(self.path("results", "bath-paper", name)) for name in ("results.h5", "ipt_summary.csv")]
        done = self.call("export", "--config", self.config, "--csv")
        self.assertEqual(done.stdout.splitlines(), [f"results/bath-paper/{name}" for name in ("results.h5", "ipt_summary.csv", "curves")])
        self.assertEqual([read_bytes(self.path("results", "bath-paper", name)) for name in ("results.h5", "ipt_summary.csv")], before)
        names = self.files("results", "bath-paper", "curves")
        self.assertEqual([name for name in names if name.startswith("4_")],
                         ["4_liom_spectral_function_0.csv", "4_liom_spectral_function_1.csv", "4_liom_spectral_function_2.csv",
                          "4_lioms.csv", "4_matsubara.csv", "4_plot_spectral_function.csv", "4_spectral_function.csv"])
        rows = rows_of(read_bytes(self.path("results", "bath-paper", "curves", "1_matsubara.csv")).decode())
        green = numpy.array([complex(float(row["green_re"]), float(row["green_im"])) for row in rows])
        numpy.testing.assert_array_equal(green, self.point(1)["matsubara_green"][:])
        shutil.rmtree(self.path("results", "bath-paper", "curves"))
        self.call("--config", self.config)  # the stamp knows the files as they are


class Campaigns(ImpurityTest):
    def test_a_finished_campaign_is_recognised_and_a_larger_one_computes_the_rest(self):
        first = self.write(changed(BATH, sweeps=[BATH["sweeps"][1]]), "first.json")
        self.call("--config", first)
        done = self.call("--config", first)
        self.assertEqual(done.stderr, "bath (paper): finished already; results in results/bath-paper\n")
        done = self.call("--config", self.write(BATH))
        self.assertIn("stored already: 1 solution in 1 block; to go: 3 solutions in 3 blocks\n", done.stderr)
        self.call("--config", self.write(BATH), "--results", "at once", "--threads", "2")
        self.assert_equal_files(("results", "bath-paper"), ("at once", "bath-paper"))

    def test_what_is_not_converged_is_written_and_told_every_time(self):
        config = self.write(HASTY)
        for done in (self.call("--config", config), self.call("--config", config)):
            lines = [line for line in done.stderr.splitlines() if line.startswith("mbl_gpu: ")]
            self.assertEqual(len(lines), 2)
            self.assertRegex(lines[0], r"^mbl_gpu: point 0 \(V = 0.5, xi = 10, U = 2, T = 2, N = 30, M = 3, seed 3\): not converged: residual .+")
            self.assertEqual(lines[1], "mbl_gpu: 1 of 2 points is not to be trusted; ipt_summary.csv says converged = 0")
        self.assertIn("finished already", done.stderr)
        self.assertEqual([row["converged"] for row in self.summary("results", "bath-paper")], ["0", "1"])
        with h5py.File(self.path("results", "bath-paper", "results.h5"), "r") as results:
            self.assertEqual([results[f"ipt/points/{k}"].attrs["converged"] for k in (0, 1)], [0, 1])
            failure = results["ipt/points/0"].attrs["failure"]
            self.assertTrue(failure)
            self.assertEqual(results["ipt/points/1"].attrs["failure"], "")
            self.assertEqual(json.loads(results.attrs["provenance"])["convergence"], {"problems": 2, "converged": 1})
        told = [line for line in self.events("results", "bath-paper") if line["event"] == "unconverged"]
        self.assertEqual([(line["point"], line["failure"]) for line in told], [(0, failure)])
        document = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertEqual([point["failure"] for point in document["points"]], [failure, ""])
        self.assertTrue(document["complete"])
        self.call("verify", "--config", config)
        done = self.call("replay", "--config", config, "--point", "0", "--json", code=NUMERICAL)
        self.assertEqual(json.loads(done.stdout)["failure"], failure)
        self.assertEqual(done.stderr, f"mbl_gpu: point 0: {failure}\n")

    def test_nothing_converged_is_an_error_after_everything_is_written(self):
        config = self.write(HOPELESS)
        for _ in range(2):
            done = self.call("--config", config, code=NUMERICAL)
            self.assertIn("mbl_gpu: 2 of 2 points are not to be trusted; ipt_summary.csv says converged = 0\n", done.stderr)
            self.assertTrue(done.stderr.endswith("mbl_gpu: none of the 2 points has converged; the results are written and say so: "
                                                 "follow what is said of each point above\n"), done.stderr)
            self.assertEqual(self.files("results", "bath-paper"), ["ipt_summary.csv", "results.h5"])
        self.assertIn("finished already", done.stderr)

    def test_a_stop_drops_what_is_in_flight_and_the_same_command_continues(self):
        config = self.write(changed(BATH, sweeps=[{"coupling": 1.5, "liom_count": [2016, 5050]}]))
        child = self.start("--config", config, "--threads", "1", stderr=subprocess.PIPE)
        self.wait_for("started", "results", "bath-paper")
        child.send_signal(signal.SIGTERM)
        text = child.communicate(timeout=SECONDS)[1].decode()
        self.assertEqual(child.returncode, STOPPED)
        self.assertRegex(text, r"stopped by SIGTERM: 0 of 2 blocks are stored in results/campaign.sqlite; the same command continues")
        self.call("--config", config)
        self.call("--config", config, "--results", "at once", "--threads", "1")
        self.assert_equal_files(("results", "bath-paper"), ("at once", "bath-paper"))



if __name__ == "__main__":
    unittest.main()
