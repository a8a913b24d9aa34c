// The GPU backend on a real device: verbs against mathematics, whole blocks against the CPU and against other lanes.
#include "gpu_backend.cuh"
#include "verbs.hpp"
#include "whole_blocks.hpp"
#include "whole_points.hpp"

using namespace mbl;

TEST_SUITE("gpu") {
    TEST_CASE("verbs: GPU") {
        parity::check_verbs([] { return GpuBackend(0); });
    }

    TEST_CASE("runner: the GPU and the CPU agree, draws bit for bit") {
        parity::device_agrees_with_cpu(parity::tiny_plan());
    }

    TEST_CASE("impurity: the GPU and the CPU agree") {
        GpuBackend lane(0);
        parity::impurity_agrees_with_cpu(lane);
    }

    TEST_CASE("impurity: a point does not see what it is solved with") {
        GpuBackend lane(0);
        parity::impurity_ignores_its_company(lane);
    }

    TEST_CASE("runner: any number of lanes gives the same bytes") {
        const Plan plan = parity::tiny_plan();
        parity::check_all_equal(parity::run_plan(plan, DeviceKind::cuda, 1),
                                parity::run_plan(plan, DeviceKind::cuda, 3));
    }
}
