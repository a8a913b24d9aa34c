"""One campaign on many workers: each shard has its file, merge joins them, and the bytes do not tell how many there were."""

import ctypes
import ctypes.util
import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import time
import unittest

import h5py

from program import (BAD_DATA, IMPURITY, INPUT_OUTPUT, SECONDS, STOPPED, TINY, UNAVAILABLE, USAGE, ProgramTest, changed,
                     read_bytes)

DATA = ("results.h5", "summary.csv")
FOLDER = ("results", "tiny-paper")
BLOCKS = 24  # three ensembles of 2000 realizations in blocks of 256
CONFIG = changed(TINY, realizations=2000)
OTHER_DEVICE = "A device of another make"
SCHEDULERS = ("SLURM_ARRAY_TASK_ID", "SLURM_STEP_NUM_TASKS", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX",
              "MBL_SHARD_COUNT")


class ShardTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(CONFIG)

    def outputs(self, *folder):
        return [read_bytes(self.path(*(folder or FOLDER), name)) for name in DATA]

    def alone(self):
        self.call("--config", self.config, "--results", "alone")
        return self.outputs("alone", "tiny-paper")

    def shard(self, index, count, *arguments, **keywords):
        return self.call("--config", self.config, "--shard", f"{index}/{count}", *arguments, **keywords)

    def merge(self, *arguments, code=0):
        return self.call("merge", "--config", self.config, *arguments, code=code)

    def file(self, index, count, folder="results"):
        return self.path(folder, f"campaign-{index}of{count}.sqlite")

    def sql(self, file, *statements):
        database = sqlite3.connect(file, isolation_level=None)
        rows = [database.execute(statement).fetchall() for statement in statements]
        database.close()
        return rows[-1]

    def blocks(self, file):
        return self.sql(file, "SELECT count(*) FROM blocks")[0][0]


