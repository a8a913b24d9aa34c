"""Places legends, panels and footer on a figure, in inches, so that nothing can overlap."""

import textwrap

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from style import FAINT

LEFT, RIGHT, GAP = 0.50, 0.12, 0.13
OWN_Y_GAP = 0.40  # between columns where each panel has tick labels of its own
TITLE, TITLE_LINE = 0.24, 0.14
AXIS_LABELS, ROW_GAP, EDGE = 0.40, 0.08, 0.06
FOOTER_SIZE, FOOTER_LINE = 5.8, 0.115
WIDTHS = {1: 3.9, 2: 5.4}  # by columns; 7.1 (two journal columns) beyond
HEIGHTS = {1: 2.7}
COLUMNS = 3


def panel_inches(panel_count, own_y=False, columns=COLUMNS):
    """Width of a panel, where all are equal."""
    columns = min(panel_count, columns)
    gap = OWN_Y_GAP if own_y else GAP
    return (WIDTHS.get(columns, 7.1) - LEFT - RIGHT - gap * (columns - 1)) / columns


def text_inches(text, size):
    """Width of one line of text at a font size in points."""
    figure = Figure()
    canvas = FigureCanvasAgg(figure)
    return figure.text(0, 0, text, fontsize=size).get_window_extent(canvas.get_renderer()).width / figure.dpi


def make_figure(panel_count, legends, footer, wide_last=False, own_y=False, title_lines=1, columns=COLUMNS,
                panel_height=None):
    """(figure, axes): panels row by row, `columns` to a row.

    @param legends  each a list of (handle, label), drawn above the panels in this order, row-major
    @param footer   paragraphs, wrapped to the figure's width
    @param wide_last  gives the last of a single row's panels 1.35 of the others' width
    @param own_y      leaves room for tick labels beside every panel, not in the first column alone
    @param panel_height  in inches; None: the usual one
    """
    columns = min(panel_count, columns)
    rows = -(-panel_count // columns)
    width, panel_height = WIDTHS.get(columns, 7.1), panel_height or HEIGHTS.get(columns, 2.5)
    figure = Figure(figsize=(width, 4.0))
    canvas = FigureCanvasAgg(figure)

    placed = [_legend(figure, canvas, entries, width) for entries in legends if entries]
    characters = int((width - 2 * EDGE) * 72 / (0.51 * FOOTER_SIZE))
    lines = [line for text in footer for line in textwrap.wrap(text, characters)]
    legend_height = sum(height for _, height in placed)
    footer_height = len(lines) * FOOTER_LINE + EDGE
    row_height = TITLE + (title_lines - 1) * TITLE_LINE + panel_height + AXIS_LABELS
    height = EDGE + legend_height + rows * row_height + (rows - 1) * ROW_GAP + footer_height
    figure.set_size_inches(width, height)

    top = height - EDGE
    for legend, legend_inches in placed:
        legend.set_bbox_to_anchor((0.5, top / height), transform=figure.transFigure)
        top -= legend_inches
    for number, line in enumerate(reversed(lines)):
        figure.text(EDGE / width, (EDGE + number * FOOTER_LINE) / height, line, color=FAINT,
                    fontsize=FOOTER_SIZE, va="bottom", ha="left")

    shares = [1.0] * columns
    if wide_last and rows == 1:
        shares[-1] = 1.35
    inches = panel_inches(panel_count, own_y, columns) * columns / sum(shares)
    gap = OWN_Y_GAP if own_y else GAP
    axes = []
    for number in range(panel_count):
        row, column = divmod(number, columns)
        left = LEFT + inches * sum(shares[:column]) + gap * column
        bottom = top - (row + 1) * row_height - row * ROW_GAP + AXIS_LABELS
        axes.append(figure.add_axes([left / width, bottom / height, inches * shares[column] / width,
                                     panel_height / height]))
        if column and not own_y:
            axes[-1].tick_params(labelleft=False)
    return figure, axes


def _legend(figure, canvas, entries, width):
    """(legend, height in inches), in as many columns as fit the width."""
    for columns in range(len(entries), 0, -1):
        order = _row_major(len(entries), columns)
        handles, labels = zip(*(entries[index] for index in order))
        legend = figure.legend(handles, labels, loc="upper center", ncols=columns, frameon=False,
                               borderpad=0.2, borderaxespad=0.0, columnspacing=1.4, handletextpad=0.5,
                               handlelength=2.2, labelspacing=0.3)
        box = legend.get_window_extent(canvas.get_renderer())
        if box.width <= (width - 2 * EDGE) * figure.dpi or columns == 1:
            return legend, box.height / figure.dpi
        legend.remove()


def _row_major(count, columns):
    """Indices in matplotlib's column-by-column order such that the rows read left to right."""
    rows = -(-count // columns)
    full = count - (rows - 1) * columns  # columns with `rows` entries; matplotlib fills those first
    return [row * columns + column for column in range(columns)
            for row in range(rows if column < full else rows - 1)]
