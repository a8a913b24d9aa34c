"""What is computed is kept: the same command continues, others find it, and status, verify and export look at it."""

import json
import os
import shutil
import sqlite3
import unittest

import h5py
import numpy

from program import BAD_DATA, INPUT_OUTPUT, STOPPED, TINY, USAGE, ProgramTest, changed, read_bytes, rows_of

DATA = ("results.h5", "summary.csv")
FOLDER = ("results", "tiny-paper")
# Seconds of work in two blocks: 60 diagonalizations of dim 512, 30 of dim 1024 (about 2 s and 6 s of one core).
LONG = changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 6}},
               sweeps=[{"localization_length": [4], "liom_count": [3, 4]}], realizations={"3": 60, "4": 30})


class StoreTest(ProgramTest):
    def outputs(self, *folder):
        return [read_bytes(self.path(*(folder or FOLDER), name)) for name in DATA]

    def fresh(self, config, *arguments):
        """What the command leaves in a folder of its own."""
        self.call("--config", config, "--results", "fresh", *arguments)
        outputs = self.outputs("fresh", "tiny-paper")
        shutil.rmtree(self.path("fresh"))
        return outputs

    def database(self):
        return sqlite3.connect(self.path("results", "campaign.sqlite"), isolation_level=None)

    def sql(self, *statements):
        database = self.database()
        for statement in statements:
            database.execute(statement)
        database.close()

    def query(self, statement):
        database = self.database()
        rows = database.execute(statement).fetchall()
        database.close()
        return rows


