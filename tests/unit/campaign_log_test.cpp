#include "output/campaign_log.hpp"

#include "temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

using namespace mbl;

namespace {

std::vector<nlohmann::json> lines_of(const std::filesystem::path& file) {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(bytes_of(file));
    for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line, nullptr, false));
    return lines;
}

} // namespace

TEST_CASE("campaign log: one JSON object per line, one run after the other") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "log.jsonl";
    CampaignLog(file).write("started", {{"campaign", "größe \"x\"\n\xff"}, {"lanes", Index{3}}, {"share", 0.5}});
    CampaignLog(file).write("finished");
    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("event") == "started");
    CHECK(lines[0].at("pid") == ::getpid());
    CHECK(lines[0].at("time").get<std::string>().size() == 20);
    CHECK(lines[0].at("campaign").get<std::string>().starts_with("größe \"x\"\n"));
    CHECK(lines[0].at("lanes") == 3);
    CHECK(lines[0].at("share") == 0.5);
    CHECK(lines[1].at("event") == "finished");
}

TEST_CASE("campaign log: half a line of a run that was killed does not spoil the next one") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "log.jsonl";
    std::ofstream(file) << R"({"event":"block","cost_per_second":7})"
                        << "\n"
                        << R"({"event":"blo)";
    CHECK(logged_cost_per_second(file) == 7);
    CampaignLog(file).write("block", {{"cost_per_second", 9.0}});
    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].is_discarded());
    CHECK(lines[2].at("event") == "block");
    CHECK(logged_cost_per_second(file) == 9);
}

TEST_CASE("campaign log: a log that cannot be written is no error") {
    CampaignLog("/proc/self/log.jsonl").write("started");
    CHECK(logged_cost_per_second("/proc/self/log.jsonl") == 0);
}
