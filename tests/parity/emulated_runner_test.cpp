// Whole blocks on the emulated device against the CPU, and against themselves: lanes, stream modes, refused memory.
#include "core/errors.hpp"
#include "emulated_device.hpp"
#include "whole_blocks.hpp"

using namespace mbl;
using namespace mbl::parity;

TEST_SUITE("emulated") {
    TEST_CASE("runner: the emulated GPU and the CPU agree, draws bit for bit") {
        emulated::reset({.streams = emulated::Streams::lazy});
        device_agrees_with_cpu(tiny_plan());
    }

    TEST_CASE("runner: any number of lanes and any stream mode give the same bytes") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> one = run_plan(plan, DeviceKind::cuda, 1);
        for (const emulated::Streams streams : {emulated::Streams::lazy, emulated::Streams::workers}) {
            emulated::reset({.streams = streams, .order = emulated::Order::descending});
            check_all_equal(one, run_plan(plan, DeviceKind::cuda, 3));
        }
    }

    TEST_CASE("runner: a replayed realization has the bits of the campaign's") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> records = run_plan(plan, DeviceKind::cuda);
        BubbleScales scales;
        const auto runner = make_runner({DeviceKind::cuda, 0, "test"}, plan, scales);
        for (std::size_t column = 0; column < sample_columns().size(); ++column) {
            const Realization alone = runner->realize_one(0, 3);
            const double expected = records[0].samples[3 * sample_columns().size() + column];
            const double value = sample_columns()[column].value(alone);
            CHECK((value == expected || (std::isnan(value) && std::isnan(expected))));
        }
    }

    TEST_CASE("runner: memory refused with nothing else in flight is an error that says what may fit") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        emulated::refuse_allocations(1, emulated::forever);
        CHECK_THROWS_WITH_AS(run_plan(plan, DeviceKind::cuda), doctest::Contains("the largest Hamiltonian that fits"),
                             DeviceUnavailable);
        emulated::reset();
    }

    TEST_CASE("runner: wrong eigenvectors are solved again on the device") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> right = run_plan(plan, DeviceKind::cuda);
        emulated::reset({.streams = emulated::Streams::eager});
        emulated::spoil_eigensolves(emulated::Spoil::wrong_vectors, 6, 1); // after the five scales of the first block
        const std::vector<BlockRecord> records = run_plan(plan, DeviceKind::cuda);
        check_all_equal(right, records);
        int retries = 0;
        int rescues = 0;
        for (const BlockRecord& record : records) {
            retries += record.retries;
            rescues += record.rescues;
        }
        CHECK(retries == 1);
        CHECK(rescues == 0);
        emulated::reset();
    }

    TEST_CASE("runner: what a device gets wrong twice the CPU solves, and the record says so") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        const std::vector<BlockRecord> cpu = run_plan(plan, DeviceKind::cpu);
        emulated::spoil_eigensolves(emulated::Spoil::wrong_vectors, 1, emulated::forever);
        const std::vector<BlockRecord> records = run_plan(plan, DeviceKind::cuda);
        check_all_equal(cpu, records); // every realization was rescued
        for (const BlockRecord& record : records) {
            CHECK(record.rescues == record.block.count);
            CHECK(record.retries == record.block.count);
        }
        emulated::reset();
    }

    TEST_CASE("runner: a device that breaks is unavailable, not a crash") {
        emulated::reset({.streams = emulated::Streams::eager});
        const Plan plan = tiny_plan();
        emulated::break_device(20);
        CHECK_THROWS_AS(run_plan(plan, DeviceKind::cuda), DeviceUnavailable);
        emulated::reset();
    }
}
