#include "backend/cpu_backend.hpp"

#include <array>

/// The LIOM sum on a processor: the sums of eight sites advance together, so that one instruction serves several. Each
/// site's own sum has the order of liom_sums() and, since nothing is contracted, its bits, whatever the vectors' width.
namespace mbl {

namespace {

constexpr int width = 8;

/// Eight sites of one bath.
struct Sites {
    std::array<Complex, width> frequency;
    std::array<Complex, width> local_green;
};

struct TileSums {
    std::array<LiomSums, width> of_site{};
};

template <bool with_slope>
[[gnu::always_inline]] inline TileSums tile(const LiomBathView& bath, const Sites& sites) {
    TileSums total;
    for (Index layer = 0; layer < bath.layers; ++layer) {
        const double coupling_squared = bath.layer_coupling_squared[layer];
        // Lists of numbers rather than of LayerSums: they live in vector registers.
        double z_re[width];
        double z_im[width];
        double z_im_squared[width];
        double inverse[width] = {};
        double real[width] = {};
        double inverse_squared[width] = {};
        double real_squared[width] = {};
        for (int j = 0; j < width; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const Complex z =
                layer_argument(sites.frequency[at], sites.local_green[at], coupling_squared, bath.sqrt_bubble_sites);
            z_re[j] = z.re;
            z_im[j] = z.im;
            z_im_squared[j] = z.im * z.im;
        }
        Index a = bath.layer_first[layer];
        const Index end = bath.layer_first[layer + 1];
        for (; a + 2 <= end; a += 2) {
            const double energy_a = bath.energy[a];
            const double energy_b = bath.energy[a + 1];
            for (int j = 0; j < width; ++j) {
                LayerSums sums{inverse[j], real[j], inverse_squared[j], real_squared[j]};
                add_liom_pair<with_slope>(sums, z_re[j], z_im_squared[j], energy_a, energy_b);
                inverse[j] = sums.inverse;
                real[j] = sums.real;
                inverse_squared[j] = sums.inverse_squared;
                real_squared[j] = sums.real_squared;
            }
        }
        for (int j = 0; j < width; ++j) {
            LayerSums sums{inverse[j], real[j], inverse_squared[j], real_squared[j]};
            if (a < end) add_liom<with_slope>(sums, z_re[j], z_im_squared[j], bath.energy[a]);
            LiomSums& site = total.of_site[static_cast<std::size_t>(j)];
            site.green = site.green + layer_green(sums, z_im[j], coupling_squared);
            if constexpr (with_slope) site.slope = site.slope + layer_slope(sums, z_im[j], coupling_squared);
        }
    }
    return total;
}

[[gnu::always_inline]] inline void sum_tiles(const LiomSum& job, Index count) {
    for (Index begin = 0; begin < count;) {
        // A tile ends where the next point begins; what is missing of it repeats its last site.
        const LiomBathView& bath = job.bath_of(job.site(begin));
        std::array<Index, width> site{};
        Sites sites{};
        Index filled = 0;
        for (std::size_t j = 0; j < width; ++j) {
            const Index next = begin + filled;
            if (next < count && &job.bath_of(job.site(next)) == &bath) {
                site[j] = job.site(next);
                ++filled;
            } else {
                site[j] = site[j - 1];
            }
            sites.frequency[j] = job.frequency[site[j]];
            sites.local_green[j] = job.local_green[site[j]];
        }
        const TileSums sums = job.slope == nullptr ? tile<false>(bath, sites) : tile<true>(bath, sites);
        for (std::size_t j = 0; j < static_cast<std::size_t>(filled); ++j) {
            job.green[site[j]] = sums.of_site[j].green;
            if (job.slope != nullptr) job.slope[site[j]] = sums.of_site[j].slope;
        }
        begin += filled;
    }
}

void sum_plainly(const LiomSum& job, Index count) { sum_tiles(job, count); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_with_avx2(const LiomSum& job, Index count) { sum_tiles(job, count); }

bool has_avx2() {
    static const bool found = __builtin_cpu_supports("avx2") != 0;
    return found;
}
#endif

} // namespace

void CpuBackend::liom_sum(const LiomSum& job, Index count) {
#if defined(__x86_64__)
    if (has_avx2()) return sum_with_avx2(job, count);
#endif
    sum_plainly(job, count);
}

} // namespace mbl
