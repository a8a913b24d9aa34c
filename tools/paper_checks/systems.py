"""The results of a folder, sorted into systems: what has the same bubble, seed and LIOM energies, from whatever figure's file."""

import json
import math
import os
from dataclasses import dataclass, field

import mbl_results

from . import impurity_rows

HYBRIDIZED = 4.0  # golden-rule gamma/delta_E from which a LIOM counts as hybridized: twice the floor
DECOUPLED = 0.5  # and below which it does not: a quarter of the floor
DEEP = 0.005  # below which next to nothing is left of the coupling


@dataclass(frozen=True)
class Curve:
    """One (geometry, V1, xi) against M."""

    geometry: str
    coupling: float
    localization_length: float
    points: dict  # {M: mbl_results.Point}

    @property
    def last(self):
        return max(self.points)

    def with_samples(self, name):
        return {count: point for count, point in sorted(self.points.items()) if name in point.samples}

    def label(self, count=None):
        words = {"1d_exponential": "1D", "1d_stretched": "stretched", "2d_exponential": "2D"}
        text = f"{words.get(self.geometry, self.geometry)}, xi = {self.localization_length:g}"
        text += f", V1 = {self.coupling:g}" if self.coupling != 1 else ""
        return text + (f", M = {count}" if count is not None else "")


@dataclass(frozen=True)
class System:
    name: str  # for a heading: "N = 6, seed 1"
    files: list = field(default_factory=list)
    bubble_spins: int = 0
    shared_disorder: bool = True
    points: list = field(default_factory=list)  # of mbl_results.Point, one per (geometry, V1, xi, M)
    impurity_rows: list = field(default_factory=list)  # as of ipt_summary.csv, {column: text}, U > 0
    other_bubbles: list = field(default_factory=list)  # rows that differ from these in the bubble's size N alone

    def curves(self, geometry=None, coupling=None):
        groups = {}
        for point in self.points:
            if geometry in (None, point.geometry) and (coupling is None or point.coupling == coupling):
                groups.setdefault((point.geometry, point.coupling, point.localization_length), {})[point.liom_count] = point
        return [Curve(*key, points) for key, points in sorted(groups.items())]

    def stream_of(self, point):
        """For mbl_results.bootstrap_weights."""
        return mbl_results.bootstrap_stream(point, self.shared_disorder)


def golden_rule(point):
    """gamma/delta_E that Fermi's golden rule predicts, without the floor; NaN where the file has none."""
    return point.theory.get("golden_rule", math.nan)


def read_systems(path):
    """[System] of every results.h5 and ipt_summary.csv at or below `path`. @throws mbl_results.ResultsError."""
    if not os.path.exists(path):
        raise mbl_results.ResultsError(mbl_results.INPUT_OUTPUT, f"{path}: no such file or folder; name a results folder, for "
                                                                 "example results")
    drawn, impurity, known = {}, {}, set()
    for file in _files(path):
        if not file.endswith(".csv"):
            results = mbl_results.read(file)
            _sort(results, file, drawn)
            impurity_rows.sort(impurity_rows.of_points(results), file, impurity)
            known |= {os.path.dirname(file)} if results.impurity_points else set()
        elif os.path.dirname(file) not in known:  # results.h5 says the same, and more
            impurity_rows.sort(impurity_rows.of_table(file), file, impurity)
    systems = [System(_name(key), files, spins, shared, list(points.values()))
               for key, (files, spins, shared, points) in drawn.items() if points]
    return systems + [System(impurity_rows.name(key), files, impurity_rows=list(rows.values()),
                             other_bubbles=impurity_rows.of_other_bubbles(key, impurity)) for key, (files, rows) in impurity.items()]


def _files(path):
    if os.path.isfile(path):
        return [path]
    found, seen = [], set()
    for folder, folders, names in os.walk(path, followlinks=True):  # large results are often links to another disk
        if os.path.realpath(folder) in seen:
            folders.clear()
            continue
        seen.add(os.path.realpath(folder))
        folders.sort()
        found += [os.path.join(folder, name) for name in names if name in ("results.h5", "ipt_summary.csv")]
    return sorted(found, key=lambda file: (file.endswith(".csv"), file))


def _sort(results, file, drawn):
    """Adds the points of one file; of two of the same setting the one with more realizations stays."""
    model = {key: value for key, value in results.config.get("model", {}).items()}
    shared = results.shared_disorder
    for point in results.points:
        if math.isnan(point.localization_length):
            continue  # explicit LIOMs: the paper says nothing of them
        key = (point.bubble_spins, results.seed, shared, json.dumps(model, sort_keys=True))
        files, _, _, points = drawn.setdefault(key, ([], point.bubble_spins, shared, {}))
        if file not in files:
            files.append(file)
        setting = (point.geometry, point.coupling, point.localization_length, point.liom_count)
        if setting not in points or points[setting].realizations < point.realizations:
            points[setting] = point


def _name(key):
    spins, seed, shared, _ = key
    return f"N = {spins}, seed {seed}" + ("" if shared else ", own draws at every point")
