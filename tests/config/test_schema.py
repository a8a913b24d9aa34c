"""configs/schema.json is what the program prints, and says what the program does.

/usr/bin/python3 -m unittest discover -s tests/config"""

import json

import jsonschema
from config_case import SMALLEST, SMALLEST_IMPURITY, SOURCE, ConfigCase, run, with_value

SCHEMA = SOURCE / "configs" / "schema.json"
PROMISED = 78  # the exit code of a wrong config


def merged(target, patch):
    """JSON merge patch, RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def described(schema, pointer=""):
    """Every key of a schema of one kind as (pointer, its schema); a list of objects is represented by its entry 0."""
    for key, entry in schema.get("properties", {}).items():
        place = f"{pointer}/{key}"
        yield place, entry
        for branch in [entry, *entry.get("anyOf", [])]:
            yield from described(branch, place)
        if "items" in entry:
            yield from described(entry["items"], place + "/0")


def violations(schema):
    """Values that break one limit of a schema each."""
    kind = schema.get("type")
    if kind == "array":
        entry = schema["items"]
        good = next(iter(examples(entry)))
        yield [good] * (schema["minItems"] - 1)
        yield [index + 1 for index in range(schema["maxItems"] + 1)]
        if schema.get("uniqueItems"):
            yield [good, good]
        for bad in violations(entry):
            yield [bad] * schema["minItems"]
    elif kind in ("integer", "number"):
        yield from ("1", True, [], {})
        if kind == "integer":
            yield schema["minimum"] + 0.5
        if "minimum" in schema:
            yield schema["minimum"] - 1
        if "maximum" in schema:
            yield schema["maximum"] + 1
        if "exclusiveMinimum" in schema:
            yield schema["exclusiveMinimum"]
    elif kind == "string":
        yield from (1, None, [], "x" * (schema["maxLength"] + 1), "a\nb", "ab\n", "\x7f")
        if schema["minLength"] > 0:
            yield ""
    elif kind == "boolean":
        yield from (0, "true", None)
    elif kind == "object":
        yield from (1, "x", [], {"no such key": 1})
    elif "enum" in schema or "const" in schema:
        yield from ("no such name", 1, None)
    for branch in schema.get("anyOf", []):
        if branch.get("type") == "null":
            continue
        others = [other for other in schema["anyOf"] if other is not branch]
        for bad in violations(branch):
            if not any(jsonschema.Draft202012Validator(other).is_valid(bad) for other in others):
                yield bad


def examples(schema):
    """Values of a schema's type, the first ones at its limits."""
    if "enum" in schema:
        yield from schema["enum"]
    for limit in ("minimum", "maximum"):
        if limit in schema:
            yield schema[limit]
    plain = {"number": 1, "string": "x", "object": {}, "array": []}
    if schema.get("type") in plain:
        yield plain[schema["type"]]


