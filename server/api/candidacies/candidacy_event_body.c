/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_event_body.h"

#include "certificate.h"

#include <string.h>

const char result_characters[] = "VNE";

static const struct fields *const tables[CANDIDACY_EVENT_COUNT];
static const struct field_variants data_variants = { "event", tables };

#define BODY(member) offsetof(struct event_body, member)
static const struct field body_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, BODY(event), .words = &candidacy_event_words,
      .doc = "What happened.", .example = "\"RECORD_INFORMATION\"" },
    { "occurred_on", FIELD_DATE, 0, BODY(occurred_on),
      .doc = "The civil day of the act, where it was done; today there when absent.",
      .example = "\"2026-01-14\"" },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, BODY(expected_version), 1, 0,
      .doc = "Version of the candidacy that was read; another one answers 412.", .example = "3" },
    { "data", FIELD_VARIANT, 0, BODY(data), .doc = "Members of the event, see its own schema.",
      .variants = &data_variants },
    { .name = NULL },
};
const struct fields event_body_fields = { "CandidacyEventBody", body_fields,
                                          sizeof(struct event_body) };

static const struct field result_fields[] = {
    { "criterion_code", FIELD_TEXT, FIELD_REQUIRED, offsetof(struct result_input, criterion_code),
      1, 11, .doc = "Code of the criterion, or of the domain where it has no sub-domains.",
      .example = "\"2.3.4\"" },
    { "status", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct result_input, status),
      .words = &result_words, .doc = "Result of the criterion.", .example = "\"VALIDATED\"" },
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct result_input, note), 1, 2000,
      .doc = "Evidence, kept apart from the history; null takes back what was noted." },
    { .name = NULL },
};
const struct fields result_input_table = { "ResultInput", result_fields,
                                           sizeof(struct result_input) };

#define MODULE(member) offsetof(struct module_input, member)
static const struct field module_fields[] = {
    { "domain_code", FIELD_TEXT, FIELD_REQUIRED, MODULE(domain_code), 1, 11,
      .doc = "A missing domain.", .example = "\"2\"" },
    { "title", FIELD_TEXT, FIELD_NULLABLE | FIELD_PRINTED, MODULE(title), 1, 200,
      .doc = "Title of the module." },
    { "planned_minutes", FIELD_INT, FIELD_REQUIRED, MODULE(planned_minutes), 0, MODULE_MAX_MINUTES,
      .doc = "Minutes that are planned: 2100 are 35 hours.", .example = "2100" },
    { "trainer_id", FIELD_ID, FIELD_REQUIRED, MODULE(trainer_id),
      .doc = "The trainer: never an evaluator of this candidate in this cycle, and a trainer of "
             "training_org_id on the first day. Another organism's people are not listed here: it "
             "tells the id of its trainer, who reads it in GET /v1/me." },
    { "training_org_id", FIELD_ID, 0, MODULE(training_org_id),
      .doc = "Organism that trains; that of the path when absent." },
    { "planned_start_date", FIELD_DATE, FIELD_NULLABLE | FIELD_PLANNED, MODULE(planned_start_date),
      .doc = "Planned first day." },
    { "planned_end_date", FIELD_DATE, FIELD_NULLABLE | FIELD_PLANNED, MODULE(planned_end_date),
      .doc = "Planned last day." },
    { .name = NULL },
};
static const struct fields module_table = { "ModuleInput", module_fields,
                                            sizeof(struct module_input) };

/* clang-format off */
#define AT(member) offsetof(struct event_input, member)
#define COUNSELLOR                                                                                 \
    { "counsellor_id", FIELD_ID, 0, AT(counsellor_id),                                             \
      .doc = "Who informed; the caller when absent." }
#define CONSENT                                                                                    \
    { "has_consent", FIELD_BOOL, FIELD_REQUIRED, AT(has_consent),                                  \
      .doc = "The candidate agrees that the candidacy is opened.", .example = "true" }
#define EVALUATOR                                                                                  \
    { "evaluator_id", FIELD_ID, 0, AT(evaluator_id), .doc = "Who evaluates; the caller when absent." }
