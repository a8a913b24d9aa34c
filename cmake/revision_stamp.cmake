# Writes the stamp that travels with an offline bundle: revision, and digest of the sources it was taken for.
#   cmake -DSOURCE_DIR=… -DOUTPUT=… -P cmake/revision_stamp.cmake
include(${CMAKE_CURRENT_LIST_DIR}/revision.cmake)
mbl_git_revision("${SOURCE_DIR}" revision)
mbl_source_digest("${SOURCE_DIR}" digest)
file(WRITE "${OUTPUT}" "${revision}\n${digest}\n")
