"""Campaigns that are asked to stop: exit code 75, nothing lost, and the same command continues to the same bytes."""

import os
import signal
import subprocess
import unittest

from program import SECONDS, STOPPED, TINY, USAGE, ProgramTest, changed, read_bytes

DATA = ("results.h5", "summary.csv")
FOLDER = ("results", "tiny-paper")
# Blocks of about 0.3 s (dim 256, 100 realizations) and of about 8 s (dim 1024, 40), which a stop must cut short.
CONFIG = changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 6}},
                 sweeps=[{"localization_length": [0.6, 4], "liom_count": [2, 4]}], realizations={"2": 100, "4": 40})
# A campaign that ends soon enough to be continued in a test: dim 128 and 256, 12 blocks of 256 or fewer.
SHORT = changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 5}}, realizations=600,
                sweeps=[{"localization_length": [0.6, 4], "liom_count": [1, 2, 3]}])


class StopTest(ProgramTest):
    def outputs(self, *folder):
        return [read_bytes(self.path(*folder, name)) for name in DATA]

    def stopped(self, child):
        """The exit code of a campaign that was started, and what it said."""
        text = child.communicate(timeout=SECONDS)[1].decode()
        return child.returncode, text


class Stop(StopTest):
    def test_each_signal_stops_in_the_middle_of_a_block(self):
        config = self.write(CONFIG)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            child = self.start("--config", config, "--results", number.name, "--threads", "1", stderr=subprocess.PIPE)
            self.wait_for("started", number.name, "tiny-paper")
            child.send_signal(number)
            code, text = self.stopped(child)
            self.assertEqual(code, STOPPED)
            self.assertRegex(text, rf"mbl_gpu: stopped by {number.name}: 0 of 4 blocks are stored in {number.name}/"
                                   r"campaign.sqlite; the same command continues\n\Z")
            events = [line["event"] for line in self.events(number.name, "tiny-paper")]
            self.assertEqual([event for event in events if event != "stopping"], ["started", "stopped"])
            self.assertEqual(self.files(number.name), ["campaign.sqlite", "tiny-paper"])
            self.assertEqual(self.files(number.name, "tiny-paper"), [])

    def test_continuing_gives_the_same_bytes(self):
        config = self.write(SHORT)
        self.call("--config", config, "--results", "fresh")
        child = self.start("--config", config, "--threads", "2", stderr=subprocess.PIPE)
        self.wait_for("block", *FOLDER)
        child.send_signal(signal.SIGTERM)
        code, text = self.stopped(child)
        self.assertEqual(code, STOPPED, text)
        done = self.call("--config", config)
        self.assertIn("stored already: ", done.stderr)
        self.assertEqual(self.outputs(*FOLDER), self.outputs("fresh", "tiny-paper"))

    def test_a_second_interrupt_ends_at_once_and_loses_nothing_that_is_stored(self):
        config = self.write(CONFIG)
        child = self.start("--config", config, "--threads", "2", stderr=subprocess.PIPE)
        self.wait_for("started", *FOLDER)
        for _ in range(2):
            child.send_signal(signal.SIGINT)
        code, text = self.stopped(child)
        self.assertEqual(code, STOPPED)
        self.assertTrue("ended at once" in text or "stopped by SIGINT" in text, text)  # signals may come as one
        self.call("verify")

    def test_walltime(self):
        config = self.write(CONFIG)
        done = self.call("--config", config, "--threads", "1", "--max-walltime", "6s", code=STOPPED)
        self.assertIn("mbl_gpu: stopped by --max-walltime", done.stderr)
        self.assertIn("the same command continues", done.stderr)
        self.call("--config", config, "--max-walltime", "0.9s", code=USAGE)
        self.refused('--max-walltime: must be a number and s, m or h, from 1s to 8784h, got "1h30m"; for example 90m',
                     "--config", config, "--max-walltime", "1h30m", code=USAGE)

    def test_what_cannot_be_interrupted_is_ended(self):
        # One diagonalization of dim 4096 takes many seconds, and nothing can stop it.
        config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 4}},
                                    sweeps=[{"localization_length": [4], "liom_count": [8]}], realizations=1))
        done = self.call("--config", config, "--max-walltime", "1s", code=STOPPED)
        self.assertIn("mbl_gpu: stopped by --max-walltime in the middle of long diagonalizations; what is stored stays, "
                      "the same command continues\n", done.stderr)
        self.assertEqual([line["event"] for line in self.events(*FOLDER)], ["started", "stopping", "abandoned"])
        self.call("--config", config, "--set", "/sweeps/0/liom_count/0=1")  # the folder is free again
        self.assertEqual(self.files("results"), ["campaign.sqlite", "tiny-paper"])

    def test_a_campaign_that_ends_in_time_does_not_mind(self):
        self.call("--config", self.write(TINY), "--max-walltime", "1h")

    def test_ignored_signals_stay_ignored(self):
        # As a shell starts background jobs: Ctrl-C is not for them.
        config = self.write(SHORT)
        child = self.start("--config", config, stderr=subprocess.PIPE,
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        self.wait_for("started", *FOLDER)
        child.send_signal(signal.SIGINT)
        self.assertEqual(self.stopped(child)[0], 0)

    def test_a_stop_while_the_figure_is_drawn(self):
        with open(self.path("slow"), "w", encoding="utf-8") as stream:
            stream.write("#!/bin/sh\necho drawing > drawing\nexec sleep 100\n")
        os.chmod(self.path("slow"), 0o755)
        config = self.write(TINY)
        child = self.start("--config", config, stderr=subprocess.PIPE, variables={"MBL_PYTHON": self.path("slow")})
        while not os.path.exists(self.path("drawing")):
            self.assertIsNone(child.poll())
        child.send_signal(signal.SIGTERM)
        code, text = self.stopped(child)
        self.assertEqual(code, STOPPED, text)
        self.assertEqual(self.files(*FOLDER), sorted(DATA))  # complete, without a figure
        self.assertNotIn("finished already", self.call("--config", config).stderr)


class OnAnyDevice(StopTest):
    """What does not depend on how fast a device is."""

    def test_a_stop_between_blocks_loses_none_and_ends_in_the_same_bytes(self):
        config = self.write(changed(TINY, realizations=20))
        self.call("--config", config, "--results", "fresh")
        child = self.start("--config", config, "--threads", "1", stderr=subprocess.PIPE)
        self.wait_for("block", *FOLDER)
        child.send_signal(signal.SIGTERM)
        code, text = self.stopped(child)
        self.assertIn(code, (0, STOPPED), text)
        if code == STOPPED:
            self.assertRegex(text, r"stopped by SIGTERM: [123] of 3 blocks are stored in results/campaign.sqlite; the same "
                                   r"command continues\n\Z")
        self.call("--config", config)
        self.assertEqual(self.outputs(*FOLDER), self.outputs("fresh", "tiny-paper"))


if __name__ == "__main__":
    unittest.main()
