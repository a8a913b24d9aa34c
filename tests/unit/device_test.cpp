#include "backend/device.hpp"

#include "backend/gpu_seam.hpp"
#include "config_cases.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mbl;
using config_cases::message_of;

TEST_CASE("device: what --device accepts") {
    using enum DeviceRequest::Choice;
    CHECK(parse_device("auto").choice == automatic);
    CHECK(parse_device("cpu").choice == cpu);
    CHECK(parse_device("cuda").choice == cuda);
    CHECK(parse_device("cuda").ordinal == 0);
    CHECK(parse_device("cuda:0").choice == cuda);
    CHECK(parse_device("cuda:0").ordinal == 0);
    CHECK(parse_device("cuda:3").choice == cuda);
    CHECK(parse_device("cuda:3").ordinal == 3);
}

TEST_CASE("device: everything else is refused with what could be written") {
    for (const std::string wrong : {"", "CPU", "gpu", "cuda:", "cuda:-1", "cuda:+1", "cuda:x", "cuda:1x", "cuda: 1",
                                    "cuda:99999999999", "cuda1", "cpu:0", "auto "}) {
        CHECK(message_of<UsageError>([&] { parse_device(wrong); })
              == "--device: must be auto, cpu, cuda or cuda:n with n >= 0, got \"" + wrong + "\"");
    }
}

TEST_CASE("device: the CPU is always there and carries its model") {
    const Device device = choose_device(parse_device("cpu"));
    CHECK(device.kind == DeviceKind::cpu);
    CHECK(device.model == cpu_model());
    CHECK(device.model.ends_with(" kernels)"));
}

TEST_CASE("device: without a GPU, auto is the CPU and an explicit cuda never falls back") {
    if (cuda_device_count() > 0) return;
    CHECK(choose_device(parse_device("auto")).kind == DeviceKind::cpu);
    CHECK(message_of<DeviceUnavailable>([] { choose_device(parse_device("cuda")); })
          == "--device cuda:0: this program and machine offer 0 CUDA devices; use --device cpu");
    CHECK(message_of<DeviceUnavailable>([] { choose_device(parse_device("cuda:2")); })
          == "--device cuda:2: this program and machine offer 0 CUDA devices; use --device cpu");
}

TEST_CASE("device: an ordinal beyond the last is refused") {
    const int count = cuda_device_count();
    CHECK_THROWS_AS(choose_device({DeviceRequest::Choice::cuda, count}), DeviceUnavailable);
}
