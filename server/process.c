#include "process.h"

struct process process;
