// SPDX-License-Identifier: EUPL-1.2
// What a page asks, and what it does.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Refused } from "../api/client";

export interface Asked<T> {
    readonly data: T | undefined;
    readonly error: unknown;
    /** Asks again; what was shown stays until the answer is there. */
    readonly reload: () => Promise<void>;
}

export function useAsked<T>(ask: () => Promise<T>, about: readonly unknown[]): Asked<T> {
    const [shown, show] = useState<{ data?: T; error?: unknown }>({});
    const latest = useRef(0);
    // eslint-like lists of what a function uses are of no help here: `about` says when it asks for something else.
    const reload = useCallback(async () => {
        const mine = ++latest.current;
        try {
            const data = await ask();
            if (mine === latest.current) show({ data });
        } catch (error) {
            if (mine === latest.current) show((before) => ({ ...before, error }));
        }
    }, about);
    useEffect(() => {
        show({});
        void reload();
        return () => void latest.current++;
    }, about);
    return { data: shown.data, error: shown.error, reload };
}

export interface Command {
    readonly run: (act: () => Promise<void>) => Promise<boolean>;
    readonly isBusy: boolean;
    readonly error: unknown;
    readonly forget: () => void;
}

/** One command at a time. `reload` brings the new state when somebody else was faster (412), and after what succeeded. */
export function useCommand(reload: () => Promise<void> = async () => undefined): Command {
    const [isBusy, setBusy] = useState(false);
    const [error, setError] = useState<unknown>();
    const busy = useRef(false);
    const run = async (act: () => Promise<void>): Promise<boolean> => {
        if (busy.current) return false; // pressed twice
        busy.current = true;
        setBusy(true);
        setError(undefined);
        try {
            await act();
            await reload();
            return true;
        } catch (refused) {
            setError(refused);
            if (refused instanceof Refused && refused.problem.status === 412) await reload();
            return false;
        } finally {
            busy.current = false;
            setBusy(false);
        }
    };
    return { run, isBusy, error, forget: () => setError(undefined) };
}
