"""What the figures read of results.h5, through tools/mbl_results.py, the one reader; everything after this trusts its types."""

import os
import sys
from dataclasses import dataclass

import numpy

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import mbl_results  # noqa: E402
from mbl_results import (BAD_DATA, ResultsError, attribute, check_root, dataset, incomplete,  # noqa: E402,F401
                         json_attribute, open_results)

WIDTH = "width_over_spacing_tau_x_M"
THEORY_FORMS = ("implied", "printed")


@dataclass(frozen=True)
class Point:
    """One point. Unit of every width: the level spacing delta_E."""

    index: int  # k of /ed/points/<k>
    panel: str  # may be empty
    geometry: str
    coupling: float  # V1; NaN for explicit LIOMs
    localization_length: float  # xi; NaN for explicit LIOMs
    bubble_spins: int
    liom_count: int
    level_spacing: float  # delta_E, in the energy unit of H
    realizations: int
    widths: numpy.ndarray  # [realizations]; empty at M = 0
    theory: dict  # implied, printed: Eqs. 6 and 7; golden_rule; NaN where undefined

    @property
    def mean(self):
        return float(numpy.mean(self.widths))

    @property
    def stderr(self):
        """Standard error over realizations (ddof = 1); NaN for a single one."""
        return mbl_results.mean_error(self.widths).stderr


@dataclass(frozen=True)
class Results:
    path: str
    figure: str
    theory: str  # the form the campaign asks to draw
    config: dict
    provenance: dict
    every_point: list  # of Point, config order; only those with realizations
    raw: mbl_results.Results

    @property
    def points(self):
        """Those with LIOMs."""
        return [point for point in self.every_point if point.liom_count > 0]

    @property
    def seed(self):
        return self.raw.seed

    @property
    def mean_liom_energy(self):
        low_high = self.config.get("model", {}).get("liom_energy_range", [0.5, 1.5])
        return float(numpy.mean(low_high))


def figure_of(path):
    """The figure that the file asks for; "" where it names none. @throws ResultsError 74, 65."""
    with open_results(path) as file:
        check_root(path, file)
        return attribute(file, "figure", str, "")


def holds(path, group):
    """Whether the file has this group, with something in it. @throws ResultsError 74, 65."""
    with open_results(path) as file:
        check_root(path, file)
        return len(file.get(group, ())) > 0


def campaign_of(path, file):
    """What every kind of results file says of its campaign."""
    return dict(path=os.fspath(path), figure=attribute(file, "figure", str, ""), config=json_attribute(file, "config"),
                provenance=json_attribute(file, "provenance"))


def read_results(path):
    """@throws ResultsError 74 unreadable, 65 not a file of ours, too new, or incomplete."""
    raw = mbl_results.read(path)
    with open_results(path) as file:
        if "ed/points" not in file:
            raise ResultsError(BAD_DATA, f"{path}: no /ed/points, so nothing to draw; this figure needs a campaign of a "
                                         "goe_bubble model" + ("; add --figure fig6 to draw the spectral functions it holds"
                                                               if "ipt/points" in file else ""))
        theory = attribute(file, "theory", str, "implied")
        if theory not in THEORY_FORMS:
            raise ResultsError(BAD_DATA, f"{path}: root attribute theory is {theory!r}; "
                                         "choose with --theory implied or --theory printed")
        points = [_point(file[f"ed/points/{point.index}"], point) for point in raw.points]
        return Results(**campaign_of(path, file), theory=theory, every_point=points, raw=raw)


def _point(group, raw):
    widths = numpy.empty(0)
    if raw.liom_count > 0:
        widths = numpy.atleast_1d(dataset(group, f"samples/{WIDTH}"))
        if len(widths) == 0 or not numpy.all(numpy.isfinite(widths)):
            raise incomplete(group, f"samples/{WIDTH} is empty or holds non-finite numbers")
    realizations = len(widths) if raw.liom_count > 0 else len(dataset(group, "samples/level_spacing"))
    theory = {form: raw.theory.get(form, float("nan")) for form in (*THEORY_FORMS, "golden_rule")}
    return Point(index=raw.index, panel=raw.panel, geometry=raw.geometry, coupling=raw.coupling,
                 localization_length=raw.localization_length, bubble_spins=raw.bubble_spins, liom_count=raw.liom_count,
                 level_spacing=raw.level_spacing, realizations=realizations, widths=widths, theory=theory)
