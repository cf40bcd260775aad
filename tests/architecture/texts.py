# SPDX-License-Identifier: EUPL-1.2
"""What people read is written with care, in French and in English. Reads the page of `clea-server texts` (argument 1) and the
printed contract (argument 2); prints what is wrong, and nothing else."""

import re
import sys

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
FOR_DEVELOPERS = "Hints for developers"
ROWS_AT_LEAST = 700

# Words that were written once and read wrongly, or that no careful official writes; and what to write instead.
FRENCH_WORDS = {
    r"signe de vie": "dernière activité",
    r"\bdispens": "non requis (dispensé se lit aussi : donné)",
    r"\b(est|sont) donné(e?s?)\b": "indiqués ci-dessous, ou la valeur même",
    r"sans limite connue": "reste valable",
    r"ne change(nt)? plus": "ne peut plus être modifié",
    r"\b(tenir|tient|tenu) (le |un )?(dossier|candidature|par)": "suivre une candidature",
    r"dossier (en cours|d’un candidat|ailleurs)": "candidature",
    r"fût-ce|^Qu’": "une phrase plus simple",
    r"\bsi besoin\.$": "au début de la phrase",
    r"\bdossier\b[^.]*\b(ouvert|échéance|expire)": "candidature",
}
ENGLISH_WORDS = {
    r"\b(his|him|himself|he|she|her|herself)\b": "they, their, or the role",
    r"\bare given\b|\bis given\b\.$": "the value itself, or: below",
    r"\bno known limit\b": "remains valid",
    r"does not change any more|no longer changes": "can no longer be changed",
}
# What belongs to developers: they have hints, codes and the contract.
TECHNICAL = {
    r"\b[A-Z0-9]+_[A-Z0-9_]+\b": "a code",
    r"\b[a-z0-9]+_[a-z0-9_]+\b": "the name of a member",
    r"\b(Idempotency-Key|If-(None-)?Match|ETag|Content-(Type|Length|Encoding)|Authorization|Retry-After"
    r"|Accept-\w+|WWW-Authenticate|X-Request-Id)\b|(Accept|Allow|Expect|Host) header|en-tête [A-Z]": "a header",
    r"\b(application|text)/\w+": "a media type",
    r"/v1\b|allowed-events": "an address",
    r"\b(GET|POST|PUT|PATCH|DELETE)\b": "a method",
}
INFINITIVE = re.compile(r"^\w+(er|ir|re|oir)\b")
# Of the published contract: numbers of our own rules, sections and decisions.
INTERNAL = {
    r"(?<![\w-])[ACDST]\d{1,2}(?![\w-])": "the number of an internal rule",
    r"©": "a mark of an internal page",
    r"\bdecision \d+\b|\(\d+\.\d+\)|\bsection \d": "a section of an internal page",
    r"\bNEEDSWORK\b|\bTODO\b": "unfinished work",
}

# Every other {name} may hold a number. Nothing agrees with it then: "1 dossiers", "2 reste", "than 0" were all read.
NO_NUMBERS = {"type", "values", "date", "limit_date", "domain_codes", "criterion_codes", "names"}
BEHIND_A_NUMBER = re.compile(r"[.;,:)]| ?[;:]| (et|and) |$")


def number_faults(text):
    """With 0, 1 and 2 a sentence is as right as with 100: a number stands behind a colon, or nothing follows it that has a plural."""
    for held in re.finditer(r"\{(\w+)\}", text):
        if held[1] in NO_NUMBERS:
            continue
        if not BEHIND_A_NUMBER.match(text.replace(NO_BREAK, " "), held.end()) and not re.match(r" at (least|most)\b", text[held.end():]):
            yield from (f"does not agree with a number: “{n}{text[held.end():][:20]}”" for n in (0, 1, 2))
        if re.search(r"\b(que|than|en a|has) $", text[:held.start()]):
            yield "a number that may be 0 behind “que”, “than”: write it behind a colon"


def rows(page):
    section = ""
    for line in page.splitlines():
        if line.startswith("## "):
            section = line[3:]
        cells = [cell.strip(" ") for cell in line.split("|")[1:-1]]
        if len(cells) == 3 and cells[0] not in ("Which", "---"):
            yield section, *cells


def find(words, text, flags=0):
    for pattern, instead in words.items():
        found = re.search(pattern, text, flags)
        if found:
            yield f"“{found.group(0)}”: {instead}"


def french_faults(text):
    if "'" in text:
        yield "a straight apostrophe"
    if '"' in text:
        yield "a straight quotation mark"
    if NARROW in text:
        yield "a narrow no-break space: one kind everywhere"
    if re.search(rf"(?<!{NO_BREAK})[;?!»]", text) or re.search(rf"(?<!{NO_BREAK}):(?=\s|$)", text):
        yield "no no-break space before ; : ? ! or »"
    if re.search(rf"«(?!{NO_BREAK})", text):
        yield "no no-break space after «"
    if "  " in text or re.search(r"\s[.,]", text):
        yield "a space too many"
    yield from find(FRENCH_WORDS, text, re.I)


def is_label(section, which, *endings):
    return section.endswith(endings) and which != "(title)"


def label_faults(section, which, french, verbs):
    if is_label(section, which, "-events") and not INFINITIVE.match(french):
        yield "an event is a button: its label begins with an infinitive"
    if is_label(section, which, "-states", "-statuses") and french.split()[0] in verbs:
        yield "a state is no button: a participle, not an infinitive"


def row_faults(section, which, french, english, verbs):
    # Syntax of headers stands in hints as it is typed.
    is_hint = section == FOR_DEVELOPERS
    prose = re.sub(r"\b[\w-]+: (Bearer|application/\S+)", "", french) if is_hint else french
    yield from french_faults(prose)
    yield from find(ENGLISH_WORDS, english, re.I)
    yield from label_faults(section, which, french, verbs)
    if not french or not english:
        yield "one language is missing"
    if not is_hint:
        for text in (french, english):
            yield from find(TECHNICAL, re.sub(r"\{\w+\}", "", text))
    for text in (french, english):
        yield from number_faults(text)
    if set(re.findall(r"\{\w+\}", french)) != set(re.findall(r"\{\w+\}", english)):
        yield "the two languages hold different things"


def contract_faults(contract):
    """Codes and examples are data; everything else is prose."""
    for number, line in enumerate(contract.splitlines(), 1):
        prose = re.sub(r"`[^`]*`", "", line)
        for fault in [*find(INTERNAL, prose), *find({r"\b(his|him|himself|she|her|herself)\b": "they, their"}, prose, re.I)]:
            yield f"contract, line {number}: {fault}"


def main():
    page = open(sys.argv[1], encoding="utf-8").read()
    contract = open(sys.argv[2], encoding="utf-8").read()
    table = list(rows(page))
    verbs = {french.split()[0] for section, which, french, _ in table if is_label(section, which, "-events")}
    for section, which, french, english in table:
        for fault in row_faults(section, which, french, english, verbs):
            print(f"{section}, {which}: {fault}\n    {french}\n    {english}")
    if len(table) < ROWS_AT_LEAST:
        print(f"only {len(table)} rows were read")
    for fault in contract_faults(contract):
        print(fault)


main()
