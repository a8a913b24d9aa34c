#include "bare_eigensolver.hpp"

#include "core/errors.hpp"
#include "device_buffer.hpp"
#include "library_handles.hpp"
#include "side_by_side.hpp"
#include "stream.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <xxhash.h>

namespace mbl::bench {

namespace {

constexpr cusolverEigMode_t with_vectors = CUSOLVER_EIG_MODE_VECTOR;
constexpr cublasFillMode_t triangle = CUBLAS_FILL_MODE_LOWER;

/// One lane's stream, handle, matrices and workspace.
class Lane {
  public:
    Lane(Routine routine, Index dim, Index count, const std::vector<double>& matrices)
        : routine_(routine), dim_(dim), count_(count), workspace_bytes_(query()),
          given_(dim * dim * count, stream_.get()), matrices_(dim * dim * count, stream_.get()),
          energies_(dim * count, stream_.get()), info_(count, stream_.get()),
          workspace_(static_cast<Index>(workspace_bytes_.device), stream_.get()),
          host_workspace_(workspace_bytes_.host) {
        copy(matrices.data(), given_.data(), given_.size());
        check(cudaStreamSynchronize(stream_.get()));
    }

    /// Puts the given matrices where the solver overwrites them.
    void restore() {
        copy(given_.data(), matrices_.data(), given_.size());
        check(cudaMemsetAsync(workspace_.data(), 0, workspace_bytes_.device, stream_.get())); // needed before 12.8.1
        check(cudaStreamSynchronize(stream_.get()));
    }

    /// Solves all matrices and waits. @throws NumericalError.
    void solve() {
        const std::size_t device = workspace_bytes_.device;
        const std::size_t host = workspace_bytes_.host;
        if (routine_ == Routine::syev_batched) {
            check(cusolverDnXsyevBatched(handle_.get(), params_.get(), with_vectors, triangle, dim_, CUDA_R_64F,
                                         matrices_.data(), dim_, CUDA_R_64F, energies_.data(), CUDA_R_64F,
                                         workspace_.data(), device, host_workspace_.data(), host, info_.data(),
                                         count_));
        } else {
            for (Index i = 0; i < count_; ++i) {
                check(cusolverDnXsyevd(handle_.get(), params_.get(), with_vectors, triangle, dim_, CUDA_R_64F,
                                       matrices_.data() + i * dim_ * dim_, dim_, CUDA_R_64F,
                                       energies_.data() + i * dim_, CUDA_R_64F, workspace_.data(), device,
                                       host_workspace_.data(), host, info_.data() + i));
            }
        }
        std::vector<int> info(static_cast<std::size_t>(count_));
        copy(info_.data(), info.data(), count_);
        check(cudaStreamSynchronize(stream_.get()));
        for (Index i = 0; i < count_; ++i) {
            if (const int code = info[static_cast<std::size_t>(i)]; code != 0) {
                throw NumericalError(fmt::format("eigh: info = {} at matrix {} of dim {}", code, i, dim_));
            }
        }
    }

    /// Of the energies' and vectors' bits.
    std::uint64_t fingerprint() {
        std::uint64_t hash = fingerprint_of(energies_.data(), energies_.size(), 0);
        for (Index i = 0; i < count_; ++i) hash = fingerprint_of(matrices_.data() + i * dim_ * dim_, dim_ * dim_, hash);
        return hash;
    }

    void report(BareTimes& times) const {
        times.device_workspace_bytes = static_cast<Index>(workspace_bytes_.device);
        times.host_workspace_bytes = static_cast<Index>(workspace_bytes_.host);
    }

  private:
    struct Bytes {
        std::size_t device = 0;
        std::size_t host = 0;
    };

    Bytes query() {
        Bytes bytes;
        if (routine_ == Routine::syev_batched) {
            check(cusolverDnXsyevBatched_bufferSize(handle_.get(), params_.get(), with_vectors, triangle, dim_,
                                                    CUDA_R_64F, nullptr, dim_, CUDA_R_64F, nullptr, CUDA_R_64F,
                                                    &bytes.device, &bytes.host, count_));
        } else {
            check(cusolverDnXsyevd_bufferSize(handle_.get(), params_.get(), with_vectors, triangle, dim_, CUDA_R_64F,
                                              nullptr, dim_, CUDA_R_64F, nullptr, CUDA_R_64F, &bytes.device,
                                              &bytes.host));
        }
        return bytes;
    }

    template <class T>
    void copy(const T* from, T* to, Index count) {
        check(cudaMemcpyAsync(to, from, static_cast<std::size_t>(count) * sizeof(T), cudaMemcpyDefault, stream_.get()));
    }

    std::uint64_t fingerprint_of(const double* numbers, Index count, std::uint64_t seed) {
        constexpr Index slab = Index{1} << 24;
        for (Index done = 0; done < count; done += slab) {
            scratch_.resize(static_cast<std::size_t>(std::min(slab, count - done)));
            copy(numbers + done, scratch_.data(), static_cast<Index>(scratch_.size()));
            check(cudaStreamSynchronize(stream_.get()));
            seed = XXH3_64bits_withSeed(scratch_.data(), scratch_.size() * sizeof(double), seed);
        }
        return seed;
    }

    CudaStream stream_ = make_cuda_stream();
    CusolverHandle handle_ = make_cusolver(stream_.get());
    CusolverParams params_ = make_cusolver_params();
    Routine routine_;
    Index dim_;
    Index count_;
    Bytes workspace_bytes_;
    DeviceBuffer<double> given_;
    DeviceBuffer<double> matrices_;
    DeviceBuffer<double> energies_;
    DeviceBuffer<int> info_;
    DeviceBuffer<unsigned char> workspace_;
    std::vector<unsigned char> host_workspace_;
    std::vector<double> scratch_;
};

} // namespace

BareTimes time_bare_eigensolver(Routine routine, Index dim, Index count, const std::vector<double>& matrices, int lanes,
                                double seconds) {
    constexpr std::size_t repetitions_max = 7;
    std::vector<std::unique_ptr<Lane>> all;
    for (int i = 0; i < lanes; ++i) all.push_back(std::make_unique<Lane>(routine, dim, count, matrices));
    const auto solve_all = [&] {
        for (const auto& lane : all) lane->restore();
        return side_by_side(lanes, [&](int lane) { all[static_cast<std::size_t>(lane)]->solve(); });
    };
    BareTimes times{routine, count, lanes, {}, 0, 0, true};
    double spent = solve_all();
    const std::uint64_t first = all.front()->fingerprint();
    do {
        const double elapsed = solve_all();
        spent += elapsed;
        times.seconds_per_matrix.push_back(elapsed / static_cast<double>(count * lanes));
    } while (spent < seconds && times.seconds_per_matrix.size() < repetitions_max);
    times.equal_bits = all.front()->fingerprint() == first;
    std::ranges::sort(times.seconds_per_matrix);
    all.front()->report(times);
    return times;
}

nlohmann::ordered_json to_json(const BareTimes& times) {
    const std::vector<double>& seconds = times.seconds_per_matrix;
    return {{"routine", times.routine == Routine::syevd ? "Xsyevd" : "XsyevBatched"},
            {"matrices", times.matrices},
            {"lanes", times.lanes},
            {"seconds_per_matrix", seconds[seconds.size() / 2]},
            {"fastest", seconds.front()},
            {"slowest", seconds.back()},
            {"repetitions", seconds.size()},
            {"device_workspace_bytes", times.device_workspace_bytes},
            {"host_workspace_bytes", times.host_workspace_bytes},
            {"equal_bits", times.equal_bits}};
}

} // namespace mbl::bench
