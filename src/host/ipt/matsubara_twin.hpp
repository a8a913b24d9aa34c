#pragma once

#include "ipt/bath_batch.hpp"
#include "ipt/packed_fft.hpp"
#include "ipt/self_consistency.hpp"
#include "matsubara.hpp"

#include <utility>
#include <vector>

namespace mbl {

/// The same self-consistency in Matsubara frequency: the solver's independent check, and where fillings come from.
template <Backend B>
class MatsubaraTwin {
  public:
    /// @param count omega_n > 0 per point  @param constants [slots]  @param tails of Gt_H [slots]
    MatsubaraTwin(B& lane, Index count, const BathBatch<B>& baths, std::vector<ImpurityConstants> constants,
                  std::vector<MatsubaraTail> tails)
        : lane_(lane), count_(count), baths_(baths), slots_(static_cast<Index>(constants.size())),
          host_constants_(std::move(constants)), host_tails_(std::move(tails)),
          constants_(copy_to_lane(lane, host_constants_)), weiss_tail_(copy_to_lane(lane, host_tails_)),
          slot_list_(lane.template allocate<Index>(slots_)), bubble_frequency_(allocate<Complex>()),
          liom_frequency_(allocate<Complex>()), liom_sum_(allocate<Complex>()), liom_slope_(allocate<Complex>()),
          green_(allocate<Complex>()), self_energy_(allocate<Complex>()), slope_(allocate<double>()),
          curvature_(allocate<double>()), change_(allocate<double>()), step_length_(allocate<double>()),
          slope_sum_(lane.template allocate<double>(slots_)), curvature_sum_(lane.template allocate<double>(slots_)),
          maxima_(lane.template allocate<double>(slots_)), tail_(lane.template allocate<MatsubaraTail>(slots_)),
          weiss_(lane.template allocate<double>(slots_ * 2 * count)),
          transform_(lane.template allocate<Complex>(packed_rows<B>(slots_) * 2 * count)) {
        lane_.for_each_index(packed_rows<B>(slots_) * 2 * count_, FillZeroComplex{transform_.data()});
        lane_.synchronize();
    }

    /// Solves with `eta` [slots] inside G_a, from the semicircle of second moment `second_moment` [slots].
    std::vector<IterationResult> solve(const std::vector<Index>& slots, const std::vector<double>& eta,
                                       const std::vector<double>& second_moment, const std::vector<double>& tolerance,
                                       const std::vector<int>& limit, Poll poll = nullptr) {
        for (const Index slot : slots) {
            const auto at = static_cast<std::size_t>(slot);
            host_constants_[at].eta = eta[at];
        }
        lane_.copy(host_constants_.data(), constants_.data(), slots_);
        const auto moments = copy_to_lane(lane_, second_moment);
        const Index sites = static_cast<Index>(slots.size()) * count_;
        const PackedPoints points = pack(slots);
        lane_.for_each_index(sites, FillMatsubaraFrequencies{points, constants_.data(), bubble_frequency_.data(),
                                                             liom_frequency_.data(), step_length_.data()});
        lane_.for_each_index(
            sites, StartSemicircle{points, bubble_frequency_.data(), FrequencyGrid{}, moments.data(), green_.data()});
        lane_.synchronize();
        return iterate_points(slots, tolerance, limit, [&](const std::vector<Index>& active) {
            if (poll != nullptr) poll();
            return iterate(active);
        });
    }

    [[nodiscard]] std::vector<Complex> green(Index slot) {
        return copy_to_host(lane_, green_.data() + slot * count_, count_);
    }
    [[nodiscard]] std::vector<Complex> self_energy(Index slot) {
        return copy_to_host(lane_, self_energy_.data() + slot * count_, count_);
    }

  private:
    template <class T>
    LaneBuffer<B, T> allocate() {
        return lane_.template allocate<T>(slots_ * count_);
    }

    PackedPoints pack(const std::vector<Index>& slots) {
        lane_.copy(slots.data(), slot_list_.data(), static_cast<Index>(slots.size()));
        return {slot_list_.data(), count_};
    }

