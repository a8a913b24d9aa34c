#include "backend/device.hpp"
#include "backend/dsyevd_workspace.hpp"
#include "backend/gpu_seam.hpp"
#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "core/errors.hpp"
#include "core/version.hpp"
#include "plan/cost.hpp"
#include "plan/machine_limits.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

void line(const char* what, const std::string& text) { fmt::print("{:<10} {}\n", what, text); }

/// The largest Hamiltonian whose one realization fits, at N = 8.
Index largest_dim(const Limits& limits) {
    Index largest = 0;
    for (Index dim = 256; dim <= limits.dim_max; dim *= 2) {
        const Index bytes =
            static_cast<Index>(sizeof(double)) * (dim * dim + dsyevd_workspace(Job::vectors, dim).total());
        if (bytes <= limits.memory_bytes) largest = dim;
    }
    return largest;
}

std::string gpu_text() {
    if (!built_with_cuda()) return "none: this program was built without CUDA";
    const int count = cuda_device_count();
    return count == 0 ? "none: no CUDA driver or device on this machine" : fmt::format("{} CUDA device(s)", count);
}

std::string figure_text() {
    const std::string interpreter = python_interpreter();
    const int status = run_program({interpreter, "-c", "import h5py, matplotlib"}, ProgramOutput::discarded);
    if (status == 0) return fmt::format("{} with h5py and matplotlib", interpreter);
    return fmt::format("cannot be drawn: {} lacks h5py or matplotlib; apt install python3-h5py python3-matplotlib",
                       interpreter);
}

} // namespace

int doctor(const Options& options) {
    const DeviceRequest request = parse_device(options.device);
    const Limits limits = cpu_limits(options.threads);
    line("program", fmt::format("mbl_gpu {} ({})", program_version(), source_revision()));
    line("libraries", library_versions());
    line("CPU", fmt::format("{}, {} lane{}", cpu_model(), limits.lanes_max, limits.lanes_max == 1 ? "" : "s"));
    line("memory", fmt::format("{} for campaigns; largest Hamiltonian dim = {} (limit {})",
                               human_bytes(limits.memory_bytes), largest_dim(limits), limits.dim_max));
    const double seconds = measure_cpu_speed();
    line("speed",
         fmt::format("one realization per lane: dim 1024 about {:.2g} s, 4096 about {:.2g} s, 16384 about {:.2g} min",
                     seconds * realization_cost(1024), seconds * realization_cost(4096),
                     seconds * realization_cost(16384) / 60));
    line("GPU", gpu_text());
    line("figures", figure_text());
    const Device device = choose_device(request); // last: an absent device ends here with its own message
    line("runs on", fmt::format("{} (--device {})", device.model, options.device));
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
