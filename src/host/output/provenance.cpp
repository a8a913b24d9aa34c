#include "output/provenance.hpp"

#include "core/version.hpp"

#include <nlohmann/json.hpp>

namespace mbl {

std::string provenance_json(const Config& config, const Results& results, const std::string& target_stderr) {
    Gate gate;
    int retries = 0;
    int rescues = 0;
    std::set<std::string> devices;
    std::set<std::string> programs;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const ProblemResult& result = results.at(i);
        gate = worst(gate, result.gate);
        retries += result.retries;
        rescues += result.rescues;
        devices.insert(result.devices.begin(), result.devices.end());
        for (const Origin& origin : result.origins) programs.insert(origin.program);
    }
    nlohmann::json document{
        {"program", "mbl_gpu"},
        {"version", program_version()},
        {"revision", source_revision()},
        {"libraries", library_versions()},
        {"seed", config.seed},
        {"profile", config.profile},
        {"devices", devices},
        {"computed_by", programs},
        {"gate",
         {{"trace", gate.trace},
          {"frobenius", gate.frobenius},
          {"residual", gate.residual},
          {"orthogonality", gate.orthogonality},
          {"sum_rule", gate.sum_rule},
          {"retries", retries},
          {"rescues", rescues}}},
    };
    if (!target_stderr.empty()) document["target_stderr"] = target_stderr;
    return document.dump();
}

std::string origins_json(const ProblemResult& result) {
    nlohmann::json list = nlohmann::json::array();
    for (const Origin& origin : result.origins) {
        list.push_back(
            {{"first", origin.first}, {"count", origin.count}, {"device", origin.device}, {"program", origin.program}});
    }
    return list.dump();
}

} // namespace mbl
