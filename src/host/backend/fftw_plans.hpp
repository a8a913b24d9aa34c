#pragma once

#include "backend/verbs.hpp"
#include "complex.hpp"
#include "core/index.hpp"

#include <map>
#include <memory>
#include <tuple>

struct fftw_plan_s;

namespace mbl {

/// FFTW plans of one lane, made on first use. They are estimated, never measured: a measured plan depends on timing, and
/// with it the last bits of every transform.
class FftwPlans {
  public:
    void execute(Direction direction, Index length, Index count, Complex* data);

  private:
    struct Destroy {
        void operator()(fftw_plan_s* plan) const noexcept;
    };
    using Key = std::tuple<Direction, Index, Index>;
    std::map<Key, std::unique_ptr<fftw_plan_s, Destroy>> plans_;
};

} // namespace mbl
