"""A tiny campaign from config to files: what is there, what it says, and that a second run says the same."""

import json
import math
import os
import shutil
import unittest

import h5py
import numpy

from program import EXPLICIT, INPUT_OUTPUT, TINY, ProgramTest, changed, files_of_at_most, read_bytes, rows_of

COLUMNS = ("observable,geometry,bubble_spins,liom_count,localization_length,coupling,operator,realizations,"
           "mean,stderr,std")
WIDTHS = ["width_over_spacing", "width_participation", "width_fwhm", "width_iqr"]
OPERATORS = {"level_spacing": [""], "gap_ratio": [""], **{width: ["tau_x_M"] for width in WIDTHS},
             "thouless_mean": ["sigma_z_N", "sigma_z_N_tau_z_1"], "thouless_std": ["sigma_z_N", "sigma_z_N_tau_z_1"],
             "entropy": ["tau_M", "sigma_1", "sigma_N"], "absorbed_lioms": ["sigma_z_N"]}  # those with samples
INTEGRALS = ["typical_integral", "typical_integral_wide", "thermal_integral"]
ORDER = [*WIDTHS, "level_spacing", "gap_ratio", "thouless_mean", "thouless_std", "entropy", "absorbed_lioms"]
FILES = ("results.h5", "summary.csv", "fig4.png", "fig4.svg")


def points_of(config):
    """Sweep, then geometry, coupling, localization length, M."""
    return [{"panel": sweep.get("panel", ""), "geometry": sweep["geometry"], "coupling": 1.0,
             "localization_length": float(length), "bubble_spins": config["model"]["bubble"]["spins"],
             "liom_count": count}
            for sweep in config["sweeps"] for length in sweep["localization_length"] for count in sweep["liom_count"]]


