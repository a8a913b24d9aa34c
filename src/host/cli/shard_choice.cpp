#include "cli/shard_choice.hpp"

#include "core/errors.hpp"

#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>

namespace mbl {

namespace {

constexpr const char* count_variable = "MBL_SHARD_COUNT";

std::optional<Index> whole_number(std::string_view text) {
    Index value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

UsageError not_a_shard(const std::string& text) {
    return UsageError(
        fmt::format("--shard: must be i/n with 0 <= i < n <= {}, or auto, got \"{}\"; workers count from 0: "
                    "0/4 is the first of four, 3/4 the last",
                    shard_count_max, text));
}

Shard explicit_shard(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) throw not_a_shard(text);
    const auto index = whole_number(std::string_view(text).substr(0, slash));
    const auto count = whole_number(std::string_view(text).substr(slash + 1));
    if (!index || !count || *index >= *count || *count > shard_count_max) throw not_a_shard(text);
    return {*index, *count};
}

/// The variables of one process, read as whole numbers.
class Variables {
  public:
    explicit Variables(const Environment& environment) : environment_(environment) {}
    [[nodiscard]] bool has(const char* name) const { return environment_(name).has_value(); }
    [[nodiscard]] Index number(const char* name) const {
        const auto text = environment_(name);
        const auto value = text ? whole_number(*text) : std::nullopt;
        if (!value) {
            throw UsageError(fmt::format("--shard auto: {} must be a whole number, {}; write --shard i/n", name,
                                         text ? "got \"" + *text + "\"" : "is not set"));
        }
        return *value;
    }
    [[nodiscard]] std::optional<Index> optional(const char* name) const {
        if (!has(name)) return std::nullopt;
        return number(name);
    }

  private:
    const Environment& environment_;
};

Shard checked(const Shard& shard, const char* scheduler) {
    if (shard.count >= 1 && shard.index < shard.count && shard.count <= shard_count_max) return shard;
    throw UsageError(fmt::format("--shard auto: {} says worker {} of {}, but workers count from 0 and are at most {}; "
                                 "write --shard i/n",
                                 scheduler, shard.index, shard.count, shard_count_max));
}

/// Of an array without gaps. One with gaps does not tell which place an index has.
Shard slurm_array(const Variables& variables) {
    const Index id = variables.number("SLURM_ARRAY_TASK_ID");
    if (const auto count = variables.optional(count_variable))
        return checked({id, *count}, "SLURM_ARRAY_TASK_ID with MBL_SHARD_COUNT");
    const Index min = variables.number("SLURM_ARRAY_TASK_MIN");
    const Index max = variables.number("SLURM_ARRAY_TASK_MAX");
    const Index count = variables.number("SLURM_ARRAY_TASK_COUNT");
    const Index step = variables.optional("SLURM_ARRAY_TASK_STEP").value_or(1);
    const bool regular =
        step > 0 && min <= id && id <= max && (id - min) % step == 0 && (max - min) / step + 1 == count;
    if (!regular) {
        throw UsageError(fmt::format("--shard auto: a Slurm array of {} tasks from {} to {} in steps of {} has gaps: "
                                     "which worker is task {}? Export {}=n, then the index is the shard's, or write "
                                     "--shard i/n",
                                     count, min, max, step, id, count_variable));
    }
    return checked({(id - min) / step, count}, "the Slurm array");
}

/// Every task of every member of an array is a worker.
ShardChoice slurm(const Variables& variables) {
    ShardChoice choice;
    if (variables.has("SLURM_ARRAY_TASK_ID")) choice.shard = slurm_array(variables);
    if (!variables.has("SLURM_STEP_NUM_TASKS")) return choice; // no srun: the batch script itself
    const Shard task = checked({variables.number("SLURM_PROCID"), variables.number("SLURM_STEP_NUM_TASKS")}, "srun");
    choice.shard = checked({choice.shard.index * task.count + task.index, choice.shard.count * task.count},
                           "srun in a Slurm array");
    if (const auto local = variables.optional("SLURM_LOCALID")) choice.local_task = static_cast<int>(*local);
    return choice;
}

/// An indexed job whose size has a variable of its own, or none.
Shard indexed(const Variables& variables, const char* index, const char* size, const char* scheduler) {
    const char* name = size != nullptr && !variables.has(count_variable) ? size : count_variable;
    return checked({variables.number(index), variables.number(name)}, scheduler);
}

ShardChoice from_scheduler(const Environment& environment) {
    const Variables variables(environment);
    const bool is_slurm = variables.has("SLURM_ARRAY_TASK_ID") || variables.has("SLURM_STEP_NUM_TASKS");
    const bool is_kubernetes = variables.has("JOB_COMPLETION_INDEX");
    const bool is_batch = variables.has("AWS_BATCH_JOB_ARRAY_INDEX");
    if (is_slurm + is_kubernetes + is_batch > 1) {
        throw UsageError("--shard auto: more than one of Slurm, Kubernetes and AWS Batch has set its variables; write "
                         "--shard i/n");
    }
    if (is_slurm) return slurm(variables);
    if (is_kubernetes)
        return {indexed(variables, "JOB_COMPLETION_INDEX", nullptr, "the Kubernetes indexed job"), std::nullopt};
    if (is_batch) {
        return {indexed(variables, "AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", "the AWS Batch array"),
                std::nullopt};
    }
    throw UsageError("--shard auto: found no scheduler: neither SLURM_ARRAY_TASK_ID (a Slurm array), "
                     "SLURM_STEP_NUM_TASKS (srun), JOB_COMPLETION_INDEX (a Kubernetes indexed job) nor "
                     "AWS_BATCH_JOB_ARRAY_INDEX (an AWS Batch array) is set; write --shard i/n");
}

} // namespace

Environment process_environment() {
    return [](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody changes the environment
        if (value == nullptr) return std::nullopt;
        return value;
    };
}

ShardChoice parse_shard(const std::string& text, const Environment& environment) {
    if (text == "auto") return from_scheduler(environment);
    return {explicit_shard(text), std::nullopt};
}

DeviceRequest device_of(const ShardChoice& choice, const DeviceRequest& request, int devices) {
    using enum DeviceRequest::Choice;
    if (request.choice != automatic || !choice.local_task || devices < 2) return request;
    return {cuda, *choice.local_task % devices};
}

} // namespace mbl
