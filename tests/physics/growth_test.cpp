#include "campaign_case.hpp"
#include "record_bytes.hpp"

#include <algorithm>
#include <span>

/// Invariants (b) and (c): what else a campaign computes does not change what it computes here.
namespace {

using namespace mbl;
using namespace mbl::physics;

CaseText with_realizations(const std::string& count) {
    return {.bubble = R"("spins": 2)",
            .sweep = R"("localization_length": [0.6, 4], "liom_count": [0, 1, 2])",
            .realizations = count};
}

const ProblemResult& result_with(const CampaignCase& campaign, const std::vector<ProblemResult>& results,
                                 const std::string& identity) {
    const auto found = std::ranges::find(campaign.plan.problems, identity, &Problem::identity);
    REQUIRE(found != campaign.plan.problems.end());
    return results.at(static_cast<std::size_t>(found->index));
}

} // namespace

TEST_CASE("growth: a larger campaign begins with the smaller one's samples and curve groups") {
    const CampaignCase large(with_realizations("700"));
    const std::vector<ProblemResult> large_results = large.results();
    for (const auto& [text, count] : {std::pair{"30", std::size_t{30}}, std::pair{"300", std::size_t{300}}}) {
        const CampaignCase small(with_realizations(text));
        const std::vector<ProblemResult> small_results = small.results();
        REQUIRE(small_results.size() == large_results.size());
        for (const Problem& problem : small.plan.problems) {
            const ProblemResult& before = small_results.at(static_cast<std::size_t>(problem.index));
            const ProblemResult& after = result_with(large, large_results, problem.identity);
            for (std::size_t column = 0; column < before.samples.size(); ++column) {
                REQUIRE(before.samples[column].size() == count);
                REQUIRE(after.samples[column].size() == 700);
                CHECK(bytes_of(before.samples[column]) == bytes_of(std::span(after.samples[column]).first(count)));
            }
            CHECK(bytes_of(before.scales) == bytes_of(std::span(after.scales).first(count)));
            for (std::size_t group = 0; group < count / 8; ++group) // the complete ones
                CHECK(bytes_of(before.groups.at(group)) == bytes_of(after.groups.at(group)));
        }
    }
}

TEST_CASE("growth: a complete block is one and the same whatever the number of realizations") {
    CampaignCase exact(with_realizations("256"));
    CampaignCase more(with_realizations("300"));
    const Block& block = exact.plan.blocks.back();
    CHECK(block.count == 256);
    CHECK(bytes_of(exact.run(block)) == bytes_of(more.run({block.problem, 0, 0, 256})));
}

TEST_CASE("growth: more points, other sweeps and another name change no number of a point") {
    const CampaignCase one(
        {.bubble = R"("spins": 3)", .sweep = R"("localization_length": [4], "liom_count": [3])", .realizations = "20"});
    const CampaignCase many(R"({"name": "other", "theory": "printed",
        "model": {"kind": "goe_bubble", "bubble": {"spins": 3}},
        "sweeps": [{"panel": "x", "geometry": "2d_exponential", "localization_length": [1], "liom_count": [4, 3]},
                   {"panel": "y", "geometry": ["1d_stretched", "1d_exponential"], "localization_length": [0.4, 4],
                    "liom_count": [0, 1, 3]}],
        "realizations": {"0": 5, "1": 9, "3": 20, "4": 3}})");
    REQUIRE(many.plan.problems.size() > 5);
    CHECK(bytes_of(one.results().at(0))
          == bytes_of(result_with(many, many.results(), one.plan.problems.at(0).identity)));
}