class Finished(ProgramTest):
    """One finished campaign with its figure, shared by the tests of this class; they only read."""

    @classmethod
    def setUpClass(cls):
        cls.shared = cls("campaign")
        cls.shared.folder = cls.make_folder()
        cls.addClassCleanup(shutil.rmtree, os.path.dirname(cls.shared.folder))
        cls.config = cls.shared.write(TINY)
        cls.done = cls.shared.call("--config", cls.config, "--results", "out put", "--threads", "1", figures=True)

    def campaign(self):
        """A name that unittest accepts for an instance that runs no test."""

    def setUp(self):
        self.folder = self.shared.folder
        self.summary = read_bytes(self.path("out put", "tiny-paper", "summary.csv")).decode()
        self.results = h5py.File(self.path("out put", "tiny-paper", "results.h5"), "r")
        self.addCleanup(self.results.close)

    def point(self, index):
        return self.results[f"ed/points/{index}"]

    def test_files(self):
        self.assertEqual(self.files("out put", "tiny-paper"), sorted(FILES))
        self.assertTrue(read_bytes(self.path("out put", "tiny-paper", "fig4.png")).startswith(b"\x89PNG"))
        self.assertIn(b"<svg", read_bytes(self.path("out put", "tiny-paper", "fig4.svg")))

    def test_words(self):
        self.assertIn("tiny (paper): 6 points, 3 distinct Hamiltonian ensembles, 9 diagonalizations in 3 blocks\n",
                      self.done.stderr)
        self.assertIn("results in out put/tiny-paper\n", self.done.stderr)
        self.assertRegex(self.done.stderr, r"on .*, 1 lane, up to \S+ KiB: about \d+ s\n")
        self.assertEqual(self.done.stdout.splitlines(),
                         ["out put/tiny-paper/fig4.png", "out put/tiny-paper/fig4.svg"])

    def test_root_attributes(self):
        attributes = self.results.attrs
        self.assertEqual(attributes["format"], "mbl_gpu")
        self.assertEqual(attributes["format_version"], 1)
        self.assertEqual(attributes["profile"], "paper")
        self.assertEqual(json.loads(attributes["config"]),
                         {key: value for key, value in TINY.items() if key != "profiles"})
        provenance = json.loads(attributes["provenance"])
        self.assertEqual(provenance["seed"], 7)
        self.assertEqual(len(provenance["devices"]), 1)
        for key in ("version", "revision", "libraries", "gate"):
            self.assertIn(key, provenance)
        for forbidden in ("time", "date", "host", "threads", "lanes", "path"):  # may differ between equal runs
            self.assertNotIn(forbidden, provenance)

    def test_points_in_config_order(self):
        expected = points_of(TINY)
        self.assertEqual(sorted(self.results["ed/points"], key=int), [str(k) for k in range(len(expected))])
        for index, parameters in enumerate(expected):
            attributes = dict(self.point(index).attrs)
            self.assertEqual({key: attributes[key] for key in parameters}, parameters)
            spins = 3 + parameters["liom_count"]
            self.assertAlmostEqual(attributes["level_spacing"], 2.6 * (spins - 1) / 2**(spins - 1), places=15)
            self.assertEqual(attributes["window_count"], round(2**spins / spins))
            self.assertEqual(attributes["realizations"], 3)

    def test_summary_is_the_statistics_of_the_samples(self):
        self.assertEqual(self.summary.splitlines()[0], COLUMNS)
        rows = [row for row in rows_of(self.summary) if row["observable"] not in INTEGRALS]
        expected = [(parameters, observable, operator) for parameters in points_of(TINY) for observable in ORDER
                    for operator in OPERATORS[observable]
                    if observable != "absorbed_lioms" or parameters["liom_count"] > 1]  # M = 0 is not in TINY
        self.assertEqual(len(rows), len(expected))
        for row, (parameters, observable, operator) in zip(rows, expected):
            index = points_of(TINY).index(parameters)
            self.assertEqual((row["observable"], row["operator"], row["geometry"], row["bubble_spins"],
                              row["liom_count"], row["realizations"]),
                             (observable, operator, parameters["geometry"], "3", str(parameters["liom_count"]), "3"))
            self.assertEqual(row["coupling"], "1")
            self.assertEqual(row["localization_length"], format(parameters["localization_length"], ".17g"))
            samples = self.point(index)["samples/" + observable + ("_" + operator if operator else "")][:]
            self.assertEqual(samples.shape, (3,))
            for key, value in (("mean", samples.mean()), ("std", samples.std(ddof=1)),
                               ("stderr", samples.std(ddof=1) / math.sqrt(3))):
                numpy.testing.assert_allclose(float(row[key]), value, rtol=1e-13, atol=1e-15)
                self.assertEqual(row[key], format(float(row[key]), ".17g"))

    def test_samples_and_curves_are_the_realizations_replayed(self):
        for index in range(len(points_of(TINY))):
            group = self.point(index)
            replays = [self.replay(self.config, index, realization) for realization in range(3)]
            for estimator in ("over_spacing", "participation", "fwhm", "iqr"):
                self.assertEqual(list(group[f"samples/width_{estimator}_tau_x_M"]),
                                 [one["width"][estimator] for one in replays])
            self.assertEqual(list(group["samples/level_spacing"]),
                             [one["level_spacing"]["measured"] for one in replays])
            self.assertEqual(list(group["samples/scale"]), [one["scale"] for one in replays])
            numpy.testing.assert_allclose(group["samples/gap_ratio"],
                                          [numpy.mean(one["gap_ratio"]) for one in replays], rtol=1e-14)
            self.assert_curves(group, [one["spectral_function"]["tau_x_M"] for one in replays])

    def assert_curves(self, group, replays):
        """Means over the union of the realizations' bins: thermal 0 and log 1e-20 where one has none."""
        k_min = min(one["k_min"] for one in replays)
        k_end = max(one["k_min"] + len(one["thermal"]) for one in replays)
        thermal = numpy.zeros((len(replays), k_end - k_min))
        typical = numpy.full((len(replays), k_end - k_min), math.log(1e-20))
        for row, one in enumerate(replays):
            at = slice(one["k_min"] - k_min, one["k_min"] - k_min + len(one["thermal"]))
            thermal[row, at] = one["thermal"]
            typical[row, at] = numpy.log(one["typical"])
        for kind, mean in (("thermal", thermal.mean(axis=0)), ("typical", numpy.exp(typical.mean(axis=0)))):
            curve = group[f"curves/spectral_{kind}_tau_x_M"]
            self.assertEqual(curve.attrs["bin_width"], replays[0]["bin_width"])
            numpy.testing.assert_allclose(curve["x"], (k_min + numpy.arange(k_end - k_min) + 0.5)
                                          * replays[0]["bin_width"], rtol=1e-14)
            numpy.testing.assert_allclose(curve["mean"], mean, rtol=1e-11, atol=1e-300)
            self.assertTrue(numpy.isnan(curve["stderr"][:]).all())  # three realizations are one group: no error known

    def test_theory(self):
        for index, parameters in enumerate(points_of(TINY)):
            count, length, spins = parameters["liom_count"], parameters["localization_length"], 3
            anchor_index = index if count == 1 else index - 1
            anchor = self.point(anchor_index)["samples/width_over_spacing_tau_x_M"][:].mean()
            # At M = 2 both laws have r = 1; Eq. 7 as printed takes the root of 1/xi instead.
            for form, exponent in (("implied", 2 * (count - 1) / length),
                                   ("printed", 2 * math.sqrt((count - 1) / length) if parameters["panel"] == "b"
                                    else 2 * (count - 1) / length)):
                value = anchor * spins / (spins + count - 1) * math.exp((count - 1) * math.log(2) - exponent)
                self.assertAlmostEqual(self.point(index)[f"theory/{form}"][()], max(2.0, value), places=12)
            golden = 32 * math.exp(-2 * (count - 1) / length) * 2**(spins + count - 1) / (
                2.6**2 * spins * (spins + count - 1))
            self.assertAlmostEqual(self.point(index)["theory/golden_rule"][()], golden, places=12)

    def test_equal_hamiltonians_give_equal_rows(self):
        for observable in WIDTHS:  # M <= 1 knows no xi and no geometry, M = 2 no difference between exp and stretched
            key = f"samples/{observable}_tau_x_M"
            for left, right in ((0, 2), (0, 4), (3, 5)):
                self.assertEqual(self.point(left)[key][:].tobytes(), self.point(right)[key][:].tobytes())

    def test_gate_figures_are_recorded(self):
        for index in range(len(points_of(TINY))):
            gate = dict(self.point(index)["gate"].attrs)
            self.assertEqual(gate.pop("retries"), 0)
            self.assertEqual(gate.pop("rescues"), 0)
            self.assertEqual(sorted(gate), ["frobenius", "orthogonality", "residual", "sum_rule", "trace"])
            for figure in gate.values():
                self.assertLess(figure, 50 * 32 * 2.0**-52)


