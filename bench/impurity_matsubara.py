"""Imaginary time and Matsubara frequency of the impurity model: what its twin is solved with."""
import numpy as np


class Matsubara:
    """FFT between tau and i omega_n > 0, tails in 1/z … 1/z^4 handled exactly."""

    def __init__(self, T):
        self.T, self.beta = T, 1 / T
        self.count = 1024
        while (2 * self.count - 1) * np.pi * T < 1000:
            self.count *= 2
        self.omega = (2 * np.arange(self.count) + 1) * np.pi * T
        self.z = 1j * self.omega
        self.tau = np.arange(2 * self.count) * self.beta / (2 * self.count)
        self.phase = np.exp(-1j * np.pi * np.arange(2 * self.count) / (2 * self.count))

    def tail_tau(self, moments, tau, derivative=0):
        """sum_k moments[k] / z^(k+1) in tau, 0 < tau < beta, for up to four moments, or its derivative."""
        b = self.beta
        polynomials = [np.poly1d([-1 / 2]), np.poly1d([1 / 2, -b / 4]), np.poly1d([-1 / 4, b / 4, 0]),
                       np.poly1d([1 / 12, -b / 8, 0, b**3 / 48])]
        return sum(m * np.polyder(p, derivative)(tau) for m, p in zip(moments, polynomials))

    def tail_omega(self, moments):
        return sum(m / self.z ** (k + 1) for k, m in enumerate(moments))

    def to_tau(self, values, moments):
        rest = values - self.tail_omega(moments)
        series = np.fft.fft(rest, 2 * self.count) * self.phase
        return 2 * self.T * series.real + self.tail_tau(moments, self.tau)

    def ends(self, values, moments, derivative):
        """The derivative at tau = 0+ and beta-; what the tails leave is antiperiodic and smooth."""
        rest = values - self.tail_omega(moments)
        smooth = 2 * self.T * np.sum((-self.z) ** derivative * rest).real
        return (smooth + self.tail_tau(moments, 0.0, derivative),
                -smooth + self.tail_tau(moments, self.beta, derivative))

    def to_omega(self, values, moments):
        rest = values - self.tail_tau(moments, self.tau)
        return self.beta * np.fft.ifft(rest * self.phase.conj())[:self.count] + self.tail_omega(moments)

    def self_energy(self, model, Gt):
        """Sigma2(i omega_n) and its moments, from Gt(i omega_n)."""
        m2 = model.t**2 + model.strength
        m3 = model.third_moment
        moments = [1.0, 0.0, m2, m3]
        a = self.to_tau(Gt, moments)
        end = self.ends(Gt, moments, 0)
        a[0] = end[0]
        reverse = np.concatenate([[end[1]], a[:0:-1]])  # Gt(beta - tau)
        sigma = model.U**2 * a * a * reverse             # -Gt(-tau) = Gt(beta - tau)
        (a0, b0), (a1, b1), (a2, b2) = end, self.ends(Gt, moments, 1), self.ends(Gt, moments, 2)

        def jets(a, da, d2a, b, db, d2b):  # a^2 b and two derivatives
            return (a * a * b, 2 * a * da * b + a * a * db,
                    2 * da * da * b + 2 * a * d2a * b + 4 * a * da * db + a * a * d2b)

        start, stop = jets(a0, a1, a2, b0, -b1, b2), jets(b0, b1, b2, a0, -a1, a2)
        jumps = [-(start[0] + stop[0]), start[1] + stop[1], -(start[2] + stop[2])]
        tail = [model.U**2 * jump for jump in jumps]
        return self.to_omega(sigma, tail), tail
