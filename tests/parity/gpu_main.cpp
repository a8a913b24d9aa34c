// Tests of a real device: without one they are skipped, and ctest says so.
#define DOCTEST_CONFIG_IMPLEMENT
#include "backend/gpu_seam.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

int main(int argc, char** argv) {
    constexpr int skipped = 77; // ctest's SKIP_RETURN_CODE
    if (mbl::cuda_device_count() == 0) {
        fmt::print("skipped: no CUDA driver or device on this machine\n");
        return skipped;
    }
    return doctest::Context(argc, argv).run();
}
