"""tools/cuda_choice: what ./run builds, on machines that this one is not."""

import os
import shutil
import subprocess
import tempfile
import unittest

from program import SOURCE, UNAVAILABLE, USAGE

SCRIPT = os.path.join(SOURCE, "tools", "cuda_choice")


class CudaChoice(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="mbl gpu ")
        self.addCleanup(shutil.rmtree, self.folder)

    def install(self, name, prints, status=0):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(f"#!/bin/sh\ncat <<'TEXT'\n{prints}\nTEXT\nexit {status}\n")
        os.chmod(path, 0o755)
        return path

    def machine(self, capabilities=None, release=None):
        if capabilities:
            self.install("nvidia-smi", "\n".join(capabilities))
        else:
            self.install("nvidia-smi", "no devices were found", status=9)
        return self.install("nvcc", f"Cuda compilation tools, release {release}, V{release}.48") if release else None

    def choose(self, *arguments, code=0, **variables):
        # A PATH without the real nvcc: the tools that the script calls, and what the test installs.
        tools = os.path.join(self.folder, "tools")
        os.makedirs(tools, exist_ok=True)
        for name in ("bash", "cat", "sed", "sort", "paste", "env"):
            link = os.path.join(tools, name)
            if not os.path.exists(link):
                os.symlink(shutil.which(name), link)
        env = {"PATH": f"{self.folder}:{tools}", "MBL_CUDA_SEARCH": "0", **variables}
        done = subprocess.run([SCRIPT, *arguments], env=env, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout.strip(), done.stderr

    def test_no_gpu_means_no_cuda_and_no_words(self):
        self.machine(release="13.0")
        self.assertEqual(self.choose(), ("", ""))

    def test_the_gpus_here_are_built_for_each_once(self):
        nvcc = self.machine(["9.0", "9.0", "12.0"], "13.0")
        self.assertEqual(self.choose(), (f"{nvcc} 120-real;90-real", ""))
        self.assertEqual(self.choose("off"), ("", ""))
        self.assertEqual(self.choose(MBL_CUDA="off"), ("", ""))

    def test_a_gpu_without_a_compiler_that_can_do_it(self):
        self.machine(["9.0"])
        out, words = self.choose()
        self.assertEqual(out, "")
        self.assertIn("a GPU is here, but nvcc is neither on PATH", words)
        self.machine(["9.0"], "12.4")
        out, words = self.choose()
        self.assertEqual(out, "")
        self.assertIn("is release 12.4, 12.8 or newer is needed: building for the CPU", words)

    def test_on_builds_without_a_gpu_or_says_why_not(self):
        self.machine()
        self.assertIn("install the CUDA toolkit", self.choose("on", code=UNAVAILABLE)[1])
        nvcc = self.machine(release="12.8")
        self.assertEqual(self.choose("on")[0],
                         f"{nvcc} 80-real;86-real;89-real;90-real;100-real;120-real;120-virtual")
        self.assertEqual(self.choose("on", MBL_CUDA_ARCHITECTURES="90-real")[0], f"{nvcc} 90-real")

    def test_anything_else_is_a_mistake(self):
        self.assertIn("must be auto, on or off, got 'yes'", self.choose("yes", code=USAGE)[1])


if __name__ == "__main__":
    unittest.main()