class Continued(StoreTest):
    def test_a_finished_campaign_is_recognised(self):
        config = self.write(TINY)
        self.call("--config", config)
        before = [os.stat(self.path(*FOLDER, name)).st_mtime_ns for name in DATA]
        for device in ("auto", "cuda:99"):  # nothing is computed, so no device is asked for
            done = self.call("--config", config, "--device", device)
            self.assertEqual(done.stderr, "tiny (paper): finished already; results in results/tiny-paper\n")
            self.assertEqual(done.stdout, "")
        self.assertEqual([os.stat(self.path(*FOLDER, name)).st_mtime_ns for name in DATA], before)
        self.assertEqual(sorted(os.listdir(self.path("results"))), ["campaign.sqlite", "tiny-paper"])

    def test_what_is_missing_is_written_again_without_computing(self):
        config = self.write(TINY)
        self.call("--config", config, figures=True)
        before = self.outputs()
        for name in (*DATA, "fig4.svg"):
            os.remove(self.path(*FOLDER, name))
            done = self.call("--config", config, figures=True)
            self.assertIn("stored already: 9 diagonalizations in 3 blocks; to go: 0 diagonalizations in 0 blocks\n",
                          done.stderr)
            self.assertEqual(self.outputs(), before)
            self.assertTrue(os.path.exists(self.path(*FOLDER, name)))
        self.assertIn("finished already", self.call("--config", config, figures=True).stderr)

    def test_a_file_that_somebody_changed_is_written_again(self):
        config = self.write(TINY)
        self.call("--config", config)
        before = self.outputs()
        with open(self.path(*FOLDER, "summary.csv"), "a", encoding="utf-8") as stream:
            stream.write("notes\n")
        self.call("--config", config)
        self.assertEqual(self.outputs(), before)

    def test_growth_continues(self):
        config = self.write(changed(TINY, realizations=300))
        expected = {count: self.fresh(config, "--set", f"/realizations={count}") for count in (300, 700, 100)}
        self.call("--config", config)
        self.assertEqual(self.outputs(), expected[300])
        done = self.call("--config", config, "--set", "/realizations=700")
        # of 2100, the whole blocks of 256
        self.assertIn("stored already: 768 diagonalizations in 3 blocks; to go: 1332 diagonalizations in 6 blocks",
                      done.stderr)
        self.assertEqual(self.outputs(), expected[700])
        self.call("--config", config, "--set", "/realizations=100")
        self.assertEqual(self.outputs(), expected[100])
        done = self.call("--config", config)  # the short blocks are still there
        self.assertIn("to go: 0 diagonalizations in 0 blocks", done.stderr)
        self.assertEqual(self.outputs(), expected[300])

    def test_another_figure_and_profile_find_what_exists(self):
        self.call("--config", self.write(TINY))
        other = changed(TINY, name="other", figure="fig3",
                        sweeps=[{"panel": "x", "geometry": "2d_exponential", "localization_length": [4, 1],
                                 "liom_count": [2]}])
        done = self.call("--config", self.write(other, "other.json"))
        self.assertIn("stored already: 3 diagonalizations in 1 block; to go: 3 diagonalizations in 1 block", done.stderr)
        done = self.call("--config", "config.json", "--profile", "quick", "--set", "/seed=7", "--set", "/realizations=3")
        self.assertIn("to go: 0 diagonalizations in 0 blocks", done.stderr)
        self.assertEqual(self.outputs("results", "tiny-quick")[1], self.outputs()[1])  # the same numbers

    def test_another_seed_finds_nothing(self):
        config = self.write(TINY)
        self.call("--config", config)
        self.assertNotIn("stored already", self.call("--config", config, "--set", "/seed=9").stderr)

    def test_the_log_tells_what_differs_between_equal_runs(self):
        config = self.write(TINY)
        self.call("--config", config, "--threads", "1")
        self.call("--config", config, "--set", "/realizations=4")
        events = self.events(*FOLDER)
        self.assertEqual([line["event"] for line in events], 2 * ["started", "block", "block", "block", "finished"])
        self.assertEqual((events[0]["lanes"], events[0]["blocks_to_go"], events[0]["blocks_found"]), (1, 3, 0))
        for line in events:
            self.assertRegex(line["time"], r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
            self.assertGreater(line["pid"], 0)
        self.assertNotEqual(events[0]["pid"], events[5]["pid"])
        self.assertGreater(events[3]["cost_per_second"], 0)

    def test_scraps_of_a_killed_run_are_removed(self):
        config = self.write(TINY)
        self.call("--config", config)
        child = self.start("--version")
        child.wait()
        stale = f"results.h5.part{child.pid}"
        for folder in (FOLDER, ("results",)):
            with open(self.path(*folder, stale), "wb") as stream:
                stream.write(b"half")
        os.remove(self.path(*FOLDER, "summary.csv"))
        self.call("--config", config)
        self.assertEqual(self.files(*FOLDER), sorted(DATA))
        self.assertEqual(sorted(os.listdir(self.path("results"))), ["campaign.sqlite", "tiny-paper"])


class Origins(StoreTest):
    def test_results_say_what_made_what(self):
        config = self.write(TINY)
        self.call("--config", config)
        with h5py.File(self.path(*FOLDER, "results.h5"), "r") as results:
            provenance = json.loads(results.attrs["provenance"])
            for point in results["ed/points"].values():
                origin, = json.loads(point.attrs["origins"])
                self.assertEqual((origin["first"], origin["count"]), (0, 3))
                self.assertEqual([origin["device"]], provenance["devices"])
                self.assertEqual([origin["program"]], provenance["computed_by"])


class InUse(StoreTest):
    def test_a_second_campaign_is_refused_and_status_looks_on(self):
        config = self.write(LONG)
        child = self.start("--config", config, "--threads", "1")
        self.wait_for("started", *FOLDER)
        other = self.write(TINY, "other.json")
        for name in (config, other):  # one campaign per folder, whatever its config
            done = self.call("--config", name, "--set", "/seed=99", code=INPUT_OUTPUT)
            self.assertRegex(done.stderr, rf"\Ambl_gpu: results: in use by process {child.pid} on \S+ since "
                                          r"\d{4}-\S+Z; wait for it, stop it, or choose another --results\n\Z")
        status = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertEqual(status["running"]["pid"], child.pid)
        self.assertIn(f"running: process {child.pid} on ", self.call("status", "--config", config).stdout)
        self.assertIsNone(child.poll())
        child.kill()
        child.wait()
        status = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertIsNone(status["running"])  # although the lock file of the killed one is still there
        self.call("--config", other)
        self.assertEqual(self.files("results"), ["campaign.sqlite", "tiny-paper"])

    def test_a_finished_campaign_is_told_even_while_another_runs(self):
        tiny = self.write(changed(TINY, name="small"), "small.json")
        self.call("--config", tiny)
        self.start("--config", self.write(LONG), "--threads", "1")
        self.wait_for("started", *FOLDER)
        self.assertIn("finished already", self.call("--config", tiny).stderr)


class Status(StoreTest):
    def test_before_during_and_after(self):
        config = self.write(changed(TINY, realizations=300))
        status = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertEqual((status["campaign"], status["complete"], status["realizations_done"], status["realizations"]),
                         ("tiny-paper", False, 0, 900))
        self.assertEqual(len(status["points"]), 6)
        self.assertIsNone(status["points"][0]["mean"])
        self.assertGreater(status["eta_seconds"], 0)
        self.assertEqual(self.files(), ["config.json"])  # looking makes nothing

        self.call("--config", config, "--set", "/realizations=256")
        status = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertEqual((status["complete"], status["realizations_done"]), (False, 768))
        self.assertEqual([point["realizations_done"] for point in status["points"]], 6 * [256])

        self.call("--config", config)
        status = json.loads(self.call("status", "--config", config, "--json").stdout)
        self.assertEqual((status["complete"], status["realizations_done"], status["eta_seconds"]), (True, 900, 0))
        rows = [row for row in rows_of(self.outputs()[1].decode()) if row["observable"] == "width_over_spacing"]
        for point, row in zip(status["points"], rows):
            self.assertEqual((point["observable"], point["blocks_done"], point["blocks"]), ("width_over_spacing", 2, 2))
            self.assertAlmostEqual(point["mean"], float(row["mean"]), places=12)
            self.assertAlmostEqual(point["stderr"], float(row["stderr"]), places=12)

    def test_text(self):
        config = self.write(TINY)
        self.call("--config", config)
        lines = self.call("status", "--config", config).stdout.splitlines()
        self.assertEqual(lines[0], "tiny-paper: 6 of 6 points complete, 9 of 9 diagonalizations stored, to go: -")
        self.assertEqual(lines[1], "not running")
        self.assertEqual(len(lines), 4 + 6)
        self.assertRegex(lines[4], r" 0  a +1d_exponential +3  1 +0.6 +1 +3/3 +-  width_over_spacing \S+ \+- \S+")

    def test_without_lioms_another_observable_stands_for_the_point(self):
        config = self.write(changed(TINY, sweeps=[{"localization_length": [1], "liom_count": [0]}]))
        self.call("--config", config)
        point, = json.loads(self.call("status", "--config", config, "--json").stdout)["points"]
        self.assertEqual(point["observable"], "level_spacing")


class Verify(StoreTest):
    def test_all_is_well(self):
        config = self.write(TINY)
        self.call("--config", config)
        for arguments in (("--config", config), ()):
            self.assertRegex(self.call("verify", *arguments).stdout,
                             r"\Aresults/campaign.sqlite: 3 blocks with 9 realizations, \S+ KiB: structure, checksums and "
                             r"gate figures are right\n\Z")
        self.assertEqual(sorted(os.listdir(self.path("results"))), ["campaign.sqlite", "tiny-paper"])

    def test_damage_is_named_and_the_next_run_mends_it(self):
        config = self.write(changed(TINY, realizations=300))
        self.call("--config", config)
        before = self.outputs()
        for statement, place in (
                ("UPDATE blocks SET curves = zeroblob(length(curves)) WHERE block = 1 AND row = "
                 "(SELECT min(row) FROM blocks WHERE block = 1)", r"block 1 of 44 realizations of point \d: the checksum of "
                                                                  r"its curves is wrong"),
                ("UPDATE blocks SET samples = substr(samples, 2) WHERE row = 1",
                 r"block 0 of 256 realizations of point \d: the checksum of its samples is wrong"),
                ("UPDATE problems SET dim = 2, text = 'x'",
                 r"block \d of \d+ realizations of point \d: the description of its problem is damaged")):
            with self.subTest(statement):
                self.sql(statement)
                done = self.call("verify", "--config", config, code=BAD_DATA)
                self.assertRegex(done.stdout, rf"(?m)^{place}$")
                self.assertEqual(done.stderr, "mbl_gpu: results/campaign.sqlite: damaged, see above; the next run of a "
                                              "campaign there drops what is damaged and computes it again\n")
                done = self.call("--config", config)
                self.assertEqual(self.outputs(), before)
                self.call("verify")
                self.assertIn("finished already", self.call("--config", config).stderr)

    def test_damage_that_nobody_looked_for_is_met_by_the_next_export(self):
        config = self.write(changed(TINY, realizations=300))
        self.call("--config", config)
        before = self.outputs()
        self.sql("UPDATE blocks SET curves = zeroblob(9) WHERE row IN (2, 3)")
        os.remove(self.path(*FOLDER, "summary.csv"))
        done = self.call("--config", config)
        self.assertIn("the checksum of its curves is wrong; repairing\n", done.stderr)
        self.assertIn("results/campaign.sqlite: 4 blocks intact, 2 dropped\n", done.stderr)
        self.assertEqual(self.outputs(), before)
        self.assertIn("damaged", [line["event"] for line in self.events(*FOLDER)])

    def test_a_file_that_was_cut_off(self):
        config = self.write(changed(TINY, realizations=700))
        self.call("--config", config)
        before = self.outputs()
        whole = read_bytes(self.path("results", "campaign.sqlite"))
        for share in (0.9, 0.5):
            with open(self.path("results", "campaign.sqlite"), "wb") as stream:
                stream.write(whole[:int(len(whole) * share)])
            self.call("verify", code=BAD_DATA)
            done = self.call("--config", config)
            self.assertRegex(done.stderr, r"results/campaign.sqlite: \d+ blocks? intact, \d+ dropped; the damaged file is "
                                          r"kept as results/campaign.sqlite.damaged-\d\n")
            if share == 0.9:
                self.assertIn("stored already", done.stderr)
            self.assertEqual(self.outputs(), before)
            self.call("verify")

    def test_without_a_store(self):
        self.refused("results/campaign.sqlite: no such file; run the campaign first: mbl_gpu --config config.json",
                     "verify", "--config", self.write(TINY), code=INPUT_OUTPUT)


class Export(StoreTest):
    def test_the_files_are_the_same(self):
        config = self.write(TINY)
        self.call("--config", config)
        before = self.outputs()
        shutil.rmtree(self.path(*FOLDER))
        done = self.call("export", "--config", config)
        self.assertEqual(done.stdout, "results/tiny-paper/results.h5\nresults/tiny-paper/summary.csv\n")
        self.assertEqual(self.outputs(), before)

    def test_curves_as_csv(self):
        config = self.write(TINY)
        self.call("--config", config)
        self.call("export", "--config", config, "--csv")
        with h5py.File(self.path(*FOLDER, "results.h5"), "r") as results:
            for index, point in results["ed/points"].items():
                for name, curve in point["curves"].items():
                    rows = rows_of(read_bytes(self.path(*FOLDER, "curves", f"{index}_{name}.csv")).decode())
                    for column in ("x", "mean", "stderr"):
                        numpy.testing.assert_array_equal([float(row[column]) for row in rows], curve[column][:])

    def test_an_incomplete_campaign_is_not_exported(self):
        config = self.write(TINY)
        self.call("--config", config)
        self.refused("results/campaign.sqlite: 0 of 3 blocks are stored; run the campaign with the same --config, --profile "
                     "and --set to compute the rest", "export", "--config", config, "--set", "/realizations=4",
                     code=STOPPED)


class TargetStderr(StoreTest):
    def setUp(self):
        super().setUp()
        # D = 1024: blocks of 64; one of D = 512: of 128
        self.config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 2}}, realizations=1000,
                                         sweeps=[{"localization_length": [0.6, 4], "liom_count": [1, 2, 3]}]))
        self.target = ("--target-stderr", "width_over_spacing=0.06")

    def counts(self):
        with h5py.File(self.path(*FOLDER, "results.h5"), "r") as results:
            points = results["ed/points"]
            return [len(points[str(k)]["samples/scale"]) for k in range(len(points))]

    def test_each_point_takes_the_smallest_prefix_that_suffices(self):
        self.call("--config", self.config)
        widths = []
        with h5py.File(self.path(*FOLDER, "results.h5"), "r") as results:
            for k in range(6):
                widths.append(results[f"ed/points/{k}/samples/width_over_spacing_tau_x_M"][:])
        expected = []
        for values in widths:
            ends = [end for end in (256, 512, 768, 1000) if values[:end].std(ddof=1) / end**0.5 <= 0.06]
            expected.append(ends[0] if ends else 1000)
        self.assertGreater(len(set(expected)), 1, "the test shows nothing")
        done = self.call("--config", self.config, *self.target)  # everything is stored: it takes what it needs of it
        self.assertIn("to go: 0 diagonalizations", done.stderr)
        self.assertEqual(self.counts(), expected)
        with h5py.File(self.path(*FOLDER, "results.h5"), "r") as results:
            self.assertEqual(json.loads(results.attrs["provenance"])["target_stderr"], self.target[1])
            self.assertEqual([results[f"ed/points/{k}"].attrs["realizations"] for k in range(6)], expected)

    def test_lanes_and_restarts_change_nothing(self):
        expected = self.fresh(self.config, *self.target, "--threads", "1")
        self.assertEqual(self.fresh(self.config, *self.target, "--threads", "4"), expected)
        self.call("--config", self.config, "--set", "/realizations=300")
        self.call("--config", self.config, *self.target, "--threads", "2")
        self.assertEqual(self.outputs(), expected)
        self.assertIn("finished already", self.call("--config", self.config, *self.target).stderr)
        self.call("export", "--config", self.config, *self.target)
        self.assertEqual(self.outputs(), expected)

    def test_mistakes(self):
        self.refused('--target-stderr: no observable "width" in "width=1"; write one of '
                     'width_over_spacing:tau_x_M, width_participation:tau_x_M, width_fwhm:tau_x_M, width_iqr:tau_x_M, '
                     'level_spacing, gap_ratio, thouless_mean:sigma_z_N, thouless_mean:sigma_z_N_tau_z_1, '
                     'thouless_std:sigma_z_N, thouless_std:sigma_z_N_tau_z_1, entropy:tau_M, entropy:sigma_1, '
                     'entropy:sigma_N', "--config", self.config, "--target-stderr", "width=1", code=USAGE)


if __name__ == "__main__":
    unittest.main()
