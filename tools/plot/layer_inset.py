"""Inset of Fig. 6a: the bubble in the centre of concentric layers of LIOMs, layer n at r = r0 (n-1)."""

import math

from matplotlib.patches import Circle

from style import FAINT

LAYERS = 5
BUBBLE, LIOM = "#c8402f", "#31688e"  # red and blue as in the paper's Fig. 1
BUBBLE_RADIUS = 0.62  # in units of r0


def liom_positions(layer_rule="n", layers=LAYERS):
    """[(layer n, x, y)] in units of r0: n (or n-1) LIOMs, evenly spread on the circle of radius n-1, turned from layer to layer."""
    for n in range(1, layers + 1):
        count = n if layer_rule == "n" else n - 1
        for number in range(count):
            angle = 2 * math.pi * (number / count) + 2.4 * n
            yield n, (n - 1) * math.cos(angle), (n - 1) * math.sin(angle)


def draw_layers(axis, layer_rule="n"):
    """Labels begin with _layer, _bubble and _liom, then n: for tests, not for legends."""
    for n in range(2, LAYERS + 1):
        axis.add_patch(Circle((0, 0), n - 1, fill=False, edgecolor=FAINT, linewidth=0.4, zorder=1, label=f"_layer {n}"))
    axis.add_patch(Circle((0, 0), BUBBLE_RADIUS, facecolor=BUBBLE, edgecolor="none", zorder=2, label="_bubble"))
    for n, x, y in liom_positions(layer_rule):
        axis.plot(x, y, marker="o", markersize=2.7, markerfacecolor=LIOM, markeredgecolor="white", markeredgewidth=0.3, linestyle="none",
                  zorder=3, label=f"_liom {n}")
    reach = LAYERS - 1 + 0.45
    axis.set_xlim(-reach, reach)
    axis.set_ylim(-reach, reach)
    axis.set_aspect("equal")
    axis.axis("off")
