# shellcheck shell=bash
# Steps with a time limit and what is reported of them, for tools/gpu_check, which includes this file.

reserve=5 # seconds kept for what comes after the running step
step_names=() step_states=() step_seconds=() step_details=()
declare -A facts=() # raw JSON values of the result file

say() { printf 'gpu_check: %s\n' "$*" | tee -a -- "$log" >&2; }

begin_report() {
    output=$1
    log=$output/log.txt
    deadline=$((SECONDS + $2))
    stretch=$(($2 > 480 ? $2 : 480)) # limits of steps are for 8 minutes, and grow with what is allowed
    : >"$log"
}

# Text as a JSON string.
json_string() {
    local text=${1//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//$'\n'/\\n}
    text=${text//$'\t'/ }
    printf '"%s"' "$(tr -d '\000-\037' <<<"$text" | tr -d '\n')"
}

# limited COMMAND...: within what is left of the step's time. Status 124: it ran out.
limited() {
    local left=$((step_end - SECONDS))
    [[ $left -gt 0 ]] || return 124
    timeout --kill-after=5 "$left" "$@"
}

# step NAME LIMIT FUNCTION ARGUMENTS...
# The function's status decides: 0 passed, 77 not done here (the host refuses, or lacks something), else failed. It may set
# `detail`, one line for the summary, and `facts`. It runs what takes time through `limited`.
step() {
    local name=$1 start=$SECONDS status=0 state
    detail=""
    step_end=$((deadline - reserve))
    [[ $step_end -le $((SECONDS + $2 * stretch / 480)) ]] || step_end=$((SECONDS + $2 * stretch / 480))
    shift 2
    printf '\n===== %s\n' "$name" >>"$log"
    if [[ $((step_end - SECONDS)) -lt 5 ]]; then
        state=skipped detail="no time left"
    else
        "$@" || status=$?
        case $status in
        0) state=passed ;;
        77) state=skipped ;;
        124 | 137) state="out of time" detail="stopped after $((SECONDS - start)) s${detail:+; $detail}" ;;
        *) state=FAILED ;;
        esac
    fi
    step_names+=("$name") step_states+=("$state") step_seconds+=("$((SECONDS - start))") step_details+=("$detail")
    say "$name: $state ($((SECONDS - start)) s)${detail:+: $detail}"
}

result_json() {
    local i separator="" key
    printf '{\n  "format": "mbl_gpu gpu_check", "format_version": 1,\n'
    for key in "${!facts[@]}"; do printf '  %s: %s,\n' "$(json_string "$key")" "${facts[$key]}"; done | sort
    printf '  "steps": ['
    for i in "${!step_names[@]}"; do
        printf '%s\n    {"name": %s, "state": %s, "seconds": %s, "detail": %s}' "$separator" \
            "$(json_string "${step_names[i]}")" "$(json_string "${step_states[i]}")" "${step_seconds[i]}" \
            "$(json_string "${step_details[i]}")"
        separator=","
    done
    printf '\n  ]\n}\n'
}

summary_text() {
    local i
    printf 'gpu_check of mbl_gpu %s\n%s\n%s\n\n' "$revision" "$host_line" "${device:-no GPU: $device_reason}"
    for i in "${!step_names[@]}"; do
        printf '%-12s %-16s %4s s  %s\n' "${step_states[i]}" "${step_names[i]}" "${step_seconds[i]}" "${step_details[i]}"
    done
    [[ ! -s $work/times.txt ]] || { echo; tail -n +2 -- "$work/times.txt"; }
    printf '\n%s\n' "$1"
}

# finish_report STATUS: writes the files, shows the summary and exits; with 1 instead of 0 if a step failed.
finish_report() {
    local status=$1 failed=0 state verdict
    for state in "${step_states[@]}"; do [[ $state = passed || $state = skipped ]] || failed=$((failed + 1)); done
    verdict="all steps passed or skipped"
    [[ $failed -eq 0 ]] || verdict="$failed of ${#step_states[@]} steps did not pass: see $log"
    [[ $status -ne 69 ]] || verdict+="; nothing was checked on a GPU"
    [[ $failed -eq 0 || $status -ne 0 ]] || status=1
    facts["failed_steps"]=$failed facts["exit_code"]=$status
    result_json >"$output/result.json"
    summary_text "$verdict; result: $output/result.json" | tee -- "$output/summary.txt"
    exit "$status"
}
