/// cuFFT on FFTW: batched complex transforms in binary64, one after the other. A plan takes a work area from the device's
/// memory, as real plans do.

#include "backend/fftw_plans.hpp"
#include "engine.hpp"
#include "state.hpp"
#include "streams.hpp"

#include <cstring>
#include <cufft.h>
#include <map>
#include <memory>

using namespace emulated;

namespace {

struct FftPlan {
    int length = 0;
    int count = 0;
    cudaStream_t stream = nullptr;
    void* work_area = nullptr;
    mbl::FftwPlans fftw; // shares FFTW's planner with the CPU backend under one lock
};

/// Under the state's lock, as all below that uses it.
std::map<cufftHandle, std::unique_ptr<FftPlan>>& plans() {
    static auto* const all = new std::map<cufftHandle, std::unique_ptr<FftPlan>>;
    return *all;
}

FftPlan* plan_of(cufftHandle handle) {
    const auto found = plans().find(handle);
    return found == plans().end() ? nullptr : found->second.get();
}

} // namespace

extern "C" {

cufftResult cufftPlanMany(cufftHandle* handle, int rank, int* n, int* inembed, int istride, int idist, int* onembed,
                          int ostride, int odist, cufftType type, int batch) {
    if (enter() != cudaSuccess) return CUFFT_SETUP_FAILED;
    const bool contiguous = inembed == nullptr && onembed == nullptr; // then strides and distances are not looked at
    if (rank != 1 || type != CUFFT_Z2Z || !contiguous || istride != 1 || ostride != 1 || idist != n[0]
        || odist != n[0]) {
        return CUFFT_NOT_IMPLEMENTED; // by the emulation
    }
    if (n[0] <= 0 || batch <= 0) return CUFFT_INVALID_SIZE;
    void* work_area =
        allocate(std::size_t{16} * static_cast<std::size_t>(n[0]) * static_cast<std::size_t>(batch), current_device());
    if (work_area == nullptr) return CUFFT_ALLOC_FAILED;
    const Locked s;
    auto plan = std::make_unique<FftPlan>();
    plan->length = n[0];
    plan->count = batch;
    plan->work_area = work_area;
    *handle = plans().empty() ? 1 : plans().rbegin()->first + 1;
    plans().emplace(*handle, std::move(plan));
    ++s->alive.plans;
    return CUFFT_SUCCESS;
}

cufftResult cufftSetStream(cufftHandle handle, cudaStream_t stream) {
    if (enter() != cudaSuccess) return CUFFT_EXEC_FAILED;
    if (!is_stream(stream)) return CUFFT_INVALID_VALUE;
    const Locked s;
    FftPlan* plan = plan_of(handle);
    if (plan == nullptr) return CUFFT_INVALID_PLAN;
    plan->stream = stream;
    return CUFFT_SUCCESS;
}

cufftResult cufftExecZ2Z(cufftHandle handle, cufftDoubleComplex* input, cufftDoubleComplex* output, int direction) {
    if (enter() != cudaSuccess) return CUFFT_EXEC_FAILED;
    FftPlan* plan = nullptr;
    {
        const Locked s;
        plan = plan_of(handle);
        if (plan == nullptr) return CUFFT_INVALID_PLAN;
        ++s->counters.transforms;
    }
    if (direction != CUFFT_FORWARD && direction != CUFFT_INVERSE) return CUFFT_INVALID_VALUE;
    const auto transform = [=] {
        const std::size_t bytes =
            std::size_t{16} * static_cast<std::size_t>(plan->length) * static_cast<std::size_t>(plan->count);
        operand_read("fft: input", input, bytes);
        operand_written("fft: output", output, bytes);
        const Quiet quiet;
        if (output != input) std::memcpy(output, input, bytes);
        std::memset(plan->work_area, 0xA5, bytes);
        plan->fftw.execute(direction == CUFFT_FORWARD ? mbl::Direction::forward : mbl::Direction::backward,
                           plan->length, plan->count, reinterpret_cast<mbl::Complex*>(output));
    };
    return enqueue(plan->stream, transform) == cudaSuccess ? CUFFT_SUCCESS : CUFFT_EXEC_FAILED;
}

/// Waits for transforms that use the plan, as the real one does.
cufftResult cufftDestroy(cufftHandle handle) {
    const cudaError_t error = enter();
    std::unique_ptr<FftPlan> plan;
    {
        const Locked s;
        if (plan_of(handle) == nullptr) return CUFFT_INVALID_PLAN;
        plan = std::move(plans().extract(handle).mapped());
        --s->alive.plans;
    }
    if (is_stream(plan->stream)) drain(plan->stream);
    invalidate(plan->work_area);
    deallocate(plan->work_area);
    return error == cudaSuccess ? CUFFT_SUCCESS : CUFFT_EXEC_FAILED;
}

} // extern "C"
