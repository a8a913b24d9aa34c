#include "engine.hpp"

#include "sanitizers.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace emulated {

namespace {

constexpr unsigned warp_size = 32;

enum class At { running, block_barrier, warp, left };

struct Thread {
    Fiber* fiber = nullptr;
    At at = At::running;
    const char* operation = "";
    std::source_location where;
    unsigned mask = 0;
    unsigned source_lane = 0;
    unsigned long long value = 0;
    bool predicate = false;
    WarpView view{};
};

class BlockRun {
  public:
    BlockRun(const KernelLaunch& launch, const Extent& block, const std::function<void()>& kernel, FiberSets& fibers,
             unsigned set)
        : launch_(launch), block_(block), kernel_(kernel), fibers_(fibers), set_(set), threads_(launch.threads.size()),
          shared_(static_cast<char*>(std::malloc(launch.shared_bytes))) {
        if (shared_) std::memset(shared_.get(), 0xFF, launch.shared_bytes);
    }

    void run(void* start_token, void* end_token);

    void wait() { threads_[current_].fiber->suspend(); }
    Thread& current() { return threads_[current_]; }
    [[nodiscard]] unsigned current_lane() const { return static_cast<unsigned>(current_ % warp_size); }
    void* shared() { return shared_.get(); }

  private:
    void go_on(std::size_t thread, void* end_token);
    void start(std::size_t thread, void* start_token, void* end_token);
    [[nodiscard]] std::vector<std::size_t> released() const;
    [[nodiscard]] std::vector<std::size_t> warp_group(std::size_t thread) const;
    void exchange(const std::vector<std::size_t>& group);
    void order_memory(const std::vector<std::size_t>& group);
    [[noreturn]] void give_up();
    [[nodiscard]] std::size_t in_order(std::size_t i) const {
        return launch_.order == Order::ascending ? i : threads_.size() - 1 - i;
    }

