#pragma once

#include "campaign/block_record.hpp"
#include "campaign/sqlite.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mbl {

/// Names one stored block: its problem's identity, its index and how many realizations it holds. A block that was computed for
/// fewer realizations is another value (its batches may differ on a GPU) and stays beside the full one.
struct BlockKey {
    std::string identity;
    Index block = 0;
    Index realizations = 0;
    friend auto operator<=>(const BlockKey&, const BlockKey&) = default;
};

BlockKey key_of(const Problem& problem, const Block& block);

enum class BlockState { intact, missing, damaged };

/// What a look for one block gives.
struct FoundBlock {
    BlockState state = BlockState::missing;
    BlockRecord record; ///< empty unless intact
    std::string reason; ///< empty unless damaged
};

/// A row of the file, checked.
struct StoredRow {
    BlockKey key;
    FoundBlock found; ///< intact or damaged
    Index payload_bytes = 0;
};

/// What tells two rows of one key apart, as it was written down with them: equal checksums mean equal bytes.
struct RowMark {
    Index row = 0; ///< number in its file
    BlockKey key;
    std::string checksums; ///< of samples and curves
};

/// Blocks that were computed, in one SQLite file: each in a transaction of its own, with checksums over everything that belongs
/// to it. They are kept by what they mean (the problem's identity), not by who asked for them. One process writes at a time
/// (FolderLock sees to that); others may read meanwhile.
class Store {
  public:
    /// Opens the file; with Access::write makes it where there is none.
    /// @throws DataError a file of another program or of a newer mbl_gpu; DamagedFile; IoError.
    Store(const std::filesystem::path& file, Access access);

    /// Writes a block to the disk; when it returns, no crash can lose it. @throws IoError; then nothing has changed.
    void put(const Problem& problem, const BlockRecord& record);
    void drop(const BlockKey& key);

    /// Every block there is, without looking into it.
    std::set<BlockKey> keys();
    FoundBlock find(const Problem& problem, const Block& block);
    /// Without the curve groups, which are not read either.
    FoundBlock find_samples(const Problem& problem, const Block& block);

    /// Reads and checks every row. @throws DamagedFile.
    void for_each(const std::function<void(const StoredRow&)>& action);
    /// One row by its number. Numbers count from 1, in the order in which blocks were stored, some left out.
    std::optional<StoredRow> row(Index number);
    void copy_row(Store& from, Index number);
    /// Every row's key and checksums, in the order in which they were stored, without reading the payload.
    std::vector<RowMark> marks();
    std::optional<RowMark> mark(const BlockKey& key);
    /// What `action` writes is one transaction. @throws what it throws, and IoError; then nothing has changed.
    void together(const std::function<void()>& action);

    /// What the file says of the problem behind an identity. No block needs it; it names blocks of configs that are not at hand.
    struct About {
        Index dim = 0;
        std::string text; ///< identity_text()
        bool intact = false;
    };
    std::optional<About> about(const std::string& identity);
    /// Keeps what is there already.
    void set_about(const std::vector<Problem>& problems);
    void copy_about(Store& from, const std::string& identity);
    void drop_damaged_about();

    /// What a finished campaign left as its mark; empty where it is not finished.
    std::string stamp(const std::string& campaign);
    void set_stamp(const std::string& campaign, const std::string& stamp);

    /// SQLite's own look at the structure of the whole file. Empty, or what is wrong with it.
    std::string structure_failure();

    [[nodiscard]] const std::filesystem::path& file() const noexcept { return database_.file(); }

  private:
    void create();
    void insert_about(const Problem& problem);
    void check_format(Index application);

    Database database_;
};

/// DIR/campaign.sqlite: the blocks of every config that uses this results folder.
std::filesystem::path store_file(const std::filesystem::path& results);

} // namespace mbl
