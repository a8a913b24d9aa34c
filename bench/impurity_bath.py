"""The LIOMs of the impurity model as mbl_gpu draws and places them: energies by the counter-based generator, couplings by
layers. Shared by the NumPy, CuPy and PyTorch peers, so that they solve the very points of the program."""
import numpy as np

LIOM_STREAM = 2  # Stream::liom_energy


def philox4x32(counter, key):
    """Philox4x32 with 10 rounds (Salmon et al., SC11); counter [count, 4] and key [2] of 32-bit words -> [count, 4]."""
    c = [counter[:, i].astype(np.uint64) for i in range(4)]
    k0, k1 = (int(word) for word in key)
    low = np.uint64(0xffffffff)
    for _ in range(10):
        first, second = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(second >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), second & low,
             (first >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), first & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xffffffff, (k1 + 0xBB67AE85) & 0xffffffff
    return np.stack(c, axis=1)


def liom_energies(count, bandwidth, seed):
    """eps_a [count], uniform in [-W, W), by the LIOM's index: a smaller M is a prefix of a larger one."""
    index = np.arange(count, dtype=np.uint64)
    counter = np.zeros((count, 4), dtype=np.uint64)
    counter[:, 0] = index >> np.uint64(1)
    counter[:, 3] = LIOM_STREAM << 24
    out = philox4x32(counter, (seed & 0xffffffff, seed >> 32))
    words = np.where(index & np.uint64(1), out[:, 2] | out[:, 3] << np.uint64(32), out[:, 0] | out[:, 1] << np.uint64(32))
    uniform = (words >> np.uint64(11)).astype(float) * 2.0**-53
    return -bandwidth + 2 * bandwidth * uniform


def layer_couplings(count, coupling, localization_length, liom_density=1.0, layer_rule="n"):
    """V_a [count] of the 2D layers: V_a^2 = (V/xi)^2 exp(-r_a/xi), r_a = r0 (n-1), r0 = 1/sqrt(2 pi n_L); layer n = 1, 2, …
    holds n LIOMs, or n - 1 (layer_rule "n-1")."""
    layer, held = [], 0
    n = 1
    while held < count:
        here = n if layer_rule == "n" else n - 1
        layer += [n] * here
        held += here
        n += 1
    r = (np.array(layer[:count], dtype=float) - 1) / np.sqrt(2 * np.pi * liom_density)
    return coupling / localization_length * np.exp(-r / (2 * localization_length))