#define SITTING                                                                                    \
    EVALUATOR,                                                                                     \
        { "held_on", FIELD_DATE, FIELD_PLANNED, AT(held_on),                                                   \
          .doc = "Day of the sitting; that of starts_at when absent, else occurred_on. It may lie " \
                 "ahead.",                                                                         \
          .example = "\"2026-01-14\"" },                                                           \
        { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words,                        \
          .doc = "On site unless said otherwise." },                                               \
        { "place", FIELD_TEXT, FIELD_NULLABLE, AT(place), 1, 200, .doc = "Where." },               \
        { "site_id", FIELD_ID, FIELD_NULLABLE, AT(site_id), .doc = "Site of the organism." },      \
        { "starts_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(starts_at),                               \
          .doc = "Beginning, on the day that is held_on in its time zone." },                      \
        { "ends_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(ends_at),                                   \
          .doc = "End: after starts_at, within 24 hours." },                                       \
        { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,                    \
          .doc = "Zone of starts_at; when absent that of the site, else the organism's." }
#define METHOD                                                                                     \
    { "method_id", FIELD_ID, FIELD_NULLABLE, AT(method_id), .doc = "Method of evaluation in use." }
#define REASON_TEXT(needed)                                                                        \
    { "reason", FIELD_TEXT, (needed) | FIELD_MULTILINE | FIELD_PERSONAL, AT(reason), 1, 2000,      \
      .doc = "Why." }
#define MODULE_ID                                                                                  \
    { "module_id", FIELD_ID, FIELD_REQUIRED, AT(module_id), .doc = "Module of the path." }
#define OVERRUN_REASON                                                                             \
    { "overrun_reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,             \
      AT(overrun_reason), 1, 2000,                                                                 \
      .doc = "Why more was needed than planned; required beyond planned_minutes of the module." }
#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct field contact_fields[] = {
    { "opened_on", FIELD_DATE, FIELD_REQUIRED, AT(opened_on),
      .doc = "The day on which the contact was, not later than any act of the candidacy.", .example = "\"2026-01-05\"" },
    REASON_TEXT(0), END };
static const struct field date_fields[] = {
    { "corrects_id", FIELD_ID, FIELD_REQUIRED, AT(corrects_id),
      .doc = "The act: its event in the history, of one that stands and that no commission has in hand." },
    { "happened_on", FIELD_DATE, FIELD_REQUIRED, AT(happened_on),
      .doc = "The day on which it really was, between the acts before and behind it.", .example = "\"2026-01-14\"" },
    REASON_TEXT(0), END };
static const struct field information_fields[] = {
    COUNSELLOR, CONSENT,
    { "is_distinct", FIELD_BOOL, 0, AT(is_distinct),
      .doc = "True: the candidate is none of those who may be the same person (POSSIBLE_DUPLICATE); kept in the history." },
    END };
static const struct field start_fields[] = { SITTING, METHOD, END };
static const struct field final_fields[] = {
    SITTING, METHOD,
    { "domain_codes", FIELD_TEXTS, 0, AT(domain_codes), 0,
      REFERENTIAL_MAX_DOMAINS,
      .doc = "Domains to evaluate; all the missing ones when absent.", .example = "[\"2\"]" },
    END };
static const struct field sitting_fields[] = { SITTING, END };
static const struct field sitting_correction_fields[] = {
    { "sitting_id", FIELD_ID, FIELD_REQUIRED, AT(sitting_id), .doc = "A sitting of the evaluation in progress." },
    { "held_on", FIELD_DATE, FIELD_PLANNED, AT(held_on),
      .doc = "The day on which it really was, between the sittings before and behind it and by the results that rest on it; as it "
             "stands when absent. Hours that are not told with it are told no more.", .example = "\"2026-01-14\"" },
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words, .doc = "How it was held; as it stands when absent." },
    { "place", FIELD_TEXT, FIELD_NULLABLE, AT(place), 1, 200, .doc = "Where; as it stands when absent, null: not told." },
    { "site_id", FIELD_ID, FIELD_NULLABLE, AT(site_id), .doc = "Site of the organism; as it stands when absent, null: none." },
    { "starts_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(starts_at),
      .doc = "Beginning, on the day of the sitting. Hours are told anew together: with one of them, what is absent is not told." },
    { "ends_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(ends_at), .doc = "End: after starts_at, within 24 hours." },
    { "time_zone", FIELD_ENUM, 0, AT(time_zone), .words = &time_zone_words,
      .doc = "Zone of starts_at; when absent that of the site that is told, else as it stands." },
    REASON_TEXT(0), END };
