"""The commands that compute nothing: --dry-run, theory, doctor, --version."""

import math
import os
import re
import unittest

from program import EXPLICIT, IMPURITY, TINY, UNAVAILABLE, USAGE, ProgramTest, changed, rows_of


class DryRun(ProgramTest):
    def test_it_lists_points_blocks_time_memory_disk_and_leaves_nothing(self):
        done = self.call("--config", self.write(TINY), "--dry-run")
        lines = done.stdout.splitlines()
        points = [line.split() for line in lines[1:7]]
        self.assertEqual([line[0] for line in points], [str(k) for k in range(6)])
        # M = 1 everywhere is one ensemble, and so is M = 2 at xi = 4 in both geometries
        self.assertEqual(["shared" in line for line in points], [False, False, True, False, True, True])
        self.assertIn("6 points, 3 distinct Hamiltonian ensembles, 9 diagonalizations in 3 blocks", done.stdout)
        for word in ("time ", "memory ", "disk ", "device "):
            self.assertTrue(any(line.startswith(word) for line in lines), word)
        self.assertEqual(self.files(), ["config.json"])

    def test_the_disk_it_announces_is_enough(self):
        for count in ("3", "2000"):
            arguments = ("--config", self.write(TINY), "--set", "/realizations=" + count, "--results", count)
            self.call(*arguments)
            results = sum(os.path.getsize(self.path(count, "tiny-paper", name)) for name in ("results.h5", "summary.csv"))
            store = os.path.getsize(self.path(count, "campaign.sqlite"))
            text = self.call(*arguments, "--dry-run").stdout
            found = re.search(rf"disk +at most (\S+) (\w+) in {count}/tiny-paper; about (\S+) (\w+), at most (\S+) (\w+) in "
                              rf"{count}/campaign.sqlite", text)
            units = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
            for number, unit, size in ((found[1], found[2], results), (found[5], found[6], store)):
                announced = float(number) * units[unit]
                self.assertGreaterEqual(announced * 1.01, size)
                self.assertLess(announced, 20 * size)
            if count == "2000":  # a file of a few pages is not what the estimate is for
                expected = float(found[3]) * units[found[4]]
                self.assertTrue(store / 1.4 < expected < 1.4 * store, (expected, store))

    def test_what_is_stored_is_subtracted(self):
        config = self.write(changed(TINY, realizations=300))
        self.assertNotIn("stored ", self.call("--config", config, "--dry-run").stdout)
        self.call("--config", config, "--set", "/realizations=256")
        done = self.call("--config", config, "--dry-run")
        self.assertIn("\nstored  3 of 6 blocks in results/campaign.sqlite\n", done.stdout)

    def test_of_the_impurity_model(self):
        done = self.call("--config", self.write(IMPURITY), "--dry-run")
        lines = done.stdout.splitlines()
        names = lines[0].split()
        self.assertEqual(names[:14], ["point", "panel", "geometry", "M", "V", "U", "T", "xi", "t", "W", "N", "n_L", "rule", "seed"])
        points = [dict(zip(names, line.split())) for line in lines[1:6]]
        self.assertEqual([(point["point"], point["panel"], point["M"], point["U"]) for point in points],
                         [("0", "ab", "0", "2"), ("1", "ab", "3", "2"), ("2", "ab", "0", "0"), ("3", "ab", "3", "0"),
                          ("4", "again", "3", "2")])
        for point in points:
            self.assertEqual([point[name] for name in ("geometry", "V", "T", "xi", "t", "W", "N", "n_L", "rule", "seed")],
                             ["2d_layers", "0.5", "2", "10", "1", "2", "30", "1", "n", "3"])
        self.assertEqual(["shared" in line for line in lines[1:6]], [False, False, False, False, True])
        self.assertIn("bath (paper): 5 points of the impurity model, 4 distinct\n", done.stdout)
        for word in ("time ", "memory ", "disk ", "device "):
            self.assertTrue(any(line.startswith(word) for line in lines), word)
        self.assertEqual(self.files(), ["config.json"])

    def test_explicit_lioms_have_no_coupling_and_no_length(self):
        config = changed(IMPURITY, model={"kind": "impurity", "lioms": {"coupling": [0.3]}},
                         sweeps=[{"panel": "x", "geometry": "explicit", "liom_count": 1}])
        row = self.call("--config", self.write(config), "--dry-run").stdout.splitlines()[1].split()
        self.assertEqual(row[2:8], ["explicit", "1", "-", "2", "2", "-"])


