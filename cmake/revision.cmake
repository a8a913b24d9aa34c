# What the sources are called, and whether they still are what was called so.

# The revision that git gives, "-dirty" where files were changed; empty without git or .git.
function(mbl_git_revision source_dir result)
    find_program(GIT git)
    set(revision "")
    if(GIT AND EXISTS "${source_dir}/.git")
        execute_process(COMMAND ${GIT} -c safe.directory=* describe --always --dirty --abbrev=12
                        WORKING_DIRECTORY ${source_dir} OUTPUT_VARIABLE revision
                        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
    set(${result} "${revision}" PARENT_SCOPE)
endfunction()

# SHA-256 over everything that the program is compiled from.
function(mbl_source_digest source_dir result)
    file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE "${source_dir}" "${source_dir}/src/*" "${source_dir}/kernels/*")
    list(SORT files)
    set(text "")
    foreach(file CMakeLists.txt ${files})
        file(SHA256 "${source_dir}/${file}" digest)
        string(APPEND text "${digest} ${file}\n")
    endforeach()
    string(SHA256 digest "${text}")
    set(${result} ${digest} PARENT_SCOPE)
endfunction()
