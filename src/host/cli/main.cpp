#include "cli/commands.hpp"
#include "core/errors.hpp"
#include "core/standard_streams.hpp"

#include <cerrno>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <new>
#include <system_error>

namespace {

int dispatch(const mbl::Options& options) {
    switch (options.command) {
    case mbl::Command::run: return options.dry_run ? mbl::dry_run(options) : mbl::run_campaign(options);
    case mbl::Command::validate: return mbl::validate(options);
    case mbl::Command::status: return mbl::status(options);
    case mbl::Command::merge: return mbl::merge(options);
    case mbl::Command::verify: return mbl::verify(options);
    case mbl::Command::export_results: return mbl::export_again(options);
    case mbl::Command::replay: return mbl::replay(options);
    case mbl::Command::plot: return mbl::plot(options);
    case mbl::Command::theory: return mbl::theory(options);
    case mbl::Command::doctor: return mbl::doctor(options);
    case mbl::Command::schema: return mbl::schema(options);
    }
    return static_cast<int>(mbl::ExitCode::usage);
}

} // namespace

int main(int argc, char** argv) {
    mbl::occupy_standard_descriptors();
    try {
        const auto options = mbl::parse_options(argc, argv);
        const int status = options ? dispatch(*options) : 0;
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw std::system_error(errno, std::generic_category(), "standard output");
        return status;
    } catch (const mbl::Error& error) {
        mbl::say(fmt::format("mbl_gpu: {}\n", error.what()));
        return static_cast<int>(error.exit_code());
    } catch (const std::system_error& error) { // what fmt throws when a stream cannot be written
        mbl::say(
            fmt::format("mbl_gpu: cannot write: {}; free space, or redirect the output elsewhere\n", error.what()));
        return static_cast<int>(mbl::ExitCode::input_output);
    } catch (const std::bad_alloc&) {
        mbl::say("mbl_gpu: out of memory; use fewer --threads or smaller sizes\n");
        return static_cast<int>(mbl::ExitCode::device_unavailable);
    } catch (const std::exception& error) {
        mbl::say(fmt::format("mbl_gpu: internal error: {}; please report it with the config\n", error.what()));
        return static_cast<int>(mbl::ExitCode::numerical_gate);
    }
}
