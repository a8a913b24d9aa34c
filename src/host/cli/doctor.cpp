#include "backend/device.hpp"
#include "backend/gpu_seam.hpp"
#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "core/errors.hpp"
#include "core/version.hpp"
#include "plan/cost.hpp"
#include "plan/largest_dim.hpp"
#include "plan/machine_limits.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

void line(const char* what, const std::string& text) { fmt::print("{:<10} {}\n", what, text); }

std::string lanes_text(int lanes) { return fmt::format("{} lane{}", lanes, lanes == 1 ? "" : "s"); }

std::string memory_text(const Limits& limits) {
    return fmt::format("{} for campaigns; largest Hamiltonian dim = {} (limit {})", human_bytes(limits.memory_bytes),
                       largest_dim(limits), limits.dim_max);
}

std::string gpu_text(int ordinal, int lanes) {
    const Limits limits = gpu_limits(ordinal, lanes);
    return fmt::format("cuda:{} {}, {}, {}; {}", ordinal, cuda_device_model(ordinal), cuda_device_memory(ordinal),
                       lanes_text(limits.lanes_max), memory_text(limits));
}

void print_gpus(int lanes) {
    if (!built_with_cuda()) return line("GPU", "none: this program was built without CUDA");
    const int count = cuda_device_count();
    if (count == 0) return line("GPU", "none: no CUDA driver or device on this machine");
    for (int ordinal = 0; ordinal < count; ++ordinal) line("GPU", gpu_text(ordinal, lanes));
}

/// Extrapolated from one size, hence rough.
std::string speed_text(double seconds_per_cost_unit) {
    const auto seconds = [&](Index dim) { return seconds_per_cost_unit * realization_cost(dim); };
    return fmt::format("one realization per lane: dim 1024 about {:.2g} s, 4096 about {:.2g} s, 16384 about {:.2g} min",
                       seconds(1024), seconds(4096), seconds(16384) / 60);
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
    line("CPU", fmt::format("{}, {}", cpu_model(), lanes_text(limits.lanes_max)));
    line("memory", memory_text(limits));
    print_gpus(options.threads);
    line("figures", figure_text());
    const Device device = choose_device(request); // last: an absent device ends here with its own message
    line("speed", speed_text(measure_device_speed(device, 2048)));
    line("runs on", fmt::format("{} (--device {})", device.model, options.device));
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