class ImpurityModel(ProgramTest):
    """What the other commands say of a config of this kind."""

    def setUp(self):
        super().setUp()
        self.config = self.write(IMPURITY)

    def test_validate(self):
        self.assertEqual(self.call("validate", "--config", self.config).stdout,
                         "config.json: valid; profile paper: 5 points of the impurity model, 4 distinct\n")
        self.assertEqual(self.call("validate", "--config", self.config, "--profile", "quick").stdout,
                         "config.json: valid; profile quick: 1 point of the impurity model, 1 distinct\n")

    def test_theory_is_about_exact_diagonalization(self):
        message = ("theory: its tables (Eqs. 4, 6, 7 and 20) are about exact diagonalization, and this config's model.kind is "
                   "\"impurity\"; name a config of kind \"goe_bubble\", for example configs/fig4.json")
        for arguments in ((), ("--csv",), ("--table", "condition"), ("--table", "avalanche")):
            self.refused(message, "theory", "--config", self.config, *arguments, code=USAGE)

    def test_there_is_no_standard_error_to_aim_at(self):
        message = ("--target-stderr: the impurity model (model.kind \"impurity\") has no realizations to average; leave the "
                   "option out, and list several seeds in a sweep for error bars")
        for command in ((), ("export",)):
            self.refused(message, *command, "--config", self.config, "--target-stderr", "width_over_spacing=0.1", code=USAGE)
        self.assertEqual(self.files(), ["config.json"])