static const struct field sitting_end_fields[] = {
    { "sitting_id", FIELD_ID, FIELD_REQUIRED, AT(sitting_id),
      .doc = "A sitting of the evaluation in progress, on which no result rests." },
    REASON_TEXT(0), END };
static const struct field results_fields[] = {
    EVALUATOR,
    { "results", FIELD_OBJECTS, FIELD_REQUIRED, AT(results), 1, REFERENTIAL_MAX_ITEMS, .of = &result_input_table,
      .doc = "Results to save, all or none." },
    END };
static const struct field evaluator_fields[] = { EVALUATOR, END };
static const struct field restitution_fields[] = {
    { "person_id", FIELD_ID, 0, AT(person_id), .doc = "Who gave the results back; the caller when absent." },
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words, .doc = "On site unless said otherwise." },
    { "synthesis", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED, AT(synthesis), 1,
      10000, .doc = "Synthesis for the candidate and the commission." },
    END };
static const struct field restitution_correction_fields[] = {
    { "evaluation_id", FIELD_ID, FIELD_REQUIRED, AT(evaluation_id), .doc = "The evaluation whose results were given back." },
    { "given_on", FIELD_DATE, 0, AT(given_on),
      .doc = "Its day as it should have been, with `person_id`; as it stands when absent.", .example = "\"2026-01-14\"" },
    { "person_id", FIELD_ID, 0, AT(person_id), .doc = "Who gave the results back; as it stands when absent." },
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words, .doc = "As it stands when absent." },
    { "synthesis", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED, AT(synthesis), 1, 10000,
      .doc = "The synthesis as it should have been; as it stands when absent. The one before stays in the history." },
    REASON_TEXT(0), END };
static const struct field path_fields[] = {
    { "training_org_id", FIELD_ID, 0, AT(training_org_id),
      .doc = "Organism that trains; the caller's when absent. Of one that does not hold the "
             "candidacy nobody sees anything of it but the trainer of a module: from the acceptance "
             "of the path until its end the candidacy, the path with that organism's modules, "
             "and their attendance, which the trainer records. A referent of the organism "
             "in charge closes the modules, and may record attendance too." },
    { "planned_start_date", FIELD_DATE, FIELD_REQUIRED | FIELD_PLANNED, AT(planned_start_date), .doc = "Planned first day.",
      .example = "\"2026-03-02\"" },
    { "planned_end_date", FIELD_DATE, FIELD_REQUIRED | FIELD_PLANNED, AT(planned_end_date),
      .doc = "Planned last day, before the deadline.", .example = "\"2026-06-30\"" },
    { "modules", FIELD_OBJECTS, FIELD_REQUIRED, AT(modules), 0, PATH_MAX_MODULES, .of = &module_table,
      .doc = "Modules: together they cover exactly the missing domains." },
    END };
static const struct field accept_fields[] = {
    { "proof", FIELD_TEXT, FIELD_NULLABLE | FIELD_PERSONAL, AT(proof), 1, 200,
      .doc = "How the candidate's agreement is proved, when somebody else records it." },
    END };
static const struct field reason_fields[] = { REASON_TEXT(0), END };
static const struct field attendance_fields[] = {
    MODULE_ID,
    { "attended_minutes", FIELD_INT, FIELD_REQUIRED, AT(attended_minutes), 1, MODULE_MAX_MINUTES,
      .doc = "Minutes attended, added to those before.", .example = "210" },
    { "is_distinct", FIELD_BOOL, 0, AT(is_distinct),
      .doc = "True: another attendance than the one recorded already of this module on this day, though as long "
             "(ATTENDANCE_ALREADY_RECORDED); kept in the history." },
    OVERRUN_REASON,
    END };
