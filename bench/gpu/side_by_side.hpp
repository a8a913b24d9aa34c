#pragma once

#include <barrier>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace mbl::bench {

/// Runs work(0) … work(threads - 1) at once. @returns seconds from the common start to the end of the last.
/// @throws what the first failing one threw.
template <class Work>
double side_by_side(int threads, const Work& work) {
    std::exception_ptr error;
    std::mutex mutex;
    std::barrier start(threads + 1);
    std::chrono::steady_clock::time_point begin;
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < threads; ++i) {
            all.emplace_back([&, i] {
                start.arrive_and_wait();
                try {
                    work(i);
                } catch (...) {
                    const std::lock_guard lock(mutex);
                    if (!error) error = std::current_exception();
                }
            });
        }
        begin = std::chrono::steady_clock::now();
        start.arrive_and_wait();
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    if (error) std::rethrow_exception(error);
    return elapsed.count();
}

} // namespace mbl::bench
