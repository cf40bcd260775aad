/* clea-documents: draws what people hold. A program of its own, so that the server is linked with
 * none of the libraries that draw, and none of their faults is its. */
#include "command.h"
#include "documents/draw_command.h"

static const struct command commands[] = {
    { "draw", "draw a certificate from its JSON, not sealed, on standard output", draw_command_run,
      draw_command_options },
    { 0 },
};

int main(int argc, char *argv[])
{
    return command_main(&(struct program){ "clea-documents", commands }, argc, argv);
}
