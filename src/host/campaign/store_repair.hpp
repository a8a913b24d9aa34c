#pragma once

#include "core/index.hpp"

#include <filesystem>
#include <string>

namespace mbl {

/// What a repair did.
struct Repair {
    Index kept = 0;                  ///< intact blocks
    Index dropped = 0;               ///< blocks that must be computed again; those whose place is unknown not counted
    std::filesystem::path set_aside; ///< the damaged file, where it had to be written anew; else empty
};

/// Drops the blocks of a store whose checksums are wrong, or whose gate figures. Where the file's structure is damaged, or it was cut off, what can
/// still be read is copied to a new file that takes its place at once, and the old one is set aside as FILE.damaged-<n>.
/// The store must not be open. @throws DataError it is no campaign file; it is then left alone. @throws IoError.
Repair repair_store(const std::filesystem::path& file);

/// A note beside the store that says that it must be repaired before it is used; `verify` leaves it.
std::filesystem::path suspect_note(const std::filesystem::path& store);

} // namespace mbl
