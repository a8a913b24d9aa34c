"""Recipes for clusters and clouds, as far as a machine without a container engine or a cluster can check them.

Kubernetes: the manifests against the published schema of a Job, strictly (no unknown keys), and what must agree inside them. Docker: what
the Dockerfile names is there. Slurm: tests/slurm runs the recipe for real.
"""

import copy
import json
import os
import re
import shlex
import subprocess
import tempfile
import unittest

import jsonschema
import yaml

SOURCE = os.environ["MBL_SOURCE"]
PROGRAM = os.environ["MBL_GPU"]
HERE = os.path.dirname(os.path.abspath(__file__))


def read(*parts):
    with open(os.path.join(SOURCE, *parts), encoding="utf-8") as stream:
        return stream.read()


def manifest(name):
    return yaml.safe_load(read("tools", "kubernetes", name))


class Kubernetes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(HERE, "kubernetes_job.schema.json"), encoding="utf-8") as stream:
            cls.validator = jsonschema.Draft202012Validator(json.load(stream))
        cls.jobs = {name: manifest(name) for name in ("campaign.yaml", "merge.yaml")}

    def errors(self, job):
        return [error.message for error in self.validator.iter_errors(job)]

    def container(self, name):
        containers = self.jobs[name]["spec"]["template"]["spec"]["containers"]
        self.assertEqual(len(containers), 1)
        return containers[0]

    def test_they_are_jobs_by_the_published_schema(self):
        for name, job in self.jobs.items():
            self.assertEqual((job["apiVersion"], job["kind"]), ("batch/v1", "Job"))
            self.assertEqual(self.errors(job), [], name)

    def test_the_schema_would_find_mistakes(self):
        def broken(change):
            job = copy.deepcopy(self.jobs["campaign.yaml"])
            change(job["spec"])
            return self.errors(job)
        self.assertTrue(broken(lambda spec: spec.update(completionsMode="Indexed")))
        self.assertTrue(broken(lambda spec: spec.update(completions="8")))
        self.assertTrue(broken(lambda spec: spec["podFailurePolicy"]["rules"][1]["onExitCodes"].pop("values")))
        self.assertTrue(broken(lambda spec: spec["template"]["spec"].pop("containers")))
        self.assertTrue(broken(lambda spec: spec["template"]["spec"]["containers"][0]["env"][0].update(value=8)))
        self.assertTrue(broken(lambda spec: spec["template"]["spec"]["volumes"][0].update(persistentVolumeClaims={})))

    def test_every_index_is_a_worker(self):
        spec = self.jobs["campaign.yaml"]["spec"]
        self.assertEqual(spec["completionMode"], "Indexed")
        self.assertEqual(spec["completions"], spec["parallelism"])
        env = {entry["name"]: entry["value"] for entry in self.container("campaign.yaml")["env"]}
        self.assertEqual(env, {"MBL_SHARD_COUNT": str(spec["completions"])})

    def test_stops_are_started_again_and_mistakes_are_not(self):
        spec = self.jobs["campaign.yaml"]["spec"]
        self.assertEqual(spec["template"]["spec"]["restartPolicy"], "Never")  # podFailurePolicy demands it
        self.assertGreater(spec["template"]["spec"]["terminationGracePeriodSeconds"], 30)
        actions = {code: rule["action"] for rule in spec["podFailurePolicy"]["rules"] if "onExitCodes" in rule
                   for code in rule["onExitCodes"]["values"]}
        self.assertEqual(actions, {75: "Ignore", 64: "FailJob", 65: "FailJob", 70: "FailJob", 78: "FailJob"})
        self.assertIn({"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]},
                      spec["podFailurePolicy"]["rules"])

    def test_the_program_takes_their_arguments(self):
        for name in self.jobs:
            arguments = self.container(name)["args"]
            config = next(word for word in arguments if word.startswith("--config="))
            installed = config.removeprefix("--config=/opt/mbl_gpu/share/mbl_gpu/")
            self.assertTrue(os.path.exists(os.path.join(SOURCE, installed)), installed)
            here = [f"--config={os.path.join(SOURCE, installed)}" if word == config else word for word in arguments]
            # Parsed, then refused for an index that the job does not have, or for want of files: not for its words.
            variables = {**os.environ, "JOB_COMPLETION_INDEX": "9", "MBL_SHARD_COUNT": "8"}
            with tempfile.TemporaryDirectory() as folder:
                here = [f"--results={folder}" if word == "--results=/results" else word for word in here]
                done = subprocess.run([PROGRAM, *here], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                      timeout=60, env=variables)
            self.assertIn("says worker 9 of 8" if name == "campaign.yaml" else "nor a shard's file", done.stderr)

    def test_worker_and_merge_agree(self):
        worker, merge = self.container("campaign.yaml"), self.container("merge.yaml")
        for key in ("image", "volumeMounts"):
            self.assertEqual(worker[key], merge[key])
        for option in ("--config=", "--results="):
            self.assertEqual(*([word for word in one["args"] if word.startswith(option)] for one in (worker, merge)))
        self.assertEqual(*(job["spec"]["template"]["spec"]["volumes"] for job in self.jobs.values()))


class Docker(unittest.TestCase):
    def setUp(self):
        text = read("tools", "docker", "Dockerfile").replace("\\\n", " ")
        self.lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]

    def of(self, instruction):
        return [words for name, words in self.lines if name == instruction]

    def test_it_stands_on_a_cuda_base_that_the_program_needs(self):
        bases = [words.split()[0] for words in self.of("FROM")]
        self.assertEqual(len(bases), 2)
        versions = [re.fullmatch(r"nvidia/cuda:(\d+)\.(\d+)\.\d+-(devel|runtime)-ubuntu24\.04", base) for base in bases]
        self.assertEqual([match[3] for match in versions], ["devel", "runtime"])
        self.assertEqual(versions[0][1], versions[1][1])
        self.assertGreaterEqual((int(versions[0][1]), int(versions[0][2])), (12, 8))

    def test_what_it_names_is_there(self):
        for words in self.of("COPY"):
            if not words.startswith("--from="):
                self.assertTrue(os.path.exists(os.path.join(SOURCE, shlex.split(words)[0])), words)
        runs = " ".join(self.of("RUN"))
        presets = json.loads(read("CMakePresets.json"))
        self.assertEqual(set(re.findall(r"--preset (\S+)", runs)), {"cuda"})
        self.assertIn("cuda", [preset["name"] for preset in presets["configurePresets"]])
        known = re.findall(r"(?m)^    \[(\w+)\]=", read("tools", "install_packages"))
        self.assertTrue(set(re.findall(r"install_packages (\w+)", runs)) <= set(known))
        needed = re.search(r"\[build\]=\"([^\"]*)\"", read("tools", "install_packages"))[1].split()
        libraries = set(re.findall(r"(lib\S+-dev)", runs))
        self.assertTrue(libraries <= set(needed), libraries - set(needed))

    def test_the_program_is_process_one(self):
        self.assertEqual(json.loads(self.of("ENTRYPOINT")[0]), ["/opt/mbl_gpu/bin/mbl_gpu"])  # no shell that keeps signals


if __name__ == "__main__":
    unittest.main()