class Repeated(ProgramTest):
    def outputs(self, *parts, names=FILES):
        return {name: read_bytes(self.path(*parts, name)) for name in names}

    def test_a_second_run_elsewhere_gives_the_same_bytes(self):
        config = self.write(TINY)
        os.makedirs(self.path("another place"))
        shutil.copy(self.path(config), self.path("another place", "renamed.json"))
        self.call("--config", config, "--threads", "1", figures=True)
        self.call("--config", "renamed.json", "--results", self.path("abs", "deep", "er"), "--threads", "2", "--device",
                  "cpu", figures=True, cwd=self.path("another place"), variables={"TZ": "Asia/Tokyo"})
        self.assertEqual(self.outputs("results", "tiny-paper"), self.outputs("abs", "deep", "er", "tiny-paper"))

    def test_over_an_older_run(self):
        config = self.write(TINY)
        data = ("results.h5", "summary.csv")
        self.call("--config", config)
        before = self.outputs("results", "tiny-paper", names=data)
        self.call("--config", config, "--set", "/seed=9")
        self.assertNotEqual(self.outputs("results", "tiny-paper", names=data), before)
        self.call("--config", config)
        self.assertEqual(self.outputs("results", "tiny-paper", names=data), before)

    def test_lanes(self):
        # Several blocks per problem: 256 realizations make one at these sizes.
        config = self.write(changed(TINY, realizations=300))
        for threads in ("1", "2", "3"):
            self.call("--config", config, "--results", threads, "--threads", threads)
        first = self.outputs("1", "tiny-paper", names=("results.h5", "summary.csv"))
        for threads in ("2", "3"):
            self.assertEqual(self.outputs(threads, "tiny-paper", names=tuple(first)), first)

    def test_the_environment_of_blas_changes_nothing(self):
        config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 6}}))
        for threads in ("1", "2"):
            self.call("--config", config, "--results", threads, variables={"OPENBLAS_NUM_THREADS": threads})
        self.assertEqual(*(self.outputs(threads, "tiny-paper", names=("results.h5", "summary.csv"))
                           for threads in ("1", "2")))


