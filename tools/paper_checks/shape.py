"""When two spectral functions are the same to the eye: one home for the figure's words and for the statements' limits."""

SAME = 0.02  # relative distance up to which two spectral functions, or their shapes, are the same to the eye
ALIKE = 0.99  # correlation of the fine structure from which its peaks are the same


def same_shape(shape_distance, correlation):
    """Whether both say so; False where one is NaN."""
    return shape_distance < SAME and correlation > ALIKE
