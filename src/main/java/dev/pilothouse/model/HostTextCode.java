package dev.pilothouse.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of a host that clients translate: the English text with named arguments. A client has a translation
 * under {@code hostText.} and the constant's name, with the arguments in the order in which they first appear here. A
 * constant is never renamed, since older clients know its word.
 */
public enum HostTextCode {
    // of folders, and of the file of own agents
    DIRECTORY_MISSING("There is no directory {path} on the host."),
    DIRECTORY_FORBIDDEN("The host may not read the directory {path}."),
    DIRECTORY_UNREADABLE("The directory {path} cannot be read."),
    PATH_NOT_ABSOLUTE("The path must be absolute."),
    PATH_INVALID("That is no path on the host."),
    FILE_UNREADABLE("The file cannot be read, so its last good entries stay: {reason}"),
    FILE_NO_TEXT("The file is not in UTF-8, so its last good entries stay."),
    FILE_TOO_LARGE("The file has more than {max} bytes, so its last good entries stay."),
    FILE_NOT_JSON("This is not valid JSON, so the last good entries of the file stay."),
    FILE_NAMES_TWICE("A member is named twice, so the last good entries of the file stay."),
    FILE_WRONG_FORM(
            "The file must be a list of entries, or an object with the member “agents”. Its last good entries stay."),
    PRICES_UNREADABLE("The list of prices {file} is not used, since it cannot be read: {reason}."),
    BUDGET_REACHED("The budget of {limit} is used up, so no new turn starts"),
    BUDGET_NEARLY_USED("{percent} % of the budget of {limit} is used."),
    BUDGET_TOKENS("{count} tokens"),
    BUDGET_MONEY("{amount} {currency}"),
    BUDGET_RAISE_HALF("Raise by 50 %"),
    BUDGET_DOUBLE("Double it"),
    BUDGET_KEEP("Not now"),
    BUDGET_WRONG("That is no budget: it needs a subject, a period, a unit (tokens or a currency) and a limit."),
    BUDGET_CANCELS("The budget of {limit} is used up, so the running turn is cancelled."),
    BUDGET_NO_SESSION("There is no session {session} on this host."),
    BUDGET_NO_RUN("There is no run {run} on this host."),
    BUDGET_NO_PROJECT(
            "{folder} is no folder of this host, and no session works in it. Name the project as “Usage” lists it."),
    BUDGET_OTHER_PROJECT("{folder} counts for the project {project}. Set the budget for that one."),
    BUDGETS_FULL("There are {max} budgets already. Delete some first."),
    BUDGETS_UNREADABLE("the budgets in {file} cannot be read; restore that file, or delete it to have no budgets"),
    SCHEDULE_ZONE_UNKNOWN("“{zone}” is no time zone. Write one such as Europe/Berlin, or UTC."),
    SCHEDULE_DATE_WRONG("“{time}” is no date with a time. Write one such as 2026-11-29T23:30."),
    SCHEDULE_TIME_WRONG("“{time}” is no time. Write one such as 09:00."),
    SCHEDULE_NO_DAYS("Choose at least one day of the week."),
    SCHEDULE_INTERVAL_WRONG("The interval must be 1 minute to 366 days."),
    SCHEDULE_CRON_WRONG(
            "“{text}” is no cron expression, or never due. It has five fields: minute, hour, day of month, month, day of week."),
    SCHEDULE_OVER("That time is over. Choose a later one."),
    SCHEDULE_INCOMPLETE(
            "A schedule needs a title of at most {title} characters, a prompt of at most {prompt}, an absolute directory, and 1 to {keep} sessions to keep."),
    NOTIFY_ACCEPTED("The server has accepted it."),
    NOTIFY_UNREACHABLE("The server could not be reached ({reason})."),
    NOTIFY_NO_ANSWER("The server did not answer ({reason})."),
    NOTIFY_BUSY("The server could not take it now ({reason})."),
    NOTIFY_REFUSED("The server refused it ({reason}). Check the address and the token."),
    NOTIFY_GONE("The push service has removed this subscription. Subscribe again and enter the new address and keys."),
    NOTIFY_DEVICE_REVOKED(
            "The device that added this target has no access any more, so it gets nothing. Enter its address again to use it, or remove it."),
    NOTIFY_TOO_OLD(
            "This ntfy server is too old to clear a notification that was answered elsewhere. Version 2.16 or newer can."),
    NOTIFY_PRIVATE("The address leads into a private network or to this machine. Allow that for this target first."),
    NOTIFY_ADDRESS_AGAIN(
            "The device that entered this address has no access any more. Enter the address again, with its token or keys, if it may still be told."),
    NOTIFY_NO_ADDRESS("It has no address. Enter one."),
    NOTIFY_TARGETS_FULL("There are {max} targets already. Remove one first."),
    NOTIFY_TARGET_UNKNOWN("There is no target {id} on this host."),
    NOTIFY_NAME_WRONG("Enter a name of at most {max} characters."),
    NOTIFY_KIND_WRONG("This host has no such kind of target. The kind of a target cannot change."),
    NOTIFY_EVENTS_WRONG("Choose at least one kind of event."),
    NOTIFY_URL_WRONG(
            "Enter a whole address that begins with https://, without a user name and a password. http:// is for this machine alone."),
    NOTIFY_TOPIC_WRONG("The address must end with the topic, such as https://ntfy.sh/my-topic."),
    NOTIFY_TOKEN_WRONG("A token has at most 512 printable characters without spaces."),
    NOTIFY_KEYS_WRONG("Enter both keys of the receiver as it shows them."),
    NOTIFY_QUIET_WRONG(
            "Enter quiet hours as two times such as 22:00 and 07:00, and a time zone such as Europe/Berlin."),
    NOTIFY_OVERRIDES_FULL("At most {max} sessions can have events of their own."),
    NOTIFY_ESCALATION_WRONG("Choose another target and 1 to {max} minutes."),
    NOTIFY_ANSWERS_WRONG("Only ntfy has buttons. Choose a paired device whose access does not outlast your own."),
    NOTIFY_FILE_WRONG("{file} cannot be used, and nothing is sent: {problem}."),
    NOTIFY_NO_BUTTONS("This target has no buttons for answers. Choose the device that answers first."),
    SCHEDULES_FULL("There are {max} schedules already. Delete some first."),
    SCHEDULE_UNKNOWN("There is no schedule {id} on this host."),
    SCHEDULE_OVERLAP("The session before was still working."),
    SCHEDULE_WAITS("Waits until the session before is over."),
    SCHEDULE_REPLACED("A later time came before it could start."),
    SCHEDULE_MISSED("The host was off or asleep at this time."),
    SCHEDULE_MISSED_MANY("The host was off or asleep at {count} times."),
    SCHEDULE_CATCH_UP("Started late: the host was off or asleep at its time."),
    SCHEDULE_BUDGET("The budget of {limit} is used up."),
    SCHEDULE_FAILED_THRICE("Paused after three failures in a row: {reason}"),
    SCHEDULE_NO_RIGHTS("Paused, because the device “{device}” that saved it may no longer steer this host."),
    SCHEDULE_TURN_FAILED("The turn failed."),
    SCHEDULE_TURN_LIMIT("The turn stopped at a limit of the agent."),
    SCHEDULE_TURN_REFUSED("The agent refused to go on."),
    SCHEDULE_AGENT_FAILED("The agent did not start, or has ended."),
    SCHEDULE_NEEDS_LOGIN("The agent needs a login."),
    SCHEDULE_SESSION_GONE("Its session was deleted."),
    SCHEDULE_HOST_ENDED("The host or the agent ended during the turn."),
    SCHEDULE_UNREADABLE("The schedule in {file} cannot be read, so it starts nothing: {reason}"),
    SCHEDULES_BUSY("The host has too much to do with its schedules. Try again in a moment."),
    ESTIMATES_TOO_MANY("At most {max} sessions can be estimated at once."),
    USAGE_SPAN("Usage can be read for 1 to {max} days."),
    VALUE_MISSING("This is missing, so the entry is left out."),
    VALUE_NO_OBJECT("This must be an object."),
    VALUE_NO_ID("This must have 1 to 64 characters without white space, so the entry is left out."),
    VALUE_NO_BOOLEAN("This must be true or false."),
    VALUE_NO_NUMBER("This must be a whole number from 1 to {max}."),
    VALUE_NO_WORD("This must be one of {words}."),
    VALUE_NO_VARIABLE("A shell cannot set the variable “{name}”, so the entry is left out."),
    VALUE_NO_TARGET("This must be a name that is not blank and does not begin with “-”, so the entry is left out."),
    // of a client: its connections and its tickets
    LINK_TIMEOUT("The host did not answer in time."),
    LINK_BROKE_AT_ONCE("The connection broke at once."),
    LINK_BROKE("The connection broke."),
    LINK_SILENT("The host has not been heard for {seconds} s."),
    LINK_UPDATES_WRONG("The host sends updates that do not fit together."),
    LINK_LOCAL_CLOSED("The host on this computer is closed."),
    LINK_LOCAL_ENDED("The host on this computer has closed the connection."),
    LINK_BROKE_WHY("The connection to {host} broke: {reason}."),
    LINK_NOT_CONNECTED_WHY("Cannot connect to {host}: {reason}."),
    ADDRESS_INVALID("{address} is no address"),
    ADDRESS_NO_HOST("what answers at {address} is no Pilothouse host"),
    ADDRESS_OTHER_VERSION("what answers at {address} is no Pilothouse host of this version"),
    ADDRESS_OTHER_KEY("what answers at {address} is not this host: its key is another"),
    ADDRESS_CLOSED("{address} has closed the connection"),
    ADDRESS_VERSION("the host at {address} is of another version: update the older one"),
    ADDRESS_HTTP("{address} answers with HTTP {status}"),
    ADDRESS_MISSING("it has no address"),
    ADDRESS_LATE("it does not answer within {seconds} seconds"),
    ADDRESS_UNPROVEN("what answers at {address} does not prove to be this host"),
    LINK_WENT_AWAY("the network or the host went away"),
    ADDRESS_NOT_REACHED("{address} is not reachable"),
    LINK_DISTURBED("the connection was disturbed"),
    LINK_UNREADABLE("the host sent something that this version cannot read"),
    LINK_OTHER_CODE("The host shows another code than this device, so pairing was stopped."),
    LINK_OTHER_HOST("Another host answers at this address."),
    BRIDGE_VERSIONS("The host speaks version {host} of the bridge, this app {app}: update the older of the two."),
    APP_WAS_CLOSED("The app was closed before the host had answered."),
    HOST_TOO_OLD_FOR_EXPIRY(
            "This host is too old to let a device in for a time only. Update it, or set the end when the device is paired."),
    PAIRING_NO_ANSWER("Nobody at the host has answered in time. Make a new ticket there and try again."),
    PAIRING_NOBODY("Nobody at the host has answered."),
    PAIRING_UNREACHABLE("The host cannot be reached: {reason}"),
    PAIRING_OWN_HOST("This ticket is of the host on this computer, which needs no pairing."),
    PAIRING_UNDER_WAY("Pairing with this host is under way already."),
    HOST_NOT_STORED("The host cannot be stored on this device."),
    TICKET_EMPTY("There is no pairing text."),
    TICKET_NONE("This is not a pairing text: one begins with {prefix}."),
    TICKET_NEWER("This pairing text was made by a newer Pilothouse. Update this one, then pair again."),
    TICKET_OTHER_KEY(
            "This pairing text names one host and carries the key of another. Do not use it: that host has not made it."),
    TICKET_CUT("The end of the pairing text is missing."),
    TICKET_DAMAGED("The pairing text is damaged."),
    TICKET_COPY_ALL("Copy all of it, or make a new one on the host with {command}."),
    // of git, and of tunnels
    GIT_CANNOT_RUN("Git cannot be run on the host: {message}"),
    GIT_NO_VERSION("The program git on the host does not tell its version, so it is not used."),
    GIT_TOO_OLD("The host has git {version}. Install {needed} or newer."),
    GIT_TOO_MANY("The host has too many git commands to run. Try again in a moment."),
    GIT_NOT_STARTED("git was not started."),
    GIT_STOPPED("git was stopped."),
    GIT_TOO_LARGE("git {command} had more than {max} bytes to say, so it was stopped."),
    GIT_TOO_SLOW("git {command} did not end within {seconds} seconds, so it was stopped."),
    GIT_TOO_MANY_FILTERS("The repository’s configuration has too many filters."),
    GIT_UNREADABLE("Git cannot read this repository."),
    PICTURE_OVER("The picture is too large: pictures up to {max} MB are sent."),
    FILE_TOO_LARGE_TO_SHOW("The file is too large to show, or cannot be read on the host."),
    FILE_UNREADABLE_ON_HOST("The file cannot be read on the host."),
    PATCH_TOO_LARGE("The patch has more than {max} MB. Ask for one file at a time."),
    PATCH_TOO_MANY_FILES("The patch has too many files. Ask for one file at a time."),
    TUNNEL_LOST("{program} has lost its connection to its service and tries to get it back."),
    TUNNEL_NO_CONNECTION("{program} had no connection to its service for {minutes} min."),
    TUNNEL_SILENT("{program} did not say what it should within {seconds} s."),
    TUNNEL_ENDED("{program} ended with code {code}."),
    TUNNEL_GET_FROM("Get it from {where}."),
    TUNNEL_STANDS_IN("It stands in {file}."),
    TUNNEL_FILE_UNWRITABLE("The file {file} cannot be written: {reason}"),
    TUNNEL_FILE_UNUSABLE("The file {file} cannot be used: {reason}"),
    TUNNEL_NO_FILE("There is no {file}. Write into it {content}."),
    TUNNEL_COMMAND_LIST("{file}: “command” must be a list of the program and its arguments."),
    TUNNEL_COMMAND_PORT("{file}: “command” must say {placeholder} where the bridge’s port belongs."),
    TUNNEL_NOT_UNDERSTOOD("{file} cannot be understood: {reason}."),
    TUNNEL_URL_PATTERN("{file}: “url” is no regular expression: {reason}."),
    TUNNEL_UNREADABLE("{file} cannot be read: {reason}."),
    TUNNEL_LOGIN(
            "devtunnel is not logged in. Run “devtunnel user login” on the host (-g for GitHub, -d without a browser), then start the tunnel again."),
    // of git's filters
    GIT_FILTER_NAME("The repository’s configuration names a filter with characters outside of ASCII. Rename it."),
    GIT_FILTERS_FULL(
            "The repository’s configuration has more than {max} settings of filters. Remove those that nobody needs."),
    // of the start of a host
    HOST_FOLDER_IN_USE(
            "Another Pilothouse host uses the data folder {folder}. Stop it, or choose another folder with --data."),
    HOST_FOLDER_IN_USE_BY(
            "Another Pilothouse host uses the data folder {folder} (process {process}). Stop it, or choose another folder with --data."),
    HOST_FOLDER_UNUSABLE(
            "The data folder {folder} cannot be used: {reason}. Choose another folder with --data, or repair this one."),
    HOST_KEY_MISSING(
            "The host’s key {key} is missing, but a host has run on this data folder. Without it this host would be another one for all paired devices. Restore the file from a backup, or run “pilothouse host --new-identity” once: then every device must be paired again."),
    HOST_DISK_FULL(
            "A host cannot start on the data folder {folder}: {reason}. Make room on that disk, then start the host again."),
    HOST_NEW_IDENTITY(
            "The host has a new identity. Pair its devices again. What was there before is kept in {folder} under names that end in .replaced-N."),
    HOST_DEVICES_MISSING(
            "The list of paired devices (devices.json) is missing in {folder}, so no paired device is let in. Stop the host and restore it from a backup, or pair the devices again."),
    HOST_FOLDER_FULL(
            "The disk of the data folder {folder} is full. Sessions can be read, and nothing new is taken on. Make room on that disk: the host then goes on by itself, and until then the commands of this machine do not find it."),
    HOST_FILE_SYSTEM("its file system lacks what a host needs"),
    APP_BUSY("Too much is going on just now; try again."),
    APP_CLOSING("The app is closing."),
    APP_QUEUE_FULL("Too many requests wait for the host; try again later."),
    NOT_SENT("It was not sent."),
    NOT_SENT_FOR_A_DAY("This could not be sent for a day; send it again if you still want it."),
    NOT_CONNECTED("There is no connection to the host."),
    NO_ANSWER_WITHIN("The host did not answer within {seconds} s."),
    ANSWER_UNUSABLE("The host gave an answer that does not fit."),
    LOST_BEFORE_ANSWER("The connection was lost before the host answered."),
    // of devices, pairing, requests and answers
    ACCESS_WOULD_BE_OVER("The access of that device would be over already."),
    NO_DEVICE_ASKS("No such device asks, or it no longer does."),
    WRONG_CODE("That is not the code of this device. Compare it with the one that the device shows."),
    APPROVAL_OUTLASTS(
            "The access of this device ends before that of the device that asks. Approve it on the host, or on a device without an end."),
    DEVICE_NOT_STORED(
            "The device could not be stored. Check the host’s disk, then show the same ticket again on the device."),
    DEVICE_NAME_LENGTH("A device’s name has 1 to {max} characters."),
    AUDIT_UNREADABLE("The audit log could not be read. Check the host’s disk."),
    DEVICE_UNKNOWN("There is no device {device} on this host."),
    DEVICES_UNWRITABLE(
            "That holds until the host is restarted: its list of devices could not be written. Check the disk."),
    BYE_CONNECTED_TOO_OFTEN("This device has connected again too often, so this connection was closed."),
    BYE_TOO_MANY_CONNECTIONS("This device has too many connections already. Close one of them."),
    BYE_REMOVED("This device was removed on the host. Pair it again to come back."),
    BYE_FIRST_MESSAGE("The first message must be hello or pair."),
    BYE_NOT_PAIRED("This device is not paired with this host, or no longer. Pair it with a new ticket."),
    BYE_VERSION_OF_DEVICE(
            "This host speaks protocol versions {min} to {max}, this device {from} to {to}. Update Pilothouse on this device."),
    BYE_VERSION_OF_HOST(
            "This host speaks protocol versions {min} to {max}, this device {from} to {to}. Update Pilothouse on the host."),
    BYE_SCOPE_UNKNOWN(
            "This host does not know the scope of this device. Ask for a scope and a time on the host, or for a new ticket."),
    BYE_EXPIRED("The access of this device ended at {end}. Ask for more time on the host, or for a new ticket."),
    NOT_LET_IN_YET("This device is not let in yet. Send that again after the welcome."),
    MESSAGE_UNREADABLE("A message could not be read: {reason}."),
    MESSAGE_INVALID("A message is not valid: {reason}."),
    HELLO_TWICE("This device has said hello already."),
    SUBSCRIPTIONS_FULL("Too many sessions are open on this connection."),
    SUBSCRIPTION_UNKNOWN("There is no subscription {sub} on this connection."),
    REQUEST_UNKNOWN("This host does not know that request. Update Pilothouse there."),
    ANSWER_TOO_LARGE("The answer takes {size} MB, and a message carries at most {max} MB."),
    ANSWER_TOO_LARGE_AS_TEXT(
            "The answer takes {size} MB, and a message carries at most {max} MB. Its bytes may fit: ask for them with binary."),
    SESSION_TOO_LARGE("The session {session} is too large to be shown. Its files on the host are whole."),
    READS_FULL("This device reads {max} files at the same time. Try again in a moment."),
    UPLOAD_TOO_LARGE("That is too large: the host takes {max} MB."),
    UPLOAD_EMPTY("There is nothing in that file."),
    UPLOAD_UNDECODABLE("A piece of the file is no base64."),
    UPLOAD_PIECES_WRONG("The pieces of the file do not fit together. Attach it again."),
    UPLOAD_NOT_WRITTEN("The host could not write the file to its disk."),
    CONTENT_MISSING("The host does not have that content."),
    CONTENT_UNREADABLE("The host could not read that content."),
    NO_SUCH_SESSION_HERE("There is no such session on this host."),
    FILE_SEARCH_BUSY("The host is busy looking for files. Try again in a moment."),
    FILES_ELSEWHERE("The session’s files lie elsewhere ({place}), where the host does not read."),
    FILES_ELSEWHERE_TYPE("The session’s files lie elsewhere ({place}), where the host does not look. Type the path."),
    READS_BUSY("The host is busy reading files. Try again in a moment."),
    READ_FAILED("The host could not read that."),
    READ_DEFECT("The host failed to read. Its log says more."),
    SEARCH_DEFECT("The host failed to search. Its log says more."),
    LISTING_BUSY("The host asks agents already. Try again in a moment."),
    SESSION_CREATES_NONE("A session cannot create another."),
    SESSION_DELETES_NOT_ITSELF("A session cannot delete itself."),
    NO_SNAPSHOT_ID("That is no snapshot."),
    NOTHING_TO_CHANGE("Nothing was to be changed."),
    SESSION_FILES_GONE("The session {session} was made, but its files are gone from the host."),
    AGENT_SESSION_ID_INVALID("That is no id of an agent’s session."),
    SEARCH_LENGTH("A search needs at least one word and at most {max} characters."),
    SEARCH_BUSY("The host has too many searches to do just now. Try again in a moment."),
    SEARCH_REPLACED("A newer search took the place of this one."),
    FILE_SEARCH_TOO_LONG("That is too long for a search."),
    FILE_SEARCH_OUTSIDE("Only files in the session’s directory can be named here."),
    FILE_SEARCH_REPLACED("Another search came after this one."),
    NO_FILE_OF_REPOSITORY("That is no file of the repository."),
    GIT_BUSY("The host is busy with git. Try again in a moment."),
    DIRECTORY_NO_REPOSITORY("The session’s directory is in no git repository of the host."),
    REPOSITORY_DEFECT("The host failed to read the repository. Its log says more."),
    LISTING_NONE("The agent does not tell which sessions it has kept."),
    ANSWER_NOT_BY_TEXT("This question is not answered by a text."),
    ANSWER_BY_OPTION("This question is answered by one of its options."),
    ANSWER_NO_FIELD("The question has no field “{name}”."),
    ANSWER_NEEDS_VALUE("The answer needs a value for “{title}”."),
    ANSWER_ONE_CHOICE("“{title}” must be one of its choices."),
    ANSWER_BOOLEAN("“{title}” must be true or false."),
    ANSWER_INTEGER("“{title}” must be a whole number."),
    ANSWER_NUMBER("“{title}” must be a number."),
    ANSWER_SOME_CHOICES("“{title}” must be some of its choices, each once."),
    ANSWER_TOO_LONG("The answer is too long: at most {max} characters."),
    TICKET_MAKE_NEW("Make a new one on the host and try again."),
    TICKET_WAS_USED("This ticket was used already: each is good for one device, once."),
    TICKET_HAS_EXPIRED(
            "This ticket has expired: each is good for two minutes, and for as long as the device that made it may invite others."),
    TICKET_DEVICE_REFUSED("The host refused this device."),
    TICKET_NOT_KNOWN("The host does not know this ticket."),
    PAIRING_DISK_FULL(
            "The host could not store this device, since its disk is full. The ticket was not used: correct that on the host and show it again."),
    PAIRING_UNWRITABLE(
            "The host could not store this device, since it could not write its data folder. The ticket was not used: correct that on the host and show it again."),
    // of prompts and attachments
    PROMPT_EMPTY("The prompt is empty."),
    PROMPT_TOO_LONG("The prompt is longer than {max} characters. Put the text into a file and name that."),
    ATTACHMENT_KIND_UNKNOWN("This host does not know attachments of the kind “{kind}”."),
    ATTACHMENTS_TOO_MANY("At most {attachments} attachments and {files} files go with a prompt."),
    ATTACHMENTS_TOO_LARGE("The attachments are too large together: at most {max} MB go with a prompt."),
    ATTACHMENT_NAME("An attachment needs a name of one line."),
    AGENT_NO_PICTURES("{agent} takes no pictures."),
    ATTACHMENT_GONE("The host does not have the attachment “{name}” any more. Attach it again."),
    ATTACHMENT_DIFFERS("The attachment “{name}” is not what the host keeps. Attach it again."),
    ATTACHMENT_ELSEWHERE(
            "The attachment “{name}” would go as a link to a file of the host, but {agent} runs elsewhere ({place}). Put the file there, and name it."),
    FILE_PATH_TOO_LONG("The path of a file is too long."),
    FILE_PATH_HIDDEN("The path of a file has characters in it that are not seen."),
    FILE_NAMED_MISSING("There is no file “{path}” in the session’s directory."),
    UPLOADS_OF_SESSION_FULL(
            "This session has no room for more attachments: it keeps up to {files} of them, and {max} MB. Go on in a new session."),
    UPLOADS_OF_HOST_FULL(
            "This host has no room for more attachments: it keeps up to {max} MB of them. Delete sessions that are not needed any more."),
    DISK_NEARLY_FULL(
            "The disk of the host is nearly full: {reserve} MB stay free for the conversations. Make room on it, then attach again."),
    SESSION_HERE_ALREADY("That session is here already, as “{session}”. Go on with it there."),
    SESSION_BEING_TAKEN_OVER("That session is being taken over just now. Go on with it there."),
    NEEDS_SCOPE_VIEW("This device may not do that: it needs the scope view. Ask for a wider scope on the host."),
    NEEDS_SCOPE_ANSWER("This device may not do that: it needs the scope answer. Ask for a wider scope on the host."),
    NEEDS_SCOPE_STEER("This device may not do that: it needs the scope steer. Ask for a wider scope on the host."),
    NEEDS_SCOPE_ADMIN("This device may not do that: it needs the scope admin. Ask for a wider scope on the host."),
    // of a session: its agent, its turns, its questions, its journal
    AGENT_STOPPED_EARLY("{agent} was stopped before it was ready."),
    AGENT_WAS_ENDED("The agent was ended."),
    SESSION_WAS_ENDED("The session was ended."),
    HOST_HAD_ENDED("The host ended while the agent ran."),
    HOST_STOPPED("The host was stopped."),
    SESSION_DELETED("The session was deleted."),
    LOGOUT_UNSUPPORTED("{agent} does not offer to log out. Log out with its own program."),
    FORK_ALONE(
            "A fork continues the session that it comes from, in its directory. It takes no other session and no worktree."),
    FORK_OTHER_AGENT("The session “{name}” is of another agent. Only its own agent can fork it."),
    FORK_NOT_BEGUN("The agent has no session of “{name}” yet. Start it first."),
    SESSION_FORKED(
            "A fork of “{name}”. The agent knows that conversation up to here; from now on the two are separate."),
    FORK_UNSUPPORTED("{agent} does not offer to fork its sessions."),
    FORK_REFUSED("{agent} could not fork its session: {error}"),
    // of the deletion of a session at its agent
    DELETE_UNSUPPORTED("{agent} does not offer to delete its sessions."),
    COMMAND_REFUSED("{agent} refused: {error}"),
    COMMAND_LOST("{agent} did not answer. {reason}"),
    DELETE_UNDERWAY("The agent is already asked to delete this session. Wait for its answer."),
    DELETE_KEPT(
            "The session is still here, because its agent has not deleted its own. You can delete it here only. {reason}"),
    PROCESS_CLOSED_OUTPUT("The process closed its output without ending, so it was ended."),
    PROCESS_SIGNAL("The process was ended by signal {signal}."),
    PROCESS_EXITED("The process exited with code {code}."),
    LAST_WORDS("Its last words: {line}"),
    LAST_WORDS_BEFORE("Its last words: {line}\nBefore that:\n{lines}"),
    START_EXITED("{agent} ended before it was ready."),
    START_TIMEOUT("{agent} was not ready within {seconds} s, so it was ended."),
    START_LONGER("If it needs longer, give it more by “startSeconds” in its entry of agents.json."),
    START_NOT_FOUND("It, or a program that it needs, was not found on the PATH that it was given."),
    START_NOT_EXECUTABLE("It, or a program that it needs, may not be executed."),
    START_SILENT("It did not say a word in the Agent Client Protocol."),
    START_GARBAGE("What it printed is no message of the Agent Client Protocol: “{line}”."),
    START_ARGUMENTS("Look whether its arguments start it as an agent: many programs need one such as --acp."),
    START_LOCATION("It was started as {program} in {directory}; run it there in a terminal to see more."),
    START_DEFECT("{agent} could not be started. The host’s log says more."),
    START_RUNNER_UNUSABLE("The entry of {agent} cannot be used: {reason}"),
    START_REFUSED("The system could not start {command}: {reason}"),
    START_REFUSED_ERROR("The system could not start {command}: {reason} (error {number})"),
    START_NO_INTERPRETER(
            "The system could not start {command}: the program that runs it, named in its first line, is not installed."),
    START_NO_DESCRIPTORS(
            "No file descriptors are left to start a program with. Close sessions that nobody needs, or start the host with a higher limit of open files (ulimit -n)."),
    START_FILE_NOT_EXECUTABLE(
            "The file {command} is there but may not be executed. Make it executable, or name another."),
    START_PROGRAM_MISSING("There is no program {command}."),
    START_COMMAND_MISSING("The command “{command}” is not installed, or not on the PATH."),
    START_DIRECTORY_MISSING("The directory {path} is not there. Choose one that exists."),
    LOGIN_BY_COMMAND(
            "{agent} needs a login. Run this in a terminal on the host, then start the session again: {command}"),
    LOGIN_BY_PROGRAM("{agent} needs a login. Log in with its own program on the host, then start the session again."),
    LOGIN_WAYS("It offers: {ways}."),
    // of the sessions that an agent has kept
    LIST_UNSUPPORTED(
            "{agent} does not tell which sessions it has kept, or cannot go on with them here. Go on with them where they were started."),
    LIST_NEEDS_LOGIN("{agent} needs a login first."),
    LIST_NEEDS_LOGIN_BY("{agent} needs a login first: {command}"),
    LIST_REFUSED("{agent} could not list its sessions: {error}"),
    LIST_LOST("{agent} did not list its sessions. {reason}"),
    HOST_ENDING("The host is ending."),
    ACP_VERSION(
            "{agent} speaks version {theirs} of the Agent Client Protocol; this host speaks version {ours}. Another release of either may help."),
    ACP_NO_SESSION("{agent} could not start a session: {error}"),
    ACP_NO_SESSION_ID("{agent} started a session without an id."),
    ACP_NO_HISTORY("{agent} goes on with this session, but does not repeat what was said before."),
    ACP_CANNOT_CONTINUE(
            "{agent} cannot go on with its session {session}. It may be gone, or open elsewhere; end it there and try again."),
    ACP_CONTINUED_TWICE(
            "{agent} has another session of this host that goes on with its session {session}. Go on there, or end that one first."),
    ACP_MODE_UNKNOWN("{agent} offers no mode “{mode}”."),
    ACP_MODE_UNKNOWN_OF("{agent} offers no mode “{mode}”, only {modes}."),
    ACP_NO_ASKING_MODE("{agent} offers no mode that asks before it acts; it is in “{mode}”."),
    ACP_MODE_REFUSED("{agent} did not accept the mode {mode}: {error}"),
    ACP_MODEL_REFUSED("{agent} did not accept the model {model}: {error}"),
    ACP_OPTION_REFUSED("{agent} did not accept the value {value} of the option {option}: {error}"),
    MCP_SENT("The agent gets these MCP servers of the host: {names}."),
    MCP_NOT_SHARED(
            "{agent} gets no MCP servers ({names}): its sessions share one process, in which one session could use the"
                    + " servers of another."),
    MCP_NOT_REMOTE(
            "{agent} gets no MCP servers ({names}): it runs on another machine, where their commands do not exist."),
    PROFILE_UNKNOWN("There is no profile “{name}”. Known are: {known}."),
    PROFILE_UNKNOWN_NONE("There is no profile “{name}”, and no other one."),
    PROFILE_GONE("The profile {name} does not exist any more, so the agent started without it."),
    PROFILE_GONE_BEFORE("There is no profile “{name}” any more."),
    PROFILE_CHANGED("The profile {name} has changed since the agent’s last start. The agent got the new one."),
    PROFILE_SERVER_SKIPPED("The agent did not get the MCP server {server} of the profile {profile}. {reason}"),
    PROFILE_VARIABLE_MISSING("The agent did not get the variable {variable} of the profile {profile}. {reason}"),
    PROFILE_INSTRUCTIONS("The instructions of the profile {name} were sent with this prompt."),
    PROFILE_OPTION_UNKNOWN("{agent} does not offer the option {option}, which the profile {profile} sets."),
    SERVER_KIND_UNSUPPORTED("{agent} does not support MCP servers over {kind}."),
    SERVER_COMMAND_MISSING("The command {command} was not found on the host."),
    SERVER_NOT_REMOTE("{agent} runs on another machine, where the command may not exist."),
    SECRET_NO_VARIABLE("The host has no environment variable {name}. Set it and start the host again."),
    SECRET_NOT_STORED("The keystore of the host has no entry {name}, or is locked."),
    SECRET_NO_KEYSTORE(
            "The host cannot read a keystore on this system. Refer to a variable of its environment instead."),
    SECRET_NO_PROGRAM("The program {program} was not found, so the host cannot read the keystore."),
    PROFILE_EXISTS("There is already a profile “{name}”."),
    PROFILE_NAME_INVALID("A profile needs a name of 1 to {max} letters, digits, spaces, dots, dashes and underscores."),
    PROFILE_WRONG("{where}: {problem}"),
    PROFILES_FULL("The host keeps at most {max} profiles."),
    PROFILES_NOT_WRITTEN("The profiles could not be saved: {reason}"),
    PROFILES_FILE_WRONG("The file profiles.json has mistakes. Correct it before you change profiles here: {problem}"),
    TEMPLATE_GONE("There is no template “{name}”."),
    TEMPLATE_TWICE("There is already a template “{name}”."),
    TEMPLATE_NAME("A template has a name of one line, up to {most} characters."),
    TEMPLATE_NO_PROMPT("The template “{name}” needs a prompt."),
    TEMPLATE_TOO_LONG("A text of the template “{name}” is too long. A prompt has at most {max} characters."),
    TEMPLATE_CHECK(
            "The check of the template “{name}” has at most {commands} lines, {each} characters each and {all} in all."),
    TEMPLATE_BLANKS("The template “{name}” has more than {max} blanks."),
    TEMPLATES_FULL("There is room for {most} templates. Delete one first."),
    TEMPLATES_NO_LIST("templates.json needs a list “templates”."),
    TEMPLATES_FILE_TOO_LARGE("templates.json has more than {max} bytes."),
    TEMPLATES_FILE_WRONG(
            "The file templates.json has mistakes. Correct it before you change templates here: {problem}"),
    TEMPLATES_NOT_WRITTEN("The templates could not be saved: {reason}"),
    SERVER_TWICE("There are two MCP servers of this name."),
    SUGGESTIONS_FILE_UNUSABLE("It must be a file in UTF-8 with at most {max} bytes that lies in the folder."),
    SUGGESTIONS_NOT_JSON("This must be one valid JSON object. Comments may be in it."),
    SUGGESTIONS_FULL("Only the first {max} servers of a folder are listed."),
    SUGGESTION_EXPANDS(
            "It contains {text}, which is replaced when another program starts it. Enter the server by hand."),
    SUGGESTION_NOT_KEPT("It sets “{member}”, which a profile does not have. Enter the server by hand."),
    SUGGESTION_NOT_PLAIN(
            "A part of it is empty, is no text, or has characters that are not seen. Enter the server by hand."),
    SERVER_UNKNOWN("The profile {profile} has no MCP server {server}."),
    SERVER_TEST_REMOTE("Only MCP servers that the host can start are tested."),
    SERVER_TEST_SILENT("The server did not answer {method} within {seconds} s."),
    SERVER_TEST_ENDED("The server ended before it answered {method}."),
    SERVER_TEST_REFUSED("The server refused {method}: {error}"),
    VALUE_SECRET(
            "This looks like a secret, which must not stand here. Write an object with \"env\" and the name of a variable of the host, or with \"keystore\" and the name of an entry."),
    VALUE_NO_COMMAND("This must be the name of a program or an absolute path."),
    VALUE_NO_URL("This must be an http or https address without a user name or password."),
    VALUE_NO_SETTING("This must be a text, or an object with \"env\" or \"keystore\" and a name."),
    VALUE_NO_HEADER("This is no name of a variable or header."),
    VALUE_TOO_LONG("This must have at most {max} characters."),
    VALUE_TOO_MANY("This must have at most {max} entries."),
    VALUE_NO_TEXT("This must be a text."),
    VALUE_NO_TEXTS("This must be a list of texts. Numbers need quotes, too."),
    VALUE_KEPT_UNKNOWN("There is no earlier value to keep, or it was for another address or command. Enter it again."),
    ACP_NO_ANSWER("No answer to {method} within {seconds} s."),
    ACP_NOT_READ("The agent does not read what it is sent."),
    ACP_NO_MORE("The agent takes no more requests."),
    ACP_NO_REASON("The agent gave no reason."),
    CANCEL_UNCONFIRMED("{agent} did not confirm the cancel within {seconds} s. It may still be working."),
    TOOL_ENDED("{agent} had left a process of the cancelled turn running. The host has ended it."),
    TOOLS_ENDED("{agent} had left {count} processes of the cancelled turn running. The host has ended them."),
    QUESTION_ID_TOO_LONG("A question of the agent was refused: its request has too long an id."),
    QUESTIONS_FULL(
            "A question of the agent was refused. A session has at most {max} open questions. Answer some of them."),
    QUESTION_WITHDRAWN("The agent withdrew the question."),
    QUESTION_LINK_REFUSED(
            "The agent asked to open a link that was refused: it is not https, or has characters that could mislead."),
    NO_ANSWER_CANCELLED("The turn was cancelled before an answer."),
    NO_ANSWER_AGENT_ENDED("The agent ended before an answer."),
    NO_ANSWER_TURN_ENDED("The turn ended before an answer."),
    MEMORY_LIMIT(
            "The agent’s processes take {used} MB of memory, more than the {limit} MB that its entry in agents.json names. Nothing was ended."),
    CONTENT_TOO_LARGE("The agent sent the file “{name}”, which was not kept: it is larger than {max} MB."),
    CONTENT_EMPTY("The agent sent the file “{name}”, which was not kept: it is empty."),
    CONTENT_FULL(
            "The agent sent the file “{name}”, which was not kept: of one session at most {files} files and {max} MB are kept."),
    CONTENT_UNDECODABLE("The agent sent the file “{name}”, which was not kept: it is no base64."),
    CONTENT_NOT_WRITTEN("The agent sent the file “{name}”, which was not kept: the host’s disk did not take it."),
    COMPACTING("The agent is compacting the conversation."),
    COMPACTED("The agent has compacted the conversation."),
    COMPACTION_FAILED("The agent could not compact the conversation."),
    COMPACTION_CANCELLED("The compaction of the conversation was cancelled."),
    JOURNAL_ENTRY_CUT("The last entry of {file} was only half written ({bytes} bytes) and was cut off."),
    JOURNAL_DAMAGED(
            "The journal {file} was damaged. What came before the damage is kept; the damaged file is kept as {kept}."),
    JOURNAL_LINES_SKIPPED(
            "Entries of {file} could not be read and were skipped: {count}. A copy of the file is kept as {kept}."),
    JOURNAL_NOT_ON_DISK("The session’s journal could not be brought to disk. Check the disk, then restart the host."),
    JOURNAL_STOPPED(
            "The journal could not be brought to disk, so the session stopped. Check the disk, then restart the host."),
    JOURNAL_UNWRITABLE("The session’s journal cannot be written, for example because the disk is full."),
    JOURNAL_NO_ROOM(
            "The session’s journal cannot be written ({reason}). Make room on the host’s disk, then try again."),
    // of journals, and of the files of a session
    JOURNAL_WAITS(
            "The journal cannot be written ({reason}). The session waits until it can, for example until the disk has space again."),
    JOURNAL_UNREADABLE("The session’s journal cannot be read ({reason}). Its files are kept in {folder}."),
    JOURNAL_MISSING(
            "The session’s journal is missing. Its files are in {folder}. Put journal.jsonl back there from a backup, or delete the session."),
    JOURNAL_EMPTY(
            "The session’s journal is empty. Its files are in {folder}. Put journal.jsonl back there from a backup, or delete the session."),
    JOURNAL_BEGINNING_DAMAGED(
            "The beginning of the session’s journal is damaged. Its files are in {folder}. Put journal.jsonl back there from a backup, or delete the session."),
    HOST_LOG_SAYS_MORE("its log says more"),
    FILES_TOO_SLOW("It took longer than {seconds} s."),
    FILES_HOST_BUSY("The host was busy for too long."),
    FILES_SESSION_BUSY("The session has too much to do."),
    FILES_NOT_HERE("The session’s files are not on the host."),
    SNAPSHOTS_BUSY("The host is busy with other snapshots. Try again in a moment."),
    SNAPSHOTS_NONE("This host keeps no snapshots of files."),
    SNAPSHOT_MISSING("There is no such snapshot. It may have expired."),
    SNAPSHOT_REQUEST_UNKNOWN("That is no request about snapshots."),
    SNAPSHOT_NO_DIRECTORY("That is no directory on the host. Name one by its absolute path."),
    DIRECTORY_IN_USE("The session “{session}” works in that directory. Wait for the end of its turn."),
    NO_FILE_CHANGED_IN_USE(
            "No file was changed: the session “{session}” works in the same directory. Wait for the end of its turn."),
    RESTORE_DEFECT("The host failed to bring the files back. Its log says more."),
    COMPARE_DEFECT("The host failed to compare the files. Its log says more."),
    HOST_FAILED("The host failed. Its log says more."),
    FILES_UNCHANGED("The files were already as they were then."),
    FILE_RESTORED("1 file was put back."),
    FILES_RESTORED("{count} files were put back."),
    // of files that were left, and of worktrees
    FILES_LEFT_SUBMODULE("Not put back, since they are submodules: {files}."),
    FILES_LEFT_NESTED("Not put back, since they are other repositories: {files}."),
    FILES_LEFT_LARGE("Not put back, since they are too large: {files}."),
    FILES_LEFT_UNREADABLE("Not put back, since they are unreadable: {files}."),
    FILES_LEFT_FILTERED("Not put back, since a filter stores them: {files}."),
    WORKTREE_NOT_MADE_WHY("{reason} Resume the session to try again."),
    WORKTREE_NOT_MADE_CANCELLED("Creating the worktree was cancelled. Resume the session to create it."),
    WORKTREE_NOT_MADE("The worktree was not created. Resume the session to try again."),
    // of jobs, snapshots, worktrees and files of the session
    SESSION_CLOSED("The session was closed."),
    NO_ANSWER_SESSION_CLOSED("The session was closed before an answer."),
    NO_ANSWER_NEEDED("An answer is no longer needed."),
    JOURNAL_SYNC_FAILED("the session’s journal could not be brought to disk"),
    JOB_ID_USED("This id was used for another job already, so nothing was done."),
    JOB_VALUE_TOO_LONG("A value of this job is too long."),
    JOBS_FULL("The host has {max} jobs to do already. Try again later."),
    HOST_SHUTTING_DOWN("The host is shutting down."),
    JOB_UNKNOWN("There is no job {job} on this host."),
    JOB_KIND_UNKNOWN("This host does not know that kind of job."),
    JOB_NOT_ALLOWED("“{device}” may not do that on this host any more, so nothing was done."),
    JOB_IO_FAILED("The host could not do that: {reason}."),
    COPY_LEFT("{path} could not be removed"),
    READ_ONLY_REFUSED("Refused by the host, because this session may only read."),
    // of runs
    RUN_UNKNOWN("There is no run {run} on this host."),
    RUN_ID_USED("This id was used for another run already, so nothing was done."),
    RUN_KIND_UNKNOWN("This host does not know that kind of run."),
    RUN_ACTION_UNKNOWN("This run does not know the action “{action}”."),
    RUN_NOTHING_TO_ALLOW(
            "That member asks about no command that can be allowed for the run. It must be shown whole, without unusual characters."),
    RUN_ALLOWS_TOO_MUCH("The run allows too many commands already."),
    RUN_ALLOWED("“{command}” is allowed for this run by {device}."),
    RUN_MEMBER_UNKNOWN("This run has no member {member}."),
    TEAM_SIZE("A team has 1 to {max} workers."),
    TEAM_NAME("“{name}” is not a valid name of a worker: up to 32 letters, digits and dashes, each name once."),
    TEAM_MODE_WIDER(
            "{name} may not start in the mode “{mode}”, which may permit more than the lead’s. Leave the mode out."),
    TEAM_AGENT_UNKNOWN("The agent of {name} is unknown on this host: {agent}."),
    TEAM_PRESET_GONE("There is no preset {name}."),
    TEAM_PRESET_NAME("A preset has a name of one line, up to {most} characters."),
    TEAM_PRESETS_FULL("There is room for {most} presets. Remove one first."),
    TEAM_PRESET_UNKNOWN("There is no preset “{name}”. The presets are: {names}."),
    TEAM_FILE_WRONG("{file} in the data folder cannot be read: {reason}"),
    TEAM_TOO_LONG("The texts of the team are too long: at most {max} characters in all."),
    TEAM_WORKER_UNKNOWN("This team has no worker {name}."),
    TEAM_TEXT_LENGTH("An assignment has 1 to {max} characters."),
    TEAM_KEY_WRONG("A key has 1 to 64 letters, digits, dots, dashes and underscores."),
    TEAM_KEY_USED("The key {key} was used for another assignment, so nothing was done."),
    TEAM_ASSIGNMENTS_FULL("A team gets {max} assignments at most."),
    TEAM_WORKER_STOPPED("A person has stopped {name}, so it gets no more assignments."),
    TEAM_BUDGET_USED("The budget of the team is used up, so nothing more starts."),
    TEAM_STOPPED_BY_LEAD("Stopped by the lead."),
    TEAM_ASSIGNED("The lead gives {name} an assignment: {text}"),
    TEAM_LEAD_STOPPED("The lead has stopped. Prompt it to continue, or stop the team."),
    TEAM_COMPLETED("The lead has finished, and no worker has open work."),
    TEAM_CONTINUATIONS("The lead was prompted again {max} times, which is the limit."),
    RUN_OVER("This run is over."),
    RUNS_FULL("The host has {max} runs that are not over. Stop one first, or wait."),
    RUN_PARAMETERS_TOO_LONG("The parameters are too long: at most {max} characters."),
    RUN_BUSY("The host has too many runs to start. Try again in a moment."),
    RUN_STOPPED_BY("Stopped by {device}."),
    RUN_MEMBER_STOPPED("Stopped by a person."),
    RUN_SESSION_GONE("The session was deleted."),
    RUN_SESSION_CLOSED("The session was closed."),
    RUN_PARAMETER_FORM("The parameter “{name}” is missing or wrong. It must be like this: {form}"),
    TRY_PROMPT("Write a prompt of 1 to {max} characters."),
    TRY_COUNT("Choose 1 to {max} attempts."),
    TRY_CHOOSE("All attempts have ended. Keep one of them."),
    TRY_STARTING("An attempt is just starting. Try again in a moment, or stop the run."),
    TRY_REMOVING("The other worktrees are being removed, after a snapshot of each."),
    TRY_KEPT("Kept: the branch {branch}. The others can be brought back for 30 days."),
    TRY_DISCARDED("All worktrees were removed. They can be brought back for 30 days."),
    TRY_MERGING("“{branch}” is being merged into “{base}”."),
    TRY_MERGED("Merged: the branch {branch} into {base}. The others can be brought back for 30 days."),
    TRY_UNCOMMITTED(
            "“{branch}” has files that are not committed: {count}. Commit them first, or merge with a message for a commit of all of them."),
    TRY_NO_VERDICT("The judge has given no verdict. {reason}"),
    TRY_VERDICT_UNREADABLE("Its answer was twice not of the form that was asked for."),
    TRY_NO_BASE("The run did not start from a branch, so there is none to merge into."),
    TRY_BUSY("The agent of this attempt still works. Wait for the end of its turn."),
    RUN_DEFECT("The host failed to continue this run. Its log says more."),
    REVIEW_NO_CHANGES("There are no changes to review."),
    REVIEW_NOT_PREPARED("The review could not be prepared: {reason}"),
    REVIEW_SESSION_TAKEN("Another run works with this session. Stop it first."),
    REVIEWER_UNKNOWN("There is no agent {agent} on this host."),
    REVIEWER_ELSEWHERE("{agent} runs on another machine, so it cannot read the files."),
    REVIEWER_CANCELLED("The reviewer was stopped."),
    REVIEWER_FAILED("The reviewer failed."),
    REVIEW_ASKED_AGAIN("The answer could not be read, so the reviewer was asked once more."),
    REVIEW_ROUND_ONE("Round {round}: 1 finding."),
    REVIEW_ROUND_MANY("Round {round}: {count} findings."),
    REVIEW_REPEATED("Left out because an open comment says it already: {count}."),
    REVIEW_LEFT_OUT("Left out because they are too many: {count}."),
    REVIEW_RAW("The reviewer did not answer in the form that was asked for. Its answer is a comment as it is."),
    REVIEW_NO_FINDING("The reviewer found nothing."),
    REVIEW_NOTHING_NEW("The reviewer found nothing new."),
    REVIEW_ROUNDS_USED("The {count} rounds are over. The rest is for you to decide."),
    REVIEW_CHOOSE("Choose the findings to send back. The reviewer looks again after the next turn."),
    REVIEW_FINISHED("A person ended the review."),
    KEPT_UNREADABLE("The repository cannot be read: {reason}."),
    KEPT_PRIVATE_UNWRITABLE("The host cannot write its private folder {folder}."),
    KEPT_IGNORED_NOT_BACK("The files are back, but not all ignored files with settings: {reason}."),
    KEPT_OTHER_WORKTREE("The snapshot is one of the worktree at {path}, so it can be brought back only there."),
    KEPT_LINE_END("The path of the repository at {path} contains a line end. Rename it."),
    KEPT_GIT_UNREADABLE("Git cannot read the repository at {path}: {message}"),
    KEPT_NO_REPOSITORY("{path} is not in the working tree of a git repository."),
    KEPT_GIT_FAILED("git {command} failed."),
    KEPT_GIT_FAILED_WHY("git {command} failed: {message}"),
    KEPT_FOLDER_IN_THE_WAY(
            "The files cannot be brought back, and are as before: the snapshot has a file at {path}, where now an ignored folder is. Move it away."),
    KEPT_FOLDER_UNREADABLE("The folder {path} cannot be read."),
    KEPT_NOT_BACK("The files cannot be brought back, and are as before: {message}"),
    KEPT_GIT_FAILS("Git fails while it brings the files back: {message} The state before is the snapshot {snapshot}."),
    KEPT_DAMAGED("The snapshot {snapshot} is damaged: its objects are missing."),
    KEPT_FILES_CHANGE("Other files of the repository change all the time, so nothing was done. Try again."),
    KEPT_INDEX_FAILED("The index cannot be replaced: {reason}."),
    KEPT_INDEX_CHANGES(
            "The files are back, but another program changes the index all the time. Bring the snapshot {snapshot} back again."),
    KEPT_INDEX_LOCKED(
            "Another git works in this repository, or one has left the file {file}. The files are back, but not the index."),
    WORKTREE_IN_THE_WAY("There is something at {path} already. Choose another branch name."),
    WORKTREE_NO_REPOSITORY("There is no git repository at {path}."),
    WORKTREE_BRANCH_EXISTS("There is a branch “{branch}” already. Choose another name."),
    WORKTREE_FAILED("The worktree could not be created: {message}"),
    WORKTREE_FAILED_SILENTLY("The worktree could not be created. Git gave no reason."),
    WORKTREE_NOT_CREATED("The worktree could not be created."),
    WORKTREE_GONE("The worktree at {path} is gone."),
    WORKTREE_OTHER_THERE("There is another worktree at {path}."),
    WORKTREE_FILES_THERE("There are files at {path}. Move them away, then try again."),
    WORKTREE_NOTHING_REMOVED("Nothing was removed."),
    WORKTREE_NOTHING_MORE_REMOVED("Nothing more was removed. A snapshot of it is kept."),
    WORKTREE_NO_SNAPSHOT("No snapshot could be taken: {reason}"),
    WORKTREES_NOT_LISTED("Git cannot list the worktrees of {path}."),
    WORKTREE_IS_MAIN("This is the main directory of the repository."),
    WORKTREE_NO_MORE("There is no worktree at {path} any more."),
    WORKTREE_OTHER_COMMITS("The worktree has other commits than when its removal was requested."),
    WORKTREE_LOCKED("Git has it locked."),
    WORKTREE_LOCKED_WHY("Git has it locked with the reason “{reason}”."),
    WORKTREE_FOREIGN("This host has not created that worktree."),
    WORKTREE_CHANGES_UNKNOWN("Git cannot tell which changes it has."),
    WORKTREE_AGENT_RUNS("The agent of the session “{session}” runs in it. Close the session first."),
    WORKTREE_STILL_CHANGING("Its files are still changing."),
    WORKTREE_SNAPSHOT_CANNOT("A snapshot cannot hold {files}."),
    WORKTREE_REMOVE_FAILED("Git could not remove it: {message} A snapshot of it is kept."),
    WORKTREE_FORGOTTEN(
            "Git does not know the worktree any more, and files remain at {path}. A snapshot of it is kept."),
    WORKTREE_OTHER_BY_NOW("Another worktree is at {path} by now. A snapshot of the old one is kept."),
    WORKTREE_FILES_NOT_KEPT("The files at {path} are not in a snapshot."),
    WORKTREE_FILES_CHANGED("Files at {path} have changed since the snapshot."),
    WORKTREE_PLACE_TAKEN("There is something at {path}. Move it away, then try again."),
    WORKTREE_SNAPSHOT_EXPIRED("The snapshot has expired meanwhile."),
    WORKTREE_NOT_BACK("The worktree could not be brought back."),
    WORKTREE_OUTSIDE(
            "The directory {path} lies in no git repository, so it has no worktrees. Start the session in the directory itself."),
    BRANCH_NAME_INVALID(
            "Git does not accept “{branch}” as the name of a branch. A name has no spaces, no two dots in a row and none of ~ ^ : ? * [ \\, and does not end with a slash or a dot."),
    NO_COMMIT_YET(
            "The repository has no commit yet, so there is nothing that a worktree could start from. Commit something first."),
    BASE_UNKNOWN("There is no “{base}” in the repository. Choose a base that it has."),
    BRANCH_DIRECTORIES_FULL("Too many directories have the name of this branch. Choose another name."),
    TICKETS_FULL("Four devices wait to be let in already. Approve or refuse them first, or wait two minutes."),
    PATH_TOO_LONG("That path is too long."),
    SESSION_DIRECTORY_UNREADABLE("The session’s directory cannot be read on the host."),
    LINK_LEADS_OUT("{path} is a link that leads out of the session’s directory, so it is not opened."),
    NAME_HIDDEN_CHARACTERS("The name {path} has hidden characters, so it is not opened."),
    OF_VERSION_CONTROL("{path} belongs to version control, so it is not opened."),
    OWN_DATA("That is Pilothouse’s own data, which is not shown here."),
    IS_FOLDER("That is a folder."),
    IS_FILE("That is a file and no folder."),
    NO_ORDINARY_FILE("That is no ordinary file but a pipe, a device or the like: not opened."),
    NO_SUCH_FILE_HERE("There is no {path} in the session’s directory. It may be deleted."),
    FILE_NOT_READABLE("The host may not read {path}."),
    OUTSIDE_DIRECTORY("Only files in the session’s directory can be opened here."),
    FILE_REPLACED("The file was replaced while it was opened. Try again."),
    BRIDGE_PORT_IN_USE(
            "Port {port} on {address} is in use by another program. Stop it, or choose another port with --port."),
    BRIDGE_NOT_ALLOWED(
            "The system does not allow to listen on port {port} ({reason}). Choose another port with --port."),
    BRIDGE_CANNOT_START("The bridge cannot start: {reason}"),
    NO_ADMIN_ANY_MORE("This device may not change devices any more: it needs the scope admin."),
    OUTLASTS_DEVICE(
            "The access of this device ends at {end}, so it cannot give access that lasts longer. Set an end that is not later."),
    // of files that a device reads
    FILE_PART_INVALID("A part of a file needs a path and begins at 0 or later."),
    ONLY_PICTURES_AS_BYTES("Only the bytes of pictures are sent."),
    PICTURE_TOO_LARGE("The picture is too large: it has {size} MB, and pictures up to {max} MB are sent."),
    CONNECTION_ENDED("The connection has ended."),
    FILE_SHOWN_UP_TO("The file is too large: only its first {max} MB can be shown."),
    IO_NO_PERMISSION("there is no permission for {file}"),
    IO_MISSING("{file} is not there"),
    IO_IN_THE_WAY("{file} is in the way"),
    IO_NO_DIRECTORY("{file} is no directory"),
    IO_DISK_FULL("the disk is full: {message}"),
    IO_NO_DESCRIPTORS(
            "no file descriptors are left; close sessions that nobody needs, or start the host with a higher limit of open files (ulimit -n)"),
    IO_NO_REASON("the system gave no reason"),
    // of refusals, and notes of a session
    SESSION_ENDING("The session is being ended. Try again when the host runs."),
    SESSION_BUSY("The session has too much to do just now. Try again in a moment."),
    SESSION_UNKNOWN("There is no session {session} on this host."),
    SESSIONS_FULL("There are {max} sessions already. Delete some first."),
    HOST_BUSY("The host has too much to do just now. Try again in a moment."),
    HOST_DEFECT("The host failed to do that. Its log says more."),
    REQUEST_ID_USED("This request id was used for another request already, so this one was not carried out."),
    DATA_FOLDER_UNWRITABLE("The host cannot write to its data folder ({reason}). Check the disk."),
    QUEUE_FULL("Too much waits already. Let the agent catch up first."),
    TURN_OVER("That turn is over."),
    NAME_LENGTH("A session’s name has 1 to {max} characters."),
    GROUP_LENGTH("A group’s name has at most {max} characters."),
    FILES_IN_USE("The agent is working on the files. Cancel its turn, or wait for its end."),
    FILES_BEING_RESTORED("Files are being put back already."),
    PROMPT_EDITED("The prompt was edited meanwhile, so this edit was not applied."),
    PROMPT_NOT_QUEUED("That prompt waits no longer."),
    NO_ABSOLUTE_PATH("“{path}” is no absolute path on the host. Choose a directory that exists there."),
    WORK_DIRECTORY_MISSING("The directory {path} is not there. Choose one that exists on the host."),
    CONTINUED_WITHOUT_WORKTREE("A session of the agent goes on in its own directory. Continue it without a worktree."),
    NO_WORKTREE_ELSEWHERE(
            "This agent runs elsewhere, where the host cannot create a worktree. Choose a directory there."),
    WORKTREE_NO_BRANCH("There is no branch “{branch}” in the repository."),
    WORKTREE_BRANCH_ELSEWHERE("The branch “{branch}” is checked out in {place}. Work there, or choose another branch."),
    PULL_REQUEST_NO_REMOTE("The repository has no remote, so it has no pull request {label}."),
    PULL_REQUEST_ELSEWHERE(
            "No remote of this repository leads to {repository}. Choose the repository of the pull request, or add a remote."),
    PULL_REQUEST_MISSING("The remote {remote} has no pull request {label}."),
    PULL_REQUEST_NOT_FETCHED("From {remote}, the pull request {label} could not be fetched: {reason}"),
    REMOTE_UNREADABLE("The remote {remote} cannot be read: {reason}"),
    FORGE_NO_PROGRAM("The program {program} is not installed on the host."),
    FORGE_LOGGED_OUT("{program} has no login for {host}. On the host, run: {program} auth login --hostname {host}"),
    FORGE_LIMITED("{host} accepts no more requests of this account until {time}."),
    FORGE_REFUSED("{host} has refused: {reason}"),
    FORGE_FAILED("{program} has failed: {reason}"),
    FORGE_ANSWER_UNUSABLE("{program} gave an answer that does not fit."),
    FORGE_TIMED_OUT("{program} did not end within {seconds} s."),
    FORGE_STOPPED("{program} was stopped."),
    PULL_REQUEST_NO_FORGE("The session works on no branch of a repository on GitHub or GitLab."),
    PULL_REQUEST_TEXT_LENGTH("A title has 1 to {title} characters, and a description at most {body}."),
    PULL_REQUEST_OTHER_BRANCH("The session works on the branch {branch} now. Open the pull request again."),
    PULL_REQUEST_OF_BASE("The branch {branch} is the one that pull requests are for. Work on another one."),
    PULL_REQUEST_NOT_PUSHED("The branch {branch} is not pushed. Push it first."),
    PULL_REQUEST_CREATED("The pull request {number} is created."),
    PULL_REQUEST_EXISTS("The branch has the pull request {number} already."),
    AGENT_NEEDS_LOGIN("The agent needs a login. On the host, run: {command}"),
    AGENT_STARTING("The agent is still starting. Try again in a moment."),
    AGENT_NOT_RUNNING("The agent does not run. Resume the session first."),
    AGENT_UNKNOWN("There is no agent “{agent}”. Known are {agents}."),
    AGENT_UNKNOWN_FILE_WRONG("There is no agent “{agent}”. Known are {agents}. {mistakes}"),
    AGENT_SESSIONS_FULL(
            "{agent} runs in as many sessions as its entry in agents.json allows, {max}. Close one of them first; its conversation stays."),
    AGENT_NOT_INSTALLED("{agent} is not installed: there is no command “{command}”."),
    AGENT_NOT_INSTALLED_HINT("{agent} is not installed: there is no command “{command}”. To install it: {hint}"),
    AGENT_NOT_FOUND_YET(
            "{agent} is not installed: there is no command “{command}”. Your login shell is still being asked where programs are: if it is installed, try again in a moment."),
    AGENT_NOT_FOUND_YET_HINT(
            "{agent} is not installed: there is no command “{command}”. Your login shell is still being asked where programs are: if it is installed, try again in a moment. To install it: {hint}"),
    ALREADY_ANSWERED("Already answered by {device}: {answer}"),
    ALLOW("Allow"),
    DO_NOT_ALLOW("Do not allow"),
    RETRY("Retry"),
    CONTINUE_WITHOUT_SETUP("Continue without setup"),
    REMOVE_ANYWAY("Remove anyway"),
    SETUP_ALLOW("Run the setup commands of this repository? They are in {file} and run in {directory}."),
    SETUP_NOT_ALLOWED("The setup commands of the repository were not allowed."),
    TEARDOWN_ALLOW(
            "Run the teardown commands of this repository before it is removed? They are in {file} and run in {directory}."),
    TEARDOWN_NOT_ALLOWED("The teardown commands of the repository were not allowed."),
    COMMAND_FAILED("A command has failed with exit code {code}: {command}"),
    COMMAND_TIMED_OUT("A command did not end within {minutes} minutes: {command}"),
    COMMAND_NOT_STARTED("A command could not be started: {command} ({reason})"),
    COMMANDS_CUT_OFF("The host has ended twice while the {phase} commands of the repository ran."),
    CHECK_ALLOW("Run the check of this repository? It is in {file} and runs in {directory}."),
    CHECK_NOT_ALLOWED("The check of the repository was not allowed."),
    CHECK_MISSING("The repository names no check. Add “check” to {file}, or give a command."),
    CHECK_NO_DIRECTORY("The agent of this session runs elsewhere, so the host cannot run a check there."),
    CHECK_PASSED("The check passed."),
    CHECK_TIMED_OUT("The check did not end in time ({minutes} min): {command}"),
    CHECK_CUT_OFF("The host has ended twice while the check ran."),
    CHECK_WAITS("Waits for other checks."),
    CHECK_AFTER_TURN("Runs after the turn."),
    CHECK_NOTE_PASSED("The check passed: {command}"),
    CHECK_NOTE_FAILED("The check did not pass: {command}. {reason}"),
    CHECK_TOO_LONG(
            "A check has at most {most} commands of {longest} characters, {all} characters in all, and none is empty."),
    CHECK_LIMIT("The time limit of a check is 1 to {most} minutes."),
    GOAL_SESSION_TAKEN("This session belongs to a run that is not over."),
    GOAL_UNATTENDED(
            "“{mode}” lets the agent act without asking. A goal may do that only in a session that is alone in a worktree of the host. Choose a mode that asks, or start the goal in a session with a new worktree."),
    GOAL_TEXT_LENGTH("A goal has a text of 1 to {most} characters."),
    GOAL_LIMITS_INVALID(
            "A goal may continue 1 to {continuations} times, work 1 to {minutes} minutes, and needs a budget above zero in tokens or a currency."),
    GOAL_PARAMETERS_INVALID("The goal cannot be read: {reason}"),
    GOAL_WAITS_BUDGET("Waits for a budget."),
    GOAL_WAITS_ANSWER("Waits for your answer."),
    GOAL_NO_CHECK("There is no check, so you decide whether the goal is met."),
    GOAL_CHECKING("The check runs."),
    GOAL_HELD("Your prompts come first."),
    GOAL_LIMITED("The agent is rate limited. The goal continues by itself."),
    GOAL_MET_ONE("The check passed after one round."),
    GOAL_MET("The check passed after {rounds} rounds."),
    GOAL_MET_BY_PERSON("You decided that the goal is met."),
    GOAL_CHECK_CANCELLED("The check was cancelled."),
    GOAL_BUDGET_USED("Its budget of {limit} is used up."),
    GOAL_TIME_USED("It has worked for {minutes} minutes, which is its limit."),
    GOAL_ROUNDS_USED("It has taken {rounds} rounds, which is its limit."),
    GOAL_NO_CHANGE("The last round changed nothing: the same files, and the same result of the check."),
    GOAL_TURN_STOPPED("A person has stopped the turn."),
    GOAL_REFUSED("The agent refused to continue."),
    GOAL_NEEDS_LOGIN("The agent needs a login. Resume the goal after that."),
    GOAL_QUOTA("The agent’s quota is used up."),
    GOAL_STILL_LIMITED("The agent stays rate limited and does not say until when."),
    GOAL_TURNS_FAIL("Several turns in a row have failed."),
    GOAL_SESSION_ENDED("The session’s agent has ended."),
    GOAL_PAUSED("A person has paused it."),
    GOAL_PROMPT_REMOVED("The prompt of the goal was removed."),
    GOAL_REVIEWING("The reviewer judges the goal."),
    GOAL_REVIEW_MET("The reviewer says that the goal is reached: {reasons}"),
    GOAL_REVIEW_NOT_MET("The reviewer says that the goal is not reached: {reasons}"),
    GOAL_REVIEW_UNREADABLE("The reviewer’s answer could not be read twice. Resume to ask it again."),
    GOAL_MET_REVIEWED_ONE("The reviewer found the goal reached after one round."),
    GOAL_MET_REVIEWED("The reviewer found the goal reached after {rounds} rounds."),
    GOAL_REVIEWERS_FULL("This goal has had too many reviewers. Start a new one."),
    GOAL_NOT_ASKING("The goal does not ask for a decision at the moment."),
    COMMANDS_NOT_DONE("The {phase} commands of the repository have not run to their end."),
    TRUST_UNKNOWN("No allowed commands have this repository or digest."),
    COMMANDS_FILE_UNREADABLE(
            "{file} cannot be used: it must be a file in UTF-8 with at most {max} bytes, and no link."),
    COMMANDS_FILE_FORBIDDEN("{file} cannot be read: {reason}."),
    COMMANDS_NOT_JSON("{file}, line {line}: this must be one valid JSON object."),
    COMMANDS_NO_LIST("{file}, line {line}: “{member}” must be a list of texts."),
    COMMANDS_NO_OBJECT("{file}, line {line}: “{member}” must be an object."),
    COMMANDS_TOO_LONG("{file}, line {line}: “{member}” must have at most {most} entries of {longest} characters."),
    QUESTION_CLOSED("This question is closed. {reason}"),
    QUESTION_UNKNOWN("There is no such question in this session."),
    OPTION_UNKNOWN("The question has no such option; choose one of its own."),
    MEMORY_LOST(
            "The agent could not load this conversation, so it has lost its memory of it. What you see here is the host’s record."),
    NOT_PASSED_ON_PROMPT(
            "“{device}” may not do that on this host any more, so the host did not pass on a prompt of that device."),
    NOT_PASSED_ON_ANSWER(
            "“{device}” may not do that on this host any more, so the host did not pass on an answer of that device, and the agent got none."),
    NOT_PASSED_ON_OPTION(
            "“{device}” may not do that on this host any more, so the host did not pass on a change of the mode, the model or an option of that device."),
    NOT_PASSED_ON_RESTORE(
            "“{device}” may not do that on this host any more, so the host did not pass on a command to put files back of that device."),
    QUEUE_DROPPED(
            "Taken out of the queue and not sent, since the device that wrote it may not prompt on this host any more:\n{prompts}"),
    DONE_WITHOUT_ASKING(
            "“{call}” was done without asking, although the mode “{mode}” says that it asks. The agent’s own settings may allow it; if you did not expect that, look at them."),
    OUTPUT_MALFORMED(
            "The agent printed something that is no message of its protocol; such lines are passed over: {line}"),
    REVIEW_FULL("The review has {max} comments. Resolve or delete some first."),
    REVIEW_TOO_LARGE("The comments of this review are too long together. Resolve or delete some first."),
    REVIEW_EMPTY("There are no comments to send."),
    REVIEW_TOO_LONG("The comments are longer than one prompt of {max} characters. Send fewer at once."),
    COMMENT_LENGTH("A comment has 1 to {max} characters."),
    COMMENT_PLACE_INVALID("The comment names no lines of a file of the repository."),
    COMMENT_ID_USED("Another comment has this id."),
    COMMENT_UNKNOWN("That comment is not there any more."),
    COMMENT_SENT("The comment was sent already, so its text stays. Write another one."),
    COMMENT_OF_OTHER("Another device wrote this comment. To change it, this device needs the scope steer."),
    FILES_NOT_KEPT("The files were not kept before this turn, so its changes cannot be undone here. {reason}"),
    REMOTE_NO_REPOSITORY("The session’s directory is in no git repository of the host."),
    REMOTE_BUSY("Another commit, fetch, pull or push of this directory is not over yet."),
    REMOTE_MISSING("This repository has no remote. Add one with “git remote add”."),
    REMOTE_NO_BRANCH("No branch is checked out, or git is in the middle of an operation."),
    REMOTE_TURN("The agent of the session “{session}” works in this directory. Wait for the end of its turn."),
    REMOTE_NOT_KEPT("No snapshot could be taken, so nothing was changed. {reason}"),
    REMOTE_TOO_SLOW("“{remote}” took more than {minutes} minutes, so git was stopped."),
    REMOTE_NEEDS_LOGIN(
            "{url} needs a login that the host does not have. Set up a credential helper or a key there. Git says: {message}"),
    REMOTE_HOST_KEY(
            "The key of {url} is not known on the host, or it has changed. Connect there once with “ssh” and check the key."),
    REMOTE_UNREACHABLE("{url} cannot be reached from the host. Git says: {message}"),
    REMOTE_NOT_FOUND("There is no repository at {url}, or the host may not see it. Git says: {message}"),
    REMOTE_FAILED("Git could not do that: {message}"),
    PULL_IN_OPERATION(
            "Git is in the middle of a merge, a rebase or a similar operation here. Finish or abort it first."),
    PULL_NO_UPSTREAM(
            "The branch “{branch}” follows no branch of a remote, so there is nothing to pull. Push it first."),
    PULL_UPSTREAM_GONE("The branch that “{branch}” follows is no longer there."),
    PULL_CHOOSE("Both sides have new commits. Choose rebase or merge."),
    PULL_UP_TO_DATE("The branch has all commits of its upstream."),
    PULL_DONE("Pulled. New commits: {count}."),
    PULL_UNCOMMITTED("Uncommitted changes stand in the way of a rebase: {files}. Commit them or put them back first."),
    PULL_IN_THE_WAY(
            "These files stand in the way and would be overwritten: {files}. Commit or move them first. Nothing was changed."),
    PULL_CONFLICTS("There are conflicts in {files}. Resolve them and continue, or abort the pull."),
    PULL_NOT_BEGUN("The pull was interrupted before it changed anything."),
    PULL_INTERRUPTED(
            "The pull was interrupted halfway. Look at the changes, and abort it or finish it. A snapshot of the files before it is kept."),
    PULL_NOTHING_TO_ABORT("There is no merge and no rebase to abort."),
    PULL_ABORTED("Aborted. The branch and the files are as they were before."),
    MERGE_NO_BRANCH("The branch “{branch}” is no longer there."),
    MERGE_NOTHING("“{base}” has all commits of “{branch}”. There is nothing to merge."),
    MERGE_CONFLICTS(
            "“{branch}” and “{base}” change the same lines of {files}. Nothing was merged. Merge “{base}” in the session first, and resolve the conflicts there."),
    MERGE_DIRTY(
            "“{base}” is checked out in {place} with changed files: {files}. Commit them or put them back first. Nothing was merged."),
    MERGE_MOVED("“{base}” has moved meanwhile. Nothing was merged. Try again."),
    MERGE_DONE("Merged “{branch}” into “{base}”."),
    MERGE_NOT_CHECKED_OUT(
            "Both branches have new commits, and “{base}” is checked out nowhere. Check it out, and merge again."),
    MERGE_TAKEN_BACK(
            "The merge was interrupted while git wrote files. The files are as before. A snapshot of what was there is kept."),
    PUSH_DONE("Pushed to {target}."),
    PUSH_MOVED("The branch “{branch}” has another commit than the one that was shown. Look again before you push."),
    PUSH_ELSEWHERE(
            "The push would now go to {remote} at {url}, which is not what was shown. Look again before you push."),
    PUSH_GUARDED("“{branch}” is the default branch or a protected one. Confirm that you want to push to it."),
    PUSH_BEHIND("{target} has commits that this branch does not have, so the remote refused. Pull first."),
    PUSH_STALE("{target} has changed since you looked, so nothing was replaced. Fetch and look again."),
    PUSH_REFUSED("{target} was refused: {reason}"),
    PUSH_NOT_ARRIVED("The push was interrupted, and {target} does not have the commit."),
    PUSH_UNKNOWN("The push was interrupted, and the host could not ask whether {target} has the commit. {message}"),
    PUSH_OTHERS(
            "The push was interrupted, and {target} has other commits by now. Fetch to see whether yours is among them."),
    AGENT_WORKS_HERE("The agent of “{session}” works in this directory. Wait for the end of its turn."),
    WAITS_FOR_TURN("Waits for the end of the turn of “{session}”."),
    NO_REPOSITORY_HERE("The session’s directory is in no git repository of the host."),
    FILE_NOT_AS_SEEN("{path} has changed since you looked. Look at it again."),
    FILE_HAS_CONFLICTS("{path} has conflicts. Resolve them first."),
    FILE_IS_FILTERED(
            "Git stores {path} through a filter or in another encoding, so it cannot be changed here. Use git on the host."),
    FILE_NOT_IN_LFS(
            "Git LFS on the host does not have the earlier content of {path}. Run “git lfs fetch --all” there, then try again."),
    FILE_IS_REPOSITORY("{path} is a repository of its own, so it cannot be changed here."),
    FILE_NOT_OF_REPOSITORY("That is no file of the repository."),
    FILE_NOT_CHANGED("{path} has no changes any more."),
    HUNK_NOT_APART("{path} has other changes at the same lines. Choose the whole file."),
    INDEX_LOCKED("Another git works in this repository. Try again in a moment."),
    STAGING_FAILED("Git could not do that: {reason}"),
    CHANGE_REJECTED("The change in {path} was rejected."),
    REJECT_INTERRUPTED("The host ended while it rejected the change. Look at the file."),
    COMPARE_OTHER_REPOSITORY(
            "The other session has no working tree of the same repository, so they cannot be compared."),
    SNAPSHOT_BEFORE_TURN_MISSING("The host has no snapshot of the files before the last turn of this session."),
    COMMIT_MESSAGE_MISSING("A commit needs a message."),
    COMMIT_MESSAGE_LONG("A commit’s message has at most {max} characters."),
    COMMIT_PATHS_LONG("These are too many files to name. Stage them first."),
    COMMIT_AUTHOR_MISSING(
            "Git does not know the author. On the host, run: git config --global user.name NAME; git config --global user.email MAIL"),
    COMMIT_NOTHING("There is nothing to commit."),
    COMMIT_CONFLICTS("These files have conflicts: {paths}. Resolve and stage them first."),
    COMMIT_NOT_AS_SEEN("Other files are staged than those that you saw. Look at them again."),
    COMMIT_OPERATION(
            "Git has not finished {operation}. Until it has, only all staged files together can be committed."),
    COMMIT_AMEND_NOTHING("There is no commit to replace."),
    COMMIT_AMEND_PUSHED("A remote has the last commit already, so it cannot be replaced here."),
    COMMIT_MADE("Committed {commit} on {branch}."),
    COMMIT_MADE_DETACHED("Committed {commit} on no branch."),
    COMMIT_FAILED("Nothing was committed. Git: {reason}"),
    COMMIT_NOT_SIGNED("Nothing was committed, because the commit could not be signed: {reason}"),
    COMMIT_TIMED_OUT("Nothing was committed: a hook or the signing did not end within {minutes} minutes."),
    COMMIT_STOPPED("Nothing was committed."),
    COMMIT_INTERRUPTED("The host ended during the commit. Nothing was committed."),
    COMMIT_MOVED(
            "The branch has changed while the files were staged, so nothing was committed. Look at the changes again."),
    COMMIT_UNCLEAR(
            "The host ended during the commit, and the branch has another commit since. Look whether it is yours."),
    SUGGEST_BUSY("The host is already asking agents for messages. Try again in a moment."),
    SUGGEST_MADE("{agent} has suggested a message."),
    SUGGEST_UNUSABLE("{agent} has not answered with a message. Ask again, or write it yourself."),
    SUGGEST_TIMED_OUT("{agent} has not answered within {seconds} seconds."),
    SUGGEST_ENDED("{agent} has ended without a message. {reason}"),
    SUGGEST_BUDGET("A budget of this session is used up, so its agent is not asked."),
    REGISTRY_UNKNOWN("The registry has no agent {id}."),
    REGISTRY_CHANGED("The registry has changed meanwhile. Look at the agent again."),
    REGISTRY_REFRESHED("The registry has {count} agents."),
    REGISTRY_NOT_REFRESHED("The registry could not be fetched: {reason}. The copy of {date} stays."),
    INSTALL_NOT_HERE("It has no version for this machine."),
    INSTALL_NO_NPM("Needs Node.js with npm. The host does not find npm on its PATH."),
    INSTALL_NO_UV("Needs uv. The host does not find it on its PATH."),
    INSTALL_ARCHIVE_FORM("Pilothouse does not unpack archives of this form: {name}"),
    INSTALL_UNVERIFIED(
            "The registry has no SHA-256 for this archive, so its content cannot be checked. Confirm this to install it."),
    INSTALL_RUNNING("{name} is already being installed or removed."),
    INSTALL_NOT_ALLOWED("The device that asked for this may no longer do it."),
    INSTALL_DONE("{name} {version} is installed."),
    INSTALL_STOPPED("Nothing was installed."),
    INSTALL_NOT_LOADED("The archive could not be loaded: {reason}. Nothing was installed."),
    INSTALL_WRONG_DIGEST(
            "The archive is not the one of the registry. Its SHA-256 is {found} and not {expected}. Nothing was installed."),
    INSTALL_ARCHIVE_REFUSED("The archive is refused: {reason}. Nothing was installed."),
    INSTALL_PROGRAM_MISSING("What was loaded has no program {path}. Nothing was installed."),
    INSTALL_OTHER_VERSION("The package registry has sent version {version} for {source}. Nothing was installed."),
    INSTALL_PROGRAM_FAILED("{program} ended with code {code}. Nothing was installed."),
    INSTALL_NOT_STARTED("{program} could not be started: {reason}"),
    INSTALL_TIMED_OUT("{program} has not ended within {minutes} minutes. Nothing was installed."),
    REMOVE_NOTHING("Pilothouse has not installed {id}."),
    REMOVE_IN_USE_ONE("A session uses {name}. Close it first."),
    REMOVE_IN_USE("{count} sessions use {name}. Close them first."),
    REMOVE_DONE("{name} is removed."),
    REMOVE_DONE_OTHERS("{name} is removed. {count} files that the installation did not make stay in {folder}."),
    TRIAL_REFUSED("The agent has answered with an error: {reason}"),
    TRIAL_TIMED_OUT(
            "The program runs, but has not answered within {seconds} seconds. It may not speak the Agent Client Protocol, or need another argument."),
    TRIAL_OTHER_PROTOCOL(
            "The agent speaks version {version} of the Agent Client Protocol. This host speaks version {own}."),
    TRIALS_FULL("The host is already testing agents. Try again in a moment."),
    AGENTS_FILE_UNUSABLE("{file} is not valid JSON, so it is not changed. Correct it first."),
    DRAFT_NAME("Give the agent a name of at most {most} characters."),
    DRAFT_COMMAND("Name the program that starts the agent."),
    DRAFT_VALUES_KEPT(
            "The stored values of {names} are for the program and arguments that the agent had. Enter them again for the new ones, or remove the lines."),
    DRAFT_TOO_LONG("At most {lines} arguments and variables are possible, each with at most {characters} characters."),
    DRAFT_VARIABLE("{name} is no name of a variable. Write NAME=VALUE."),
    SUGGEST_INTERRUPTED("The host ended before the agent had answered. Ask again."),
    // in the output of jobs
    JOB_INDEX_AS_BEFORE("The index of the repository is as before the commit: {reason}"),
    JOB_CREATES_PULL_REQUEST("Creating a pull request of {branch} for {base}."),
    JOB_REMOVES_FOLDER("Removing {path}"),
    JOB_INSTALLED_IN("Installed in {path}"),
    JOB_UNPACKS("Unpacking {size} MB"),
    JOB_LOADED("Loaded {size} MB"),
    JOB_LOADED_OF("Loaded {size} of {total} MB"),
    JOB_FETCHES("Fetching {name} from {remote}"),
    JOB_NUMBER_NOT_RECORDED("The number of the pull request could not be recorded: {reason}"),
    JOB_BRANCH_HAS_MOVED("The branch has moved, so the worktree is at the commit of its snapshot."),
    JOB_NOT_AS_IT_WAS("Not as it was: {path}"),
    JOB_HOOK_FAILED("The hook post-checkout of the repository failed: {reason}"),
    JOB_BASE_NOT_RECORDED("The base of the branch could not be recorded: {reason}"),
    JOB_NOT_LOCKED("The worktree could not be locked: {reason}"),
    JOB_REMOVES_REST("Removing what an interrupted attempt has left."),
    JOB_CONFLICT("Conflict: {path}"),
    JOB_PORTS_FREE_LATER("The ports of the worktree are free after the next start of the host."),
    JOB_NO_PORTS("No ports are free for this worktree."),
    JOB_GOES_ON_WITHOUT("Going on without {phase}."),
    JOB_NOBODY_ALLOWED("The {phase} commands of the repository do not run, since nobody has allowed them."),
    JOB_COPY_UNLISTED("The ignored files of {folder} cannot be listed: {reason}"),
    JOB_COPIED("Copied {path}"),
    JOB_NOT_COPIED_LARGE("Not copied, since it is too large or there are too many: {path}"),
    JOB_NOT_COPIED("Not copied: {path} ({reason})"),
    // beside the words of an agent's question, without a code on the wire
    QUESTION_UNTITLED("The agent has a question."),
    PERMISSION_UNTITLED("A tool asks for permission"),
    QUESTION_CUT("Not all is shown: the agent sent {count} characters."),
    QUESTION_SHORTENED("Not all is shown here. Open the session to see the whole question."),
    // of files in the data folder
    NEWER_FILE(
            "{file} was written by a newer Pilothouse (its format is version {found}, this program reads versions up to {known}). Start that newer version. Nothing was changed."),
    DEVICE_SCOPE_UNKNOWN(
            "The device “{name}” has the scope “{scope}”, which this version does not know. It is not let in. Give it a scope and a time, or pair it again."),
    DEVICE_ENTRY_UNREADABLE(
            "An entry in {file} cannot be read ({reason}). It is kept, and its device is not let in. Pair that device again."),
    DEVICES_UNREADABLE("{file} is damaged ({reason}). The next host starts with no paired devices."),
    DEVICES_DAMAGED(
            "The list of paired devices is damaged ({reason}) and is kept as {kept}. Pair the devices again, or stop the host and restore {file} from a backup."),
    FOLDER_COPY(
            "The data folder {folder} is a copy of {original}. Both carry one identity, so devices cannot tell the two hosts apart. Use only one of them."),
    FOLDER_MOVED(
            "The data folder {folder} was at {original} before. If it was copied and the original is still used, both carry one identity."),
    FOLDER_NEW_IDENTITY(
            "To give this host an identity of its own, start it once with --new-identity; then pair its devices again."),
    TRUST_LIST_UNUSABLE(
            "The list of allowed commands of repositories cannot be used ({reason}) and is kept as {kept}. The host asks again before it runs such commands."),
    // of crashes
    CRASH_OUTPUT("\n{output}"),
    CRASH_RESTARTS(
            "The agent crashed and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_RESTARTS_EXIT(
            "The agent crashed (exit code {code}) and is started again in {seconds} s: {count} of {limit} within {minutes} min.{output}"),
    CRASH_STOPS(
            "The agent crashed. It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}"),
    CRASH_STOPS_EXIT(
            "The agent crashed (exit code {code}). It was started again {count} times within {minutes} min, so it stays stopped. See its last words, put right what they say, and resume the session or send a prompt.{output}"),
    ;

