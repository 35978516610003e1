"""What the kernel and the X server know of a process."""

from pathlib import Path


def private_mb(pid: int) -> float:
    """Memory that is its alone; pages of libraries count when nobody else has them just now."""
    return _rollup_mb(pid, "Private_")


def written_mb(pid: int) -> float:
    """Memory that it has written to: does not depend on who else runs."""
    return _rollup_mb(pid, "Private_Dirty")


def _rollup_mb(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def cpu_s(pid: int) -> float:
    """Seconds on a processor, all threads that live."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in _tasks(pid)) / 1e9


def wakeups(pid: int) -> int:
    """How often its threads went to sleep, so far."""
    return sum(
        int(line.split()[1])
        for task in _tasks(pid)
        for line in (task / "status").read_text(encoding="ascii").splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )


def children(pid: int) -> list[int]:
    return [int(word) for task in _tasks(pid) for word in (task / "children").read_text().split()]


def x_resources(display_name: str, pid: int) -> tuple[int, dict[str, int]]:
    """Its connections to the X server, and how many resources of each kind it has there."""
    from Xlib.display import Display
    from Xlib.ext import res

    display = Display(display_name)
    try:
        counts: dict[str, int] = {}
        connections = 0
        for client in display.res_query_clients().clients:
            spec = [{"client": client.resource_base, "mask": res.LocalClientPIDMask}]
            ids = display.res_query_client_ids(spec).ids
            if not any(found.value and found.value[0] == pid for found in ids):
                continue
            connections += 1
            for kind in display.res_query_client_resources(client.resource_base).types:
                name = display.get_atom_name(kind.resource_type)
                counts[name] = counts.get(name, 0) + kind.count
        return connections, counts
    finally:
        display.close()


def _tasks(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").iterdir())
