# Writes version_stamp.hpp when the revision has changed. Without .git (an archive, an offline bundle) the revision
# comes from cmake/revision.txt, which `git archive` fills in.
find_program(GIT git)
set(revision "")
if(GIT AND EXISTS "${SOURCE_DIR}/.git")
    execute_process(COMMAND ${GIT} -c safe.directory=* describe --always --dirty --abbrev=12
                    WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE revision
                    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(revision STREQUAL "" AND EXISTS "${SOURCE_DIR}/cmake/revision.txt")
    file(STRINGS "${SOURCE_DIR}/cmake/revision.txt" revision LIMIT_COUNT 1)
    if(revision MATCHES "Format")
        set(revision "")
    endif()
endif()
if(revision STREQUAL "")
    set(revision "unknown")
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#pragma once
#define MBL_VERSION \"${VERSION}\"
#define MBL_REVISION \"${revision}\"
" @ONLY)