    private static final Map<String, HostTextCode> BY_WORD = new HashMap<>();

    static {
        for (HostTextCode code : values()) {
            BY_WORD.put(code.word(), code);
        }
    }

    private final String english;
    private final List<String> arguments;

    HostTextCode(String english) {
        this.english = english;
        this.arguments = Argument.PATTERN
                .matcher(english)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The code of a word on the wire; empty if this version does not know it. */
    public static Optional<HostTextCode> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The word on the wire, in lower camel case. */
    public String word() {
        String[] parts = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder word = new StringBuilder(parts[0]);
        Arrays.stream(parts, 1, parts.length)
                .forEach(part ->
                        word.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length()));
        return word.toString();
    }

    /** The English text with its arguments in braces. */
    public String english() {
        return english;
    }

    /** The names of the arguments, in the order in which they first appear. */
    public List<String> arguments() {
        return arguments;
    }

    /** The English text with these values. */
    String fill(Map<String, HostText> values) {
        return Argument.PATTERN
                .matcher(english)
                .replaceAll(found -> Matcher.quoteReplacement(
                        values.getOrDefault(found.group(1), HostText.NONE).text()));
    }

    /** In a class of its own, since the constants use it before static fields are set. */
    private static final class Argument {
        static final Pattern PATTERN = Pattern.compile("\\{([a-z][a-zA-Z]*)}");

        private Argument() {}
    }
}
