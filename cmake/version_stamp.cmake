# Writes version_stamp.hpp when the revision has changed. Without .git the revision comes from cmake/revision.txt, which
# `git archive` fills in, or from the STAMP of an offline bundle, "-changed" where the sources are others by now.
include(${CMAKE_CURRENT_LIST_DIR}/revision.cmake)
mbl_git_revision("${SOURCE_DIR}" revision)
if(revision STREQUAL "" AND EXISTS "${SOURCE_DIR}/cmake/revision.txt")
    file(STRINGS "${SOURCE_DIR}/cmake/revision.txt" revision LIMIT_COUNT 1)
    if(revision MATCHES "Format")
        set(revision "")
    endif()
endif()
if(revision STREQUAL "" AND STAMP AND EXISTS "${STAMP}")
    file(STRINGS "${STAMP}" stamp)
    list(LENGTH stamp lines)
    if(lines EQUAL 2) # the revision is empty where the bundle was made without git
        list(GET stamp 0 revision)
        list(GET stamp 1 stamped)
        mbl_source_digest("${SOURCE_DIR}" digest)
        if(NOT digest STREQUAL stamped)
            string(APPEND revision "-changed")
        endif()
    endif()
endif()
if(revision STREQUAL "")
    set(revision "unknown")
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#pragma once
#define MBL_VERSION \"${VERSION}\"
#define MBL_REVISION \"${revision}\"
" @ONLY)
