"""What titles, legends and footers say about points of the impurity model."""

import math

SYMBOLS = {"hopping": "$t$", "liom_bandwidth": "$W$", "coupling": "$V$", "interaction": "$U$", "temperature": "$T$",
           "localization_length": r"$\xi$", "bubble_sites": "$N$", "liom_density": "$n_L$", "liom_count": "$M$", "seed": "seed"}
GEOMETRIES = {"2d_layers": "", "explicit": "explicit LIOMs"}  # layers are the rule, and have a V
LAYERS_ALONE = ("layer_rule", "liom_density", "coupling", "localization_length")  # without a meaning for explicit LIOMs


def value_words(name, value):
    """"$V$ = 0.5"; "" for a parameter that is undefined, as V and xi are for explicit LIOMs."""
    if name == "panel":
        return str(value).replace("$", r"\$")
    if name == "geometry":
        return GEOMETRIES.get(value, str(value))
    if name == "layer_rule":
        return f"${value}$ LIOMs in layer $n$"
    if value is None or isinstance(value, float) and math.isnan(value):
        return ""
    return f"{SYMBOLS[name]} {'' if name == 'seed' else '= '}{value:{'d' if isinstance(value, int) else 'g'}}"


def parameter_words(point, names):
    """Those that are defined, in the order of `names`."""
    return ", ".join(filter(None, (value_words(name, point.parameters.get(name)) for name in names
                                   if name not in LAYERS_ALONE or point.parameters.get("geometry") != "explicit")))


def unbroken_words(point, names):
    """The same for a footer, where a line ends between parameters only."""
    return ", ".join(words.replace(" ", "\u00a0") for words in parameter_words(point, names).split(", ") if words)


def varying(points, names):
    """Those of `names` that tell some of the points apart."""
    return [name for name in names if len({str(point.parameters.get(name)) for point in points}) > 1]