    struct Free {
        void operator()(char* memory) const { std::free(memory); }
    };
    const KernelLaunch& launch_;
    const Extent& block_;
    const std::function<void()>& kernel_;
    FiberSets& fibers_;
    unsigned set_;
    std::vector<Thread> threads_;
    std::vector<Fiber*> idle_;
    std::size_t fibers_used_ = 0;
    std::size_t current_ = 0;
    std::unique_ptr<char, Free> shared_; // fresh for every block: TSan forgets what the last block did
};

thread_local BlockRun* running_block = nullptr;

/// Kernels take turns, since `__shared__` objects exist once; to TSan that is no synchronisation, and neither is anything
/// else that the host thread does meanwhile.
class Turn {
  public:
    Turn() { mutex().lock(); }
    ~Turn() { mutex().unlock(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    static std::mutex& mutex() {
        static std::mutex one;
        return one;
    }
    Quiet quiet_;
};

void BlockRun::go_on(std::size_t thread, void* end_token) {
    const Extent& size = launch_.threads;
    const auto plane = std::size_t{size.x} * size.y;
    set_index({static_cast<unsigned>(thread % size.x), static_cast<unsigned>(thread % plane / size.x),
               static_cast<unsigned>(thread / plane)},
              block_, launch_);
    current_ = thread;
    Thread& t = threads_[thread];
    t.at = At::running;
    if (!t.fiber->resume()) return;
    t.at = At::left;
    t.fiber->as_itself([&] { release(end_token); });
    if (!under_tsan()) idle_.push_back(t.fiber); // TSan: one fiber per CUDA thread
}

void BlockRun::start(std::size_t thread, void* start_token, void* end_token) {
    Thread& t = threads_[thread];
    if (idle_.empty()) {
        t.fiber = &fibers_.at(set_, fibers_used_++);
    } else {
        t.fiber = idle_.back();
        idle_.pop_back();
    }
    t.fiber->start(kernel_);
    t.fiber->as_itself([&] { acquire(start_token); });
    go_on(thread, end_token);
}

/// Lanes that meet in the same warp operation as this waiting thread; empty while one of them is missing.
std::vector<std::size_t> BlockRun::warp_group(std::size_t thread) const {
    const Thread& self = threads_[thread];
    std::vector<std::size_t> group;
    for (unsigned lane = 0; lane < warp_size; ++lane) {
        const std::size_t other = thread / warp_size * warp_size + lane;
        const bool exists = other < threads_.size() && threads_[other].at != At::left;
        if ((self.mask >> lane & 1U) == 0 || !exists) continue;
        const Thread& t = threads_[other];
        if (t.at != At::warp || t.mask != self.mask || std::strcmp(t.operation, self.operation) != 0) return {};
        group.push_back(other);
    }
    return group;
}

/// The next threads that may go on together; empty when there is no such group.
std::vector<std::size_t> BlockRun::released() const {
    std::vector<std::size_t> group;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
        if (threads_[i].at == At::warp) {
            group = warp_group(i);
            if (!group.empty()) return group;
        }
    }
    for (std::size_t i = 0; i < threads_.size(); ++i) {
        const bool together = threads_[i].at == At::block_barrier
                              && threads_[i].where.line() == threads_[0].where.line()
                              && std::strcmp(threads_[i].where.file_name(), threads_[0].where.file_name()) == 0;
        if (!together) return {};
        group.push_back(i);
    }
    return group;
}

void BlockRun::exchange(const std::vector<std::size_t>& group) {
    unsigned ballot = 0;
    for (const std::size_t i : group) ballot |= threads_[i].predicate ? 1U << i % warp_size : 0U;
    for (const std::size_t i : group) {
        const std::size_t source = i / warp_size * warp_size + threads_[i].source_lane;
        const bool present = std::ranges::find(group, source) != group.end();
        threads_[i].view = {present ? threads_[source].value : ~0ULL, ballot};
    }
}

/// All memory operations before the barrier happen before all after it. A fresh token: nothing else is implied.
void BlockRun::order_memory(const std::vector<std::size_t>& group) {
    if (!under_tsan()) return;
    const auto token = std::make_unique<long>();
    for (const std::size_t i : group) threads_[i].fiber->as_itself([&] { release(token.get()); });
    for (const std::size_t i : group) threads_[i].fiber->as_itself([&] { acquire(token.get()); });
}

void BlockRun::run(void* start_token, void* end_token) {
    running_block = this;
    refill_static_shared();
    for (std::size_t i = 0; i < threads_.size(); ++i) start(in_order(i), start_token, end_token);
    while (std::ranges::any_of(threads_, [](const Thread& t) { return t.at != At::left; })) {
        std::vector<std::size_t> group = released();
        if (group.empty()) give_up();
        const Thread& first = threads_[group.front()];
        if (first.at == At::warp) exchange(group);
        // Shuffles and ballots order no memory.
        if (first.at == At::block_barrier || std::strcmp(first.operation, "__syncwarp") == 0) order_memory(group);
        if (launch_.order == Order::descending) std::ranges::reverse(group);
        for (const std::size_t i : group) go_on(i, end_token);
    }
    running_block = nullptr;
}

void BlockRun::give_up() {
    std::string text = "divergent barrier in block (" + std::to_string(block_.x) + ", " + std::to_string(block_.y)
                       + ", " + std::to_string(block_.z) + "): threads ";
    const auto state = [](const Thread& t) {
        if (t.at == At::left) return std::string(" left");
        const std::string path = t.where.file_name();
        return " wait in " + std::string(t.operation) + " at " + path.substr(path.find_last_of('/') + 1) + ":"
               + std::to_string(t.where.line());
    };
    for (std::size_t first = 0; first < threads_.size();) {
        std::size_t last = first;
        while (last + 1 < threads_.size() && state(threads_[last + 1]) == state(threads_[first])) ++last;
        text += (first == 0 ? "" : ", ") + std::to_string(first);
        if (last > first) text += ".." + std::to_string(last);
        text += state(threads_[first]);
        first = last + 1;
    }
    for (const Thread& t : threads_) {
        if (t.at != At::left) t.fiber->abandon();
    }
    running_block = nullptr;
    throw TaskFault{719, text};
}

void run_blocks(const KernelLaunch& launch, const std::function<void()>& kernel, FiberSets& fibers, void* start_token,
                void* end_token) {
    const Turn turn;
    for (std::size_t index = 0; index < launch.blocks.size(); ++index) {
        const auto plane = std::size_t{launch.blocks.x} * launch.blocks.y;
        const Extent block{static_cast<unsigned>(index % launch.blocks.x),
                           static_cast<unsigned>(index % plane / launch.blocks.x),
                           static_cast<unsigned>(index / plane)};
        const unsigned set = under_tsan() ? static_cast<unsigned>(__builtin_popcountll(index) & 1) : 0U;
        BlockRun(launch, block, kernel, fibers, set).run(start_token, end_token);
    }
}

} // namespace

void run_kernel(const KernelLaunch& launch, const std::function<void()>& kernel, FiberSets& fibers) {
    const auto tokens = std::make_unique<long[]>(2);
    release(&tokens[0]);
    run_blocks(launch, kernel, fibers, &tokens[0], &tokens[1]);
    acquire(&tokens[1]);
}

void block_barrier(const std::source_location& where) {
    Thread& thread = running_block->current();
    thread.at = At::block_barrier;
    thread.operation = "__syncthreads";
    thread.where = where;
    running_block->wait();
}

WarpView warp_meeting(const char* operation, unsigned mask, unsigned source_lane, unsigned long long value,
                      bool predicate, const std::source_location& where) {
    Thread& thread = running_block->current();
    thread.at = At::warp;
    thread.operation = operation;
    thread.where = where;
    thread.mask = mask;
    thread.source_lane = source_lane;
    thread.value = value;
    thread.predicate = predicate;
    running_block->wait();
    return thread.view;
}

void* block_shared_memory() { return running_block->shared(); }

unsigned lane_of_thread() { return running_block->current_lane(); }

} // namespace emulated