static const struct field correction_fields[] = {
    { "attendance_id", FIELD_ID, FIELD_REQUIRED, AT(attendance_id),
      .doc = "The attendance: the event that recorded it, in the history." },
    { "attended_minutes", FIELD_INT, FIELD_REQUIRED, AT(attended_minutes), 0, MODULE_MAX_MINUTES,
      .doc = "Minutes that were really attended. 0: there was none, for good; what belongs to another module "
             "or day is recorded there.", .example = "210" },
    REASON_TEXT(0),
    OVERRUN_REASON,
    END };
static const struct field closing_fields[] = {
    MODULE_ID,
    { "status", FIELD_ENUM, 0, AT(status), .words = &module_status_words, .only = 1 << MODULE_DONE | 1 << MODULE_WAIVED, .doc = "DONE unless it is waived." },
    REASON_TEXT(0), END };
static const struct field reopening_fields[] = { MODULE_ID, REASON_TEXT(0), END };
static const struct field trainer_fields[] = {
    MODULE_ID,
    { "trainer_id", FIELD_ID, FIELD_REQUIRED, AT(trainer_id), .doc = "The new trainer." },
    END };
static const struct field submit_fields[] = {
    { "commission_id", FIELD_ID, 0, AT(commission_id),
      .doc = "Commission; the competent one when absent." },
    END };
static const struct field answer_fields[] = {
    { "answer", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL, AT(answer), 1, 10000,
      .doc = "Answer to the commission's request." },
    { "results", FIELD_OBJECTS, FIELD_NULLABLE, AT(results), 0, REFERENTIAL_MAX_ITEMS, .of = &result_input_table,
      .doc = "An answer brings none: what was evaluated is frozen (RESULTS_FROZEN)." },
    END };
static const struct field withdrawal_fields[] = {
    { "requested_on", FIELD_DATE, 0, AT(requested_on),
      .doc = "Day of the candidate's request; needed unless the candidate acts in person. A withdrawal is final: nobody resumes the "
             "candidacy, and what was validated in it counts no more.", .example = "\"2026-03-01\"" },
    REASON_TEXT(FIELD_NULLABLE), END };
static const struct field abandonment_fields[] = {
    { "written_proof_on", FIELD_DATE, FIELD_NULLABLE, AT(written_proof_on),
      .doc = "Day of the writing by which the candidate gave up; without one, a long silence is needed." },
    REASON_TEXT(FIELD_NULLABLE), END };
static const struct field cancellation_fields[] = {
    { "reason", FIELD_ENUM, 0, AT(cancel_reason), .words = &cancel_reason_words, .doc = "Why.", .example = "\"DUPLICATE\"" },
    END };
static const struct field transfer_fields[] = {
    { "to_org_id", FIELD_ID, FIELD_REQUIRED, AT(to_org_id), .doc = "The receiving organism." },
    { "consent_on", FIELD_DATE, 0, AT(consent_on), .doc = "Day of the candidate's consent.", .example = "\"2026-03-01\"" },
    END };
static const struct field annulment_fields[] = {
    { "evaluation_id", FIELD_ID, FIELD_REQUIRED, AT(evaluation_id),
      .doc = "A completed evaluation of this candidacy. With the prior one, what rests on it falls too." },
    { "reason", FIELD_ENUM, 0, AT(annul_reason), .words = &annul_reason_words, .doc = "Why.", .example = "\"FRAUD\"" },
    END };
static const struct field going_back_fields[] = { REASON_TEXT(FIELD_NULLABLE), END };
static const struct field no_fields[] = { END };

#define TABLE(title, list) \
    &(const struct fields)                                                                         \
    {                                                                                              \
        title, list, sizeof(struct event_input)                                                    \
    }
/* clang-format on */

const struct fields sitting_input_table = { "AddSitting", sitting_fields,
                                            sizeof(struct event_input) };

