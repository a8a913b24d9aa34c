#pragma once

#include "backend/composed.hpp"
#include "ipt/liom_bath.hpp"
#include "liom_green.hpp"

#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace mbl {

template <Backend B, class T>
using LaneBuffer = decltype(std::declval<B&>().template allocate<T>(Index{}));

/// A host list in lane memory. The list must stay as it is until the lane is synchronized.
template <Backend B, class T>
LaneBuffer<B, T> copy_to_lane(B& lane, const std::vector<T>& values) {
    auto buffer = lane.template allocate<T>(static_cast<Index>(values.size()));
    lane.copy(values.data(), buffer.data(), static_cast<Index>(values.size()));
    return buffer;
}

/// The first `count` entries of lane memory, read back; waits.
template <Backend B, class T>
std::vector<T> copy_to_host(B& lane, const T* values, Index count) {
    std::vector<T> host(static_cast<std::size_t>(count));
    lane.copy(values, host.data(), count);
    lane.synchronize();
    return host;
}

/// The baths of the points that are solved together, one after the other in lane memory.
template <Backend B>
class BathBatch {
  public:
    BathBatch(B& lane, std::span<const ImpurityProblem* const> problems)
        : baths_(make_baths(problems)), join_(joined(baths_)), energy_(copy_to_lane(lane, join_.energy)),
          layer_first_(copy_to_lane(lane, join_.layer_first)),
          layer_coupling_(copy_to_lane(lane, join_.layer_coupling_squared)), host_views_(make_views(problems)),
          views_(copy_to_lane(lane, host_views_)) {
        lane.synchronize();
    }

    [[nodiscard]] const std::vector<LiomBath>& host() const { return baths_; }
    [[nodiscard]] const LiomBathView* views() const { return views_.data(); }

  private:
    struct Joined {
        std::vector<double> energy;
        std::vector<Index> layer_first;
        std::vector<double> layer_coupling_squared;
    };

    static std::vector<LiomBath> make_baths(std::span<const ImpurityProblem* const> problems) {
        std::vector<LiomBath> baths;
        for (const ImpurityProblem* problem : problems) baths.push_back(make_liom_bath(*problem));
        return baths;
    }

    static Joined joined(const std::vector<LiomBath>& baths) {
        Joined join;
        const auto append = [](auto& all, const auto& part) { all.insert(all.end(), part.begin(), part.end()); };
        for (const LiomBath& bath : baths) {
            append(join.energy, bath.coupled_energy);
            append(join.layer_first, bath.layer_first);
            append(join.layer_coupling_squared, bath.layer_coupling_squared);
        }
        return join;
    }

    [[nodiscard]] std::vector<LiomBathView> make_views(std::span<const ImpurityProblem* const> problems) const {
        std::vector<LiomBathView> views;
        const double* energy = energy_.data();
        const Index* first = layer_first_.data();
        const double* coupling = layer_coupling_.data();
        for (std::size_t i = 0; i < problems.size(); ++i) {
            const LiomBath& bath = baths_[i];
            const auto layers = static_cast<Index>(bath.layer_coupling_squared.size());
            views.push_back(
                {energy, first, coupling, layers, std::sqrt(static_cast<double>(problems[i]->bubble_sites))});
            energy += bath.coupled_energy.size();
            first += layers + 1;
            coupling += layers;
        }
        return views;
    }

    std::vector<LiomBath> baths_;
    Joined join_;
    LaneBuffer<B, double> energy_;
    LaneBuffer<B, Index> layer_first_;
    LaneBuffer<B, double> layer_coupling_;
    std::vector<LiomBathView> host_views_;
    LaneBuffer<B, LiomBathView> views_;
};

} // namespace mbl
