#include "config_cases.hpp"
#include "plan_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <tuple>

using namespace mbl;
using config_cases::repository_file;

namespace {

/// What the store calls a block: two plans that have one in common diagonalize it once.
using StoredBlock = std::tuple<std::string, Index, Index>; // identity, index, realizations

std::set<StoredBlock> blocks_of(const std::string& name, const std::string& profile) {
    const std::string path = "configs/" + name + ".json";
    const Plan plan = plan_cases::plan(read_config(repository_file(path.c_str()), profile, {}));
    std::set<StoredBlock> blocks;
    for (const Block& block : plan.blocks) {
        blocks.insert({plan.problems[static_cast<std::size_t>(block.problem)].identity, block.index, block.count});
    }
    return blocks;
}

std::set<std::string> identities(const std::set<StoredBlock>& blocks) {
    std::set<std::string> found;
    for (const StoredBlock& block : blocks) found.insert(std::get<0>(block));
    return found;
}

} // namespace

TEST_CASE("configs/paper_ed.json: the blocks of every ED figure, each once and no other") {
    for (const std::string profile : {"paper", "quick", "overnight"}) {
        CAPTURE(profile);
        std::set<StoredBlock> figures;
        for (const char* name : {"fig4", "fig5", "figS1", "figS2", "figS3", "figS4"}) {
            figures.merge(blocks_of(name, profile));
        }
        CHECK(blocks_of("paper_ed", profile) == figures);
    }
}

TEST_CASE("configs/paper_ed.json: Fig. 3's points, too, though its single realizations are blocks of their own") {
    for (const std::string profile : {"paper", "quick", "overnight"}) {
        CAPTURE(profile);
        const std::set<std::string> all = identities(blocks_of("paper_ed", profile));
        const std::set<std::string> fig3 = identities(blocks_of("fig3", profile));
        CHECK(fig3.size() == 2);
        CHECK(std::includes(all.begin(), all.end(), fig3.begin(), fig3.end()));
    }
}
