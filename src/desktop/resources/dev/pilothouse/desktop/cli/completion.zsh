#compdef pilothouse
# Completion of pilothouse for zsh. Printed by 'pilothouse ctl completion zsh'.

# The commands: c NAME TEXT (a command below), f NAME TEXT (an option), v NAME KIND TEXT (an option with a value),
# a KIND (the next argument; a last one with + repeats). F and V are options of all commands below too.
_pilothouse_model() {
    case $1 in
@MODEL@
    esac
}

_pilothouse_values() {
    local kind=$1 id title
    local -a found
    case $kind in
        session)
            # Asks the host at most every ten seconds.
            if [[ -z $_pilothouse_asked ]] || ((SECONDS - _pilothouse_asked >= 10)); then
                typeset -g _pilothouse_known _pilothouse_asked
                _pilothouse_known=$(${words[1]:-pilothouse} ctl completion --sessions 2>/dev/null </dev/null)
                _pilothouse_asked=$SECONDS
            fi
            while IFS=$'\t' read -r id title; do
                [[ -z $id ]] || found+=("${id//:/\\:}:$title")
            done <<<"$_pilothouse_known"
            _describe -V session found
            ;;
        dir) _files -/ ;;
        file) _files ;;
        \=*)
            found=(${(s: :)kind#=})
            _describe value found
            ;;
    esac
}

_pilothouse() {
    emulate -L zsh
    local cur=${words[CURRENT]} command='' word type name rest wanted='' ended='' kind='' last='' all model
    local -i i place=0 index=0
    local -a below options
    all=$(_pilothouse_model '')
    model=$all
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ -n $wanted ]]; then
            wanted=
        elif [[ -z $ended && $word = -- ]]; then
            ended=yes
        elif [[ -z $ended && $word = -* ]]; then
            while IFS=$'\t' read -r type name rest; do
                [[ $name = $word && $type = [vV] ]] && wanted=${rest%%$'\t'*}
            done <<<"$model"$'\n'"$all"
        elif [[ $'\n'$model = *$'\n'c$'\t'$word$'\t'* ]]; then
            command=${command:+$command }$word
            model=$(_pilothouse_model "$command")
            all+=$'\n'$(grep '^[FV]' <<<"$model")
            place=0
        else
            place+=1
        fi
    done
    if [[ -n $wanted ]]; then
        _pilothouse_values "$wanted"
        return
    fi
    while IFS=$'\t' read -r type name rest; do
        case $type in
            c) below+=("$name:${rest//:/\\:}") ;;
            f) options+=("$name:${rest//:/\\:}") ;;
            v) options+=("$name:${${rest#*$'\t'}//:/\\:}") ;;
            a)
                ((index == place)) && kind=${name%+}
                last=$name
                index+=1
                ;;
        esac
    done <<<"$model"
    if [[ -z $ended && $cur = -* ]]; then
        while IFS=$'\t' read -r type name rest; do
            case $type in
                F) options+=("$name:${rest//:/\\:}") ;;
                V) options+=("$name:${${rest#*$'\t'}//:/\\:}") ;;
            esac
        done <<<"$all"
        _describe option options
        return
    fi
    if ((${#below} && place == 0)); then
        _describe command below
        return
    fi
    [[ -z $kind && $last = *+ ]] && kind=${last%+}
    _pilothouse_values "$kind"
}

if [[ $zsh_eval_context[-1] = loadautofunc ]]; then
    _pilothouse "$@"
else
    compdef _pilothouse pilothouse
fi
