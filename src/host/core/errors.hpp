#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace mbl {

/// Exit codes of the program (sysexits numbering). One exception type per code.
enum class ExitCode : int {
    complete = 0,
    usage = 64,
    bad_data = 65,
    device_unavailable = 69,
    numerical_gate = 70,
    input_output = 74,
    stopped = 75,
    config = 78,
};

/// Base of every error that is reported to the user. The message names the place, the value, the limit and the way out.
class Error : public std::runtime_error {
  public:
    Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ExitCode exit_code() const noexcept { return code_; }

  private:
    ExitCode code_;
};

/// The command line asks for something that does not exist or cannot be combined.
class UsageError : public Error {
  public:
    explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// A data file (not the config) is malformed.
class DataError : public Error {
  public:
    explicit DataError(const std::string& message) : Error(ExitCode::bad_data, message) {}
};

/// The requested device is absent, or too small for the work.
class DeviceUnavailable : public Error {
  public:
    explicit DeviceUnavailable(const std::string& message) : Error(ExitCode::device_unavailable, message) {}
};

/// One allocation was refused, on the device or the host: fewer blocks in flight may still fit.
class OutOfMemory : public DeviceUnavailable {
  public:
    using DeviceUnavailable::DeviceUnavailable;
};

/// A result failed the numerical gate, or an eigensolver did not converge.
class NumericalError : public Error {
  public:
    explicit NumericalError(const std::string& message) : Error(ExitCode::numerical_gate, message) {}
};

/// An eigensolver gave up on, or returned nonsense for, one realization.
class SolverError : public NumericalError {
  public:
    /// @param reason what happened, without the place.
    SolverError(const std::string& reason, std::int64_t realization)
        : NumericalError(reason + " at realization " + std::to_string(realization)), reason_(reason),
          realization_(realization) {}
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
    [[nodiscard]] std::int64_t realization() const noexcept { return realization_; }

  private:
    std::string reason_;
    std::int64_t realization_;
};

/// Reading or writing a file failed.
class IoError : public Error {
  public:
    explicit IoError(const std::string& message) : Error(ExitCode::input_output, message) {}
};

/// The campaign was asked to stop, and did; the same command continues it.
class Stopped : public Error {
  public:
    explicit Stopped(const std::string& message) : Error(ExitCode::stopped, message) {}
};

/// The config is wrong; the message starts with the JSON pointer of the place.
class ConfigError : public Error {
  public:
    explicit ConfigError(const std::string& message) : Error(ExitCode::config, message) {}
};

} // namespace mbl
