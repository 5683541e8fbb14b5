# Completion of pilothouse for bash. Printed by 'pilothouse ctl completion bash'.
# shellcheck shell=bash

# The commands: c NAME TEXT (a command below), f NAME TEXT (an option), v NAME KIND TEXT (an option with a value),
# a KIND (the next argument; a last one with + repeats). F and V are options of all commands below too.
_pilothouse_model() {
    case $1 in
@MODEL@
    esac
}

# Asks the host at most every ten seconds.
_pilothouse_sessions() {
    if [ -z "${_pilothouse_asked-}" ] || [ $((SECONDS - _pilothouse_asked)) -ge 10 ]; then
        _pilothouse_known=$("${COMP_WORDS[0]:-pilothouse}" ctl completion --sessions 2>/dev/null </dev/null)
        _pilothouse_asked=$SECONDS
    fi
    printf '%s\n' "$_pilothouse_known" | cut -f 1
}

_pilothouse_values() {
    local kind=$1 cur=$2
    case $kind in
        session) mapfile -t COMPREPLY < <(compgen -W "$(_pilothouse_sessions)" -- "$cur") ;;
        file | dir)
            compopt -o filenames 2>/dev/null
            if [ "$kind" = dir ]; then
                mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            else
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            fi
            ;;
        =*) mapfile -t COMPREPLY < <(compgen -W "${kind#=}" -- "$cur") ;;
    esac
}

_pilothouse() {
    local cur=${COMP_WORDS[COMP_CWORD]} path='' word type name rest i wanted='' ended='' place=0 index=0 kind='' last=''
    local all='' words='' model
    COMPREPLY=()
    all=$(_pilothouse_model '')
    model=$all
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [ "$word" = = ]; then
            continue
        elif [ -n "$wanted" ]; then
            wanted=
        elif [ -z "$ended" ] && [ "$word" = -- ]; then
            ended=yes
        elif [ -z "$ended" ] && [ "${word#-}" != "$word" ]; then
            while IFS=$'\t' read -r type name rest; do
                if [ "$name" = "$word" ] && { [ "$type" = v ] || [ "$type" = V ]; }; then
                    wanted=${rest%%$'\t'*}
                fi
            done <<<"$model"$'\n'"$all"
        elif grep -q "^c"$'\t'"$word"$'\t' <<<"$model"; then
            path=${path:+$path }$word
            model=$(_pilothouse_model "$path")
            all=$all$'\n'$(grep '^[FV]' <<<"$model")
            place=0
        else
            place=$((place + 1))
        fi
    done
    if [ "$cur" = = ]; then
        cur=
    fi
    if [ -n "$wanted" ]; then
        _pilothouse_values "$wanted" "$cur"
        return
    fi
    if [ -z "$ended" ] && [ "${cur#-}" != "$cur" ]; then
        while IFS=$'\t' read -r type name rest; do
            case $type in
                f | v | F | V) words="$words $name" ;;
            esac
        done <<<"$model"$'\n'"$all"
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur" | sort -u)
        return
    fi
    while IFS=$'\t' read -r type name rest; do
        if [ "$type" = c ]; then
            words="$words $name"
        elif [ "$type" = a ]; then
            if [ $index = $place ]; then
                kind=${name%+}
            fi
            last=$name
            index=$((index + 1))
        fi
    done <<<"$model"
    if [ -n "$words" ] && [ $place = 0 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return
    fi
    if [ -z "$kind" ] && [ "${last%+}" != "$last" ]; then
        kind=${last%+}
    fi
    _pilothouse_values "$kind" "$cur"
}

complete -F _pilothouse pilothouse
