#include "cli/commands.hpp"
#include "core/errors.hpp"

#include <exception>
#include <fmt/format.h>
#include <new>

namespace {

int dispatch(const mbl::Options& options) {
    switch (options.command) {
    case mbl::Command::run: return options.dry_run ? mbl::dry_run(options) : mbl::run_campaign(options);
    case mbl::Command::validate: return mbl::validate(options);
    case mbl::Command::replay: return mbl::replay(options);
    case mbl::Command::plot: return mbl::plot(options);
    case mbl::Command::theory: return mbl::theory(options);
    case mbl::Command::doctor: return mbl::doctor(options);
    }
    return static_cast<int>(mbl::ExitCode::usage);
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto options = mbl::parse_options(argc, argv);
        return options ? dispatch(*options) : 0;
    } catch (const mbl::Error& error) {
        fmt::print(stderr, "mbl_gpu: {}\n", error.what());
        return static_cast<int>(error.exit_code());
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "mbl_gpu: out of memory; use fewer --threads or smaller sizes\n");
        return static_cast<int>(mbl::ExitCode::device_unavailable);
    } catch (const std::exception& error) {
        fmt::print(stderr, "mbl_gpu: internal error: {}; please report it with the config\n", error.what());
        return static_cast<int>(mbl::ExitCode::numerical_gate);
    }
}
