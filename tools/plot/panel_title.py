"""Titles above panels: name and parameters on the left, a result on the right, never on top of each other."""

from dataclasses import dataclass

from layout import TITLE_LINE, text_inches

SIZE = 8  # points
SMALLEST_LABEL, SMALLEST_PARAMETERS = 6.5, 4.5  # points
GAP = 0.12  # inches between left and right
LIFT = 4  # points above the panel


@dataclass(frozen=True)
class PanelTitle:
    label: str  # may be empty
    parameters: str  # may be empty
    result: str

    @property
    def left(self):
        """Label and parameters on one line."""
        return (" " if self.label.startswith("(") else ", ").join(filter(None, (self.label, self.parameters)))

    def fits_one_line(self, inches):
        return text_inches(self.left, SIZE) + self._result_inches <= inches

    def draw(self, axis, inches, lines):
        """@param lines  1, or 2: the parameters below the label, each set smaller where the panel is too narrow"""
        upper = LIFT + (lines - 1) * 72 * TITLE_LINE
        _put(axis, self.result, SIZE, upper, "right")
        if lines == 1:
            _put(axis, self.left, SIZE, upper)
            return
        room = inches - self._result_inches
        size = _fitting_size(self.label, room, SMALLEST_LABEL)
        _put(axis, _shortened(self.label, size, room), size, upper)
        _put(axis, self.parameters, _fitting_size(self.parameters, inches, SMALLEST_PARAMETERS), LIFT)

    @property
    def _result_inches(self):
        return GAP + text_inches(self.result, SIZE)


def _put(axis, text, size, lift, alignment="left"):
    if text:
        axis.annotate(text, (0 if alignment == "left" else 1, 1), xycoords="axes fraction", xytext=(0, lift),
                      textcoords="offset points", ha=alignment, va="baseline", fontsize=size)


def _fitting_size(text, inches, smallest):
    return max(smallest, min(SIZE, SIZE * inches / max(text_inches(text, SIZE), 1e-9)))


def _shortened(text, size, inches):
    """Plain text without its end, where even this size is too wide."""
    kept = text
    while kept and text_inches(text, size) > inches:
        kept = kept[:-1].rstrip("\\ ")  # a dollar goes with its backslash
        text = kept + "\u2026"
    return text