class Statistics(ProgramTest):
    def test_curve_errors_are_the_jackknife_over_groups_of_eight(self):
        config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 2}}, realizations=19,
                                    sweeps=[{"localization_length": [4], "liom_count": [1]}]))
        self.call("--config", config)
        replays = [self.replay(config, 0, realization)["spectral_function"]["tau_x_M"] for realization in range(19)]
        with h5py.File(self.path("results", "tiny-paper", "results.h5"), "r") as results:
            for kind, empty, transform in (("thermal", 0.0, lambda y: y), ("typical", math.log(1e-20), numpy.exp)):
                curve = results[f"ed/points/0/curves/spectral_{kind}_tau_x_M"]
                rows = numpy.full((19, len(curve["x"])), empty)
                for row, one in enumerate(replays):
                    values = one["thermal"] if kind == "thermal" else numpy.log(one["typical"])
                    start = one["k_min"] - curve.attrs["k_min"]
                    rows[row, start:start + len(values)] = values
                groups = [range(0, 8), range(8, 16), range(16, 19)]
                without = numpy.array([transform(numpy.delete(rows, group, axis=0).mean(axis=0)) for group in groups])
                errors = numpy.sqrt(((without - without.mean(axis=0))**2).sum(axis=0) * 2 / 3)
                numpy.testing.assert_allclose(curve["mean"], transform(rows.mean(axis=0)), rtol=1e-11, atol=1e-300)
                numpy.testing.assert_allclose(curve["stderr"], errors, rtol=1e-7, atol=1e-12)

    def test_a_single_realization_has_no_error(self):
        config = self.write(EXPLICIT)
        self.call("--config", config)
        rows = rows_of(read_bytes(self.path("results", "mine-paper", "summary.csv")).decode())
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual((row["stderr"], row["std"], row["realizations"]), ("nan", "nan", "1"))
            self.assertEqual((row["localization_length"], row["coupling"]), ("nan", "nan"))
            self.assertTrue(math.isfinite(float(row["mean"])))

    def test_no_liom_no_width_and_no_figure(self):
        config = self.write(changed(TINY, sweeps=[{"localization_length": [1], "liom_count": [0]}]))
        done = self.call("--config", config, figures=True)
        self.assertIn("no figure", done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files("results", "tiny-paper"), ["results.h5", "summary.csv"])
        rows = rows_of(read_bytes(self.path("results", "tiny-paper", "summary.csv")).decode())
        self.assertEqual([(row["observable"], row["operator"]) for row in rows],
                         [("level_spacing", ""), ("gap_ratio", ""), ("thouless_mean", "sigma_z_N"),
                          ("thouless_std", "sigma_z_N"), ("entropy", "sigma_1"), ("entropy", "sigma_N"),
                          *((integral, "sigma_x_1") for integral in INTEGRALS)])
        with h5py.File(self.path("results", "tiny-paper", "results.h5"), "r") as results:
            point = results["ed/points/0"]
            self.assertEqual([name for name in point["samples"] if name.startswith("width")], [])
            self.assertEqual(sorted(point["curves"]), ["spectral_thermal_sigma_x_1", "spectral_typical_sigma_x_1",
                                                       "thouless_density_sigma_z_N"])


