#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

/// An invented GPU for tests: the CUDA functions that src/device calls, executed on the CPU. The sources of src/device and
/// kernels/*.cuh are compiled unchanged, by g++ with -include emulated_cuda.hpp. Tests steer it through this header.
///
/// Right numbers from it mean: every line of device code ran, streams were synchronised where they must be (lazy: wrong
/// numbers otherwise; workers under TSan: a data race), barriers are where they must be, buffers are long enough, every
/// error path ended cleanly. It cannot show: the real libraries' limits, workspace sizes and misread contracts; timing;
/// the memory model beyond races; overruns inside one allocation; other rounding or order of atomics; whether nvcc accepts
/// the code. Those need a card (tools/gpu_check).
///
/// What it is stricter about than a device: pageable host memory is read and written as late as page-locked memory would
/// be; fresh device and shared memory is filled with 0xFF (NaN); a kernel must not use the default stream; an operand of a
/// library that leaves its allocation is an illegal address; XsyevBatched returns wrong vectors from a workspace that was
/// not zeroed, as cuSOLVER did before 12.8.1.
namespace emulated {

enum class Streams {
    eager,   ///< work is done when it is enqueued
    lazy,    ///< work is done when the host waits for it: reading early gives wrong numbers
    workers, ///< a thread per stream: under TSan, a missing wait is a data race
};

/// Of the threads in a block: descending shows missing barriers that ascending hides.
enum class Order { ascending, descending };

struct DeviceModel {
    std::string name = "Emulated GPU";
    std::size_t memory_bytes = std::size_t{1} << 30;
    int multiprocessors = 4;
    int compute_major = 9;
    int compute_minor = 0;
};

struct Machine {
    Streams streams = Streams::eager; ///< of streams created from now on
    Order order = Order::ascending;
    std::vector<DeviceModel> devices = {DeviceModel{}};
    bool driver = true; ///< false: a CUDA build on a machine without a driver
};

/// Starts afresh: this machine, no faults, all counters 0, no error. Objects that are alive stay so.
void reset(const Machine& machine = {});

inline constexpr long forever = std::numeric_limits<long>::max();

/// The k-th device allocation from now on (1 is the next) and the times - 1 after it are refused.
void refuse_allocations(long k, long times = 1);

/// The k-th runtime or library call from now on breaks its device for good: this call and all later ones return the
/// error. 719: cudaErrorLaunchFailure.
void break_device(long k, int cuda_error = 719);

enum class Spoil { wrong_vectors, wrong_energies, not_a_number, no_convergence };

/// What cuSOLVER returns for the k-th matrix from now on (every matrix of a batch counts) and the times - 1 after it.
void spoil_eigensolves(Spoil how, long k, long times = 1);

/// Since reset().
struct Counters {
    long calls = 0; ///< runtime and library calls, as break_device() counts them
    long launches = 0;
    long blocks = 0;
    long allocations = 0; ///< asked for, as refuse_allocations() counts them
    long copies = 0;
    long waits = 0; ///< by the host, for a stream, an event or a device
    long thrust = 0;
    long products = 0;
    long transforms = 0;
    long syevd = 0;        ///< calls of Xsyevd
    long syev_batched = 0; ///< calls of XsyevBatched
    long matrices = 0;     ///< solved by either
    std::size_t bytes_peak = 0;
};
Counters counters();

/// Now alive on all devices, since the program's start: what is not destroyed leaks.
struct Alive {
    long allocations = 0;
    long streams = 0;
    long events = 0;
    long handles = 0; ///< of cuBLAS and cuSOLVER, with their parameters
    long plans = 0;
    std::size_t bytes = 0;

    bool operator==(const Alive&) const = default;
};
Alive alive();

/// What the emulation itself had to say last (a divergent barrier, an illegal address); also on stderr. Empty: nothing.
std::string last_report();

} // namespace emulated
