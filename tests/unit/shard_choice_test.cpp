#include "cli/shard_choice.hpp"

#include "core/errors.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace mbl;

namespace {

/// An environment of these variables and no other.
Environment of(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

Shard automatic(std::map<std::string, std::string> variables) {
    return parse_shard("auto", of(std::move(variables))).shard;
}

std::string refusal(const std::string& text, std::map<std::string, std::string> variables = {}) {
    try {
        static_cast<void>(parse_shard(text, of(std::move(variables))));
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::map<std::string, std::string> array(const char* id, const char* min, const char* max, const char* count,
                                         const char* step = "1") {
    return {{"SLURM_ARRAY_TASK_ID", id},
            {"SLURM_ARRAY_TASK_MIN", min},
            {"SLURM_ARRAY_TASK_MAX", max},
            {"SLURM_ARRAY_TASK_COUNT", count},
            {"SLURM_ARRAY_TASK_STEP", step}};
}

} // namespace

TEST_CASE("--shard i/n") {
    CHECK(parse_shard("0/1", of({})).shard == Shard{0, 1});
    CHECK(parse_shard("7/8", of({})).shard == Shard{7, 8});
    CHECK(parse_shard("0/9999", of({})).shard == Shard{0, 9999});
    // What a scheduler says does not matter then.
    CHECK(parse_shard("1/3", of(array("5", "0", "7", "8"))).shard == Shard{1, 3});
    for (const char* wrong : {"", "4/4", "5/4", "-1/4", "1", "1/", "/4", "1/0", "0/0", "1/4/8", "1of4", " 1/4", "1/4 ",
                              "+1/4", "0x1/4", "1.5/4", "0/10000", "Auto", "99999999999999999999/4"}) {
        CAPTURE(wrong);
        CHECK(contains(refusal(wrong), "--shard: must be i/n with 0 <= i < n <= 9999, or auto, got \""));
    }
}

TEST_CASE("--shard auto: a Slurm array") {
    CHECK(automatic(array("0", "0", "7", "8")) == Shard{0, 8});
    CHECK(automatic(array("7", "0", "7", "8")) == Shard{7, 8});
    CHECK(automatic(array("4", "1", "4", "4")) == Shard{3, 4});         // --array=1-4
    CHECK(automatic(array("14", "10", "16", "4", "2")) == Shard{2, 4}); // --array=10-16:2
    auto without_step = array("2", "0", "3", "4");
    without_step.erase("SLURM_ARRAY_TASK_STEP");
    CHECK(automatic(without_step) == Shard{2, 4});
}

TEST_CASE("--shard auto: a Slurm array with gaps needs the count") {
    const auto gaps = array("5", "2", "5", "2"); // --array=2,5
    CHECK(contains(refusal("auto", gaps), "a Slurm array of 2 tasks from 2 to 5 in steps of 1 has gaps"));
    auto with_count = gaps;
    with_count["MBL_SHARD_COUNT"] = "8";
    CHECK(automatic(with_count) == Shard{5, 8});
    with_count["MBL_SHARD_COUNT"] = "5";
    CHECK(contains(refusal("auto", with_count), "says worker 5 of 5"));
    auto incomplete = array("1", "0", "3", "4");
    incomplete.erase("SLURM_ARRAY_TASK_COUNT");
    CHECK(contains(refusal("auto", incomplete), "SLURM_ARRAY_TASK_COUNT must be a whole number, is not set"));
}

TEST_CASE("--shard auto: tasks of srun") {
    const auto choice = parse_shard(
        "auto",
        of({{"SLURM_PROCID", "5"}, {"SLURM_STEP_NUM_TASKS", "8"}, {"SLURM_LOCALID", "1"}, {"SLURM_NTASKS", "8"}}));
    CHECK(choice.shard == Shard{5, 8});
    CHECK(choice.local_task == 1);
    // The batch script of a job has SLURM_PROCID too, but no step: it is one worker, and without an array none.
    CHECK(contains(refusal("auto", {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "8"}}), "found no scheduler"));
    auto both = array("1", "0", "2", "3"); // three jobs of four tasks
    both["SLURM_PROCID"] = "2";
    both["SLURM_STEP_NUM_TASKS"] = "4";
    CHECK(automatic(both) == Shard{6, 12});
    both["SLURM_STEP_NUM_TASKS"] = "1";
    both["SLURM_PROCID"] = "0";
    CHECK(automatic(both) == Shard{1, 3});
}

TEST_CASE("--shard auto: a Kubernetes indexed job") {
    CHECK(automatic({{"JOB_COMPLETION_INDEX", "3"}, {"MBL_SHARD_COUNT", "8"}}) == Shard{3, 8});
    CHECK(contains(refusal("auto", {{"JOB_COMPLETION_INDEX", "3"}}),
                   "MBL_SHARD_COUNT must be a whole number, is not set"));
    CHECK(contains(refusal("auto", {{"JOB_COMPLETION_INDEX", "8"}, {"MBL_SHARD_COUNT", "8"}}), "says worker 8 of 8"));
    CHECK(contains(refusal("auto", {{"JOB_COMPLETION_INDEX", "3"}, {"MBL_SHARD_COUNT", "many"}}),
                   "MBL_SHARD_COUNT must be a whole number, got \"many\""));
}

TEST_CASE("--shard auto: an AWS Batch array") {
    CHECK(automatic({{"AWS_BATCH_JOB_ARRAY_INDEX", "9"}, {"AWS_BATCH_JOB_ARRAY_SIZE", "10"}}) == Shard{9, 10});
    CHECK(automatic({{"AWS_BATCH_JOB_ARRAY_INDEX", "1"}, {"MBL_SHARD_COUNT", "4"}}) == Shard{1, 4});
    CHECK(contains(refusal("auto", {{"AWS_BATCH_JOB_ARRAY_INDEX", "1"}}),
                   "AWS_BATCH_JOB_ARRAY_SIZE must be a whole number, is not set"));
}

TEST_CASE("--shard auto: no scheduler, or two") {
    CHECK(contains(refusal("auto"), "found no scheduler"));
    auto two = array("1", "0", "3", "4");
    two["JOB_COMPLETION_INDEX"] = "1";
    CHECK(contains(refusal("auto", two), "more than one of Slurm, Kubernetes and AWS Batch"));
}

TEST_CASE("one worker per GPU: srun's tasks on a host take their own in turn") {
    using enum DeviceRequest::Choice;
    const ShardChoice third{{3, 8}, 3};
    CHECK(device_of(third, {automatic, 0}, 4).choice == cuda);
    CHECK(device_of(third, {automatic, 0}, 4).ordinal == 3);
    CHECK(device_of(third, {automatic, 0}, 2).ordinal == 1);
    CHECK(device_of(third, {automatic, 0}, 1).choice == automatic); // the scheduler has bound it, or there is one
    CHECK(device_of(third, {automatic, 0}, 0).choice == automatic);
    CHECK(device_of(third, {cuda, 0}, 4).ordinal == 0); // asked for
    CHECK(device_of(third, {cpu, 0}, 4).choice == cpu);
    CHECK(device_of({{3, 8}, std::nullopt}, {automatic, 0}, 4).choice == automatic);
}
