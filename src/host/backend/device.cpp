#include "backend/device.hpp"

#include "backend/gpu_seam.hpp"
#include "backend/openblas.hpp"
#include "core/errors.hpp"

#include <charconv>
#include <fmt/format.h>
#include <fstream>

namespace mbl {

DeviceRequest parse_device(const std::string& text) {
    using enum DeviceRequest::Choice;
    if (text == "auto") return {automatic, 0};
    if (text == "cpu") return {cpu, 0};
    if (text == "cuda") return {cuda, 0};
    if (text.starts_with("cuda:")) {
        int ordinal = -1;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + 5, end, ordinal);
        if (error == std::errc{} && stop == end && ordinal >= 0) return {cuda, ordinal};
    }
    throw UsageError(fmt::format("--device: must be auto, cpu, cuda or cuda:n with n >= 0, got \"{}\"", text));
}

Device choose_device(const DeviceRequest& request) {
    using enum DeviceRequest::Choice;
    const int count = request.choice == cpu ? 0 : cuda_device_count();
    if (request.choice == cpu) return {DeviceKind::cpu, 0, cpu_model(), ""};
    if (request.choice == automatic && count == 0) {
        const char* note = built_with_cuda() ? "no CUDA driver or device on this machine: the CPU computes" : "";
        return {DeviceKind::cpu, 0, cpu_model(), note};
    }
    if (request.ordinal >= count) {
        throw DeviceUnavailable(fmt::format("--device cuda:{}: this program and machine offer {} CUDA device{}; use "
                                            "--device cpu{}",
                                            request.ordinal, count, count == 1 ? "" : "s",
                                            count > 0 ? fmt::format(" or cuda:0 … cuda:{}", count - 1) : ""));
    }
    return {DeviceKind::cuda, request.ordinal, cuda_device_model(request.ordinal), ""};
}

std::string cpu_model() {
    std::ifstream info("/proc/cpuinfo");
    std::string line;
    std::string name = "unknown processor";
    while (std::getline(info, line)) {
        if (!line.starts_with("model name")) continue;
        if (const auto colon = line.find(": "); colon != std::string::npos) name = line.substr(colon + 2);
        break;
    }
    return fmt::format("{} ({} kernels)", name, openblas_get_corename());
}

} // namespace mbl
