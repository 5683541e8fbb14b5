# Runs an agent at the other end of a connection, and ends all of it when the connection does. Plain POSIX sh; it is sent
# over stdin before the agent's first line, after what sets ph_dir, ph_mark, ph_env and the agent's command ("$@").
#
#   connection --3--> ph_feed | ph_agent --4--> connection       both tell ph_watch over 5 what happens
#
# Only ph_watch ends anything. It knows the agent by its process group while that runs, and everything that the agent has
# started by the mark in its environment where there is a /proc.

ph_marked() {
    grep -ls "PILOTHOUSE_REMOTE=$ph_mark" /proc/[0-9]*/environ 2>/dev/null |
        while IFS=/ read -r ph_a ph_b ph_found ph_rest; do echo "$ph_found"; done
}

ph_feed() {
    exec 4>&- 2>/dev/null
    PILOTHOUSE_REMOTE=$ph_mark cat <&3 3<&- 5>&- &
    ph_cat=$!
    echo "feed $ph_cat" >&5
    wait "$ph_cat"
    # 143 is ph_watch's SIGTERM: the agent has ended already.
    [ $? -ne 143 ] || exit 0
    echo "feed none" >&5
    # Whatever ended the connection: the agent's stdin ends too, and then it has a second for each step.
    exec >/dev/null 3<&-
    PILOTHOUSE_REMOTE=$ph_mark sleep 1 5>&- || exit 0
    echo term >&5
    PILOTHOUSE_REMOTE=$ph_mark sleep 1 5>&- || exit 0
    echo kill >&5
}

ph_agent() {
    exec 6<&0 3<&- </dev/null
    ph_setsid=$(command -v setsid)
    ph_env
    ph_find "$1" || {
        echo "There is no command $1 there." >&2
        echo "exit 127" >&5
        return
    }
    if [ -n "$ph_setsid" ]; then
        PILOTHOUSE_REMOTE=$ph_mark "$ph_setsid" "$@" <&6 >&4 4>&- 5>&- 6<&- &
    else
        # Gives it a process group of its own in shells that can do so without a terminal.
        set -m 2>/dev/null
        PILOTHOUSE_REMOTE=$ph_mark "$@" <&6 >&4 4>&- 5>&- 6<&- &
    fi
    ph_pid=$!
    exec 4>&- 6<&-
    echo "pid $ph_pid" >&5
    wait "$ph_pid"
    echo "exit $?" >&5
}

ph_signal() {
    kill -s "$1" -- "-$ph_pid" 2>/dev/null || kill -s "$1" "$ph_pid" 2>/dev/null
}

ph_sweep() {
    if [ ! -r /proc/self/environ ]; then
        [ -z "$ph_pid" ] || kill -s KILL -- "-$ph_pid" 2>/dev/null
        return 0
    fi
    ph_how=TERM
    for ph_round in 1 2 3 4 5 6 7 8 9 10; do
        ph_left=$(ph_marked)
        [ -n "$ph_left" ] || return 0
        # Unquoted: it is a list of numbers.
        kill -s "$ph_how" $ph_left 2>/dev/null
        [ "$ph_round" -lt 5 ] || ph_how=KILL
        sleep 0.2 2>/dev/null || sleep 1
    done
}

ph_watch() {
    exec 3<&- 4>&- >/dev/null
    ph_pid=
    ph_fed_by=
    ph_code=
    # An agent can end before ph_feed's cat carries the mark, so that one is ended by its number.
    while [ -z "$ph_code" ] || [ -z "$ph_fed_by" ]; do
        read -r ph_what ph_value || break
        case $ph_what in
            feed) ph_fed_by=$ph_value ;;
            pid) ph_pid=$ph_value ;;
            term) ph_signal TERM ;;
            kill) ph_signal KILL ;;
            exit) ph_code=$ph_value ;;
        esac
    done
    [ "${ph_fed_by:-none}" = none ] || kill -s TERM "$ph_fed_by" 2>/dev/null
    ph_sweep
    exit "${ph_code:-1}"
}

# Programs in a person's own folders are on the PATH of a login shell only.
ph_find() {
    command -v "$1" >/dev/null 2>&1 && return 0
    ph_path=$("${SHELL:-/bin/sh}" -lc 'printf "\n%s" "$PATH"' </dev/null 2>/dev/null | tail -n 1)
    [ -z "$ph_path" ] || PATH=$ph_path
    export PATH
    command -v "$1" >/dev/null 2>&1
}

pilothouse() {
    cd -- "$ph_dir" 2>/dev/null || {
        echo "The directory $ph_dir is not there, or may not be entered. Choose one that exists there." >&2
        exit 66
    }
    exec 3<&0 4>&1
    { ph_feed | ph_agent "$@"; } 5>&1 | ph_watch
}

pilothouse "$@"