class Theory(ProgramTest):
    def rows(self, *arguments, config=TINY):
        return rows_of(self.call("theory", "--config", self.write(config), "--csv", *arguments).stdout)

    def test_equations_6_and_7_by_hand(self):
        n, w, xi, anchor = 3, 2.6, 4.0, 100.0
        rows = [row for row in self.rows("--width-at-one", "100") if row["localization_length"] == "4"]
        self.assertEqual(len(rows), 4)
        for row in rows:
            m = int(row["liom_count"])
            distance = math.sqrt(m - 1) if row["geometry"] == "1d_stretched" else m - 1
            growth = n / (n + m - 1) * math.exp((m - 1) * math.log(2) - 2 * distance / xi)
            self.assertAlmostEqual(float(row["width_implied"]), max(2, anchor * growth), places=10)
            if row["geometry"] == "1d_stretched":
                growth = n / (n + m - 1) * math.exp((m - 1) * math.log(2) - 2 * math.sqrt((m - 1) / xi))
                self.assertAlmostEqual(float(row["width_printed"]), max(2, anchor * growth), places=10)
            coupling = math.exp(-distance / xi)
            golden_rule = 32 * coupling**2 * 2 ** (n + m - 1) / (w**2 * n * (n + m - 1))
            self.assertAlmostEqual(float(row["width_golden_rule"]), golden_rule, places=10)

    def test_the_anchor_is_the_golden_rule_unless_given(self):
        row = self.rows()[0]
        self.assertEqual(row["liom_count"], "1")
        self.assertAlmostEqual(float(row["width_implied"]), max(2, float(row["width_golden_rule"])), places=12)

    def test_explicit_couplings_have_the_golden_rule_only(self):
        row, = self.rows(config=EXPLICIT)
        self.assertEqual(row["width_implied"], "nan")
        self.assertGreater(float(row["width_golden_rule"]), 0)

    def test_the_table_is_for_reading(self):
        widths, avalanche = (self.call("theory", "--config", self.write(TINY), "--table", table).stdout
                             for table in ("widths", "avalanche"))
        self.assertIn("golden rule", widths)
        self.assertEqual(sum(line.startswith("1d_") for line in widths.splitlines()), 6)
        self.assertEqual(sum(line.startswith("1d_") for line in avalanche.splitlines()), 3)
        self.assertEqual(self.call("theory", "--config", "config.json").stdout, f"{widths}\n{avalanche}")

    def test_the_avalanche_by_hand(self):
        rows = rows_of(self.call("theory", "--config", self.write(TINY), "--table", "avalanche", "--csv", "--rarity", "2").stdout)
        self.assertEqual([(row["geometry"], float(row["localization_length"])) for row in rows],
                         [("1d_exponential", 0.6), ("1d_exponential", 4.0), ("1d_stretched", 4.0)])
        strength = 2**1.5 / (2.6 * 3)
        for row in rows:
            xi = float(row["localization_length"])
            self.assertAlmostEqual(float(row["strength"]), strength, places=12)
            self.assertAlmostEqual(float(row["log_bubble_distance"]), 2 / xi**2, places=12)
            self.assertAlmostEqual(float(row["log_time"]) / (math.exp(2 / xi**2) / xi), 1, places=12)
        chain, free, stretched = rows
        self.assertAlmostEqual(float(chain["critical_length"]), 2 / math.log(2), places=12)
        self.assertEqual((chain["critical_radius"], chain["critical_bubble_spins"], chain["lowest_ratio"]), ("nan", "inf", "0"))
        self.assertAlmostEqual(float(free["lowest_ratio"]), strength, places=12)
        self.assertEqual(stretched["critical_length"], "nan")
        self.assertAlmostEqual(float(stretched["critical_radius"]), 1 / (4 * math.log(2))**2, places=12)
        self.assertAlmostEqual(float(stretched["lowest_ratio"]), strength * math.exp(-1 / (2 * 16 * math.log(2))), places=12)

    def test_curves_of_the_condition(self):
        rows = rows_of(self.call("theory", "--config", self.write(TINY), "--table", "condition").stdout)
        self.assertEqual(len(rows), 3 * 201)
        for row in rows:
            xi, radius = float(row["localization_length"]), float(row["radius"])
            distance = math.sqrt(radius) if row["geometry"] == "1d_stretched" else radius
            self.assertAlmostEqual(float(row["exponent"]), radius * math.log(2) / 2 - distance / xi, places=9)
            self.assertAlmostEqual(float(row["lioms"]), radius, places=9)

    def test_explicit_couplings_have_no_avalanche(self):
        done = self.call("theory", "--config", self.write(EXPLICIT), "--table", "avalanche")
        self.assertIn("no law", done.stdout)

    def test_unknown_tables_and_rarities_are_refused(self):
        for arguments in (("--table", "everything"), ("--rarity", "0")):
            self.call("theory", "--config", self.write(TINY), *arguments, code=USAGE)

    def test_a_negative_anchor_is_refused(self):
        self.call("theory", "--config", self.write(TINY), "--width-at-one", "-1", code=USAGE)

    def test_sizes_that_no_machine_here_solves(self):
        big = changed(TINY, sweeps=[{"liom_count": [8], "localization_length": 4}])
        big["model"]["bubble"]["spins"] = 12
        self.assertEqual(len(self.rows(config=big, )), 1)


class Doctor(ProgramTest):
    def test_one_screen_without_a_config(self):
        done = self.call("doctor", figures=True)
        lines = done.stdout.splitlines()
        self.assertLess(len(lines), 24)
        self.assertEqual([line.split()[0] for line in lines],
                         ["program", "libraries", "CPU", "memory", "GPU", "figures", "speed", "runs"])
        self.assertIn("h5py and matplotlib", done.stdout)

    def test_missing_modules_are_named(self):
        done = self.call("doctor", variables={"MBL_PYTHON": "/bin/false"})
        self.assertIn("apt install python3-h5py python3-matplotlib", done.stdout)

    def test_a_device_that_is_not_there(self):
        done = self.call("doctor", "--device", "cuda", code=UNAVAILABLE)
        self.assertIn("use --device cpu", done.stderr)


class Version(ProgramTest):
    def test_version_names_the_revision(self):
        done = self.call("--version")
        self.assertRegex(done.stdout, r"^mbl_gpu \d+\.\d+\.\d+ \(\S+\)\n")


if __name__ == "__main__":
    unittest.main()
