#include "plan/machine_limits.hpp"

#include "backend/cpu_backend.hpp"
#include "backend/gpu_seam.hpp"
#include "goe_fill.hpp"
#include "plan/cost.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <sched.h>
#include <string>
#include <thread>

namespace mbl {

namespace {

Index available_memory() {
    std::ifstream info("/proc/meminfo");
    std::string line;
    while (std::getline(info, line)) {
        if (line.starts_with("MemAvailable:")) return std::stoll(line.substr(13)) * 1024;
    }
    return Index{1} << 32; // unknown: assume a small machine
}

/// What the control group still allows; absent or "max" means no limit.
Index control_group_memory() {
    Index limit = std::numeric_limits<Index>::max();
    Index used = 0;
    if (std::ifstream file("/sys/fs/cgroup/memory.max"); !(file >> limit)) return std::numeric_limits<Index>::max();
    if (std::ifstream file("/sys/fs/cgroup/memory.current"); !(file >> used)) used = 0;
    return std::max<Index>(0, limit - used);
}

int usable_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

} // namespace

Limits cpu_limits(int threads) {
    Limits limits;
    limits.memory_bytes = std::min(available_memory(), control_group_memory()) / 5 * 4;
    limits.lanes_max = threads > 0 ? threads : usable_cores();
    return limits;
}

Limits device_limits(const Device& device, int threads) {
    return device.kind == DeviceKind::cuda ? gpu_limits(device.ordinal, threads) : cpu_limits(threads);
}

double measure_cpu_speed() {
    constexpr Index dim = 512;
    CpuBackend lane;
    auto matrix = lane.allocate<double>(dim * dim);
    auto energies = lane.allocate<double>(dim);
    auto workspace = lane.allocate<double>(lane.eigh_workspace(Job::vectors, dim, 1));
    lane.for_each_index(FillGoe::pairs(dim), FillGoe{1, 0, dim, nullptr, matrix.data()});
    const auto start = std::chrono::steady_clock::now();
    lane.eigh(Job::vectors, dim, 1, matrix.data(), energies.data(), workspace.data());
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    constexpr double observables = 1.1; // their share on top of the eigensolver
    return observables * elapsed.count() / realization_cost(dim);
}

} // namespace mbl
