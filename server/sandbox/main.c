/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-sandbox: invented people and candidacies for a practice instance. A program of its own, on
 * the same objects, so that the binary of a production holds none of it. */
#include "command.h"
#include "sandbox/scenario.h"
#include "sandbox/seed.h"

static const struct command commands[] = {
    { "seed", "load the référentiels and mark the database as a sandbox", sandbox_seed_run,
      sandbox_seed_options },
    { "scenario", "make candidacies in a given state", scenario_run, scenario_options },
    { 0 },
};

int main(int argc, char *argv[])
{
    return command_main(&(struct program){ "clea-sandbox", commands }, argc, argv);
}
