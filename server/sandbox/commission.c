/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/commission.h"

#include "sandbox/caller.h"

#include <stdio.h>

#define FILES_PATH "/v1/files?limit=10"

enum { CAPACITY = 40, PATH_SIZE = 160, CERTIFICATE_DAYS = 5, ANSWER_DAYS = 15, PENDING_ONE_IN = 6 };

/* One session under preparation or being held. */
struct sitting {
    struct seed_caller *caller;
    const struct commission_options *options;
    char path[PATH_SIZE], subject[60];
    unsigned call_count;
    struct date held_on;
    struct demo_file *files[CAPACITY];
    unsigned count;
};

/* Who votes what, in the order of the members: more than half certify or refuse, a tie defers
 * (A21). */
static const struct {
    const char *outcome, *votes[DEMO_MEMBERS];
} verdicts[] = {
    [ENDING_CERTIFIED] = { "CERTIFIED", { "FOR", "FOR", "FOR", "FOR" } },
    [ENDING_DEFERRED] = { "DEFERRED", { "FOR", "AGAINST", "AGAINST", "FOR" } },
    [ENDING_ANSWERED] = { "DEFERRED", { "FOR", "ABSTAIN", "AGAINST", "FOR" } },
    [ENDING_REFUSED] = { "REFUSED", { "AGAINST", "AGAINST", "FOR", "AGAINST" } },
};

static void add_text(struct writer *writer, const char *name, const char *text)
{
    writer_key(writer, name);
    writer_text(writer, text);
}

static void add_id(struct writer *writer, const char *name, struct id id)
{
    writer_key(writer, name);
    writer_id(writer, id);
}

static void add_date(struct writer *writer, const char *name, struct date date)
{
    writer_key(writer, name);
    writer_date(writer, date);
}

static bool answer_id(const struct seed_caller *caller, struct id *ret_id)
{
    return id_parse(document_text(document_member(caller->answer, "id")), ret_id);
}

/* --- preparing --- */

static bool plan(struct sitting *sitting)
{
    const struct demo *demo = sitting->options->demo;
    char path[PATH_SIZE], commission[ID_TEXT_SIZE], day[DATE_TEXT_SIZE], starts_at[32];
    id_print(demo->commission_id, commission);
    snprintf(path, sizeof path, "/v1/commissions/%s/sessions", commission);
    struct writer *writer = seed_caller_body(sitting->caller);
    add_date(writer, "held_on", sitting->held_on);
    date_print(sitting->held_on, day);
    snprintf(starts_at, sizeof starts_at, "%sT08:00:00Z", day);
    add_text(writer, "starts_at", starts_at);
    add_text(writer, "place", "Lille, salle du Beffroi");
    add_text(writer, "modality", "MIXED");
    add_id(writer, "chair_member_id", demo->member_ids[0]);
    add_id(writer, "vice_chair_member_id", demo->member_ids[1]);
    if (!seed_caller_send(sitting->caller, "POST", path, demo->secretary.token))
        return false;
    struct slice id = document_text(document_member(sitting->caller->answer, "id"));
    snprintf(sitting->path, sizeof sitting->path, "/v1/sessions/%.*s", (int)id.size,
             id.size ? id.at : "");
    return id.size > 0;
}

