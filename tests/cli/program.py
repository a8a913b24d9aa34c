"""Runs the real program in a temporary folder, as its users do. MBL_GPU names it, MBL_SOURCE the source tree.

MBL_DEVICE, where it is set, is the --device of every campaign that names none.
"""

import copy
import csv
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ["MBL_GPU"]
SOURCE = os.environ["MBL_SOURCE"]
DEVICE = os.environ.get("MBL_DEVICE")
SECONDS = 300  # for a sanitized program on a busy machine

USAGE, BAD_DATA, UNAVAILABLE, NUMERICAL, INPUT_OUTPUT, STOPPED, CONFIG = 64, 65, 69, 70, 74, 75, 78
DOCUMENTED = {0, USAGE, BAD_DATA, UNAVAILABLE, NUMERICAL, INPUT_OUTPUT, STOPPED, CONFIG}

TINY = {
    "name": "tiny", "seed": 7,
    "model": {"kind": "goe_bubble", "bubble": {"spins": 3}},
    "sweeps": [
        {"panel": "a", "geometry": "1d_exponential", "localization_length": [0.6, 4], "liom_count": [1, 2]},
        {"panel": "b", "geometry": "1d_stretched", "localization_length": [4], "liom_count": [1, 2]},
    ],
    "realizations": 3,
    "profiles": {"quick": {"realizations": 2, "seed": 8}},
}

# A bubble and LIOMs of the user, from the README.
EXPLICIT = {
    "name": "mine", "seed": 1,
    "model": {"kind": "goe_bubble", "bubble": {"ensemble": "explicit", "matrix": [[0.1, 0.2], [0.2, -0.1]]},
              "lioms": {"energy": [0.7, 1.2], "coupling": [1.0, 0.3]}},
    "sweeps": [{"geometry": "explicit", "liom_count": [2]}], "realizations": 1,
}

# The impurity model, small.
IMPURITY = {
    "name": "bath", "seed": 3,
    "model": {"kind": "impurity"},
    "sweeps": [
        {"panel": "ab", "interaction": [2, 0], "liom_count": [0, 3]},
        {"panel": "again", "interaction": 2, "liom_count": 3},
    ],
    "grid": {"frequency_count": 1024},
    "profiles": {"quick": {"sweeps": [{"liom_count": 1}]}},
}


def changed(config, **keys):
    """A copy of `config` with some root keys replaced."""
    return {**copy.deepcopy(config), **keys}


def environment(**variables):
    """The caller's, without what would change the program's behaviour, and without figures: these take a second each.

    A test that wants figures passes MBL_PYTHON=None.
    """
    result = {key: value for key, value in os.environ.items()
              if not key.startswith("LC_") and key not in ("LANG", "LANGUAGE", "MBL_PYTHON")}
    for key, value in {"MBL_PYTHON": "/bin/true", **variables}.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result


def command(arguments):
    """The program's name and its arguments; campaigns (no subcommand) run on DEVICE."""
    campaign = arguments[:1] == ("--config",)
    chosen = ["--device", DEVICE] if DEVICE and campaign and "--device" not in arguments else []
    return [PROGRAM, *arguments, *chosen]


def files_of_at_most(size):
    """For preexec_fn: in the child, writing beyond `size` bytes of a file fails, as it does on a full disk."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    return limit


def read_bytes(*parts):
    with open(os.path.join(*parts), "rb") as stream:
        return stream.read()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


class ProgramTest(unittest.TestCase):
    """Every test has a folder of its own, with spaces and letters beyond ASCII in its path."""

    def setUp(self):
        self.folder = self.make_folder()
        self.addCleanup(shutil.rmtree, os.path.dirname(self.folder))

    @staticmethod
    def make_folder():
        folder = os.path.join(tempfile.mkdtemp(prefix="mbl gpu "), "Größe ξ=4 – it's 量子")
        os.makedirs(folder)
        return folder

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, config, name="config.json"):
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write(config if isinstance(config, str) else json.dumps(config))
        return name

    def call(self, *arguments, code=0, figures=False, variables=None, **keywords):
        """Runs the program in the folder; checks its exit code (None: whatever it is)."""
        env = environment(**({"MBL_PYTHON": None} if figures else {}), **(variables or {}))
        keywords.setdefault("cwd", self.folder)
        if "stdout" not in keywords:
            keywords["stdout"] = subprocess.PIPE
        done = subprocess.run(command(arguments), stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=env,
                              timeout=SECONDS, **keywords)
        done.stdout = (done.stdout or b"").decode()  # by hand: text mode would turn \r into \n
        done.stderr = done.stderr.decode()
        if code is not None:
            self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        return done

    def start(self, *arguments, variables=None, **keywords):
        """Starts the program in the folder and does not wait for it; it is killed at the end of the test at the latest."""
        keywords.setdefault("stderr", subprocess.DEVNULL)
        keywords.setdefault("stdout", subprocess.DEVNULL)
        child = subprocess.Popen(command(arguments), cwd=self.folder, stdin=subprocess.DEVNULL,
                                 env=environment(**(variables or {})), **keywords)

        def end():
            child.kill()
            child.wait()
            if child.stderr:
                child.stderr.close()
        self.addCleanup(end)
        return child

    def events(self, *folder):
        """The events in a campaign's log.jsonl; a line that is being written is left out."""
        try:
            text = read_bytes(self.path(*folder, "log.jsonl")).decode()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def wait_for(self, event, *folder):
        """Waits until a running campaign has logged an event."""
        end = time.monotonic() + SECONDS
        while not any(line["event"] == event for line in self.events(*folder)):
            self.assertLess(time.monotonic(), end, f"no event {event}")
            time.sleep(0.002)

    def replay(self, config, point, realization, *arguments):
        done = self.call("replay", "--config", config, "--point", str(point), "--realization", str(realization),
                         "--json", *arguments)
        self.assertEqual(done.stderr, "")
        return json.loads(done.stdout)  # stdout is one JSON object and nothing else

    def refused(self, message, *arguments, code, **keywords):
        """The program says exactly `message`, once, on stderr, nothing on stdout, and exits with `code`."""
        done = self.call(*arguments, code=code, **keywords)
        self.assertEqual(done.stderr, f"mbl_gpu: {message}\n")
        self.assertEqual(done.stdout, "")

    def files(self, *parts):
        """Names in a folder, those without the log: what may differ between two runs."""
        return sorted(name for name in os.listdir(self.path(*parts)) if name != "log.jsonl")
