/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts what our own code allocates: linked into clea-server-counted with --wrap=malloc, =calloc
 * and =realloc, so that a call of an object of ours comes here and one of a library does not. The
 * libraries are what the sanitizer's hook sees beyond that. The counts lie in a file that run.py
 * maps (ALLOCATION_COUNT_FILE). */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CALLERS = 64 };

struct counts {
    uint64_t ours, our_bytes, our_largest, all;
    struct {
        uint64_t address, count;
    } callers[CALLERS];
    uint64_t base; /* where the program was loaded: address - base is what addr2line wants */
};

static struct counts unseen, *counts = &unseen;

/* Names of the linker and of the sanitizer. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name,concurrency-mt-unsafe)
 */
extern char __executable_start;
void __sanitizer_malloc_hook(const volatile void *at, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);

void __sanitizer_malloc_hook(const volatile void *at, size_t size)
{
    (void)at, (void)size;
    __atomic_fetch_add(&counts->all, 1, __ATOMIC_RELAXED);
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("ALLOCATION_COUNT_FILE");
    int fd = path ? open(path, O_RDWR) : -1;
    if (fd < 0)
        return;
    void *at = mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at == MAP_FAILED)
        return;
    counts = at;
    counts->base = (uint64_t)(uintptr_t)&__executable_start;
}

static void count(size_t size, void *caller)
{
    uint64_t address = (uint64_t)(uintptr_t)caller;
    counts->ours++;
    counts->our_bytes += size;
    if (size > counts->our_largest)
        counts->our_largest = size;
    for (unsigned i = 0; i < CALLERS; i++) {
        if (counts->callers[i].address != 0 && counts->callers[i].address != address)
            continue;
        counts->callers[i].address = address;
        counts->callers[i].count++;
        return;
    }
}

void *__wrap_malloc(size_t size)
{
    count(size, __builtin_return_address(0));
    return __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    count(number * size, __builtin_return_address(0));
    return __real_calloc(number, size);
}

void *__wrap_realloc(void *at, size_t size)
{
    count(size, __builtin_return_address(0));
    return __real_realloc(at, size);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name,concurrency-mt-unsafe)
 */
