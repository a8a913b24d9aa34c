# shellcheck shell=bash
# What tools/gpu_check looks at, one function per step. `detail` is what the summary says of it, `facts` what the result
# file says. Included by tools/gpu_check.

real_device='^gpu' # ctest's names of the tests that need a GPU

first_line() { { "$@" 2>/dev/null || echo "none"; } | sed 1q; }

describe_host() {
    local model cores
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed 1q)
    cores=$(nproc)
    revision=unknown
    host_line="$(. /etc/os-release 2>/dev/null && echo "$PRETTY_NAME"), $(getconf GNU_LIBC_VERSION), $model, $cores cores; $(
        nvcc --version 2>/dev/null | sed -n 's/.*release \([0-9.]*\).*/nvcc \1/p'), $(first_line c++ --version)"
    facts["host"]=$(json_string "$host_line")
    facts["cmake"]=$(json_string "$(first_line cmake --version)")
    facts["ninja"]=$(json_string "$(first_line ninja --version)")
    facts["driver"]=$(json_string "$(first_line nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader)")
}

# The program's own word for its revision.
note_revision() {
    revision=$("$tree/bin/mbl_gpu" --version 2>/dev/null | sed -n 's/^mbl_gpu [^(]*(\(.*\))$/\1/p')
    revision=${revision:-unknown}
    facts["revision"]=$(json_string "$revision")
    facts["libraries"]=$(json_string "$("$tree/bin/mbl_gpu" --version 2>/dev/null | sed -n 2p)")
}

