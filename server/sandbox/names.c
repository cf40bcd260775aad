/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of invented names and a generator that picks from them. */
#include "sandbox/names.h"

#include <stdio.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const birth_names[] = {
    "Valombreuse", "Kerdanet",   "Sauvigneau",  "Tourmentel",  "Bellerive",   "Chanteclos",
    "Dubouquet",   "Épinaudin",  "Fontvieille", "Grandsart",   "Haubertin",   "Jolivain",
    "Lamarguerie", "Montfleury", "Noisetier",   "Orvanne",     "Pontarmé",    "Quintebel",
    "Roquelaine",  "Soubeyrac",  "Terrenoire",  "Vaucreuse",   "Wambrecourt", "Yvrandel",
    "Aubespierre", "Boisdoré",   "Courtenval",  "Desfontaine", "Esperandieu", "Flamencourt",
    "Gentilbois",  "Hautecombe", "Ingrandel",   "Lespinade",   "Maisonrouge", "Nervauzelle",
    "Outrelaine",  "Prévalaine", "Rivemont",    "Saint-Ormel", "Trévignac",   "Vertamon",
    "Bénazirou",   "Tchalouwé",  "Ouedramine",  "Vasquelinho", "Nguyennec",   "Kowalarski",
};
static const char *const women[] = { "Anaïs",    "Béatrice", "Camille", "Delphine", "Élodie",
                                     "Fatou",    "Hélène",   "Inès",    "Jeanne",   "Léa",
                                     "Mireille", "Nadia",    "Odile",   "Pauline",  "Rosa",
                                     "Sylvie",   "Yasmine",  "Zoé" };
static const char *const men[] = { "Alain",  "Bastien", "Cédric",  "Driss",  "Étienne", "François",
                                   "Gaël",   "Hugo",    "Idriss",  "Jérôme", "Karim",   "Loïc",
                                   "Mathis", "Noël",    "Olivier", "Paulo",  "Rémi",    "Sacha" };
/* Towns are real, so that maps and postal codes work. */
static const struct {
    const char *commune, *insee_code, *postal_code;
} communes[] = {
    { "Lille", "59350", "59000" },  { "Roubaix", "59512", "59100" },
    { "Arras", "62041", "62000" },  { "Douai", "59178", "59500" },
    { "Amiens", "80021", "80000" }, { "Beauvais", "60057", "60000" },
    { "Laon", "02408", "02000" },   { "Dunkerque", "59183", "59140" },
};

enum {
    BIRTH_DAYS = 14000,
    BIRTH_STRIDE = 6607
}; /* coprime: every day once before one comes again */

struct seed_random seed_random_of(uint64_t seed)
{
    return (struct seed_random){ seed * UINT64_C(0x9E3779B97F4A7C15) + 1 };
}

static uint64_t next(struct seed_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

unsigned seed_random_between(struct seed_random *random, unsigned low, unsigned high)
{
    return low + (unsigned)(next(random) % (high - low + 1));
}

static unsigned pick(struct seed_random *random, size_t count)
{
    return seed_random_between(random, 0, (unsigned)count - 1);
}

struct seed_identity seed_identity_of(unsigned number, struct seed_random *random)
{
    bool is_woman = seed_random_between(random, 0, 99) < 55;
    unsigned commune = pick(random, COUNT(communes));
    /* Those who are born on one day bear different names: nobody is taken for another (A37). */
    struct seed_random of_day = seed_random_of(number % BIRTH_DAYS);
    size_t name = (pick(&of_day, COUNT(birth_names)) + number / BIRTH_DAYS) % COUNT(birth_names);
    int days = (int)((uint64_t)number * BIRTH_STRIDE % BIRTH_DAYS);
    return (struct seed_identity){
        .birth_name = birth_names[name],
        .first_name = is_woman ? women[pick(random, COUNT(women))] : men[pick(random, COUNT(men))],
        .sex = is_woman ? "F" : "M",
        .birth = date_add_days((struct date){ 1966, 1, 1 }, days),
        .commune = communes[commune].commune,
        .insee_code = communes[commune].insee_code,
        .postal_code = communes[commune].postal_code,
    };
}

/* Luhn: doubles every other digit, the one before the check digit first. */
static char check_digit(const char *digits, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        int doubled = i % 2 == 0 ? digit * 2 : digit;
        sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

void seed_siret_print(unsigned number, char ret_text[SEED_SIRET_TEXT_SIZE])
{
    snprintf(ret_text, SEED_SIRET_TEXT_SIZE, "000%05u", number % 100000);
    ret_text[8] = check_digit(ret_text, 8);
    snprintf(ret_text + 9, SEED_SIRET_TEXT_SIZE - 9, "0001");
    ret_text[13] = check_digit(ret_text, 13);
    ret_text[14] = '\0';
}