static const struct fields *const tables[CANDIDACY_EVENT_COUNT] = {
    [EVENT_CORRECT_CONTACT] = TABLE("CorrectContact", contact_fields),
    [EVENT_CORRECT_DATE] = TABLE("CorrectDate", date_fields),
    [EVENT_RECORD_INFORMATION] = TABLE("RecordInformation", information_fields),
    [EVENT_START_PRIOR] = TABLE("StartPrior", start_fields),
    [EVENT_ADD_SITTING] = &sitting_input_table,
    [EVENT_CORRECT_SITTING] = TABLE("CorrectSitting", sitting_correction_fields),
    [EVENT_CANCEL_SITTING] = TABLE("CancelSitting", sitting_end_fields),
    [EVENT_RECORD_RESULTS] = TABLE("RecordResults", results_fields),
    [EVENT_COMPLETE_PRIOR] = TABLE("CompletePrior", evaluator_fields),
    [EVENT_RECORD_RESTITUTION] = TABLE("RecordRestitution", restitution_fields),
    [EVENT_CORRECT_RESTITUTION] = TABLE("CorrectRestitution", restitution_correction_fields),
    [EVENT_PROPOSE_PATH] = TABLE("ProposePath", path_fields),
    [EVENT_ACCEPT_PATH] = TABLE("AcceptPath", accept_fields),
    [EVENT_DECLINE_PATH] = TABLE("DeclinePath", reason_fields),
    [EVENT_REOPEN_PATH] = TABLE("ReopenPath", reason_fields),
    [EVENT_RECORD_ATTENDANCE] = TABLE("RecordAttendance", attendance_fields),
    [EVENT_CORRECT_ATTENDANCE] = TABLE("CorrectAttendance", correction_fields),
    [EVENT_CLOSE_MODULE] = TABLE("CloseModule", closing_fields),
    [EVENT_REOPEN_MODULE] = TABLE("ReopenModule", reopening_fields),
    [EVENT_CHANGE_TRAINER] = TABLE("ChangeTrainer", trainer_fields),
    [EVENT_CLOSE_PATH] = TABLE("ClosePath", no_fields),
    [EVENT_START_FINAL] = TABLE("StartFinal", final_fields),
    [EVENT_COMPLETE_FINAL] = TABLE("CompleteFinal", evaluator_fields),
    [EVENT_SUBMIT_FILE] = TABLE("SubmitFile", submit_fields),
    [EVENT_ANSWER_COMPLEMENT] = TABLE("AnswerComplement", answer_fields),
    [EVENT_INTERRUPT_PATH] = TABLE("InterruptPath", reason_fields),
    [EVENT_RECALL_FILE] = TABLE("RecallFile", going_back_fields),
    [EVENT_WITHDRAW] = TABLE("Withdraw", withdrawal_fields),
    [EVENT_ABANDON] = TABLE("Abandon", abandonment_fields),
    [EVENT_RESUME] = TABLE("Resume", going_back_fields),
    [EVENT_CANCEL] = TABLE("Cancel", cancellation_fields),
    [EVENT_TRANSFER] = TABLE("Transfer", transfer_fields),
    [EVENT_ANNUL_EVALUATION] = TABLE("AnnulEvaluation", annulment_fields),
};

const struct fields *event_data_fields(enum candidacy_event event)
{
    return (unsigned)event < CANDIDACY_EVENT_COUNT ? tables[event] : NULL;
}

static struct slice print_data(struct exchange *x, enum candidacy_event event,
                               const struct event_input *input, unsigned flags)
{
    const struct fields *fields = event_data_fields(event);
    if (!fields || !input)
        return SLICE("{}");
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    fields_write(&writer, fields, input, flags);
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

struct slice event_history(struct exchange *x, enum candidacy_event event,
                           const struct event_input *input)
{
    /* Of a correction, what is null was taken away. */
    const unsigned nulls = event == EVENT_CORRECT_SITTING ? 0 : FIELDS_WITHOUT_NULLS;
    return print_data(x, event, input, FIELDS_WITHOUT_PERSONAL | nulls);
}

struct slice event_texts(struct exchange *x, enum candidacy_event event,
                         const struct event_input *input)
{
    struct slice texts = print_data(x, event, input, FIELDS_ONLY_PERSONAL | FIELDS_WITHOUT_NULLS);
    return slice_is(texts, "{}") ? SLICE_UNSET : texts;
}
