#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Which names each statement is bound and read by, from the sources: what statements_agree_test compares with the statements.

    bindings.py COMPILER OUTPUT INCLUDE… -- SOURCE…

Every row of a `struct load`, `struct write` or `struct operation` names a statement beside the functions that bind and read it. Those
functions, and what they hand their parameters or row to, give names as texts: `params_id(params, "juror_id", id)`. The preprocessor goes
first, so rows and functions made by macros count too. Whatever cannot be followed is refused: a hole here would be a hole in the test.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

PRIMITIVE = {'params': re.compile(r'params_(id|text|date|int|int_or_null|bool|bytes|null|names)$'),
             'row': re.compile(r'row_(id|text|date|int|bool|is_null)$')}

def page_names(statement):
    """What the engine binds of every list with pages (engine/list.c): of one with ways, its key where a cursor carries one."""
    walk = [*pathlib.Path(__file__).parents[4].glob(f'server/api/*/sql/{statement}.walk')]
    if not walk:
        return {'page_limit', 'cursor_id', 'is_backward'}
    has_key = (re.search(r'^sort \S+ [+-] date$', walk[0].read_text(encoding='utf-8'), re.M)
               or 'cursor_key' in walk[0].with_suffix('.sql').read_text(encoding='utf-8'))
    return {'page_limit', 'cursor_id', *(('cursor_key',) if has_key else ())}



class Source:
    """The functions and tables of one file, preprocessed."""

    def __init__(self, path, text):
        self.path, self.functions, self.tables = path, {}, []
        at = 0
        while (open_brace := text.find('{', at)) >= 0:
            close = matching(text, open_brace)
            head = text[max(text.rfind(c, 0, open_brace) for c in ';}') + 1:open_brace].strip()
            body = text[open_brace + 1:close]
            at = close + 1
            if head.endswith(')'):
                name = re.search(r'(\w+)\s*\(', head)
                self.functions[name.group(1)] = (head, body)
            elif table := re.search(r'\bstruct (?:(load|write|operation) (\w+)\s*\[[^]]*\]|(reply) (\w+))\s*=$', head):
                self.tables.append((table.group(1) or table.group(3), table.group(2) or table.group(4), body))


def matching(text, at):
    pairs, depth = {'{': '}', '(': ')', '[': ']'}, 0
    opening, closing = text[at], pairs[text[at]]
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|' + re.escape(opening) + '|' + re.escape(closing), text[at:]):
        depth += {opening: 1, closing: -1}.get(token.group(), 0)
        if depth == 0:
            return at + token.start()
    raise SystemExit('brackets that do not match')


def split(text):
    """The parts between commas that are in no bracket or text."""
    parts, start, depth = [], 0, 0
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|[(\[{]|[)\]}]|,', text):
        c = token.group()
        depth += (c in '([{') - (c in ')]}') if len(c) == 1 else 0
        if c == ',' and depth == 0:
            parts.append(text[start:token.start()].strip())
            start = token.end()
    return [part for part in parts + [text[start:].strip()] if part]


def preprocess(compiler, includes, path):
    command = [compiler, '-E', '-std=c17', '-D_GNU_SOURCE', '-DCLEA_VERSION=""', *(f'-I{i}' for i in includes), path]
    text, keeps = [], True
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        if marker := re.match(r'# \d+ "([^"]*)"', line):
            keeps = not marker.group(1).startswith(('/usr', '<'))
        elif keeps:
            text.append(line)
    return Source(path, re.sub(r'"\s*\n\s*"', '', '\n'.join(text)))


class Program:
    def __init__(self, sources):
        self.sources = sources

    def find(self, source, name):
        for candidate in [source, *self.sources]:
            if name in candidate.functions:
                return candidate, *candidate.functions[name]
        raise SystemExit(f'{source.path}: no function {name}')

    def names(self, source, function, what, seen=()):
        """The names that a function uses, through those it calls with its `params` or `row`."""
        home, head, body = self.find(source, function)
        found = set()
        for call in re.finditer(r'\b(\w+)\s*\(', body):
            called, arguments = call.group(1), split(body[call.end():matching(body, call.end() - 1)])
            if not any(re.fullmatch(r'&?\b%s\b' % what, argument) for argument in arguments):
                continue
            if called == 'params_item' or called in seen:
                continue
            if not PRIMITIVE[what].match(called):
                texts = [a for a in arguments if a.startswith('"')]
                found |= {t[1:-1] for t in texts} | self.names(home, called, what, (*seen, function))
            elif arguments[1].startswith('"'):
                found.add(arguments[1][1:-1])
            elif not re.search(r'const char \*%s\b' % re.escape(arguments[1]), head):
                raise SystemExit(f'{home.path}: {function}() gives {called}() a name that is no text')
        return found

    def is_reader(self, source, name):
        return re.search(r'struct row \*', self.find(source, name)[1])