class Observables(ProgramTest):
    """What a campaign makes of its realizations, against the realizations themselves as `replay` prints them."""

    def setUp(self):
        super().setUp()
        self.config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 2}}, realizations=19,
                                         sweeps=[{"localization_length": [4], "liom_count": [0, 1, 2]}]))
        self.call("--config", self.config)
        self.replays = [[self.replay(self.config, point, realization) for realization in range(19)]
                        for point in range(3)]
        self.results = h5py.File(self.path("results", "tiny-paper", "results.h5"), "r")
        self.addCleanup(self.results.close)
        self.rows = {(row["observable"], row["operator"], int(row["liom_count"])): row for row in
                     rows_of(read_bytes(self.path("results", "tiny-paper", "summary.csv")).decode())}

    def assert_row(self, observable, operator, point, mean, stderr, std):
        row = self.rows[observable, operator, point]
        for key, value in (("mean", mean), ("stderr", stderr), ("std", std)):
            numpy.testing.assert_allclose(float(row[key]), value, rtol=1e-9, atol=1e-12)

    def test_thouless_and_entropy_are_means_of_means(self):
        for point, replays in enumerate(self.replays):
            for operator in replays[0]["thouless"]:
                for observable, statistic in (("thouless_mean", numpy.mean), ("thouless_std", numpy.std)):
                    samples = [statistic(one["thouless"][operator]) for one in replays]
                    self.assert_row(observable, operator, point, numpy.mean(samples),
                                    numpy.std(samples, ddof=1) / math.sqrt(19), numpy.std(samples, ddof=1))
            for spin in replays[0]["entropy"]:
                samples = [numpy.mean(one["entropy"][spin]) for one in replays]
                self.assert_row("entropy", spin, point, numpy.mean(samples), numpy.std(samples, ddof=1) / math.sqrt(19),
                                numpy.std(samples, ddof=1))

    def test_absorbed_lioms_are_paired_differences(self):
        self.assertNotIn(("absorbed_lioms", "sigma_z_N", 0), self.rows)
        means = numpy.array([[numpy.mean(one["thouless"]["sigma_z_N"]) for one in replays] for replays in self.replays])
        for point in (1, 2):
            differences = 2 / math.log(2) * (means[point] - means[point - 1])
            self.assert_row("absorbed_lioms", "sigma_z_N", point, differences.mean(),
                            differences.std(ddof=1) / math.sqrt(19), differences.std(ddof=1))
            numpy.testing.assert_allclose(self.results[f"ed/points/{point}/samples/absorbed_lioms_sigma_z_N"],
                                          differences, rtol=1e-9, atol=1e-12)

    def test_thouless_density(self):
        edges = numpy.linspace(-30, 10, 161)
        for point, replays in enumerate(self.replays):
            for operator in replays[0]["thouless"]:
                values = numpy.array([one["thouless"][operator] for one in replays])
                curve = self.results[f"ed/points/{point}/curves/thouless_density_{operator}"]
                self.assertEqual((curve.attrs["pairs"], curve.attrs["underflow"], curve.attrs["overflow"]),
                                 (values.size, (values < -30).sum(), (values >= 10).sum()))
                rows = numpy.array([numpy.histogram(row, edges)[0] for row in values]) / (values.shape[1] * 0.25)
                numpy.testing.assert_allclose(curve["x"], (edges[1:] + edges[:-1]) / 2, atol=1e-12)
                numpy.testing.assert_allclose(curve["mean"], rows.mean(axis=0), rtol=1e-12, atol=1e-15)
                groups = [range(0, 8), range(8, 16), range(16, 19)]
                without = numpy.array([numpy.delete(rows, group, axis=0).mean(axis=0) for group in groups])
                errors = numpy.sqrt(((without - without.mean(axis=0))**2).sum(axis=0) * 2 / 3)
                numpy.testing.assert_allclose(curve["stderr"], errors, rtol=1e-9, atol=1e-12)

    def test_integrals_with_the_jackknife_over_groups_of_eight(self):
        for point, replays in enumerate(self.replays):
            for observable, kind, empty, transform in (("typical_integral", "typical", math.log(1e-20), numpy.exp),
                                                       ("thermal_integral", "thermal", 0.0, lambda y: y)):
                curves = [one["spectral_function"]["sigma_x_1"] for one in replays]
                low = min(curve["k_min"] for curve in curves)
                high = max(curve["k_min"] + len(curve["thermal"]) for curve in curves)
                rows = numpy.full((19, high - low), empty)
                for row, curve in zip(rows, curves):
                    values = numpy.array(curve[kind])
                    row[curve["k_min"] - low:][:len(values)] = values if kind == "thermal" else numpy.log(values)
                scale = curves[0]["bin_width"] / (2 * math.pi)  # TINY's curves have bins delta_E
                groups = [range(0, 8), range(8, 16), range(16, 19)]
                without = scale * numpy.array([transform(numpy.delete(rows, group, axis=0).mean(axis=0)).sum()
                                               for group in groups])
                error = math.sqrt(((without - without.mean())**2).sum() * 2 / 3)
                mean = scale * transform(rows.mean(axis=0)).sum()
                self.assert_row(observable, "sigma_x_1", point, mean, error, math.nan)
                stored = self.results[f"ed/points/{point}/integrals/{observable}_sigma_x_1"]
                self.assertEqual(stored.attrs["bin_width"], curves[0]["bin_width"])
                numpy.testing.assert_allclose((stored["mean"][()], stored["stderr"][()]), (mean, error), rtol=1e-9)

    def test_the_spectral_function_at_fixed_disorder_is_realization_zero(self):
        for point in (1, 2):
            curve = self.results[f"ed/points/{point}/curves/spectral_realization_0_tau_x_M"]
            expected = self.replays[point][0]["spectral_function"]["tau_x_M"]
            self.assertEqual(curve.attrs["k_min"], expected["k_min"])
            self.assertEqual(list(curve["mean"]), expected["thermal"])
            self.assertTrue(numpy.all(numpy.isnan(curve["stderr"])))

    def test_integrals_keep_their_bins(self):
        self.call("--config", self.config, "--set", "/spectral/bin_width=0.5", "--results", "wider")
        rows = {(row["observable"], int(row["liom_count"])): row for row in
                rows_of(read_bytes(self.path("wider", "tiny-paper", "summary.csv")).decode())}
        for observable in INTEGRALS:
            for point in range(3):
                self.assertEqual(rows[observable, point], self.rows[observable, "sigma_x_1", point])


