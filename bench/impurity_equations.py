"""The equations of the impurity model (Sec. IV) in NumPy: the LIOM sum, the root of G = F(G), Sigma2 on the real axis.

Retarded functions, frequencies from mu = U/2, per spin:

    G_a = 1/(w + i eta - eps_a - sqrt(N) V_a^2 G)      Delta = t^2 G + (1/sqrt N) sum_a V_a^2 G_a
    Gt  = 1/(w - Delta)                                G = 1/(w - Delta - Sigma2[Gt])
    Sigma2(tau) = -U^2 Gt(tau)^2 Gt(-tau),  G(tau) = -<T c(tau) c^+(0)>
"""
import dataclasses
import math

import numpy as np

PAIRS = 1 << 15  # (frequency, LIOM) pairs handled at a time: their temporaries stay in the cache


@dataclasses.dataclass
class Model:
    t: float
    U: float
    T: float
    N: int
    energy: np.ndarray    # eps_a [M]
    coupling: np.ndarray  # V_a [M]

    @property
    def feedback(self):  # sqrt(N) V_a^2: what G is multiplied with inside G_a
        return math.sqrt(self.N) * self.coupling**2

    @property
    def strength(self):  # S = sum V_a^2 / sqrt N
        return float(np.sum(self.coupling**2)) / math.sqrt(self.N)

    @property
    def third_moment(self):  # sum V_a^2 eps_a / sqrt N, of Delta = m2/z + m3/z^2 + …
        return float(np.sum(self.coupling**2 * self.energy)) / math.sqrt(self.N)

    @property
    def scale(self):  # an energy for continuations
        return max(self.t, math.sqrt(self.strength), 1e-300)


def liom_sum(model, z, G, derivative=False):
    """(1/sqrt N) sum_a V_a^2 G_a [count] at the frequencies z inside G_a, and its derivative by G, sum_a V_a^4 G_a^2."""
    count, lioms = len(z), len(model.energy)
    total, slope = np.zeros(count, complex), np.zeros(count, complex)
    weight = model.coupling**2 / math.sqrt(model.N)
    weight2 = model.coupling**4
    step = max(1, PAIRS // max(1, lioms))
    for first in range(0, count if lioms else 0, step):
        part = slice(first, first + step)
        re = z.real[part, None] - model.energy - model.feedback * G.real[part, None]
        im = z.imag[part, None] - model.feedback * G.imag[part, None]
        inverse = 1 / (re * re + im * im)
        re *= inverse
        im *= inverse
        total[part] = re @ weight - 1j * (im @ weight)
        if derivative:
            slope[part] = (re * re - im * im) @ weight2 - 2j * ((re * im) @ weight2)
    return (total, slope) if derivative else total


def quadratic(t, b):
    """The root of t^2 G^2 - b G + 1 = 0 with Im G <= 0, for Im b >= 0."""
    b = b.real + 1j * np.abs(b.imag)
    return 2 / (b + np.sqrt(b - 2 * t) * np.sqrt(b + 2 * t))


def newton(model, z, z_liom, sigma, G, tolerance, steps):
    """Newton's method for G = F(G) = 1/(z - t^2 G - L(G) - sigma) at each frequency, the step halved while Im G > 0.
    Returns (G, |G - F(G)|, steps taken) [count]."""
    G = G.copy()
    residual = np.full(len(z), np.inf)
    taken = np.zeros(len(z), int)
    active = np.arange(len(z))
    for _ in range(steps + 1):
        g = G[active]
        total, slope = liom_sum(model, z_liom[active], g, derivative=True)
        F = 1 / (z[active] - model.t**2 * g - total - sigma[active])
        residual[active] = np.abs(g - F)
        open_ = residual[active] > tolerance * np.maximum(1, np.abs(g))
        if not open_.any():
            break
        active, g, F, slope = active[open_], g[open_], F[open_], slope[open_]
        if taken[active].max() >= steps:
            break
        step = (g - F) / (1 - F**2 * (model.t**2 + slope))
        step[~np.isfinite(step)] = 0
        for _ in range(60):
            wrong = (g - step).imag > 0
            if not wrong.any():
                break
            step[wrong] /= 2
        G[active] = g - step
        taken[active] += 1
    return G, residual, taken


def follow_eta(model, z, sigma, eta=0.0):
    """The root with Im G < 0 at frequencies z (z + i eta inside G_a): Newton, while an imaginary part added to all
    frequencies falls geometrically from the model's own scale to 0. Returns (G, |G - F(G)|, Newton steps) [count]."""
    added = 4 * model.scale
    G = quadratic(model.t, z + 1j * added - sigma)
    taken = np.zeros(len(z), int)
    while added > 0:
        shift = 1j * added
        G, residual, more = newton(model, z + shift, z + shift + 1j * eta, sigma, G, 1e-9, 60)
        taken += more
        added = added / 4 if added > 1e-11 * model.scale else 0.0
    G, residual, more = newton(model, z, z + 1j * eta, sigma, G, 1e-14, 60)
    return G, residual, taken + more


def fermi(x):
    return 0.5 * (1 - np.tanh(x / 2))


def self_energy(model, w, Gt):
    """Sigma2 on the grid: spectral function by zero-padded FFT, real part by the aperiodic odd-k Kramers-Kronig sum."""
    n, h = len(w), w[1] - w[0]
    rho = -Gt.imag / np.pi
    plus, minus = np.fft.rfft(rho * fermi(w / model.T), 2 * n), np.fft.rfft(rho * fermi(-w / model.T), 2 * n)
    # index i + j - l of (A * A) corr B is the frequency w[0] + (i + j - l) h
    with np.errstate(over="ignore", invalid="ignore"):
        spectral = np.fft.irfft(plus * plus * minus.conj() + minus * minus * plus.conj(), 2 * n)[:n]
    spectral = model.U**2 * h * h * np.maximum(spectral, 0)
    k = np.arange(-n, n)
    kernel = np.fft.ifftshift(np.where(k % 2, 2 / np.where(k, k, 1), 0))  # k = 0 first
    real = np.fft.irfft(np.fft.rfft(spectral, 2 * n) * np.fft.rfft(kernel), 2 * n)[:n]
    result = np.empty(n, complex)
    result.real, result.imag = real, -np.pi * spectral
    return result
