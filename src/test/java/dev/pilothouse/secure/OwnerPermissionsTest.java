package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerPermissionsTest {
    private record User(String name) implements UserPrincipal {
        @Override
        public String getName() {
            return name;
        }
    }

    private static final User ADA = new User("DESK\\ada");
    private static final User USERS = new User("BUILTIN\\Users");

    private static AclEntry entry(AclEntryType type, User user) {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(user)
                .setPermissions(AclEntryPermission.READ_DATA)
                .build();
    }

    @Test
    void a_folder_gives_its_owner_alone_all_that_is_created_in_it() {
        List<AclEntry> entries = OwnerPermissions.entries(Set.of(ADA), true);
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).principal()).isEqualTo(ADA);
        assertThat(entries.get(0).permissions()).containsExactlyInAnyOrder(AclEntryPermission.values());
        assertThat(entries.get(0).flags())
                .containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
        assertThat(OwnerPermissions.entries(Set.of(ADA), false).get(0).flags()).isEmpty();
        assertThat(OwnerPermissions.others(entries, Set.of(ADA))).isEmpty();
    }

    @Test
    void whoever_else_is_allowed_is_named_once() {
        List<AclEntry> inherited = List.of(
                entry(AclEntryType.ALLOW, ADA),
                entry(AclEntryType.ALLOW, USERS),
                entry(AclEntryType.ALLOW, USERS),
                entry(AclEntryType.DENY, new User("DESK\\eve")));
        assertThat(OwnerPermissions.others(inherited, Set.of(ADA))).containsExactly("BUILTIN\\Users");
    }

    @Test
    void a_system_without_access_lists_has_no_others_and_is_left_alone(@TempDir Path folder) throws Exception {
        OwnerPermissions.apply(folder);
        assertThat(OwnerPermissions.others(folder)).isEmpty();
    }
}