class Patches(ProgramTest):
    def results(self, folder):
        return h5py.File(self.path(folder, "results.h5"), "r")

    def test_profile_then_set(self):
        config = self.write(TINY)
        self.call("--config", config, "--profile", "quick")
        with self.results("results/tiny-quick") as results:
            self.assertEqual(results.attrs["profile"], "quick")
            effective = json.loads(results.attrs["config"])
            self.assertEqual((effective["realizations"], effective["seed"]), (2, 8))
            self.assertNotIn("profiles", effective)
            self.assertEqual(len(results["ed/points/0/samples/scale"]), 2)
        self.call("--config", config, "--profile", "quick", "--set", "/realizations=4", "--results", "more")
        with self.results("more/tiny-quick") as results:
            effective = json.loads(results.attrs["config"])
            self.assertEqual((effective["realizations"], effective["seed"]), (4, 8))
            self.assertEqual(len(results["ed/points/0/samples/scale"]), 4)

    def test_set_takes_numbers_lists_words_and_new_keys(self):
        config = self.write(TINY)
        for assignment, key, value in (("/realizations=2", "realizations", 2), ("/theory=printed", "theory", "printed"),
                                       ("/spectral/bin_width=0.25", "spectral", {"bin_width": 0.25}),
                                       ('/name="other"', "name", "other")):
            self.call("--config", config, "--set", assignment, "--results", "set")
            with self.results(f"set/{value if key == 'name' else 'tiny'}-paper") as results:
                self.assertEqual(json.loads(results.attrs["config"])[key], value)

    def test_set_may_be_repeated(self):
        config = self.write(TINY)
        self.call("--config", config, "--set", "/realizations=2", "--set", "/seed=11", "--set", "/seed=12")
        with self.results("results/tiny-paper") as results:
            effective = json.loads(results.attrs["config"])
            self.assertEqual((effective["realizations"], effective["seed"]), (2, 12))  # in order: the last one counts
        replayed = self.replay(config, 0, 0, "--set", "/seed=12", "--set", "/model/bubble/spins=2")
        self.assertEqual(len(replayed["energies"]), 8)

    def test_bin_width_changes_curves_and_nothing_else(self):
        config = self.write(TINY)
        plain, wide = (self.replay(config, 3, 0, *more) for more in ((), ("--set", "/spectral/bin_width=0.5")))
        self.assertEqual(plain["width"], wide["width"])
        self.assertEqual(plain["energies"], wide["energies"])
        self.assertEqual(wide["spectral_function"]["tau_x_M"]["bin_width"], 0.5)
        self.assertNotEqual(plain["spectral_function"], wide["spectral_function"])

    def test_own_disorder(self):
        config = self.write(TINY)
        shared = [self.replay(config, point, 0)["scale"] for point in range(4)]
        own = [self.replay(config, point, 0, "--set", "/shared_disorder=false")["scale"] for point in range(4)]
        self.assertEqual((len(set(shared)), len(set(own))), (1, 4))


