# SPDX-License-Identifier: EUPL-1.2
"""What the rounds came to: ratios of the same rounds, their medians, gates, a table, plots."""

import statistics

from workloads import TITLES

# Of the peer: what is owed, and what would be better still.
GATES = {"R": (2.5, 4), "Rc": (2.5, 4), "L": (1.5, 3), "W": (1.8, 4), "G": (1.5, 3), "A": (1.5, 3), "S": (1.5, 3), "V": (1.7, 2.5), "Mix": (1.8, 3.5)}
POSTGRES_US = {"R": 60, "W": 450}
OF_BARE = {"Rc": 0.3}
OF_PGBENCH = {"W": 1.5}
ROUNDS_NEAR = 0.8  # so many of the rounds reach 0.9 of the gate


def by_round(runs, workload, server, figure, connections):
    return {run["round"]: run[figure] for run in runs
            if (run["workload"], run["server"], run["connections"]) == (workload, server, connections) and figure in run}


def ratios(runs, workload, one, other, figure="rps", connections=64):
    """Of one server to another, of the rounds in which both ran."""
    ours, theirs = by_round(runs, workload, one, figure, connections), by_round(runs, workload, other, figure, connections)
    return [ours[n] / theirs[n] for n in sorted(ours) if theirs.get(n)]


def middle(runs, workload, server, figure, connections=64):
    values = list(by_round(runs, workload, server, figure, connections).values())
    return statistics.median(values) if values else None


def is_met(values, gate):
    """The median reaches it, and four of five rounds nine tenths of it."""
    near = sum(value >= 0.9 * gate for value in values)
    return bool(values) and statistics.median(values) >= gate and near >= ROUNDS_NEAR * len(values)


def number(value, form):
    return "–" if value is None else format(value, form)


def thousands(value):
    return "–" if value is None else f"{value:,.0f}"


def row(runs, workload, ours, connections):
    values = ratios(runs, workload, ours, "go", connections=connections)
    go = middle(runs, workload, "go", "rps", connections)
    cells = [f"**{workload}** {TITLES[workload]}", thousands(middle(runs, workload, ours, "rps", connections)), thousands(go)]
    if values:
        cells.append(f"**{statistics.median(values):.2f}** ({min(values):.2f}–{max(values):.2f})")
        cells.append(f"{GATES[workload][0]} {'met' if is_met(values, GATES[workload][0]) else 'not met'}")
    else:
        cells += ["–", str(GATES[workload][0])]
    for server in (ours, "go"):
        cells.append(f"{number(middle(runs, workload, server, 'server_us', connections), '.0f')} + "
                     f"{number(middle(runs, workload, server, 'postgres_us', connections), '.0f')}")
    for server in (ours, "go"):
        p50, p99 = (middle(runs, workload, server, name, connections) for name in ("p50_us", "p99_us"))
        cells.append("–" if p50 is None else f"{p50 / 1000:.1f} / {p99 / 1000:.1f}")
    cells.append(f"{number(middle(runs, workload, ours, 'rss_mb', connections), '.0f')} / "
                 f"{number(middle(runs, workload, 'go', 'rss_mb', connections), '.0f')}")
    per_request = [run["commits"] / max(run["count"], 1) for run in runs
                   if run["workload"] == workload and run["server"] == ours and run["connections"] == connections and "commits" in run]
    cells.append(number(statistics.median(per_request) if per_request else None, ".2f"))
    return "| " + " | ".join(cells) + " |"


HEAD = ("| work | ours /s | Go /s | ours ÷ Go (of rounds) | gate | CPU µs, ours: server + PostgreSQL | CPU µs, Go | p50 / p99 ms, ours | "
        "p50 / p99 ms, Go | RSS MB, ours / Go | commits a request |\n|---|---|---|---|---|---|---|---|---|---|---|")


def table(runs, ours="ours", connections=64):
    wanted = list(dict.fromkeys(run["workload"] for run in runs if run["connections"] == connections))
    return "\n".join([HEAD, *(row(runs, workload, ours, connections) for workload in wanted)])


def beside(runs, ours="ours", connections=64):
    """The other gates, each a line."""
    lines = []
    for workload, gate in OF_BARE.items():
        values = ratios(runs, workload, ours, "bare", connections=connections)
        if values:
            lines.append(f"{workload}: {statistics.median(values):.2f} × the bare responder (gate {gate}: {'met' if is_met(values, gate) else 'not met'})")
    for workload, gate in OF_PGBENCH.items():
        values = ratios(runs, workload, ours, "pgbench", connections=connections)
        if values:
            lines.append(f"{workload}: {statistics.median(values):.2f} × pgbench of the peer's statements, unpipelined, 8 clients "
                         f"(gate {gate}: {'met' if is_met(values, gate) else 'not met'})")
    for workload, gate in POSTGRES_US.items():
        value = middle(runs, workload, ours, "postgres_us", connections)
        if value:
            lines.append(f"{workload}: {value:.0f} µs of PostgreSQL a request (gate {gate}: {'met' if value <= gate else 'not met'})")
    for workload in dict.fromkeys(run["workload"] for run in runs if run["connections"] == 1):
        values = ratios(runs, workload, ours, "go", "p50_us", 1)
        if values:
            lines.append(f"{workload}, 1 connection: p50 {middle(runs, workload, ours, 'p50_us', 1) / 1000:.2f} ms, "
                         f"{statistics.median(values):.2f} × Go's (gate 1: {'met' if statistics.median(values) <= 1 else 'not met'})")
    slowest = max((run["max_us"] for run in runs if run["server"] == ours and "max_us" in run), default=0)
    lines.append(f"slowest reply of all: {slowest / 1000:.0f} ms (gate 1,000: {'met' if slowest <= 1e6 else 'not met'})")
    wrong = {run["workload"]: run["wrong"] for run in runs if run["server"] == ours and run.get("wrong")}
    lines.append("no reply was wrong" if not wrong else "wrong replies: " + ", ".join(f"{work} {count}" for work, count in wrong.items()))
    noisy = sum(run.get("is_noisy", False) for run in runs)
    lines.append(f"{len(runs)} runs, {noisy} of them beside others that used more than 0.3 core, after three tries")
    return lines


