#pragma once

#include "campaign/store.hpp"

#include <string>
#include <vector>

namespace mbl {

/// An impurity point that has no trustworthy numbers.
struct UnconvergedPoint {
    Index point = 0;
    std::string parameters; ///< for people
    std::string failure;
};

/// Which of a plan's points have converged; of exact diagonalization, whose gate lets nothing else through, all.
struct Convergence {
    Index points = 0;
    std::vector<UnconvergedPoint> unconverged; ///< in config order

    [[nodiscard]] bool any() const { return points > static_cast<Index>(unconverged.size()); }
};

/// Looks at the stored reports alone. @throws BlockLost one is not there.
Convergence convergence(const Plan& plan, Store& store);

} // namespace mbl
