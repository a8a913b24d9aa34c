"""Disks that are full or read-only: message, exit code 74, nothing stored is harmed, and the same command continues."""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import unittest

from program import BAD_DATA, INPUT_OUTPUT, TINY, ProgramTest, changed, files_of_at_most, read_bytes

DATA = ("results.h5", "summary.csv")
ADVICE = "; free space or permissions there, or choose another --results\n"
CONFIG = changed(TINY, realizations=700)  # 9 blocks; a store of about 1.3 MB, results.h5 of 800 KB


def private_mounts():
    """Whether this process may mount, in a namespace of its own that ends with it."""
    new_namespace = 0x00020000
    return (os.geteuid() == 0 and ctypes.CDLL(None).unshare(new_namespace) == 0
            and subprocess.run(["mount", "--make-rprivate", "/"], stderr=subprocess.DEVNULL).returncode == 0)


CAN_MOUNT = private_mounts()


class DiskTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(CONFIG)

    def outputs(self, folder="results"):
        return [read_bytes(self.path(folder, "tiny-paper", name)) for name in DATA]

    def fresh(self):
        self.call("--config", self.config, "--results", "fresh")
        return self.outputs("fresh")

    def mount(self, *arguments, folder="results"):
        os.makedirs(self.path(folder), exist_ok=True)
        subprocess.run(["mount", *arguments, self.path(folder)], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.path(folder)], stderr=subprocess.DEVNULL)


class Limited(DiskTest):
    """Without root: no file may grow beyond a size, from nothing to more than is needed."""

    def test_wherever_the_limit_strikes_the_campaign_says_so_and_continues(self):
        expected = self.fresh()
        stored = finished = 0
        for size in (0, 100, 512, 4096, 10_000, 30_000, 60_000, 200_000, 400_000, 700_000, 1_200_000, 2_000_000):
            with self.subTest(size=size):
                done = self.call("--config", self.config, code=None, preexec_fn=files_of_at_most(size))
                self.assertIn(done.returncode, (0, INPUT_OUTPUT), done.stderr)
                if done.returncode == 0:
                    finished += 1
                    self.assertEqual(self.outputs(), expected)
                else:
                    self.assertRegex(done.stderr, r"(?m)^mbl_gpu: results/.*: cannot .*: .*File too large.*; free space or "
                                                  r"permissions there, or choose (another --results|a --results on another "
                                                  r"file system)$")
                    self.assertEqual([name for name in self.files("results", "tiny-paper") if name in DATA], [])
                if os.path.exists(self.path("results", "campaign.sqlite")) and size >= 60_000:
                    blocks = int(self.call("verify").stdout.split(": ")[1].split()[0])
                    self.assertGreaterEqual(blocks, stored)
                    stored = blocks
        self.assertGreater(stored, 0)
        self.assertGreater(finished, 0)
        self.assertEqual(self.outputs(), expected)


@unittest.skipUnless(CAN_MOUNT, "mounting needs root")
class Mounted(DiskTest):
    def test_a_full_disk(self):
        expected = self.fresh()
        self.mount("-t", "tmpfs", "-o", "size=600k", "tmpfs")
        for _ in range(2):  # the second time nothing more fits
            done = self.call("--config", self.config, code=INPUT_OUTPUT)
            self.assertIn("mbl_gpu: results/campaign.sqlite: cannot write: database or disk is full", done.stderr)
            self.assertTrue(done.stderr.endswith(ADVICE), done.stderr)
        self.call("verify")
        self.call("status", "--config", self.config)
        subprocess.run(["mount", "-o", "remount,size=8m", self.path("results")], check=True)
        done = self.call("--config", self.config)
        self.assertIn("stored already: ", done.stderr)
        self.assertEqual(self.outputs(), expected)

    def test_a_disk_that_is_full_when_the_results_are_written(self):
        expected = self.fresh()
        self.mount("-t", "tmpfs", "-o", "size=8m", "tmpfs")
        self.call("--config", self.config)
        os.remove(self.path("results", "tiny-paper", "summary.csv"))
        with open(self.path("results", "filler"), "wb", buffering=0) as filler:
            with self.assertRaises(OSError):
                while True:
                    filler.write(bytes(4096))
            filler.truncate(filler.tell() - 65536)  # a little fits, results.h5 does not
        self.refused("results/tiny-paper/results.h5: cannot write: No space left on device" + ADVICE.rstrip("\n"),
                     "export", "--config", self.config, code=INPUT_OUTPUT)
        self.assertEqual(read_bytes(self.path("results", "tiny-paper", "results.h5")), expected[0])
        os.remove(self.path("results", "filler"))
        self.call("--config", self.config)
        self.assertEqual(self.outputs(), expected)

    def test_a_read_only_disk(self):
        os.makedirs(self.path("results"))
        self.mount("--bind", self.path("results"))
        remount = ["mount", "-o", "remount,bind,ro", self.path("results")]
        subprocess.run(remount, check=True)
        self.refused("results/tiny-paper: cannot create the folder: Read-only file system" + ADVICE.rstrip("\n"), "--config",
                     self.config, code=INPUT_OUTPUT)
        subprocess.run(["mount", "-o", "remount,bind,rw", self.path("results")], check=True)
        self.call("--config", self.config)
        before = self.outputs()
        subprocess.run(remount, check=True)
        # whoever only looks may look
        self.assertIn("finished already", self.call("--config", self.config).stderr)
        self.call("status", "--config", self.config)
        self.call("verify")
        self.call("--config", self.config, "--set", "/seed=9", code=INPUT_OUTPUT)
        self.call("export", "--config", self.config, code=INPUT_OUTPUT)
        self.assertEqual(self.outputs(), before)

    def test_verify_on_a_read_only_disk_says_who_must_look(self):
        self.call("--config", self.config)
        with open(self.path("results", "campaign.sqlite"), "r+b") as stream:
            stream.truncate(50_000)
        self.mount("--bind", self.path("results"))
        subprocess.run(["mount", "-o", "remount,bind,ro", self.path("results")], check=True)
        done = self.call("verify", code=BAD_DATA)
        self.assertIn("run verify where it may write", done.stderr)


class Foreign(DiskTest):
    def test_files_that_are_no_campaign_of_this_program(self):
        os.makedirs(self.path("results"))
        file = self.path("results", "campaign.sqlite")

        def database(script):
            connection = sqlite3.connect(file)
            connection.executescript(script)
            connection.close()

        def archive():
            with open(file, "wb") as stream:
                stream.write(b"PK\3\4" + bytes(5000))

        for make, message in (
                (archive,
                 "results/campaign.sqlite: is not a campaign file, or its first bytes are damaged; move it away, or choose "
                 "another --results"),
                (lambda: database("CREATE TABLE recipes(name); PRAGMA application_id=7"),
                 "results/campaign.sqlite: is a database of another program, not a campaign file; move it away, or choose "
                 "another --results"),
                (lambda: (self.call("--config", self.config), database("PRAGMA user_version=2")),
                 "results/campaign.sqlite: has format 2, this program reads 1; use the program that wrote it, or choose "
                 "another --results")):
            shutil.rmtree(self.path("results"))
            os.makedirs(self.path("results"))
            make()
            before = read_bytes(file)
            for command in ((), ("status",), ("verify",), ("export",)):
                done = self.call(*command, "--config", self.config, code=BAD_DATA)
                self.assertEqual(done.stderr, f"mbl_gpu: {message}\n")
            self.assertEqual(read_bytes(file), before)


if __name__ == "__main__":
    unittest.main()
