"""Two who do the same at once: the second begins while the transaction of the first is still open."""

from threading import Thread

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
_LOOKS = 200_000


def both(database, first, second):
    """What each returned or raised in a transaction of its own, as `behind`."""

    def later():
        with database.transaction() as connection:
            return second(connection)

    return behind(database, first, later)


def behind(database, first, act):
    """What each returned or raised; `first` commits once `act` stands still behind it, and `act` looked before.

    SQLite has one writer: there the second one waits for its turn before it looks.
    """
    told = []

    def later():
        try:
            told.append(act())
        except Exception as error:  # noqa: BLE001 - what it raised is what the test asks about
            told.append(error)

    thread = Thread(target=later)
    with database.transaction() as connection:
        made = first(connection)
        thread.start()
        if not database.is_sqlite:
            _stands_still(database, thread)
    thread.join(20)
    return made, told[0]


def _stands_still(database, thread):
    for _ in range(_LOOKS):
        if not thread.is_alive():
            return
        with database.reading() as watching:
            if watching.exec_driver_sql(_WAITING).scalar_one():
                return
    raise AssertionError("the second one neither waits nor ends")
