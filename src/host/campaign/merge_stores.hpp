#pragma once

#include "campaign/store.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace mbl {

/// A row of a file that is not as it was written.
struct DamagedRow {
    std::filesystem::path file;
    BlockKey key;
    std::string reason;
};

/// What a merge did.
struct MergeReport {
    Index added = 0;                 ///< blocks that the store did not have
    Index replaced = 0;              ///< blocks of which a file had the one that is to be kept
    std::vector<DamagedRow> damaged; ///< rows that were left out
    std::set<BlockKey> lost;         ///< those among their keys that no other file has intact
};

/// Joins the blocks of many campaign files into one, whatever they hold. The outcome depends on the set of files alone: not on their
/// order, nor on what was merged before.
///
/// Several files may hold the same block (shards that were started twice, or dealt anew). Equal bytes are one block. Where the bytes differ,
/// the blocks must say why: another device model or program made them, or one had to be repeated or rescued at the numerical
/// gate. Then the one with the fewest rescues and retries is kept, then the one whose device and program come first in the alphabet. Two
/// that say the same of their making and differ all the same are a conflict: one of them is wrong, and nothing here can tell which.
class StoreMerge {
  public:
    explicit StoreMerge(Store& into) : into_(into) {}

    /// Looks at a file without reading its payload, and writes nothing. A file that is still empty has no blocks.
    /// @returns the keys of its blocks. @throws DataError no campaign file; DamagedFile; IoError.
    std::set<BlockKey> look_at(const std::filesystem::path& file);

    /// Decides which bytes are kept, and copies what the store lacks. Blocks are checked before they are copied.
    /// @throws DataError a conflict; nothing has been written then. @throws Stopped; what was copied stays. @throws IoError.
    MergeReport join();

  private:
    struct Candidate {
        std::size_t file = 0; ///< of files_
        RowMark mark;
    };
    void settle(const BlockKey& key, std::vector<Candidate>& candidates);
    void copy_from(std::size_t file, const std::vector<RowMark>& rows, MergeReport& report);

    Store& into_;
    std::vector<std::filesystem::path> files_;
    std::map<BlockKey, std::vector<Candidate>> candidates_; ///< those of one key have equal bytes once it is settled
    std::set<BlockKey> to_copy_;
    std::set<BlockKey> to_replace_;
};

} // namespace mbl
