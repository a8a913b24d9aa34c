"""What a campaign says on stderr while it runs."""

import json
import os
import pty
import subprocess
import unittest

from program import PROGRAM, SECONDS, TINY, ProgramTest, changed, environment


class Progress(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(changed(TINY, realizations=300))
        self.total = 3 * 300  # three distinct Hamiltonian ensembles

    def stderr(self, *arguments):
        return self.call("--config", self.config, *arguments).stderr

    def test_json_lines(self):
        lines = [json.loads(line) for line in self.stderr("--progress", "json").splitlines() if line.startswith("{")]
        self.assertGreaterEqual(len(lines), 1)
        for line in lines:
            self.assertEqual(set(line), {"realizations_done", "realizations", "share", "elapsed_seconds",
                                         "eta_seconds", "realizations_per_second"})
            self.assertEqual(line["realizations"], self.total)
        self.assertEqual((lines[-1]["realizations_done"], lines[-1]["share"], lines[-1]["eta_seconds"]),
                         (self.total, 1, 0))
        self.assertEqual([line["realizations_done"] for line in lines],
                         sorted(line["realizations_done"] for line in lines))

    def test_plain_lines(self):
        for folder, mode in (("a", ("--progress", "plain")), ("b", ())):  # not a terminal: plain
            text = self.stderr(*mode, "--results", folder)
            self.assertIn(f"100 % | {self.total}/{self.total} realizations, ", text)
            self.assertNotIn("\r", text)
            self.assertNotIn("\033", text)

    def test_none(self):
        text = self.stderr("--progress", "none")
        self.assertNotIn("%", text)
        self.assertNotIn("realizations,", text)
        self.assertIn("900 diagonalizations", text)  # what lies ahead is still said
        self.assertIn("results in ", text)

    def test_bar(self):
        text = self.stderr("--progress", "bar")
        self.assertIn("\r\033[K[" + 30 * "#" + "] 100 % | 900/900 realizations", text)

    def test_a_terminal_gets_the_bar(self):
        ours, theirs = pty.openpty()
        child = subprocess.Popen([PROGRAM, "--config", self.config], cwd=self.folder, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=theirs, env=environment())
        os.close(theirs)
        text = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            text += piece
        os.close(ours)
        self.assertEqual(child.wait(timeout=SECONDS), 0)
        self.assertIn(b"\r\033[K[" + 30 * b"#" + b"] 100 %", text)

    def test_nothing_but_figure_names_on_stdout(self):
        for mode in ("bar", "plain", "json", "none"):
            self.assertEqual(self.call("--config", self.config, "--progress", mode, "--results", mode).stdout, "")


if __name__ == "__main__":
    unittest.main()
