"""One realization computed a second time, from the definitions (docs/definitions.md), with numpy and loops.

Shares nothing with the program but the addresses of its draws.
"""

import numpy

PHILOX_MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
PHILOX_WEYL = 0x9E3779B9, 0xBB67AE85
STREAM_BUBBLE, STREAM_LIOM_ENERGY = 1, 2
MASK = 0xFFFFFFFF


def philox4x32(counter, key):
    """Philox4x32-10 (Salmon et al. 2011): four 32-bit words."""
    c, k = list(counter), list(key)
    for step in range(10):
        if step:
            k = [(k[i] + PHILOX_WEYL[i]) & MASK for i in (0, 1)]
        low, high = PHILOX_MULTIPLIERS[0] * c[0], PHILOX_MULTIPLIERS[1] * c[2]
        c = [(high >> 32) ^ c[1] ^ k[0], high & MASK, (low >> 32) ^ c[3] ^ k[1], low & MASK]
    return c


def words(seed, stream, realization, element):
    """The two 64-bit words of an even element and its odd successor."""
    call = element // 2
    counter = (call & MASK, call >> 32, realization & MASK, stream << 24 | realization >> 32)
    out = philox4x32(counter, (seed & MASK, seed >> 32))
    return out[0] | out[1] << 32, out[2] | out[3] << 32


def uniform(seed, stream, realization, element):
    return (words(seed, stream, realization, element)[element % 2] >> 11) * 2.0**-53


def normal(seed, stream, realization, element):
    """Box and Muller: the cosine branch for even elements, the sine branch for odd ones."""
    first, second = words(seed, stream, realization, element)
    radius = numpy.sqrt(-2 * numpy.log(((first >> 11) + 1) * 2.0**-53))
    angle = 2 * numpy.pi * (second >> 11) * 2.0**-53
    return radius * (numpy.sin(angle) if element % 2 else numpy.cos(angle))