class WholeOrNot(ProgramTest):
    def test_a_write_that_fails_keeps_the_older_results_and_leaves_no_scraps(self):
        config = self.write(TINY)
        self.call("--config", config)
        os.remove(self.path("results", "tiny-paper", "summary.csv"))  # so that there is something to write
        before = read_bytes(self.path("results", "tiny-paper", "results.h5"))
        done = self.call("--config", config, code=INPUT_OUTPUT, preexec_fn=files_of_at_most(100_000))
        self.assertIn("results/tiny-paper/results.h5: cannot write: File too large; free space", done.stderr)
        self.assertEqual(read_bytes(self.path("results", "tiny-paper", "results.h5")), before)
        self.assertEqual(self.files("results", "tiny-paper"), ["results.h5"])

    def test_the_pair_of_files_is_replaced_together(self):
        config = self.write(TINY)
        self.call("--config", config)
        names = ("results.h5", "summary.csv")
        before = [read_bytes(self.path("results", "tiny-paper", name)) for name in names]
        os.remove(self.path("results", "tiny-paper", "summary.csv"))
        os.mkdir(self.path("results", "tiny-paper", "summary.csv"))  # results.h5 alone could be written
        self.call("--config", config, "--set", "/seed=9", code=INPUT_OUTPUT)
        self.assertEqual(read_bytes(self.path("results", "tiny-paper", "results.h5")), before[0])
        os.rmdir(self.path("results", "tiny-paper", "summary.csv"))
        self.call("--config", config)
        self.assertEqual([read_bytes(self.path("results", "tiny-paper", name)) for name in names], before)


if __name__ == "__main__":
    unittest.main()
