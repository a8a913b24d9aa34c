// Points of the impurity model on the emulated device: against the CPU, in every stream mode, in other company.
#include "emulated_device.hpp"
#include "gpu_backend.cuh"
#include "whole_points.hpp"

using namespace mbl;

namespace {

void check_points_on(emulated::Streams streams, emulated::Order order) {
    emulated::Machine machine;
    machine.streams = streams;
    machine.order = order;
    emulated::reset(machine);
    const emulated::Alive before = emulated::alive();
    {
        GpuBackend lane(0);
        parity::impurity_agrees_with_cpu(lane);
    }
    CHECK(emulated::alive() == before); // nothing leaks
    CHECK(emulated::last_report() == "");
    emulated::reset();
}

} // namespace

TEST_SUITE("emulated") {
    TEST_CASE("impurity: the emulated GPU and the CPU agree, eager streams") {
        check_points_on(emulated::Streams::eager, emulated::Order::ascending);
    }
    TEST_CASE("impurity: the emulated GPU and the CPU agree, lazy streams, threads descending") {
        check_points_on(emulated::Streams::lazy, emulated::Order::descending);
    }
    TEST_CASE("impurity: the emulated GPU and the CPU agree, a worker per stream") {
        check_points_on(emulated::Streams::workers, emulated::Order::ascending);
    }
    TEST_CASE("impurity: a point does not see what it is solved with on the emulated GPU") {
        emulated::reset({.streams = emulated::Streams::eager});
        {
            GpuBackend lane(0);
            parity::impurity_ignores_its_company(lane);
        }
        emulated::reset();
    }
}