def goe(seed, realization, order):
    """Unscaled A: off-diagonal variance 1, diagonal 2; element = index in the packed lower triangle."""
    matrix = numpy.zeros((order, order))
    for row in range(order):
        for column in range(row + 1):
            draw = normal(seed, STREAM_BUBBLE, realization, row * (row + 1) // 2 + column)
            matrix[row, column] = matrix[column, row] = draw * (numpy.sqrt(2) if row == column else 1)
    return matrix


def bubble_scale(matrix, spins, bandwidth_per_spin):
    levels = numpy.linalg.eigvalsh(matrix)
    return float(numpy.float32(bandwidth_per_spin * spins / (levels[-1] - levels[0])))


def liom_energies(seed, realization, count, low=0.5, high=1.5):
    return [low + (high - low) * uniform(seed, STREAM_LIOM_ENERGY, realization, a) for a in range(count)]


def couplings(geometry, coupling, length, count):
    layers = [n for n in range(count) for _ in range(n + 1)]
    distance = {"1d_exponential": range(count), "1d_stretched": numpy.sqrt(range(count)),
                "2d_exponential": layers[:count]}[geometry]
    return [coupling * numpy.exp(-r / length) for r in distance]


def site(matrix, position, spins):
    """1 x ... x matrix x ... x 1, position 0 leftmost."""
    return numpy.kron(numpy.kron(numpy.eye(2**position), matrix), numpy.eye(2**(spins - position - 1)))


SIGMA_X = numpy.array([[0.0, 1.0], [1.0, 0.0]])
SIGMA_Z = numpy.array([[1.0, 0.0], [0.0, -1.0]])


def hamiltonian(bubble, energy, coupling):
    bubble_spins = len(bubble).bit_length() - 1
    spins = bubble_spins + len(energy)
    result = numpy.kron(bubble, numpy.eye(2**len(energy)))
    for a, (eps, v) in enumerate(zip(energy, coupling)):
        result = result + eps * site(SIGMA_Z, bubble_spins + a, spins)
        result = result + v * site(SIGMA_X, 0, spins) @ site(SIGMA_X, bubble_spins + a, spins)
    return result


def histogram(energies, elements, first, count, bin_width):
    """k_min, thermal [bins], mean log(rho_n + 1e-20) [bins], and the smallest distance of a pair to a bin's edge."""
    position = (energies[None, :] - energies[first:first + count, None]) / bin_width  # [n, m]
    bins = numpy.floor(position).astype(int)
    own = numpy.arange(first, first + count)
    others = numpy.ones_like(bins, dtype=bool)
    others[numpy.arange(count), own] = False
    k_min, k_max = bins[others].min(), bins[others].max()
    rho = numpy.zeros((count, k_max - k_min + 1))
    for n in range(count):
        for m in range(len(energies)):
            if m != first + n:
                rho[n, bins[n, m] - k_min] += 2 * numpy.pi * elements[first + n, m]**2 / bin_width
    edge = numpy.abs(position - numpy.round(position))[others].min()
    return int(k_min), rho.mean(axis=0), numpy.log(rho + 1e-20).mean(axis=0), edge


def widths(heights, k_min):
    """over_spacing, fwhm, participation, iqr in bins."""
    ks = k_min + numpy.arange(len(heights))
    over_spacing = fwhm = iqr = 0.0
    for side in (heights[ks < 0], heights[ks >= 0]):
        half = side.max() / 2
        over_spacing += numpy.count_nonzero(side >= half)
        peak = int(numpy.argmax(side))
        left = right = peak
        while left > 0 and side[left - 1] >= half:
            left -= 1
        while right + 1 < len(side) and side[right + 1] >= half:
            right += 1
        start = -0.5 if left == 0 else left - (side[left] - half) / (side[left] - side[left - 1])
        end = len(side) - 0.5 if right + 1 == len(side) else \
            right + (side[right] - half) / (side[right] - side[right + 1])
        fwhm += end - start
        cumulated = numpy.concatenate([[0.0], numpy.cumsum(side)])
        iqr += numpy.diff(numpy.interp(numpy.array([0.25, 0.75]) * cumulated[-1], cumulated,
                                       numpy.arange(len(cumulated))))[0]
    return {"over_spacing": over_spacing, "fwhm": fwhm, "iqr": iqr,
            "participation": heights.sum()**2 / (heights**2).sum()}


def thouless(energies, elements, first, count):
    """G of the pairs (i, i+1), i = first ..., of all states in ascending E', and what an error of 1 costs."""
    perturbed = energies + numpy.diag(elements)
    order = numpy.argsort(perturbed, kind="stable")
    lower, upper = order[first:first + count], order[first + 1:first + count + 1]
    element, gap = numpy.abs(elements[lower, upper]), perturbed[upper] - perturbed[lower]
    return (numpy.log(numpy.maximum(element, 1e-300)) - numpy.log(numpy.maximum(gap, 1e-300)),
            1 / numpy.maximum(element, 1e-300) + 1 / numpy.maximum(gap, 1e-300))


def entropy(state, place):
    """-Tr rho ln rho of one spin of a real state."""
    halves = state.reshape(2**place, 2, -1).transpose(1, 0, 2).reshape(2, -1)
    levels = numpy.linalg.eigvalsh(halves @ halves.T)
    return -sum(p * numpy.log(p) for p in levels if p > 0)


def solve(bubble, energy, coupling, bandwidth_per_spin=2.6, bin_width=None):
    """Everything that `replay --json` prints of the physics, and `margin`: how far bins and ties are from a jump."""
    bubble_spins = len(bubble).bit_length() - 1
    spins = bubble_spins + len(energy)
    dim = 2**spins
    energies, vectors = numpy.linalg.eigh(hamiltonian(bubble, energy, coupling))
    count = round(dim / spins)
    first = (dim - count) // 2
    nominal = bandwidth_per_spin * (spins - 1) / 2**(spins - 1)
    gaps = numpy.diff(energies[first:first + count])
    result = {
        "energies": energies, "window": {"first": first, "count": count},
        "level_spacing": {"nominal": nominal, "measured": (energies[-1] - energies[0]) / 2**(spins - 1)},
        "gap_ratio": numpy.minimum(gaps[1:], gaps[:-1]) / numpy.maximum(gaps[1:], gaps[:-1]),
    }
    sites = {"sigma_1": 0, "sigma_N": bubble_spins - 1}
    perturbations = {"sigma_z_N": site(SIGMA_Z, bubble_spins - 1, spins)}
    if energy:
        sites["tau_M"] = spins - 1
        perturbations["sigma_z_N_tau_z_1"] = perturbations["sigma_z_N"] @ site(SIGMA_Z, bubble_spins, spins)
    result["entropy"] = {name: [entropy(vectors[:, n], place) for n in range(first, first + count)]
                         for name, place in sites.items()}
    result["thouless"], result["thouless_error"] = {}, {}
    for name, operator in perturbations.items():
        values, sensitivity = thouless(energies, vectors.T @ operator @ vectors, first, count)
        result["thouless"][name], result["thouless_error"][name] = values, 1e-13 * sensitivity

    elements = vectors.T @ site(SIGMA_X, 0, spins) @ vectors
    wide = 2 * numpy.sqrt(bandwidth_per_spin * bubble_spins / 2**bubble_spins * bandwidth_per_spin * spins / 2**spins)
    curves = {bins: histogram(energies, elements, first, count, bins) for bins in (nominal, wide, bin_width or nominal)}
    own = curves[bin_width or nominal]
    result["spectral_function"] = {"sigma_x_1": {"bin_width": bin_width or nominal, "k_min": own[0],
                                                 "thermal": own[1], "typical": numpy.exp(own[2])}}
    result["integral"] = {"typical": numpy.exp(curves[nominal][2]).sum() * nominal / (2 * numpy.pi),
                          "typical_wide": numpy.exp(curves[wide][2]).sum() * wide / (2 * numpy.pi),
                          "thermal": curves[nominal][1].sum() * nominal / (2 * numpy.pi)}
    result["margin"] = min(edge for _, _, _, edge in curves.values())
    if energy:
        elements = vectors.T @ site(SIGMA_X, spins - 1, spins) @ vectors
        k_min, thermal, logarithm, edge = histogram(energies, elements, first, count, bin_width or nominal)
        k_spacing, at_spacing, _, spacing_edge = histogram(energies, elements, first, count, nominal)
        result["spectral_function"]["tau_x_M"] = {"bin_width": bin_width or nominal, "k_min": k_min,
                                                  "thermal": thermal, "typical": numpy.exp(logarithm)}
        result["width"] = widths(at_spacing, k_spacing)
        ks = k_spacing + numpy.arange(len(at_spacing))
        ties = [numpy.abs(side / side.max() - 0.5).min() for side in (at_spacing[ks < 0], at_spacing[ks >= 0])]
        result["margin"] = min(result["margin"], edge, spacing_edge, *ties)
    return result
