#pragma once

#include "backend/verbs.hpp"
#include "complex.hpp"
#include "core/index.hpp"

#include "cuda_check.hpp"

#include <map>
#include <utility>

namespace mbl {

/// cuFFT plans of one lane, made on first use: batched complex transforms in binary64.
class FftPlansGpu {
  public:
    explicit FftPlansGpu(cudaStream_t stream) : stream_(stream) {}
    FftPlansGpu(FftPlansGpu&& other) noexcept : stream_(other.stream_), plans_(std::exchange(other.plans_, {})) {}
    FftPlansGpu(const FftPlansGpu&) = delete;
    FftPlansGpu& operator=(FftPlansGpu&&) = delete;
    FftPlansGpu& operator=(const FftPlansGpu&) = delete;
    ~FftPlansGpu() {
        for (const auto& [shape, plan] : plans_) static_cast<void>(cufftDestroy(plan));
    }

    /// In place, unnormalised, `count` transforms of `length` one after the other.
    void execute(Direction direction, Index length, Index count, Complex* data) {
        if (length <= 0 || count <= 0) return;
        const auto found = plans_.find({length, count});
        const cufftHandle plan = found != plans_.end() ? found->second : make_plan(length, count);
        auto* array = reinterpret_cast<cufftDoubleComplex*>(data);
        check(cufftExecZ2Z(plan, array, array, direction == Direction::forward ? CUFFT_FORWARD : CUFFT_INVERSE));
    }

  private:
    cufftHandle make_plan(Index length, Index count) {
        cufftHandle plan = 0;
        int n = static_cast<int>(length);
        check(cufftPlanMany(&plan, 1, &n, nullptr, 1, n, nullptr, 1, n, CUFFT_Z2Z, static_cast<int>(count)));
        plans_.emplace(std::pair(length, count), plan);
        check(cufftSetStream(plan, stream_));
        return plan;
    }

    cudaStream_t stream_;
    std::map<std::pair<Index, Index>, cufftHandle> plans_;
};

} // namespace mbl
