#include "backend/backend.hpp"
#include "campaign/lane_runner.hpp"
#include "config_cases.hpp"
#include "faulty_lane.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace mbl;
using config_cases::message_of;

static_assert(Backend<FaultyLane>);

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// N = 4, M = 2 (dim 64), five realizations, seed 7; point 0 has no LIOMs, so that this problem's point is 1.
const Plan& plan() {
    static const Plan the_plan = [] {
        Config config = plan_cases::config(4, {plan_cases::chain({4}, {0, 2})}, 5);
        config.seed = 7;
        return plan_cases::plan(config);
    }();
    return the_plan;
}

const Block& block() { return plan().blocks.back(); }

template <Index batch>
Index together(const Problem&) {
    return batch;
}

template <Index batch = 1>
BlockRecord run(Faults& faults) {
    BubbleScales scales;
    return LaneRunner<FaultyLane>(FaultyLane(faults), plan(), scales, "faulty", &together<batch>).run(block());
}

const BlockRecord& undisturbed() {
    static const BlockRecord record = [] {
        Faults none;
        return run(none);
    }();
    return record;
}

void check_equal(const BlockRecord& a, const BlockRecord& b) {
    CHECK(a.samples == b.samples);
    CHECK(a.scales == b.scales);
    REQUIRE(a.groups.size() == b.groups.size());
    for (std::size_t g = 0; g < a.groups.size(); ++g) {
        CHECK(a.groups[g].spectral[0].thermal == b.groups[g].spectral[0].thermal);
        CHECK(a.groups[g].spectral[0].typical_log == b.groups[g].spectral[0].typical_log);
    }
}

struct Fault {
    const char* name;
    std::function<bool(Index, double*, double*)> action;
    const char* complaint; ///< of the gate
};

/// Every figure of the gate has a fault that it alone, or it first, can see.
const std::vector<Fault> faults{
    {"eigenvectors 20 and 40 exchanged",
     [](Index dim, double* v, double*) {
         std::swap_ranges(v + 20 * dim, v + 21 * dim, v + 40 * dim);
         return true;
     },
     "eigenpair residual is "},
    {"neighbours rotated by 1e-6",
     [](Index dim, double* v, double*) {
         for (Index i = 0; i < dim; ++i) v[30 * dim + i] += 1e-6 * v[31 * dim + i];
         for (Index i = 0; i < dim; ++i) v[31 * dim + i] -= 1e-6 * v[30 * dim + i];
         return true;
     },
     "eigenpair residual is "},
    {"eigenvector 20 too long by 1e-9",
     [](Index dim, double* v, double*) {
         for (Index i = 0; i < dim; ++i) v[20 * dim + i] *= 1 + 1e-9;
         return true;
     },
     "eigenvector orthogonality error is "},
    {"energy 20 off by 1e-8",
     [](Index, double*, double* e) {
         e[20] += 1e-8;
         return true;
     },
     "trace error of the energies is "},
    {"energies 5 and 60 off by 1e-8, up and down",
     [](Index, double*, double* e) {
         e[5] -= 1e-8;
         e[60] += 1e-8;
         return true;
     },
     "error of the sum of squared energies is "},
    {"an energy is not a number",
     [](Index, double*, double* e) {
         e[33] = undefined;
         return true;
     },
     "an energy or a sample is not finite"},
    {"the last energy is infinite",
     [](Index dim, double*, double* e) {
         e[dim - 1] = std::numeric_limits<double>::infinity();
         return true;
     },
     "an energy or a sample is not finite"},
    {"an element of an eigenvector is not a number",
     [](Index dim, double* v, double*) {
         v[33 * dim + 5] = undefined;
         return true;
     },
     "an energy or a sample is not finite"},
    {"everything is zero",
     [](Index dim, double* v, double* e) {
         std::fill(v, v + dim * dim, 0.0);
         std::fill(e, e + dim, 0.0);
         return true;
     },
     "trace error of the energies is "},
};

bool give_up(Index, double*, double*) { return false; }

/// Spoils an element of the matrix <m|O|n> of the window states n, in the given and the next times - 1 of them.
void spoil_elements(Faults& faulty, Index first, Index times, double factor) {
    faulty.on_product = [=, seen = Index{0}](const Multiply& product) mutable {
        if (product.left == Transpose::no || product.columns != plan().problems.back().window.count) return;
        const Index i = seen++;
        if (i >= first && i - first < times) product.c[5] *= factor;
    };
}

std::string failure(Faults& faulty) {
    return message_of<NumericalError>([&] { run(faulty); });
}

} // namespace

TEST_CASE("numerical gate: an undisturbed block passes far below its tolerance, without retries") {
    const BlockRecord& record = undisturbed();
    CHECK(record.retries == 0);
    CHECK(record.block.count == 5);
    CHECK(gate_failure(record.gate, 64).empty());
    const double tolerance = gate_tolerance(64);
    for (const double figure : {record.gate.trace, record.gate.frobenius, record.gate.residual,
                                record.gate.orthogonality, record.gate.sum_rule}) {
        CHECK(figure < tolerance / 10);
        CHECK(figure > 0); // it was measured
    }
}