class Schema(ConfigCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads(SCHEMA.read_text())
        cls.validator = jsonschema.Draft202012Validator(cls.schema)
        cls.diagonalization, cls.impurity = cls.schema["else"], cls.schema["then"]
        cls.kinds = ((cls.diagonalization, SMALLEST), (cls.impurity, SMALLEST_IMPURITY))

    def assert_both_accept(self, config):
        self.validator.validate(config)
        done = run("validate", "--config", self.write(config))
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_both_refuse(self, config, pointer=""):
        self.assertFalse(self.validator.is_valid(config), f"the schema accepts {pointer}")
        self.assert_fails(run("validate", "--config", self.write(config)), PROMISED, f"mbl_gpu: {pointer}")

    def test_the_file_is_what_the_program_prints(self):
        done = run("schema")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, SCHEMA.read_text(),
                         "configs/schema.json is out of date: mbl_gpu schema > configs/schema.json")

    def test_it_is_a_schema_in_which_every_key_is_explained(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)
        for schema, pointers in (
                (self.diagonalization, ("/name", "/sweeps/0/coupling", "/model/bubble/matrix/dataset", "/spectral/bin_width")),
                (self.impurity, ("/name", "/sweeps/0/seed", "/model/lioms/energy", "/grid/tolerance", "/spectral/liom"))):
            places = dict(described(schema))
            for pointer in pointers:
                self.assertIn(pointer, places)
            for pointer, entry in places.items():
                self.assertGreater(len(entry.get("description", "")), 10, pointer)

    def test_the_kind_decides_which_keys_there_are(self):
        for kind, other in ((SMALLEST, SMALLEST_IMPURITY), (SMALLEST_IMPURITY, SMALLEST)):
            name = kind["model"]["kind"]
            for pointer, value, owner in (("/grid", {}, "impurity"), ("/realizations", 1, "goe_bubble"),
                                          ("/model/bubble", {}, "goe_bubble"), ("/model/hopping", 1, "impurity"),
                                          ("/figure", "fig6", "impurity"), ("/figure", "fig4", "goe_bubble"),
                                          ("/sweeps/0/geometry", "2d_layers", "impurity")):
                with self.subTest(pointer, value=value, kind=name):
                    if owner == name:
                        self.assert_both_accept(with_value(kind, pointer, value))
                    else:
                        self.assert_both_refuse(with_value(kind, pointer, value), pointer)

    def test_an_unknown_kind_is_told_both(self):
        for kind in ("goe", None, 1):
            config = with_value(SMALLEST, "/model/kind", kind)
            self.assert_both_refuse(config, "/model/kind: must be one of \"goe_bubble\", \"impurity\"")
            said = [error.message for error in self.validator.iter_errors(config)]
            self.assertTrue(any("goe_bubble" in message and "impurity" in message for message in said), said)

    def test_every_default_is_allowed_and_is_the_programs(self):
        for schema, _ in self.kinds:
            for pointer, entry in described(schema):
                if "default" in entry:
                    with self.subTest(pointer):
                        jsonschema.Draft202012Validator(entry).validate(entry["default"])
        for schema, base, pointers in (
                (self.diagonalization, SMALLEST,
                 ("/figure", "/seed", "/model/bubble/spins", "/model/bubble/bandwidth_per_spin", "/realizations",
                  "/model/liom_energy_range", "/sweeps/0/geometry", "/sweeps/0/localization_length", "/theory",
                  "/spectral/bin_width", "/shared_disorder")),
                (self.impurity, SMALLEST_IMPURITY,
                 ("/figure", "/seed", "/model/hopping", "/model/bubble_sites", "/model/liom_bandwidth",
                  "/model/liom_density", "/model/layer_rule", "/model/localization_length", "/model/temperature",
                  "/sweeps/0/coupling", "/sweeps/0/interaction", "/sweeps/0/liom_count", "/grid/frequency_max",
                  "/grid/frequency_count", "/grid/tolerance", "/grid/iteration_limit"))):
            for pointer in pointers:
                with self.subTest(pointer):
                    default = dict(described(schema))[pointer]["default"]
                    said = [run("validate", "--config", self.write(config)).stdout
                            for config in (base, with_value(base, pointer, default))]
                    self.assertIn("valid", said[0])
                    if pointer != "/sweeps/0/liom_count":  # whose default is not the smallest
                        self.assertEqual(*said)

    def test_every_config_with_each_of_its_profiles(self):
        paths = [path for path in sorted((SOURCE / "configs").glob("*.json")) if path != SCHEMA]
        self.assertTrue(paths)
        for path in paths:
            config = json.loads(path.read_text())
            profiles = config.get("profiles", {})
            for name in {"paper": {}, **profiles}:
                with self.subTest(path.name, profile=name):
                    self.validator.validate(config)
                    patched = merged({key: value for key, value in config.items() if key != "profiles"},
                                     profiles.get(name, {}))
                    self.validator.validate(patched)
                    done = run("validate", "--config", path, "--profile", name)
                    self.assertEqual(done.returncode, 0, done.stderr)

    def test_good_configs(self):
        explicit = {"ensemble": "explicit", "matrix": [[0.1, 0.2], [0.2, -0.1]]}
        for pointer, value in (("/seed", 18446744073709551615), ("/seed", 0), ("/seed", 3.0),
                               ("/realizations", {"0": 1, "1": 1e3, "12": 7}), ("/spectral/bin_width", None),
                               ("/sweeps/0/panel", "é" * 32), ("/sweeps/0/panel", ""), ("/sweeps/0/coupling", 0),
                               ("/sweeps/0/geometry", "2d_exponential"), ("/sweeps/0/localization_length", [5e-324, 1e12]),
                               ("/model/bubble", explicit), ("/model/lioms", {"energy": [1, 1], "coupling": [1, -1]}),
                               ("/name", "A_b-1."), ("/profiles", {"quick": {"no such key": 1}})):
            with self.subTest(pointer, value=value):
                self.assert_both_accept(with_value(SMALLEST, pointer, value))
        for pointer, value in (("/seed", 18446744073709551615), ("/sweeps/0/coupling", 0), ("/sweeps/0/interaction", [0, 5]),
                               ("/sweeps/0/layer_rule", ["n-1", "n"]), ("/sweeps/0/liom_count", [0, 1e3, 1000000]),
                               ("/sweeps/0/seed", [0, 18446744073709551615]), ("/sweeps/0/bubble_sites", [1, 1000000]),
                               ("/sweeps/0/temperature", 1e-3), ("/model/lioms", {"energy": [1], "coupling": [-1]}),
                               ("/grid/frequency_count", 64.0), ("/grid/frequency_count", 1048576),
                               ("/spectral", {"frequency": [-1, 2.5], "liom": 999999}), ("/figure", "fig6"),
                               ("/profiles", {"quick": {"no such key": 1}})):
            with self.subTest(pointer, value=value):
                self.assert_both_accept(with_value(SMALLEST_IMPURITY, pointer, value))

    def test_every_limit_of_the_schema_is_the_programs(self):
        """Each limit broken by the least amount, each type by the others."""
        for schema, smallest in self.kinds:
            count = 0
            for pointer, entry in described(schema):
                base = smallest
                if pointer.startswith("/model/bubble/matrix"):
                    base = with_value(base, "/model/bubble", {"ensemble": "explicit", "matrix": {"file": "bubble.npy"}})
                if pointer == "/model/bubble/matrix":
                    entry = {"anyOf": [{"type": "object", "properties": {}}]}  # 4097 x 4097 numbers are too many for a test
                for bad in violations(entry):
                    with self.subTest(pointer, value=str(bad)[:60]):
                        self.assert_both_refuse(with_value(base, pointer, bad), pointer)
                        count += 1
            self.assertGreater(count, 150)

    def test_more_that_both_refuse(self):
        for pointer, value in (("/model/bubble/matrix", [[1]]), ("/model/bubble/matrix", 3),
                               ("/model/bubble/matrix", [[1, "x"], [0, 1]]), ("/model/bubble/matrix", {}),
                               ("/model/bubble/matrix", {"dataset": "/H"}), ("/realizations", {"13": 1}),
                               ("/realizations", {"01": 1}), ("/realizations", {"1": 0}), ("/realizations", [1]),
                               ("/name", ".hidden"), ("/name", "a/b"), ("/profiles", []), ("/profiles", {"quick": 3}),
                               ("/profiles", {"../up": {}}), ("/profiles", {"quick": {"profiles": {}}}),
                               ("/sweeps/0/coupling", [1, 1.0]), ("/sweeps", [1]), ("/spectral/bin_width", "auto")):
            with self.subTest(pointer, value=value):
                self.assert_both_refuse(with_value(SMALLEST, pointer, value), pointer)
        for pointer, value in (("/grid/frequency_count", 1000), ("/grid/frequency_count", 32), ("/sweeps/0/seed", [1, 1]),
                               ("/sweeps/0/geometry", ["2d_layers"]), ("/spectral/frequency", []),
                               ("/model/lioms/energy", 1), ("/sweeps/0/layer_rule", "n+1")):
            with self.subTest(pointer, value=value):
                self.assert_both_refuse(with_value(SMALLEST_IMPURITY, pointer, value), pointer)
        for _, smallest in self.kinds:
            for key in ("name", "model", "sweeps"):
                with self.subTest(key):
                    self.assert_both_refuse({other: smallest[other] for other in smallest if other != key},
                                            f"/{key}: missing")
            self.assert_both_refuse(with_value(smallest, "/model", {}), "/model/kind: missing")
            self.assert_both_refuse(with_value(smallest, "/model", []), "/model: must be an object")
        self.assert_both_refuse([SMALLEST])

    def test_unknown_keys_at_every_level(self):
        config = with_value(SMALLEST, "/model/bubble", {"ensemble": "explicit", "matrix": {"file": "bubble.npy"}})
        for place in ("", "/model", "/model/bubble", "/model/bubble/matrix", "/model/lioms", "/sweeps/0", "/spectral"):
            with self.subTest(place):
                self.assert_both_refuse(with_value(config, place + "/tempreature", 1), f"{place}/tempreature: unknown key")
        for place in ("", "/model", "/model/lioms", "/sweeps/0", "/grid", "/spectral"):
            with self.subTest(place):
                self.assert_both_refuse(with_value(SMALLEST_IMPURITY, place + "/tmperature", 1),
                                        f"{place}/tmperature: unknown key")


if __name__ == "__main__":
    import unittest

    unittest.main()
