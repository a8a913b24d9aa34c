"""No terminal, closed or full standard streams: a campaign of days must not end because nobody reads what it says."""

import json
import os
import subprocess
import unittest

from program import INPUT_OUTPUT, PROGRAM, SECONDS, TINY, USAGE, ProgramTest, changed, environment, read_bytes

DATA = ("results.h5", "summary.csv")


class Streams(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(changed(TINY, realizations=300))
        self.call("--config", self.config, "--results", "fresh")
        self.expected = [read_bytes(self.path("fresh", "tiny-paper", name)) for name in DATA]

    def shell(self, redirections, *arguments, figures=False):
        """The exit code of the program with a shell's redirections."""
        env = environment(**({"MBL_PYTHON": None} if figures else {}))
        script = f'exec "$@" {redirections}'
        return subprocess.run(["sh", "-c", script, "sh", PROGRAM, *arguments], cwd=self.folder, env=env,
                              timeout=SECONDS, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def check_results(self, folder):
        self.assertEqual([read_bytes(self.path(folder, "tiny-paper", name)) for name in DATA], self.expected)
        self.call("verify", "--results", folder)

    def test_campaigns_with_closed_streams(self):
        for index, redirections in enumerate(("<&-", ">&-", "2>&-", "<&- >&- 2>&-")):
            with self.subTest(redirections):
                done = self.shell(redirections, "--config", self.config, "--results", str(index), figures=index == 3)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.check_results(str(index))
        self.assertTrue(os.path.exists(self.path("3", "tiny-paper", "fig4.svg")))

    def test_campaigns_whose_reader_is_gone(self):
        for mode in ("bar", "plain", "json"):
            ours, theirs = os.pipe()
            os.close(ours)
            done = subprocess.run([PROGRAM, "--config", self.config, "--results", mode, "--progress", mode],
                                  cwd=self.folder, env=environment(), stderr=theirs, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, timeout=SECONDS)
            os.close(theirs)
            self.assertEqual(done.returncode, 0)
            self.check_results(mode)

    def test_without_a_terminal(self):
        done = subprocess.run([PROGRAM, "--config", self.config], cwd=self.folder, env=environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, start_new_session=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(b"\033", done.stderr)
        self.check_results("results")

    def test_answers_that_nobody_can_read_are_errors(self):
        for arguments in (("status", "--config", self.config), ("verify", "--results", "fresh"),
                          ("validate", "--config", self.config), ("--version",)):
            done = self.shell(">&-", *arguments)
            self.assertEqual(done.returncode, INPUT_OUTPUT, (arguments, done.stderr))
            self.assertIn(b"mbl_gpu: cannot write: ", done.stderr)

    def test_errors_that_nobody_can_read_have_their_exit_code(self):
        self.assertEqual(self.shell("2>&-", "--bogus").returncode, USAGE)
        self.assertEqual(self.shell("2>&-", "--config", "no where.json").returncode, INPUT_OUTPUT)

    def test_status_is_json_alone(self):
        done = self.call("status", "--config", self.config, "--json", "--results", "fresh")
        self.assertEqual(done.stderr, "")
        self.assertTrue(json.loads(done.stdout)["complete"])


if __name__ == "__main__":
    unittest.main()
