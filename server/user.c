/* SPDX-License-Identifier: EUPL-1.2 */
#include "user.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Real, effective and saved: any of them is a way back. */
static bool is_root(void)
{
    uid_t real, effective, saved;
    return getresuid(&real, &effective, &saved) != 0 || real == 0 || effective == 0 || saved == 0;
}

static bool become(const struct passwd *user)
{
    return initgroups(user->pw_name, user->pw_gid) == 0 &&
           setresgid(user->pw_gid, user->pw_gid, user->pw_gid) == 0 &&
           setresuid(user->pw_uid, user->pw_uid, user->pw_uid) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           /* libpq looks there for its files; the folder of root is closed to us now. */
           /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
           setenv("HOME", user->pw_dir, 1) == 0;
}

/* What the calls said is not enough: a capability kept, or a security module, could leave a way
 * back. */
static bool is_for_good(const struct passwd *user)
{
    return !is_root() && geteuid() == user->pw_uid && getegid() == user->pw_gid &&
           setresuid((uid_t)-1, 0, (uid_t)-1) != 0 && setresgid((gid_t)-1, 0, (gid_t)-1) != 0;
}

bool user_become(const char *name, char *ret_why, size_t why_size)
{
    errno = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    const struct passwd *user = *name ? getpwnam(name) : NULL;
    if (*name && !user) {
        snprintf(ret_why, why_size,
                 "process.user is \"%s\", and there is no such user: make it (%s)", name,
                 "adduser --system --group NAME");
        return false;
    }
    if (!is_root()) {
        if (!user || user->pw_uid == geteuid())
            return true;
        snprintf(ret_why, why_size,
                 "process.user is \"%s\", and only root can become another user: start as root or "
                 "as %s, or leave the setting empty",
                 name, name);
        return false;
    }
    if (!user || user->pw_uid == 0) {
        snprintf(ret_why, why_size,
                 "started as root, as which nothing is served: set process.user to a system user "
                 "made for it (adduser --system --group clea; CLEA_PROCESS_USER=clea), or start as "
                 "that user (systemd: User=clea)");
        return false;
    }
    if (!become(user)) {
        snprintf(ret_why, why_size, "root cannot become %s: %s", name, strerrordesc_np(errno));
        return false;
    }
    if (!is_for_good(user)) {
        snprintf(ret_why, why_size, "became %s and could still become root again", name);
        return false;
    }
    return true;
}
