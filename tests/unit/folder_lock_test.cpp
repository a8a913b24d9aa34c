#include "campaign/folder_lock.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <fmt/format.h>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

using namespace mbl;
using config_cases::message_of;

TEST_CASE("folder lock: a second one is refused, with the owner named") {
    const TemporaryFolder folder;
    const auto store = folder.path() / "campaign.sqlite";
    {
        const FolderLock lock(store);
        const std::string message = message_of<IoError>([&] { FolderLock second(store); });
        CHECK(message.starts_with(fmt::format("{}: in use by process {} on ", folder.path().string(), ::getpid())));
        CHECK(message.ends_with("Z; wait for it, stop it, or choose another --results"));
        const auto owner = lock_owner(store);
        REQUIRE(owner);
        CHECK(owner->pid == ::getpid());
        CHECK(!owner->host.empty());
        CHECK(owner->since.size() == 20);
        CHECK_THROWS_AS(FolderLock{store}, IoError); // looking has not taken or broken it
    }
    CHECK(folder.empty());
    CHECK(!lock_owner(store));
    const FolderLock again(store);
}

TEST_CASE("folder lock: it ends with its process, however that ends") {
    const TemporaryFolder folder;
    const auto store = folder.path() / "campaign.sqlite";
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const FolderLock lock(store);
        [[maybe_unused]] const ssize_t written = ::write(ready[1], "x", 1);
        ::pause();
        ::_exit(1);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    const auto owner = lock_owner(store);
    REQUIRE(owner);
    CHECK(owner->pid == child);
    CHECK_THROWS_AS(FolderLock{store}, IoError);
    ::kill(child, SIGKILL);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    ::close(ready[0]);
    ::close(ready[1]);
    CHECK(!lock_owner(store)); // although the file is still there
    CHECK(!folder.empty());
    const FolderLock lock(store);
    CHECK(lock_owner(store)->pid == ::getpid());
}

TEST_CASE("folder lock: a folder that cannot be written is refused by name") {
    CHECK(message_of<IoError>([] {
              FolderLock lock("/proc/self/campaign.sqlite");
          }).starts_with("/proc/self/campaign.sqlite.lock: cannot open: "));
}
