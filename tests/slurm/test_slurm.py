"""The Slurm recipe, for real: an array of four, one worker signalled and one preempted, both requeued, the merge that waits for all."""

import glob
import json
import os
import tempfile
import unittest

import slurm_cluster
from program import PROGRAM, SOURCE, TINY, ProgramTest, changed, environment, read_bytes

# 96 blocks of 256 realizations of dim 64 and 128, a tenth of a second of one core each: a stop falls between some of them.
CONFIG = changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 5}}, realizations=8000,
                 sweeps=[{"localization_length": [0.6, 4], "liom_count": [1, 2]}])
BLOCKS = 96
WORKERS = 4


class Slurm(ProgramTest):
    def setUp(self):
        if why := slurm_cluster.why_not():
            self.skipTest(why)
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="mbl_slurm_")  # its sockets want a short path
        self.addCleanup(folder.cleanup)
        self.cluster = slurm_cluster.Cluster(folder.name)
        self.addCleanup(self.cluster.stop)
        self.cluster.environment = environment(MBL_GPU=PROGRAM, OPENBLAS_NUM_THREADS="1",
                                               **{"SLURM_CONF": self.cluster.environment["SLURM_CONF"]})

    def recipe(self, *parts):
        return os.path.join(SOURCE, "tools", "slurm", *parts)

    def shard_events(self, shard):
        try:
            text = read_bytes(self.path("results", "tiny-paper", f"log-{shard}of{WORKERS}.jsonl")).decode()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def names(self, shard):
        return [event["event"] for event in self.shard_events(shard)]

    def running_with_a_block(self):
        """Shards that are at work and have stored a block since they were started."""
        return [shard for shard in range(WORKERS) if self.names(shard) and self.names(shard)[-1] == "block"]

    def wait(self, condition, what, seconds=100):
        try:
            slurm_cluster.wait_until(condition, what, seconds)
        except TimeoutError:
            logs = "".join(read_bytes(name).decode() for name in sorted(glob.glob(self.path("mbl_*.log"))))
            events = {shard: self.names(shard) for shard in range(WORKERS)}
            self.fail(f"no {what}: {self.cluster.queue()}, {events}\n{logs}")

    def test_array_preempted_requeued_merged(self):
        config = self.write(CONFIG)
        self.call("--config", config, "--results", "alone")
        sent = self.cluster.run(self.recipe("submit"), str(WORKERS), "--config", config, "--results", "results",
                                cwd=self.folder)
        self.assertRegex(sent, r"workers: job \d+; merge: job \d+\n\Z")
        array, merge = (word.rstrip(";") for word in sent.splitlines()[-1].split() if word.rstrip(";").isdigit())

        # As before a time limit: USR1 to the batch shell, which hands it on.
        self.wait(self.running_with_a_block, "block")
        signalled = self.running_with_a_block()[0]
        with self.cluster.start("scancel", "--batch", "--signal=USR1", f"{array}_{signalled}") as scancel:
            self.wait(lambda: "stopped" in self.names(signalled), "stop by USR1")
            scancel.kill()  # once the job is being requeued it would try again, and signal the next one too

        # A job with precedence wants the whole machine: whoever works is preempted.
        self.wait(self.running_with_a_block, "block of another")
        self.cluster.run("sbatch", "--partition=urgent", "--ntasks=2", "--output=urgent.log", "--wrap=hostname",
                         cwd=self.folder)
        self.wait(lambda: any("stopped" in self.names(shard) for shard in range(WORKERS) if shard != signalled), "preemption")
        self.wait(lambda: not any(line.startswith(array) for line in self.cluster.queue()), "end of the array", 150)
        self.wait(lambda: not self.cluster.queue(), "merge")

        for shard in range(WORKERS):  # each one that stopped did so for the signal, with a commit behind it
            for event in self.shard_events(shard):
                if event["event"] == "stopped":
                    self.assertIn("stopped by SIGUSR1: ", event["message"])
        restarted = [shard for shard in range(WORKERS) if self.names(shard).count("started") > 1]
        self.assertGreaterEqual(len(restarted), 2, {shard: self.names(shard) for shard in range(WORKERS)})
        blocks = sum(self.names(shard).count("block") for shard in range(WORKERS))
        self.assertEqual(blocks, BLOCKS)  # every block was computed and stored once: nothing was lost, nothing repeated
        for name in ("results.h5", "summary.csv"):
            self.assertEqual(read_bytes(self.path("results", "tiny-paper", name)),
                             read_bytes(self.path("alone", "tiny-paper", name)), name)
        said = read_bytes(self.path(f"mbl_merge-{merge}.log")).decode()
        self.assertIn(f"{BLOCKS} of {BLOCKS} blocks of tiny (paper)\n", said)


if __name__ == "__main__":
    unittest.main()