configure_build() {
    local choice architectures options=(-DMBL_CUDA=ON -DMBL_TESTS=ON -DMBL_HDF5=OFF -DCMAKE_BUILD_TYPE=Release)
    choice=$("$root/tools/cuda_choice" auto 2>>"$log")
    architectures=${choice##* }
    [[ -n $choice ]] || choice="$(command -v nvcc) 90-real" architectures=90-real # no GPU: one, to see that it compiles
    facts["architectures"]=$(json_string "$architectures")
    [[ $bundle = none ]] || options+=("-DMBL_BUNDLE=$(readlink -f -- "$bundle")")
    CUDACXX=${choice% *} limited cmake -S "$root" -B "$tree" -G Ninja --fresh "${options[@]}" \
        "-DCMAKE_CUDA_ARCHITECTURES=$architectures"
}

# What the GPU's steps need comes first, and whatever can be built is: on few cores the time may not suffice for all.
build_everything() {
    local targets status=0
    configure_build >>"$log" 2>&1 || status=$?
    for targets in "mbl_gpu gpu_times gpu_parity_tests" all; do
        [[ -e $tree/build.ninja ]] || break
        # shellcheck disable=SC2086  # several words
        limited cmake --build "$tree" --target $targets -- -k 0 >>"$log" 2>&1 || status=$?
    done
    note_revision
    [[ $status -eq 0 || $status -eq 124 ]] || detail="$(grep -m 1 -E 'CMake Error|FAILED:|fatal error' "$log" || echo "no word why"); see $log"
    return "$status"
}

# run_tests WHICH FILTER...: what ctest says of the tests that are chosen.
run_tests() {
    local out=$work/ctest.txt status=0 which=$1 failed total skipped names
    shift
    limited ctest --test-dir "$tree" -j "$(nproc)" --no-tests=error --output-on-failure "$@" >"$out" 2>&1 || status=$?
    cat -- "$out" >>"$log"
    read -r failed total < <(sed -n 's/.*% tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\)$/\1 \2/p' "$out")
    skipped=$(grep -c '\*\*\*Skipped' "$out")
    if [[ -n ${total-} ]]; then
        detail="$((total - failed - skipped)) passed, $failed failed, $skipped skipped"
        facts["tests_$which"]="{\"passed\": $((total - failed - skipped)), \"failed\": $failed, \"skipped\": $skipped}"
        names=$(sed -n 's/^ *[0-9]*\/[0-9]* Test *#[0-9]*: \([^ ]*\) .*\(Failed\|Timeout\|Exception\).*/\1/p' "$out" | paste -sd ' ')
        [[ -z $names ]] || detail+=": $names"
        # Here is a device: what is skipped does not see it.
        [[ $which != gpu || $skipped -eq 0 ]] || status=1
    fi
    return "$status"
}

# Sets `device` to the program's name for it, or `device_reason`.
find_device() {
    local answer
    device="" device_reason="the program was not built"
    [[ -x $tree/bin/mbl_gpu ]] || return 0
    note_revision
    answer=$(timeout 30 "$tree/bin/mbl_gpu" doctor --device cuda 2>"$work/doctor.err")
    printf '\n===== doctor\n%s\n' "$answer" | cat - "$work/doctor.err" >>"$log"
    device=$(sed -n 's/^runs on *\(.*\) (--device cuda)$/\1/p' <<<"$answer")
    device_reason=$(sed -n 's/^mbl_gpu: //p' "$work/doctor.err" | sed 1q)
    facts["device"]=$(json_string "$device")
}

# campaign CONFIG DEVICE FOLDER ARGUMENTS...: fresh, into a folder of its own.
campaign() {
    local on=$2 where=(--config "$root/configs/$1.json" --profile quick) status=0
    where+=(--device "$on" --results "$3")
    limited "$tree/bin/mbl_gpu" "${where[@]}" --progress none "${@:4}" >>"$log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || detail="a campaign on the $on device ended with status $status: $(tail -n 1 -- "$log")"
    return "$status"
}

# Seconds under a sanitizer. Two blocks, all observables, LIOM counts of both solver paths of a batch …
tiny_fig4=(--set /model/bubble/spins=3 --set '/sweeps=[{"localization_length":[4],"liom_count":[1,3]}]' --set /realizations=3)
# … and impurity points with and without U; the LIOMs fill shared memory more than once.
tiny_fig6=(--set '/sweeps=[{"coupling":[1.5],"interaction":[2,0],"liom_count":[3,1100]}]' --set /grid/frequency_count=1024
    --set '/spectral={"frequency":[-1.1,0.1,0.7]}')

# sanitize TOOL: reported, not fatal, where the host refuses the tool.
sanitize() {
    command -v compute-sanitizer >/dev/null || { detail="no compute-sanitizer here"; return 77; }
    sanitize_campaign "$1" fig4 "${tiny_fig4[@]}" || return
    sanitize_campaign "$1" fig6 "${tiny_fig6[@]}"
}

# sanitize_campaign TOOL CONFIG ARGUMENTS...
sanitize_campaign() {
    local out=$work/$1.txt status=0 found
    limited compute-sanitizer --tool "$1" "$tree/bin/mbl_gpu" --config "$root/configs/$2.json" \
        --profile quick --device cuda --threads 1 --results "$work/$1" --progress none "${@:3}" >"$out" 2>&1 || status=$?
    cat -- "$out" >>"$log"
    found=$(sed -n 's/^=* *\(ERROR SUMMARY: .*\|RACECHECK SUMMARY: .*\)/\1/p' "$out" | tail -n 1)
    detail=${found:-no summary, status $status}
    [[ $status -ne 124 && $status -ne 137 ]] || return "$status"
    if [[ -z $found ]] || grep -qiE 'device not supported|failed to initialize|unable to' "$out"; then
        detail="refused: $(grep -m 1 -iE 'not supported|failed|unable|error' "$out" || sed 1q "$out")"
        return 77
    fi
    [[ $found =~ SUMMARY:\ 0\  ]] && compgen -G "$work/$1/$2-quick/*summary.csv" >/dev/null && return
    detail+=", $(grep -c 'mbl::' "$out") lines name our kernels ($2)"
    return 1
}

# compare_summaries PARAMETERS FILE FILE: same rows, named by that many columns; what follows within 1e-6 of each other
# (eigenvectors of close levels differ by more than their energies). An iteration may take a few steps more or less.
compare_summaries() {
    awk -F, -v tolerance=1e-6 -v parameters="$1" '
        function row_name(    name, i) {
            for (i = 1; i <= parameters; i++) name = name (i > 1 ? FS : "") $i
            return name
        }
        FNR == 1 { for (i = 1; i <= NF; i++) column[i] = $i; next }
        NR == FNR { expected[row_name()] = $0; rows++; next }
        {
            seen++
            row = row_name()
            if (!(row in expected)) { missing++; next }
            columns = split(expected[row], numbers, FS)
            if (columns != NF || NF <= parameters) { missing++; next }
            for (i = parameters + 1; i <= NF; i++) {
                a = numbers[i]; b = $i
                if ((a "") == (b "")) continue
                difference = a - b; if (difference < 0) difference = -difference
                size = a < 0 ? -a : a; if (size < 1) size = 1
                steps = column[i] == "iterations"
                if (a ~ /nan/ || b ~ /nan/ || (steps ? difference > 2 + a / 5 : difference / size > tolerance)) {
                    wrong++; if (worst_row == "") worst_row = row " (" column[i] ")"
                } else if (!steps && difference / size > worst) worst = difference / size
            }
        }
        END {
            printf "%d rows, largest difference %.1e", rows, worst
            if (wrong) printf ", %d numbers beyond %g, first at %s", wrong, tolerance, worst_row
            if (missing || seen != rows || !rows) printf ", rows do not match (%d and %d)", rows, seen
            print ""
            exit wrong || missing || seen != rows || !rows
        }' "${@:2}"
}

compare_with_cpu() {
    local status=0 more=(--set /realizations=8)
    campaign fig4 cpu "$work/cpu" "${more[@]}" && campaign fig4 cuda "$work/gpu" "${more[@]}" || return
    detail=$(compare_summaries 8 "$work/cpu/fig4-quick/summary.csv" "$work/gpu/fig4-quick/summary.csv") || status=1
    # A size with the other eigensolver, one matrix at a time.
    more=(--set /model/bubble/spins=8 --set '/sweeps=[{"localization_length":[4],"liom_count":[3]}]' --set /realizations=2)
    campaign fig4 cpu "$work/cpu_2048" "${more[@]}" && campaign fig4 cuda "$work/gpu_2048" "${more[@]}" || return
    detail+="; dim 2048: $(compare_summaries 8 "$work/cpu_2048/fig4-quick/summary.csv" "$work/gpu_2048/fig4-quick/summary.csv")" || status=1
    facts["gpu_against_cpu"]=$(json_string "$detail")
    return "$status"
}

# Points of the impurity model against the CPU, and, in other batches, against themselves.
compare_impurity() {
    local status=0
    campaign fig6 cpu "$work/ipt_cpu" && campaign fig6 cuda "$work/ipt_gpu" --threads 1 &&
        campaign fig6 cuda "$work/ipt_lanes" --threads 4 || return
    detail=$(compare_summaries 9 "$work/ipt_cpu/fig6-quick/ipt_summary.csv" "$work/ipt_gpu/fig6-quick/ipt_summary.csv") || status=1
    if cmp -s -- "$work/ipt_gpu/fig6-quick/ipt_summary.csv" "$work/ipt_lanes/fig6-quick/ipt_summary.csv"; then
        detail+="; lanes 1 4: equal bytes"
    else
        detail+="; lanes 1 and 4 differ" status=1
    fi
    facts["impurity_against_cpu"]=$(json_string "$detail")
    return "$status"
}

# Every average and every curve with 17 digits: a bit that depends on lanes or on the day shows.
compare_lanes() {
    local lanes folder different="" done="" what=(--set /realizations=100)
    what+=(--set '/sweeps=[{"localization_length":[0.6,4],"liom_count":[1,2,3,4]}]')
    for lanes in 1 2 4 8 1; do
        folder=$work/lanes_$lanes
        rm -rf -- "$folder"
        campaign fig4 cuda "$folder" --threads "$lanes" "${what[@]}" || return
        limited "$tree/bin/mbl_gpu" export --csv --config "$root/configs/fig4.json" --profile quick --results "$folder" \
            "${what[@]}" >>"$log" 2>&1 || { detail="mbl_gpu export failed"; return 1; }
        [[ -e $work/first ]] || cp -r -- "$folder/fig4-quick" "$work/first"
        diff -rq -x '*.jsonl' -- "$work/first" "$folder/fig4-quick" >>"$log" 2>&1 || different+=" $lanes"
        done+=" $lanes"
    done
    detail="lanes$done: equal bytes in $(find "$work/first" -name '*.csv' | wc -l) files"
    [[ -z $different ]] || detail="the results differ from the first run's with lanes$different"
    facts["lane_counts"]=$(json_string "$detail")
    [[ -z $different ]]
}

measure_times() {
    local status=0 lines points
    [[ -x $tree/bin/gpu_times ]] || { detail="gpu_times was not built"; return 1; }
    limited "$tree/bin/gpu_times" --seconds "$((step_end - SECONDS - 5))" >"$work/times.jsonl" 2>"$work/times.txt" || status=$?
    cat -- "$work/times.txt" "$work/times.jsonl" >>"$log"
    lines=$(grep -c '^{"dim".*}$' "$work/times.jsonl")
    points=$(grep -c '^{"impurity_points".*}$' "$work/times.jsonl")
    facts["times"]="[$(grep '^{"dim".*}$' "$work/times.jsonl" | paste -sd ',')]"
    facts["impurity_times"]="[$(grep '^{"impurity_points".*}$' "$work/times.jsonl" | paste -sd ',')]"
    detail="$lines sizes, $points batches of impurity points, $(grep -c '"skipped"' "$work/times.jsonl") skipped"
    [[ $lines -gt 0 && $points -gt 0 ]] || return "$((status == 0 ? 1 : status))"
    return "$status"
}

time_peers() {
    local name call lines="" status=0
    for name in torch cupy; do
        python3 -c "import $name" >>"$log" 2>&1 || { detail+="no $name; "; continue; }
        # M and realizations; M and points.
        for call in "pipeline.py 1 20" "pipeline.py 2 10" "pipeline.py 3 5" "impurity.py 1000 1" "impurity.py 1000 8" "impurity.py 1000 32"; do
            # shellcheck disable=SC2086  # several words
            limited timeout 40 python3 -B "$root/bench/${name}_${call%% *}" ${call#* } >"$work/peer" 2>>"$log" || { status=$?; detail+="$name at $call: status $status; "; continue; }
            lines+=${lines:+,}$(tail -n 1 "$work/peer")
        done
    done
    facts["peers"]="[$lines]"
    detail=${detail%; }
    [[ -n $lines ]] || return 77
    return "$status"
}
