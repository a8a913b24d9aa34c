#include "backend/fftw_plans.hpp"

#include <fftw3.h>
#include <mutex>
#include <stdexcept>

namespace mbl {

static_assert(sizeof(Complex) == sizeof(fftw_complex));

namespace {

/// FFTW's planner is not thread-safe; executing is.
std::mutex& planner() {
    static std::mutex mutex;
    return mutex;
}

} // namespace

void FftwPlans::Destroy::operator()(fftw_plan_s* plan) const noexcept {
    const std::lock_guard lock(planner());
    fftw_destroy_plan(plan);
}

void FftwPlans::execute(Direction direction, Index length, Index count, Complex* data) {
    if (length <= 0 || count <= 0) return;
    auto* array = reinterpret_cast<fftw_complex*>(data);
    auto& plan = plans_[{direction, length, count}];
    if (!plan) {
        const std::lock_guard lock(planner());
        const int n = static_cast<int>(length);
        const int sign = direction == Direction::forward ? FFTW_FORWARD : FFTW_BACKWARD;
        plan.reset(fftw_plan_many_dft(1, &n, static_cast<int>(count), array, nullptr, 1, n, array, nullptr, 1, n, sign,
                                      FFTW_ESTIMATE | FFTW_UNALIGNED));
        if (!plan) throw std::runtime_error("FFTW could not plan a transform of length " + std::to_string(length));
    }
    fftw_execute_dft(plan.get(), array, array);
}

} // namespace mbl
