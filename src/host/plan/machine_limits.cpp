#include "plan/machine_limits.hpp"

#include "backend/cpu_backend.hpp"
#include "backend/gpu_seam.hpp"
#include "backend/measure_speed.hpp"

#include <algorithm>
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

double measure_device_speed(const Device& device, Index dim) {
    if (device.kind == DeviceKind::cuda) return measure_gpu_speed(device.ordinal, std::min<Index>(dim, 2048));
    CpuBackend lane;
    return measure_speed(lane, 512, 1);
}

Index largest_dim_of(const Plan& plan) {
    if (kind_of(plan) == ModelKind::impurity) return 1024; // what a unit of cost is defined by
    Index largest = 1;
    for (const Problem& problem : plan.problems) largest = std::max(largest, problem.dim);
    return largest;
}

} // namespace mbl
