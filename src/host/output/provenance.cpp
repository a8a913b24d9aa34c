#include "output/provenance.hpp"

#include "core/version.hpp"

#include <nlohmann/json.hpp>

namespace mbl {

std::string provenance_json(const Config& config, const std::vector<ProblemResult>& results) {
    Gate gate;
    int retries = 0;
    int rescues = 0;
    std::set<std::string> devices;
    for (const ProblemResult& result : results) {
        gate = worst(gate, result.gate);
        retries += result.retries;
        rescues += result.rescues;
        devices.insert(result.devices.begin(), result.devices.end());
    }
    const nlohmann::json document{
        {"program", "mbl_gpu"},
        {"version", program_version()},
        {"revision", source_revision()},
        {"libraries", library_versions()},
        {"seed", config.seed},
        {"profile", config.profile},
        {"devices", devices},
        {"gate",
         {{"trace", gate.trace},
          {"frobenius", gate.frobenius},
          {"residual", gate.residual},
          {"orthogonality", gate.orthogonality},
          {"sum_rule", gate.sum_rule},
          {"retries", retries},
          {"rescues", rescues}}},
    };
    return document.dump();
}

} // namespace mbl
