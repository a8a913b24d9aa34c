#include "cli/python.hpp"

#include "campaign/stop_request.hpp"
#include "core/errors.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace mbl {

namespace {

/// Ends the child when this process is asked to stop (on a terminal the child may have heard of it first).
int wait_for(pid_t child, const std::string& name) {
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(child, &status, WNOHANG)) != child) {
        if (ended < 0 && errno != EINTR) throw IoError(fmt::format("waiting for {}: {}", name, std::strerror(errno)));
        if (stop_requested()) ::kill(child, SIGTERM);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (status != 0 && stop_requested()) {
        throw Stopped(
            fmt::format("stopped by {}: {} was not finished; the same command continues", stop_reason(), name));
    }
    return status;
}

} // namespace

std::string python_interpreter() {
    if (const char* chosen = std::getenv("MBL_PYTHON"); chosen != nullptr) return chosen;
    std::error_code ignored;
    return std::filesystem::exists("/usr/bin/python3", ignored) ? "/usr/bin/python3" : "python3";
}

int run_program(std::vector<std::string> words, ProgramOutput output) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (output == ProgramOutput::discarded) {
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    }
    if (output == ProgramOutput::inherited) {
        for (const int descriptor : {1, 2}) { // closed by our caller, see occupy_standard_descriptors()
            if ((::fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY)
                ::posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0);
        }
    }
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw IoError(
            fmt::format("{}: cannot start: {}; install python3-h5py and python3-matplotlib, or set MBL_PYTHON",
                        words[0], std::strerror(error)));
    }
    const int status = wait_for(child, words[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ExitCode::input_output);
}

} // namespace mbl