TEST_CASE("numerical gate: a single failure is retried, counted, and leaves no trace in the results") {
    for (const Fault& fault : faults) {
        CAPTURE(fault.name);
        Faults once{.first = 2, .on_vectors = fault.action};
        const BlockRecord record = run(once);
        CHECK(once.vectors_solved == 6);
        CHECK(record.retries == 1);
        CHECK(gate_failure(record.gate, 64).empty());
        check_equal(record, undisturbed());
    }
}

TEST_CASE("numerical gate: a repeated failure stops the campaign, naming figure, realization and point") {
    for (const Fault& fault : faults) {
        CAPTURE(fault.name);
        Faults again{.first = 2, .times = Faults::forever, .on_vectors = fault.action};
        const std::string message = failure(again);
        CAPTURE(message);
        CHECK(message.starts_with(std::string("numerical gate: ") + fault.complaint));
        CHECK(message.ends_with(" at realization 2 of point 1 (dim 64, seed 7), twice; the campaign stops: check the "
                                "machine's memory and linear algebra library"));
        CHECK(again.vectors_solved == 4); // 0, 1, 2 and 2 again
    }
}

TEST_CASE("numerical gate: in a batch only the realization that failed is solved again") {
    for (const Fault& fault : faults) {
        CAPTURE(fault.name);
        Faults once{.first = 1, .on_vectors = fault.action};
        const BlockRecord record = run<3>(once); // batches of 3 and 2
        CHECK(once.vectors_solved == 6);
        CHECK(record.retries == 1);
        check_equal(record, undisturbed());
    }
}

TEST_CASE("numerical gate: every realization has its own second attempt") {
    Index solved = 0;
    Faults twice{.times = Faults::forever, .on_vectors = [&](Index, double*, double* energies) {
                     const Index i = solved++; // 0, 1, 1 again, 2, 3, 3 again, 4
                     if (i == 1 || i == 4) energies[0] += 1;
                     return true;
                 }};
    const BlockRecord record = run(twice);
    CHECK(record.retries == 2);
    check_equal(record, undisturbed());
}

TEST_CASE("numerical gate: an eigensolver that gives up once is retried and counted") {
    Faults once{.first = 2, .on_vectors = give_up};
    const BlockRecord record = run(once);
    CHECK(record.retries == 1);
    check_equal(record, undisturbed());

    Faults in_batch{.first = 1, .on_vectors = give_up};
    const BlockRecord batched = run<3>(in_batch);
    CHECK(batched.retries == 1);
    check_equal(batched, undisturbed());
}

TEST_CASE("numerical gate: an eigensolver that gives up twice stops the campaign, naming realization and point") {
    Faults again{.first = 2, .times = Faults::forever, .on_vectors = give_up};
    const std::string message = failure(again);
    CAPTURE(message);
    CHECK(message.find("info = 3") != std::string::npos);
    CHECK(message.find("realization 2 of point 1 (dim 64, seed 7)") != std::string::npos);
    CHECK(again.vectors_solved == 4);
}

TEST_CASE("numerical gate: the spectral sum rule catches wrong matrix elements") {
    Faults once;
    spoil_elements(once, 2, 1, 1 + 1e-6);
    const BlockRecord record = run(once);
    CHECK(record.retries == 1);
    check_equal(record, undisturbed());

    Faults again;
    spoil_elements(again, 2, Faults::forever, 1 + 1e-6);
    CHECK(failure(again).starts_with("numerical gate: spectral sum rule error is "));
}

TEST_CASE("numerical gate: matrix elements that are not numbers do not pass") {
    Faults once;
    spoil_elements(once, 2, 1, undefined);
    const BlockRecord record = run(once);
    CHECK(record.retries == 1);
    check_equal(record, undisturbed());
}

TEST_CASE("numerical gate: the bubble's values-only solve is retried too") {
    Faults gives_up{.first = 2, .on_values = [](Index, double*) { return false; }};
    const BlockRecord record = run(gives_up);
    CHECK(record.retries == 1);
    check_equal(record, undisturbed());

    Faults repeatedly{.first = 2, .times = Faults::forever, .on_values = [](Index, double*) { return false; }};
    const std::string message = failure(repeatedly);
    CAPTURE(message);
    CHECK(message.find("realization 2 of point 1") != std::string::npos);
}

TEST_CASE("numerical gate: a bubble whose energies are not numbers is solved again, not remembered") {
    Faults once{.first = 2, .on_values = [](Index, double* energies) {
                    energies[0] = undefined;
                    return true;
                }};
    BlockRecord record;
    CHECK_NOTHROW(record = run(once));
    CHECK(record.scales == undisturbed().scales);
}

TEST_CASE("numerical gate: a bubble whose energies are wrong is solved again, not remembered") {
    Faults once{.first = 2, .on_values = [](Index, double* energies) {
                    energies[0] *= 1 + 1e-9;
                    return true;
                }};
    const BlockRecord record = run(once);
    CHECK(record.retries == 1);
    check_equal(record, undisturbed());
}

TEST_CASE("numerical gate: a replayed realization comes back with its failed gate, for the reader to judge") {
    Faults always{.times = Faults::forever, .on_vectors = faults.front().action};
    BubbleScales scales;
    LaneRunner<FaultyLane> runner(FaultyLane(always), plan(), scales, "faulty", &together<1>);
    const Realization r = runner.realize_one(1, 2);
    CHECK(r.index == 2);
    CHECK(r.energies.size() == 64);
    CHECK(gate_failure(r.gate, 64).starts_with("eigenpair residual is "));
}
