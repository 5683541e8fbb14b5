# Completion of pilothouse for fish. Printed by 'pilothouse ctl completion fish'.

# The commands: c NAME TEXT (a command below), f NAME TEXT (an option), v NAME KIND TEXT (an option with a value),
# a KIND (the next argument; a last one with + repeats). F and V are options of all commands below too.
function __pilothouse_model
    switch "$argv[1]"
@MODEL@
    end
end

function __pilothouse_values
    set -l kind $argv[1]
    switch "$kind"
        case session
            # Asks the host at most every ten seconds.
            set -l now (date +%s)
            if not set -q __pilothouse_asked; or test (math $now - $__pilothouse_asked) -ge 10
                set -g __pilothouse_known ($argv[2] ctl completion --sessions 2>/dev/null </dev/null)
                set -g __pilothouse_asked $now
            end
            printf '%s\n' $__pilothouse_known
        case dir
            __fish_complete_directories (commandline -ct) ''
        case file
            __fish_complete_path (commandline -ct)
        case '=*'
            string split ' ' (string sub -s 2 -- $kind)
    end
end

function __pilothouse_complete
    set -l tokens (commandline -opc)
    set -l cur (commandline -ct)
    set -l path ''
    set -l model (__pilothouse_model '')
    set -l all $model
    set -l wanted ''
    set -l ended ''
    set -l place 0
    for word in $tokens[2..-1]
        if test -n "$wanted"
            set wanted ''
        else if test -z "$ended" -a "$word" = --
            set ended yes
        else if test -z "$ended"; and string match -q -- '-*' $word
            for line in $model $all
                set -l parts (string split \t -- $line)
                if test "$parts[2]" = "$word"; and string match -qr '^[vV]$' -- $parts[1]
                    set wanted $parts[3]
                end
            end
        else if string match -q -- "c"\t"$word"\t"*" $model
            set path (string trim -- "$path $word")
            set model (__pilothouse_model $path)
            set -a all (string match -r -- '^[FV].*' $model)
            set place 0
        else
            set place (math $place + 1)
        end
    end
    if test -n "$wanted"
        __pilothouse_values $wanted $tokens[1]
        return
    end
    if test -z "$ended"; and string match -q -- '-*' $cur
        for line in $model $all
            set -l parts (string split \t -- $line)
            switch $parts[1]
                case f F
                    printf '%s\t%s\n' $parts[2] $parts[3]
                case v V
                    printf '%s\t%s\n' $parts[2] $parts[4]
            end
        end
        return
    end
    set -l index 0
    set -l kind ''
    set -l last ''
    set -l below 0
    for line in $model
        set -l parts (string split \t -- $line)
        if test "$parts[1]" = c -a $place = 0
            set below 1
            printf '%s\t%s\n' $parts[2] $parts[3]
        else if test "$parts[1]" = a
            if test $index = $place
                set kind (string replace -r '\+$' '' -- $parts[2])
            end
            set last $parts[2]
            set index (math $index + 1)
        end
    end
    if test $below = 1
        return
    end
    if test -z "$kind"; and string match -q -- '*+' $last
        set kind (string replace -r '\+$' '' -- $last)
    end
    test -z "$kind"; or __pilothouse_values $kind $tokens[1]
end

complete -c pilothouse -f -a '(__pilothouse_complete)'
