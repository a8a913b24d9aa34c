#pragma once

#include "output/results.hpp"

#include <map>
#include <string>
#include <vector>

namespace mbl {

/// Delta n_absorbed of Eq. (9) by adding a point's last LIOM, realization by realization:
///     2 / ln 2 (<G>(M) - <G>(M - 1)),  <G> the mean over a realization's pairs,
/// over the realizations that the point shares with the point of M - 1 LIOMs and otherwise equal parameters (same draws).
class AbsorbedLioms {
  public:
    static constexpr const char* op = "sigma_z_N";

    AbsorbedLioms(const Plan& plan, const Results& results);

    /// [shared realizations]; empty where the plan has no point of M - 1 LIOMs, or points have draws of their own.
    /// May load other problems' results.
    [[nodiscard]] std::vector<double> at(const Point& point) const;

  private:
    const Plan& plan_;
    const Results& results_;
    std::map<std::string, const Point*> points_;
};

} // namespace mbl
