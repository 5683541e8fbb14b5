package dev.pilothouse.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pull request, or a merge request of GitLab, as a person names it: {@code #12}, {@code !12}, or its address with or
 * without {@code https://}. Immutable.
 *
 * @param number from 1
 * @param merge whether it was named as a merge request
 * @param repository its repository; null if only the number was named
 */
public record PullRequestReference(
        int number, boolean merge, @Nullable Repository repository) {
    /** Characters of a reference. */
    public static final int MAX_LENGTH = 500;

    private static final String NUMBER = "([1-9]\\d{0,8})";
    private static final Pattern SHORT = Pattern.compile("([#!])" + NUMBER);
    private static final Pattern ADDRESS = Pattern.compile(
            "(https?://)?([^/\\s]+)/([^\\s?#]+?)/(?:-/)?(pulls?|merge_requests)/" + NUMBER + "(?:[/?#]\\S*)?");
    private static final Pattern REMOTE = Pattern.compile("[a-z+]+://([^/\\s]+)/(\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCP = Pattern.compile("([^/:\\s]+):(?!/)(\\S+)");

    /**
     * A repository of a forge. Its web address and the addresses of its remotes lead to the same one.
     *
     * @param host in lower case, without a port
     * @param path such as {@code pilot/shop}
     */
    public record Repository(String host, String path) {
        /** Whether it is the same one. Forges do not tell paths apart by case. */
        public boolean isSame(Repository other) {
            return host.equals(other.host) && path.equalsIgnoreCase(other.path);
        }

        @Override
        public String toString() {
            return host + "/" + path;
        }

        /** The repository that a remote's address leads to; empty for a path on the disk. */
        public static Optional<Repository> ofRemote(String address) {
            Matcher url = REMOTE.matcher(address);
            if (url.matches()) {
                return of(url.group(1), url.group(2));
            }
            Matcher scp = SCP.matcher(address);
            return scp.matches() ? of(scp.group(1), scp.group(2)) : Optional.empty();
        }

        private static Optional<Repository> of(String authority, String rawPath) {
            // Neither a name nor a password of the user is kept.
            String host = authority
                    .substring(authority.lastIndexOf('@') + 1)
                    .replaceFirst(":\\d+$", "")
                    .replaceFirst("^www\\.", "")
                    .toLowerCase(Locale.ROOT);
            // Both forges also serve SSH on the port of HTTPS, under another name.
            String known = host.equals("ssh.github.com")
                    ? "github.com"
                    : host.equals("altssh.gitlab.com") ? "gitlab.com" : host;
            String path =
                    rawPath.replaceFirst("^/+", "").replaceFirst("/+$", "").replaceFirst("\\.git$", "");
            return known.isEmpty() || path.isEmpty() ? Optional.empty() : Optional.of(new Repository(known, path));
        }
    }

    /** Reads a reference. Empty if the text is none, such as the name of a branch. */
    public static Optional<PullRequestReference> of(String text) {
        String typed = text.strip();
        if (typed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher number = SHORT.matcher(typed);
        if (number.matches()) {
            return Optional.of(new PullRequestReference(
                    Integer.parseInt(number.group(2)), number.group(1).equals("!"), null));
        }
        Matcher address = ADDRESS.matcher(typed);
        // Without a scheme, a name without a dot is a folder of a branch name.
        if (!address.matches() || address.group(1) == null && !address.group(2).contains(".")) {
            return Optional.empty();
        }
        return Repository.of(address.group(2), address.group(3))
                .map(repository -> new PullRequestReference(
                        Integer.parseInt(address.group(5)), address.group(4).equals("merge_requests"), repository));
    }

    /** Reads a reference in a field for nothing else, where the number alone will do. */
    public static Optional<PullRequestReference> ofField(String text) {
        String typed = text.strip();
        return of(typed.matches("\\d+") ? "#" + typed : typed);
    }

    /** The number as people write it. */
    public String label() {
        return (merge ? "!" : "#") + number;
    }
}
