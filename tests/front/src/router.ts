// SPDX-License-Identifier: EUPL-1.2
// Pages are told apart by what stands behind the # of the address: any web server can serve them, and it is told nothing of it.
import { useEffect, useState } from "preact/hooks";

const here = (): string[] => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);

export function usePlace(): readonly string[] {
    const [place, setPlace] = useState(here);
    useEffect(() => {
        const changed = () => setPlace(here());
        addEventListener("hashchange", changed);
        return () => removeEventListener("hashchange", changed);
    }, []);
    return place;
}

export const go = (...place: string[]): void => location.assign(`#/${place.map(encodeURIComponent).join("/")}`);
