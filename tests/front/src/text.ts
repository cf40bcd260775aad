// SPDX-License-Identifier: EUPL-1.2
// French as it is written: dates, hours, names, and blanks that do not break.
const DAY = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT_DAY = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });

/** A civil day, which has no time zone: 12 septembre 2031, 1er mars 2026. */
export function day(text: string | null | undefined): string {
    return text ? DAY.format(new Date(`${text}T00:00:00Z`)).replace(/^1 /, "1er ").replaceAll(" ", "\u00a0") : "";
}

export const shortDay = (text: string | null | undefined): string => (text ? SHORT_DAY.format(new Date(`${text}T00:00:00Z`)) : "");

export function hours(minutes: number): string {
    return `${NUMBER.format(minutes / 60)}\u00a0h`;
}

export const number = (value: number): string => NUMBER.format(value);

/** 1 candidat, 2 candidats, 0 candidat. */
export const counted = (count: number, one: string, many: string): string => `${number(count)}\u00a0${count < 2 ? one : many}`;

interface Named {
    readonly reference?: string;
    readonly birth_name?: string | null;
    readonly usage_name?: string | null;
    readonly first_name_1?: string | null;
}

/** Of a candidate whose record is not open to us there is the reference alone. */
export function fullName(named: Named | null | undefined): string {
    if (!named?.birth_name) return named?.reference ?? "Candidat non visible";
    return [named.first_name_1, named.usage_name ?? named.birth_name].filter(Boolean).join(" ");
}

/** Hours typed as people write them: 35, 3,5 or 3.5; as minutes. */
export function minutesOf(text: string): number {
    return Math.round(Number(text.trim().replace(",", ".")) * 60);
}
