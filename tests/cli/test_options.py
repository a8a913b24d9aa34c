"""The command line: what it accepts, what it refuses with which words and exit code, and what it prints where."""

import json
import os
import re
import subprocess
import tempfile
import unittest

from program import (CONFIG, EXPLICIT, INPUT_OUTPUT, SOURCE, TINY, UNAVAILABLE, USAGE, ProgramTest, changed,
                     files_of_at_most, read_bytes)

REQUIRED = "--config is required, for example: mbl_gpu --config configs/fig4.json --profile quick; see mbl_gpu --help"


class Refused(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(TINY)

    def test_no_config(self):
        for arguments in ((), ("validate",), ("plot",), ("--results", "x")):
            self.refused(REQUIRED, *arguments, code=USAGE)

    def test_unknown_words(self):
        self.refused("The following argument was not expected: --bogus; see mbl_gpu --help", "--bogus", code=USAGE)
        self.refused("The following argument was not expected: bogus; see mbl_gpu --help", "--config", self.config,
                     "bogus", code=USAGE)

    def test_missing_values(self):
        self.refused("--config: 1 required FILE missing; see mbl_gpu --help", "--config", code=USAGE)
        self.refused("--point is required; see mbl_gpu --help", "replay", "--config", self.config, code=USAGE)
        self.refused("--realization is required; see mbl_gpu --help", "replay", "--config", self.config, "--point", "0",
                     code=USAGE)

    def test_config_file_missing(self):
        for command in ((), ("validate",), ("plot",)):
            self.refused("no where.json: cannot be opened: No such file or directory; check the path", *command,
                         "--config", "no where.json", code=INPUT_OUTPUT)

    def test_config_is_a_folder(self):
        os.makedirs(self.path("fold er"))
        self.refused("fold er: is a directory; name a config file", "--config", "fold er", code=INPUT_OUTPUT)

    def test_bad_json(self):
        bad = self.write('{"name":\n', "bad.json")
        self.refused("bad.json:2:1: syntax error while parsing value - unexpected end of input; expected '[', '{', or "
                     "a literal; JSON has no comments, trailing commas, single quotes, NaN or Infinity", "--config",
                     bad, code=CONFIG)

    def test_bad_config(self):
        for keys, message in (({"sead": 1}, '/sead: unknown key; did you mean "seed"?'),
                              ({"realizations": 0}, "/realizations: must be an integer from 1 to 1000000000, got 0; "
                                                    "write a number of realizations, for example 100")):
            bad = self.write(changed(TINY, **keys), "bad.json")
            for command in ((), ("validate",), ("replay", "--point", "0", "--realization", "0"), ("plot",)):
                self.refused(message, *command, "--config", bad, code=CONFIG)
        self.assertFalse(os.path.exists(self.path("results")))

    def test_profile(self):
        self.refused("--profile quik: no such profile in this config; there are paper, quick", "--config", self.config,
                     "--profile", "quik", code=USAGE)
        self.refused("--profile quick: no such profile in this config; there are paper", "--config",
                     self.write(EXPLICIT, "explicit.json"), "--profile", "quick", code=USAGE)

    def test_set(self):
        self.refused("--set /seed: must be /json/pointer=value; write for example --set /seed=2", "--config",
                     self.config, "--set", "/seed", code=USAGE)
        self.refused('/sead: unknown key; did you mean "seed"?', "--config", self.config, "--set", "/sead=2",
                     code=CONFIG)

    def test_device(self):
        # This build has no CUDA.
        for device, ordinal in (("cuda", 0), ("cuda:3", 3)):
            self.refused(f"--device cuda:{ordinal}: this program and machine offer 0 CUDA devices; use --device cpu",
                         "--config", self.config, "--device", device, code=UNAVAILABLE)
        for device in ("foo", "cuda:", "cuda:-1", "cuda:1x", "cuda:99999999999", "CPU"):
            self.refused(f'--device: must be auto, cpu, cuda or cuda:n with n >= 0, got "{device}"', "--config",
                         self.config, f"--device={device}", code=USAGE)
        self.assertFalse(os.path.exists(self.path("results")))

    def test_threads(self):
        for threads in ("-1", "4097", "two", "1.5"):
            done = self.call("--config", self.config, "--threads", threads, code=USAGE)
            self.assertTrue(done.stderr.startswith("mbl_gpu: "), done.stderr)
            self.assertIn("--threads", done.stderr)

    def test_progress(self):
        self.refused('--progress: must be auto, bar, plain, json or none, got "foo"', "--config", self.config,
                     "--progress", "foo", code=USAGE)

    def test_results_folder_that_cannot_be(self):
        self.write("a file", "file")
        for results in ("file", "file/deeper"):
            self.refused(f"{results}/tiny-paper: cannot create the folder: Not a directory; free space or permissions "
                         "there, or choose another --results", "--config", self.config, "--results", results,
                         code=INPUT_OUTPUT)
        self.assertEqual(read_bytes(self.path("file")), b"a file")

    def test_point_and_realization(self):
        self.refused("--point: must be 0 … 5 for this config and profile, got 6", "replay", "--config", self.config,
                     "--point", "6", "--realization", "0", code=USAGE)
        for arguments in (("--point", "-1", "--realization", "0"), ("--point", "0", "--realization", "-1"),
                          ("--point", "0", "--realization", str(2**40)), ("--point", "x", "--realization", "0")):
            self.call("replay", "--config", self.config, *arguments, code=USAGE)

    def test_messages_are_short(self):
        for arguments in (("--point", "-1", "--realization", "0"), ("--point", "0", "--realization", "-1")):
            done = self.call("replay", "--config", self.config, *arguments, code=USAGE)
            self.assertLess(len(done.stderr), 200, done.stderr)

    def test_a_dead_output_is_an_error(self):
        # Whoever sends numbers to a full disk must not be told that all went well. (Not /dev/full: as root, a program
        # that replaces its target turns it into a file, for everybody.)
        with open(self.path("out.json"), "w") as full:
            done = self.call("replay", "--config", self.config, "--point", "0", "--realization", "0", "--json",
                             code=INPUT_OUTPUT, stdout=full, preexec_fn=files_of_at_most(0))
        self.assertTrue(done.stderr.startswith("mbl_gpu: "), done.stderr)


class Answered(ProgramTest):
    def test_validate(self):
        config = self.write(TINY)
        for profile, count in (("paper", 9), ("quick", 6)):
            done = self.call("validate", "--config", config, "--profile", profile)
            self.assertEqual(done.stdout, f"config.json: valid; profile {profile}: 6 points, 3 distinct Hamiltonian "
                                          f"ensembles, {count} diagonalizations in 3 blocks\n")
            self.assertEqual(done.stderr, "")
        self.assertEqual(os.listdir(self.folder), ["config.json"])

    def test_validate_the_configs_that_come_along(self):
        folder = os.path.join(SOURCE, "configs")
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as stream:
                document = json.load(stream)
            if "sweeps" not in document:
                continue  # the schema is no config
            for profile in ("paper", *document.get("profiles", {})):
                with self.subTest(config=name, profile=profile):
                    self.assertIn("valid; profile " + profile,
                                  self.call("validate", "--config", path, "--profile", profile).stdout)

    def test_options_may_stand_before_or_after_the_subcommand(self):
        config = self.write(TINY)
        self.assertEqual(self.call("--config", config, "validate").stdout,
                         self.call("validate", "--config", config).stdout)

    def test_device_auto_is_the_cpu_here(self):
        config = self.write(TINY)
        self.assertEqual(*(self.replay(config, 1, 1, "--device", device) for device in ("auto", "cpu")))

    def test_help_lists_every_option(self):
        # As the source declares them: whoever adds one sees it here.
        with open(os.path.join(SOURCE, "src/host/cli/options.cpp"), encoding="utf-8") as stream:
            source = stream.read()
        options = set(re.findall(r'add_(?:option|flag)\(\s*"(--[a-z-]+)"', source)) | {"--help", "--version"}
        commands = set(re.findall(r'add_(?:sub)?command\(app, options, "([a-z]+)"', source))
        self.assertGreaterEqual(options, {"--config", "--profile", "--set", "--results", "--device", "--threads",
                                          "--progress", "--point", "--realization", "--json", "--theory"})
        self.assertGreaterEqual(commands, {"validate", "replay", "plot"})
        main = self.call("--help").stdout
        for command in commands:
            self.assertRegex(main, rf"(?m)^  {command} +\S")
        helps = main + "".join(self.call(command, "--help").stdout for command in sorted(commands))
        for option in sorted(options):
            self.assertRegex(helps, rf"(?m)^  (-h,)?{option}\b.*(\s+\S+)+")
        for option in ("--config", "--profile", "--set", "--results", "--device", "--threads", "--progress"):
            self.assertRegex(main, rf"(?m)^  {option}\b")
        self.assertIn("Exit codes: 0 complete; 64 usage", main)

    def test_version(self):
        done = self.call("--version")
        self.assertRegex(done.stdout, r"\Ambl_gpu \d+\.\d+\.\d+ \(\S+\)\n")
        for library in ("OpenBLAS", "fftw", "HDF5"):
            self.assertIn(library, done.stdout)

    def test_from_another_folder_and_through_a_link(self):
        # The script is found beside the program, wherever the program is called from.
        os.symlink(os.environ["MBL_GPU"], self.path("linked program"))
        config = self.write(changed(TINY, realizations=1))
        subprocess.run([self.path("linked program"), "--config", self.path(config), "--results", self.path("r")],
                       cwd="/", check=True, capture_output=True,
                       env={key: value for key, value in os.environ.items() if key != "MBL_PYTHON"})
        self.assertEqual(len(self.files("r", "tiny-paper")), 4)


class Locale(ProgramTest):
    def comma_locale(self):
        """Variables that select a locale with a decimal comma: an installed one, or one made here.

        Where neither is possible the name alone is set, which must not hurt either.
        """
        installed = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
        for name in installed:
            shown = subprocess.run(["locale", "-k", "decimal_point"], capture_output=True, text=True,
                                   env={**os.environ, "LC_ALL": name}).stdout
            if '","' in shown:
                return {"LC_ALL": name}
        folder = tempfile.mkdtemp(dir=self.folder)
        try:
            subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(folder, "de_DE.UTF-8")],
                           capture_output=True)
        except FileNotFoundError:
            pass
        # glibc itself loses a list of LOCPATH's parts (newlocale, called by a library that loads with HDF5).
        self.write("leak:argz_add_sep\n", "lsan.txt")
        return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": folder,
                "LSAN_OPTIONS": "suppressions=lsan.txt:print_suppressions=0"}

    def test_a_decimal_comma_changes_no_number(self):
        config = self.write(TINY)
        variables = self.comma_locale()
        names = ("results.h5", "summary.csv", "fig4.svg")
        self.call("--config", config, "--results", "point", "--set", "/spectral/bin_width=0.25", figures=True,
                  variables={"LC_ALL": "C"})
        done = self.call("--config", config, "--results", "comma", "--set", "/spectral/bin_width=0.25", "--progress",
                         "json", figures=True, variables=variables)
        for name in names:
            self.assertEqual(read_bytes(self.path("point", "tiny-paper", name)),
                             read_bytes(self.path("comma", "tiny-paper", name)), name)
        json.loads([line for line in done.stderr.splitlines() if line.startswith("{")][-1])
        arguments = ("replay", "--config", config, "--point", "3", "--realization", "1", "--json")
        self.assertEqual(self.call(*arguments, variables=variables).stdout,
                         self.call(*arguments, variables={"LC_ALL": "C"}).stdout)


if __name__ == "__main__":
    unittest.main()
