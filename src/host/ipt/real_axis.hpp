#pragma once

#include "backend/composed.hpp"
#include "ipt/bath_batch.hpp"
#include "ipt/packed_fft.hpp"
#include "ipt/self_consistency.hpp"
#include "second_order.hpp"

#include <vector>

namespace mbl {

/// Self-consistency on the real axis for points that share a grid, Eqs. (13)-(18) at U > 0:
///     L and Sigma2 from G,  then G = 1/(w - t^2 G - L - Sigma2) solved exactly in G.
/// Lagging L and Sigma2 alone converges in 6 to 40 iterations without mixing.
template <Backend B>
class RealAxis {
  public:
    /// @param constants [slots]; eta may be changed by set_eta.
    RealAxis(B& lane, const FrequencyGrid& grid, const BathBatch<B>& baths, std::vector<ImpurityConstants> constants)
        : lane_(lane), grid_(grid), baths_(baths), slots_(static_cast<Index>(constants.size())),
          host_constants_(std::move(constants)), constants_(copy_to_lane(lane, host_constants_)),
          slot_list_(lane.template allocate<Index>(slots_)), occupied_(allocate<double>(1)),
          frequency_(allocate<Complex>(1)), liom_sum_(allocate<Complex>(1)), liom_slope_(allocate<Complex>(1)),
          green_(allocate<Complex>(1)), self_energy_(allocate<Complex>(1)), change_(allocate<double>(1)),
          step_length_(allocate<double>(1)), maxima_(lane.template allocate<double>(slots_)),
          transform_(lane.template allocate<Complex>(packed_rows<B>(slots_) * 2 * grid.count)),
          kernel_(lane.template allocate<Complex>(packed_rows<B>(1) * 2 * grid.count)) {
        lane_.for_each_index(packed_rows<B>(slots_) * 2 * grid_.count, FillZeroComplex{transform_.data()});
        lane_.for_each_index(packed_rows<B>(1) * 2 * grid_.count, FillZeroComplex{kernel_.data()});
        lane_.for_each_index(2 * grid_.count, FillKramersKronig{grid_.count, kernel_.data()});
        packed_fft(lane_, Direction::forward, 2 * grid_.count, 1, kernel_.data());
        lane_.synchronize();
    }

    /// Starts from the semicircle of second moment `second_moment` [slots]: G = 1/(w - second_moment G).
    void start(const std::vector<Index>& slots, const std::vector<double>& second_moment) {
        const auto moments = copy_to_lane(lane_, second_moment);
        const PackedPoints points = pack(slots);
        const auto sites = static_cast<Index>(slots.size()) * grid_.count;
        lane_.for_each_index(sites, StartSemicircle{points, nullptr, grid_, moments.data(), green_.data()});
        lane_.for_each_index(sites, FillFermi{points, grid_, constants_.data(), occupied_.data()});
        lane_.synchronize(); // `moments` ends here
    }

    void set_eta(Index slot, double eta) { host_constants_[static_cast<std::size_t>(slot)].eta = eta; }

    /// Iterates from the G that is there.
    std::vector<IterationResult> solve(const std::vector<Index>& slots, const std::vector<double>& tolerance,
                                       const std::vector<int>& limit, Poll poll = nullptr) {
        lane_.copy(host_constants_.data(), constants_.data(), slots_);
        lane_.for_each_index(
            static_cast<Index>(slots.size()) * grid_.count,
            StartIteration{pack(slots), grid_, constants_.data(), frequency_.data(), step_length_.data()});
        lane_.synchronize();
        return iterate_points(slots, tolerance, limit, [&](const std::vector<Index>& active) {
            if (poll != nullptr) poll();
            return iterate(active);
        });
    }

    [[nodiscard]] std::vector<Complex> green(Index slot) { return row(green_.data(), slot); }
    [[nodiscard]] std::vector<Complex> self_energy(Index slot) { return row(self_energy_.data(), slot); }

  private:
    template <class T>
    LaneBuffer<B, T> allocate(Index rows_per_slot) {
        return lane_.template allocate<T>(slots_ * rows_per_slot * grid_.count);
    }

    PackedPoints pack(const std::vector<Index>& slots) {
        lane_.copy(slots.data(), slot_list_.data(), static_cast<Index>(slots.size()));
        return {slot_list_.data(), grid_.count};
    }

    std::vector<Complex> row(const Complex* values, Index slot) {
        return copy_to_host(lane_, values + slot * grid_.count, grid_.count);
    }

    std::vector<double> iterate(const std::vector<Index>& slots) {
        const auto count = static_cast<Index>(slots.size());
        const Index sites = count * grid_.count;
        const PackedPoints points = pack(slots);
        LiomSum job;
        job.baths = baths_.views();
        job.sites_per_point = grid_.count;
        job.slot = points.slot;
        job.frequency = frequency_.data();
        job.local_green = green_.data();
        job.green = liom_sum_.data();
        job.slope = liom_slope_.data();
        liom_sum(lane_, job, sites);
        lane_.for_each_index(sites, PackOccupiedAndEmpty{points, grid_, constants_.data(), occupied_.data(),
                                                         green_.data(), liom_sum_.data(), transform_.data()});
        self_energies(points, count);
        lane_.for_each_index(sites, NextLocalGreen{points, nullptr, grid_, constants_.data(), liom_sum_.data(),
                                                   liom_slope_.data(), self_energy_.data(), green_.data(),
                                                   change_.data(), step_length_.data()});
        row_maxima(lane_, RowMaxima{points, change_.data(), maxima_.data()}, count);
        return copy_to_host(lane_, maxima_.data(), count);
    }

    void self_energies(const PackedPoints& points, Index count) {
        const Index length = 2 * grid_.count;
        Complex* transform = transform_.data();
        packed_fft(lane_, Direction::forward, length, count, transform);
        lane_.for_each_index(count * (grid_.count + 1), TripleProduct{grid_.count, transform});
        packed_fft(lane_, Direction::backward, length, count, transform);
        lane_.for_each_index(count * grid_.count,
                             TakeSelfEnergySpectrum{points, grid_, constants_.data(), transform, self_energy_.data()});
        packed_fft(lane_, Direction::forward, length, count, transform);
        lane_.for_each_index(count * length, MultiplyRows{length, kernel_.data(), transform});
        packed_fft(lane_, Direction::backward, length, count, transform);
        lane_.for_each_index(count * grid_.count, TakeSelfEnergyReal{points, transform, self_energy_.data()});
    }

    B& lane_;
    FrequencyGrid grid_;
    const BathBatch<B>& baths_;
    Index slots_;
    std::vector<ImpurityConstants> host_constants_;
    LaneBuffer<B, ImpurityConstants> constants_;
    LaneBuffer<B, Index> slot_list_;
    LaneBuffer<B, double> occupied_;
    LaneBuffer<B, Complex> frequency_; // of G_a
    LaneBuffer<B, Complex> liom_sum_;
    LaneBuffer<B, Complex> liom_slope_;
    LaneBuffer<B, Complex> green_;
    LaneBuffer<B, Complex> self_energy_;
    LaneBuffer<B, double> change_;
    LaneBuffer<B, double> step_length_;
    LaneBuffer<B, double> maxima_;
    LaneBuffer<B, Complex> transform_; // [packed rows, 2 count]
    LaneBuffer<B, Complex> kernel_;    // the Kramers-Kronig kernel's transform, in a group of its own
};

} // namespace mbl