static bool put_on_agenda(struct sitting *sitting, struct demo_file *file)
{
    char path[PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/agenda", sitting->path);
    add_id(seed_caller_body(sitting->caller), "file_id", file->id);
    if (sitting->options->progress)
        progress_step(sitting->options->progress, NULL);
    return seed_caller_send(sitting->caller, "POST", path,
                            sitting->options->demo->secretary.token) &&
           answer_id(sitting->caller, &file->item_id);
}

static bool send_event(struct sitting *sitting, const char *event, const char *token)
{
    char path[PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/events", sitting->path);
    add_text(seed_caller_body(sitting->caller), "event", event);
    return seed_caller_send(sitting->caller, "POST", path, token);
}

static bool convene(struct sitting *sitting)
{
    if (!plan(sitting))
        return false;
    for (unsigned i = 0; i < sitting->count; i++) {
        if (!put_on_agenda(sitting, sitting->files[i]))
            return false;
    }
    return send_event(sitting, "CONVENE", sitting->options->demo->secretary.token);
}

/* --- holding --- */

static bool attend(struct sitting *sitting)
{
    const struct demo *demo = sitting->options->demo;
    char path[PATH_SIZE + 16];
    struct writer *writer = seed_caller_body(sitting->caller);
    snprintf(path, sizeof path, "%s/attendance", sitting->path);
    writer_key(writer, "attendance");
    writer_open(writer, '[');
    for (unsigned i = 0; i < DEMO_MEMBERS; i++) {
        writer_open(writer, '{');
        add_id(writer, "member_id", demo->member_ids[i]);
        add_text(writer, "presence", i == DEMO_MEMBERS - 1 ? "REMOTE" : "PRESENT");
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    return seed_caller_send(sitting->caller, "PUT", path, demo->secretary.token);
}

static bool vote(struct sitting *sitting, const struct demo_file *file)
{
    const struct demo *demo = sitting->options->demo;
    char item[ID_TEXT_SIZE], member[ID_TEXT_SIZE], path[PATH_SIZE];
    id_print(file->item_id, item);
    for (unsigned i = 0; i < DEMO_MEMBERS; i++) {
        id_print(demo->member_ids[i], member);
        snprintf(path, sizeof path, "/v1/agenda-items/%s/votes/%s", item, member);
        add_text(seed_caller_body(sitting->caller), "choice", verdicts[file->ending].votes[i]);
        if (!seed_caller_send(sitting->caller, "PUT", path, demo->members[i].token))
            return false;
    }
    return true;
}

static bool decide(struct sitting *sitting, const struct demo_file *file)
{
    char item[ID_TEXT_SIZE], path[PATH_SIZE];
    id_print(file->item_id, item);
    snprintf(path, sizeof path, "/v1/agenda-items/%s/decision", item);
    struct writer *writer = seed_caller_body(sitting->caller);
    add_text(writer, "outcome", verdicts[file->ending].outcome);
    if (file->ending == ENDING_REFUSED) {
        add_text(writer, "reasons",
                 "Les éléments versés ne suffisent pas à établir la maîtrise de ce domaine.");
        writer_key(writer, "domain_codes");
        writer_open(writer, '[');
        writer_text(writer, file->domain_code);
        writer_close(writer, ']');
    }
    if (file->ending == ENDING_DEFERRED || file->ending == ENDING_ANSWERED)
        add_text(writer, "request_text",
                 "Préciser les conditions de la dernière mise en situation.");
    return seed_caller_send(sitting->caller, "POST", path,
                            sitting->options->demo->members[0].token);
}

static bool sign(struct sitting *sitting)
{
    char path[PATH_SIZE + 24];
    snprintf(path, sizeof path, "%s/minutes/signatures", sitting->path);
    for (unsigned i = 0; i < 2; i++) {
        seed_caller_body(sitting->caller);
        if (!seed_caller_send(sitting->caller, "POST", path,
                              sitting->options->demo->members[i].token))
            return false;
    }
    return true;
}

static bool hold(struct sitting *sitting)
{
    const char *chair = sitting->options->demo->members[0].token;
    if (!attend(sitting) || !send_event(sitting, "OPEN", chair))
        return false;
    for (unsigned i = 0; i < sitting->count; i++) {
        if (!vote(sitting, sitting->files[i]) || !decide(sitting, sitting->files[i]))
            return false;
    }
    return send_event(sitting, "CLOSE", chair) && sign(sitting);
}

/* Of many, some certificates are still to be issued. */
static bool issue(struct sitting *sitting)
{
    for (unsigned i = 0; i < sitting->count; i++) {
        const struct demo_file *file = sitting->files[i];
        if (file->ending != ENDING_CERTIFIED || i % PENDING_ONE_IN == PENDING_ONE_IN - 1)
            continue;
        add_id(seed_caller_body(sitting->caller), "candidacy_id", file->candidacy_id);
        if (!seed_caller_send(sitting->caller, "POST", "/v1/certificates",
                              sitting->options->demo->certifier.token))
            return false;
    }
    return true;
}

static bool answer(struct sitting *sitting)
{
    char candidacy[ID_TEXT_SIZE], path[PATH_SIZE];
    for (unsigned i = 0; i < sitting->count; i++) {
        const struct demo_file *file = sitting->files[i];
        if (file->ending != ENDING_ANSWERED)
            continue;
        id_print(file->candidacy_id, candidacy);
        snprintf(path, sizeof path, "/v1/candidacies/%s/events", candidacy);
        struct writer *writer = seed_caller_body(sitting->caller);
        add_text(writer, "event", "ANSWER_COMPLEMENT");
        writer_key(writer, "data");
        writer_open(writer, '{');
        add_text(writer, "answer",
                 "Mise en situation individuelle, deux heures, en présence de l'évaluateur.");
        writer_close(writer, '}');
        if (!seed_caller_send(sitting->caller, "POST", path, file->referent->token))
            return false;
    }
    return true;
}

/* --- the days --- */

static bool set_day(struct sitting *sitting, struct date day)
{
    if (!sitting->options->has_clock)
        return true;
    bool is_set =
        seed_caller_set_clock(sitting->caller, sitting->options->demo->administrator.token, day);
    seed_caller_about(sitting->caller, sitting->subject, &sitting->call_count);
    return is_set;
}

static bool hold_past(struct sitting *sitting, int age)
{
    struct date today = sitting->options->demo->today;
    sitting->held_on = sitting->options->has_clock ? date_add_days(today, -age) : today;
    struct date notice = date_add_days(sitting->held_on, -DEMO_SESSION_NOTICE_DAYS);
    return set_day(sitting, notice) && convene(sitting) && set_day(sitting, sitting->held_on) &&
           hold(sitting) && set_day(sitting, date_add_days(sitting->held_on, CERTIFICATE_DAYS)) &&
           issue(sitting) && set_day(sitting, date_add_days(sitting->held_on, ANSWER_DAYS)) &&
           answer(sitting);
}

static bool prepare_next(struct sitting *sitting)
{
    struct date today = sitting->options->demo->today;
    sitting->held_on = date_add_days(today, DEMO_SESSION_AHEAD_DAYS);
    return set_day(sitting, today) && convene(sitting);
}

/* The first session that came late enough after the file; -1 = the one to come. */
static int session_of(const struct demo_file *file, struct date today)
{
    if (file->ending == ENDING_ON_AGENDA)
        return -1;
    for (int i = 0; i < DEMO_SESSIONS; i++) {
        int age = date_days_between(file->submitted_on, today);
        if (age >= demo_session_ages[i] + DEMO_SESSION_NOTICE_DAYS + 1)
            return i;
    }
    return DEMO_SESSIONS - 1;
}

/* All files of one day, in as many sessions as they need. */
static bool hold_all(struct seed_caller *caller, const struct commission_options *options,
                     int session, struct demo_file *files, unsigned count)
{
    unsigned number = 0;
    for (unsigned at = 0; at < count; number++) {
        struct sitting sitting = { .caller = caller, .options = options };
        snprintf(sitting.subject, sizeof sitting.subject, "%s-session-%d-%u", options->subject,
                 session, number);
        seed_caller_about(caller, sitting.subject, &sitting.call_count);
        for (; at < count && sitting.count < CAPACITY; at++) {
            if (files[at].ending != ENDING_NONE &&
                session_of(&files[at], options->demo->today) == session)
                sitting.files[sitting.count++] = &files[at];
        }
        if (sitting.count > 0 && !(session < 0 ? prepare_next(&sitting)
                                               : hold_past(&sitting, demo_session_ages[session])))
            return false;
    }
    return true;
}

/* --- finding the files --- */

static void note_files(const struct document *page, struct demo_file *files, unsigned count)
{
    for (size_t i = 0; i < document_count(page); i++) {
        const struct document *item = document_item(page, i);
        struct id candidacy_id = { { 0 } }, id = { { 0 } };
        if (!id_parse(document_text(document_member(item, "candidacy_id")), &candidacy_id) ||
            !id_parse(document_text(document_member(item, "id")), &id))
            continue;
        for (unsigned f = 0; f < count; f++) {
            if (id_equals(files[f].candidacy_id, candidacy_id))
                files[f].id = id;
        }
    }
}

static bool are_known(const struct demo_file *files, unsigned count)
{
    unsigned known = 0;
    while (known < count && id_is_set(files[known].id))
        known++;
    return known == count;
}

/* Newest first, so that the files of one candidacy of today are on the first page. */
static bool find_files(struct seed_caller *caller, const char *token, struct demo_file *files,
                       unsigned count)
{
    char path[PATH_SIZE] = FILES_PATH;
    for (;;) {
        if (!seed_caller_get(caller, path, token))
            return false;
        note_files(document_member(caller->answer, "data"), files, count);
        if (are_known(files, count))
            return true;
        struct slice cursor =
            document_text(document_member(document_member(caller->answer, "page"), "next_cursor"));
        if (!cursor.size)
            return true;
        snprintf(path, sizeof path, FILES_PATH "&cursor=%.*s", (int)cursor.size, cursor.at);
    }
}

bool commission_run(const struct commission_options *options, struct demo_file *files,
                    unsigned count)
{
    const struct demo *demo = options->demo;
    struct seed_caller caller;
    seed_caller_init(&caller, options->port);
    if (options->progress)
        progress_begin(options->progress, "files of the commission", count);
    bool is_done = find_files(&caller, demo->secretary.token, files, count);
    for (int session = 0; is_done && session < DEMO_SESSIONS; session++)
        is_done = hold_all(&caller, options, session, files, count);
    is_done = is_done && hold_all(&caller, options, -1, files, count);
    if (options->has_clock)
        is_done = seed_caller_set_clock(&caller, demo->administrator.token, options->clock_today) &&
                  is_done;
    if (options->progress)
        progress_end(options->progress);
    seed_caller_release(&caller);
    return is_done;
}