def is_function(text):
    return re.fullmatch(r'[a-z]\w*', text) is not None


def statement_of(text):
    found = re.fullmatch(r'&SQL_(\w+)', text)
    return found and found.group(1)


def member(element, name):
    """The value of `.name = …` in an initialiser, or None."""
    for part in split(element):
        if found := re.match(r'\.%s\s*=\s*(.*)' % name, part, re.S):
            return found.group(1)
    return None


NULL = ('NULL', '((void *)0)')


def reply_rows(operation):
    """(statement, binder, is_paged) of the reply of an operation and of what is embedded in it."""
    is_command, is_list, is_unpaged = (flag in (member(operation, 'flags') or '')
                                       for flag in ('OPERATION_COMMAND', 'OPERATION_LIST', 'OPERATION_UNPAGED'))
    reply = member(operation, 'reply')
    parts = split(reply.strip()[1:-1]) if reply else []
    is_written = member(', '.join(parts), 'is_written')  # bound as the write that it is
    embedded = member(', '.join(parts), 'embedded')
    rows = ([] if is_written else [(parts, is_list and not is_unpaged)]) + ([(split(embedded.strip()[1:-1]), False)] if embedded else [])
    for values, is_paged in rows:
        for i, value in enumerate(values):
            if statement := statement_of(value):
                binder = values[i + 1] if i + 1 < len(values) else 'NULL'
                if not is_function(binder):
                    binder = 'exchange_bind_result' if is_command else None if is_paged else 'exchange_bind_path'
                yield statement, binder, is_paged


def rows_of(program, source):
    """(statement, function, 'params' or 'row', names) of every row of the tables of a file, and of every second outcome."""
    for kind, table, body in source.tables:
        if kind == 'reply':
            for statement, binder, _ in reply_rows('.reply = {' + body + '}'):
                if binder and is_function(binder):
                    yield statement, binder, 'params', program.names(source, binder, 'params')
            continue
        for element in split(body):
            element = re.sub(r'^\[\w+\]\s*=\s*', '', element).strip()
            parts = split(element[1:-1])
            if kind == 'operation':
                for statement, binder, is_paged in reply_rows(element[1:-1]):
                    names = program.names(source, binder, 'params') if binder else set()
                    yield statement, binder or 'the engine', 'params', names | (page_names(statement) if is_paged else set())
                continue
            statement = statement_of(parts[0]) if parts else None
            if not statement:
                if 'SQL_' in element:
                    raise SystemExit(f'{source.path}: {table} has a row that is not understood: {element}')
                continue
            binder = parts[1] if is_function(parts[1]) else 'exchange_bind_path'
            yield statement, binder, 'params', program.names(source, binder, 'params')
            if kind == 'load':
                yield statement, parts[2], 'row', program.names(source, parts[2], 'row')


def main():
    compiler, output, *rest = sys.argv[1:]
    includes, paths = rest[:rest.index('--')], rest[rest.index('--') + 1:]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        sources = list(pool.map(lambda path: preprocess(compiler, includes, path), paths))
    program = Program(sources)
    rows = sorted({(statement, function, what, tuple(sorted(names)))
                   for source in sources for statement, function, what, names in rows_of(program, source)})
    with open(output, 'w', encoding='utf-8') as file:
        file.write('/* Generated by bindings.py; do not edit. */\n')
        for statement, function, what, names in rows:
            texts = ''.join(f'"{name}", ' for name in names)
            file.write(f'{{ &SQL_{statement}, "{function}", {"true" if what == "row" else "false"}, {{ {texts}NULL }} }},\n')


if __name__ == '__main__':
    main()