class Together(ShardTest):
    def test_any_number_of_shards_leaves_the_same_bytes(self):
        expected = self.alone()
        for count in (1, 2, 5, 64):
            results = f"of {count}"
            for index in reversed(range(count)):
                if index % 3 or count < 64:  # the others of 64 at the end: more workers than blocks have nothing to do
                    self.shard(index, count, "--results", results, "--threads", str(1 + index % 2))
            for index in range(0, count, 3):
                self.shard(index, count, "--results", results)
            files = [name for name in os.listdir(self.path(results)) if name.endswith(".sqlite")]
            self.assertEqual(len(files), min(count, BLOCKS))  # no file where there was nothing to do
            done = self.merge("--results", results)
            self.assertIn(f": {BLOCKS} new, {BLOCKS} of {BLOCKS} blocks of tiny (paper)\n", done.stdout)
            self.assertEqual(self.outputs(results, "tiny-paper"), expected)

    def test_what_a_shard_says_and_leaves(self):
        done = self.shard(1, 4)
        self.assertTrue(done.stderr.startswith(f"shard 1/4: 6 of {BLOCKS} blocks\n"), done.stderr)
        self.assertIn("tiny (paper): 6 points, 3 distinct Hamiltonian ensembles, ", done.stderr)
        self.assertTrue(done.stderr.endswith("shard 1/4: its share is complete in results/campaign-1of4.sqlite; once every "
                                             "shard's is, mbl_gpu merge writes the results\n"), done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(sorted(os.listdir(self.path("results"))), ["campaign-1of4.sqlite", "tiny-paper"])
        self.assertEqual(os.listdir(self.path(*FOLDER)), ["log-1of4.jsonl"])
        self.assertEqual(self.blocks(self.file(1, 4)), 6)

    def test_a_finished_shard_is_recognised_at_once_without_a_device(self):
        self.shard(1, 4)
        before = os.stat(self.file(1, 4)).st_mtime_ns
        done = self.shard(1, 4, "--device", "cuda:99")
        self.assertEqual(done.stderr, "shard 1/4 of tiny (paper): finished already; nothing of its share is missing in "
                                      "results\n")
        self.assertEqual(os.stat(self.file(1, 4)).st_mtime_ns, before)
        self.shard(2, 4, "--device", "cuda:99", code=UNAVAILABLE)

    def test_all_at_once_in_one_folder(self):
        expected = self.alone()
        children = [self.start("--config", self.config, "--shard", f"{index}/5", "--threads", "1",
                               stderr=subprocess.PIPE) for index in range(5)]
        for child in children:
            text = child.communicate(timeout=SECONDS)[1].decode()
            self.assertEqual(child.returncode, 0, text)
        for index in range(5):  # whole lines, each in its own log
            lines = read_bytes(self.path(*FOLDER, f"log-{index}of5.jsonl")).decode().splitlines()
            events = [json.loads(line)["event"] for line in lines]
            self.assertEqual((events[0], events[-1]), ("started", "finished"))
        self.merge()
        self.assertEqual(self.outputs(), expected)

    def test_a_second_worker_of_one_shard_is_refused(self):
        config = self.write(changed(CONFIG, model={"kind": "goe_bubble", "bubble": {"spins": 6}}), "long.json")
        child = self.start("--config", config, "--shard", "0/2")
        self.wait_for_file(self.path(*FOLDER, "log-0of2.jsonl"), b'"started"')
        done = self.call("--config", config, "--shard", "0/2", code=INPUT_OUTPUT)
        self.assertIn(f"in use by process {child.pid} on ", done.stderr)
        child.send_signal(signal.SIGTERM)
        self.assertEqual(child.wait(SECONDS), STOPPED)

    def wait_for_file(self, name, content):
        end = time.monotonic() + SECONDS
        while not (os.path.exists(name) and content in read_bytes(name)):
            self.assertLess(time.monotonic(), end, name)
            time.sleep(0.01)

    def test_a_stopped_and_a_killed_shard_continue(self):
        self.config = self.write(changed(CONFIG, model={"kind": "goe_bubble", "bubble": {"spins": 5}}))
        expected = self.alone()
        for number, code in ((signal.SIGTERM, STOPPED), (signal.SIGUSR1, STOPPED), (signal.SIGKILL, -signal.SIGKILL)):
            child = self.start("--config", self.config, "--shard", "0/2", "--threads", "1", stderr=subprocess.PIPE)
            self.wait_for_file(self.path(*FOLDER, "log-0of2.jsonl"), b'"block"')
            child.send_signal(number)
            text = child.communicate(timeout=SECONDS)[1].decode()
            self.assertEqual(child.returncode, code, text)
            if code == STOPPED:
                self.assertRegex(text, rf"stopped by {number.name}: \d+ of \d+ blocks are stored in "
                                       r"results/campaign-0of2.sqlite; the same command continues\n\Z")
            stored = self.blocks(self.file(0, 2))
            self.assertGreater(stored, 0)
            os.remove(self.path(*FOLDER, "log-0of2.jsonl"))
        self.assertIn("stored already: ", self.shard(0, 2).stderr)
        self.shard(1, 2)
        self.merge()
        self.assertEqual(self.outputs(), expected)

    def test_the_number_of_workers_may_change(self):
        expected = self.alone()
        for index in (0, 3, 7):
            self.shard(index, 8)
        again = [self.shard(index, 3).stderr for index in range(3)]
        self.assertIn(" of them in other files of results\n", "".join(again))
        computed = sum(self.blocks(self.path("results", name)) for name in os.listdir(self.path("results"))
                       if name.endswith(".sqlite"))
        self.assertEqual(computed, BLOCKS)  # none twice
        self.merge()
        self.assertEqual(self.outputs(), expected)

    def test_what_was_computed_without_shards_is_used_and_growing_continues(self):
        expected = self.alone()
        self.call("--config", self.config, "--set", "/realizations=600")
        done = self.shard(0, 2)
        self.assertRegex(done.stderr, r"shard 0/2: 12 of 24 blocks, [1-6] of them in other files of results\n")
        self.shard(1, 2)
        self.merge()
        self.assertEqual(self.outputs(), expected)
        self.assertIn("finished already", self.call("--config", self.config).stderr)

    def test_two_configs_in_one_folder(self):
        other = self.write(changed(CONFIG, name="other", seed=8), "other.json")
        for config in (self.config, other):
            for index in range(2):
                self.call("--config", config, "--shard", f"{index}/2")
        for config in (self.config, other):
            self.call("merge", "--config", config)
        self.assertEqual(self.outputs(), self.alone())
        self.call("--config", other, "--results", "alone")
        self.assertEqual(self.outputs("results", "other-paper"), self.outputs("alone", "other-paper"))
        for name in os.listdir(self.path("results")):  # nothing is lost with the shards' files: all is merged
            if name.startswith("campaign-"):
                os.remove(self.path("results", name))
        for config in (self.config, other):
            self.assertIn("finished already", self.call("--config", config).stderr)

    def test_auto(self):
        for variables, name in (
                ({"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "4",
                  "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_STEP": "1"}, "1of4"),
                ({"SLURM_PROCID": "3", "SLURM_STEP_NUM_TASKS": "4", "SLURM_LOCALID": "1"}, "3of4"),
                ({"JOB_COMPLETION_INDEX": "0", "MBL_SHARD_COUNT": "5"}, "0of5"),
                ({"AWS_BATCH_JOB_ARRAY_INDEX": "4", "AWS_BATCH_JOB_ARRAY_SIZE": "5"}, "4of5")):
            clean = {key: None for key in SCHEDULERS}
            self.call("--config", self.config, "--shard", "auto", variables={**clean, **variables})
            self.assertTrue(os.path.exists(self.path("results", f"campaign-{name}.sqlite")), name)

    def test_usage(self):
        self.refused('--shard: must be i/n with 0 <= i < n <= 9999, or auto, got "4/4"; workers count from 0: 0/4 is the '
                     "first of four, 3/4 the last", "--config", self.config, "--shard", "4/4", code=USAGE)
        self.call("--config", self.config, "--shard", "", code=USAGE)  # a variable that is not set
        done = self.call("--config", self.config, "--shard", "auto", code=USAGE, variables={k: None for k in SCHEDULERS})
        self.assertIn("--shard auto: found no scheduler", done.stderr)
        self.refused("--target-stderr: cannot be used with --shard, for no shard sees all realizations of a point; leave one "
                     "of them out", "--config", self.config, "--shard", "0/2", "--target-stderr", "gap_ratio=0.1",
                     code=USAGE)
        self.assertEqual(self.files(), ["config.json"])


class Merge(ShardTest):
    def shards(self, *indices, count=4):
        for index in indices:
            self.shard(index, count)

    def test_it_names_the_gaps_and_can_be_repeated(self):
        expected = self.alone()
        self.shards(0, 1)
        for _ in range(2):
            done = self.merge(code=STOPPED)
            self.assertRegex(done.stdout, r"missing: point 0 \(panel a, M = 1\): blocks [-0-9, ]+, \d+ of 2000 realizations\n")
            for index in (2, 3):
                self.assertIn(f"shard {index}/4: 6 of 6 blocks of its share are missing; has left no file\n", done.stdout)
            self.assertNotIn("shard 0/4", done.stdout)
            self.assertEqual(done.stderr, "mbl_gpu: results: 12 of 24 blocks are missing, see above; let their shards run "
                                          "(or leave --shard out, and they are computed here), then merge again\n")
        self.assertEqual(self.files(*FOLDER), ["log-0of4.jsonl", "log-1of4.jsonl"])  # no results of half a campaign
        self.shards(3)
        self.merge(code=STOPPED)
        self.shards(2)
        self.merge()
        self.assertEqual(self.outputs(), expected)
        times = [os.stat(self.path(*FOLDER, name)).st_mtime_ns for name in DATA]
        again = self.merge()
        self.assertIn(": 0 new, 24 of 24 blocks", again.stdout)
        self.assertIn("finished already", again.stderr)
        self.assertEqual([os.stat(self.path(*FOLDER, name)).st_mtime_ns for name in DATA], times)
        self.assertIn("finished already", self.call("--config", self.config).stderr)

    def test_the_gaps_may_be_computed_without_shards(self):
        expected = self.alone()
        self.shards(0, 2)
        done = self.call("--config", self.config, "--results", "results", "--max-walltime", "1h")
        self.assertIn("mbl_gpu: shards have computed 12 of the blocks to come, and nobody has merged them", done.stderr)
        shutil.rmtree(self.path(*FOLDER))
        os.remove(self.path("results", "campaign.sqlite"))
        self.merge(code=STOPPED)
        done = self.call("--config", self.config)
        self.assertNotIn("nobody has merged", done.stderr)
        self.assertIn("in 12 blocks; to go", done.stderr)
        self.assertEqual(self.outputs(), expected)

    def test_any_subset_from_anywhere_in_any_order(self):
        expected = self.alone()
        for index in range(4):
            self.shard(index, 4, "--results", f"worker {index}")
        files = [self.file(index, 4, f"worker {index}") for index in range(4)]
        self.merge(files[2], files[0], code=STOPPED)
        self.merge(files[3], code=STOPPED)
        self.merge(files[1], files[3])
        self.assertEqual(self.outputs(), expected)
        # A whole campaign's file will do, too; and what they are merged into will not.
        self.merge("--results", "second", self.path("alone", "campaign.sqlite"))
        self.assertEqual(self.outputs("second", "tiny-paper"), expected)
        self.merge(self.path("results", "campaign.sqlite"), code=USAGE)
        self.merge(self.path("nowhere.sqlite"), code=INPUT_OUTPUT)

    def test_no_files(self):
        done = self.merge(code=INPUT_OUTPUT)
        self.assertIn("results: neither campaign.sqlite nor a shard's file campaign-<i>of<n>.sqlite is there; run the shards "
                      "first: mbl_gpu --config config.json --results results --shard i/n\n", done.stderr)

    def test_a_conflict_is_refused_and_nothing_is_written(self):
        self.shards(0, 1, 2, 3)
        shutil.copy(self.file(1, 4), self.file(1, 5))
        self.change_number(self.file(1, 5))
        for _ in range(2):
            done = self.merge(code=BAD_DATA)
            self.assertRegex(done.stderr, r"mbl_gpu: results/campaign-1of4.sqlite and results/campaign-1of5.sqlite: both hold "
                                          r"block \d+ of \d+ realizations of [0-9a-f]{32}, made by .* and differ: one of them "
                                          r"is wrong\. .*; nothing was written\n\Z")
            self.assertEqual(self.blocks(self.path("results", "campaign.sqlite")), 0)
        os.remove(self.file(1, 5))
        self.merge()
        self.assertEqual(self.outputs(), self.alone())

    def change_number(self, file):
        """Another LIOM energy in the first block, with checksums that fit: as a program that computes wrongly would store it."""
        row, identity, block, count, samples, curves = self.sql(
            file, "SELECT row, identity, block, realizations, samples, curves FROM blocks ORDER BY row LIMIT 1")[0]
        samples = samples[:-8] + struct.pack("<d", 0.75)
        sums = [xxh3(f"{part} {identity} {block} {count} {xxh3(data)}".encode())
                for part, data in (("samples", samples), ("curves", curves))]
        self.sql(file, f"UPDATE blocks SET samples = X'{samples.hex()}', samples_checksum = '{sums[0]}', "
                       f"curves_checksum = '{sums[1]}' WHERE row = {row}")

    def test_foreign_files_are_refused(self):
        self.shards(0, 1, 2)
        self.call("--config", self.config, "--set", "/seed=9", "--shard", "3/4", "--results", "elsewhere")
        shutil.copy(self.file(3, 4, "elsewhere"), self.file(3, 4))
        done = self.merge(code=BAD_DATA)
        self.assertEqual(done.stderr, "mbl_gpu: results/campaign-3of4.sqlite: holds 6 blocks, none of them of tiny (paper): it "
                                      "belongs to another campaign. Give the --config, --profile and --set that its shard was "
                                      "run with, or move the file away; nothing was merged\n")
        self.assertEqual(self.blocks(self.path("results", "campaign.sqlite")), 0)
        self.merge("--set", "/seed=9", code=BAD_DATA)  # then the others are
        with open(self.file(3, 4), "w", encoding="utf-8") as stream:
            stream.write("This is no campaign file, but it has the name of one, and it is long enough.\n")
        self.assertIn("results/campaign-3of4.sqlite: is not a campaign file", self.merge(code=BAD_DATA).stderr)
        os.remove(self.file(3, 4))
        sqlite3.connect(self.file(3, 4)).execute("CREATE TABLE t(x)").connection.close()
        self.assertIn("is a database of another program", self.merge(code=BAD_DATA).stderr)
        os.rename(self.file(3, 4), self.file(4, 4))
        self.assertIn("results/campaign-4of4.sqlite: is not named as a shard's file", self.merge(code=BAD_DATA).stderr)
        os.remove(self.file(4, 4))
        self.shards(3)
        self.merge()
        self.assertEqual(self.outputs(), self.alone())

    def test_a_damaged_block_is_left_out_and_its_shard_computes_it_again(self):
        self.shards(0, 1, 2, 3)
        self.sql(self.file(2, 4), "UPDATE blocks SET curves = zeroblob(length(curves)) WHERE row = 3")
        done = self.merge(code=STOPPED)
        self.assertRegex(done.stderr, r"mbl_gpu: results/campaign-2of4.sqlite: block \d+ of [0-9a-f]{32} is damaged: the "
                                      r"checksum of its curves is wrong; it is left out\n")
        self.assertIn("shard 2/4: 1 of 6 blocks of its share are missing; not running\n", done.stdout)
        done = self.shard(2, 4)
        self.assertIn("results/campaign-2of4.sqlite: 5 blocks intact, 1 dropped\n", done.stderr)
        self.merge()
        self.assertEqual(self.outputs(), self.alone())

    def test_a_damaged_file_is_left_out_and_its_shard_mends_it(self):
        self.shards(0, 1, 2, 3)
        with open(self.file(2, 4), "r+b") as stream:
            stream.truncate(os.path.getsize(self.file(2, 4)) // 2)
        done = self.merge(code=STOPPED)
        self.assertIn("mbl_gpu: results/campaign-2of4.sqlite: the file is damaged", done.stderr)
        self.assertIn("shard 2/4: ", done.stdout)
        self.assertIn("the damaged file is kept as", self.shard(2, 4).stderr)
        self.merge()
        self.assertEqual(self.outputs(), self.alone())

    def test_what_is_merged_is_mended_from_the_shards(self):
        self.shards(0, 1, 2, 3)
        self.merge()
        expected = self.outputs()
        self.sql(self.path("results", "campaign.sqlite"), "UPDATE blocks SET curves = zeroblob(9) WHERE row = 3")
        os.remove(self.path(*FOLDER, "results.h5"))
        done = self.merge()
        self.assertIn("the checksum of its curves is wrong; repairing", done.stderr)
        self.assertEqual(self.outputs(), expected)

    def test_blocks_of_several_devices_are_recorded(self):
        self.shards(0, 1, 2, 3)
        self.rename_device(self.file(0, 4))
        self.merge()
        with h5py.File(self.path(*FOLDER, "results.h5")) as results:
            devices = json.loads(results.attrs["provenance"])["devices"]
        self.assertEqual(len(devices), 2)
        self.assertIn(OTHER_DEVICE, devices)

    def rename_device(self, file):
        """As if another device had made the blocks: a name of the same length, checksums that fit."""
        rows = self.sql(file, "SELECT row, identity, block, realizations, samples, curves FROM blocks")
        name = self.call("doctor").stdout.partition("runs on    ")[2].partition(" (--device")[0].encode()
        other = OTHER_DEVICE.encode()
        for row, identity, block, count, samples, curves in rows:
            at = samples.index(struct.pack("<q", len(name)) + name)
            samples = samples[:at] + struct.pack("<q", len(other)) + other + samples[at + 8 + len(name):]
            total = xxh3(f"samples {identity} {block} {count} {xxh3(samples)}".encode())
            self.sql(file, f"UPDATE blocks SET samples = X'{samples.hex()}', samples_checksum = '{total}' WHERE row = {row}")

    def test_a_folder_in_use_is_refused(self):
        self.shards(0)
        config = self.write(changed(CONFIG, model={"kind": "goe_bubble", "bubble": {"spins": 6}}), "long.json")
        child = self.start("--config", config)
        self.wait_for("started", *FOLDER)
        self.assertIn(f"in use by process {child.pid} on ", self.merge(code=INPUT_OUTPUT).stderr)


class Impurity(ShardTest):
    def test_shards_of_an_impurity_campaign(self):
        config = self.write(IMPURITY, "impurity.json")
        name = IMPURITY["name"] + "-paper"
        self.call("--config", config, "--results", "alone")
        for index in (2, 0):
            self.call("--config", config, "--shard", f"{index}/3")
        done = self.call("merge", "--config", config, code=STOPPED)
        self.assertRegex(done.stdout, r"(?m)^missing: point \d+ \(.*M = \d+\)$")
        self.assertIn("shard 1/3: ", done.stdout)
        self.call("--config", config, "--shard", "1/3")
        self.call("merge", "--config", config)
        for file in ("results.h5", "ipt_summary.csv"):
            self.assertEqual(read_bytes(self.path("results", name, file)), read_bytes(self.path("alone", name, file)), file)
        self.assertIn("finished already", self.call("--config", config).stderr)

    def test_both_models_in_one_folder(self):
        impurity = self.write(IMPURITY, "impurity.json")
        for config in (self.config, impurity):
            for index in range(2):
                self.call("--config", config, "--shard", f"{index}/2")
        for config in (impurity, self.config):
            self.call("merge", "--config", config)
        self.assertEqual(self.outputs(), self.alone())


class Looking(ShardTest):
    def test_verify_looks_into_the_shards_files(self):
        self.shard(0, 2)
        self.shard(1, 2)
        done = self.call("verify", "--config", self.config)
        for index in range(2):
            self.assertRegex(done.stdout, rf"(?m)^results/campaign-{index}of2.sqlite: 12 blocks with \d+ realizations, .* are "
                                          r"right$")
        self.sql(self.file(1, 2), "UPDATE blocks SET curves = zeroblob(9) WHERE row = 2")
        done = self.call("verify", code=BAD_DATA)
        self.assertIn("mbl_gpu: results/campaign-1of2.sqlite: damaged, see above; the next run of a campaign there drops what "
                      "is damaged and computes it again\n", done.stderr)
        self.assertIn("results/campaign-0of2.sqlite: 12 blocks", done.stdout)
        self.assertIn("1 dropped", self.shard(1, 2).stderr)
        self.merge()
        self.assertEqual(self.outputs(), self.alone())

    def test_status_shows_every_shard(self):
        for index in (0, 3):
            self.shard(index, 4)
        report = json.loads(self.call("status", "--config", self.config, "--json").stdout)
        self.assertFalse(report["complete"])
        self.assertEqual([(one["shard"], one["count"], one["blocks_done"], one["blocks"], one["has_file"], one["running"])
                          for one in report["shards"]],
                         [(0, 4, 6, 6, True, False), (1, 4, 0, 6, False, False), (2, 4, 0, 6, False, False),
                          (3, 4, 6, 6, True, False)])
        self.assertEqual(sum(point["blocks_done"] for point in report["points"] if point["point"] in (0, 1, 3)), 12)
        text = self.call("status", "--config", self.config).stdout
        self.assertRegex(text, r"\n +0/4 +6/6 +- +not running\n +1/4 +0/6 +\S+ \S+ +has left no file\n")
        for index in (1, 2):
            self.shard(index, 4)
        self.merge()
        report = json.loads(self.call("status", "--config", self.config, "--json").stdout)
        self.assertTrue(report["complete"])
        self.assertEqual([one["blocks_done"] for one in report["shards"]], [6, 6, 6, 6])

    def test_status_while_a_shard_runs(self):
        config = self.write(changed(CONFIG, model={"kind": "goe_bubble", "bubble": {"spins": 6}}), "long.json")
        child = self.start("--config", config, "--shard", "1/2")
        while not os.path.exists(self.path(*FOLDER, "log-1of2.jsonl")):
            self.assertIsNone(child.poll())
        text = self.call("status", "--config", config).stdout
        self.assertRegex(text, rf"\n +1/2 +\d+/\d+ .* running: process {child.pid} on \S+ since \S+\n")

    def test_dry_run_of_a_shard(self):
        whole = self.call("--config", self.config, "--dry-run").stdout
        self.assertNotIn("workers", whole)
        text = self.call("--config", self.config, "--dry-run", "--shard", "1/4").stdout
        self.assertRegex(text, r"(?m)^workers 4 like this machine: \S+ \S+ to \S+ \S+ each, \S+ machine hours together "
                               r"\(the whole campaign, nothing stored\)$")
        self.assertRegex(text, r"(?m)^shard   1/4: \d+ diagonalizations in 6 blocks$")
        for word in ("time ", "memory ", "disk "):
            self.assertRegex(text, rf"(?m)^{word}")
        self.assertRegex(text, r"(?m)^disk +about .* in results/campaign-1of4.sqlite; merge needs about .* more$")
        self.assertEqual(self.files(), ["config.json"])
        self.shard(1, 4)
        text = self.call("--config", self.config, "--dry-run", "--shard", "1/4").stdout
        self.assertIn("stored  6 of 6 blocks in results\n", text)


def xxh3(data):
    """XXH3-128 as the program writes it, by the library it uses."""
    library = ctypes.CDLL(ctypes.util.find_library("xxhash"))
    library.XXH3_128bits.restype = Hash
    library.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    value = library.XXH3_128bits(data, len(data))
    return f"{value.high:016x}{value.low:016x}"


class Hash(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


if __name__ == "__main__":
    unittest.main()
