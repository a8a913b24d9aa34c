"""Draws one spectral function: the histogram, the bins that make up its width, and where its peaks belong."""

import math

import numpy
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from style import FAINT, NEUTRAL, lighter

HISTOGRAM, COUNTED = "#0d0887", "#ed7953"  # both of plasma, far apart in lightness
LINE = 0.6  # points: a bin of a large system is narrower than any line
HEADROOM = 1.18  # of the y axis over the highest bin, for the names of the peaks
# Inset, in units of the panel: between the peaks or right of them, wherever there is more room.
INSET_BOTTOM, INSET_HEIGHT, INSET_WIDEST = 0.37, 0.47, 0.46
INSET_MARGIN, INSET_LABELS = 0.05, 0.07  # clear of the curve: beside it, below it with its tick labels
INSET_BINS = 6.5  # on either side of the peak
NARROW = 2  # bins of a peak that gets an inset, at most,
RESOLVED = 0.012  # and of the frequency axis that each of them takes
LABEL_INCHES = 0.32  # what "+2 eps_M" takes beside its line


class SpectrumArtist:
    """One point: labels begin with _spectrum, _counted, _band, _peak: for tests, not for legends."""

    def __init__(self, point, spectrum):
        self.point = point
        self.spectrum = spectrum
        self.peaks = numpy.outer([-2, 2], spectrum.liom_energy)  # [2, realizations]: -2 eps_M, +2 eps_M
        self.has_native_bins = math.isclose(spectrum.bin_width, point.level_spacing, rel_tol=1e-9)
        # The bins are those behind gamma only where curve and gamma are of one realization and one bin width.
        self.shows_count = (self.has_native_bins and len(point.widths) == 1
                            and numpy.count_nonzero(spectrum.counted) == point.mean)

    @property
    def has_common_peaks(self):
        """One realization, or given LIOM energies: +-2 eps_M is a number each."""
        return len(set(self.spectrum.liom_energy)) == 1

    @property
    def width_words(self):
        mean, stderr = self.point.mean, self.point.stderr
        if not math.isfinite(stderr):
            return rf"$\gamma$ = {mean:g} $\delta_E$"
        digits = 0 if stderr == 0 else max(0, 1 - math.floor(math.log10(stderr)))  # two of the error
        return rf"$\gamma$ = ({mean:.{digits}f} $\pm$ {stderr:.{digits}f}) $\delta_E$"

    def draw(self, axis):
        """Fills a panel whose frequency axis is set; where the peaks are too narrow for it, with an inset."""
        spectrum = self.spectrum
        self._draw_histogram(axis)
        highest = (spectrum.mean + spectrum.stderr if spectrum.has_errors else spectrum.mean).max()
        top = HEADROOM * highest if highest > 0 else 1.0
        narrow = self._narrow_peak(axis)
        if narrow.any():
            left, right = self._inset_sides(axis, spectrum.centres[narrow].mean())
            top = max(top, self._highest_between(axis, left, right) / (INSET_BOTTOM - INSET_LABELS))
        axis.set_ylim(0, top)
        axis.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        self._mark_peaks(axis)
        if narrow.any():
            self._draw_inset(axis, (left, right), narrow)

    def _narrow_peak(self, axis):
        """[bins] of bool: the positive peak if it has one or two bins, hardly visible; else none."""
        low, high = axis.get_xlim()
        centres = self.spectrum.centres
        peak = self.spectrum.counted & (centres > 0) & (centres < high)
        if self.spectrum.bin_width > RESOLVED * (high - low) or numpy.count_nonzero(peak) > NARROW:
            peak[:] = False
        return peak

    def _draw_histogram(self, axis):
        spectrum = self.spectrum
        if spectrum.has_errors:
            axis.stairs(spectrum.mean + spectrum.stderr, spectrum.edges, baseline=spectrum.mean - spectrum.stderr,
                        fill=True, color=lighter(HISTOGRAM), linewidth=0, zorder=2, label="_band")
        if self.shows_count:
            axis.stairs(numpy.where(spectrum.counted, spectrum.mean, 0.0), spectrum.edges, fill=True, color=COUNTED,
                        linewidth=0, zorder=2, label="_counted")
        axis.stairs(spectrum.mean, spectrum.edges, color=HISTOGRAM, linewidth=LINE, zorder=3, label="_spectrum")

    def _mark_peaks(self, axis):
        """+-2 eps_M: a dotted line each where all realizations share it, their range along the top else."""
        for factor, peaks in zip((-2, 2), self.peaks):
            if len(peaks) == 0:
                continue
            if self.has_common_peaks:
                axis.axvline(peaks[0], color=FAINT, linestyle=":", linewidth=0.9, zorder=1, label="_peak")
            else:
                axis.plot([peaks.min(), peaks.max()], [0.985, 0.985], transform=axis.get_xaxis_transform(),
                          color=FAINT, linewidth=2.0, solid_capstyle="butt", zorder=1, label="_peak")
            self._name_peak(axis, factor, 0.5 * (peaks.min() + peaks.max()))

    def _name_peak(self, axis, factor, middle):
        alignment, shift = "center", 0
        if self.has_common_peaks:  # beside its line, away from omega = 0 where there is room
            inches = axis.bbox.width / axis.figure.dpi * 0.5 * (1 - abs(middle) / axis.get_xlim()[1])
            is_right = (middle or factor) > 0
            alignment, shift = ("left", 2) if is_right == (inches > LABEL_INCHES) else ("right", -2)
        axis.annotate(rf"${'+' if factor > 0 else '-'}2\epsilon_M$", (middle, 0.965), va="top", ha=alignment,
                      xycoords=axis.get_xaxis_transform(), xytext=(shift, 0), textcoords="offset points",
                      fontsize=7, color=NEUTRAL, zorder=4)

    @staticmethod
    def _inset_sides(axis, peak):
        """(left, right) in units of the panel."""
        low, high = axis.get_xlim()
        place = (peak - low) / (high - low)
        left, right = (1 - place, place) if 2 * place - 1 > 1 - place else (place, 1.0)
        middle, width = 0.5 * (left + right), min(right - left - 2 * INSET_MARGIN, INSET_WIDEST)
        return middle - 0.5 * width, middle + 0.5 * width

    def _highest_between(self, axis, left, right):
        low, high = axis.get_xlim()
        start, end = (low + (high - low) * place for place in (left - INSET_MARGIN / 2, right + INSET_MARGIN / 2))
        covered = (self.spectrum.edges[1:] > start) & (self.spectrum.edges[:-1] < end)
        return self.spectrum.mean[covered].max(initial=0.0)

    def _draw_inset(self, home, sides, narrow):
        """The positive peak bin by bin, on the panel's own y axis."""
        left, right = sides
        axis = home.inset_axes([left, INSET_BOTTOM, right - left, INSET_HEIGHT])
        self._draw_histogram(axis)
        for place in self.peaks[:, 0] if self.has_common_peaks else ():
            axis.axvline(place, color=FAINT, linestyle=":", linewidth=0.9, zorder=4)
        middle, bin_width = self.spectrum.centres[narrow].mean(), self.spectrum.bin_width
        axis.set_xlim(middle - INSET_BINS * bin_width, middle + INSET_BINS * bin_width)
        axis.set_ylim(home.get_ylim())
        axis.set_yticks(home.get_yticks()[:-1])
        axis.xaxis.set_major_locator(MaxNLocator(3 if right - left > 0.35 else 2, steps=[1, 2, 5, 10]))
        axis.set_title(r"peak at $\omega > 0$", fontsize=6.3, pad=2.5)
        axis.tick_params(labelsize=6, pad=1.5, length=2, labelleft=False)
        if self.has_native_bins:
            self._draw_scale(axis, middle, self.spectrum.mean[narrow].max())

    def _draw_scale(self, axis, middle, height):
        """A bar of length delta_E right of the peak, above all bins that are not of the peak."""
        start, height = middle + 2 * self.spectrum.bin_width, 0.6 * height
        axis.plot([start, start + self.spectrum.bin_width], [height, height], color=NEUTRAL, linewidth=0.8,
                  marker="|", markersize=4, label="_scale")
        axis.annotate(r"$\delta_E$", (start + 0.5 * self.spectrum.bin_width, height), ha="center", va="bottom",
                      xytext=(0, 2.5), textcoords="offset points", fontsize=6.5, color=NEUTRAL)


def legend(artists):
    """List of (handle, label): what there is to explain in any of the panels."""
    line = Line2D([], [], color=HISTOGRAM, linewidth=1.2)
    entries = [(line, r"$\rho(\omega)$ of $\tau^x_M$")]
    if any(artist.spectrum.has_errors for artist in artists):
        entries.append((Patch(color=lighter(HISTOGRAM), linewidth=0), r"$\pm$ standard error"))
    if any(artist.shows_count for artist in artists):
        entries.append((Patch(color=COUNTED, linewidth=0), r"bins counted in $\gamma$"))
    if any(artist.has_common_peaks for artist in artists):
        entries.append((Line2D([], [], color=FAINT, linestyle=":", linewidth=0.9), r"$\pm 2\epsilon_M$"))
    if any(len(artist.spectrum.liom_energy) and not artist.has_common_peaks for artist in artists):
        entries.append((Line2D([], [], color=FAINT, linewidth=2.0), r"range of $\pm 2\epsilon_M$"))
    return entries
