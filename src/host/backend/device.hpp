#pragma once

#include <string>

namespace mbl {

enum class DeviceKind { cpu, cuda };

/// Where a campaign runs.
struct Device {
    DeviceKind kind = DeviceKind::cpu;
    int ordinal = 0;
    std::string model;  ///< CPU type or GPU model: outputs are byte-identical for one binary and model
    std::string note{}; ///< what may surprise about the choice: a program with CUDA found no GPU. Mostly empty
};

/// What `--device` asks for.
struct DeviceRequest {
    enum class Choice { automatic, cpu, cuda } choice = Choice::automatic;
    int ordinal = 0;
};

/// Parses auto | cpu | cuda | cuda:n. @throws UsageError anything else.
DeviceRequest parse_device(const std::string& text);

/// Settles a request on this machine. `auto` takes a GPU where the build and the machine have one, else the CPU; an
/// explicit `cuda` never falls back. @throws DeviceUnavailable.
Device choose_device(const DeviceRequest& request);

/// The processor's name and the BLAS kernel that serves it: results are byte-identical where this is equal.
std::string cpu_model();

} // namespace mbl
