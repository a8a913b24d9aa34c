"""kill -9 at a hundred random moments (20 on a device): at most the blocks in flight are lost, and the same command ends in the same bytes."""

import os
import random
import shutil
import signal
import time
import unittest

from program import BAD_DATA, DEVICE, INPUT_OUTPUT, TINY, ProgramTest, changed, read_bytes

DATA = ("results.h5", "summary.csv")
KILLS = 20 if DEVICE else 100  # an emulated device is slow
REALIZATIONS = 20 if DEVICE else 600  # 1 block or 3 per problem
BLOCKS = 3 * (1 if DEVICE else 3)


class KillSweep(ProgramTest):
    def outputs(self, folder):
        return [read_bytes(self.path(folder, "tiny-paper", name)) for name in DATA]

    def stored_blocks(self):
        """How many blocks are stored and whole; the program must find nothing wrong with them."""
        file = self.path("results", "campaign.sqlite")
        if not os.path.exists(file):
            return 0
        if not [line for line in self.events("results", "tiny-paper") if line["event"] == "started"]:
            # Killed while the file was made. It is that, or nothing yet.
            done = self.call("status", "--config", "config.json", code=None)
            self.assertIn(done.returncode, (0, BAD_DATA, INPUT_OUTPUT), done.stderr)
            if done.returncode != 0:
                self.assertIn("is empty: nothing has been stored yet", done.stderr)
                return 0
        return int(self.call("verify").stdout.split(": ")[1].split()[0])

    def test_a_hundred_random_moments(self):
        seed = random.randrange(2**32)
        moments = random.Random(seed)
        # Most of the time goes into computing and storing the blocks.
        config = self.write(changed(TINY, model={"kind": "goe_bubble", "bubble": {"spins": 4}},
                                    realizations=REALIZATIONS))
        start = time.monotonic()
        self.call("--config", config, "--results", "fresh", "--threads", "2")
        duration = time.monotonic() - start
        expected = self.outputs("fresh")
        kills = finished = most = before = 0
        with self.subTest(seed=seed):
            while kills < KILLS or not finished:
                child = self.start("--config", config, "--threads", "2")
                time.sleep(moments.uniform(0, 0.8 * duration))
                if child.poll() is None:
                    child.send_signal(signal.SIGKILL)
                    child.wait()
                    kills += 1
                after = self.stored_blocks()
                self.assertGreaterEqual(after, before)  # nothing that was stored is lost
                logged = sum(line["event"] == "block" for line in self.events("results", "tiny-paper"))
                self.assertGreaterEqual(after, logged)  # whatever was reported as done is there
                most = max(most, logged)
                before = after
                if child.returncode == 0:
                    self.assertEqual(self.outputs("results"), expected)
                    self.assertEqual(after, BLOCKS)
                    left = [name for name in self.files("results") if name != "campaign.sqlite.lock"]
                    self.assertEqual(left, ["campaign.sqlite", "tiny-paper"])  # an old lock file locks nothing
                    self.assertEqual(self.files("results", "tiny-paper"), sorted(DATA))
                    shutil.rmtree(self.path("results"))
                    finished += 1
                    before = 0
                else:
                    self.assertEqual(child.returncode, -signal.SIGKILL)
            self.assertGreater(most, 0, "every run was killed before its first block")
            self.call("--config", config)
            self.assertEqual(self.outputs("results"), expected)


if __name__ == "__main__":
    unittest.main()
