"""tools/check_paper as its users start it."""

import json
import os
import shutil
import unittest

import synthetic
from paper_case import PaperCase, check_paper
from paper_checks.registry import DIAGONALIZATION


class Program(PaperCase):
    @classmethod
    def setUpClass(cls):
        cls.system = synthetic.system(realizations=40, largest=4, lengths=(0.4, 0.6, 2.0, 4.0, 8.0))

    def write(self, *names, system=None, **keywords):
        for name in names:
            os.makedirs(self.path(name))
            synthetic.write(self.path(name, "results.h5"), system or self.system, **keywords)

    def checked(self, *arguments, code=0):
        done = check_paper(self.folder, *arguments)
        self.assertEqual((done.returncode, done.stderr), (code, ""))
        return done.stdout

    def test_every_statement_has_number_error_and_verdict(self):
        self.write("fig4-paper")
        text = self.checked()
        for statement in DIAGONALIZATION:
            self.assertIn(f" {statement.key}  [{statement.place}]", text)
        self.assertEqual(text.count("wanted:"), len(DIAGONALIZATION))
        self.assertIn("DISAGREES        Eq. 7 as printed", text)
        self.assertIn("+-", text)
        self.assertIn("family-wise 5 %", text)

    def test_json_holds_every_number(self):
        self.write("fig4-paper")
        found = json.loads(self.checked("--json"))
        system, = found["systems"]
        self.assertEqual(system["name"], "N = 8, seed 1")
        by_key = {one["key"]: one for one in system["statements"]}
        self.assertEqual(len(by_key), len(DIAGONALIZATION))
        self.assertEqual(by_key["Eq. 7 as printed"]["verdict"], "disagrees")
        self.assertGreater(by_key["golden rule"]["number"]["stderr"], 0)
        self.assertGreater(len(by_key["golden rule"]["guards"]), 10)
        for one in system["statements"]:
            if one["numbers"]:
                self.assertEqual(one["p_outside"], max(number["p_outside"] for number in one["numbers"]))
                all_of = one["numbers"] + one["guards"]
                self.assertAlmostEqual(one["p_inside"], min(1, len(all_of) * min(number["p_inside"] for number in all_of)), 12)

    def test_markdown_of_some_statements(self):
        self.write("fig4-paper")
        lines = self.checked("--markdown", "--only", "Eq. 7", "--only", "Eq. 7 as printed").splitlines()
        rows = [line for line in lines if line.startswith("| ") and not line.startswith("| The paper")]
        self.assertEqual(len(rows), 2)
        self.assertTrue(rows[0].endswith("| agrees |") and rows[1].endswith("| **disagrees** |"), rows)

    def test_strict_turns_a_disagreement_into_an_exit_code(self):
        self.write("fig4-paper")
        self.checked("--strict", code=1)

    def test_files_of_one_system_are_one_table_and_others_their_own(self):
        self.write("fig4-quick", "fig5-quick")
        self.write("fig4-paper", system=synthetic.system(realizations=10, largest=2, lengths=(0.4,), spins=6))
        systems = {system["name"]: system for system in json.loads(self.checked("--json"))["systems"]}
        self.assertEqual({name: len(system["files"]) for name, system in systems.items()}, {"N = 8, seed 1": 2, "N = 6, seed 1": 1})

    def test_of_two_files_the_one_with_more_realizations_counts(self):
        self.write("few", system=synthetic.system(realizations=3, largest=4, lengths=(0.4, 4.0)))
        few = self.numbers("golden rule")
        self.write("many", system=synthetic.system(realizations=40, largest=4, lengths=(0.4, 4.0)))
        self.assertEqual((few["degrees"], self.numbers("golden rule")["degrees"]), (2, 39))

    def numbers(self, key):
        system, = json.loads(self.checked("--json"))["systems"]
        return next(one["number"] for one in system["statements"] if one["key"] == key)

    def test_a_file_by_its_name(self):
        self.write("fig4-paper")
        self.assertEqual(check_paper(self.path("fig4-paper", "results.h5")).returncode, 0)

    def test_folders_behind_links_are_read_once(self):
        self.write("elsewhere/fig4-paper")
        os.makedirs(self.path("results"))
        os.symlink(self.path("elsewhere", "fig4-paper"), self.path("results", "fig4-paper"))
        os.symlink(self.path("results"), self.path("results", "loop"))
        done = check_paper(self.path("results"), "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([len(system["files"]) for system in json.loads(done.stdout)["systems"]], [1])

    def test_refusals(self):
        for arguments, code, words in ((["nowhere"], 74, "no such file or folder"), ([], 64, "RESULTS_FOLDER"),
                                       ([self.folder], 65, "no results.h5"), ([self.folder, "--colour"], 64, "--colour"),
                                       ([self.folder, "--only", "floor"], 64, "--markdown")):
            done = check_paper(*arguments, cwd=self.folder)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)
        self.write("fig4-paper")
        self.assertEqual(check_paper(self.folder, "--markdown", "--only", "nonsense").returncode, 64)
        with open(self.path("fig4-paper", "results.h5"), "w") as stream:
            stream.write("not HDF5")
        self.assertEqual(check_paper(self.folder).returncode, 65)
        os.remove(self.path("fig4-paper", "results.h5"))
        with open(self.path("ipt_summary.csv"), "w") as stream:
            stream.write("coupling\n1\n")
        done = check_paper(self.folder)
        self.assertEqual(done.returncode, 65)
        self.assertIn("no column", done.stderr)

    def test_missing_module_names_the_packages(self):
        with open(self.path("scipy.py"), "w") as stream:
            stream.write("raise ImportError('No module named scipy')")
        done = check_paper(self.folder, env={**os.environ, "PYTHONPATH": self.folder})
        self.assertEqual(done.returncode, 69)
        self.assertIn("apt-get install python3-h5py python3-scipy", done.stderr)

    def test_a_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        self.write("fig4-paper")
        import subprocess, sys  # noqa: E401
        from paper_case import TOOLS
        with open("/dev/full", "w") as full:
            done = subprocess.run([sys.executable, "-B", os.path.join(TOOLS, "check_paper"), self.folder], stdout=full,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 74, done.stderr)

    def test_a_campaign_of_the_program_itself(self):
        """Real results, though few: every statement is looked at, none fails for a missing piece."""
        program = os.environ.get("MBL_GPU")
        if not program:
            self.skipTest("MBL_GPU names no program")
        config = {"name": "tiny", "figure": "figS4", "model": {"kind": "goe_bubble", "bubble": {"spins": 3}}, "realizations": 9,
                  "sweeps": [{"geometry": geometry, "localization_length": [0.4, 2, 4], "liom_count": [0, 1, 2, 3]}
                             for geometry in synthetic.GEOMETRIES]}
        with open(self.path("c.json"), "w") as stream:
            json.dump(config, stream)
        import subprocess
        subprocess.run([program, "--config", "c.json", "--progress", "none"], cwd=self.folder, check=True, capture_output=True,
                       env={**os.environ, "MBL_PYTHON": "/bin/true"})
        system, = json.loads(self.checked("--json"))["systems"]
        decided = [one["key"] for one in system["statements"] if one["number"] is not None]
        self.assertGreater(len(decided), 15)
        shutil.rmtree(self.path("results"))


if __name__ == "__main__":
    unittest.main()