    std::vector<double> iterate(const std::vector<Index>& slots) {
        const auto count = static_cast<Index>(slots.size());
        const Index sites = count * count_;
        const PackedPoints points = pack(slots);
        LiomSum job;
        job.baths = baths_.views();
        job.sites_per_point = count_;
        job.slot = points.slot;
        job.frequency = liom_frequency_.data();
        job.local_green = green_.data();
        job.green = liom_sum_.data();
        job.slope = liom_slope_.data();
        liom_sum(lane_, job, sites);
        self_energies(points, count);
        lane_.for_each_index(sites, NextLocalGreen{points, bubble_frequency_.data(), FrequencyGrid{}, constants_.data(),
                                                   liom_sum_.data(), liom_slope_.data(), self_energy_.data(),
                                                   green_.data(), change_.data(), step_length_.data()});
        row_maxima(lane_, RowMaxima{points, change_.data(), maxima_.data()}, count);
        return copy_to_host(lane_, maxima_.data(), count);
    }

    void self_energies(const PackedPoints& points, Index count) {
        const Index sites = count * count_;
        const Index times = 2 * count_;
        Complex* transform = transform_.data();
        lane_.for_each_index(sites,
                             PackWeiss{points, constants_.data(), weiss_tail_.data(), bubble_frequency_.data(),
                                       green_.data(), liom_sum_.data(), transform, slope_.data(), curvature_.data()});
        lane_.for_each_index(count, FillZero{slope_sum_.data()});
        lane_.for_each_index(count, FillZero{curvature_sum_.data()});
        lane_.reduce_rows(count, count_, PointColumn{points, slope_.data()}, slope_sum_.data());
        lane_.reduce_rows(count, count_, PointColumn{points, curvature_.data()}, curvature_sum_.data());
        packed_fft(lane_, Direction::forward, times, count, transform);
        lane_.for_each_index(count * times,
                             WeissInTime{points, constants_.data(), weiss_tail_.data(), transform, weiss_.data()});
        lane_.for_each_index(count, SelfEnergyTail{points, constants_.data(), weiss_tail_.data(), weiss_.data(),
                                                   slope_sum_.data(), curvature_sum_.data(), tail_.data()});
        lane_.for_each_index(count * times, PackSelfEnergy{points, constants_.data(), weiss_tail_.data(), tail_.data(),
                                                           weiss_.data(), transform});
        packed_fft(lane_, Direction::backward, times, count, transform);
        lane_.for_each_index(sites, TakeMatsubaraSelfEnergy{points, constants_.data(), tail_.data(), transform,
                                                            bubble_frequency_.data(), self_energy_.data()});
    }

    B& lane_;
    Index count_;
    const BathBatch<B>& baths_;
    Index slots_;
    std::vector<ImpurityConstants> host_constants_;
    std::vector<MatsubaraTail> host_tails_;
    LaneBuffer<B, ImpurityConstants> constants_;
    LaneBuffer<B, MatsubaraTail> weiss_tail_;
    LaneBuffer<B, Index> slot_list_;
    LaneBuffer<B, Complex> bubble_frequency_;
    LaneBuffer<B, Complex> liom_frequency_;
    LaneBuffer<B, Complex> liom_sum_;
    LaneBuffer<B, Complex> liom_slope_;
    LaneBuffer<B, Complex> green_;
    LaneBuffer<B, Complex> self_energy_;
    LaneBuffer<B, double> slope_;
    LaneBuffer<B, double> curvature_;
    LaneBuffer<B, double> change_;
    LaneBuffer<B, double> step_length_;
    LaneBuffer<B, double> slope_sum_;
    LaneBuffer<B, double> curvature_sum_;
    LaneBuffer<B, double> maxima_;
    LaneBuffer<B, MatsubaraTail> tail_; // of Sigma2 [points]
    LaneBuffer<B, double> weiss_;       // Gt_H(tau) [points, 2 count]
    LaneBuffer<B, Complex> transform_;  // [packed rows, 2 count]
};

} // namespace mbl
