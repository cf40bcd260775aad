// SPDX-License-Identifier: EUPL-1.2
// The statements of the Go peer, read from its sources: both ask the same of the database, and say it once.
'use strict';
const fs = require('fs');
const path = require('path');

const folder = path.join(__dirname, '..', 'peer');

function constants() {
    const found = {};
    for (const name of ['main.go', 'candidacy.go', 'event.go', 'verify.go']) {
        const source = fs.readFileSync(path.join(folder, name), 'utf8');
        for (const [, constant, value] of source.matchAll(/^const (\w+) = ((?:`[^`]*`|\w+)(?:\s*\+\s*(?:`[^`]*`|\w+))*)/gm)) {
            if (!value.includes('`')) continue; // a number
            found[constant] = value.replace(/`([^`]*)`|(\w+)|[\s+]+/g, (part, text, name) => text ?? (name ? found[name] ?? missing(name) : ''));
        }
    }
    return found;
}

function missing(name) {
    throw new Error(`a statement of the peer uses ${name}, which is said later or elsewhere`);
}

// Members of a struct of the peer, in their order, which is that of its columns.
function members(file, struct) {
    const source = fs.readFileSync(path.join(folder, file), 'utf8');
    const body = new RegExp(`^type ${struct} struct \\{([^}]*)\\}`, 'm').exec(source)[1];
    return [...body.matchAll(/json:"(\w+)/g)].map((match) => match[1]);
}

module.exports = { ...constants(), candidacyMembers: members('candidacy.go', 'candidacy') };