def versus(runs, one, other, connections=64):
    """Two builds of ours."""
    lines = [f"| work | {one} /s | {other} /s | ratio (of rounds) | CPU µs {one} | CPU µs {other} |", "|---|---|---|---|---|---|"]
    for workload in dict.fromkeys(run["workload"] for run in runs):
        values = ratios(runs, workload, one, other, connections=connections)
        cpu = [f"{middle(runs, workload, name, 'server_us', connections):.0f} + {middle(runs, workload, name, 'postgres_us', connections):.0f}"
               for name in (one, other)]
        lines.append(f"| {workload} | {thousands(middle(runs, workload, one, 'rps', connections))} | {thousands(middle(runs, workload, other, 'rps', connections))}"
                     f" | {statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f}) | {cpu[0]} | {cpu[1]} |")
    return "\n".join(lines)


# Plots -----------------------------------------------------------------------------------------------------------------

COLOURS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#5c4d7d", "#888888")
WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 560, 320, 64, 40, 30


def scale(value, low, high, begin, end):
    return begin + (value - low) / (high - low or 1) * (end - begin)


def plot(title, lines, x_name, y_name):
    """SVG of {name: [(x, y)]}, both axes from their least; x by its places, as connections double."""
    places = sorted({x for points in lines.values() for x, _ in points})
    most = max((y for points in lines.values() for _, y in points), default=1) * 1.08
    x_of = {x: scale(i, 0, len(places) - 1, LEFT + 20, WIDTH - 130) for i, x in enumerate(places)}
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', f'<text x="{LEFT}" y="18" font-size="13">{title}</text>']
    for i in range(6):
        value = most * i / 5
        y = scale(value, 0, most, HEIGHT - BELOW, ABOVE)
        drawn.append(f'<line x1="{LEFT}" x2="{WIDTH - 120}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{value:,.0f}</text>')
    for x in places:
        drawn.append(f'<text x="{x_of[x]:.0f}" y="{HEIGHT - BELOW + 16}" text-anchor="middle">{x:,}</text>')
    drawn.append(f'<text x="{LEFT}" y="{HEIGHT - 6}">{x_name}</text><text x="{LEFT + 160}" y="{HEIGHT - 6}">{y_name}</text>')
    for i, (name, points) in enumerate(lines.items()):
        colour = COLOURS[i % len(COLOURS)]
        at = [(x_of[x], scale(y, 0, most, HEIGHT - BELOW, ABOVE)) for x, y in sorted(points)]
        drawn.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in at)}"/>')
        drawn += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in at]
        drawn.append(f'<text x="{WIDTH - 112}" y="{ABOVE + 16 * i + 8}" fill="{colour}">{name}</text>')
    return "\n".join([*drawn, "</svg>"]) + "\n"


def bars(title, values, y_name):
    """SVG of {name: {server: value}}."""
    most = max((v for group in values.values() for v in group.values()), default=1) * 1.08
    servers = list(dict.fromkeys(name for group in values.values() for name in group))
    step = (WIDTH - LEFT - 110) / max(len(values), 1)
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', f'<text x="{LEFT}" y="18" font-size="13">{title}</text>',
             f'<text x="{LEFT}" y="{HEIGHT - 6}">{y_name}</text>']
    for i, (name, group) in enumerate(values.items()):
        drawn.append(f'<text x="{LEFT + (i + 0.5) * step:.0f}" y="{HEIGHT - BELOW + 16}" text-anchor="middle">{name}</text>')
        for j, server in enumerate(servers):
            if server in group:
                top, width = scale(group[server], 0, most, HEIGHT - BELOW, ABOVE), step * 0.8 / len(servers)
                x = LEFT + i * step + step * 0.1 + j * width
                drawn.append(f'<rect x="{x:.0f}" y="{top:.0f}" width="{width:.0f}" height="{HEIGHT - BELOW - top:.0f}" fill="{COLOURS[j]}"/>'
                             f'<text x="{x + width / 2:.0f}" y="{top - 3:.0f}" text-anchor="middle" font-size="9">{group[server]:,.3g}</text>')
    drawn += [f'<text x="{WIDTH - 100}" y="{ABOVE + 16 * j + 8}" fill="{COLOURS[j]}">{server}</text>' for j, server in enumerate(servers)]
    return "\n".join([*drawn, "</svg>"]) + "\n"
