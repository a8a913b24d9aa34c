// The GPU backend on the emulated device: no card needed. Every stream mode, both orders of threads.
#include "emulated_device.hpp"
#include "gpu_backend.cuh"
#include "verbs.hpp"

#include <string>

using namespace mbl;

namespace {

void check_verbs_on(emulated::Streams streams, emulated::Order order) {
    emulated::Machine machine;
    machine.streams = streams;
    machine.order = order;
    emulated::reset(machine);
    const emulated::Alive before = emulated::alive();
    parity::check_verbs([] { return GpuBackend(0); });
    CHECK(emulated::alive() == before); // nothing leaks
    CHECK(emulated::last_report() == "");
    emulated::reset();
}

} // namespace

TEST_SUITE("emulated") {
    TEST_CASE("verbs: emulated GPU, eager streams") {
        check_verbs_on(emulated::Streams::eager, emulated::Order::ascending);
    }
    TEST_CASE("verbs: emulated GPU, lazy streams") {
        check_verbs_on(emulated::Streams::lazy, emulated::Order::ascending);
    }
    TEST_CASE("verbs: emulated GPU, lazy streams, threads descending") {
        check_verbs_on(emulated::Streams::lazy, emulated::Order::descending);
    }
    TEST_CASE("verbs: emulated GPU, a worker per stream") {
        check_verbs_on(emulated::Streams::workers, emulated::Order::ascending);
    }
    TEST_CASE("verbs: emulated GPU, a worker per stream, threads descending") {
        check_verbs_on(emulated::Streams::workers, emulated::Order::descending);
    }
}
