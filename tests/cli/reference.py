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


def solve(bubble, energy, coupling, bandwidth_per_spin=2.6, bin_width=None):
    """Everything that `replay --json` prints of the physics, and `margin`: how far bins and ties are from a jump."""
    spins = len(bubble).bit_length() - 1 + len(energy)
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
    if energy:
        elements = vectors.T @ site(SIGMA_X, spins - 1, spins) @ vectors
        k_min, thermal, logarithm, edge = histogram(energies, elements, first, count, bin_width or nominal)
        k_spacing, at_spacing, _, spacing_edge = histogram(energies, elements, first, count, nominal)
        result["spectral_function"] = {"tau_x_M": {"bin_width": bin_width or nominal, "k_min": k_min,
                                                   "thermal": thermal, "typical": numpy.exp(logarithm)}}
        result["width"] = widths(at_spacing, k_spacing)
        ks = k_spacing + numpy.arange(len(at_spacing))
        ties = [numpy.abs(side / side.max() - 0.5).min() for side in (at_spacing[ks < 0], at_spacing[ks >= 0])]
        result["margin"] = min(edge, spacing_edge, *ties)
    return result
