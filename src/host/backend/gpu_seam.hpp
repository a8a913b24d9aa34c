#pragma once

#include "backend/device.hpp"
#include "campaign/runner.hpp"
#include "plan/plan.hpp"

#include <memory>
#include <string>

/// The seam to the GPU: src/device defines these, or gpu_absent.cpp in a build without CUDA.
namespace mbl {

/// Whether src/device is part of this program.
bool built_with_cuda();

/// CUDA devices that this program can use; 0 without a driver.
int cuda_device_count();

/// Model of one device, as result files name it.
std::string cuda_device_model(int ordinal);

/// Its whole memory, as people read it.
std::string cuda_device_memory(int ordinal);

/// Largest Hamiltonian, free memory and lanes of one device. @param lanes 0: as many as are useful.
Limits gpu_limits(int ordinal, int lanes);

/// Measures seconds_per_cost_unit at one size, after a first solve that warms the device up.
double measure_gpu_speed(int ordinal, Index dim);

/// One lane's runner. @throws DeviceUnavailable.
std::unique_ptr<Runner> make_gpu_runner(const Device& device, const Plan& plan, BubbleScales& scales);

} // namespace mbl
