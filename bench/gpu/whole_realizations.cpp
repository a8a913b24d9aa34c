#include "whole_realizations.hpp"

#include "side_by_side.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mbl::bench {

WholeTimes time_whole_realizations(const Device& device, const Plan& plan, Index problem, BubbleScales& scales,
                                   int lanes, double seconds) {
    constexpr std::size_t repetitions_max = 7;
    const auto first = std::ranges::find(plan.blocks, problem, &Block::problem);
    std::vector<std::unique_ptr<Runner>> runners(static_cast<std::size_t>(lanes));
    std::vector<int> retries(runners.size());
    const auto run_all = [&] {
        return side_by_side(lanes, [&](int lane) {
            const auto i = static_cast<std::size_t>(lane);
            if (!runners[i]) runners[i] = make_runner(device, plan, scales);
            retries[i] += runners[i]->run(first[lane]).retries;
        });
    };
    double spent = run_all();
    WholeTimes times{lanes, 0, {}, 0};
    const Index at_once = first->count * lanes;
    do {
        const double elapsed = run_all();
        spent += elapsed;
        times.realizations += at_once;
        times.seconds_per_realization.push_back(elapsed / static_cast<double>(at_once));
    } while (spent < seconds && times.seconds_per_realization.size() < repetitions_max);
    for (const int count : retries) times.retries += count;
    std::ranges::sort(times.seconds_per_realization);
    return times;
}

nlohmann::ordered_json to_json(const WholeTimes& times) {
    return {{"lanes", times.lanes},
            {"realizations", times.realizations},
            {"seconds_per_realization", times.median()},
            {"fastest", times.seconds_per_realization.front()},
            {"slowest", times.seconds_per_realization.back()},
            {"per_second", 1 / times.median()},
            {"retries", times.retries}};
}

} // namespace mbl::bench
