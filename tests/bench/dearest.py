# SPDX-License-Identifier: EUPL-1.2
"""Which statements cost most: each work alone under pg_stat_statements, those inside of functions apart."""

from measure import measure
from server import Server
from workloads import TITLES, Targets

STATEMENTS = 3
READ = """
select round((total_exec_time + total_plan_time)::numeric, 1), calls, round((shared_blks_hit + shared_blks_read)::numeric / calls, 1),
       toplevel, round(total_plan_time::numeric, 1), regexp_replace(left(query, 160), E'[\\n\\t ]+', ' ', 'g')
from pg_stat_statements s join pg_database d on d.oid = s.dbid
where d.datname = '{}' and toplevel = {} order by 1 desc limit {}"""


def dearest(wanted, place, name):
    """Prints, for each work, what a request costs and where it goes."""
    place.sql(name, "create extension if not exists pg_stat_statements")
    place.profile(True)
    try:
        for workload in wanted.work:
            targets = Targets(place, name, wanted.tenants)
            plan = targets.write(workload, place.folder / "plan.txt")
            with Server(place, name) as server:
                place.sql(name, "select pg_stat_statements_reset()")
                seen = measure(place, server, plan, wanted.connections, 0.2, wanted.seconds)
                tell(place, name, workload, seen)
    finally:
        place.profile(False)
        place.sql(name, "drop extension if exists pg_stat_statements")
    return 0


def tell(place, name, workload, seen):
    print(f"\n{workload}: {TITLES[workload]}: {seen['rps']:.0f}/s, {seen['postgres_us']:.0f} us of PostgreSQL a request (with counting), "
          f"{seen['wrong']} wrong")
    requests = seen["count"] * 1.1 + 1  # those of the warm-up too, about
    for toplevel, title in (("true", "statements that were sent"), ("false", "inside of functions and triggers")):
        print(f"  {title}: ms in all, calls, calls a request, us a call, buffers a call, planning ms")
        for ms, calls, buffers, _, planning, query in place.sql(name, READ.format(name, toplevel, STATEMENTS if toplevel == "true" else 5)):
            print(f"    {float(ms):9.1f} {int(calls):8} {int(calls) / requests:6.2f} {1000 * float(ms) / int(calls):8.1f} {float(buffers):8.1f} {float(planning):8.1f}  {query}")
